"""Format and lint of the blocks, by ruff, and spelling of the pages, by codespell."""

from __future__ import annotations

import json
import pathlib
import re
import subprocess
import sys
import tempfile

from outputs import output_lines
from pages import Block, Problem

_HERE = pathlib.Path(__file__).resolve().parent

#: The oldest Python that the examples are written for.
_OLDEST = (3, 11)


def tools() -> pathlib.Path:
    """The folder of ruff and codespell, filled on demand."""
    setup = _HERE.parent / "setup" / "pypi"
    result = subprocess.run([setup, "tools", sys.executable], stdout=subprocess.PIPE, text=True)
    if result.returncode != 0:
        raise SystemExit("tests/setup/pypi could not bring ruff and codespell")
    return pathlib.Path(result.stdout.strip()) / "bin"


def _target(block: Block) -> str:
    return "py{}{}".format(*max(block.min or _OLDEST, _OLDEST))


def _parses(block: Block) -> bool:
    return block.raises not in ("SyntaxError", "IndentationError", "TabError")


def _as_comments(source: str, comment: str) -> str:
    """`#>` lines as a comment that ruff leaves as it is."""
    shown = output_lines(source)
    rows = enumerate(source.splitlines(), start=1)
    return "".join(
        (row.replace("#>", comment, 1) if number in shown else row) + "\n" for number, row in rows
    )


def formatted(ruff: pathlib.Path, block: Block) -> str:
    """The block as ruff sorts its imports and formats it; as it is where it does not parse."""
    if not _parses(block):
        return block.source
    text = _as_comments(block.source, "# >")
    for command in (["check", "--fix-only", "--select", "I"], ["format"]):
        result = subprocess.run(
            [ruff, *command, "--no-cache", "--config", _HERE / "ruff.toml"]
            + ["--target-version", _target(block), "--stdin-filename", "example.py", "-"],
            input=text,
            capture_output=True,
            text=True,
        )
        if result.returncode != 0:
            return block.source
        text = result.stdout
    return re.sub(r"(?m)^(\s*)# >", r"\1#>", text)


def code_problems(ruff: pathlib.Path, blocks: list[Block]) -> list[Problem]:
    """What `ruff format --check` and `ruff check` find in the blocks."""
    problems = []
    for target in sorted({_target(block) for block in blocks}):
        those = [block for block in blocks if _target(block) == target and _parses(block)]
        for comment, look in (("# >", _format), ("#", _check)):
            with tempfile.TemporaryDirectory() as folder:
                root = pathlib.Path(folder).resolve()
                files = {}
                for number, block in enumerate(those):
                    # A block that must fail may well use what is not there.
                    name = f"raises_{number}.py" if block.raises else f"example_{number}.py"
                    files[root / name] = block
                    text = _as_comments(block.source, comment)
                    if comment == "#":
                        text = re.sub(r"(?m)^(\s*)# .*$", r"\1#", text)
                    (root / name).write_text(text, encoding="utf-8")
                problems += look(ruff, target, root, files)
    return sorted(problems, key=lambda each: (each.page, each.line))


def _format(ruff, target, root, files) -> list[Problem]:
    # Relative names: ruff takes the folder's own settings for absent, whatever lies above it.
    result = subprocess.run(
        [ruff, "format", "--no-cache", "--config", _HERE / "ruff.toml"]
        + ["--target-version", target, "--check", "--output-format", "json", "."],
        cwd=root,
        capture_output=True,
        text=True,
    )
    return _listed(result, files, "ruff format would write this differently: `--update` does")


def _check(ruff, target, root, files) -> list[Problem]:
    result = subprocess.run(
        [ruff, "check", "--no-cache", "--config", _HERE / "ruff.toml"]
        + ["--config", 'lint.per-file-ignores = {"raises_*" = ["F"]}']
        + ["--target-version", target, "--output-format", "json", "."],
        cwd=root,
        capture_output=True,
        text=True,
    )
    return _listed(result, files, None)


def _listed(result, files, text) -> list[Problem]:
    if result.returncode not in (0, 1):
        raise SystemExit(f"ruff failed:\n{result.stderr}")
    found = {}
    for item in json.loads(result.stdout or "[]"):
        block = files[pathlib.Path(item["filename"])]
        line = block.line + (item["location"] or {"row": 1})["row"]
        told = text or f"{item['code'] or 'syntax'}: {item['message']}"
        found[block.place if text else (line, told)] = Problem(block.page, line, told)
    return list(found.values())


def spelling_problems(bin_folder: pathlib.Path, pages: list[pathlib.Path]) -> list[Problem]:
    """Misspelt words of the pages' prose. `words.txt` lists words that are right all the same."""
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for number, page in enumerate(pages):
            copy = pathlib.Path(folder) / f"{number}.md"
            copy.write_text(_prose(page.read_text(encoding="utf-8")), encoding="utf-8")
            names[str(copy)] = page
        if not names:
            return []
        result = subprocess.run(
            [bin_folder / "codespell", "--ignore-words", _HERE / "words.txt", *names],
            capture_output=True,
            text=True,
            cwd=folder,
        )
        if result.returncode not in (0, 65):
            raise SystemExit(f"codespell failed:\n{result.stderr}")
        for row in result.stdout.splitlines():
            found = re.match(r"(?P<page>.*?):(?P<line>\d+): (?P<text>.*)", row)
            if found:
                page = names[found["page"]]
                problems.append(Problem(page, int(found["line"]), found["text"]))
    return problems


def _prose(text: str) -> str:
    """The page with its code blanked, line for line: a name in code may be no word."""
    rows = []
    fence = None
    for row in text.splitlines():
        mark = re.match(r"[ >]*(`{3,}|~{3,})", row)
        if fence is None and mark:
            fence = mark[1]
        elif fence is not None:
            if mark and row.strip(" >") == mark[1] and mark[1].startswith(fence):
                fence = None
        else:
            rows.append(re.sub(r"`[^`]*`", "", row))
            continue
        rows.append("")
    return "\n".join(rows) + "\n"
