"""Relatedness: whether a passage speaks of the same thing as the words of an article.

Two parts of one article share more long words than parts of two. Of 573 articles, a
passage of 80 words shared more of them with 300 other words of its article than a
passage of another article did in 96 of 100 cases; a passage of 300 words in 98 of 100,
and in 96 of 100 with a teaser of 60 words.

Of 59 pages of five stories, 8 had more than half of their words related to their third
story by this. A part that is not the beginning of a page is more often one of several
stories than a page of an article, so more is asked of it: then none of 59 had, and
52 of 100 articles still had with 300 words from their middle.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from cleaners.duplicates.columns import UInt32Array
from cleaners.duplicates.words import FLAG_BITS, IS_LONG

# Share of long words, of those of the shorter, that a passage shares with the known
# words, if these are a beginning or a part from within; and the words of both (geometric
# mean) from which on so many are required: of fewer words fewer recur. Chosen on the same
# articles.
MIN_SHARED = 0.1
MIN_SHARED_OF_PART = 0.19
ENOUGH_WORDS = 150
# The part of that which is asked of a text that was published before its copies: these were
# cut more often than it has something foreign.
SHARE_OF_FIRST = 0.5
MIN_COHERENCE = 0.7  # share of what two halves of the known words share


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Words that belong to an article, of a text that may have more than this article.

    `has_more` if they are neither the lead of the text nor most of it.
    """

    words: UInt32Array
    has_more: bool

    def are_related(self, passage: UInt32Array) -> bool:
        """Return whether a passage shares enough long words with them."""
        return share_long_words(passage, self.words) >= self._required(passage)

    def may_be_related(self, passage: UInt32Array) -> bool:
        """Return the same of a text that was published first, and begins with them."""
        if self.has_more:
            return self.are_related(passage)
        required = SHARE_OF_FIRST * self._required(passage)
        return share_long_words(passage, self.words) >= required

    def _required(self, passage: UInt32Array) -> float:
        """Return the share of long words that parts of one article have in common.

        Of words that have little in common among themselves, less is asked.
        """
        size = sqrt(len(passage) * len(self.words))
        scale = min(1.0, size / ENOUGH_WORDS)
        if self.has_more:
            return MIN_SHARED_OF_PART * scale
        return min(MIN_SHARED * scale, MIN_COHERENCE * self._coherence())

    def _coherence(self) -> float:
        """Return the share of long words that two halves have in common."""
        half = len(self.words) // 2
        return share_long_words(self.words[:half], self.words[half:])


def share_long_words(one: UInt32Array, other: UInt32Array) -> float:
    """Return the share of long words in common, of those of the text that has fewer."""
    words, others = _long_words(one), _long_words(other)
    return len(words & others) / max(1, min(len(words), len(others)))


def _long_words(words: UInt32Array) -> frozenset[int]:
    """Return the distinct long words."""
    is_long = words & IS_LONG != 0
    return frozenset((words[is_long] >> FLAG_BITS).tolist())
