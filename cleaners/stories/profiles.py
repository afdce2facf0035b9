"""Profiles: an article reduced to the words that identify its event."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import log
from typing import TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

MAX_TERMS = 64  # words of a profile; more separate stories no better
MAX_CHARACTERS = 20_000  # of a text that are read; a guard on time, not tuned
# The rest was chosen on the cases of tests/cases/stories.
TITLE_COUNT = 2  # times that a word of the title counts
ENTITY_WEIGHT = 1.5  # of a name or figure, relative to another word as rare
MIN_DIGITS = 2  # of a figure; shorter ones identify no event

# Logarithms (nats) of a word's share of all words. A word as common as one in a thousand
# has weight 0; a word that the language model never saw has weight 5.
COMMON, UNSEEN = -7.0, -12.0
MAX_WEIGHT = COMMON - UNSEEN
# Letters of a word of weight 0 and of MAX_WEIGHT, where frequencies are unknown: the
# rarer a word, the longer it is (Zipf 1935).
SHORTEST, LONGEST = 4, 10

LogFrequencies: TypeAlias = Mapping[str, float]  # nats: log of each word's share

WORD = re.compile(r"[^\W\d_]+|\d[\d.,]*\d|\d")
ENTITY = re.compile(r"(?<=[^\W\d_A-Z.!?] )[^\W\d_a-z][^\W\d_]+|\d[\d.,]*\d")


def stamp() -> str:
    """Return a description of how profiles are made; others cannot be compared."""
    return f"crc32/{MAX_TERMS}/{TITLE_COUNT}/{ENTITY_WEIGHT}/{COMMON}/{UNSEEN}"


@dataclass(frozen=True, slots=True)
class Profile:
    """The heaviest words of an article, as sorted 32-bit hashes, and their weights.

    The squares of the weights sum to 1.
    """

    words: NDArray[np.uint32]
    weights: NDArray[np.float32]


def make_profile(
    title: str | None, text: str, log_frequencies: LogFrequencies | None = None
) -> Profile:
    """Return the profile of an article.

    `log_frequencies` are those of the article's language, None if they are unknown.
    """
    beginning = text[:MAX_CHARACTERS]
    words = _weigh_words(title or "", beginning, log_frequencies)
    return _heaviest(_hash_words(words))


def _hash_words(words: Iterable[tuple[str, float]]) -> dict[int, float]:
    """Return the weights of words by hash; of words with one hash, the largest."""
    weights: dict[int, float] = {}
    for word, weight in words:
        term = crc32(word.encode("utf-8", "surrogatepass"))
        weights[term] = max(weight, weights.get(term, 0.0))
    return weights


def cosine(one: Profile, other: Profile) -> float:
    """Return the cosine of two profiles (0..1)."""
    _, rows, other_rows = np.intersect1d(
        one.words, other.words, assume_unique=True, return_indices=True
    )
    return float(one.weights[rows] @ other.weights[other_rows])


def _heaviest(weights: Mapping[int, float]) -> Profile:
    """Return the profile of the heaviest terms."""
    ranked = sorted(weights, key=lambda term: (-weights[term], term))
    terms = sorted(ranked[:MAX_TERMS])
    term_weights = [weights[term] for term in terms]
    values = np.array(term_weights, np.float32)
    return Profile(np.array(terms, np.uint32), _normalise(values))


def _normalise(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Divide weights by their norm, unless it is 0 (of a text without words)."""
    norm = float(np.linalg.norm(weights))
    return weights / max(norm, 1e-9)


def _weigh_words(
    title: str, text: str, log_frequencies: LogFrequencies | None
) -> Iterator[tuple[str, float]]:
    """Yield the words of an article with their weights (nats), where these are not 0."""
    counts = _count_words(title, text)
    entities = {name.casefold() for name in ENTITY.findall(text)}
    for word in sorted(counts):
        repetition = 1 + log(counts[word])
        weight = _rarity(word, log_frequencies) * repetition
        if word in entities:
            weight *= ENTITY_WEIGHT
        if weight > 0:
            yield word, weight


def _count_words(title: str, text: str) -> Counter[str]:
    """Count the words of an article; each in the title counts TITLE_COUNT times."""
    counts = Counter(WORD.findall(text.casefold()))
    for word in WORD.findall(title.casefold()):
        counts[word] += TITLE_COUNT
    return counts


def _rarity(word: str, log_frequencies: LogFrequencies | None) -> float:
    """Return the weight (nats) of one occurrence of a word, 0 to MAX_WEIGHT."""
    if word[0].isdigit():
        return MAX_WEIGHT if len(word) >= MIN_DIGITS else 0.0
    if log_frequencies is None:
        return _rarity_by_length(len(word))
    rarity = COMMON - log_frequencies.get(word, UNSEEN)
    return min(MAX_WEIGHT, max(0.0, rarity))


def _rarity_by_length(letters: int) -> float:
    """Return the weight (nats) of a word of so many letters, 0 to MAX_WEIGHT."""
    excess = min(letters, LONGEST) - SHORTEST
    return max(0.0, excess) * MAX_WEIGHT / (LONGEST - SHORTEST)
