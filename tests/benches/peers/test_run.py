"""That the measuring works: the scripts start, a session with the built server is timed, and
the goals and the table are made of what was measured. No time is checked.

    PYGLOSS=PATH/TO/pygloss python3 tests/benches/peers/test_run.py
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import goals
import readme
import rounds
import servers
import texts

_EDIT = {
    "filled": 1.0,
    "hover": 0.1,
    "unknown request": 0.1,
    "edit, hover": 0.3,
    "edit, lenses": 0.3,
    "answered after an edit": 1,
    "lenses": 3,
}
_RESULTS = {
    "machine": "2 processors (some), a system",
    "versions": {"pygloss": "1", "ruff": "2", "ty": "3"},
    "edits": {
        "15 KB": {
            "tree-sitter": {"edit": 0.04, "parse": 1.0},
            "pipe": {**_EDIT, "edit, hover": 0.06, "edit, lenses": 0.16, "hover": 0.01},
            "pygloss": _EDIT,
            "ruff": {**_EDIT, "edit, hover": 2.0, "answered after an edit": 0},
            "ty": {**_EDIT, "edit, hover": 4.0, "edit, lenses": None},
        }
    },
}


class Scripts(unittest.TestCase):
    def test_they_say_what_they_do(self):
        for script in (HERE / "run", HERE.parent / "callgrind"):
            done = subprocess.run([script, "--help"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("--only", done.stdout)

    def test_a_part_that_is_none_is_refused(self):
        command = [HERE / "run", "--only", "nonsense"]
        done = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn("no such part: nonsense", done.stderr)


class Sessions(unittest.TestCase):
    def test_the_built_server_is_timed(self):
        with tempfile.TemporaryDirectory() as folder:
            work = pathlib.Path(folder)
            ours = servers.ours(os.environ["PYGLOSS"])
            files = {"15 KB": texts.files(work / "files")["15 KB"]}
            results = {}
            rounds.start([ours], files, work, results, 0.1)

            def bare(_):
                return {"edit": [40_000], "parse": [1_000_000]}

            rounds.edits([ours], files, bare, work, results, 0.1)
            self.assertNotIn("left out", results)
            started = results["start"]["pygloss"]
            self.assertLess(0, started["initialize"])
            self.assertLess(started["initialize"], started["first hover"])
            measured = results["edits"]["15 KB"]["pygloss"]
            self.assertGreater(measured["filled"], 0.3)
            self.assertEqual(measured["answered after an edit"], 1)
            self.assertGreater(measured["lenses"], 0)
            self.assertGreater(measured["edit, hover"], 0)

    def test_a_server_that_ends_is_left_out(self):
        with tempfile.TemporaryDirectory() as folder:
            work = pathlib.Path(folder)
            broken = servers.Server("broken", "", [sys.executable, "-c", "pass"])
            files = {"15 KB": texts.files(work / "files")["15 KB"]}
            results = {}
            rounds.start([broken], files, work, results, 0.1)
            self.assertEqual(list(results["left out"]), ["broken"])


class Results(unittest.TestCase):
    def test_goals_have_values_and_ratios(self):
        found = {(goal.name, goal.reference): goal for goal in goals.goals(_RESULTS)}
        hover = found["edit, then hover, 15 KB", "tree-sitter and pipe"]
        self.assertAlmostEqual(hover.ratio, 3)
        self.assertFalse(hover.met)
        lenses = found["edit, then lenses, 15 KB", "tree-sitter and pipe"]
        self.assertAlmostEqual(lenses.ratio, 1.5)
        self.assertFalse(lenses.met, "it takes more than 0.2 ms")
        # Ruff is faster, but says nothing.
        self.assertTrue(found["edit, then hover, 15 KB", "ty (answers)"].met)
        self.assertIn("NOT MET (0.2 ms, 2 x)", goals.written(found.values()))

    def test_the_table_is_put_between_its_marks(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "README.md"
            path.write_text(f"before\n{readme._BEGIN}\nold\n{readme._END}\nafter\n")
            readme.write(path, _RESULTS)
            text = path.read_text()
        self.assertTrue(text.startswith("before\n"))
        self.assertTrue(text.endswith("after\n"))
        self.assertNotIn("old", text)
        self.assertIn("| (2.00) | 4.00 |", text)
        self.assertIn("pygloss 1, ruff 2, ty 3", text)


if __name__ == "__main__":
    unittest.main()
