"""A small LSP client over pipes: one thread, and a clock that is read at the pipe.

What is sent is made before the clock starts, and an answer's time is that of its last byte, before
it is decoded: Python's own work is not in the figures, but for reading the pipe.
"""

import json
import os
import pathlib
import re
import select
import signal
import subprocess
import time

#: As many bytes as Linux lets anybody's pipe hold, so that neither side waits for the other.
_PIPE = 1 << 20
_SET_PIPE_SIZE = 1031


class ServerError(Exception):
    """The server ended, was silent for too long, or refused."""


class Client:
    """One server, from its start to its end."""

    def __init__(self, command, folder, environment, log):
        self.folder = pathlib.Path(folder)
        self.lines = []
        self._known = b""
        self._count = 0
        self._answers = {}
        self._owed = []
        self._peaks = {}
        self._registered = set()
        self.capabilities = {}
        self.started = time.perf_counter_ns()
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=folder,
            env=environment,
            bufsize=0,
        )
        self._input = self._process.stdin.fileno()
        self._output = self._process.stdout.fileno()
        self.pid = self._process.pid
        os.set_blocking(self._input, False)
        for end in (self._input, self._output):
            _widen(end)

    def initialize(self, limit, options=None):
        """Nanoseconds from the start to the answer of `initialize`."""
        folder = {"uri": self.folder.as_uri(), "name": self.folder.name}
        answer, _, arrived = self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": folder["uri"],
                "workspaceFolders": [folder],
                "initializationOptions": options or {},
                "capabilities": _CAPABILITIES,
            },
            limit,
        )
        self.capabilities = answer["capabilities"]
        self.notify("initialized", {})
        return arrived - self.started

    def offers(self, feature):
        """Whether the server has a `feature` such as "hover"."""
        offered = self.capabilities.get(f"{feature}Provider")
        registered = f"textDocument/{feature}" in self._registered
        return registered or offered not in (None, False)

    def open(self, path, text):
        """Opens the one document that the requests below are about."""
        self.lines = text.split("\n")
        self._version = 1
        self._uri = pathlib.Path(path).as_uri()
        document = {"uri": self._uri, "languageId": "python", "version": 1}
        self.notify(
            "textDocument/didOpen", {"textDocument": {**document, "text": text}}
        )

    def hover(self, place, limit):
        """The answer for a place (line and UTF-16 column), when it was asked, when it came."""
        return self.request("textDocument/hover", self._at(place), limit)

    def lenses(self, limit):
        """The answer, when it was asked, when it came."""
        return self.request("textDocument/codeLens", self._document(), limit)

    def edit_and_ask(self, place, insert, question, limit):
        """Types or takes away one character, asks at once; the answer, and nanoseconds for both.

        `question` is a place for a hover, or None for lenses.
        """
        change = self._change(place, insert)
        if question is None:
            number, asked = self._asked("textDocument/codeLens", self._document())
        else:
            number, asked = self._asked("textDocument/hover", self._at(question))
        begin = time.perf_counter_ns()
        self._write(change, limit)
        self._write(asked, limit)
        answer, arrived = self._answer(number, limit)
        return answer, arrived - begin

    def notify(self, method, params, limit=30):
        self._write(_framed({"method": method, "params": params}), limit)

    def request(self, method, params, limit):
        """The result, when the request was written, when its answer was there."""
        number, asked = self._asked(method, params)
        begin = time.perf_counter_ns()
        self._write(asked, limit)
        answer, arrived = self._answer(number, limit)
        return answer, begin, arrived

    def memory(self):
        """Mebibytes in memory now, and at most so far, of the process and those below it."""
        now = 0
        for pid in _family(self.pid):
            status = _read(f"/proc/{pid}/status")
            if resident := re.search(r"VmRSS:\s+(\d+)", status):
                now += int(resident[1])
            if peak := re.search(r"VmHWM:\s+(\d+)", status):
                self._peaks[pid] = int(peak[1])
        return now / 1024, sum(self._peaks.values()) / 1024

    def settle(self, limit, quiet=0.25):
        """Reads what comes until the server has used next to no processor time for a while."""
        end = time.monotonic() + limit
        before = self._ticks()
        while time.monotonic() < end:
            pause = time.monotonic() + quiet
            while (left := pause - time.monotonic()) > 0:
                self._take(left)
                self._write(b"", limit)
            after = self._ticks()
            if after - before <= 1:
                return
            before = after

    def close(self, limit=3):
        """Ends the server in order, or by force; only processes that it started itself."""
        family = {pid: _born(pid) for pid in _family(self.pid)}
        try:
            self.request("shutdown", None, limit)
            self._write(_framed({"method": "exit"}), 1)
            self._process.wait(limit)
        except (ServerError, subprocess.TimeoutExpired):
            pass
        for pid in reversed(family):
            if family[pid] and _born(pid) == family[pid]:
                os.kill(pid, signal.SIGKILL)
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()

    def _document(self):
        return {"textDocument": {"uri": self._uri}}

    def _at(self, place):
        position = {"line": place[0], "character": place[1]}
        return {**self._document(), "position": position}

    def _change(self, place, insert):
        line, column = place
        end = column if insert else column + 1
        old = self.lines[line]
        self.lines[line] = old[:column] + "x" * insert + old[end:]
        self._version += 1
        sync = self.capabilities.get("textDocumentSync", 0)
        if isinstance(sync, dict):
            sync = sync.get("change", 0)
        if sync == 1:
            edit = {"text": "\n".join(self.lines)}
        else:
            start, stop = (
                {"line": line, "character": at}
                for at in (utf16(old, column), utf16(old, end))
            )
            edit = {"text": "x" * insert, "range": {"start": start, "end": stop}}
        document = {"uri": self._uri, "version": self._version}
        params = {"textDocument": document, "contentChanges": [edit]}
        return _framed({"method": "textDocument/didChange", "params": params})

    def _asked(self, method, params):
        self._count += 1
        message = {"id": self._count, "method": method}
        if params is not None:
            message["params"] = params
        return self._count, _framed(message)

    def _answer(self, number, limit):
        end = time.monotonic() + limit
        while number not in self._answers:
            left = end - time.monotonic()
            if left <= 0:
                raise ServerError(f"no answer within {limit:g} s")
            self._take(left)
            self._write(b"", left)
        message, arrived = self._answers.pop(number)
        if "error" in message:
            return {"error": message["error"]}, arrived
        return message.get("result"), arrived

    def _write(self, data, limit):
        """Writes, and reads meanwhile where the server does not take it all at once."""
        end = time.monotonic() + limit
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(self._input, view) :]
            except BlockingIOError:
                if time.monotonic() > end:
                    raise ServerError("it does not read") from None
                _, writable, _ = select.select([], [self._input], [], 0)
                if not writable:
                    self._take(0.001)
            except OSError as error:
                raise ServerError(f"it ended: {error}") from None
        while self._owed:
            self._write(self._owed.pop(0), limit)

    def _take(self, wait):
        """Waits for output, at most `wait` seconds, and looks at each whole message."""
        if not select.select([self._output], [], [], max(wait, 0))[0]:
            return
        piece = os.read(self._output, _PIPE)
        arrived = time.perf_counter_ns()
        if not piece:
            raise ServerError(f"it ended with status {self._process.wait(5)}")
        self._known += piece
        while (head := self._known.find(b"\r\n\r\n")) >= 0:
            length = int(re.search(rb"(?i)content-length: *(\d+)", self._known)[1])
            end = head + 4 + length
            if len(self._known) < end:
                break
            body, self._known = self._known[head + 4 : end], self._known[end:]
            self._look(json.loads(body), arrived)

    def _look(self, message, arrived):
        if "method" not in message:
            self._answers[message.get("id")] = message, arrived
        elif "id" in message:
            self._reply(message)

    def _reply(self, message):
        """Answers the server's own requests, as an editor without settings would."""
        result = None
        params = message.get("params") or {}
        if message["method"] == "workspace/configuration":
            result = [None for _ in params["items"]]
        elif message["method"] == "client/registerCapability":
            self._registered.update(one["method"] for one in params["registrations"])
        elif message["method"] == "workspace/workspaceFolders":
            result = [{"uri": self.folder.as_uri(), "name": self.folder.name}]
        # Not written here: another message may be half written.
        self._owed.append(_framed({"id": message["id"], "result": result}))

    def _ticks(self):
        count = 0
        for pid in _family(self.pid):
            fields = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()
            if fields:
                count += int(fields[11]) + int(fields[12])
        return count


