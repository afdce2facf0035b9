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
from functools import cache, lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

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
SENTENCE = 17  # words
BLOCK = 256
BACK = 3_000  # a copy is at most so many documents behind its original


def document(number: int) -> Document:
    """Make one document."""
    kind = kind_of(number)
    text = (
        _copy(_article(original_of(number)), kind, random.Random(number))
        if kind
        else _article(number)
    )
    site = number * 7 % SITES
    lines = (
        [f"You are reading the site {_names()[site]} online", *text, *_frame(site)]
        if number % 3
        else text
    )
    return Document(
        f"{number:032x}",
        "\n".join(lines),
        spun=kind == "spun",
        site=f"site{site}.example",
    )


def documents(first: int, count: int) -> Iterator[Document]:
    """Make a stretch of documents."""
    return map(document, range(first, first + count))


def kind_of(number: int) -> str | None:
    """Say what kind of copy a document is; None for an original."""
    return (
        KINDS[number // COPY_EVERY % len(KINDS)]
        if number % COPY_EVERY == COPY_EVERY - 1
        else None
    )


def original_of(number: int) -> int:
    """Give the number of the document that one is a copy of, or its own."""
    if not kind_of(number):
        return number
    original = random.Random(number).randrange(max(0, number - BACK), number)
    return original - 1 if kind_of(original) else original


def _article(number: int) -> list[str]:
    """Make the lines of an original."""
    tokens, ends = _block(number // BLOCK)
    place = number % BLOCK
    text = " ".join(tokens[ends[place] : ends[place + 1]])
    return text.replace("\n ", "\n").rstrip("\n").split("\n")


@lru_cache(maxsize=32)
def _block(number: int) -> tuple[list[str], list[int]]:
    """Draw the words of BLOCK originals at once; tell where each ends."""
    chance = np.random.default_rng(number)
    ends = np.r_[0, np.cumsum(chance.integers(250, 420, size=BLOCK))]
    count = int(ends[-1])
    owner = np.repeat(np.arange(BLOCK), np.diff(ends))
    at = _drawn()[chance.integers(len(_drawn()), size=count)]
    topical = (chance.random(count) < 0.25) & (at >= len(COMMON))
    topics = (
        chance.integers(TOPICS, size=BLOCK)[owner] * 7_919
        + chance.integers(TOPIC_WORDS, size=count) * 131
    )
    words = _vocabulary()[np.where(topical, topics % (WORDS - 500) + 500, at)]
    named = chance.random(count) < 0.06
    own = chance.integers(NAMES, size=(BLOCK, 6))
    words[named] = _names()[own[owner, chance.integers(6, size=count)][named]]
    figures = np.flatnonzero(chance.random(count) < 0.015)
    words[figures] = [
        str(figure) for figure in chance.integers(2_000, size=len(figures)).tolist()
    ]
    place = np.arange(count) - ends[owner]
    for each in np.flatnonzero(place % SENTENCE == 0).tolist():
        words[each] = words[each].capitalize()
    last = (place % SENTENCE == SENTENCE - 1) | (
        np.arange(count) + 1 == ends[owner + 1]
    )
    words[last] += "."
    words[place % (3 * SENTENCE) == 3 * SENTENCE - 1] += "\n"
    return words.tolist(), ends.tolist()


def _copy(lines: list[str], kind: str, chance: random.Random) -> list[str]:
    """Change what this kind of copy changes."""
    if kind == "framed":
        return [
            f"First seen elsewhere, number {chance.random()}.",
            *lines,
            "Send us your view of this by letter.",
        ]
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
    return str(_vocabulary()[chance.randrange(len(COMMON), 8_000)])


def _frame(site: int) -> list[str]:
    name = _names()[site]
    return [
        f"Write to the desk of {name} with news of your own",
        f"All that stands here belongs to {name} and its owners",
    ]


@cache
def _vocabulary() -> NDArray[np.object_]:
    parts = [first + second for first, second in product("bcdfgklmnprstvw", "aeiou")]
    made = ("".join(three) for three in product(parts, repeat=3))
    return np.array(
        [*COMMON, *random.Random(1).sample(list(made), WORDS - len(COMMON))], object
    )


@cache
def _names() -> NDArray[np.object_]:
    chance, stems = random.Random(2), _vocabulary()[len(COMMON) :].tolist()
    ends = ("", "son", "ov", "ez", "ski")
    return np.array(
        [chance.choice(stems).capitalize() + chance.choice(ends) for _ in range(NAMES)],
        object,
    )


@cache
def _drawn() -> NDArray[np.int64]:
    """Lay the words out a million times, each as often as Zipf's law has it."""
    shares = 1 / (np.arange(WORDS) + 2.7)
    return np.repeat(
        np.arange(WORDS), np.ceil(shares / shares.sum() * 1_000_000).astype(np.int64)
    )
