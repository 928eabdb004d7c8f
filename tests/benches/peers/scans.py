"""Whole trees from the command line, beside ast-grep with 22 rules and bare tree-sitter."""

import json
import os
import pathlib
import statistics
import subprocess
import time

from servers import HERE

#: As many as `pygloss scan` has.
THREADS = 2


def scan(program, limit, grep, trees, work, scale=1.0):
    """Medians of seconds, processor seconds and peak mebibytes by name, for each tree of `trees`
    (by how many times it holds the library). Output goes into a file, which is part of the time."""
    rules = str(HERE / "rules" / "sgconfig.yml")
    commands = {
        "pygloss": [program, "scan", "--format", "jsonl"],
        "tree-sitter": [limit, "scan", str(THREADS)],
    }
    if grep:
        commands["ast-grep"] = [grep, "scan", "-c", rules, "--json=stream"]
        commands["ast-grep"] += ["-j", str(THREADS), "--no-ignore", "vcs"]
    found = {}
    for times, tree in trees.items():
        records = {name: [] for name in commands}
        for number in range(max(1, int((7 if times == 1 else 3) * scale))):
            for name in sorted(commands, reverse=number % 2 == 1):
                records[name].append(_timed([*commands[name], str(tree)], work))
        found[times] = {
            name: {key: statistics.median(one[key] for one in runs) for key in runs[0]}
            for name, runs in records.items()
        }
    return found


def bare_scan(limit, tree, work, rounds):
    """Seconds of bare tree-sitter for a tree."""
    command = [limit, "scan", str(THREADS), str(tree)]
    runs = [_timed(command, work) for _ in range(rounds)]
    return statistics.median(one["wall"] for one in runs)


def bare_edits(limit):
    """How a text is edited by bare tree-sitter: a short burst in a process of its own."""

    def burst(text):
        line, column = text.edit
        before = text.text.split("\n")[line][:column]
        place = [str(line), str(len(before.encode()))]
        command = [limit, "edit", text.path, *place, "64"]
        done = subprocess.run(command, capture_output=True, check=True, timeout=60)
        times = json.loads(done.stdout)
        # The first ones find memory that the process has not had yet; a server has it.
        return {**times, "edit": times["edit"][16:]}

    return burst


def _timed(command, work):
    output = pathlib.Path(work) / "scan.out"
    with open(output, "wb") as sink:
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=sink, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (
        0,
        1,
    ):  # ast-grep's 1: there are errors among its findings
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    written = output.stat().st_size / 1e6
    output.unlink()
    return {
        "wall": wall,
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss / 1024,
        "written": written,
    }
