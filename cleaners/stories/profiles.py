"""Profiles: an article reduced to the words that identify its event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cleaners.sorted_search import contains
from cleaners.stories.contexts import find_contexts
from cleaners.stories.terms import LEAD, TITLE_COUNT, Kinds, Terms, find_terms
from cleaners.stories.tokens import (
    DIGIT,
    UNSPACED,
    Bools,
    Hashes,
    Ints,
    Tokens,
    hash_words,
    read_tokens,
)

VERSION = 3  # of how profiles are made
MAX_TERMS = 64  # terms of a profile; more separate stories no better
MAX_CHARACTERS = 20_000  # of a text that are read; a guard on time, not tuned
BATCH = 64  # articles read at a time; more leave the processor's cache
# The rest was chosen on labelled events: tests/bench/stories.py measures them.
NAME_WEIGHT = 1.3  # of a name or figure, relative to another word as rare
PAIR_WEIGHT = 3.0  # nats; of two names that follow each other, beside their own

# Logarithms (nats) of a word's share of all words. A word as common as one in a thousand
# has weight 0; a word that the language model never saw has weight 5.
COMMON, UNSEEN = -7.0, -12.0
MAX_WEIGHT = COMMON - UNSEEN
MIN_LETTERS = 3  # of a word that is no name; the language model lacks some shorter ones
# Letters of a word of weight 0 and of MAX_WEIGHT, where frequencies are unknown: the
# rarer a word, the longer it is (Zipf 1935).
SHORTEST, LONGEST = 4, 10
CHARACTERS_WEIGHT = 2.5  # nats; of two characters in a script without spaces

# Weights (nats) of figures by their length: short ones and years are in every article.
FIGURE_WEIGHTS = np.array([0.0, 0.0, 1.0, 4.0, MAX_WEIGHT])
YEAR_WEIGHT = 1.0  # nats
YEARS = np.sort(hash_words([str(year) for year in range(1900, 2100)]))

Weights: TypeAlias = NDArray[np.float64]


def stamp() -> str:
    """Return a description of how profiles are made; others cannot be compared."""
    return f"{VERSION}/{MAX_TERMS}/{TITLE_COUNT}/{LEAD}/{COMMON}/{UNSEEN}"


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How common the words of a language are."""

    hashes: Hashes  # sorted
    rarities: Weights  # nats, 0 to MAX_WEIGHT

    @classmethod
    def of(cls, log_shares: Mapping[str, float]) -> Frequencies:
        """Take words with the logarithm (nats) of each one's share of all words."""
        hashes = hash_words(list(log_shares))
        rarities = COMMON - np.array(list(log_shares.values()), np.float64)
        order = np.argsort(hashes, kind="stable")
        return cls(hashes[order], np.clip(rarities[order], 0, MAX_WEIGHT))

    def find(self, hashes: Hashes) -> Weights:
        """Return the weight (nats) of one occurrence of each word."""
        rows = np.searchsorted(self.hashes, hashes)
        rows = np.minimum(rows, len(self.hashes) - 1)
        is_known = self.hashes[rows] == hashes
        return np.where(is_known, self.rarities[rows], MAX_WEIGHT)


@dataclass(frozen=True, slots=True)
class Source:
    """What a profile is made of; `frequencies` are None if those of a language are unknown."""

    text: str
    title: str | None = None
    frequencies: Frequencies | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """The heaviest terms of an article, as sorted 32-bit hashes, with their weights.

    The squares of the weights sum to 1. `kinds` has what each term may be, WORD, NAME or
    both; `contexts` has hashes of what is around its first occurrence, or 0.
    """

    words: Hashes
    weights: NDArray[np.float32]
    contexts: Hashes
    kinds: Kinds

    def as_bytes(self) -> bytes:
        """Return the profile as bytes, which are equal for equal profiles."""
        columns = (self.words, self.weights, self.contexts, self.kinds)
        return b"".join(column.tobytes() for column in columns)


def make_profiles(sources: Iterable[Source]) -> Iterator[Profile]:
    """Yield the profile of each article."""
    batch: list[Source] = []
    for source in sources:
        batch.append(source)
        if len(batch) == BATCH:
            yield from _profiles_of(batch)
            batch = []
    if batch:
        yield from _profiles_of(batch)


def cosine(one: Profile, other: Profile) -> float:
    """Return the cosine of two profiles (0..1)."""
    _, rows, other_rows = np.intersect1d(
        one.words, other.words, assume_unique=True, return_indices=True
    )
    return float(one.weights[rows] @ other.weights[other_rows])


