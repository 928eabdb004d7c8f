#!/usr/bin/env python3
"""Drives a built server for a long time and fails where it grows or gets slower.

    tests/soak/soak.py target/release/pygloss
    tests/soak/soak.py target/release/pygloss --operations 20000

One operation is an edit, a hover or the lenses of a document; each second a note of the guide changes
and the guides are read again. Ten times on the way it looks at the memory, open files and threads of the
server, at its time on a processor and at the time that answers take. The first three looks are warm-up;
from there on nothing may grow. It needs Linux (/proc) and Python 3.11, and runs on its own, not with
tests/run: 200,000 operations take some minutes.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

LOOKS = 10
WARM_UP = 3
# What may still come after warm-up: allocators round, and one look is not like the other.
MORE_MEMORY = 1.05
MORE_MEMORY_MIB = 2
# A machine that does other work doubles the time of any answer; time on a processor moves less.
SLOWER_ANSWERS = 2.0
SLOWER_PROCESSOR = 1.3
# Threads for work that blocks come and go.
MORE_THREADS = 2

SOURCE = pathlib.Path(__file__).parent.parent / "data" / "tour.py"
# What is typed, each taken back by the next edit.
TYPED = ["x", "(", "\n", '"""', "async ", "é👩", "def f(x=[]):\n    return x\n", "#"]


