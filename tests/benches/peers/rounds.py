"""The measured sessions: start, edits, memory, usages.

All servers take turns, in one order and then in the other, so that what else the machine does
falls on all of them alike. A figure is the median of all its rounds. A server that fails, or is
silent for too long, is told with its reason and left out of the rest of that part.
"""

import contextlib
import dataclasses
import os
import pathlib
import shutil
import statistics
import sys
import tempfile
import time

from lsp import Client, ServerError, shown
from servers import FLOOR, OURS

#: Seconds: the longest wait for one answer, for the first one about a file, and for quiet.
ANSWER, FIRST, QUIET = 30, 60, 25

#: Rounds of edits that the peers take part in; their figures are far apart.
_PEERS = 3


class Session:
    """One server in a workspace of its own, with caches that no earlier session filled but ours.

    pygloss's cache is shared by the sessions of a run: it unpacks its guide once per version, not
    once per start.
    """

    def __init__(self, server, work, *, workspace=None, arguments=()):
        self.server = server
        self._own = pathlib.Path(tempfile.mkdtemp(prefix="session-", dir=work))
        self.workspace = pathlib.Path(workspace or self._own / "work")
        self.workspace.mkdir(exist_ok=True)
        caches = {
            "XDG_CACHE_HOME": str(work / "cache" / server.name),
            "XDG_STATE_HOME": str(self._own / "state"),
        }
        with open(work / f"{server.name}.log", "ab") as log:
            self.client = Client(
                [*server.command, *arguments],
                self.workspace,
                {**os.environ, **caches},
                log,
            )

    def open(self, text):
        """Opens a copy of the file in the workspace."""
        path = self.workspace / text.path.name
        shutil.copyfile(text.path, path)
        self.client.open(path, text.text)

    def close(self):
        """Ends the server; once more does nothing."""
        if self.client:
            self.client.close()
            self.client = None
        shutil.rmtree(self._own, ignore_errors=True)


class Turns:
    """The servers that still take part."""

    def __init__(self, servers, results, part):
        self.servers = list(servers)
        self._results = results
        self._part = part
        self._round = 0

    def __iter__(self):
        """One round, in the other order than the one before."""
        self._round += 1
        return iter(self.servers[:: 1 if self._round % 2 else -1])

    @contextlib.contextmanager
    def careful(self, server, running=None):
        """Leaves the server out from now on where the work fails, and ends what it is running."""
        try:
            yield
        except (ServerError, OSError, KeyError, TypeError) as error:
            reason = f"{self._part}: {error or type(error).__name__}"
            print(f"  {server.name} left out, {reason}", file=sys.stderr)
            self._results.setdefault("left out", {}).setdefault(server.name, []).append(
                reason
            )
            self.servers = [one for one in self.servers if one is not server]
            # Or it goes on with what it did not finish in time, beside the others.
            if running and server.name in running:
                running[server.name].session.close()

    def keep(self, running, names):
        """Only these go on; the others are ended."""
        for server in self.servers:
            if server.name not in names:
                running[server.name].session.close()
        self.servers = [one for one in self.servers if one.name in names]


def start(servers, texts, work, results, scale=1.0):
    """From the start of the process to the answers of `initialize` and of the first hover."""
    text = texts["15 KB"]
    place = text.near(1)[0]
    times = {server.name: ([], []) for server in servers}
    turns = Turns(servers, results, "start")
    spent = dict.fromkeys(times, 0.0)
    for number in range(max(2, int(25 * scale))):
        for server in turns:
            # One that takes a second to start needs no more rounds to be seen to be slower.
            if number >= 2 and spent[server.name] > 6 * scale:
                continue
            begin = time.monotonic()
            with turns.careful(server):
                session = Session(server, work)
                begun = session.client.started
                try:
                    initialized = session.client.initialize(ANSWER)
                    session.open(text)
                    _, _, arrived = session.client.hover(place, ANSWER)
                    if number == 0:
                        session.client.settle(QUIET)
                finally:
                    session.close()
                if number > 0:  # the first one may fill caches
                    times[server.name][0].append(initialized / 1e6)
                    hovered = (arrived - begun) / 1e6
                    times[server.name][1].append(hovered)
            spent[server.name] += time.monotonic() - begin
    results["start"] = {
        name: {
            "initialize": _median(initialized),
            "first hover": _median(hovered),
        }
        for name, (initialized, hovered) in times.items()
        if hovered
    }


