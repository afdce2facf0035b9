"""Terms of articles: distinct words, figures and pairs of names, with what they may be.

A name is a word that is mostly capitalised inside sentences. Where capitals show nothing
(scripts without case, headlines in capitals, German nouns), a term may be both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaners.stories.tokens import (
    BREAK,
    DIGIT,
    HALF,
    LETTER,
    UNSPACED,
    Bools,
    Hashes,
    Ints,
    Tokens,
    find_runs,
    mix,
)

WORD, NAME = 1, 2  # bits of a term's kind; figures are names
SIGNS = 4  # a bit of two characters of a script without spaces, which may be both
TITLE_COUNT = 2  # times that a word of the title counts
LEAD = 40  # tokens at the beginning that count once more
# Share of a word's occurrences that are capitalised, if it is a name; others are words
# that began a headline.
MIN_CAPITALISED = 0.6
# Share of capitalised words, of all tokens; a script with fewer has no case.
FEWEST_CAPITALS = 0.01
# Share of words capitalised inside sentences, of all tokens, in a text in which capitals
# show names. English news has .08 to .2, German .3.
MOST_CAPITALS = 0.27

Kinds = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Terms:
    """The distinct terms of some articles, one row each, in no order.

    `counts` are those of occurrences, `places` those of the first one's first token.
    `is_pair` is true of two names that follow each other, and of two characters of a
    script without spaces. `is_name` says of each token whether it is a name.
    """

    hashes: Hashes
    articles: Ints
    counts: Ints
    kinds: Kinds
    places: Ints
    is_pair: Bools
    is_name: Bools


def find_terms(tokens: Tokens) -> Terms:
    """Find the terms of articles."""
    singles = _find_singles(tokens)
    names = _find_names(tokens, singles)
    is_name = singles.spread(names, len(tokens))
    pairs = _find_pairs(tokens, is_name)
    occurrences = _count_occurrences(tokens)
    counts = (singles.sum(occurrences), pairs.sum(occurrences))
    single_kinds = _kinds_of_singles(tokens, singles, names)
    kinds = (single_kinds, _kinds_of_pairs(tokens, pairs))
    places = np.concatenate([singles.firsts, pairs.firsts])
    numbers = np.arange(len(places))
    return Terms(
        hashes=np.concatenate([singles.hashes, pairs.hashes]),
        articles=tokens.articles[places],
        counts=np.concatenate(counts),
        kinds=np.concatenate(kinds),
        places=places,
        is_pair=numbers >= len(single_kinds),
        is_name=is_name,
    )


@dataclass(frozen=True, slots=True)
class _Groups:
    """Occurrences of terms: places in the order of article, term and text."""

    order: Ints
    starts: Ints
    hashes: Hashes

    @classmethod
    def of(cls, tokens: Tokens, hashes: Hashes, places: Ints) -> _Groups:
        """Group places by article and hash."""
        articles = tokens.articles[places].astype(np.uint64)
        keys = (articles << HALF) | hashes
        rows = np.argsort(keys, kind="stable")
        starts = find_runs(keys[rows])
        firsts = rows[starts]
        return cls(places[rows], starts, hashes[firsts])

    @property
    def firsts(self) -> Ints:
        """Return the place of the first occurrence of each term."""
        return self.order[self.starts]

    def sum(self, values: Ints) -> Ints:
        """Sum values of tokens over the occurrences of each term."""
        if not len(self.starts):
            return np.zeros(0, np.int64)
        return np.add.reduceat(values[self.order], self.starts)

    def count(self, flags: Bools) -> Ints:
        """Count the occurrences of each term that have a flag."""
        return self.sum(flags.astype(np.int64))

    def spread(self, flags: Bools, count: int) -> Bools:
        """Return flags of terms as flags of `count` tokens."""
        sizes = np.diff(self.starts, append=len(self.order))
        spread = np.zeros(count, bool)
        spread[self.order] = np.repeat(flags, sizes)
        return spread


def _find_singles(tokens: Tokens) -> _Groups:
    """Return the words and figures."""
    is_word = tokens.classes == LETTER
    is_figure = tokens.classes == DIGIT
    places = np.flatnonzero(is_word | is_figure)
    return _Groups.of(tokens, tokens.hashes[places], places)


def _count_occurrences(tokens: Tokens) -> Ints:
    """Return how often each token counts."""
    firsts = np.searchsorted(tokens.articles, tokens.articles)
    numbers = np.arange(len(tokens))
    is_lead = numbers - firsts < LEAD
    is_lead &= ~tokens.is_title
    return np.where(tokens.is_title, TITLE_COUNT, 1) + is_lead


def _capitals_inside(tokens: Tokens) -> Bools:
    """Return which tokens are capitalised inside a sentence of the text."""
    is_inside = np.zeros(len(tokens), bool)
    is_inside[1:] = tokens.classes[:-1] != BREAK
    return is_inside & tokens.is_capital & ~tokens.is_title


def _find_names(tokens: Tokens, singles: _Groups) -> Bools:
    """Return which terms are names."""
    in_text = ~tokens.is_title
    capitals = singles.count(tokens.is_capital & in_text)
    inside = singles.count(_capitals_inside(tokens))
    enough = MIN_CAPITALISED * singles.count(in_text)
    return (inside > 0) & (capitals >= enough)


def _find_pairs(tokens: Tokens, is_name: Bools) -> _Groups:
    """Return tokens that follow each other: names, characters of words without spaces."""
    names = _follow_each_other(tokens, is_name, gap=1)
    characters = _follow_each_other(tokens, tokens.classes == UNSPACED, gap=0)
    places = np.flatnonzero(names | characters)
    following = tokens.hashes[places + 1]
    hashes = mix(tokens.hashes[places], following)
    return _Groups.of(tokens, hashes, places)


def _follow_each_other(tokens: Tokens, flags: Bools, gap: int) -> Bools:
    """Return for each token but the last if it and the next one of the text have a flag."""
    are_pairs = flags[:-1] & flags[1:]
    are_pairs &= tokens.gaps[1:] == gap
    are_pairs &= tokens.articles[1:] == tokens.articles[:-1]
    are_pairs &= ~tokens.is_title[1:]
    return are_pairs


def _kinds_of_singles(tokens: Tokens, singles: _Groups, names: Bools) -> Kinds:
    """Return what words and figures may be."""
    is_caseless, is_unclear = _read_capitals(tokens)
    articles = tokens.articles[singles.firsts]
    is_figure = tokens.classes[singles.firsts] == DIGIT
    is_either = is_caseless[articles] | (names & is_unclear[articles])
    kinds = np.select([is_figure, is_either, names], [NAME, WORD | NAME, NAME], WORD)
    return kinds.astype(np.uint8)


def _read_capitals(tokens: Tokens) -> tuple[Bools, Bools]:
    """Return which articles have no case, and in which capitals do not show names."""
    capitals = _shares(tokens, tokens.is_capital)
    inside = _shares(tokens, _capitals_inside(tokens))
    return capitals < FEWEST_CAPITALS, inside > MOST_CAPITALS


def _shares(tokens: Tokens, flags: Bools) -> NDArray[np.float64]:
    """Return the share of each article's tokens that have a flag."""
    flagged = np.bincount(tokens.articles, flags)
    return flagged / np.maximum(1, np.bincount(tokens.articles))


def _kinds_of_pairs(tokens: Tokens, pairs: _Groups) -> Kinds:
    """Return what pairs may be: characters may be both."""
    is_unspaced = tokens.classes[pairs.firsts] == UNSPACED
    return np.where(is_unspaced, WORD | NAME | SIGNS, NAME).astype(np.uint8)
