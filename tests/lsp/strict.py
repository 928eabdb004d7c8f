"""Checks every message of a recorded session more strictly than lsprotocol reads them.

lsprotocol takes "3" for a line and passes over properties that it does not know. Here each value has
exactly the JSON type of its place, no property is unknown, none that is required is missing, and each
range lies in its document (as the client sent it), its end not before its start.
"""

import enum
import json
import typing
from pathlib import Path

import attrs
from lsprotocol import types

SCHEMAS = Path(__file__).parents[2] / "editors" / "schemas" / "requests.json"


class Wrong(AssertionError):
    """A message that is not as the specification has it."""


def camel(name):
    first, *others = name.rstrip("_").split("_")
    return first + "".join(part.title() for part in others)


def fits(value, kind, where):
    """Fails unless `value` is JSON for the type `kind`."""
    origin = typing.get_origin(kind)
    if kind in (typing.Any, object) or kind is types.LSPAny:
        return
    if origin is typing.Union or (origin is not None and origin.__module__ == "types"):
        reasons = []
        for choice in typing.get_args(kind):
            try:
                return fits(value, choice, where)
            except Wrong as reason:
                reasons.append(str(reason))
        raise Wrong(f"{where}: {value!r:.200} fits none of {kind}: {reasons}")
    if kind is type(None):
        if value is not None:
            raise Wrong(f"{where}: {value!r:.200} is not null")
        return
    if origin is not None and issubclass(origin, tuple):
        return
    if origin is not None and hasattr(origin, "keys"):
        if not isinstance(value, dict):
            raise Wrong(f"{where}: {value!r:.200} is no object")
        return
    if origin is not None:
        if not isinstance(value, list):
            raise Wrong(f"{where}: {value!r:.200} is no array")
        (item,) = typing.get_args(kind)
        for number, one in enumerate(value):
            fits(one, item, f"{where}[{number}]")
        return
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        if value not in [member.value for member in kind] and not issubclass(kind, str):
            raise Wrong(f"{where}: {value!r} is no {kind.__name__}")
        if isinstance(value, bool):
            raise Wrong(f"{where}: a boolean for {kind.__name__}")
        return
    if attrs.has(kind):
        return has_fields(value, kind, where)
    if kind is float:
        kind = (int, float)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise Wrong(f"{where}: {value!r:.200} is no {kind}")
    if kind is int and value < 0 and "line" in where:
        raise Wrong(f"{where}: {value} is negative")


def has_fields(value, kind, where):
    if not isinstance(value, dict):
        raise Wrong(f"{where}: {value!r:.200} is no object")
    hints = typing.get_type_hints(kind, vars(types))
    known = {camel(field.name): field for field in attrs.fields(kind)}
    for name, one in value.items():
        if name not in known:
            raise Wrong(f"{where}: {kind.__name__} has no property {name}")
        # lsprotocol says `None` for what may be missing; null is nothing that may stand there.
        if one is None and known[name].default is None:
            raise Wrong(f"{where}.{name}: null")
        fits(one, hints[known[name].name], f"{where}.{name}")
    for name, field in known.items():
        if field.default is attrs.NOTHING and name not in value:
            raise Wrong(f"{where}: {kind.__name__} without {name}")
    if kind is types.Range:
        start, end = (
            (value[at]["line"], value[at]["character"]) for at in ("start", "end")
        )
        if end < start:
            raise Wrong(f"{where}: the end {end} is before the start {start}")


def width(text, encoding):
    return {
        "utf-8": len(text.encode("utf-8")),
        "utf-16": len(text.encode("utf-16-le")) // 2,
        "utf-32": len(text),
    }[encoding]


def cut(line, column, encoding):
    """The number of characters of `line` before `column`."""
    for count in range(len(line) + 1):
        if width(line[:count], encoding) >= column:
            return count
    return len(line)


