"""Beside the servers that people run for Python: the same documents and edits to all of them."""

import asyncio
import os
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types

from conftest import capabilities, handlers
from test_day import hover, lenses, open_document

BIN = Path(os.environ["LSP_TOOLS"]) / "bin"
PYRIGHT = Path(os.environ["LSP_PYRIGHT"]) / "node_modules" / ".bin"
OTHERS = {
    "ruff": [str(BIN / "ruff"), "server"],
    "ty": [str(BIN / "ty"), "server"],
    "pyright": [str(PYRIGHT / "pyright-langserver"), "--stdio"],
    "basedpyright": [str(BIN / "basedpyright-langserver"), "--stdio"],
}
SOURCE = """\
import functools


@functools.lru_cache
def squares(numbers: list[int]) -> list[int]:
    if (count := len(numbers)) > 1:
        return [n * n for n in numbers]
    return [count]
"""
# What is typed, in order: where, and what. The second one does not parse until the third.
EDITS = [
    ((2, 0), "# a comment: ü 𝄞\n"),
    ((8, 18), "\nprint(squares([1,"),
    ((9, 17), " 2]))"),
    ((0, 0), "import os\n"),
]
# `lru_cache`, `count` and `squares` once all that is typed.
PLACES = [(5, 14), (7, 9), (10, 8)]
# What belongs to the servers that know types.
THEIRS = """completion definition declaration type_definition implementation rename signature_help
    document_symbol workspace_symbol document_highlight document_link document_formatting
    document_range_formatting folding_range selection_range semantic_tokens inlay_hint
    call_hierarchy type_hierarchy""".split()


async def plain_client(command, work):
    client = pytest_lsp.make_test_lsp_client()
    handlers(client)
    await client.start_io(*command)
    offered = await client.initialize_session(
        types.InitializeParams(
            capabilities=capabilities(),
            root_uri=work,
            workspace_folders=[types.WorkspaceFolder(uri=work, name="work")],
        )
    )
    return client, offered.capabilities


def type_in(client, uri, version):
    """The edit that makes `version` of the document."""
    (line, character), text = EDITS[version - 2]
    place = types.Position(line=line, character=character)
    document = types.VersionedTextDocumentIdentifier(uri=uri, version=version)
    whole = types.Range(start=place, end=place)
    change = types.TextDocumentContentChangePartial(range=whole, text=text)
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            text_document=document, content_changes=[change]
        )
    )


async def hovers(client, uri):
    """What a server says at each of the places; it may need a moment for its first answer."""
    found = []
    for place in PLACES:
        said = await hover(client, uri, *place)
        found.append(said and str(said.contents))
    return found


async def with_others(names, work, uri, beside=None):
    """The hovers of each of the servers after the same edits to all, and to `beside`."""
    others = {name: await plain_client(OTHERS[name], work) for name in names}
    clients = [client for client, _ in others.values()] + [beside] * (
        beside is not None
    )
    for client in clients:
        open_document(client, uri, SOURCE)
    for version in range(2, 2 + len(EDITS)):
        for client in clients:
            type_in(client, uri, version)
        await asyncio.gather(*(hover(client, uri, 4, 14) for client in clients))
    said = {name: await hovers(client, uri) for name, (client, _) in others.items()}
    offered = {name: capabilities for name, (_, capabilities) in others.items()}
    for client, _ in others.values():
        await client.shutdown_session()
        await client.stop()
    return said, offered


def files(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "names", [[name] for name in OTHERS] + [list(OTHERS)], ids="+".join
)
async def test_hovers_stack_and_nobody_is_disturbed(start, tmp_path, names):
    work = tmp_path / "work"
    file = work / "app.py"
    file.write_text(SOURCE, encoding="utf-8")
    uri = file.as_uri()
    alone, _ = await with_others(names, work.as_uri(), uri)
    before = files(work)

    session = await start()
    client = session.client
    together, offered = await with_others(names, work.as_uri(), uri, beside=client)

    # The others say what they say without us, and we say something beside them.
    assert together == alone
    cache, walrus = await hover(client, uri, 5, 14), await hover(client, uri, 7, 14)
    assert "cache" in cache.contents.value and "walrus" in walrus.contents.value
    for name in names:
        if name != "ruff":
            for said, word in zip(together[name], ("lru_cache", "int", "list[int]")):
                assert word in said
    assert [lens.range.start.line for lens in await lenses(client, uri)][0] >= 4

    # pygloss offers nothing that belongs to them, and no command of the same name.
    own = session.offered.capabilities
    for provider in THEIRS:
        assert not getattr(own, f"{provider}_provider"), provider
    for name, capabilities in offered.items():
        commands = capabilities.execute_command_provider
        if commands:
            same = set(commands.commands) & set(own.execute_command_provider.commands)
            assert not same, name

    # No diagnostics, no places in Python files, and no trace in the person's folder.
    references = await client.text_document_references_async(
        types.ReferenceParams(
            text_document=types.TextDocumentIdentifier(uri=uri),
            position=types.Position(line=5, character=14),
            context=types.ReferenceContext(include_declaration=True),
        )
    )
    assert references is None
    assert client.diagnostics == {}
    assert files(work) == before
    await session.finish()
