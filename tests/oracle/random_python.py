"""Random Python, for holding what `pygloss scan` says against what CPython says.

    random_python.py FOLDER [--files N] [--seed S]

Writes N files of one statement each that this interpreter compiles, with as few brackets as its
grammar lets: there a grammar that is not CPython's goes wrong first. Left out is what the grammar
of the syntax tree is known not to read, `print` as a name and `*((a, b), c) = d`; and what `oracle.py` cannot tell: the scopes of lambdas in annotations and in
dict comprehensions, and names of builtins that a comprehension binds.
"""

import argparse
import pathlib
import random
import warnings

PLAIN = "a b c d x y z self cls é".split()
NAMES = PLAIN + (
    "len list int str range open super Exception ValueError type match case _ "
    "__name__ __init__ __slots__"
).split()
LITERALS = (
    "1 0x_f 1_000 2.5 .5 1e10 3j None True False ... 0b1 0o7 1. 5.e3J 'a' \"b\" r'c' b'd' "
    "'''e''' u'{f}' ''"
).split()
IN_PLACE = "+ - * / // % @ & | ^ << >> **".split()
# From the loosest to the tightest; `not` stands before its only operand.
BINARY = [
    ("or", ["or"]),
    ("and", ["and"]),
    ("not", []),
    ("comparison", ["==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not"]),
    ("or of bits", ["|"]),
    ("xor of bits", ["^"]),
    ("and of bits", ["&"]),
    ("shift", ["<<", ">>"]),
    ("sum", ["+", "-"]),
    ("product", ["*", "/", "//", "%", "@"]),
]


