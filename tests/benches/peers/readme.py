"""The table in README.md: figures stand there only as a run measured them."""

from goals import number
from servers import FLOOR, OURS

_BEGIN, _END = (
    "<!-- figures: written by tests/benches/peers/run readme -->",
    "<!-- end -->",
)
_SIZES = ("15 KB", "150 KB", "1.5 MB")
_SAYS = {
    "hover": "hover",
    "edit, hover": "edit, then hover",
    "edit, lenses": "edit, then lenses",
}


def write(path, results):
    """Puts the table between its marks."""
    text = path.read_text(encoding="utf-8")
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise SystemExit(f"{path} has no marks for the figures")
    table = f"{before}{_BEGIN}\n{figures(results)}\n{_END}{after}"
    path.write_text(table, encoding="utf-8")


def figures(results):
    """The table of what was measured, as Markdown, with what it was measured on."""
    versions = results["versions"]
    names = [name for name in versions if name not in (OURS, FLOOR)]
    head = ["", OURS, "limit", "ratio", *names]
    rows = _start(results, names) + _edits(results, names)
    rows += _memory(results, names) + _scan(results, names)
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    rule = "| --- |" + " ---: |" * (len(head) - 1)
    return "\n".join(
        ["| " + " | ".join(head) + " |", rule, *lines, "", _about(results)]
    )


def _row(title, ours, limit, others):
    ratio = number(ours / limit) if ours and limit else ""
    cells = [number(value) if value is not None else "" for value in (ours, limit)]
    return [title, *cells, ratio, *others]


def _start(results, names):
    of = results.get("start", {})
    rows = []
    for key in ("initialize", "first hover"):
        if OURS not in of:
            continue
        others = [number(of[name][key]) if name in of else "" for name in names]
        title = f"start to {key}, ms"
        limit = of.get(FLOOR, {}).get(key)
        rows.append(_row(title, of[OURS][key], limit, others))
    return rows


def _edits(results, names):
    rows = []
    for size in _SIZES:
        of = results.get("edits", {}).get(size, {})
        if OURS not in of or FLOOR not in of:
            continue
        tree = of["tree-sitter"]["edit"]
        for key in ("hover", "edit, hover", "edit, lenses"):
            limit = of[FLOOR][key] + (tree if "edit" in key else 0)
            others = [_peer(of.get(name), key) for name in names]
            rows.append(_row(f"{_SAYS[key]}, {size}, ms", of[OURS][key], limit, others))
        rows.append(
            _row(
                f"names with a hover, {size}",
                None,
                None,
                [f"{of[name]['filled']:.0%}" if name in of else "" for name in names],
            )
        )
        rows[-1][1] = f"{of[OURS]['filled']:.0%}"
    return rows


def _peer(of, key):
    """What a peer took; in brackets where it had nothing to say."""
    if not of or of[key] is None:
        return ""
    said = of["answered after an edit"] if key == "edit, hover" else of["filled"]
    if key == "edit, lenses":
        said = of["lenses"]
    return number(of[key]) if said else f"({number(of[key])})"


def _memory(results, names):
    of = results.get("memory", {})
    rows = []
    for size in ("15 KB", "1.5 MB", "15 KB, vault"):
        ours = of.get(OURS, {}).get(size)
        if not ours:
            continue
        others = [number(of.get(n, {}).get(size, {}).get("peak")) for n in names]
        others = ["" if cell == "-" else cell for cell in others]
        title = size.replace("vault", "5,000 notes")
        rows.append(_row(f"memory, {title}, MiB", ours["peak"], None, others))
    return rows


def _scan(results, names):
    rows = []
    if "scan" in results:
        times = results["scan"]["times"]
        of = times.get(1) or times["1"]
        others = [number(of[name]["wall"]) if name in of else "" for name in names]
        limit = of["tree-sitter"]["wall"]
        title = f"scan of {results['scan']['files']} files of CPython's library, s"
        rows.append(_row(title, of["pygloss"]["wall"], limit, others))
    if "usages" in results:
        of = results["usages"]
        for key in ("cold", "warm"):
            title = f"places in {of['files']} files of Django, {key}, ms"
            rows.append(_row(title, of[key], of["bare"], [""] * len(names)))
    return rows


def _about(results):
    versions = ", ".join(f"{name} {of}" for name, of in results["versions"].items())
    load = " to ".join(f"{load:.1f}" for load in results.get("load", []))
    busy = f" with a load of {load}" if load else ""
    return f"Measured together on {results['machine']}{busy}: {versions}."
