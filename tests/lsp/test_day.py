"""A full day with a client that reads strictly, in each of the three ways to count columns."""

import asyncio

import pytest
from lsprotocol import types

SOURCE = """\
import functools

é = "ü𝄞"


def cached(items=[]):
    while (line := input("𝄞")):
        items.append(line)
    return [x for x in items if x]


@functools.lru_cache
def squares(*numbers):
    yield from (n * n for n in numbers)
"""
NOTES = """\
---
title: Notes
explains: [syntax.walrus]
---

# Notes

The walrus operator assigns inside an expression.

## Questions

### What do I say of the walrus operator?

*Level: easy*

It saves a line.
"""
WIDTHS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}


def column(line, text, encoding):
    """Where `text` begins in `line`, counted in `encoding`."""
    unit = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    return len(line[: line.index(text)].encode(WIDTHS[encoding])) // unit


def open_document(client, uri, text, language="python"):
    item = types.TextDocumentItem(uri=uri, language_id=language, version=1, text=text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))


async def hover(client, uri, line, character):
    return await client.text_document_hover_async(
        types.HoverParams(
            text_document=types.TextDocumentIdentifier(uri=uri),
            position=types.Position(line=line, character=character),
        )
    )


async def lenses(client, uri):
    document = types.TextDocumentIdentifier(uri=uri)
    return await client.text_document_code_lens_async(
        types.CodeLensParams(text_document=document)
    )


def plain(value):
    """A result as JSON has it: pygls makes tuples with names of objects."""
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value


async def until(condition):
    for _ in range(400):
        found = condition()
        if found:
            return found
        await asyncio.sleep(0.05)
    raise AssertionError("it never came")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_a_full_day(start, tmp_path, encoding):
    notes = tmp_path / "work" / "notes.md"
    notes.write_text(NOTES, encoding="utf-8")
    session = await start(encodings=[encoding], options={"guides": [str(notes)]})
    client = session.client
    assert session.offered.capabilities.position_encoding == encoding
    app = (tmp_path / "work" / "app.py").as_uri()
    document = types.TextDocumentIdentifier(uri=app)
    open_document(client, app, SOURCE)

    # Every column of every line: most have nothing to say, none may fail.
    lines = SOURCE.split("\n")
    for number, line in enumerate(lines):
        for character in range(len(line) + 3):
            await hover(client, app, number, character)
    at = column(lines[6], ":=", encoding)
    found = await hover(client, app, 6, at)
    assert "walrus" in found.contents.value
    assert found.range.start.character == at

    # The person's own question comes first, and opens at its heading.
    before = await lenses(client, app)
    lens = next(lens for lens in before if lens.range.start.line == 6)
    assert "What do I say" in lens.command.title
    command = types.ExecuteCommandParams(
        command=lens.command.command, arguments=lens.command.arguments[:1]
    )
    await client.workspace_execute_command_async(command)
    shown = (await until(lambda: client.shown_documents))[0]
    assert shown.uri == notes.as_uri() and shown.selection.start.line == 11

    # Typing, letter by letter, through states that do not parse.
    typed = "x = [1,\n2]\n"
    for number, letter in enumerate(typed):
        line_break = typed.rfind("\n", 0, number) + 1
        place = types.Position(
            line=4 + typed.count("\n", 0, number), character=number - line_break
        )
        change = types.TextDocumentContentChangePartial(
            range=types.Range(start=place, end=place), text=letter
        )
        version = number + 2
        versioned = types.VersionedTextDocumentIdentifier(uri=app, version=version)
        client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                text_document=versioned, content_changes=[change]
            )
        )
        await hover(client, app, 4, 0)
        await lenses(client, app)

    place = types.Position(line=0, character=0)
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(
            text_document=document,
            range=types.Range(start=place, end=place),
            context=types.CodeActionContext(diagnostics=[]),
        )
    )
    assert actions and all(
        action.title.startswith("Open guide: ") for action in actions
    )

    # Another guide, and other settings.
    more = tmp_path / "work" / "more.md"
    more.write_text(
        NOTES.replace("What do I say", "What else is there"), encoding="utf-8"
    )
    client.set_configuration(
        {"pygloss": {"guides": [str(notes), str(more)], "lens": {"mode": "all"}}}
    )
    client.workspace_did_change_configuration(
        types.DidChangeConfigurationParams(settings=None)
    )

    for _ in range(400):
        opened = [lens.command.arguments for lens in await lenses(client, app)]
        if any("more.md" in str(ids) for ids in opened):
            break
        await asyncio.sleep(0.05)
    else:
        raise AssertionError(opened)

    # The file is renamed: closed under one name, opened under another.
    client.text_document_did_close(
        types.DidCloseTextDocumentParams(text_document=document)
    )
    assert await hover(client, app, 0, 0) is None
    other = (tmp_path / "work" / "renamed ü.py").as_uri()
    open_document(client, other, SOURCE)
    assert await hover(client, other, 6, at) is not None
    assert await session.finish() > 300


async def test_own_requests(start, tmp_path):
    (tmp_path / "work" / "a.py").write_text("(n := 1)\n", encoding="utf-8")
    session = await start()
    client = session.client
    app = (tmp_path / "work" / "app.py").as_uri()
    open_document(client, app, SOURCE)

    async def ask(method, params):
        return plain(await client.protocol.send_request_async(method, params))

    found = await ask("pygloss/search", {"query": "walrus", "limit": 3})
    entry = await ask("pygloss/entry", {"id": found[0]["id"]})
    assert entry["markdown"].startswith("#")
    document = {"textDocument": {"uri": app}}
    constructs = await ask("pygloss/constructs", document)
    assert constructs[0]["entries"]
    quiz = await ask("pygloss/quiz", document)
    rated = await ask(
        "pygloss/rate", {"entry": quiz[0]["entry"]["id"], "rating": "good"}
    )
    assert len(rated["due"]) == 10
    used = await ask("pygloss/usages", {"concept": "syntax.walrus"})
    names = [one["uri"].rsplit("/", 1)[1] for one in used["locations"]]
    assert names == ["a.py", "app.py"]
    await ask("pygloss/mark", {"concepts": ["syntax.walrus"], "state": "known"})
    for method, params in [
        ("guides", None),
        ("browse", {}),
        ("check", None),
        ("studyPlan", {}),
        ("concepts", None),
    ]:
        assert await ask(f"pygloss/{method}", params) is not None
    await session.finish()
