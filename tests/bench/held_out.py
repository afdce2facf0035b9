"""Spin genuine pages with substitutions that a lexicon has never seen.

The lexicon is built again in memory, without the counts of one group of pairs. Pages that are not
in the language model are spun with all pairs of the table, or only with those that the group calls
for. Their original words are kept, to score the repair.
"""

from __future__ import annotations

import csv
import json
import zlib
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from cleaners.paraphrase import Unspinner, language_model, lexicon, topics
from cleaners.paraphrase.lexicon import Lexicon
from cleaners.paraphrase.resources import Resources
from flows.training.bench_data import BENCH_DATA
from flows.training.corpus import is_held_out
from flows.training.lexicon_counts import read_all
from flows.training.lexicon_sources import (
    LISTS,
    Key,
    PairOccurrences,
    read_first_list,
    read_lists,
    read_occurrences,
)
from flows.training.lexicon_weights import measure_trust, merge
from flows.training.spinning import (
    DIALECT,
    Spin,
    SpinTable,
    load_spinner,
    spin,
    thin_out,
)

DATA = BENCH_DATA / "paraphrase"
SHORTEST, LONGEST = 1_200, 6_000  # characters of a page that is spun
ORIGINAL_GROUPS = 5  # of originals or spun forms, of which one is left out

# Which pairs are left out of the lexicon, and the number of groups.
KINDS = {
    "nothing left out": 1,
    "half of the pairs seen in one story": 2,
    "the same, replaced as often as in real copies": 2,
    "a fifth of the originals": 5,
    "a fifth of the spun forms": 5,
    "a fifth of the originals, from the lists too": 5,
}
STORIES, LIFELIKE, ORIGINALS, FORMS, BLIND = list(KINDS)[1:]


@dataclass(frozen=True, slots=True)
class Fold:
    """A repairer, the pairs that its lexicon does not have, and the spun texts to repair."""

    unspinner: Unspinner
    hidden: frozenset[Key]
    texts: Sequence[Spin]

    def unseen(self, row: Spin) -> Spin:
        """Keep only the places whose pair is hidden."""
        spun = str(row["spun"])
        kept = []
        for start, end, original in row["spans"]:  # type: ignore[attr-defined]  # spinner's JSON
            if (original.lower(), spun[start:end].lower()) in self.hidden:
                kept.append([start, end, original])
        return {**row, "spans": kept}


def folds(kind: str) -> Iterator[Fold]:
    """Yield a fold for each group of a kind, and divide the pages among them."""
    occurrences = read_occurrences(DATA / "substitutions_dev.tsv")
    stories = story_counts()
    for group in range(KINDS[kind]):
        hidden = frozenset(
            key for key in occurrences if is_hidden(kind, key, stories[key], group)
        )
        pairs = known_pairs(kind, group, hidden)
        lexicon = Lexicon.from_pairs(pairs)
        unspinner = Unspinner.of(
            Resources(lexicon, language_model.load(), topics.load())
        )
        table = spinning_table(kind, occurrences, hidden, load_spinner().KEPT)
        texts = []
        for number, text in pages():
            if number % KINDS[kind] == group:
                row = spin(table, number, text)
                texts.append(thin_out(row) if kind == LIFELIKE else row)
        yield Fold(unspinner, hidden, texts)


def known_pairs(
    kind: str,
    group: int,
    hidden: frozenset[Key],
) -> list[lexicon.Pair]:
    """Build the lexicon without the counts of hidden pairs."""
    counts = read_all(DATA)
    shown = {
        key: found for key, found in counts.occurrences.items() if key not in hidden
    }
    kept = counts.kept
    trusts = measure_trust(first_list(), read_lists(LISTS), shown, kept)
    if kind == BLIND:
        trusts = {
            key: trust
            for key, trust in trusts.items()
            if not is_hidden(kind, key, 1, group)
        }
    return merge(shown, trusts, kept)


def spinning_table(
    kind: str,
    occurrences: dict[Key, PairOccurrences],
    hidden: frozenset[Key],
    kept: Container[tuple[str, ...]],
) -> SpinTable:
    """Return the spun forms of each original, with their counts; `kept` are never spun.

    Of the pairs seen in one story, only the hidden ones are used by the kinds that hide them.
    """
    hides_stories = kind in (STORIES, LIFELIKE)
    stories = story_counts()
    table: SpinTable = defaultdict(list)
    for key, found in occurrences.items():
        words = tuple(key[0].split())
        if DIALECT not in found.dialects or words in kept:
            continue
        if hides_stories and stories[key] == 1 and key not in hidden:
            continue
        table[words].append((key[1], found.count))
    return table


def is_hidden(kind: str, key: Key, stories: int, group: int) -> bool:
    """Return whether a pair belongs to a group of a kind.

    A pair seen in two stories is hidden half as often as one seen in one story.
    """
    original, spun = key
    if kind in (STORIES, LIFELIKE):
        return stories <= 2 and _group("\t".join(key), 2 * stories) == group
    if kind in (ORIGINALS, BLIND):
        return _group(original, ORIGINAL_GROUPS) == group
    return kind == FORMS and _group(spun, ORIGINAL_GROUPS) == group


def _group(text: str, groups: int) -> int:
    """Return the group of a text, always the same."""
    return zlib.crc32(text.encode()) % groups


@cache
def pages() -> tuple[tuple[int, str], ...]:
    """Read the numbered pages that are not in the language model."""
    with (BENCH_DATA / "html_extraction" / "gold.jsonl").open(encoding="utf-8") as file:
        texts = [row["text"] for row in map(json.loads, file)]
    kept = [
        text[:LONGEST] for text in texts if len(text) >= SHORTEST and is_held_out(text)
    ]
    return tuple(enumerate(kept))


@cache
def first_list() -> tuple[Key, ...]:
    """Read the first list of the lexicon."""
    return tuple(read_first_list(DATA / "lexicon_start.tsv"))


@cache
def story_counts() -> dict[Key, int]:
    """Read in how many stories each pair was seen."""
    with (DATA / "substitutions_dev.tsv").open(encoding="utf-8") as file:
        rows = csv.DictReader(
            (line for line in file if not line.startswith("#")), delimiter="\t"
        )
        return {(row["original"], row["spun"]): int(row["stories"]) for row in rows}
