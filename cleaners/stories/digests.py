"""Digests: articles that speak of several events, and must not join them.

What a report shares with two others on its event are the same names and words. What a
digest shares with two reports are terms of one event, and terms of another. So the weaker
one of such two links is cut: a digest is in the story that it says most of.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cleaners.stories.agglomeration import MIN_SIMILARITY
from cleaners.stories.profile_table import (
    Floats,
    Keys,
    ProfileTable,
    expand_ranges,
    find_keys,
    join_keys,
    sum_by,
)
from cleaners.stories.similarity import Pairs
from cleaners.stories.tokens import Bools, Hashes, Ints, find_runs

MAX_NEAREST = 4  # links of an article that others are compared with; a guard on time
# Share of what an article has in common with another one (by weight, of the end that has
# less) that a third has too. Chosen on 60 digests made of labelled events: of 1,044 pairs
# of events in them 61 were one story, and 2 are; no report on one event is parted by it.
MIN_COMMON = 0.2


def cut_digests(profiles: ProfileTable, links: Pairs) -> Pairs:
    """Return the links of articles that do not lead from a digest to another event.

    `links` are all pairs of articles that are similar at all.
    """
    strong = np.flatnonzero(links.similarities >= MIN_SIMILARITY)
    bridges = _Bridges.between(links.select(strong))
    bridges = bridges.without_linked_ends(links)
    foreign = bridges.common_shares(profiles) < MIN_COMMON
    kept = np.ones(len(links.ones), np.bool_)
    kept[strong[bridges.links[foreign]]] = False
    return links.select(kept)


@dataclass(frozen=True, slots=True)
class _Bridges:
    """Links beside a stronger one of the same article, which is in the middle of three.

    `links` are numbers; `ends` are the other articles, and `near_ends` those of the
    stronger links.
    """

    links: Ints
    middles: Ints
    ends: Ints
    near_ends: Ints

    @classmethod
    def between(cls, links: Pairs) -> _Bridges:
        """Put each link, from either side, beside the strongest ones of the article there."""
        middles = np.concatenate([links.ones, links.others])
        ends = np.concatenate([links.others, links.ones])
        numbers = np.tile(np.arange(len(links.ones)), 2)
        strengths = np.tile(links.similarities, 2)
        order = np.lexsort((ends, -strengths, middles))
        starts = find_runs(middles[order])
        firsts = np.repeat(starts, np.diff(starts, append=len(order)))
        stronger = np.minimum(np.arange(len(order)) - firsts, MAX_NEAREST)
        rows = np.repeat(order, stronger)
        near_rows = order[expand_ranges(firsts, stronger)]
        return cls(numbers[rows], middles[rows], ends[rows], ends[near_rows])

    def select(self, mask: Bools) -> _Bridges:
        """Return only some of them."""
        return _Bridges(
            links=self.links[mask],
            middles=self.middles[mask],
            ends=self.ends[mask],
            near_ends=self.near_ends[mask],
        )

    def without_linked_ends(self, links: Pairs) -> _Bridges:
        """Return those whose ends are not similar: others are on one event."""
        ones, others = links.ones, links.others
        keys = np.concatenate([join_keys(ones, others), join_keys(others, ones)])
        found = find_keys(np.sort(keys), join_keys(self.ends, self.near_ends))
        return self.select(found < 0)

    def common_shares(self, profiles: ProfileTable) -> Floats:
        """Return the share of what the middle has of one end that the other end has too."""
        three = np.concatenate([self.middles, self.ends, self.near_ends])
        articles, numbers = np.unique(three, return_inverse=True)
        middles, ends, near_ends = np.split(numbers, 3)
        taken = profiles.take(articles)
        firsts = taken.starts[middles]
        counts = taken.starts[middles + 1] - firsts
        rows = expand_ranges(firsts, counts)
        keys, words = taken.keys(), taken.words[rows]
        here = _has(keys, np.repeat(ends, counts), words)
        there = _has(keys, np.repeat(near_ends, counts), words)
        bridges = np.repeat(np.arange(len(middles)), counts)
        weights = taken.weights[rows].astype(np.float64) ** 2
        own, others, common = (
            sum_by(bridges, weights * has, len(middles))
            for has in (here, there, here & there)
        )
        less = np.minimum(own, others)
        return np.divide(common, less, out=np.zeros_like(less), where=less > 0)


def _has(keys: Keys, articles: Ints, words: Hashes) -> Bools:
    """Return which articles have a word in their profile."""
    has: Bools = find_keys(keys, join_keys(articles, words)) >= 0
    return has
