"""The word classes of the shipped lexicon, for matching only.

To make them from the lexicon takes a tenth of a second of CPU and 20 MB in every run. So they are
in a data file, which `python -m flows.training.build_derived` writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

FILE = "spun_classes.tsv"


@cache
def spun_classes() -> Mapping[str, str]:
    """Map each spun word of the lexicon to the word that stands for its class."""
    path = files("cleaners") / "data" / FILE
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(map(_pair, lines))


def _pair(line: str) -> tuple[str, str]:
    word, _, representative = line.partition("\t")
    return word, representative


def encode(classes: Mapping[str, str]) -> str:
    """Return the content of the data file: a word and the one that stands for its class a line."""
    pairs = sorted(classes.items())
    return "".join(f"{word}\t{representative}\n" for word, representative in pairs)
