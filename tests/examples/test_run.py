"""Each way in which an example can be right or wrong, on small pages."""

from __future__ import annotations

import pathlib
import subprocess
import sys
import tempfile
import textwrap
import unittest

_RUN = pathlib.Path(__file__).with_name("run.py")
_THIS = "on Python {}.{}".format(*sys.version_info[:2])


def setUpModule() -> None:
    # What the first run on a machine fetches is told on its standard error, which is looked at below.
    setup = _RUN.parent.parent / "setup" / "pypi"
    subprocess.run([setup, "tools", sys.executable], stdout=subprocess.DEVNULL, check=True)


def tried(page: str, *options: str) -> tuple[str, str, str]:
    """What `run.py` prints about a page, its last line, and the page afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "page.md"
        path.write_text(textwrap.dedent(page), encoding="utf-8")
        result = subprocess.run(
            [sys.executable, _RUN, "--python", sys.executable, *options, "page.md"],
            cwd=folder,
            capture_output=True,
            text=True,
        )
        assert not result.stderr, result.stderr
        last = result.stdout.splitlines()[-1]
        assert (result.returncode == 1) == (", 0 failed" not in last), result
        return result.stdout, last, path.read_text(encoding="utf-8")


class RunTest(unittest.TestCase):
    def assertFails(self, page: str, *told: str) -> None:
        output, last, _ = tried(page)
        self.assertNotIn(" 0 failed", last, output)
        for part in told:
            self.assertIn(part, output)

    def assertPasses(self, page: str, count: str) -> str:
        output, last, _ = tried(page)
        self.assertEqual(last, count, output)
        return output

    def test_a_right_block_passes_to_be_read_styled_run_and_spelt(self):
        page = """
            ```python
            print("a")
            #> a
            ```
            """
        self.assertPasses(page, "4 passed, 0 failed, 0 skipped")

    def test_other_output_fails_with_place_and_difference(self):
        page = """\
            # A page

            ```python
            print("a")
            #> b
            ```
            """
        self.assertFails(page, f"page.md:3: {_THIS}: it prints something else", "-#> b\n+#> a")

    def test_missing_and_superfluous_output_fails(self):
        self.assertFails("```python\nprint(1)\n```\n", "+#> 1")
        self.assertFails("```python\nx = 1\n#> 1\n```\n", "-#> 1")

    def test_update_formats_and_writes_what_statements_print_under_them(self):
        page = """\
            - A list:

              ```python
              def greet(name):
                  print('hello', name)
              for name in ["ada", "bob"]:
                  greet(name)
              for _ in map(print, "ab"):
                  pass
              print(
                  \"\"\"
              #> in a string\"\"\",
                  len("a long argument that keeps this call from fitting into one line of code"),
              )
              #> old
              ```

            ```text
            print("no program")
            ```
            """
        wanted = """\
            - A list:

              ```python
              def greet(name):
                  print("hello", name)
                  #> hello ada
                  #> hello bob


              for name in ["ada", "bob"]:
                  greet(name)
              for _ in map(print, "ab"):
                  #> a
                  #> b
                  pass
              print(
                  \"\"\"
              #> in a string\"\"\",
                  len("a long argument that keeps this call from fitting into one line of code"),
              )
              #>
              #> #> in a string 71
              ```

            ```text
            print("no program")
            ```
            """
        output, last, after = tried(page, "--update")
        self.assertEqual(after, textwrap.dedent(wanted), output)
        self.assertEqual(last, "4 passed, 0 failed, 0 skipped", output)
        self.assertEqual(tried(after, "--update")[2], after, "a second time changes nothing")

    def test_output_of_no_statement_stands_at_the_end(self):
        page = """
            ```python
            import subprocess
            import threading

            thread = threading.Thread(target=print, args=("thread",))
            thread.start()
            thread.join()
            subprocess.run(["echo", "another process"])
            #> thread
            #> another process
            ```
            """
        self.assertPasses(page, "4 passed, 0 failed, 0 skipped")

    def test_forked_processes_print_under_their_statements(self):
        page = """
            ```python
            import os

            child = os.fork()
            if child == 0:
                print("child")
                #> child
                os._exit(0)
            os.waitpid(child, 0)
            ```
            """
        self.assertPasses(page, "4 passed, 0 failed, 0 skipped")

    def test_an_exception_fails_and_is_shown(self):
        page = "```python\nnumbers = []\nnumbers[0]\n```\n"
        self.assertFails(page, f"{_THIS}: it failed at line 3", "IndexError: list index")

    def test_raises_wants_exactly_this_exception_from_the_last_statement(self):
        right = '```python {raises="IndexError"}\nprint(1)\n#> 1\n[][0]\n```\n'
        self.assertPasses(right, "4 passed, 0 failed, 0 skipped")
        self.assertFails(
            '```python {raises="LookupError"}\n[][0]\n```\n', "failed with \n", "Index"
        )
        decorated = '```python {raises="NameError"}\n@missing\ndef run():\n    pass\n```\n'
        self.assertPasses(decorated, "4 passed, 0 failed, 0 skipped")
        self.assertFails('```python {raises="IndexError"}\n[1][0]\n```\n', "and ended well")
        self.assertFails(
            '```python {raises="IndexError"}\n[][0]\nprint(1)\n```\n',
            "line 2 failed, and the last statement should",
        )

    def test_raises_takes_what_does_not_compile(self):
        page = '```python {raises="SyntaxError"}\ndef (:\n```\n'
        self.assertPasses(page, "4 passed, 0 failed, 0 skipped")

    def test_the_last_statement_is_found_in_syntax_that_is_not_known_here(self):
        sys.path.insert(0, str(_RUN.parent))
        try:
            import run
        finally:
            sys.path.pop(0)
        source = "def make<T>():\n    return 1\n\n\nmake(\n    2\n)\n# the end\n"
        self.assertFalse(run._in_last_statement(source, 2))
        self.assertTrue(run._in_last_statement(source, 5))
        self.assertTrue(run._in_last_statement(source, 6))

    def test_a_failing_exit_status_fails(self):
        self.assertFails("```python\nimport os\n\nos._exit(3)\n```\n", "it failed (3)")
        self.assertFails("```python\nimport os\n\nos.abort()\n```\n", "it failed (signal 6)")

    def test_min_skips_and_counts(self):
        page = '```python {min="3.15"}\nprint(1)\n```\n'
        self.assertPasses(page, "3 passed, 0 failed, 1 skipped")

    def test_unknown_marks_fail(self):
        self.assertFails('```python {min="new"}\n```\n', "`new` is no version")
        self.assertFails('```python {most="3.12"}\n```\n', "is more than")
        self.assertFails("```python raises\n```\n", "is not of the form")
        self.assertFails("```py\n```\n", "is not of the form")
        self.assertFails("```python\nprint(1)\n", "never closed")

    def test_a_block_that_does_not_end_is_ended(self):
        output, last, _ = tried("```python\nwhile True:\n    pass\n```\n", "--limit", "0.3")
        self.assertIn("did not end within the time limit", output)
        self.assertEqual(last, "3 passed, 1 failed, 0 skipped")

    def test_blocks_do_not_see_each_other_nor_each_others_files_and_imports(self):
        page = """
            ```python
            import json
            import pathlib

            name = json.dumps("a")
            pathlib.Path("left.txt").write_text(name)
            ```

            ```python {raises="NameError"}
            import pathlib
            import sys

            print(pathlib.Path("left.txt").exists(), "json" in sys.modules)
            #> False False
            name
            ```
            """
        self.assertPasses(page, "7 passed, 0 failed, 0 skipped")

    def test_there_is_loopback_but_no_network(self):
        page = """
            ```python
            import socket

            with socket.socket() as server:
                server.bind(("127.0.0.1", 0))
                server.listen()
                socket.create_connection(server.getsockname()).close()
            try:
                socket.create_connection(("192.0.2.1", 80), timeout=2)
            except TimeoutError:
                print("waited for an answer")
            except OSError:
                print("none")
                #> none
            ```
            """
        self.assertPasses(page, "4 passed, 0 failed, 0 skipped")

    def test_without_a_namespace_a_hook_keeps_the_network_away(self):
        source = """