@dataclasses.dataclass
class _Open:
    session: Session
    target: tuple = (0, 0)
    filled: float = 0.0
    hover: list = dataclasses.field(default_factory=list)
    nothing: list = dataclasses.field(default_factory=list)
    edit_hover: list = dataclasses.field(default_factory=list)
    edit_lens: list = dataclasses.field(default_factory=list)
    answered: list = dataclasses.field(default_factory=list)
    lenses: int = 0


def edits(servers, texts, bare, work, results, scale=1.0):
    """Settled hovers, and one edit with a hover or lenses after it, at three sizes.

    All servers have the file open at once and take turns with short bursts; `bare(text)` gives
    the nanoseconds of bare tree-sitter's burst, which takes its turn like a server.
    """
    for size, text in texts.items():
        print(f"  edits at {size}", file=sys.stderr)
        turns = Turns(servers, results, f"edits at {size}")
        running, tree, fresh = {}, [], []
        try:
            for server in turns:
                with turns.careful(server, running):
                    session = Session(server, work)
                    running[server.name] = _Open(session)
                    _opened(running[server.name], text)
            for number in range(max(2, int(8 * scale))):
                if number == _PEERS:
                    turns.keep(running, (OURS, FLOOR))
                for server in turns:
                    with turns.careful(server, running):
                        _burst(running[server.name], text)
                burst = bare(text)
                tree += burst["edit"]
                fresh += burst["parse"]
        finally:
            for one in running.values():
                one.session.close()
        results.setdefault("edits", {})[size] = {
            "tree-sitter": {
                "edit": _median(tree) / 1e6,
                "parse": _median(fresh) / 1e6,
            },
            **{
                name: {
                    "filled": one.filled,
                    "hover": _median(one.hover),
                    "unknown request": _median(one.nothing),
                    "edit, hover": _median(one.edit_hover),
                    "edit, lenses": _median(one.edit_lens),
                    "answered after an edit": statistics.mean(one.answered or [0]),
                    "lenses": one.lenses,
                }
                for name, one in running.items()
                if one.hover or one.edit_hover
            },
        }


def _opened(one, text):
    """Opens the file, waits for quiet, and finds a place where the server has something to say."""
    client = one.session.client
    client.initialize(ANSWER)
    one.session.open(text)
    one.target = text.near(1)[0]
    if not client.offers("hover"):
        client.settle(QUIET)
        return
    client.hover(one.target, FIRST)
    client.settle(QUIET)
    end = time.monotonic() + 6
    answers = []
    for place in text.spread(40):
        answers.append(shown(client.hover(place, ANSWER)[0]))
        if time.monotonic() > end:
            break
    one.filled = sum(answers) / len(answers)
    for place in text.near(24):
        if time.monotonic() > end + 6:
            break
        if shown(client.hover(place, ANSWER)[0]):
            one.target = place
            break