class Server:
    """The program, and one client that waits for each answer."""

    def __init__(self, program, guide, home):
        surroundings = dict(
            os.environ, XDG_CACHE_HOME=f"{home}/cache", XDG_STATE_HOME=f"{home}/state"
        )
        self.process = subprocess.Popen(
            [program, "--guide", str(guide)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=surroundings,
        )
        self.asked = 0
        self.reloads = 0

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def request(self, method, params):
        self.asked += 1
        self.send({"id": self.asked, "method": method, "params": params})
        while True:
            message = self.read()
            if message.get("id") == self.asked and "method" not in message:
                if "error" in message:
                    sys.exit(f"{method}: {message['error']}")
                return message["result"]

    def read(self):
        length = 0
        while line := self.process.stdout.readline().strip():
            name, value = line.split(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if not length:
            sys.exit("the server ended")
        message = json.loads(self.process.stdout.read(length))
        if message.get("method") == "window/logMessage":
            self.reloads += " entries on " in message["params"]["message"]
        return message

    def processor(self):
        """Seconds on a processor."""
        stat = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text()
        fields = stat.rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def look(self):
        """Memory in MiB, open files, threads."""
        folder = pathlib.Path(f"/proc/{self.process.pid}")
        status = dict(
            line.split(":", 1) for line in (folder / "status").read_text().splitlines()
        )
        memory = int(status["VmRSS"].split()[0]) / 1024
        return memory, len(os.listdir(folder / "fd")), int(status["Threads"])


def utf16(text):
    return len(text.encode("utf-16-le")) // 2


class Typing:
    """A document whose every second edit takes back the one before."""

    def __init__(self, server, uri, text):
        self.server, self.uri, self.lines = server, uri, text.split("\n")
        self.version, self.number, self.typed = 1, 0, None
        document = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        server.notify("textDocument/didOpen", {"textDocument": document})

    def edit(self):
        self.version += 1
        if self.typed is None:
            self.number += 1
            line = self.number * 7919 % len(self.lines)
            column = self.number * 104729 % (utf16(self.lines[line]) + 1)
            text = TYPED[self.number % len(TYPED)]
            start = end = {"line": line, "character": column}
            *above, last = text.split("\n")
            after = {
                "line": line + len(above),
                "character": utf16(last) + (0 if above else column),
            }
            self.typed = (start, after)
        else:
            (start, end), text = self.typed, ""
            self.typed = None
        change = {"range": {"start": start, "end": end}, "text": text}
        document = {"uri": self.uri, "version": self.version}
        params = {"textDocument": document, "contentChanges": [change]}
        self.server.notify("textDocument/didChange", params)

    def hover(self, number):
        line = number * 6007 % len(self.lines)
        column = number * 13 % (utf16(self.lines[line]) + 1)
        place = {"line": line, "character": column}
        params = {"textDocument": {"uri": self.uri}, "position": place}
        self.server.request("textDocument/hover", params)

    def lenses(self):
        self.server.request(
            "textDocument/codeLens", {"textDocument": {"uri": self.uri}}
        )


def write_notes(folder, number):
    """Some notes, one of them new each time."""
    text = "# Notes\n\n## What does `:=` do?\n\nIt assigns.\n\n## What is a decorator?\n\nA function.\n"
    (folder / "notes.md").write_text(
        f"{text}\n## What is number {number}?\n\nIt is {number}.\n"
    )
    for other in range(20):
        path = folder / f"other-{other}.md"
        if not path.exists():
            path.write_text(
                f"# Other {other}\n\n## What is `len`, {other}?\n\nA count.\n"
            )


def drive(program, operations):
    """The looks: operations, memory, files, threads, ms of an answer, ms on a processor."""
    with tempfile.TemporaryDirectory() as home:
        guide = pathlib.Path(home, "notes")
        guide.mkdir()
        write_notes(guide, 0)
        server = Server(program, guide, home)
        server.request("initialize", {"processId": os.getpid(), "capabilities": {}})
        server.notify("initialized", {})
        typing = Typing(server, "file:///soak/app.py", SOURCE.read_text() * 5)
        looks, answers = [], []
        reload_at, reloads = time.monotonic() + 1, 0
        processor = server.processor()
        for number in range(1, operations + 1):
            match number % 3:
                case 0:
                    typing.edit()
                case 1:
                    asked = time.perf_counter()
                    typing.hover(number)
                    answers.append(time.perf_counter() - asked)
                case _:
                    asked = time.perf_counter()
                    typing.lenses()
                    answers.append(time.perf_counter() - asked)
            if time.monotonic() >= reload_at:
                reload_at, reloads = time.monotonic() + 1, reloads + 1
                write_notes(guide, reloads)
                changed = {"uri": (guide / "notes.md").as_uri(), "type": 2}
                server.notify("workspace/didChangeWatchedFiles", {"changes": [changed]})
            if number % (operations // LOOKS) == 0:
                used = server.processor()
                each = (used - processor) * 1000 / (operations // LOOKS)
                looks.append(
                    (number, *server.look(), statistics.median(answers) * 1000, each)
                )
                print(row(looks[-1]), flush=True)
                processor, answers = used, []
        server.request("shutdown", None)
        server.notify("exit", None)
        server.process.stdin.close()
        status = server.process.wait(20)
        if status != 0:
            sys.exit(f"the server ended with {status}")
        print(
            f"{operations} operations, {reloads} changes of a note, {server.reloads} times read"
        )
        return looks


HEAD = "| operations | memory, MiB | files | threads | answer, ms | processor, ms |"


def row(look):
    number, memory, files, threads, answer, processor = look
    return f"| {number} | {memory:.1f} | {files} | {threads} | {answer:.2f} | {processor:.3f} |"


def growths(looks):
    """What grew after warm-up, in words."""
    steady = looks[WARM_UP:]
    first, last = steady[: len(steady) // 2], steady[len(steady) // 2 :]

    def ends(place):
        return (
            statistics.median(look[place] for look in part) for part in (first, last)
        )

    before, after = ends(1)
    if after > before * MORE_MEMORY + MORE_MEMORY_MIB:
        yield f"memory grew from {before:.1f} to {after:.1f} MiB"
    before, after = ends(2)
    if after > before:
        yield f"open files grew from {before} to {after}"
    before, after = ends(3)
    if after > before + MORE_THREADS:
        yield f"threads grew from {before} to {after}"
    before, after = ends(4)
    if after > before * SLOWER_ANSWERS:
        yield f"answers went from {before:.2f} to {after:.2f} ms"
    before, after = ends(5)
    if after > before * SLOWER_PROCESSOR:
        yield f"an operation went from {before:.3f} to {after:.3f} ms on a processor"


def main():
    parser = argparse.ArgumentParser(
        description="Fails where a server grows or gets slower."
    )
    parser.add_argument("program", help="the built pygloss")
    parser.add_argument("--operations", type=int, default=200_000)
    options = parser.parse_args()
    print(HEAD)
    print("| --- " * 6 + "|")
    found = list(growths(drive(options.program, max(options.operations, LOOKS))))
    for growth in found:
        print(f"failed: {growth}")
    print("nothing grew" if not found else f"{len(found)} failed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