import socket

with socket.socket() as server:
    server.bind(("127.0.0.1", 0))
    server.listen()
    socket.create_connection(server.getsockname()).close()
for use in (socket.create_connection, lambda address: socket.getaddrinfo(*address)):
    try:
        use(("192.0.2.1", 80))
    except OSError as error:
        print("may not use the network" in str(error))
"""
        with tempfile.TemporaryDirectory() as folder:
            work = pathlib.Path(folder).resolve() / "work"
            work.mkdir()
            (work / "example.py").write_text(source)
            runner = [sys.executable, _RUN.with_name("runner.py"), "9", "refuse"]
            job = f"{work.parent}\n"
            done = subprocess.run(runner, input=job, capture_output=True, text=True)
            self.assertEqual(done.stdout, "0\n", done.stderr)
            events = (work.parent / "events").read_text()
            self.assertEqual(events.count("'True'"), 2, events)

    def test_warnings_are_shown(self):
        page = "```python\nimport warnings\n\nwarnings.warn('careful', stacklevel=1)\n```\n"
        output, _, _ = tried(page)
        self.assertRegex(output, r"page.md:1: note: on .*UserWarning: careful")

    def test_format_and_lint_fail_at_the_line(self):
        self.assertFails("```python\nx = 'a'\n```\n", "page.md:2: ruff format would write")
        self.assertFails("```python\nimport os\n```\n", "page.md:2: F401")
        self.assertFails("```python\nprint(nothing)\n```\n", "page.md:2: F821")

    def test_long_output_is_no_long_line_and_long_code_is(self):
        self.assertPasses(
            f'```python\nprint("long " * 20)\n#> {("long " * 20).strip()}\n```\n',
            "4 passed, 0 failed, 0 skipped",
        )
        self.assertFails(f'```python\nx = "{"a" * 90}"\n```\n', "page.md:2: E501")

    def test_misspelt_prose_fails_and_code_is_no_prose(self):
        self.assertFails("# Page\n\nThey recieve it.\n", "page.md:3: recieve ==> receive")
        page = "# Page\n\n`recieve`\n\n```python\nrecieve = 1\n```\n"
        self.assertPasses(page, "4 passed, 0 failed, 0 skipped")


if __name__ == "__main__":
    unittest.main()
