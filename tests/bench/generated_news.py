"""News without end and without meaning, for measurements of speed: any document by its number, with its copies known.

Words are drawn by Zipf's law from a made-up vocabulary that begins with the commonest words of English,
a part of them from the few hundred words of the document's topic; each document has names and figures
of its own, and lines that its site repeats. One document in five is a copy of an earlier one: in turn
with another frame, edited a little, edited more, truncated, and with other words put in.
"""

# ruff: noqa: S311 - its chance must come again
from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from itertools import product

import numpy as np

from cleaners.duplicates import Document

COMMON = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "is",
    "that",
    "for",
    "it",
    "as",
    "was",
    "with",
    "be",
    "by",
    "on",
    "not",
    "he",
    "his",
    "but",
    "at",
    "are",
    "this",
    "have",
    "from",
    "or",
    "had",
    "an",
    "they",
    "which",
    "one",
    "you",
    "were",
    "all",
    "her",
    "she",
    "there",
    "would",
    "their",
    "we",
    "him",
    "been",
    "has",
    "when",
    "who",
    "will",
    "no",
    "more",
    "if",
    "out",
    "so",
    "up",
    "said",
    "what",
    "its",
    "about",
    "than",
    "into",
    "them",
    "can",
    "only",
    "other",
    "time",
    "new",
    "some",
    "could",
    "these",
    "two",
    "may",
    "first",
    "then",
    "do",
    "any",
    "like",
    "my",
    "now",
    "over",
    "such",
    "our",
    "man",
    "me",
    "even",
    "most",
    "made",
    "after",
    "also",
    "did",
    "many",
    "off",
    "before",
    "must",
    "well",
    "back",
    "through",
    "years",
    "where",
    "much",
    "your",
    "way",
    "down",
    "should",
    "because",
    "long",
    "each",
    "just",
    "state",
    "those",
    "people",
    "too",
    "mr",
    "how",
    "little",
    "good",
    "world",
    "make",
    "very",
    "year",
    "still",
    "see",
    "own",
    "work",
    "men",
]
WORDS = 40_000
NAMES = 20_000
TOPICS, TOPIC_WORDS = 3_000, 300
SITES = 400
COPY_EVERY = 5
KINDS = ("framed", "light", "medium", "truncated", "spun")
BACK = 3_000  # a copy is at most so many documents behind its original


def document(number: int) -> Document:
    """Make one document."""
    kind = kind_of(number)
    text = _copy(_article(original_of(number)), kind, random.Random(number)) if kind else _article(number)
    site = number * 7 % SITES
    lines = [f"You are reading the site {_names()[site]} online", *text, *_frame(site)] if number % 3 else text
    return Document(f"{number:032x}", "\n".join(lines), site=f"site{site}.example")


def documents(first: int, count: int) -> Iterator[Document]:
    """Make a stretch of documents."""
    return map(document, range(first, first + count))


def kind_of(number: int) -> str | None:
    """Say what kind of copy a document is; None for an original."""
    return KINDS[number // COPY_EVERY % len(KINDS)] if number % COPY_EVERY == COPY_EVERY - 1 else None


def original_of(number: int) -> int:
    """Give the number of the document that one is a copy of, or its own."""
    if not kind_of(number):
        return number
    original = random.Random(number).randrange(max(0, number - BACK), number)
    return original - 1 if kind_of(original) else original


def _article(number: int) -> list[str]:
    """Make the lines of an original."""
    chance = np.random.default_rng(number)
    count = int(chance.integers(250, 420))
    at = np.searchsorted(_shares(), chance.random(count))
    topical = (chance.random(count) < 0.25) & (at >= len(COMMON))
    topic = int(chance.integers(TOPICS))
    at[topical] = (topic * 7_919 + chance.integers(TOPIC_WORDS, size=count)[topical] * 131) % (WORDS - 500) + 500
    words = list(map(_vocabulary().__getitem__, at.tolist()))
    own = [_names()[name] for name in chance.integers(NAMES, size=6).tolist()]
    for place in np.flatnonzero(chance.random(count) < 0.07).tolist():
        words[place] = own[place % 6] if place % 5 else str(place * (number % 997) % 3_000)
    sentences = [" ".join(words[start : start + 17]) for start in range(0, count, 17)]
    sentences = [sentence[0].upper() + sentence[1:] + "." for sentence in sentences]
    return [" ".join(sentences[start : start + 3]) for start in range(0, len(sentences), 3)]


def _copy(lines: list[str], kind: str, chance: random.Random) -> list[str]:
    """Change what this kind of copy changes."""
    if kind == "framed":
        return [f"First seen elsewhere, number {chance.random()}.", *lines, "Send us your view of this by letter."]
    words = [line.split(" ") for line in lines]
    if kind == "truncated":
        flat = [word for line in words for word in line]
        return [" ".join(flat[: int(len(flat) * chance.uniform(0.3, 0.55))])]
    share = {"light": 0.03, "medium": 0.12, "spun": 0.3}[kind]
    return [" ".join(_put(word, share, chance) for word in line) for line in words]


def _put(word: str, share: float, chance: random.Random) -> str:
    """Put another word in the place of one in so many; names and figures stay."""
    if chance.random() > share or not word.islower():
        return word
    return _vocabulary()[chance.randrange(len(COMMON), 8_000)]


def _frame(site: int) -> list[str]:
    name = _names()[site]
    return [
        f"Write to the desk of {name} with news of your own",
        f"All that stands here belongs to {name} and its owners",
    ]


@cache
def _vocabulary() -> list[str]:
    parts = [first + second for first, second in product("bcdfgklmnprstvw", "aeiou")]
    made = ("".join(three) for three in product(parts, repeat=3))
    chosen = random.Random(1).sample(list(made), WORDS - len(COMMON))
    return [*COMMON, *chosen]


@cache
def _names() -> list[str]:
    chance = random.Random(2)
    return [
        chance.choice(_vocabulary()[200:]).capitalize() + chance.choice(("", "son", "ov", "ez", "ski"))
        for _ in range(NAMES)
    ]


@cache
def _shares() -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    weights = 1 / (np.arange(WORDS) + 2.7)
    return np.cumsum(weights / weights.sum())
