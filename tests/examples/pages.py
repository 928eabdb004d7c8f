"""Markdown pages to blocks of Python code, and changed blocks back into their page."""

from __future__ import annotations

import dataclasses
import pathlib
import re

_FENCE = re.compile(r"^(?P<indent>[ >]*)(?P<mark>`{3,}|~{3,})\s*(?P<info>[^`]*?)\s*$")
_PYTHON = re.compile(r"^python(?:\s+\{(?P<attributes>[^}]*)\})?$")
_ATTRIBUTE = re.compile(r'\s*(?P<name>[A-Za-z_]+)="(?P<value>[^"]*)"')
_VERSION = re.compile(r"^3\.\d+$")


@dataclasses.dataclass(frozen=True)
class Block:
    """One fenced block of Python.

    `line` is the fence's line in the page, from 1, so line N of `source` is line `line + N` of
    the page. `indent` is what stands before each line of the block in the page (in a list item).
    """

    page: pathlib.Path
    line: int
    source: str
    indent: str = ""
    raises: str | None = None
    min: tuple[int, int] | None = None

    @property
    def place(self) -> str:
        return f"{self.page}:{self.line}"


@dataclasses.dataclass(frozen=True)
class Problem:
    """Something wrong at a line of a page, told in one sentence."""

    page: pathlib.Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.text}"


def blocks_of(page: pathlib.Path, text: str) -> tuple[list[Block], list[Problem]]:
    """The Python blocks of a page in order, and the fences that cannot be taken for one."""
    blocks: list[Block] = []
    problems: list[Problem] = []
    opened: tuple[int, re.Match[str]] | None = None
    body: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        fence = _FENCE.match(line)
        if opened is None:
            if fence:
                opened, body = (number, fence), []
        elif fence and not fence["info"] and fence["mark"].startswith(opened[1]["mark"]):
            block = _block(page, opened, body, problems)
            if block:
                blocks.append(block)
            opened = None
        else:
            body.append(line)
    if opened:
        problems.append(Problem(page, opened[0], "this fence is never closed"))
    return blocks, problems


def _block(page, opened, body, problems) -> Block | None:
    line, fence = opened
    info = fence["info"]
    if not re.match(r"(?i)(python|py\d?\b)", info):
        return None
    python = _PYTHON.match(info)
    if not python:
        problems.append(
            Problem(page, line, f'`{info}` is not of the form `python {{name="value"}}`')
        )
        return None
    attributes = python["attributes"] or ""
    given = {found["name"]: found["value"] for found in _ATTRIBUTE.finditer(attributes)}
    if _ATTRIBUTE.sub("", attributes).strip() or given.keys() - {"raises", "min"}:
        problems.append(
            Problem(page, line, f'`{attributes}` is more than raises="…" and min="3.…"')
        )
        return None
    if "min" in given and not _VERSION.match(given["min"]):
        problems.append(Problem(page, line, f"`{given['min']}` is no version as in `3.12`"))
        return None
    indent = fence["indent"]
    source = "".join(
        (row[len(indent) :] if row.startswith(indent) else row.lstrip()) + "\n" for row in body
    )
    least = tuple(int(part) for part in given["min"].split(".")) if "min" in given else None
    return Block(page, line, source, indent, given.get("raises"), least)


def with_sources(text: str, changed: list[tuple[Block, str]]) -> str:
    """The page's text with the sources of some of its blocks replaced."""
    lines = text.splitlines(keepends=True)
    for block, source in sorted(changed, key=lambda pair: -pair[0].line):
        rows = [(block.indent + row).rstrip() + "\n" for row in source.splitlines()]
        lines[block.line : block.line + len(block.source.splitlines())] = rows
    return "".join(lines)
