"""The goals, each with its value, what it is held against, the ratio, and whether it is met.

`pipe` is a server of one thread that answers null to everything (tests/benches/limit.rs): the two
ways through the pipe and the client's reading are in all figures. pygloss's own answer to a request
that does not exist tells beside it what the server's runtime adds before a hover is looked for.
"""

import dataclasses

from servers import FLOOR, OURS


@dataclasses.dataclass
class Goal:
    name: str
    value: float | None
    unit: str
    #: What the value is compared with, and its value in the same run.
    reference: str
    against: float | None
    #: The largest ratio that meets the goal; None where only the absolute limit counts.
    most: float | None = None
    #: The largest value that meets the goal, for goals that are no ratios.
    limit: float | None = None

    @property
    def ratio(self):
        if self.value is None or not self.against:
            return None
        return self.value / self.against

    @property
    def met(self):
        """None where something was not measured."""
        if self.value is None or (self.most is not None and self.ratio is None):
            return None
        fits = self.most is None or self.ratio <= self.most
        return fits and (self.limit is None or self.value <= self.limit)


#: The longest median of one edit and the answer after it, in milliseconds.
_EDIT = {"15 KB": 0.2, "150 KB": 0.4, "1.5 MB": 3}
_MEMORY = {"15 KB": 20, "1.5 MB": 60}


def goals(results):
    """All goals that the results say something about."""
    found = []
    if "edits" in results:
        found += _edits(results["edits"])
    if "start" in results:
        found += _start(results["start"])
    if "binary" in results:
        found.append(
            Goal("size of the program", results["binary"], "MB", "", None, limit=12)
        )
    if "memory" in results:
        found += _memory(results["memory"])
    if "scan" in results:
        found += _scan(results["scan"])
    if "usages" in results:
        found += _usages(results["usages"])
    return found


def _edits(sizes):
    for size, of in sizes.items():
        ours, pipe = of.get(OURS), of.get(FLOOR)
        if not ours or not pipe:
            continue
        for what in ("hover", "lenses"):
            key = f"edit, {what}"
            name = f"edit, then {what}, {size}"
            value = ours[key]
            base = of["tree-sitter"]["edit"] + (pipe[key] or 0)
            yield Goal(
                name, value, "ms", "tree-sitter and pipe", base, 2, _EDIT.get(size)
            )
        others = {
            name: one
            for name, one in of.items()
            if name not in (OURS, FLOOR, "tree-sitter") and one["edit, hover"]
        }
        name = f"edit, then hover, {size}"
        answering = [one for one in others if others[one]["answered after an edit"]]
        yield _fastest(name, ours["edit, hover"], others, answering)
        if size != "15 KB":
            silent = [one for one in others if one not in answering]
            yield _fastest(name, ours["edit, hover"], others, silent)
        name = f"settled hover, {size}"
        yield Goal(name, ours["hover"], "ms", "pipe", pipe["hover"], 1.5)
        empty = ours["unknown request"]
        yield Goal(name, ours["hover"], "ms", "own answer to nothing", empty)


def _fastest(name, value, others, names):
    """At least ten times as fast as the fastest of these."""
    best = min(names, key=lambda one: others[one]["edit, hover"], default=None)
    says = "answers" if best and others[best]["answered after an edit"] else "silent"
    reference = f"{best} ({says})" if best else "no peer"
    against = others[best]["edit, hover"] if best else None
    return Goal(name, value, "ms", reference, against, 0.1)


def _start(of):
    ours = of.get(OURS)
    if not ours:
        return
    for key, limit in (("initialize", 5), ("first hover", 10)):
        others = {name: one[key] for name, one in of.items() if name != OURS}
        pipe = others.pop(FLOOR, None)
        name = f"start to {key}"
        yield Goal(name, ours[key], "ms", "empty server", pipe, None, limit)
        if others:
            best = min(others, key=others.get)
            yield Goal(name, ours[key], "ms", best, others[best], None, limit)


def _memory(of):
    ours = of.get(OURS, {})
    for size, limit in _MEMORY.items():
        if size not in ours:
            continue
        others = {
            name: one[size]["peak"]
            for name, one in of.items()
            if name not in (OURS, FLOOR) and size in one
        }
        best = min(others, key=others.get, default="no peer")
        yield Goal(
            f"memory, {size}",
            ours[size]["peak"],
            "MiB",
            best,
            others.get(best),
            None,
            limit,
        )
    if "15 KB, vault" in ours:
        without = ours["15 KB"]["peak"]
        more = ours["15 KB, vault"]["peak"] - without
        name = "memory more for 5,000 notes"
        yield Goal(name, more, "MiB", "without them", without, None, 40)


def _scan(of):
    once = of["times"].get(1)
    ours = once["pygloss"]
    name = "scan of CPython's library"
    if "ast-grep" in once:
        reference = "ast-grep, 22 rules"
        yield Goal(name, ours["wall"], "s", reference, once["ast-grep"]["wall"], 1)
    bare = once["tree-sitter"]
    yield Goal(name, ours["wall"], "s", "tree-sitter's parse", bare["wall"], 1.3)
    yield Goal(
        f"{name}, processor time", ours["cpu"], "s", "tree-sitter's parse", bare["cpu"]
    )
    for times, more in of["times"].items():
        if times == 1:
            continue
        again = more["pygloss"]
        what = f"{name} {times} times over"
        yield Goal(
            what, again["wall"], "s", f"{times} scans", times * ours["wall"], 1.15
        )
        yield Goal(
            f"memory, {what}", again["peak"], "MiB", "one scan", ours["peak"], 1.15
        )


def _usages(of):
    bare = "tree-sitter's parse"
    yield Goal("usages in Django, cold", of["cold"], "ms", bare, of["bare"], None, 1500)
    yield Goal("usages in Django, warm", of["warm"], "ms", bare, of["bare"], None, 50)


def written(found):
    """The goals as lines of text."""
    lines = [
        f"{'goal':<44} {'value':>10}      {'reference':<24} {'value':>10} {'ratio':>8}"
    ]
    for goal in found:
        asked = [f"{goal.limit:g} {goal.unit}"] if goal.limit is not None else []
        asked += [f"{goal.most:g} x"] if goal.most is not None else []
        if not asked:
            met = ""
        elif goal.met is None:
            met = "not measured"
        else:
            met = ("met" if goal.met else "NOT MET") + f" ({', '.join(asked)})"
        lines.append(
            f"{goal.name:<44} {number(goal.value):>10} {goal.unit:<4} {goal.reference:<24} "
            f"{number(goal.against):>10} {number(goal.ratio):>8}  {met}"
        )
    return "\n".join(lines)


def number(value):
    """Three digits that count."""
    if value is None:
        return "-"
    if value >= 100:
        return f"{value:,.0f}"
    digits = 0 if value >= 99.5 else 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:.{digits}f}"
