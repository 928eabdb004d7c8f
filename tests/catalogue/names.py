"""Prints what the catalogue does not have yet of CPython's names.

Run with the newest CPython: `python3.14 tests/catalogue/names.py`. It looks at the public names of
`builtins`, the keywords, and the public members of the modules below, and prints a row for each that
`content/concepts` lacks, ready to be filled in. With `--stale` it prints instead the ids of those
families that this Python does not know: names of other systems or versions, or mistakes.
"""

import argparse
import builtins
import importlib
import inspect
import keyword
import pkgutil
import sys
import tomllib
import warnings
from pathlib import Path

CONCEPTS = Path(__file__).parents[2] / "content" / "concepts"

MODULES = [
    "abc",
    "annotationlib",
    "argparse",
    "array",
    "ast",
    "asyncio",
    "bisect",
    "builtins",
    "collections",
    "collections.abc",
    "concurrent.futures",
    "concurrent.interpreters",
    "contextlib",
    "contextvars",
    "copy",
    "csv",
    "ctypes",
    "dataclasses",
    "datetime",
    "decimal",
    "dis",
    "enum",
    "fractions",
    "functools",
    "gc",
    "graphlib",
    "hashlib",
    "heapq",
    "importlib",
    "importlib.abc",
    "importlib.metadata",
    "importlib.resources",
    "importlib.util",
    "inspect",
    "io",
    "itertools",
    "json",
    "logging",
    "logging.config",
    "logging.handlers",
    "math",
    "multiprocessing",
    "multiprocessing.pool",
    "multiprocessing.shared_memory",
    "operator",
    "os",
    "os.path",
    "pathlib",
    "pdb",
    "pickle",
    "queue",
    "random",
    "re",
    "secrets",
    "shutil",
    "signal",
    "socket",
    "sqlite3",
    "string",
    "string.templatelib",
    "struct",
    "subprocess",
    "sys",
    "tempfile",
    "textwrap",
    "threading",
    "time",
    "timeit",
    "tomllib",
    "traceback",
    "tracemalloc",
    "types",
    "typing",
    "unittest",
    "unittest.mock",
    "urllib.error",
    "urllib.parse",
    "urllib.request",
    "uuid",
    "venv",
    "warnings",
    "weakref",
    "zoneinfo",
]

# Modules that do something when they are imported.
NOT_IMPORTED = ("antigravity", "idlelib", "this")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stale", action="store_true")
    stale = parser.parse_args().stale
    warnings.simplefilter("ignore")
    listed = catalogue()
    known = {f"keyword.{word}" for word in keyword.kwlist + keyword.softkwlist}
    known |= {f"builtin.{name}" for name in public(builtins)} - constants()
    for module in MODULES:
        if module != "builtins":
            known |= {f"stdlib.{name}" for name in members(module)}
    known -= {"stdlib.importlib.util.Loader"}  # undocumented there
    if stale:
        for concept in sorted(listed):
            family, _, name = concept.partition(".")
            if family == "keyword" and concept not in known:
                print(concept)
            if family == "builtin" and not exists(f"builtins.{name}"):
                print(concept)
            if family == "stdlib" and not exists(name):
                print(concept)
        return
    for concept in sorted(known - listed):
        print(f'[[concept]]\nid = "{concept}"\nname = "{concept.partition(".")[2]}"\n')


def catalogue():
    """The ids of all files."""
    return {
        row["id"]
        for path in sorted(CONCEPTS.glob("*.toml"))
        for row in tomllib.loads(path.read_text(encoding="utf-8")).get("concept", [])
    }


def constants():
    """The builtins that are keywords, and so no names."""
    return {f"builtin.{word}" for word in keyword.kwlist if hasattr(builtins, word)}


def public(module):
    """The public names of a module: `__all__` where it has one, else what it defines itself."""
    names = getattr(module, "__all__", None)
    if module is builtins:
        names = vars(module)
    elif names is None:
        names = [name for name, value in vars(module).items() if own(module, value)]
    return [
        name for name in names if not name.startswith("_") and hasattr(module, name)
    ]


def own(module, value):
    """Whether a module without `__all__` defines a value itself, or its accelerator does."""
    home = getattr(value, "__module__", None)
    if inspect.ismodule(value) or not isinstance(home, str):
        return not inspect.ismodule(value)
    return home.strip("_").partition(".")[0] == module.__name__.partition(".")[0]


def members(name):
    """A module, its public members, and the public class methods of its classes."""
    try:
        module = importlib.import_module(name)
    except ImportError as error:
        print(f"# {name}: {error}", file=sys.stderr)
        return
    yield name
    for member in public(module):
        yield f"{name}.{member}"
        value = getattr(module, member)
        if inspect.isclass(value):
            for method, raw in vars(value).items():
                kinds = (classmethod, type(dict.__dict__["fromkeys"]))
                if not method.startswith("_") and isinstance(raw, kinds):
                    yield f"{name}.{member}.{method}"


def exists(name):
    """Whether a qualified name means something in this Python."""
    if name in NOT_IMPORTED:
        return True
    try:
        pkgutil.resolve_name(name)
    except (AttributeError, ImportError, ValueError):
        return False
    return True


if __name__ == "__main__":
    main()
