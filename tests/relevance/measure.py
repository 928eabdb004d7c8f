#!/usr/bin/env python3
"""Measures how well the entries that pygloss lists for a concept are about it.

usage: measure.py PYGLOSS [--worst N]        (the built program)

Labels say which entries of a guide teach which concept. The own ones are `labels.tsv` beside this
file (line of `guide.md`, concept). With PYGLOSS_SAMPLE_GUIDES set to a folder of other guides whose
parent holds `topics.tsv` (which lines of which guide teach a topic, and which constructs raise it),
those are measured too; `constructs.tsv` maps its free-text constructs to concept ids.

Figures, averaged over the concepts with at least one relevant entry: of the first three entries
those that are relevant, over min(3, relevant); recall among the first five; mean reciprocal rank;
and precision: of all entries listed, the share that is relevant (at most the first five of each).
"""
import csv
import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

CHAPTER = 200  # lines: a label inside something longer names no entry
HERE = Path(__file__).resolve().parent


def run(pygloss, *arguments):
    done = subprocess.run([pygloss, *arguments], capture_output=True, text=True)
    if not done.stdout:
        sys.exit(f"measure.py: {pygloss} {' '.join(arguments)}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def rows(path):
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def own_labels():
    guide = HERE / "guide.md"
    labels = [(r["concept"], str(guide), int(r["line"])) for r in rows(HERE / "labels.tsv")]
    return [str(guide)], labels


def sample_labels(folder):
    concepts = {r["construct"]: r["concept"] for r in rows(HERE / "constructs.tsv")}
    files = {path.name[:3]: str(path) for path in sorted(Path(folder).glob("*.md"))}
    labels = []
    for row in rows(Path(folder).parent / "topics.tsv"):
        ids = {concepts.get(c.strip()) for c in row["constructs"].split(",")} - {None}
        for part in row["sources"].split(";"):
            guide, _, places = part.partition(":")
            for place in re.findall(r"\d+", re.sub(r"-\d+", "", places)):
                labels += [(concept, files[guide], int(place)) for concept in sorted(ids)]
    return list(files.values()), labels


def entry_at(entries, line):
    """The entry that begins at the line, else the smallest one around it, if it is no whole chapter."""
    around = [e for e in entries if e["line"] <= line <= e["end_line"]]
    around = [e for e in around if e["line"] == line or e["end_line"] - e["line"] < CHAPTER]
    return min(around, key=lambda e: (e["line"] != line, e["end_line"] - e["line"]), default=None)


def measure(pygloss, name, files, labels, worst):
    indexed = defaultdict(list)
    for entry in run(pygloss, "index", "--format", "json", *files):
        indexed[entry["file"]].append(entry)
    relevant = defaultdict(set)
    lost = 0
    for concept, file, line in labels:
        entry = entry_at(indexed[file], line)
        if entry is None:
            lost += 1
        else:
            relevant[concept].add((file, entry["line"]))
    guides = [word for file in files for word in ("--guide", file)]
    listed = run(pygloss, "--no-builtin-guide", *guides, "concepts", "--format", "json")
    found = {c["id"]: [(e["file"], e["line"]) for e in c["entries"]] for c in listed}
    figures, detail, shown, right, unknown = [], [], 0, 0, []
    for concept, wanted in sorted(relevant.items()):
        if concept not in found:
            unknown.append(concept)
            continue
        got = found[concept]
        hits = len(wanted & set(got[:3])) / min(3, len(wanted))
        recall = len(wanted & set(got[:5])) / min(5, len(wanted))
        rank = next((1 / (i + 1) for i, e in enumerate(got) if e in wanted), 0.0)
        shown += len(got[:5])
        right += len(wanted & set(got[:5]))
        figures.append((hits, recall, rank))
        detail.append((hits + recall + rank, concept, wanted, got))
    count = len(figures) or 1
    hits, recall, rank = (sum(f[i] for f in figures) / count for i in range(3))
    print(
        f"{name}: {len(figures)} concepts, hits in three {hits:.3f}, recall at five {recall:.3f}, "
        f"mean reciprocal rank {rank:.3f}, precision {right / max(shown, 1):.3f}; "
        f"{lost} labels without an entry, {len(unknown)} concepts not in the catalogue"
    )
    titles = {(e["file"], e["line"]): e["title"] for es in indexed.values() for e in es}
    for _, concept, wanted, got in sorted(detail, key=lambda d: d[:2])[:worst]:
        print(f"  {concept}")
        for place in sorted(wanted - set(got[:5])):
            print(f"    missed  {place[0][-24:]}:{place[1]}: {titles[place][:70]}")
        for place in got[:5]:
            mark = "right" if place in wanted else "wrong"
            print(f"    {mark}   {place[0][-24:]}:{place[1]}: {titles.get(place, '?')[:70]}")
    return hits, recall, rank


def main():
    pygloss = str(Path(sys.argv[1]).resolve())
    worst = int(sys.argv[3]) if sys.argv[2:3] == ["--worst"] else 0
    if (HERE / "guide.md").exists():
        measure(pygloss, "own guide", *own_labels(), worst)
    folder = os.environ.get("PYGLOSS_SAMPLE_GUIDES")
    if folder:
        measure(pygloss, "sample guides", *sample_labels(folder), worst)
    else:
        print("sample guides: left out, PYGLOSS_SAMPLE_GUIDES is not set")


if __name__ == "__main__":
    main()
