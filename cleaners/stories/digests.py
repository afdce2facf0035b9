"""Digests: articles that speak of several events, and must not join them.

What a report shares with two others on its event are the same names and words. What a
digest shares with two reports are terms of one event, and terms of another. So the weaker
one of such two links is cut: a digest is in the story that it says most of.
"""

from __future__ import annotations

from collections.abc import Iterator
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
from cleaners.stories.tokens import Bools, Ints, find_runs

MAX_NEAREST = 4  # links of an article that others are compared with; a guard on time
BATCH = 16_384  # links that are compared at once: a guard on memory, not tuned
# Share of what an article has in common with another one (by weight, of the end that has
# less) that a third has too. Chosen on 60 digests made of labelled events: of 1,044 pairs
# of events in them 61 were one story, and 2 are; no report on one event is parted by it.
MIN_COMMON = 0.2


def cut_digests(profiles: ProfileTable, links: Pairs) -> Pairs:
    """Return the links of articles that do not lead from a digest to another event.

    `links` are all pairs of articles that are similar at all.
    """
    strong = np.flatnonzero(links.similarities >= MIN_SIMILARITY)
    kept = np.ones(len(links.ones), np.bool_)
    linked = _keys_of(links.ones, links.others)
    linked.sort()
    for bridges in _bridges(links.select(strong)):
        apart = bridges.without_linked_ends(linked)
        foreign = apart.foreign_links(profiles)
        kept[strong[foreign]] = False
    return links.select(kept)


def _keys_of(ones: Ints, others: Ints) -> Keys:
    """Return a number for each two articles, whichever is named first."""
    return join_keys(np.minimum(ones, others), np.maximum(ones, others))


def _bridges(links: Pairs) -> Iterator[_Bridges]:
    """Put each link, from either side, beside the strongest ones of the article there."""
    sides = _Sides.of(links)
    for start in range(0, len(sides.order), BATCH):
        yield sides.bridges(slice(start, start + BATCH))


@dataclass(frozen=True, slots=True)
class _Sides:
    """Links from either side, in the `order` of the article there and of their strength.

    `firsts` are the strongest of each one's article, by their places in the order.
    """

    middles: Ints
    ends: Ints
    order: Ints
    firsts: Ints

    @classmethod
    def of(cls, links: Pairs) -> _Sides:
        """Return links from both of their sides."""
        middles = np.concatenate([links.ones, links.others])
        ends = np.concatenate([links.others, links.ones])
        strengths = np.tile(links.similarities, 2)
        order = np.lexsort((ends, -strengths, middles))
        return cls(
            middles=middles,
            ends=ends,
            order=order,
            firsts=_first_of_each(middles[order]),
        )

    def bridges(self, batch: slice) -> _Bridges:
        """Put some links beside the strongest ones of their articles."""
        firsts = self.firsts[batch]
        places = np.arange(batch.start, batch.start + len(firsts))
        stronger = np.minimum(places - firsts, MAX_NEAREST)
        rows = np.repeat(self.order[batch], stronger)
        near_rows = self.order[expand_ranges(firsts, stronger)]
        return _Bridges(
            links=rows % (len(self.order) // 2),
            middles=self.middles[rows],
            ends=self.ends[rows],
            near_ends=self.ends[near_rows],
        )


def _first_of_each(middles: Ints) -> Ints:
    """Return the place of the first row of each row's article."""
    starts = find_runs(middles)
    sizes = np.diff(starts, append=len(middles))
    return np.repeat(starts, sizes)


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

    def without_linked_ends(self, linked: Keys) -> _Bridges:
        """Return those whose ends are not similar: others are on one event."""
        wanted = _keys_of(self.ends, self.near_ends)
        apart = find_keys(linked, wanted) < 0
        return _Bridges(
            links=self.links[apart],
            middles=self.middles[apart],
            ends=self.ends[apart],
            near_ends=self.near_ends[apart],
        )

    def foreign_links(self, profiles: ProfileTable) -> Ints:
        """Return the links in which the middle has other terms than in the stronger one."""
        shares = self.common_shares(profiles)
        return self.links[shares < MIN_COMMON]

    def common_shares(self, profiles: ProfileTable) -> Floats:
        """Return the share of what the middle has of one end that the other end has too."""
        words = self._words_of_middles(profiles)
        here = words.which_are_in(words.ends)
        there = words.which_are_in(words.near_ends)
        own = words.weigh(here)
        others = words.weigh(there)
        common = words.weigh(here & there)
        less = np.minimum(own, others)
        return np.divide(common, less, out=np.zeros_like(less), where=less > 0)

    def _words_of_middles(self, profiles: ProfileTable) -> _Words:
        three = np.concatenate([self.middles, self.ends, self.near_ends])
        articles, numbers = np.unique(three, return_inverse=True)
        middles, ends, near_ends = np.split(numbers, 3)
        taken = profiles.take(articles)
        firsts = taken.starts[middles]
        counts = taken.starts[middles + 1] - firsts
        return _Words(
            profiles=taken,
            rows=expand_ranges(firsts, counts),
            bridges=np.repeat(np.arange(len(middles)), counts),
            ends=ends,
            near_ends=near_ends,
        )


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of the articles in the middle: their rows in the profiles, and the bridges.

    `ends` and `near_ends` have an article of the profiles for each bridge.
    """

    profiles: ProfileTable
    rows: Ints
    bridges: Ints
    ends: Ints
    near_ends: Ints

    def which_are_in(self, ends: Ints) -> Bools:
        """Return which words the articles at one end have too."""
        words = self.profiles.words[self.rows]
        wanted = join_keys(ends[self.bridges], words)
        found: Bools = find_keys(self.profiles.keys(), wanted) >= 0
        return found

    def weigh(self, chosen: Bools) -> Floats:
        """Return the sum of the weights of some words for each bridge."""
        weights = self.profiles.weights[self.rows].astype(np.float64)
        return sum_by(self.bridges, chosen * weights**2, len(self.ends))
