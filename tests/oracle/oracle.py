"""What CPython itself says of Python files, held against what `pygloss scan` said of them.

    oracle.py --catalogue content/concepts FOLDER... < scan.jsonl
    oracle.py --ids

Standard input is what `pygloss scan --format jsonl FOLDER...` printed. For every id with a fixed
meaning this script works out, by `ast`, `symtable` and `tokenize` of the interpreter that runs it,
where the concept begins in each file, and prints one line of JSON: the counts by id, the
differences, and the files that could not be compared. Before Python 3.12 the interpreter does not
know where things inside of f-strings stand, so what begins in there is left out on both sides.
"""

import argparse
import ast
import bisect
import collections
import json
import multiprocessing
import os
import re
import symtable
import sys
import tokenize
import tomllib
import warnings

SITE = {"exit", "quit", "copyright", "credits", "license"}
KNOWS_F_STRINGS = sys.version_info >= (3, 12)
SIMPLE = {
    "Lambda": "syntax.lambda", "Yield": "syntax.yield", "YieldFrom": "syntax.yield-from",
    "Await": "syntax.await", "NamedExpr": "syntax.walrus", "ListComp": "syntax.list-comprehension",
    "SetComp": "syntax.set-comprehension", "DictComp": "syntax.dict-comprehension",
    "GeneratorExp": "syntax.generator-expression", "AsyncFunctionDef": "syntax.async-function",
    "AsyncFor": "syntax.async-for", "AsyncWith": "syntax.async-with", "With": "syntax.with",
    "Try": "syntax.try", "TryStar": "syntax.try", "Global": "syntax.global",
    "Nonlocal": "syntax.nonlocal", "Assert": "syntax.assert", "Delete": "syntax.del",
    "Match": "syntax.match", "IfExp": "syntax.conditional-expression", "Slice": "syntax.slice",
}
OTHERS = [
    "syntax.decorator", "syntax.try-else", "syntax.try-finally", "syntax.for-else",
    "syntax.while-else", "syntax.raise-from", "syntax.f-string", "syntax.chained-comparison",
    "syntax.star-parameter", "syntax.double-star-parameter", "syntax.call-unpacking",
    "syntax.starred-assignment", "syntax.metaclass", "syntax.relative-import",
    "syntax.star-import", "idiom.main-guard", "pitfall.mutable-default", "pitfall.bare-except",
    "pitfall.is-literal",
]
FIXED = set(SIMPLE.values()) | set(OTHERS)
STRING = re.compile(r"(?i)(?<![a-z0-9_])(?:f|rf|fr)['\"]")


class Catalogue:
    """The names that the catalogue knows."""

    def __init__(self, folder):
        self.builtins, self.special, self.dotted = set(), set(), set()
        names = {"builtin": self.builtins, "dunder": self.special, "stdlib": self.dotted}
        for name in sorted(os.listdir(folder)):
            if name.endswith(".toml"):
                with open(os.path.join(folder, name), "rb") as file:
                    for row in tomllib.load(file).get("concept", []):
                        family, _, short = row["id"].partition(".")
                        if family in names:
                            names[family].add(short)


class Text:
    """A file's text, and the way from the compiler's columns to the scan's."""

    def __init__(self, text):
        self.text = text
        self.starts = [0]
        self.starts += [match.end() for match in re.finditer(r"\r\n|\n|\r", text)]
        self.ascii = text.isascii()

    def offset(self, line, column):
        """The character at `line` (from 1) and `column` (in UTF-8 bytes from 0)."""
        start = self.starts[line - 1]
        if self.ascii:
            return start + column
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        return start + len(self.text[start:end].encode()[:column].decode(errors="replace"))

    def place(self, offset):
        """Line and column from 1 of a character."""
        line = bisect.bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


