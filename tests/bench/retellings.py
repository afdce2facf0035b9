"""Measure which real retellings are labelled, beside copies and articles on one event.

    python tests/bench/retellings.py FOLDER

The texts are no part of the project: FOLDER has NAME-one.txt and NAME-other.txt, the openings of
the two pages that retellings.tsv lists by NAME. It says how each pair came about, as read by a
person. The pairs aside were looked at once, when all thresholds were chosen; pairs of one original
are in one half.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from duplicates import class_tables

from cleaners.duplicates import WordClasses
from cleaners.duplicates.proof import prove

PAIRS = Path(__file__).with_name("retellings.tsv")


def main() -> None:
    """Print the verdict of each pair, and how many there are of each."""
    (folder,) = map(Path, sys.argv[1:])
    counts: Counter[tuple[str, str, str]] = Counter()
    for row, verdict in judged(folder):
        print(row["name"], row["half"], row["kind"], verdict, sep="\t")
        counts[row["half"], row["expected"], verdict] += 1
    for key, count in sorted(counts.items()):
        print(*key, count, sep="\t")


def judged(folder: Path) -> Iterator[tuple[Mapping[str, str], str]]:
    """Yield each pair with what its texts are to each other."""
    classes = WordClasses.of(class_tables()["lexicon of the project"])
    with PAIRS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            one, other = (read(folder, row["name"], part) for part in ("one", "other"))
            yield row, prove(one, other, classes).verdict.value


def read(folder: Path, name: str, part: str) -> str:
    """Read a text of a pair."""
    return (folder / f"{name}-{part}.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    main()