class Maker:
    """Makes statements; what may stand at a place is told by the fields."""

    def __init__(self, dice):
        self.dice = dice
        self.depth = 0
        self.limit = 4
        self.in_function = self.is_async = self.in_loop = False
        self.lambdas = True
        self.captures = 0

    def often(self, chance):
        return self.dice.random() < chance

    def pick(self, *choices):
        return self.dice.choice(choices)()

    def some(self, make, most, least=0):
        return [make() for _ in range(self.dice.randint(least, most))]

    def name(self):
        return self.dice.choice(NAMES)

    # Expressions, from the loosest to the tightest

    def named(self):
        if self.often(0.12):
            return f"{self.dice.choice(PLAIN)} := {self.expression()}"
        return self.expression()

    def expression(self):
        self.depth += 1
        try:
            if self.depth > self.limit:
                return self.name()
            if self.often(0.12):
                condition = f"{self.binary(0)} if {self.binary(0)}"
                return f"{condition} else {self.expression()}"
            if self.lambdas and self.often(0.07):
                parameters = self.parameters(False)
                return f"lambda{' ' * bool(parameters)}{parameters}: {self.expression()}"
            return self.binary(0)
        finally:
            self.depth -= 1

    def binary(self, level):
        if level == len(BINARY):
            return self.factor()
        what, operators = BINARY[level]
        if what == "not":
            return "not " * self.often(0.06) + self.binary(level + 1)
        made = self.binary(level + 1)
        while self.depth < self.limit and self.often(0.05):
            made += f" {self.dice.choice(operators)} {self.binary(level + 1)}"
        return made

    def factor(self):
        if self.often(0.05):
            return self.dice.choice("+-~") + self.factor()
        made = "await " * (self.is_async and self.often(0.1)) + self.primary()
        return f"{made}**{self.factor()}" if self.often(0.04) else made

    def primary(self):
        made = self.atom()
        while self.often(0.25):
            made += self.pick(
                lambda: f" .{self.name()}",
                lambda: f"({self.arguments()})",
                lambda: f"[{self.slices()}]",
            )
        return made

    def atom(self):
        self.depth += 1
        try:
            if self.depth > self.limit or self.often(0.5):
                return self.name()
            if self.often(0.4):
                return self.dice.choice(LITERALS)
            return self.pick(
                lambda: f"({self.named()})",
                lambda: f"({self.produced()})" if self.in_function else "()",
                lambda: f"({self.item()}, {self.items() if self.often(0.5) else ''})",
                lambda: f"[{self.items()}]",
                lambda: "{" + self.items() + "}",
                lambda: "{" + ", ".join(self.some(self.pair, 2)) + "}",
                lambda: f"[{self.expression()} {self.clauses()}]",
                lambda: "{" + f"{self.expression()} {self.clauses()}" + "}",
                lambda: f"({self.expression()} {self.clauses()})",
                self.dict_comprehension,
                self.formatted,
            )
        finally:
            self.depth -= 1

    def item(self):
        return "*" + self.binary(4) if self.often(0.1) else self.named()

    def items(self):
        return ", ".join(self.some(self.item, 3, 1)) + "," * self.often(0.2)

    def pair(self):
        if self.often(0.2):
            return "**" + self.binary(4)
        return f"{self.expression()}: {self.expression()}"

    def clauses(self):
        made = []
        for _ in range(self.dice.choice([1, 1, 1, 2])):
            start = "async for" if self.is_async and self.often(0.2) else "for"
            made.append(f"{start} {self.targets(PLAIN)} in {self.binary(0)}")
            made += ["if " + self.binary(0) for _ in range(self.dice.choice([0, 0, 1]))]
        return " ".join(made)

    def dict_comprehension(self):
        before, self.lambdas = self.lambdas, False
        made = "{" + f"{self.expression()}: {self.expression()} {self.clauses()}" + "}"
        self.lambdas = before
        return made

    def formatted(self):
        if self.depth > self.limit // 2:
            return self.name()
        quotes = self.dice.choice(["'", '"', "'''", '"""'])
        made = self.dice.choice(["f", "F", "rf", "fR"]) + quotes
        for _ in range(self.dice.randint(0, 2)):
            made += self.dice.choice(["", "t ", "{{", "}}", "é"])
            value = self.expression()
            if "lambda" in value or ":" in value or "!" in value:
                value = f"({value})"
            made += "{ " + value + self.dice.choice(["", " ", "=", " = "])
            made += self.dice.choice(["", "", "!r", "!s"])
            made += self.dice.choice(["", "", ":>10", ":{" + self.name() + "}", ":=10"]) + "}"
        return made + quotes

    def slices(self):
        def one():
            if self.often(0.5):
                return self.named()
            parts = [self.expression() if self.often(0.6) else "" for _ in range(3)]
            return ":".join(parts[: self.dice.choice([2, 2, 3])])

        return ", ".join(self.some(one, 2, 1)) + "," * self.often(0.1)

    def arguments(self):
        made = self.some(lambda: "*" * self.often(0.2) + self.expression(), 2)
        made += self.some(self.named, 1) if not any("*" in one for one in made) else []
        more = [lambda: f"{self.name()}={self.expression()}", lambda: "**" + self.expression()]
        made += self.some(lambda: self.pick(*more), 1)
        return ", ".join(made) + "," * bool(made and self.often(0.1))

    def produced(self):
        if self.often(0.3):
            return "yield"
        if not self.is_async and self.often(0.3):
            return f"yield from {self.expression()}"
        return f"yield {self.values()}"

    def values(self):
        """What may stand without brackets on the right, or behind `return` and `in`."""
        if self.often(0.7):
            return self.expression()

        def value():
            return "*" + self.binary(4) if self.often(0.2) else self.expression()

        return ", ".join(self.some(value, 3, 2)) + "," * self.often(0.2)

    # Targets, parameters and types

    def target(self, names):
        return self.pick(
            lambda: self.dice.choice(names),
            lambda: self.dice.choice(names),
            lambda: self.dice.choice(names),
            lambda: f"{self.name()}.{self.name()}",
            lambda: f"{self.name()}[{self.slices()}]",
            lambda: f"({self.target(names)}, {self.target(names)})",
            lambda: f"[{self.target(names)}, {self.starred(names)}]",
        )

    def starred(self, names):
        """Brackets behind the star, if any, begin with a name."""
        name = self.dice.choice(names)
        made = [name, name, name, f"[{name}, *{name}]", f"({name}, {self.target(names)})"]
        return "*" + self.dice.choice(made)

    def targets(self, names=NAMES):
        if self.often(0.65):
            return self.target(names)
        star = self.starred(names) if self.often(0.3) else self.target(names)
        return f"{star}, {self.target(names)}" + "," * self.often(0.2)

    def parameters(self, typed):
        names = self.dice.sample(NAMES, 7)
        with_default = False

        def parameter(star="", default=None):
            nonlocal with_default
            with_default = with_default or self.often(0.3)
            has_default = with_default if default is None else default
            made = star + names.pop()
            if typed and self.often(0.3):
                made += f": {self.type()}"
            return made + f"={self.expression()}" * has_default

        made = self.some(parameter, 2)
        if made and self.often(0.15):
            made.append("/")
        made += self.some(parameter, 1)
        if self.often(0.15):
            made += ["*", parameter(default=self.often(0.5))]
        elif self.often(0.2):
            made.append(parameter("*", False))
        if self.often(0.15):
            made.append(parameter("**", False))
        return ", ".join(made)

    def type(self):
        name, other = self.name(), self.name()
        before, self.lambdas = self.lambdas, False
        made = [name, f"{name}[{other}]", f"{name} | None", f"'{name}'", f"a.{name}", "None"]
        made += [f"{name}[{self.slices()}]", f"{name}[{other}].a[{self.slices()}]"]
        self.lambdas = before
        return self.dice.choice(made)

    def type_parameters(self):
        return self.dice.choice(["", "", "", "[T]", "[T: bytes, *Ts]", "[**P]", "[T: (bytes, a)]"])

    # Patterns

    def capture(self):
        self.captures += 1
        return f"v{self.captures}"

    def patterns(self):
        if self.often(0.15):
            return f"{self.pattern()}, {self.pattern()}" + "," * self.often(0.3)
        if self.often(0.1):
            return f"*{self.capture()}, {self.pattern()}"
        return self.alias_pattern()

    def alias_pattern(self):
        made = self.pattern(True)
        if self.often(0.15):
            made += f" | {self.dice.choice(['1', 'None', 'a.b'])}"
        return made + f" as {self.capture()}" * self.often(0.2)

    def pattern(self, refutable=False):
        self.depth += 1
        try:
            simple = ["1", "-1", "'a'", "None", "True", "1+2j", "a.b", "x.y.z", "'a' \"b\"", "b'x'"]
            if self.depth > self.limit or self.often(0.4):
                return self.dice.choice(simple)
            inner = self.some(self.alias_pattern, 2)
            keyword = [f"k={self.alias_pattern()}"] * self.often(0.3)
            pairs = [f"'a': {self.alias_pattern()}"] * self.often(0.5)
            rest, others = f"*{self.capture()}", f"**{self.capture()}"
            choices = [
                f"{self.dice.choice(['int', 'a.B'])}({', '.join(inner + keyword)})",
                f"[{', '.join(inner + [rest] * self.often(0.3))}]",
                "{" + ", ".join(pairs + [others] * self.often(0.3)) + "}",
                f"({self.alias_pattern()})",
            ]
            return self.dice.choice([*choices, *([] if refutable else [self.capture()])])
        finally:
            self.depth -= 1

    # Statements

    def block(self, indent, level):
        indent += self.dice.choice(["  ", "    ", "\t"])
        return "\n".join(self.some(lambda: self.statement(indent, level + 1), 3, 1))

    def simple(self):
        choices = [
            self.values,
            lambda: " = ".join(self.some(self.targets, 2, 1)) + f" = {self.values()}",
            lambda: f"{self.name()} {self.dice.choice(IN_PLACE)}= {self.values()}",
            lambda: (
                f"{self.dice.choice([self.name(), 'a.x', '(x)'])}: {self.type()}"
                + f" = {self.values()}" * self.often(0.6)
            ),
            lambda: (
                "del "
                + ", ".join(self.some(lambda: self.dice.choice([self.name(), "a.x", "x[0]"]), 2, 1))
            ),
            lambda: f"assert {self.expression()}" + f", {self.expression()}" * self.often(0.5),
            lambda: f"raise {self.expression()}" + f" from {self.expression()}" * self.often(0.5),
            lambda: f"import a.b as {self.name()}, {self.name()}",
            lambda: f"from a import {self.name()} as {self.name()}, {self.name()}",
            lambda: f"from ...a.b import ({self.name()},)",
            lambda: f"global g{self.dice.randint(0, 2)}",
            lambda: f"type {self.dice.choice(PLAIN)}{self.type_parameters()} = {self.type()}",
            lambda: f"{self.name()}({self.arguments()})",
        ]
        if self.in_function:
            choices += [
                self.produced,
                lambda: "return" if self.is_async else f"return {self.values()}",
            ]
        if self.in_loop:
            choices += [lambda: "break", lambda: "continue"]
        return self.pick(*choices)

    def statement(self, indent="", level=0):
        if level > 3 or self.often(0.5):
            made = "; ".join(self.some(self.simple, 2, 1)) if self.often(0.1) else self.simple()
            return indent + made + self.dice.choice(["", "", "", "  # comment", ";"])
        head, arms = self.pick(
            self.condition,
            self.loop,
            self.attempt,
            self.managers,
            self.choice,
            self.function,
            self.class_,
        )
        made = "\n".join(indent + line for line in head)
        return made + "".join(arm(indent, level) for arm in arms)

    def arm(self, head, **fields):
        """A clause with its block, in which the fields of the maker are these."""

        def make(indent, level):
            before = {key: getattr(self, key) for key in fields}
            self.__dict__.update(fields)
            made = f"\n{indent}{head}:\n{self.block(indent, level)}"
            self.__dict__.update(before)
            return made

        return make

    def condition(self):
        arms = [self.arm(f"if {self.named()}")]
        arms += self.some(lambda: self.arm(f"elif {self.named()}"), 1)
        return [], arms + [self.arm("else")] * self.often(0.3)

    def loop(self):
        start = "async for" if self.is_async and self.often(0.3) else "for"
        over = f"{start} {self.targets()} in {self.values()}"
        head = over if self.often(0.6) else f"while {self.named()}"
        return [], [self.arm(head, in_loop=True)] + [self.arm("else")] * self.often(0.3)

    def attempt(self):
        star = "*" * self.often(0.2)
        fields = {"in_loop": False} if star else {}
        arms = [self.arm("try")]
        handlers = self.some(
            lambda: self.arm(
                f"except{star} {self.expression()}" + f" as {self.name()}" * self.often(0.5),
                **fields,
            ),
            2,
        )
        if handlers:
            handlers += [self.arm("except")] * (not star and self.often(0.2))
            handlers += [self.arm("else")] * self.often(0.3)
        if not handlers or self.often(0.3):
            handlers.append(self.arm("finally"))
        return [], arms + handlers

    def managers(self):
        def item():
            return self.expression() + f" as {self.target(NAMES)}" * self.often(0.6)

        items = ", ".join(self.some(item, 2, 1))
        if self.often(0.2):
            items = f"({items}{',' * self.often(0.5)})"
        start = "async with" if self.is_async and self.often(0.3) else "with"
        return [], [self.arm(f"{start} {items}")]

    def choice(self):
        def make(indent, level):
            made = f"\n{indent}match {self.expression()}:"
            for _ in range(self.dice.randint(1, 3)):
                guard = f" if {self.named()}" * self.often(0.3)
                made += self.arm(f"case {self.patterns()}{guard}")(indent + "    ", level + 1)
            return made

        return [], [make]

    def decorators(self):
        return ["@" + self.named() for _ in range(self.dice.choice([0, 0, 0, 1, 2]))]

    def function(self):
        is_async = self.often(0.3)
        head = f"{'async ' * is_async}def {self.name()}{self.type_parameters()}"
        head += f"({self.parameters(True)})" + f" -> {self.type()}" * self.often(0.3)
        fields = {"in_function": True, "is_async": is_async, "in_loop": False}
        return self.decorators(), [self.arm(head, **fields)]

    def class_(self):
        bases = self.dice.choice(["", "()", f"({self.arguments()})", "(a, metaclass=b)"])
        head = f"class {self.name()}{self.type_parameters()}{bases}"
        fields = {"in_function": False, "is_async": False, "in_loop": False}
        return self.decorators(), [self.arm(head, **fields)]


def compiles(source):
    try:
        compile(source, "random", "exec", dont_inherit=True)
    except (SyntaxError, SystemError, ValueError, RecursionError, MemoryError, OverflowError):
        return False
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    dice = random.Random(options.seed)
    options.folder.mkdir(parents=True, exist_ok=True)
    written = 0
    while written < options.files:
        maker = Maker(dice)
        maker.limit = dice.choice([1, 2, 3, 4])
        source = maker.statement().lstrip("\n") + "\n"
        if compiles(source):
            (options.folder / f"{written}.py").write_text(source, encoding="utf-8")
            written += 1


if __name__ == "__main__":
    main()
