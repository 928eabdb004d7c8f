"""The servers that are measured: pygloss, its peers, and one that has nothing to do.

Each peer has an environment of its own below the tests' cache folder, at the version of
versions.txt. One that cannot be installed is told and left out.
"""

import dataclasses
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent

#: The peers' commands, by their packages.
_COMMANDS = {
    "ruff": ["ruff", "server"],
    "ty": ["ty", "server"],
    "pyrefly": ["pyrefly", "lsp"],
    "basedpyright": ["basedpyright-langserver", "--stdio"],
    "jedi-language-server": ["jedi-language-server"],
    "ast-grep-cli": ["ast-grep", "lsp", "-c", str(HERE / "rules" / "sgconfig.yml")],
}

#: The names of pygloss, and of the server whose every answer is null.
OURS, FLOOR = "pygloss", "pipe"


@dataclasses.dataclass
class Server:
    name: str
    version: str
    command: list


def cache():
    """The tests' cache folder."""
    home = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(
        os.environ.get("PYGLOSS_TEST_CACHE") or pathlib.Path(home) / "pygloss-tests"
    )


def versions():
    """Versions by packages."""
    lines = (HERE / "versions.txt").read_text().splitlines()
    return dict(line.split("==") for line in lines if "==" in line)


def ours(program):
    said = subprocess.run([program, "--version"], capture_output=True, text=True)
    return Server(OURS, said.stdout.split()[-1], [str(program), "serve"])


def floor(limit):
    return Server(FLOOR, "", [str(limit), "echo"])


def peers(wanted):
    """The peers that can be had, of those with these names (all for None)."""
    found = []
    for package, command in _COMMANDS.items():
        name = package.removesuffix("-cli").removesuffix("-language-server")
        if wanted is not None and name not in wanted:
            continue
        folder = environment(package)
        if folder is not None:
            program = str(folder / "bin" / command[0])
            version = versions()[package]
            found.append(Server(name, version, [program, *command[1:]]))
    return found


def environment(package):
    """The folder of a package's own environment, made where it is missing, or None."""
    version = versions()[package]
    python = "%d.%d" % sys.version_info[:2]
    folder = cache() / f"peer-{package}-{version}-{python}"
    if (folder / "filled").exists():
        return folder
    print(f"installing {package} {version}", file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "--python", folder / "bin" / "python"]
    pip += ["install", "-q", "--disable-pip-version-check", "--prefer-binary"]
    if package == "django":
        pip += ["--no-deps", "--no-compile"]
    try:
        venv = [sys.executable, "-m", "venv", "--without-pip", folder]
        subprocess.run(venv, check=True, timeout=120)
        subprocess.run([*pip, f"{package}=={version}"], check=True, timeout=600)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"left out: {package} {version} ({error})", file=sys.stderr)
        return None
    (folder / "filled").touch()
    return folder


def django():
    """Django's own folder, or None."""
    folder = environment("django")
    return folder and next(folder.glob("lib/python*/site-packages/django"), None)