def _profiles_of(sources: Sequence[Source]) -> Iterator[Profile]:
    """Yield the profiles of a batch."""
    texts = [source.text[:MAX_CHARACTERS] for source in sources]
    titles = [source.title or "" for source in sources]
    tokens = read_tokens(texts, titles)
    terms = find_terms(tokens)
    weights = _weigh(tokens, terms, sources)
    rows = _heaviest(terms, weights)
    contexts = find_contexts(tokens, terms, rows)
    articles = terms.articles[rows]
    numbers = np.arange(len(sources) + 1)
    bounds = np.searchsorted(articles, numbers)
    for start, end in pairwise(bounds.tolist()):
        own = rows[start:end]
        normalised = _normalise(weights[own])
        yield Profile(
            words=terms.hashes[own],
            weights=normalised,
            contexts=contexts[start:end],
            kinds=terms.kinds[own],
        )


def _heaviest(terms: Terms, weights: Weights) -> Ints:
    """Return the rows of the heaviest terms of each article, by article and hash."""
    order = np.lexsort((terms.hashes, -weights, terms.articles))
    order = order[weights[order] > 0]
    ranks = _rank_within(terms.articles[order])
    chosen = order[ranks < MAX_TERMS]
    keys = (terms.hashes[chosen], terms.articles[chosen])
    return chosen[np.lexsort(keys)]


def _rank_within(articles: Ints) -> Ints:
    """Return the rank of each row among those of its article, which are in order."""
    numbers = np.arange(len(articles))
    return numbers - np.searchsorted(articles, articles)


def _weigh(tokens: Tokens, terms: Terms, sources: Sequence[Source]) -> Weights:
    """Return the weights (nats) of terms."""
    lengths = tokens.lengths[terms.places]
    of_words = _rarities_of_words(terms, lengths, sources)
    of_figures = _rarities_of_figures(terms.hashes, lengths)
    rarities = np.where(_are_figures(tokens, terms), of_figures, of_words)
    _weigh_pairs(rarities, tokens, terms)
    return rarities * _log_counts(terms)


def _are_figures(tokens: Tokens, terms: Terms) -> Bools:
    """Return a mask of the terms that are figures."""
    mask: Bools = tokens.classes[terms.places] == DIGIT
    return mask


def _log_counts(terms: Terms) -> Weights:
    """Return the factor by which occurrences of a term add to its weight."""
    factors: Weights = 1 + np.log(terms.counts)
    return factors


def _rarities_of_words(
    terms: Terms, lengths: Ints, sources: Sequence[Source]
) -> Weights:
    """Return weights (nats) of words; names weigh more, and may be short."""
    rarities = _rarities_in_language(terms, lengths, sources)
    is_name = terms.is_name[terms.places]
    is_short = lengths < MIN_LETTERS
    rarities[is_short & ~is_name] = 0
    rarities[is_name] *= NAME_WEIGHT
    return rarities


def _weigh_pairs(rarities: Weights, tokens: Tokens, terms: Terms) -> None:
    """Set the weights (nats) of two names and of two characters."""
    is_unspaced = tokens.classes[terms.places] == UNSPACED
    rarities[terms.is_pair] = PAIR_WEIGHT
    rarities[terms.is_pair & is_unspaced] = CHARACTERS_WEIGHT


def _rarities_in_language(
    terms: Terms, lengths: Ints, sources: Sequence[Source]
) -> Weights:
    """Return weights (nats) by frequency, or else by length."""
    excess = np.clip(lengths, SHORTEST, LONGEST) - SHORTEST
    rarities = excess * MAX_WEIGHT / (LONGEST - SHORTEST)
    languages = [source.frequencies for source in sources]
    for frequencies in _distinct(languages):
        is_own = [language is frequencies for language in languages]
        is_known = np.array(is_own)[terms.articles]
        found = frequencies.find(terms.hashes[is_known])
        rarities[is_known] = found
    return rarities


def _distinct(languages: Iterable[Frequencies | None]) -> Iterator[Frequencies]:
    """Yield each known language once."""
    seen = {id(each): each for each in languages}
    yield from (each for each in seen.values() if each is not None)


def _rarities_of_figures(hashes: Hashes, lengths: Ints) -> Weights:
    """Return weights (nats) of figures."""
    rarities = FIGURE_WEIGHTS[np.minimum(lengths, len(FIGURE_WEIGHTS) - 1)]
    is_year: Bools = contains(YEARS, hashes)
    return NAME_WEIGHT * np.where(is_year, YEAR_WEIGHT, rarities)


def _normalise(weights: Weights) -> NDArray[np.float32]:
    """Divide weights by their norm, unless it is 0 (of a text without words)."""
    norm = float(np.linalg.norm(weights))
    return (weights / max(norm, 1e-9)).astype(np.float32)
