"""The interpreters that the examples are tried on, and running blocks on them."""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

from outputs import Event
from pages import Block

_HERE = pathlib.Path(__file__).resolve().parent
_SETUP = _HERE.parent / "setup"

#: What one block may take, so that a runaway example ends alone.
_MEMORY = 4 << 30
_FILE_SIZE = 256 << 20


@dataclasses.dataclass(frozen=True)
class Interpreter:
    """A Python to try blocks on. Each has its own hash seed, so that sets differ in order."""

    path: pathlib.Path
    version: tuple[int, int]
    seed: int

    @property
    def name(self) -> str:
        return "Python {}.{}".format(*self.version)


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What came of a block: `status` is an exit status in figures, `signal N` or `timeout`."""

    status: str
    events: list[Event]
    error: tuple[int, str, str] | None
    stderr: str


def default_paths() -> list[str]:
    """CPython 3.14, 3.13 and this machine's own, each with the libraries, filled on demand."""
    newer = _line([_SETUP / "debian", "python"])
    pythons = [f"{newer}/usr/bin/python3.14", f"{newer}/usr/bin/python3.13", sys.executable]
    return [_line([_SETUP / "pypi", "libraries", each]) + "/bin/python" for each in pythons]


def _line(command: list) -> str:
    result = subprocess.run(command, stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL)
    if result.returncode != 0:
        raise SystemExit(f"{command[0]} could not bring what the examples need")
    return result.stdout.strip()


def interpreters(paths: list[str]) -> list[Interpreter]:
    """Newest first, one for each version."""
    found: dict[tuple[int, int], Interpreter] = {}
    ask = "import sys; print(*sys.version_info[:2])"
    for path in paths:
        major, minor = _line([path, "-c", ask]).split()
        version = (int(major), int(minor))
        found.setdefault(version, Interpreter(pathlib.Path(path), version, version[1]))
    return sorted(found.values(), key=lambda each: each.version, reverse=True)


def network() -> tuple[str, list[str]]:
    """How the network is kept away: a word for `runner.py`, and what to start it with."""
    unshare = shutil.which("unshare")
    for flags in (["-n"], ["-r", "-n"]):
        if unshare:
            tried = subprocess.run([unshare, *flags, "true"], capture_output=True)
            if tried.returncode == 0:
                return "cut", [unshare, *flags]
    return "refuse", []


def outcomes(interpreter: Interpreter, blocks: list[Block], limit: float) -> list[Outcome]:
    """Runs each block by itself in a temporary folder, at most `limit` seconds each."""
    mode, prefix = network()
    with contextlib.ExitStack() as stack:
        root = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory())).resolve()
        home = root / "home"
        home.mkdir()
        runner = subprocess.Popen(
            [*prefix, interpreter.path, _HERE / "runner.py", str(limit), mode],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=_environment(home, interpreter),
            preexec_fn=_limit,
        )
        stack.enter_context(runner)
        results = []
        for number, block in enumerate(blocks):
            folder = root / str(number)
            (folder / "work").mkdir(parents=True)
            (folder / "work" / "example.py").write_text(block.source, encoding="utf-8")
            runner.stdin.write(f"{folder}\n")
            runner.stdin.flush()
            status = runner.stdout.readline().strip()
            if not status:
                raise SystemExit(f"the runner on {interpreter.name} ended at {block.place}")
            results.append(_outcome(folder, status))
            shutil.rmtree(folder, ignore_errors=True)
        return results


def _environment(home: pathlib.Path, interpreter: Interpreter) -> dict[str, str]:
    return {
        "PATH": os.pathsep.join([str(interpreter.path.parent), "/usr/bin", "/bin"]),
        "HOME": str(home),
        "TMPDIR": str(home),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "COLUMNS": "80",
        "PYTHONHASHSEED": str(interpreter.seed),
    }


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_SIZE, _FILE_SIZE))


def _outcome(folder: pathlib.Path, status: str) -> Outcome:
    events: list[Event] = []
    error = None
    for row in _text(folder / "events").splitlines():
        event = ast.literal_eval(row)
        if len(event) == 3:
            error = event
        else:
            events.append(event)
    other = _text(folder / "stdout")
    if other:
        events.append((0, other))
    return Outcome(status, events, error, _text(folder / "stderr"))


def _text(path: pathlib.Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""
