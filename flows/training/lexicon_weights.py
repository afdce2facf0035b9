"""Merge the sources of the spin lexicon, and estimate the weight and the replaced share of a pair.

Counts from real copies decide where there are any. A list is trusted as far as the copies confirm
its originals and its pairs: a spinner knows far fewer words than a thesaurus.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from cleaners.own_entries import Pair
from flows.training.lexicon_sources import (
    Key,
    ListRow,
    PairOccurrences,
    is_valid_pair,
)

# Weights of pairs without a count (a counted pair weighs its count). Estimated as singletons per
# listed synonym (Good and Turing) in the pairs counted in copies.
UNSEEN = 0.35  # no copy has a synonym of the original
UNSEEN_BESIDE_SEEN = 0.25  # copies have another synonym of the original
UNSEEN_OF_FREQUENT = (
    0.05  # and replaced the original at least FREQUENTLY_REPLACED times
)
FREQUENTLY_REPLACED = 16  # places; from here a synonym never seen is hardly used
# Share of its places in which a spinner replaces a word; priors counted in copies.
SEEN_SHARE = 0.94  # words that copies of dialect A replace
KNOWN_SHARE = 0.6  # words of the first list
OTHER_SHARE = 0.2  # words that only copies of other dialects replace
PRIOR_PLACES = 2  # weight of these priors, in counted places; chosen, not measured
PRIOR_WORDS = 4  # weight of a list's prior, in counted words; chosen, not measured
SHORTEST_COUNTED = 4  # letters; kept_words.tsv lists no shorter words
LEAST_SHARE = 0.01  # an original that is replaced more rarely is left out
# Of three decimals, as the lexicon has: nothing is replaced everywhere, for then it could not stay.
LARGEST_SHARE = 0.998


@dataclass(frozen=True, slots=True)
class Trust:
    """How reliable the list of a pair is, measured on copies; both values are from 0 to 1."""

    share: float  # of places of an original that a spinner replaces
    coverage: float  # of the pairs in copies that the list has


@dataclass(frozen=True, slots=True)
class OriginalCounts:
    """What copies and lists say about originals."""

    places: dict[str, float]  # replaced in copies of dialect A
    other_dialects: set[str]
    list_shares: dict[str, float]
    kept: dict[str, float]

    def replaced_share(self, original: str) -> float:
        """Estimate the share of an original's places that a spinner replaces."""
        replaced = self.places.get(original, 0)
        kept = self.kept.get(original, 0)
        prior = self._prior(original)
        places = replaced + kept + PRIOR_PLACES
        share = (replaced + PRIOR_PLACES * prior) / places
        return min(share, LARGEST_SHARE)

    def _prior(self, original: str) -> float:
        """Return the share that is assumed before counting."""
        if original in self.places:
            return SEEN_SHARE
        if original in self.other_dialects:
            return OTHER_SHARE
        return self.list_shares[original]


def measure_trust(
    first_list: Iterable[Key],
    lists: Iterable[ListRow],
    occurrences: dict[Key, PairOccurrences],
    kept: dict[str, float],
) -> dict[Key, Trust]:
    """Measure how far each listed pair is to be trusted, list by list.

    The first list is the standard. Only words and pairs that no earlier list has are counted for
    a list.
    """
    trusts = dict.fromkeys(first_list, Trust(KNOWN_SHARE, 1))
    seen = {key for key, found in occurrences.items() if "A" in found.dialects}
    for _, rows in groupby(lists, key=attrgetter("list_name")):
        listed = _pairs_of(rows)
        pairs = listed.difference(trusts)
        trust = _trust_of_list(pairs, set(trusts), seen, set(kept))
        for pair in pairs:
            trusts[pair] = trust
    return trusts


def _pairs_of(rows: Iterable[ListRow]) -> set[Key]:
    pairs: set[Key] = set()
    for row in rows:
        pairs.update(row.pairs())
    return pairs


def _trust_of_list(
    pairs: set[Key], earlier: set[Key], seen: set[Key], kept: set[str]
) -> Trust:
    """Measure a list of new pairs on the pairs seen in copies."""
    new_words = _originals(pairs) - _originals(earlier)
    share = _replaced_share(new_words, _originals(seen), kept)
    coverage = _coverage(pairs, seen - earlier)
    return Trust(share, coverage)


def _originals(pairs: Iterable[Key]) -> set[str]:
    return {original for original, _ in pairs}


def _replaced_share(words: set[str], replaced: set[str], kept: set[str]) -> float:
    """Return the share of words that copies replace, among those that copies replace or keep."""
    counted = set(filter(_is_counted, words))
    in_copies = counted & (replaced | kept)
    return _share_with_prior(len(counted & replaced), len(in_copies), KNOWN_SHARE)


def _coverage(pairs: set[Key], seen: Iterable[Key]) -> float:
    """Return the share of the pairs seen that a list has, among those of its originals."""
    originals = _originals(pairs)
    of_originals = {key for key in seen if key[0] in originals}
    listed = pairs & of_originals
    return _share_with_prior(len(listed), len(of_originals), 1)


def _is_counted(original: str) -> bool:
    """Return whether kept_words.tsv would list a word."""
    return " " not in original and len(original) >= SHORTEST_COUNTED


def _share_with_prior(part: int, total: int, prior: float) -> float:
    return (part + PRIOR_WORDS * prior) / (total + PRIOR_WORDS)


def merge(
    occurrences: dict[Key, PairOccurrences],
    trusts: dict[Key, Trust],
    kept: dict[str, float],
) -> list[Pair]:
    """Merge counted and listed pairs, sorted; leave out invalid pairs and rare originals."""
    keys = sorted(key for key in {*occurrences, *trusts} if is_valid_pair(*key))
    counts = _count_originals(keys, occurrences, trusts, kept)
    unseen = PairOccurrences(0, "-")
    pairs = []
    for key in keys:
        original, spun = key
        share = counts.replaced_share(original)
        if share < LEAST_SHARE:
            continue
        found = occurrences.get(key, unseen)
        weight = found.weight
        if not weight:
            places = counts.places.get(original, 0)
            weight = _unseen_weight(places) * trusts[key].coverage
        stood = kept.get(spun, 0)
        pairs.append(
            Pair(
                original, spun, round(weight, 3), round(share, 3), stood, found.dialects
            )
        )
    return pairs


def _count_originals(
    keys: Iterable[Key],
    occurrences: dict[Key, PairOccurrences],
    trusts: dict[Key, Trust],
    kept: dict[str, float],
) -> OriginalCounts:
    """Sum up by original what copies and lists say about its pairs."""
    list_shares: dict[str, float] = {}
    for (original, _), trust in trusts.items():
        list_shares[original] = max(trust.share, list_shares.get(original, 0))
    places: dict[str, float] = {}
    other_dialects: set[str] = set()
    for key in keys:
        found = occurrences.get(key)
        if found is None:
            continue
        original, _ = key
        if "A" in found.dialects:
            places[original] = places.get(original, 0) + found.count
        else:
            other_dialects.add(original)
    return OriginalCounts(places, other_dialects, list_shares, kept)


def _unseen_weight(places: float) -> float:
    """Return the weight of a pair that no copy has, by the replaced places of its original."""
    if places >= FREQUENTLY_REPLACED:
        return UNSEEN_OF_FREQUENT
    if places:
        return UNSEEN_BESIDE_SEEN
    return UNSEEN
