"""Prints what the catalogue does not have yet of CPython's names.

Run with the newest CPython: `python3.14 tests/catalogue/names.py`. It looks at the public names of
`builtins`, the keywords, and the public members of the modules below, and prints a row for each that
`content/concepts` lacks, ready to be filled in. With `--stale` it prints instead the rows of those
families that this Python does not know.
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

MODULES = """
abc annotationlib argparse array ast asyncio atexit base64 bisect builtins calendar cmath codecs
collections collections.abc compression.zstd concurrent.futures concurrent.interpreters configparser
contextlib contextvars copy csv ctypes dataclasses datetime decimal difflib dis email.message enum
errno fnmatch fractions functools gc getpass glob graphlib gzip hashlib heapq hmac html http.client
http.server importlib importlib.abc importlib.metadata importlib.resources importlib.util inspect io
ipaddress itertools json keyword linecache locale logging logging.config logging.handlers lzma
marshal math mimetypes multiprocessing multiprocessing.pool multiprocessing.shared_memory numbers
operator os os.path pathlib pdb pickle platform pprint profile pstats queue random re sched secrets
select selectors shelve shlex shutil signal site socket socketserver sqlite3 ssl stat statistics
string string.templatelib struct subprocess symtable sys sysconfig tarfile tempfile textwrap
threading time timeit token tokenize tomllib traceback tracemalloc types typing unicodedata unittest
unittest.mock urllib.error urllib.parse urllib.request uuid venv warnings weakref
xml.etree.ElementTree zipfile zlib zoneinfo
""".split()


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
    if stale:
        for concept in sorted(listed):
            family, _, name = concept.partition(".")
            if family in ("keyword", "builtin") and concept not in known:
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
    if names is not None:
        return [name for name in names if hasattr(module, name)]
    return [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and not inspect.ismodule(value)
    ]


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
    """Whether a dotted name of the standard library means something."""
    try:
        pkgutil.resolve_name(name)
    except (AttributeError, ImportError, ValueError):
        return False
    return True


if __name__ == "__main__":
    main()
