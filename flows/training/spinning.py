"""Spin genuine text with pairs that real copies have, to train and to measure the repair.

The benchmark's spinner (`spin.py` of BENCH_DATA) replaces words and keeps the truth.
"""

# ruff: noqa: S311 - the spinner's random choices must be repeatable
from __future__ import annotations

import random
import runpy
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
    spun = str(row["spun"])
    text = ""
    position = 0
    kept: list[list[object]] = []
    for start, end, original in row["spans"]:  # type: ignore[attr-defined]  # spinner's JSON
        text += spun[position:start]
        position = end
        written = original
        if chance.random() * REPLACED < _replaced_share(original):
            written = spun[start:end]
            span_end = len(text) + len(written)
            kept.append([len(text), span_end, original])
        text += written
    rest = spun[position:]
    return {**row, "spun": text + rest, "spans": kept}


def _replaced_share(original: str) -> float:
    """Return the share of its places in which real copies replace an original."""
    return replaced_shares().get(original.lower(), 0.0)


@cache
def replaced_shares() -> dict[str, float]:
    """Read the share of its places in which real copies replace each original."""
    return {pair.original: pair.replaced for pair in lexicon.shipped_pairs()}