def _burst(one, text, longest=2.0):
    """Some hovers, some edits with a hover after each, some with lenses; then quiet again."""
    client = one.session.client
    if one.session.server.name == OURS:
        for _ in range(20):
            _, asked, arrived = client.request("pygloss/nothing", {}, ANSWER)
            one.nothing.append((arrived - asked) / 1e6)
    if client.offers("hover"):
        end = time.monotonic() + longest
        for _ in range(20):
            _, asked, arrived = client.hover(one.target, ANSWER)
            one.hover.append((arrived - asked) / 1e6)
            if time.monotonic() > end:
                break
        for answer, spent in _typed(client, text, one.target, longest):
            one.edit_hover.append(spent / 1e6)
            one.answered.append(shown(answer))
    if client.offers("codeLens"):
        for answer, spent in _typed(client, text, None, longest):
            one.edit_lens.append(spent / 1e6)
            one.lenses = len(answer) if isinstance(answer, list) else 0
    client.settle(QUIET, 0.1)


def _typed(client, text, question, longest):
    """Types and takes away a character in turn, an even number of times."""
    end = time.monotonic() + longest
    for number in range(24):
        yield client.edit_and_ask(text.edit, number % 2 == 0, question, ANSWER)
        if number % 2 and time.monotonic() > end:
            return


def memory(servers, texts, vault, work, results, scale=1.0):
    """Mebibytes, over the process and those below it, after hovers, edits and lenses in a settled
    file; for pygloss with a vault of notes, too."""
    found = {}
    rounds = 3 if scale >= 1 else 1
    for size in ("15 KB", "1.5 MB"):
        turns = Turns(servers, results, f"memory at {size}")
        for number in range(rounds):
            for server in turns:
                if number and server.name != OURS:
                    continue
                with turns.careful(server):
                    peak = _peak(Session(server, work), texts[size])
                    found.setdefault(server.name, {}).setdefault(size, []).append(peak)
    ours = next((server for server in servers if server.name == OURS), None)
    for _ in range(rounds if ours else 0):
        arguments = ("--guide", str(vault))
        session = Session(ours, work, arguments=arguments)
        peak = _peak(session, texts["15 KB"], _reads_vault)
        found[OURS].setdefault("15 KB, vault", []).append(peak)
    results["memory"] = {
        name: {
            size: {
                "now": _median([now for now, _ in peaks]),
                "peak": _median([peak for _, peak in peaks]),
            }
            for size, peaks in sizes.items()
        }
        for name, sizes in found.items()
    }


def _reads_vault(client):
    """Waits until a note of the vault is found."""
    end = time.monotonic() + 60
    params = {"query": "What does a lock have to do with a yield?", "limit": 5000}
    while time.monotonic() < end:
        answer = client.request("pygloss/search", params, ANSWER)[0]
        if isinstance(answer, list) and "note-" in str(answer):
            return
        time.sleep(0.2)
    raise ServerError("it found no note of the vault within a minute")


def _peak(session, text, prepare=None):
    try:
        client = session.client
        client.initialize(ANSWER)
        if prepare:
            prepare(client)
        session.open(text)
        if client.offers("hover"):
            client.hover(text.near(1)[0], FIRST)
        client.settle(QUIET)
        if client.offers("hover"):
            for place in text.spread(10):
                client.hover(place, ANSWER)
            for _ in _typed(client, text, text.near(1)[0], 2):
                pass
        if client.offers("codeLens"):
            client.lenses(ANSWER)
        client.settle(QUIET)
        return client.memory()
    finally:
        session.close()


def usages(server, tree, concepts, work, rounds=3):
    """Milliseconds for the places of a concept in all files of a tree: of the first question, and
    of later ones about other concepts; and how many places there were."""
    cold, warm, places = [], [], []
    for _ in range(rounds):
        session = Session(server, work, workspace=tree)
        try:
            session.client.initialize(ANSWER)
            session.client.settle(5)
            for number, concept in enumerate(concepts):
                params = {"concept": concept}
                answer, asked, arrived = session.client.request(
                    "pygloss/usages", params, ANSWER
                )
                (warm if number else cold).append((arrived - asked) / 1e6)
                places.append(len(answer["locations"]))
        finally:
            session.close()
    return {"cold": _median(cold), "warm": _median(warm), "places": places}


def _median(values):
    return statistics.median(values) if values else None
