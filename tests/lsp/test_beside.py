"""Beside the servers that people run for Python: the same documents and edits to all of them."""

import os
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types

from conftest import capabilities, handlers
from test_day import hover, open_document

BIN = Path(os.environ["LSP_TOOLS"]) / "bin"
OTHERS = {
    "ruff": [str(BIN / "ruff"), "server"],
    "ty": [str(BIN / "ty"), "server"],
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


def change(client, uri, version, line, text):
    place = types.Position(line=line, character=0)
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            text_document=types.VersionedTextDocumentIdentifier(
                uri=uri, version=version
            ),
            content_changes=[
                types.TextDocumentContentChangePartial(
                    range=types.Range(start=place, end=place), text=text
                )
            ],
        )
    )


@pytest.mark.parametrize("name", OTHERS)
async def test_the_hovers_of_both_stand_side_by_side(start, tmp_path, name):
    file = tmp_path / "work" / "app.py"
    file.parent.mkdir(exist_ok=True)
    file.write_text(SOURCE, encoding="utf-8")
    uri = file.as_uri()
    session = await start()
    other, offered = await plain_client(OTHERS[name], file.parent.as_uri())
    own = session.offered.capabilities
    for client in (session.client, other):
        open_document(client, uri, SOURCE)
        change(client, uri, 2, 2, "# a comment\n")

    # pygloss offers nothing that belongs to the others.
    assert own.definition_provider is None and own.completion_provider is None
    assert own.document_link_provider is None and own.rename_provider is None
    theirs = set(
        (offered.execute_command_provider or own.execute_command_provider).commands
    )
    if offered.execute_command_provider:
        assert not theirs & set(own.execute_command_provider.commands)

    # `lru_cache`, one line further down than it was opened: both have it there.
    mine = await hover(session.client, uri, 4, 14)
    assert "lru_cache" in mine.contents.value or "cache" in mine.contents.value
    if offered.hover_provider and name != "ruff":
        found = await hover(other, uri, 4, 14)
        assert found is not None and "lru_cache" in str(found.contents)

    # What one of them says is not what the other says: no diagnostics of ours in Python.
    references = await session.client.text_document_references_async(
        types.ReferenceParams(
            text_document=types.TextDocumentIdentifier(uri=uri),
            position=types.Position(line=4, character=14),
            context=types.ReferenceContext(include_declaration=True),
        )
    )
    assert references is None
    assert session.client.diagnostics == {}
    await session.finish()
    await other.shutdown_session()
    await other.stop()
