"""What a block printed, written as `#>` lines under the statements that printed it.

The convention is that of the PyPI package pytest-examples: each printed line stands in a comment
`#> text` directly under the statement that printed it, as deep as that statement. Here is the
rest, exactly:

- The statement is the innermost one of the block that was running, so the lines of a `print` in a
  function stand in the function, and those of a `print` in a loop stand under it, all rounds in
  order. What `pprint` or `dis` print stands under the statement that called them.
- What the head of a compound statement prints (`for _ in map(print, names):`) stands under the
  head; what a decorator of another module prints stands under the whole definition.
- What no statement of the block prints stands at the end: a thread whose target is `print`
  itself, an exit handler, another process.
- An empty line is `#>`. Blanks at the end of a line do not count.
"""

from __future__ import annotations

import ast
import io
import tokenize

#: A piece of output: the line of the block that was running (0: none), and the text.
Event = tuple[int, str]


def annotated(source: str, events: list[Event]) -> str:
    """The block with the `#>` lines that it should have, instead of those that it has."""
    shown = output_lines(source)
    tree = _tree(source)
    written: dict[int, list[str]] = {}
    texts: dict[tuple[int, str], list[str]] = {}
    lines = source.splitlines()
    for line, text in events:
        texts.setdefault(_under(tree, lines, line), []).append(text)
    for (line, indent), parts in texts.items():
        rows = "".join(parts).splitlines()
        written.setdefault(line, []).extend(f"{indent}#> {row}".rstrip() for row in rows)
    result = []
    for number, line in enumerate(lines, start=1):
        if number not in shown:
            result.append(line)
        result.extend(written.get(number, []))
    return "".join(line + "\n" for line in result)


def output_lines(source: str) -> set[int]:
    """The numbers of the block's lines, from 1, that are `#>` comments and not part of a string."""
    found = set()
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            whole = token.type == tokenize.COMMENT and token.line.lstrip().startswith("#")
            if whole and token.string.startswith("#>"):
                found.add(token.start[0])
    except (tokenize.TokenError, SyntaxError):
        # What is no Python has no strings to mind either.
        rows = enumerate(source.splitlines(), start=1)
        return {number for number, row in rows if row.lstrip().startswith("#>")}
    return found


def _tree(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


def _under(tree: ast.Module, lines: list[str], line: int) -> tuple[int, str]:
    """Where output of `line` belongs: the line to put it under, and its indentation."""
    statement = _innermost(tree, line)
    if statement is None:
        # Syntax newer than the Python that runs this: the line itself is the best guess there is.
        return (line, _indent(lines, line)) if line else (len(lines), "")
    body = getattr(statement, "body", None) or getattr(statement, "cases", None)
    definition = isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    if not body or definition:
        return statement.end_lineno, _indent(lines, statement.lineno)
    inner = body[0].pattern if isinstance(body[0], ast.match_case) else body[0]
    heads = [
        node.end_lineno
        for node in ast.walk(statement)
        if isinstance(node, ast.expr) and node.end_lineno < inner.lineno
    ]
    return max(heads, default=statement.lineno), _indent(lines, inner.lineno)


def _indent(lines: list[str], line: int) -> str:
    text = lines[line - 1]
    return text[: len(text) - len(text.lstrip())]


def _innermost(tree: ast.Module, line: int) -> ast.stmt | None:
    found = None
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            decorators = getattr(node, "decorator_list", [])
            first = min([node.lineno, *(each.lineno for each in decorators)])
            # `walk` goes outside in, so the last one that holds the line is the innermost.
            if first <= line <= node.end_lineno:
                found = node
    return found
