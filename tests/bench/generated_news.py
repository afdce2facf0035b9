"""Generate news without meaning and with known copies, for measurements of speed.

A document depends on its number alone. Words are drawn by Zipf's law from a generated vocabulary
that begins with the most frequent words of English; a part of them come from the few hundred words
of the document's topic. Each document has its own names and figures, and lines that its site
repeats. One document in five is a copy of an earlier one: in turn with other boilerplate, with
light and stronger edits, truncated, and with replaced words.
"""

# ruff: noqa: S311 - random choices must be repeatable
from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain, product

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates import Document

# The most frequent words of English.
COMMON = """
    the of and to in a is that for it as was with be by on not he his but at are this have from
    or had an they which one you were all her she there would their we him been has when who
    will no more if out so up said what its about than into them can only other time new some
    could these two may first then do any like my now over such our man me even most made after
    also did many off before must well back through years where much your way down should
    because long each just state those people too mr how little good world make very year still
    see own work men
    """.split()  # noqa: SIM905 - a list of words is easiest to read as text
WORDS = 40_000  # in the vocabulary
NAMES = 20_000
TOPICS, TOPIC_WORDS = 3_000, 300
SITES = 400
COPY_EVERY = 5  # documents
KINDS = ("framed", "light", "medium", "truncated", "spun")
SENTENCE = 17  # words
# Shares of the words of an article; chosen, not measured.
TOPICAL_SHARE = 0.25
NAME_SHARE = 0.06
FIGURE_SHARE = 0.015
NAMES_OF_ARTICLE = 6
BLOCK = 256  # articles drawn at once
BACK = 3_000  # documents between a copy and its original, at most


def document(number: int) -> Document:
    """Return one document."""
    lines = _article(original_of(number))
    kind = kind_of(number)
    if kind:
        lines = _copy(lines, kind, random.Random(number))
    site = number * 7 % SITES
    if number % 3:
        header = f"You are reading the site {_names()[site]} online"
        lines = [header, *lines, *_footer(site)]
    return Document(
        f"{number:032x}",
        "\n".join(lines),
        spun=kind == "spun",
        site=f"site{site}.example",
    )


def documents(first: int, count: int) -> Iterator[Document]:
    """Yield documents by consecutive numbers."""
    return map(document, range(first, first + count))


