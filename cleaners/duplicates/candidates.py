"""Find the links between texts: they may be copies, because their signatures overlap.

Each hash links every text that has it to its anchors: the first ANCHORS of these texts,
which are the longest. So a hash in few texts links each to every other. A hash in many
texts costs no more for each of them; yet a story with a thousand copies stays connected,
since most copies are linked to its longest ones.

The links depend on the set of all texts only, not on the order in which they came. A text
that is added can replace an anchor, so that earlier links are lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from cleaners.duplicates.columns import (
    Int64Array,
    UInt32Array,
    UInt64Array,
    low_half,
    sort_unique,
)
from cleaners.duplicates.linked_pairs import LinkedPairs
from cleaners.duplicates.posting_lists import ANCHORS, PostingLists
from cleaners.duplicates.postings import Postings, TextStates
from cleaners.sorted_search import contains


@dataclass(frozen=True, slots=True)
class LinkChanges:
    """How links change when texts are added and removed.

    `gained` has the pairs with a new text. `lost` has a verified pair of earlier texts
    once for each hash that no longer links it. `promoted` are earlier texts that replace
    a removed anchor: they gain links to other earlier texts.
    """

    gained: LinkedPairs
    lost: UInt64Array
    promoted: UInt32Array


@dataclass(frozen=True, slots=True)
class BandSearch:
    """What the links of one band are found in.

    `new` are the postings of new texts, `runs` those of earlier searches; `verified`
    are pairs of earlier texts, sorted.
    """

    new: Postings
    runs: Sequence[Postings]
    states: TextStates
    verified: UInt64Array

    def between(self, first: int, end: int) -> BandSearch:
        """Return the search of the hashes from `first` to before `end`."""
        new = self.new.between(first, end)
        runs = [run.between(first, end) for run in self.runs]
        return replace(self, new=new, runs=runs)

    def removed_hashes(self) -> UInt32Array:
        """Return the hashes of texts that are removed."""
        removed = self.states.removed
        hashes = [np.empty(0, np.uint32)]
        if removed.any():
            hashes += [run.hashes[removed[run.texts]] for run in self.runs]
        return np.concatenate(hashes)

    def heads(self, removed: UInt32Array) -> list[Postings]:
        """Return the beginnings of all lists that new and removed texts may change.

        They reach as far as the last possible anchor.
        """
        touched = sort_unique(np.concatenate([self.new.hashes, removed]))
        return [run.select(touched, ANCHORS) for run in self.runs]


@dataclass(frozen=True, slots=True)
class _ChangedLists:
    """The posting lists of earlier texts that new and removed ones may change.

    `hashes` are those of the lists whose anchors change; `full` has these lists, `rest`
    the beginnings of the others. `removed` are the hashes of removed texts.
    """

    removed: UInt32Array
    hashes: UInt32Array
    full: Sequence[Postings]
    rest: Sequence[Postings]

    def before(self, states: TextStates) -> PostingLists:
        """Return the changed lists as they were before."""
        runs = [Postings.empty(), *self.full]
        return PostingLists.of(runs, states, states.alive_before)

    def now(self, new: Postings, states: TextStates) -> PostingLists:
        """Return all lists as they are with the new postings."""
        runs = [new, *self.full, *self.rest]
        return PostingLists.of(runs, states, states.alive_now)


def find_links(band: BandSearch) -> LinkChanges:
    """Find the links that new postings add and take away, in one band."""
    changed = _changed_lists(band)
    before = changed.before(band.states)
    now = changed.now(band.new, band.states)
    gained, lost = _compare_links(band, before.links(), now.links())
    promoted = _promoted_texts(changed, before, now)
    return LinkChanges(LinkedPairs.of(gained), lost, promoted)


def _changed_hashes(band: BandSearch, heads: Sequence[Postings]) -> UInt32Array:
    """Return the hashes whose anchors change, or cannot be told from the heads.

    Texts in a head that are no longer alive hide the texts after it; an anchor that is removed is
    one of them. Where a text goes that was no anchor, others keep their links.
    """
    alive = band.states.alive_now
    hidden = [head.hashes[~alive[head.texts]] for head in heads]
    new_anchors = _hashes_of_new_anchors(band, heads)
    return sort_unique(np.concatenate([new_anchors, *hidden]))


def _hashes_of_new_anchors(band: BandSearch, heads: Sequence[Postings]) -> UInt32Array:
    """Return the hashes of which a new text is an anchor."""
    states = band.states
    lists = PostingLists.of([band.new, *heads], states, states.alive_now)
    is_new = lists.postings.texts >= states.first_new
    return lists.postings.hashes[lists.is_anchor & is_new]


def _compare_links(
    band: BandSearch, before: UInt64Array, now: UInt64Array
) -> tuple[UInt64Array, UInt64Array]:
    """Return the links that are gained and those that are lost (see `LinkChanges`)."""
    is_new = band.states.has_new(now)
    before = _select(before, band.verified)
    remaining = _select(now[~is_new], band.verified)
    return now[is_new], _lost_links(before, remaining)


def _select(numbers: UInt64Array, chosen: UInt64Array) -> UInt64Array:
    """Return those of some numbers that are among the `chosen`, sorted. `chosen` is sorted."""
    ordered = np.sort(numbers)
    # In order, ten times as many are looked up in the same time.
    return ordered[contains(chosen, ordered)]


def _changed_lists(band: BandSearch) -> _ChangedLists:
    """Select the earlier posting lists that new and removed texts may change."""
    removed = band.removed_hashes()
    heads = band.heads(removed)
    changed = _changed_hashes(band, heads)
    full = [run.select(changed) for run in band.runs]
    rest = [head.without(changed) for head in heads]
    return _ChangedLists(removed, changed, full, rest)


def _lost_links(before: UInt64Array, now: UInt64Array) -> UInt64Array:
    """Return the pairs with fewer links than before, once for each lost link."""
    pairs, counts = np.unique(before, return_counts=True)
    remaining = _count_each(pairs, now)
    lost = np.maximum(counts - remaining, 0)
    return np.repeat(pairs, lost)


def _count_each(pairs: UInt64Array, links: UInt64Array) -> Int64Array:
    """Return how many links each pair has."""
    ordered = np.sort(links)
    starts = np.searchsorted(ordered, pairs, side="left")
    ends = np.searchsorted(ordered, pairs, side="right")
    return ends - starts


def _promoted_texts(
    changed: _ChangedLists, before: PostingLists, now: PostingLists
) -> UInt32Array:
    """Return earlier texts that are anchors of a changed list now but were not before."""
    if not len(changed.removed):
        return np.empty(0, np.uint32)
    others = np.sort(before.other_rows())
    promoted = _select(now.anchor_rows(), others)
    return sort_unique(low_half(promoted))
