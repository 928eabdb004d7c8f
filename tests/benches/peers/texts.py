"""What is measured on: files from CPython's library, the whole of it, a vault of notes.

All of it is made below the tests' cache folder, once, and is the same for every server.
"""

import io
import pathlib
import random
import re
import shutil
import sysconfig
import tokenize

from lsp import utf16

#: Bytes of the three files.
SIZES = {"15 KB": 15_000, "150 KB": 150_000, "1.5 MB": 1_500_000}

_LIBRARY = pathlib.Path(sysconfig.get_path("stdlib"))
#: The module that the files begin with: it has decorators, classes, text and generators.
_FIRST = "dataclasses"
_TOP = re.compile(r"(?:async def|def|class)\b|@")
_ASSIGNED = re.compile(r"( +[a-z_]\w*) = ")


class Text:
    """A file with the places to type and to ask at; lines and columns from 0."""

    def __init__(self, path):
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        lines = self.text.split("\n")
        middle = len(lines) // 2
        self.edit = next(
            (number, found.end(1))
            for number in [*range(middle, len(lines)), *range(middle)]
            if (found := _ASSIGNED.match(lines[number]))
        )
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        self.names = [
            (token.start[0] - 1, utf16(lines[token.start[0] - 1], token.start[1]))
            for token in tokens
            if token.type == tokenize.NAME
        ]

    def near(self, count):
        """Names close to the edit, but not in its line."""
        line = self.edit[0]
        names = [name for name in self.names if name[0] != line]
        return sorted(names, key=lambda name: (abs(name[0] - line), name[1]))[:count]

    def spread(self, count):
        """Names from all over the file."""
        step = max(1, len(self.names) // count)
        return self.names[step // 2 :: step][:count]


def files(folder):
    """The three files by the names of their sizes: modules one after the other."""
    modules = sorted(
        path
        for path in _LIBRARY.glob("*.py")
        if not path.name.startswith("_") and _joins(path)
    )
    first = next(at for at, path in enumerate(modules) if path.stem >= _FIRST)
    joined = "\n".join(
        path.read_text(encoding="utf-8") for path in modules[first:] + modules[:first]
    )
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for name, size in SIZES.items():
        path = folder / f"library_{size}.py"
        path.write_text(_cut(joined, size), encoding="utf-8")
        found[name] = Text(path)
    return found


def _joins(path):
    """Whether a module can stand in the middle of a file, and ends where its text ends."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return "__future__" not in text and text.endswith("\n")


def _cut(text, size):
    """At least `size` bytes of whole top-level statements."""
    kept = 0
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        kept += len(line.encode())
        after = lines[number + 1 : number + 2]
        if kept >= size and not line.strip() and after and _TOP.match(after[0]):
            return "".join(lines[: number + 1])
    raise SystemExit(f"this Python's library has no {size} bytes that can be joined")


def library(folder, times=1):
    """A folder with CPython's library, without its tests and other packages, `times` over."""
    tree = folder / f"library-{times}"
    if not tree.exists():
        partly = tree.with_suffix(".part")
        shutil.rmtree(partly, ignore_errors=True)
        for number in range(times):
            for path in sorted(_LIBRARY.rglob("*.py")):
                below = path.relative_to(_LIBRARY)
                if {"site-packages", "test", "tests", "idle_test"} & set(below.parts):
                    continue
                copy = partly / str(number) / below
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
        partly.rename(tree)
    return tree


def size_of(tree):
    """How many Python files a folder has, and their megabytes."""
    sizes = [path.stat().st_size for path in tree.rglob("*.py") if path.is_file()]
    return len(sizes), sum(sizes) / 1e6


_WORDS = """decorator closure generator descriptor metaclass iterator coroutine mapping slice module
package import exception context manager attribute method class instance namespace scope binding
lambda comprehension dataclass protocol typing annotation garbage collector reference cycle lock
thread process event loop task future queue cache hash equality identity mutable immutable tuple
list dict set string bytes encoding argument parameter default keyword positional return yield
""".split()


def vault(folder, notes=5000):
    """A folder of notes as a person keeps them: about two kilobytes each, no two alike."""
    tree = folder / f"vault-{notes}"
    if tree.exists():
        return tree
    partly = tree.with_suffix(".part")
    shutil.rmtree(partly, ignore_errors=True)
    dice = random.Random(notes)
    for number in range(notes):
        path = partly / f"{number % 50:02}" / f"note-{number:04}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_note(dice, number, notes), encoding="utf-8")
    partly.rename(tree)
    return tree


def _note(dice, number, notes):
    def words(count):
        return " ".join(dice.choices(_WORDS, k=count))

    subject = words(2)
    parts = [f"---\ntags: [{words(1)}, {words(1)}]\n---\n\n# {subject} {number}\n"]
    for _ in range(4):
        parts.append(f"## What does a {words(3)} have to do with a {words(1)}?\n")
        parts.append(f"It is a `{words(1)}` of the {words(35)}.\n")
        name = words(1)
        parts.append(
            f"```python\ndef {name}(first, *others):\n    return first, others\n```\n"
        )
        parts.append(f"See [[note-{dice.randrange(notes):04}]].\n")
    return "\n".join(parts)
