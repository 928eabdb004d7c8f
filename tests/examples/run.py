#!/usr/bin/env python3
"""Tries the guide's Python examples: runs, formats, lints them, and spells the pages.

    tests/examples/run.py                              every page below content/
    tests/examples/run.py content/guide/core/mro.md    one page (or several, or folders)
    tests/examples/run.py --update content/guide/...   writes the `#>` lines and ruff's format first

Each fenced `python` block runs as a file by itself, in a temporary folder, without network, on
CPython 3.14, 3.13 and this machine's own Python. It passes when it ends without an exception and
its `#>` lines are what it printed (outputs.py says where they stand). Marks of a block:

    ```python {raises="TypeError"}   its last statement must fail with exactly this exception
    ```python {min="3.12"}           not run on an older Python, and counted as skipped

The first run on a machine fetches what it needs (tests/setup/debian, tests/setup/pypi).
"""

from __future__ import annotations

import argparse
import ast
import concurrent.futures
import difflib
import os
import pathlib
import sys
import time

import interpreters
import lint
from outputs import annotated
from pages import Block, Problem, blocks_of, with_sources

_ROOT = pathlib.Path(__file__).resolve().parents[2]

#: Blocks for one start of an interpreter: enough to save starts, few enough to share the work.
_BATCH = 40


def main() -> int:
    arguments = _arguments()
    started = time.monotonic()
    pages = _pages(arguments.paths)
    if arguments.update:
        _update(pages, arguments)
    blocks: list[Block] = []
    problems: list[Problem] = []
    for page in pages:
        found, wrong = blocks_of(page, page.read_text(encoding="utf-8"))
        blocks += found
        problems += wrong
    passed = len(blocks) - len(problems)
    skipped = 0

    bin_folder = lint.tools()
    styled = lint.code_problems(bin_folder / "ruff", blocks)
    spelt = lint.spelling_problems(bin_folder, pages)
    passed += len(blocks) - len({(each.page, each.line) for each in styled})
    passed += len(pages) - len({each.page for each in spelt})
    problems += styled + spelt
    failed = len(problems)
    for problem in problems:
        print(problem)

    pythons = interpreters.interpreters(arguments.python or interpreters.default_paths())
    verdicts: dict[Block, dict[str, list[str]]] = {}
    notes: dict[Block, str] = {}
    for interpreter, block, outcome in _runs(pythons, blocks, arguments):
        if outcome is None:
            skipped += 1
        elif wrong := verdict(block, outcome):
            failed += 1
            verdicts.setdefault(block, {}).setdefault(wrong, []).append(interpreter.name)
        else:
            passed += 1
            if outcome.stderr and not block.raises:
                told = f"on {interpreter.name} it wrote to stderr: {_gist(outcome.stderr)}"
                notes.setdefault(block, told)
    for block, those in verdicts.items():
        for wrong, names in those.items():
            print(f"{block.place}: on {', '.join(names)}: {wrong}")
    for block, told in notes.items():
        print(f"{block.place}: note: {told}")
    if skipped:
        print(f"{skipped} times a block was skipped: it is marked for a newer Python")
    names = ", ".join(each.name for each in pythons)
    how = {"cut": "cut off (a namespace without it)", "refuse": "refused (an audit hook)"}
    print(
        f"{len(pages)} pages, {len(blocks)} blocks, {names}; network "
        f"{how[interpreters.network()[0]]}; {time.monotonic() - started:.1f} s"
    )
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


def verdict(block: Block, outcome: interpreters.Outcome) -> str | None:
    """What is wrong with how the block ended and what it printed; nothing where all is right."""
    if outcome.status == "timeout":
        return "it did not end within the time limit"
    error = outcome.error
    if block.raises:
        if error is None:
            return f"it should fail with {block.raises}, and ended well"
        line, kind, module = error
        if block.raises not in (kind, f"{module}.{kind}"):
            return f"it should fail with {block.raises}, and failed with {_indented(outcome)}"
        if line and not _in_last_statement(block.source, line):
            return f"line {block.line + line} failed, and the last statement should"
    elif outcome.status != "0":
        line = f" at line {block.line + error[0]}" if error and error[0] else ""
        return f"it failed{line} ({outcome.status}):{_indented(outcome)}"
    wanted = annotated(block.source, outcome.events)
    if wanted == _stripped(block.source):
        return None
    difference = difflib.unified_diff(
        block.source.splitlines(), wanted.splitlines(), "the page", "what it prints", "", "", 1, ""
    )
    return "\n".join(["it prints something else (`--update` writes it)", *difference])