def lines_of(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


class Session:
    """A recorded session, message by message."""

    def __init__(self):
        self.encoding = "utf-16"
        self.documents = {}
        self.asked = {}
        self.checked = 0

    def take(self, sender, message):
        method = message.get("method")
        if method is None:
            asked = self.asked.pop((sender, message["id"]), None)
            if asked is None:
                raise Wrong(f"{sender} answers what nobody asked: {message}")
            if sender == "server":
                self.answer(*asked, message)
            return
        if "id" in message:
            other = "server" if sender == "client" else "client"
            key = (other, message["id"])
            if key in self.asked:
                raise Wrong(f"{sender} uses the id {message['id']} twice")
            self.asked[key] = (method, message.get("params"))
        if sender == "client":
            self.follow(method, message.get("params"))
        else:
            self.told(method, message)

    def follow(self, method, params):
        if method == "textDocument/didOpen":
            document = params["textDocument"]
            self.documents[document["uri"]] = document["text"]
        elif method == "textDocument/didClose":
            self.documents.pop(params["textDocument"]["uri"], None)
        elif method == "textDocument/didChange":
            uri = params["textDocument"]["uri"]
            for change in params["contentChanges"]:
                self.documents[uri] = self.changed(self.documents[uri], change)

    def changed(self, text, change):
        if "range" not in change:
            return change["text"]
        lines = text.split("\n")
        offsets = []
        for at in (change["range"]["start"], change["range"]["end"]):
            before = sum(len(line) + 1 for line in lines[: at["line"]])
            column = cut(lines[at["line"]], at["character"], self.encoding)
            offsets.append(before + column)
        return text[: offsets[0]] + change["text"] + text[offsets[1] :]

    def answer(self, method, params, message):
        extra = set(message) - {"jsonrpc", "id", "result", "error"}
        if extra or ("result" in message) == ("error" in message):
            raise Wrong(f"{method}: an answer with {sorted(message)}")
        if "error" in message:
            error = message["error"]
            if not isinstance(error["code"], int) or not isinstance(
                error["message"], str
            ):
                raise Wrong(f"{method}: {error}")
            return
        result = message["result"]
        if method == "initialize":
            self.encoding = result["capabilities"].get("positionEncoding", "utf-16")
        if method in types.METHOD_TO_TYPES:
            response = types.METHOD_TO_TYPES[method][1]
            kind = typing.get_type_hints(response, vars(types))["result"]
            fits(result, kind, method)
        elif not method.startswith("pygloss/"):
            raise Wrong(f"an answer to the unknown {method}")
        self.checked += 1
        document = (params or {}).get("textDocument", {}).get("uri")
        # The versions of the texts are those of now: a test waits for one answer after the other.
        if document in self.documents and method not in (
            "textDocument/definition",
            "pygloss/usages",
        ):
            self.inside(result, self.documents[document], method)

    def told(self, method, message):
        if set(message) - {"jsonrpc", "id", "method", "params"}:
            raise Wrong(f"{method}: {sorted(message)}")
        if method == "pygloss/stateChanged":
            fits(message["params"], dict, method)
        else:
            request = types.METHOD_TO_TYPES[method][0]
            kind = typing.get_type_hints(request, vars(types)).get("params")
            if "params" in message or kind is not None:
                fits(message.get("params"), kind, method)
        self.checked += 1

    def inside(self, value, text, where):
        """Fails where a range within `value` is not inside of `text`."""
        if isinstance(value, list):
            for one in value:
                self.inside(one, text, where)
        elif isinstance(value, dict):
            # What has an address of its own is about another document.
            if "uri" in value:
                return
            if set(value) == {"line", "character"}:
                lines = lines_of(text)
                line, column = value["line"], value["character"]
                if line >= len(lines) or column > width(lines[line], self.encoding):
                    raise Wrong(f"{where}: {value} is outside of the document")
            for one in value.values():
                self.inside(one, text, where)


def check(log):
    """Checks the session recorded in the file `log`; the number of messages that the server sent."""
    session = Session()
    for line in Path(log).read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        session.take(record["from"], record["message"])
    unanswered = [
        asked for (sender, _), asked in session.asked.items() if sender == "server"
    ]
    if unanswered:
        raise Wrong(f"never answered: {unanswered}")
    return session.checked
