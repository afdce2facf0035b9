"""Choose the text that is kept for a cluster: the cleanest, not the longest.

Of the copies of one article, that one is kept which

1. is not spun, and does not look it beside the others,
2. says that it was corrected or withdrawn, and has most of what the others say,
3. has most of what the copies together say, and least that is foreign to it,
4. has a title, and is published by the outlet that another copy credits,
5. was published first, or else fetched first; of corrected ones, last.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from cleaners.duplicates.records import UNDATED
from cleaners.duplicates.standings import Order, Standing, credits_of
from cleaners.duplicates.support import Support

# Nats a word by which a text may look more spun than the least so of its cluster, below
# the gate too. Of 219 copies that were edited, framed, cut or given a paragraph two
# differed by more from their originals; of 72 spun ones one differed by less.
MAX_SPUN_EXCESS = 0.15
# The same among texts that are as complete and as clean: 95 of 100 copies that were
# edited, framed or given a local paragraph differ by less.
MAX_SPUN_EXCESS_OF_CLEAN = 0.06
# Nats a word: of two texts with less, neither looks spun beside the other. A score that single
# words give is not to be compared with one of a decoded text. Of 1,222 beginnings of genuine pages
# and longer ones of the same, 118 differed by more than MAX_SPUN_EXCESS, and 6 differ with this; of
# 95 of spun pages that are too short to be known as such, 93 did beside their originals, and 83 do.
CLEARLY_GENUINE = -0.25
# Share of the best worth that a text needs to be as complete and as clean. Light edits
# of one story differ by less (not tuned).
MIN_WORTH_SHARE = 0.95

# Share of the most that one text has of the story, which a corrected one must have: what was
# wrong may have been taken out (not tuned).
MIN_CORRECTED_SHARE = 0.8

Claim: TypeAlias = tuple[bool, bool, int, int, int, Order]
Standings: TypeAlias = Mapping[int, Sequence[Standing]]


@dataclass(frozen=True, slots=True)
class Claimants:
    """The texts that may be kept, and what speaks for each."""

    standings: Standings
    support: Mapping[int, Support]

    def ranked(self) -> list[int]:
        """Return all texts: unspun before spun, then by worth, then by standing."""
        return sorted(self.standings, key=self._rank)

    def choose(self, texts: Sequence[int]) -> int:
        """Return the text that is kept for a cluster."""
        genuine = self._least_spun(texts, MAX_SPUN_EXCESS)
        clean = self._cleanest(self._corrected(genuine))
        clean = self._least_spun(clean, MAX_SPUN_EXCESS_OF_CLEAN)
        credits_given = self._credits(texts)
        return min(clean, key=lambda text: self._claim(text, credits_given))

    def _rank(self, text: int) -> tuple[bool, int, Order]:
        best = self._best(text)
        return best.spun, -self.support[text].worth, best.order

    def _least_spun(self, texts: Sequence[int], excess: float) -> list[int]:
        """Return the texts that are least spun by their flags, then by their scores."""
        genuine = [text for text in texts if not self._best(text).spun]
        left = genuine or list(texts)
        scores = [self._best(text).spun_score for text in left]
        known = [score for score in scores if not math.isnan(score)]
        least = max(min(known, default=0.0), CLEARLY_GENUINE)
        return [text for text in left if not self._exceeds(text, least + excess)]

    def _exceeds(self, text: int, limit: float) -> bool:
        """Return whether a text has a spun score above a limit; NaN is above none."""
        return self._best(text).spun_score > limit

    def _best(self, text: int) -> Standing:
        """Return the standing of the best article of a text."""
        return self.standings[text][0]

    def _cleanest(self, texts: Sequence[int]) -> list[int]:
        """Return the texts that are about as complete and as clean as the best."""
        best = max(self.support[text].worth for text in texts)
        required = best - (1 - MIN_WORTH_SHARE) * abs(best)
        return [text for text in texts if self.support[text].worth >= required]

    def _corrected(self, texts: Sequence[int]) -> Sequence[int]:
        """Return the texts that were corrected and are complete; all of them if none is.

        The note itself is foreign to the others, so only what they share counts.
        """
        most = max(self._content(text) for text in texts)
        required = MIN_CORRECTED_SHARE * most
        corrected = [text for text in texts if self._best(text).has_notice]
        complete = [text for text in corrected if self._content(text) >= required]
        return complete or texts

    def _content(self, text: int) -> int:
        """Return how many words a text has of its story."""
        support = self.support[text]
        return support.supported + support.related

    def _credits(self, texts: Iterable[int]) -> frozenset[int]:
        """Return the outlets that articles of a cluster credit."""
        return credits_of(each for text in texts for each in self.standings[text])

    def _claim(self, text: int, credits_given: frozenset[int]) -> Claim:
        """Return the sort key among clean texts, the best first."""
        best = self._best(text)
        return (
            not best.has_title,
            best.outlet not in credits_given,
            *_times(best),
            -self.support[text].worth,
            best.order,
        )


def _times(standing: Standing) -> tuple[int, int]:
    """Return the sort key by date: the first comes first, but the last correction."""
    if not standing.has_notice:
        return standing.published_by, standing.fetched
    times = standing.published, standing.fetched
    published, fetched = (0 if time == UNDATED else -time for time in times)
    return published, fetched