def kind_of(number: int) -> str | None:
    """Return the kind of a copy; None for an original."""
    if number % COPY_EVERY != COPY_EVERY - 1:
        return None
    return KINDS[number // COPY_EVERY % len(KINDS)]


def original_of(number: int) -> int:
    """Return the number of the original of a copy; an original has its own number."""
    if not kind_of(number):
        return number
    original = random.Random(number).randrange(max(0, number - BACK), number)
    return original - 1 if kind_of(original) else original


def _article(number: int) -> list[str]:
    """Return the lines of an original."""
    tokens, ends = _block(number // BLOCK)
    place = number % BLOCK
    text = " ".join(tokens[ends[place] : ends[place + 1]])
    return text.replace("\n ", "\n").rstrip("\n").split("\n")


@lru_cache(maxsize=32)
def _block(number: int) -> tuple[list[str], list[int]]:
    """Draw the words of BLOCK originals at once, and return where each ends.

    The random numbers are drawn in a fixed order; another order would change all documents.
    """
    chance = np.random.default_rng(number)
    sizes = chance.integers(250, 420, size=BLOCK)
    ends = np.r_[0, np.cumsum(sizes)]
    count = int(ends[-1])
    owner = np.repeat(np.arange(BLOCK), sizes)
    words = _draw_words(chance, owner)
    is_name = chance.random(count) < NAME_SHARE
    own_names = chance.integers(NAMES, size=(BLOCK, NAMES_OF_ARTICLE))
    names = own_names[owner, chance.integers(NAMES_OF_ARTICLE, size=count)]
    words[is_name] = _names()[names[is_name]]
    figures = np.flatnonzero(chance.random(count) < FIGURE_SHARE)
    values = chance.integers(2_000, size=len(figures))
    words[figures] = [str(value) for value in values.tolist()]
    _punctuate(words, ends, owner)
    return words.tolist(), ends.tolist()


def _draw_words(
    chance: np.random.Generator, owner: NDArray[np.int64]
) -> NDArray[np.object_]:
    """Draw a word for each place, by Zipf's law or from the topic of its article."""
    count = len(owner)
    frequent = _drawn()[chance.integers(len(_drawn()), size=count)]
    is_topical = chance.random(count) < TOPICAL_SHARE
    topic = chance.integers(TOPICS, size=BLOCK)[owner]
    word_of_topic = chance.integers(TOPIC_WORDS, size=count)
    topical = (topic * 7_919 + word_of_topic * 131) % (WORDS - 500) + 500
    is_replaced = is_topical & (frequent >= len(COMMON))
    return _vocabulary()[np.where(is_replaced, topical, frequent)]


def _punctuate(
    words: NDArray[np.object_], ends: NDArray[np.int64], owner: NDArray[np.int64]
) -> None:
    """Add capitals, full stops and line ends in place."""
    number = np.arange(len(words))
    place = number - ends[owner]
    for first in np.flatnonzero(place % SENTENCE == 0).tolist():
        words[first] = words[first].capitalize()
    ends_sentence = place % SENTENCE == SENTENCE - 1
    ends_article = number + 1 == ends[owner + 1]
    words[ends_sentence | ends_article] += "."
    paragraph = 3 * SENTENCE
    words[place % paragraph == paragraph - 1] += "\n"


def _copy(lines: list[str], kind: str, chance: random.Random) -> list[str]:
    """Return the lines of a copy of a kind."""
    if kind == "framed":
        return [
            f"First seen elsewhere, number {chance.random()}.",
            *lines,
            "Send us your view of this by letter.",
        ]
    words = [line.split(" ") for line in lines]
    if kind == "truncated":
        flat = list(chain.from_iterable(words))
        size = int(len(flat) * chance.uniform(0.3, 0.55))
        return [" ".join(flat[:size])]
    share = {"light": 0.03, "medium": 0.12, "spun": 0.3}[kind]
    return [" ".join(_replace(word, share, chance) for word in line) for line in words]


def _replace(word: str, share: float, chance: random.Random) -> str:
    """Replace a share of the words by others; names and figures stay."""
    if chance.random() > share or not word.islower():
        return word
    return str(_vocabulary()[chance.randrange(len(COMMON), 8_000)])


def _footer(site: int) -> list[str]:
    """Return the lines that a site repeats below its articles."""
    name = _names()[site]
    return [
        f"Write to the desk of {name} with news of your own",
        f"All that stands here belongs to {name} and its owners",
    ]


@cache
def _vocabulary() -> NDArray[np.object_]:
    """Return all words: the common ones, then words of three random syllables."""
    syllables = ["".join(pair) for pair in product("bcdfgklmnprstvw", "aeiou")]
    possible = ["".join(three) for three in product(syllables, repeat=3)]
    chosen = random.Random(1).sample(possible, WORDS - len(COMMON))
    return np.array([*COMMON, *chosen], object)


@cache
def _names() -> NDArray[np.object_]:
    """Return the names of people and sites; some may be equal."""
    chance = random.Random(2)
    stems = _vocabulary()[len(COMMON) :].tolist()
    suffixes = ("", "son", "ov", "ez", "ski")
    names = []
    for _ in range(NAMES):
        stem = chance.choice(stems).capitalize()
        names.append(stem + chance.choice(suffixes))
    return np.array(names, object)


@cache
def _drawn() -> NDArray[np.int64]:
    """Return about a million numbers of words, each word as often as in Zipf's law."""
    frequencies = 1 / (np.arange(WORDS) + 2.7)
    shares = frequencies / frequencies.sum()
    times = np.ceil(shares * 1_000_000).astype(np.int64)
    return np.repeat(np.arange(WORDS), times)
