"""An article reduced to the words that tell its event from others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

TERMS = 64  # words of a profile; more part stories no better
MOST_TEXT = 20_000  # characters that are read
TITLE = 2  # times that a word of the title counts
NAMED = 1.5  # weight of a name or figure beside another word as rare
SHORT_FIGURE = 2  # digits; shorter ones mark no event

# Weight (nats) of a word as common as one in a thousand is 0, of one that the language model never saw 5.
COMMON, UNSEEN = -7.0, -12.0
# Where commonness is unknown, length stands for it: the rarer a word, the longer (Zipf 1935).
SHORTEST, LONGEST = 4, 10  # letters

WORD = re.compile(r"[^\W\d_]+|\d[\d.,]*\d|\d")
NAME = re.compile(r"(?<=[^\W\d_A-Z.!?] )[^\W\d_a-z][^\W\d_]+|\d[\d.,]*\d")


def stamp() -> str:
    """Name the way in which profiles are made: those of another stamp cannot be compared."""
    return f"crc32/{TERMS}/{TITLE}/{NAMED}/{COMMON}/{UNSEEN}"


@dataclass(frozen=True, slots=True)
class Profile:
    """The weightiest words of an article as sorted 32-bit numbers, and their weights (sum of squares 1)."""

    words: NDArray[np.uint32]
    weights: NDArray[np.float32]


def profile(
    title: str | None, text: str, commonness: Mapping[str, float] | None = None
) -> Profile:
    """Weigh the words of an article.

    `commonness` maps words of the article's language to the logarithm of their share of all words;
    None where it is not known.
    """
    weighed: dict[int, float] = {}
    for word, weight in _weighed(title or "", text[:MOST_TEXT], commonness):
        number = crc32(word.encode("utf-8", "surrogatepass"))
        weighed[number] = max(weight, weighed.get(number, 0.0))
    heaviest = sorted(
        sorted(weighed.items(), key=lambda item: (-item[1], item[0]))[:TERMS]
    )
    words = np.array([number for number, _ in heaviest], dtype=np.uint32)
    weights = np.array([weight for _, weight in heaviest], dtype=np.float32)
    return Profile(words, weights / max(float(np.linalg.norm(weights)), 1e-9))


def likeness(one: Profile, other: Profile) -> float:
    """Give the cosine of two profiles."""
    _, here, there = np.intersect1d(
        one.words, other.words, assume_unique=True, return_indices=True
    )
    return float(one.weights[here] @ other.weights[there])


def _weighed(
    title: str, text: str, commonness: Mapping[str, float] | None
) -> Iterator[tuple[str, float]]:
    named = {name.casefold() for name in NAME.findall(text)}
    counts = Counter(WORD.findall(text.casefold()))
    for word in WORD.findall(title.casefold()):
        counts[word] += TITLE
    for word, count in sorted(counts.items()):
        weight = (
            _rarity(word, commonness)
            * (1 + log(count))
            * (NAMED if word in named else 1)
        )
        if weight > 0:
            yield word, weight


def _rarity(word: str, commonness: Mapping[str, float] | None) -> float:
    if word[0].isdigit():
        return COMMON - UNSEEN if len(word) >= SHORT_FIGURE else 0.0
    if commonness is None:
        return (
            max(0.0, min(len(word), LONGEST) - SHORTEST)
            * (COMMON - UNSEEN)
            / (LONGEST - SHORTEST)
        )
    return min(COMMON - UNSEEN, max(0.0, COMMON - commonness.get(word, UNSEEN)))
