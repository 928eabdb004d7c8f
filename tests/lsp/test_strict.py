"""The strict check itself: what it must not let through."""

import pytest

from strict import Session, Wrong

URI = "file:///a.py"
PLACE = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}}
HOVER = {"contents": {"kind": "plaintext", "value": "x"}, "range": PLACE}


def session():
    started = Session()
    document = {"uri": URI, "languageId": "python", "version": 1, "text": "é𝄞\nx"}
    opened = {"method": "textDocument/didOpen", "params": {"textDocument": document}}
    started.take("client", opened)
    params = {"textDocument": {"uri": URI}, "position": PLACE["start"]}
    asked = {"id": 1, "method": "textDocument/hover", "params": params}
    started.take("client", asked)
    return started


def answer(result):
    session().take("server", {"jsonrpc": "2.0", "id": 1, "result": result})


def range_of(line, start, end_line, end):
    return {
        "start": {"line": line, "character": start},
        "end": {"line": end_line, "character": end},
    }


def test_what_is_right_passes():
    answer(None)
    answer(HOVER)
    answer(HOVER | {"range": range_of(0, 3, 1, 1)})


@pytest.mark.parametrize(
    "wrong",
    [
        {"contents": {"kind": "plaintext", "value": "x"}, "range": None},
        HOVER | {"colour": "red"},
        {"range": PLACE},
        HOVER | {"contents": {"kind": "html", "value": 3}},
        HOVER | {"range": range_of("0", 0, 0, 1)},
        HOVER | {"range": range_of(True, 0, 1, 1)},
        HOVER | {"range": range_of(0, 2, 0, 1)},
        HOVER | {"range": range_of(0, 0, 0, 4)},
        HOVER | {"range": range_of(0, 0, 2, 0)},
    ],
)
def test_what_is_wrong_does_not(wrong):
    with pytest.raises(Wrong):
        answer(wrong)


def test_answers_are_to_questions():
    started = session()
    with pytest.raises(Wrong):
        started.take("server", {"jsonrpc": "2.0", "id": 2, "result": None})
    with pytest.raises(Wrong):
        started.take("server", {"jsonrpc": "2.0", "id": 1})
