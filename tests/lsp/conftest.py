"""Sessions with the real program, each recorded and checked at its end."""

import os
import sys
import typing
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types

sys.path.insert(0, str(Path(__file__).parent))

from strict import check

TAP = str(Path(__file__).with_name("tap.py"))
SERVER = os.environ["PYGLOSS"]


def capabilities(encodings=("utf-16",)):
    """Those of a recent VS Code, with what came since lsprotocol's list of them."""
    found = pytest_lsp.client_capabilities("visual-studio-code")
    found.general.position_encodings = [
        types.PositionEncodingKind(name) for name in encodings
    ]
    found.window.show_document = types.ShowDocumentClientCapabilities(support=True)
    return found


def handlers(client):
    # lsprotocol cannot read this union by itself.
    for selector in (
        types.NotebookDocumentFilterWithNotebook,
        types.NotebookDocumentFilterWithCells,
    ):
        kind = typing.get_type_hints(selector, vars(types))["notebook"]
        client.protocol._converter.register_structure_hook(kind, lambda value, _: value)
    client.registered = []
    client.choices = []

    @client.feature("client/registerCapability")
    def register(params: types.RegistrationParams):
        client.registered += [one.method for one in params.registrations]

    @client.feature("client/unregisterCapability")
    def unregister(params: types.UnregistrationParams):
        for one in params.unregisterations:
            client.registered.remove(one.method)

    @client.feature("window/showMessageRequest")
    def choose(params: types.ShowMessageRequestParams):
        client.choices.append(params)
        return params.actions[0] if params.actions else None

    @client.feature("workspace/codeLens/refresh")
    def refresh(*_):
        return None


class Started:
    """A client with its server, and where the session is recorded."""

    def __init__(self, client, log):
        self.client = client
        self.log = log

    async def finish(self):
        """Ends the session in order; the number of messages that were checked."""
        await self.client.shutdown_session()
        await self.client.stop()
        assert self.client.error is None
        return check(self.log)


@pytest.fixture
def start(tmp_path, monkeypatch):
    """Starts a recorded session over the folder `work`."""
    for name in ("CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    (tmp_path / "work").mkdir(exist_ok=True)
    count = 0

    async def begin(command=(SERVER,), encodings=("utf-16",), options=None):
        nonlocal count
        count += 1
        log = tmp_path / f"session-{count}.jsonl"
        client = pytest_lsp.make_test_lsp_client()
        handlers(client)
        client.set_configuration({"pygloss": options or {}})
        await client.start_io(sys.executable, TAP, str(log), *command)
        work = (tmp_path / "work").as_uri()
        started = Started(client, log)
        started.offered = await client.initialize_session(
            types.InitializeParams(
                capabilities=capabilities(encodings),
                root_uri=work,
                workspace_folders=[types.WorkspaceFolder(uri=work, name="work")],
                initialization_options=options,
            )
        )
        return started

    return begin
