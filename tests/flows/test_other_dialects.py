"""Pages that another spinner wrote, with the pairs that copies have shown of it."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

import pytest

from cleaners.paraphrase import repair, unspinner
from cleaners.paraphrase.lexicon import shipped_pairs
from flows.training.corpus import held_out_documents
from flows.training.spinning import SpinTable, load_spinner, spin

DATA = Path(os.environ.get("BENCH_DATA", "none")) / "paraphrase"
PAGES = 12
SHORTEST = 2_500  # characters
# Share (0..1) of pages that are labelled: some pairs of C are pairs the other way round too.
LABELLED = 0.8
FEWEST_SPUN = 20  # places of a page; fewer are an editor's

pytestmark = pytest.mark.skipif(
    not (DATA / "spin.py").exists(), reason="needs BENCH_DATA"
)


def table_of(dialect: str) -> SpinTable:
    """Return what a spinner writes for each original that no other counted spinner knows."""
    table: SpinTable = defaultdict(list)
    for pair in shipped_pairs():
        words = tuple(pair.original.split())
        if dialect in pair.dialects and words not in load_spinner().KEPT:
            table[words].append((pair.spun, pair.weight))
    return table


def pages(dialect: str) -> list[tuple[str, str]]:
    """Return genuine pages and what the spinner of a dialect makes of them."""
    table = table_of(dialect)
    texts = held_out_documents(DATA / "genuine", "fnc1")
    long = [text for text in texts if len(text) >= SHORTEST][:PAGES]
    rows = [spin(table, number, text) for number, text in enumerate(long)]
    return [
        (str(row["spun"]), str(row["original"]))
        for row in rows
        if len(row["spans"]) >= FEWEST_SPUN  # type: ignore[arg-type]  # spinner's JSON
    ]


@pytest.mark.parametrize("dialect", "BCDF")
def test_a_page_of_another_spinner_is_left_as_it_is(dialect: str) -> None:
    for spun, _ in pages(dialect):
        result = repair(spun)
        assert not result.spinning.spun
        assert not result.edits


@pytest.mark.parametrize("dialect", "BCDF")
def test_it_is_labelled_beside_its_original_and_not_the_original(dialect: str) -> None:
    found = pages(dialect)
    labels = [unspinner().dialect_beside(spun, original) for spun, original in found]
    assert labels.count("other") >= LABELLED * len(found) > 0
    for spun, original in found:
        assert unspinner().dialect_beside(original, spun) is None