def utf16(line, column):
    """The column in UTF-16 code units."""
    return len(line[:column].encode("utf-16-le")) // 2


def shown(answer):
    """Whether an answer has something to show: no null, no empty text, no error."""
    if not isinstance(answer, dict):
        return bool(answer)
    parts = answer.get("contents", "")
    parts = parts if isinstance(parts, list) else [parts]
    texts = [part if isinstance(part, str) else part.get("value", "") for part in parts]
    return bool("".join(texts).strip())


def _framed(message):
    body = json.dumps({"jsonrpc": "2.0", **message}, separators=(",", ":")).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


def _widen(descriptor):
    try:
        import fcntl

        fcntl.fcntl(descriptor, _SET_PIPE_SIZE, _PIPE)
    except (ImportError, OSError):
        pass  # not Linux, or no leave: the pipe stays as it is


def _read(path):
    try:
        return pathlib.Path(path).read_text()
    except OSError:
        return ""


def _family(pid):
    """The process and those that it started, and so on."""
    found = [pid]
    for one in found:
        for task in pathlib.Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(word) for word in _read(task).split()]
    return found


def _born(pid):
    """When a process started: tells it from a later one of the same number."""
    fields = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()
    return fields[19] if fields else None


_CAPABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "window": {"workDoneProgress": True},
    "workspace": {
        "configuration": True,
        "workspaceFolders": True,
        "codeLens": {"refreshSupport": True},
        "didChangeConfiguration": {"dynamicRegistration": True},
    },
    "textDocument": {
        "synchronization": {"didSave": True},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "codeLens": {},
        "publishDiagnostics": {"versionSupport": True},
    },
}
