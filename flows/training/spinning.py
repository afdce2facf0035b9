"""Spin genuine text with pairs that real copies have, to train and to measure the repair.

The benchmark's spinner (`spin.py` of BENCH_DATA) replaces words and keeps the truth.
"""

# ruff: noqa: S311 - the spinner's random choices must be repeatable
from __future__ import annotations

import random
import runpy
from dataclasses import dataclass, field
from functools import cache
from types import SimpleNamespace

from cleaners.paraphrase import lexicon
from flows.training.bench_data import BENCH_DATA

SEED = 3  # any number
REPLACED = 0.97  # share of an original's places that the benchmark's spinner replaces
DIALECT = "A"  # the main one of the counted copies

Spin = dict[str, object]
"""A row of the spinner: id, original, spun, spans."""

SpinTable = dict[tuple[str, ...], list[tuple[str, float]]]
"""The spun forms of the words of an original, with their counts."""


@cache
def load_spinner() -> SimpleNamespace:
    """Load the benchmark's spinner."""
    module = runpy.run_path(str(BENCH_DATA / "paraphrase" / "spin.py"))
    return SimpleNamespace(**module)


def spin(table: SpinTable, number: int, text: str) -> Spin:
    """Spin a text; its number decides what chance chooses."""
    chance = random.Random(f"{SEED}:{number}")
    longest = max(map(len, table))
    spun, spans = load_spinner().spin(text, table, chance, longest)
    return {"id": str(number), "original": text, "spun": spun, "spans": spans}


def thin_out(row: Spin) -> Spin:
    """Undo random places, so that each original is replaced as often as in real copies.

    Real copies replace "of" by "from" in one of a thousand places, the spinner in 97 of 100.
    """
    chance = random.Random(f"{SEED}:{row['id']}")
    thinned = _Thinned(str(row["spun"]))
    for start, end, original in row["spans"]:  # type: ignore[attr-defined]  # spinner's JSON
        is_replaced = chance.random() * REPLACED < _replaced_share(original)
        thinned.add(start, end, original, is_replaced=is_replaced)
    return {**row, "spun": thinned.whole(), "spans": thinned.spans}


@dataclass(slots=True)
class _Thinned:
    """A spun text up to a position, with some places undone, and the spans of the others."""

    spun: str
    text: str = ""
    position: int = 0
    spans: list[list[object]] = field(default_factory=list)

    def add(self, start: int, end: int, original: str, *, is_replaced: bool) -> None:
        """Add the text up to the end of a place."""
        self.text += self.spun[self.position : start]
        self.position = end
        if is_replaced:
            self._keep(self.spun[start:end], original)
        else:
            self.text += original

    def _keep(self, written: str, original: str) -> None:
        """Add a place as it is."""
        start = len(self.text)
        self.text += written
        self.spans.append([start, len(self.text), original])

    def whole(self) -> str:
        """Return the text with what follows the last place."""
        return self.text + self.spun[self.position :]


def _replaced_share(original: str) -> float:
    """Return the share of its places in which real copies replace an original."""
    return replaced_shares().get(original.lower(), 0.0)


@cache
def replaced_shares() -> dict[str, float]:
    """Read the share of its places in which real copies replace each original."""
    return {pair.original: pair.replaced for pair in lexicon.shipped_pairs()}