class Reading(ast.NodeVisitor):
    """Everything with a fixed meaning in one file, as a count of (id, offset)."""

    def __init__(self, text, tree, table, catalogue):
        self.text, self.catalogue = text, catalogue
        self.found = collections.Counter()
        self.table = table
        self.children = {}
        self.class_name = None
        self.imports = collections.defaultdict(set)
        self.uses = []
        self.inlined = []
        self.top = table
        self.bound = set()
        self.find_bindings(table)
        self.visit(tree)
        self.resolve()

    def find_bindings(self, table):
        top = table is self.top
        for symbol in table.get_symbols():
            binds = symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
            if top and (binds or symbol.is_local()):
                self.bound.add(symbol.get_name())
            elif not top and binds and symbol.is_declared_global():
                self.bound.add(symbol.get_name())
        for child in table.get_children():
            self.find_bindings(child)

    # Places

    def add(self, concept, node):
        self.found[concept, self.text.offset(node.lineno, node.col_offset)] += 1

    def start(self, node):
        return self.text.offset(node.lineno, node.col_offset)

    def before(self, what, node):
        """The last `what` before `node`, with nothing but brackets and comments between."""
        return self.text.text.rindex(what, 0, self.start(node))

    def keyword_after(self, word, node):
        """The keyword `word` that follows the statement `node`."""
        offset = self.text.offset(node.end_lineno, node.end_col_offset)
        gap = re.compile(r"(?:[\s;\\]|#[^\n\r]*)*")
        offset = gap.match(self.text.text, offset).end()
        assert self.text.text.startswith(word, offset), (word, node.end_lineno)
        return offset

    # Scopes

    def enter(self, kinds, name, node, visit):
        """Visits inside of the child table for `node`, which is called `name`."""
        children = self.children.setdefault(self.table.get_id(), list(self.table.get_children()))
        lines = {node.lineno}
        lines.update(decorator.lineno for decorator in getattr(node, "decorator_list", []))
        for number, child in enumerate(children):
            if child.get_name() == name and str(child.get_type()).rsplit(".")[-1].lower() in kinds:
                if child.get_lineno() in lines:
                    del children[number]
                    break
        else:
            raise LookupError(f"no scope for {name} in line {node.lineno}")
        before, self.table = self.table, child
        inlined, self.inlined = self.inlined, []
        self.owners[child.get_id()] = before
        visit()
        self.table, self.inlined = before, inlined

    owners = {}

    def mangled(self, name):
        if self.class_name and name.startswith("__") and not name.endswith("__"):
            owner = self.class_name.lstrip("_")
            if owner and "." not in name:
                return f"_{owner}{name}"
        return name

    def type_parameters(self, node, visit):
        """Visits inside of the scope that a definition's type parameters make, if it has any."""
        parameters = getattr(node, "type_params", [])
        if not parameters:
            visit()
            return

        def inside():
            for parameter in parameters:
                bound = getattr(parameter, "bound", None)
                default = getattr(parameter, "default_value", None)
                for value in (bound, default):
                    if value is not None:
                        kinds = ("typevar bound", "type_variable", "typevarbound", "type variable",
                                 "typevar_bound")
                        self.enter(kinds, parameter.name, parameter, lambda: self.visit(value))
            visit()

        name = node.name if isinstance(node.name, str) else node.name.id
        kinds = ("type parameter", "type parameters", "type_parameters", "typeparameters")
        self.enter(kinds, name, node, inside)

    def visit_FunctionDef(self, node):
        for decorator in node.decorator_list:
            self.found["syntax.decorator", self.before("@", decorator)] += 1
            self.visit(decorator)
        arguments = node.args
        for default in arguments.defaults + [d for d in arguments.kw_defaults if d]:
            self.default(default)
            self.visit(default)
        self.parameters(arguments)

        def inside():
            for argument in [*arguments.posonlyargs, *arguments.args, arguments.vararg,
                             *arguments.kwonlyargs, arguments.kwarg]:
                if argument is not None and argument.annotation is not None:
                    self.visit(argument.annotation)
            if node.returns is not None:
                self.visit(node.returns)
            self.enter(("function",), node.name, node, lambda: self.statements(node.body))

        self.type_parameters(node, inside)

    def visit_AsyncFunctionDef(self, node):
        self.add("syntax.async-function", node)
        self.visit_FunctionDef(node)

    def visit_Lambda(self, node):
        self.add("syntax.lambda", node)
        arguments = node.args
        for default in arguments.defaults + [d for d in arguments.kw_defaults if d]:
            self.default(default)
            self.visit(default)
        self.parameters(arguments)
        self.enter(("function",), "lambda", node, lambda: self.visit(node.body))

    def parameters(self, arguments):
        for argument, stars, concept in [
            (arguments.vararg, "*", "syntax.star-parameter"),
            (arguments.kwarg, "**", "syntax.double-star-parameter"),
        ]:
            if argument is not None:
                self.found[concept, self.before(stars, argument)] += 1

    def default(self, node):
        displays = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
        call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if isinstance(node, displays) or call and node.func.id in {"list", "dict", "set"}:
            self.add("pitfall.mutable-default", node)

    def visit_ClassDef(self, node):
        for decorator in node.decorator_list:
            self.found["syntax.decorator", self.before("@", decorator)] += 1
            self.visit(decorator)

        def inside():
            # The bases of a class are no arguments of a call.
            for base in node.bases:
                self.visit(base.value if isinstance(base, ast.Starred) else base)
            for keyword in node.keywords:
                if keyword.arg == "metaclass":
                    self.add("syntax.metaclass", keyword)
                self.visit(keyword.value)
            before, self.class_name = self.class_name, node.name
            self.enter(("class",), node.name, node, lambda: self.class_body(node.body))
            self.class_name = before

        self.type_parameters(node, inside)

    def class_body(self, body):
        for statement in body:
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self.definition(statement.name, statement)
            targets = []
            if isinstance(statement, ast.Assign):
                targets = statement.targets
            elif isinstance(statement, ast.AnnAssign):
                targets = [statement.target]
            for target in targets:
                if isinstance(target, ast.Name) and target.id == "__slots__":
                    self.definition(target.id, target)
        self.statements(body)

    def definition(self, name, node):
        if name in self.catalogue.special:
            self.add(f"dunder.{name}", node)

    def visit_TypeAlias(self, node):
        name = node.name.id

        def inside():
            kinds = ("type alias", "type_alias", "typealias")
            self.enter(kinds, name, node, lambda: self.visit(node.value))

        self.type_parameters(node, inside)

    def comprehension(self, node, name, parts):
        self.add(SIMPLE[type(node).__name__], node)
        first = node.generators[0]
        self.visit(first.iter)

        def inside():
            self.visit(first.target)
            for test in first.ifs:
                self.visit(test)
            for generator in node.generators[1:]:
                self.visit(generator.target)
                self.visit(generator.iter)
                for test in generator.ifs:
                    self.visit(test)
            for part in parts:
                self.visit(part)

        try:
            self.enter(("function",), name, node, inside)
        except LookupError:
            # Since 3.12 the compiler makes no scope for most comprehensions: their names are kept
            # apart here instead.
            bound = {self.mangled(name.id) for generator in node.generators
                     for name in ast.walk(generator.target) if isinstance(name, ast.Name)
                     and isinstance(name.ctx, ast.Store)}
            self.inlined.append(bound)
            inside()
            self.inlined.pop()

    def visit_ListComp(self, node):
        self.comprehension(node, "listcomp", [node.elt])

    def visit_SetComp(self, node):
        self.comprehension(node, "setcomp", [node.elt])

    def visit_DictComp(self, node):
        self.comprehension(node, "dictcomp", [node.key, node.value])

    def visit_GeneratorExp(self, node):
        self.comprehension(node, "genexpr", [node.elt])

    # Statements

    def statements(self, body):
        for statement in body:
            self.visit(statement)

    def visit_Try(self, node):
        self.add("syntax.try", node)
        last = node.handlers[-1].body[-1] if node.handlers else node.body[-1]
        if node.orelse:
            self.found["syntax.try-else", self.keyword_after("else", last)] += 1
            last = node.orelse[-1]
        if node.finalbody:
            self.found["syntax.try-finally", self.keyword_after("finally", last)] += 1
        for handler in node.handlers:
            if handler.type is None:
                self.add("pitfall.bare-except", handler)
        self.generic_visit(node)

    visit_TryStar = visit_Try

    def visit_For(self, node):
        if isinstance(node, ast.AsyncFor):
            self.add("syntax.async-for", node)
        if node.orelse:
            self.found["syntax.for-else", self.keyword_after("else", node.body[-1])] += 1
        self.generic_visit(node)

    visit_AsyncFor = visit_For

    def visit_While(self, node):
        if node.orelse:
            self.found["syntax.while-else", self.keyword_after("else", node.body[-1])] += 1
        self.generic_visit(node)

    def visit_Raise(self, node):
        if node.cause is not None:
            self.add("syntax.raise-from", node)
        self.generic_visit(node)

    def visit_If(self, node):
        match node.test:
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
                match (left, right):
                    case (ast.Name(id="__name__"), ast.Constant(value="__main__")) | (
                        ast.Constant(value="__main__"), ast.Name(id="__name__")
                    ):
                        self.add("idiom.main-guard", node)
        self.generic_visit(node)

    def visit_Import(self, node):
        for alias in node.names:
            if alias.asname:
                self.imports[self.owner(alias.asname), self.mangled(alias.asname)].add(alias.name)
            else:
                name = alias.name.partition(".")[0]
                self.imports[self.owner(name), self.mangled(name)].add(name)

    def visit_ImportFrom(self, node):
        if node.level:
            self.add("syntax.relative-import", node)
        for alias in node.names:
            if alias.name == "*":
                self.add("syntax.star-import", node)
                continue
            name = alias.asname or alias.name
            if not node.level:
                path = f"{node.module}.{alias.name}"
                self.imports[self.owner(name), self.mangled(name)].add(path)

    # Expressions

    def generic_visit(self, node):
        concept = SIMPLE.get(type(node).__name__)
        if concept and concept not in ("syntax.try", "syntax.async-for"):
            self.add(concept, node)
        super().generic_visit(node)

    def visit_Compare(self, node):
        if len(node.ops) > 1:
            self.add("syntax.chained-comparison", node)
        operands = [node.left, *node.comparators]
        for number, operator in enumerate(node.ops):
            beside = operands[number : number + 2]
            if isinstance(operator, (ast.Is, ast.IsNot)) and any(map(plain_literal, beside)):
                self.add("pitfall.is-literal", node)
                break
        self.generic_visit(node)

    def visit_Call(self, node):
        for argument in node.args:
            if isinstance(argument, ast.Starred):
                self.add("syntax.call-unpacking", argument)
        for keyword in node.keywords:
            if keyword.arg is None:
                self.add("syntax.call-unpacking", keyword)
        self.generic_visit(node)

    def visit_Starred(self, node):
        if isinstance(node.ctx, ast.Store):
            self.add("syntax.starred-assignment", node)
        self.generic_visit(node)

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Load):
            self.use(node, [])

    def visit_Attribute(self, node):
        attributes, inner = [], node
        while isinstance(inner, ast.Attribute):
            attributes.append(inner)
            inner = inner.value
        if isinstance(inner, ast.Name):
            attributes.reverse()
            self.use(inner, attributes)
        else:
            self.visit(inner)

    # Names

    def use(self, name, attributes):
        if any(self.mangled(name.id) in bound for bound in self.inlined):
            return
        read = [attribute.attr for attribute in attributes if isinstance(attribute.ctx, ast.Load)]
        self.uses.append((self.table, self.mangled(name.id), name.id, self.start(name), read))

    def owner(self, name):
        """The id of the table that `name`, used in the current one, belongs to; 0 for globals."""
        return self.owner_in(self.table, self.mangled(name))

    def owner_in(self, table, name):
        if table is self.top:
            return 0
        try:
            symbol = table.lookup(name)
        except KeyError:
            symbol = None  # Python 3.14 leaves out what annotates the variables of a function.
        if symbol is not None and symbol.is_local():
            return table.get_id()
        if symbol is not None and not symbol.is_free():
            return 0
        outer = self.owners[table.get_id()]
        while outer is not self.top:
            try:
                symbol = outer.lookup(name)
            except KeyError:
                symbol = None
            if symbol is not None and outer.get_type() != "class":
                if symbol.is_local():
                    return outer.get_id()
            elif symbol is not None and symbol.is_local() and table_sees_class(table):
                return outer.get_id()
            outer = self.owners[outer.get_id()]
        return 0

    def resolve(self):
        for table, name, written, start, attributes in self.uses:
            owner = self.owner_in(table, name)
            if owner == 0 and name not in self.bound:
                if written in self.catalogue.builtins and (written in SITE or written in BUILTINS):
                    self.found[f"builtin.{written}", start] += 1
                continue
            for path in self.imports.get((owner, name), ()):
                for attribute in [None, *attributes]:
                    path = f"{path}.{attribute}" if attribute else path
                    if path in self.catalogue.dotted:
                        self.found[f"stdlib.{path}", start] += 1