def _stripped(source: str) -> str:
    return "".join(
        (row.rstrip() if row.lstrip().startswith("#>") else row) + "\n"
        for row in source.splitlines()
    )


def _indented(outcome: interpreters.Outcome) -> str:
    rows = outcome.stderr.strip().splitlines()[-12:]
    return "".join("\n    " + row for row in rows)


def _gist(stderr: str) -> str:
    rows = stderr.strip().splitlines()
    return next((row for row in rows if "Warning: " in row), rows[-1])


def _in_last_statement(source: str, line: int) -> bool:
    try:
        last = ast.parse(source).body[-1]
    except SyntaxError:
        # Newer syntax than this interpreter knows. What is not indented begins a statement.
        rows = source.splitlines()
        begins = (number for number, row in enumerate(rows, 1) if row[:1] not in " #)]}")
        return line >= max(begins, default=1)
    # A definition's own line is that of `class` or `def`; its decorators stand above.
    first = min(each.lineno for each in [last, *getattr(last, "decorator_list", [])])
    return first <= line <= last.end_lineno


def _runs(pythons, blocks, arguments):
    """Each interpreter with each block and its outcome (none where it is skipped), in order."""
    batches = []
    for interpreter in pythons:
        able = [each for each in blocks if not each.min or each.min <= interpreter.version]
        for start in range(0, len(able), _BATCH):
            batches.append((interpreter, able[start : start + _BATCH]))
        for block in blocks:
            if block not in able:
                yield interpreter, block, None
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        waiting = [
            pool.submit(interpreters.outcomes, interpreter, batch, arguments.limit)
            for interpreter, batch in batches
        ]
        for (interpreter, batch), results in zip(batches, waiting, strict=True):
            for block, outcome in zip(batch, results.result(), strict=True):
                yield interpreter, block, outcome


def _update(pages: list[pathlib.Path], arguments) -> None:
    """Formats the pages' blocks and writes what they print on the newest interpreter."""
    ruff = lint.tools() / "ruff"
    newest = interpreters.interpreters(arguments.python or interpreters.default_paths())[0]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        blocks, _ = blocks_of(page, text)
        changed = [(block, lint.formatted(ruff, block)) for block in blocks]
        new = with_sources(text, changed)
        blocks, _ = blocks_of(page, new)
        results = interpreters.outcomes(newest, blocks, arguments.limit)
        written = [
            (block, annotated(block.source, outcome.events))
            for block, outcome in zip(blocks, results, strict=True)
            # What fails by mistake shall not be written down as what it prints.
            if outcome.status == "0" or block.raises
        ]
        new = with_sources(new, written)
        if new != text:
            page.write_text(new, encoding="utf-8")
            print(f"{page}: updated")


def _pages(paths: list[pathlib.Path]) -> list[pathlib.Path]:
    pages = []
    for path in paths:
        if not path.exists():
            raise SystemExit(f"{path}: no such file or folder")
        pages += sorted(path.rglob("*.md")) if path.is_dir() else [path]
    return pages


def _arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = pathlib.Path(os.path.relpath(_ROOT / "content"))
    parser.add_argument("paths", nargs="*", type=pathlib.Path, default=[default], metavar="PATH")
    parser.add_argument("--update", action="store_true", help="write what the blocks print")
    parser.add_argument(
        "--python", action="append", metavar="PATH", help="try on this interpreter (repeatable)"
    )
    parser.add_argument("--limit", type=float, default=10, help="seconds for a block (10)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="blocks at a time")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
