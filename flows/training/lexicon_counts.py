"""Add up what the copies of the first table and the observed pages say about pairs and words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.training import observed_pages
from flows.training.lexicon_sources import (
    Key,
    PairOccurrences,
    read_kept_counts,
    read_occurrences,
)

# Uses per 1,000 English words of short words that spinners mostly leave: kept_words.tsv has no
# words of fewer than four letters.
USES_PER_1000_WORDS = {
    "the": 58, "to": 27, "of": 26, "and": 26, "a": 24, "in": 20, "is": 11, "for": 10, "on": 8,
    "it": 8, "as": 6, "was": 6, "at": 5, "by": 5, "be": 5, "are": 5, "but": 4, "not": 4, "or": 3,
    "its": 3, "can": 2.5, "all": 2.5, "one": 2.3, "new": 2, "so": 1.5, "two": 1.3, "do": 1.2,
    "now": 1.2, "how": 1, "use": 1, "way": 0.8, "us": 0.8, "own": 0.5, "off": 0.5, "old": 0.4,
}  # fmt: skip
TABLE_WORDS = 23.5  # thousands of words in the originals of the copies of the table
PLACES_DIGITS = 3  # decimals of averaged places


@dataclass(frozen=True, slots=True)
class LexiconCounts:
    """How often copies have each pair, and left each word or phrase as it was."""

    occurrences: dict[Key, PairOccurrences]
    kept: dict[str, float]


def read_all(folder: Path, without: Collection[str] = ()) -> LexiconCounts:
    """Read the table in `folder` and the observed pages, leaving out those of some texts."""
    occurrences = read_occurrences(folder / "substitutions_dev.tsv")
    kept = read_kept_counts(folder / "kept_words.tsv")
    observed = observed_pages.read_counts(without=without)
    return add_observed(occurrences, kept, observed)


def add_observed(
    occurrences: Mapping[Key, PairOccurrences],
    kept: Mapping[str, float],
    observed: observed_pages.ObservedCounts,
) -> LexiconCounts:
    """Add the counts of observed pages to those of the table."""
    joined = dict(occurrences)
    for key, places in observed.pairs.items():
        joined[key] = _add_places(joined.get(key), places)
    total = _with_short_words(occurrences, kept)
    for phrase, count in observed.kept.items():
        so_far = total.get(phrase, 0.0)
        total[phrase] = round(so_far + count, PLACES_DIGITS)
    return LexiconCounts(joined, total)


def _add_places(
    known: PairOccurrences | None, places: observed_pages.PairPlaces
) -> PairOccurrences:
    """Add the places of a pair to what is known of it."""
    count = sum(places.by_dialect.values())
    dialects = set(places.by_dialect)
    texts: float = len(places.texts)
    if known:
        count += known.count
        texts += known.texts
        dialects.update(known.dialects)
    return PairOccurrences(
        count=round(count, PLACES_DIGITS),
        dialects="".join(sorted(dialects)),
        texts=texts,
    )


def _with_short_words(
    occurrences: Mapping[Key, PairOccurrences], kept: Mapping[str, float]
) -> dict[str, float]:
    """Add the short words that copies of the table must have left, by how frequent they are."""
    replaced = dict.fromkeys(USES_PER_1000_WORDS, 0.0)
    for (original, _), found in occurrences.items():
        if original in replaced and "A" in found.dialects:
            replaced[original] += found.count
    estimated = {}
    for word, uses in USES_PER_1000_WORDS.items():
        places = uses * TABLE_WORDS
        left = places - replaced[word]
        estimated[word] = max(0.0, left)
    return {**estimated, **kept}