def table_sees_class(table):
    return "param" in str(table.get_type()).lower()


BUILTINS = set(dir(__import__("builtins")))


def plain_literal(node):
    return isinstance(node, ast.Constant) and (
        isinstance(node.value, (int, float, complex, str, bytes))
        and not isinstance(node.value, bool)
    )


def f_strings(text):
    """Where f-strings begin, and the stretches that they cover."""
    found, stretches, open_at = [], [], []
    if not STRING.search(text.text):
        return found, stretches
    lines = iter(text.text[a:b] for a, b in zip(text.starts, [*text.starts[1:], len(text.text)]))
    for token in tokenize.generate_tokens(lambda: next(lines, "")):
        start = text.starts[token.start[0] - 1] + token.start[1]
        kind = tokenize.tok_name[token.type]
        if kind == "FSTRING_START":
            found.append(start)
        elif kind == "STRING" and "f" in token.string[: token.string.index(token.string[-1])].lower():
            found.append(start)
            end = text.starts[token.end[0] - 1] + token.end[1]
            stretches.append((start, end))
    return found, stretches


def read(job):
    path, scanned, catalogue = job
    try:
        with tokenize.open(path) as file:
            source = file.read()
        with open(path, "rb") as file:
            raw = file.read()
        with tokenize.open(path) as file:
            encoding = file.encoding
        source = raw.decode(encoding)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(raw, path)
            table = symtable.symtable(source, path, "exec")
    except (SyntaxError, ValueError, UnicodeError, RecursionError) as error:
        return path, None, f"{type(error).__name__}: {error}"
    text = Text(source)
    try:
        Reading.owners = {}
        reading = Reading(text, tree, table, catalogue)
        strings, stretches = f_strings(text)
    except (LookupError, AssertionError, RecursionError, tokenize.TokenError) as error:
        return path, None, f"the oracle failed: {type(error).__name__}: {error}"
    expected = reading.found
    for start in strings:
        expected["syntax.f-string", start] += 1
    said = collections.Counter()
    for concept, line, column in scanned:
        said[concept, text.starts[line - 1] + column - 1] += 1

    def counted(offset):
        if KNOWS_F_STRINGS:
            return True
        number = bisect.bisect_left(stretches, (offset,)) - 1
        return number < 0 or not stretches[number][0] < offset < stretches[number][1]

    expected = collections.Counter({k: n for k, n in expected.items() if counted(k[1])})
    said = collections.Counter({k: n for k, n in said.items() if counted(k[1])})
    totals = collections.defaultdict(lambda: [0, 0, 0])
    differences = []
    for (concept, offset), count in expected.items():
        totals[concept][0] += count
    for (concept, offset), count in (expected - said).items():
        totals[concept][1] += count
        differences.append(["missing", concept, path, *text.place(offset)])
    for (concept, offset), count in (said - expected).items():
        totals[concept][2] += count
        differences.append(["extra", concept, path, *text.place(offset)])
    return path, dict(totals), differences


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ids", action="store_true", help="print what is compared, and stop")
    parser.add_argument("--catalogue")
    parser.add_argument("folders", nargs="*")
    options = parser.parse_args()
    if options.ids:
        print("\n".join([*sorted(FIXED), "builtin", "dunder", "stdlib"]))
        return
    sys.setrecursionlimit(10_000)
    catalogue = Catalogue(options.catalogue)
    scanned = collections.defaultdict(list)
    special = re.compile(r"dunder\.|builtin\.|stdlib\.")
    for line in sys.stdin:
        row = json.loads(line)
        concept = row["concept"]
        if concept not in FIXED and not special.match(concept):
            continue
        if concept.startswith("dunder.") and row["role"] != "definition":
            continue
        if concept.startswith("builtin."):
            # A newer Python's builtin is none to this one.
            if concept[8:] not in BUILTINS | SITE:
                continue
        scanned[row["file"]].append((concept, row["line"], row["column"]))
    jobs = []
    for folder in options.folders:
        if os.path.isfile(folder):
            jobs.append((folder, scanned.get(folder, []), catalogue))
        for parent, folders, files in os.walk(folder):
            folders[:] = sorted(set(folders) - {"__pycache__"})
            for name in sorted(files):
                if name.endswith(".py"):
                    path = os.path.join(parent, name)
                    jobs.append((path, scanned.get(path, []), catalogue))
    totals = collections.defaultdict(lambda: [0, 0, 0])
    differences, skipped = [], []
    with multiprocessing.Pool(initializer=sys.setrecursionlimit, initargs=(10_000,)) as pool:
        for path, counts, rest in pool.imap_unordered(read, jobs, chunksize=8):
            if counts is None:
                skipped.append([path, rest])
                continue
            for concept, more in counts.items():
                for number in range(3):
                    totals[concept][number] += more[number]
            differences += rest
    result = {
        "python": sys.version.split()[0],
        "files": len(jobs),
        "totals": dict(sorted(totals.items())),
        "differences": sorted(differences),
        "skipped": sorted(skipped),
    }
    json.dump(result, sys.stdout)
    print()


if __name__ == "__main__":
    main()
