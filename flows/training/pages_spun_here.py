"""Spin genuine pages with pairs of which the lexicon that repairs them lacks a part.

So the chooser learns how far to trust a lexicon that knows a spinner badly. The pages are held out
of the language model, and none of them is a page that the benchmark spins.
"""

from __future__ import annotations

import random
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from cleaners.own_entries import Pair
from flows.training.bench_data import BENCH_DATA
from flows.training.corpus import held_out_documents
from flows.training.lexicon_counts import LexiconCounts, read_all
from flows.training.lexicon_sources import (
    LISTS,
    Key,
    PairOccurrences,
    read_first_list,
    read_lists,
    read_occurrences,
)
from flows.training.lexicon_weights import measure_trust, merge
from flows.training.spinning import DIALECT, SpinTable, load_spinner, spin, thin_out

DATA = BENCH_DATA / "paraphrase"
NEWS = ("bbc2225", "fnc1", "reuters21578")  # sources of the genuine pages
PAGES_OF_SOURCE = 60  # so that a fit takes some seconds
SHORTEST, LONGEST = 900, 4_000  # characters of a genuine page
SEED = 5  # any number
GROUPS = 2  # of pairs seen in one text: a lexicon knows one, the spinner uses the other
FIRST_NUMBER = 1_000  # of these pages; the benchmark's have lower ones


@dataclass(frozen=True, slots=True)
class Way:
    """A way to spin: with which pairs, and how often.

    `shown_weight` is that of a pair seen in one text that the lexicon knows, beside one that it
    does not know. `weight` is how much the places of such pages count when the chooser is fitted.
    """

    occurrences: Mapping[Key, PairOccurrences]
    shown_weight: float
    is_thinned: bool
    weight: float


@dataclass(frozen=True, slots=True)
class SpunHere:
    """Pages that were spun in a way, and the pairs of the lexicon that repairs them."""

    pairs: Sequence[Pair]
    pages: Sequence[tuple[str, str]]
    weight: float


def pages_spun_here() -> Iterator[SpunHere]:
    """Yield the pages of each way to spin, and each group of pairs.

    A page is its spun text and its original.
    """
    counts = read_all(DATA)
    for way in _ways(counts):
        for group in range(GROUPS):
            yield _spun_here(way, group, counts)


def _ways(counts: LexiconCounts) -> list[Way]:
    """Return the ways to spin: by few pairs that the lexicon knows, and as real copies are."""
    table = read_occurrences(DATA / "substitutions_dev.tsv")
    badly_known = Way(table, shown_weight=0.0, is_thinned=False, weight=1.0)
    lifelike = Way(counts.occurrences, shown_weight=0.5, is_thinned=True, weight=4.0)
    return [badly_known, lifelike]


def _spun_here(way: Way, group: int, counts: LexiconCounts) -> SpunHere:
    """Spin the pages of a group with the pairs of a group hidden."""
    hidden = {
        key for key, found in way.occurrences.items() if _is_hidden(key, found, group)
    }
    table = _spinning_table(way, hidden)
    pages = list(_spun_pages(way, group, table))
    return SpunHere(_known_pairs(counts, hidden), pages, way.weight)


def _spun_pages(way: Way, group: int, table: SpinTable) -> Iterator[tuple[str, str]]:
    """Yield the pages of a group, spun, and their originals."""
    for number, text in _genuine_pages():
        if number % GROUPS == group:
            row = spin(table, number, text)
            row = thin_out(row) if way.is_thinned else row
            yield str(row["spun"]), text


def _is_hidden(key: Key, found: PairOccurrences, group: int) -> bool:
    """Return whether a pair is seen in one text, and of a group."""
    if found.texts > 1:
        return False
    name = "\t".join(key)
    return zlib.crc32(name.encode()) % GROUPS == group


def _spinning_table(way: Way, hidden: set[Key]) -> SpinTable:
    """Return the spun forms of each original."""
    table: SpinTable = defaultdict(list)
    for key, found in way.occurrences.items():
        original, spun = key
        words = tuple(original.split())
        if DIALECT not in found.dialects or words in load_spinner().KEPT:
            continue
        is_shown_once = found.texts <= 1 and key not in hidden
        weight = found.weight * (way.shown_weight if is_shown_once else 1.0)
        if weight:
            table[words].append((spun, weight))
    return table


def _known_pairs(counts: LexiconCounts, hidden: set[Key]) -> list[Pair]:
    """Build a lexicon without the counts of hidden pairs."""
    shown = {
        key: found for key, found in counts.occurrences.items() if key not in hidden
    }
    first_list = read_first_list(DATA / "lexicon_start.tsv")
    trusts = measure_trust(first_list, read_lists(LISTS), shown, counts.kept)
    return merge(shown, trusts, counts.kept)


@cache
def _genuine_pages() -> tuple[tuple[int, str], ...]:
    """Read numbered pages of news, chosen by chance."""
    chance = random.Random(SEED)  # noqa: S311 - the choice must be repeatable
    chosen: list[str] = []
    for source in NEWS:
        texts = [
            text
            for text in held_out_documents(DATA / "genuine", source)
            if SHORTEST < len(text) < LONGEST
        ]
        chosen += chance.sample(texts, min(PAGES_OF_SOURCE, len(texts)))
    return tuple(enumerate(chosen, FIRST_NUMBER))
