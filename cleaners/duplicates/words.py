"""Texts as words, and words as numbers, many texts at a time.

A text is looked at once, letter by letter, in arrays: what stays of it when case, white space and
punctuation are folded, which words are figures or names, which lines hold which words. Reading word
by word in Python took five times as long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates.hashing import (
    BEFORE_NAME,
    DIGIT,
    HALF,
    LETTER,
    SIGN_FLAG,
    UPPER,
    Hashes,
    Hashes32,
    Numbers,
    letters,
    powers,
    runs,
    settled,
)
from cleaners.duplicates.word_classes import Classes

IS_MARK, IS_LONG, IS_FURNITURE = (
    np.uint32(1),
    np.uint32(2),
    np.uint32(4),
)  # lowest bits of a word's own number
FLAGS = IS_MARK | IS_LONG | IS_FURNITURE
FLAG_BITS = np.uint32(3)
LONG_WORD = 5  # letters


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some texts, one text after the other.

    `plain` has a number for each word, with IS_MARK set for figures and for names inside a sentence,
    IS_LONG, and IS_FURNITURE where that is known; `classes` has a number for its class. `ends` counts
    words at the end of each text, `line_ends` at the end of each line that has any; `lines` has a
    number for each such line and `ends_in_lines` counts them at the end of each text. `keys` are
    equal for equal words in order.
    """

    plain: Hashes32
    classes: Hashes32
    ends: Numbers
    lines: Hashes
    line_ends: Numbers
    ends_in_lines: Numbers
    keys: tuple[bytes, ...]

    @property
    def counts(self) -> Numbers:
        """How many words each text has."""
        return np.diff(self.ends, prepend=0)

    def texts(self) -> Iterator[tuple[Hashes32, Hashes32]]:
        """Yield `plain` and `classes` of every text."""
        for start, end in pairwise((0, *self.ends.tolist())):
            yield self.plain[start:end], self.classes[start:end]

    def keep_lines(self, kept: NDArray[np.bool_]) -> Words:
        """Leave out lines, with their words. The keys stay those of the whole texts."""
        if kept.all():
            return self
        words = np.repeat(kept, np.diff(self.line_ends, prepend=0))
        left, lines_left = (np.r_[0, np.cumsum(each)] for each in (words, kept))
        return Words(
            self.plain[words],
            self.classes[words],
            left[self.ends],
            self.lines[kept],
            left[self.line_ends[kept]],
            lines_left[self.ends_in_lines],
            self.keys,
        )

    def flag_lines(self, flagged: NDArray[np.bool_]) -> Words:
        """Set IS_FURNITURE on the words of some lines."""
        words = np.repeat(flagged, np.diff(self.line_ends, prepend=0))
        return replace(self, plain=self.plain | words * IS_FURNITURE)

    def pick(self, chosen: NDArray[np.bool_]) -> Words:
        """Leave out texts."""
        if chosen.all():
            return self
        kept = self.keep_lines(
            np.repeat(chosen, np.diff(self.ends_in_lines, prepend=0))
        )
        keys = tuple(
            key for key, stays in zip(self.keys, chosen.tolist(), strict=True) if stays
        )
        return Words(
            kept.plain,
            kept.classes,
            kept.ends[chosen],
            kept.lines,
            kept.line_ends,
            kept.ends_in_lines[chosen],
            keys,
        )


def read(texts: Sequence[str], classes: Classes) -> Words:
    """Read some texts. For speed, give about BATCH characters at a time."""
    codes, flags, text_ends = letters([settled(text) for text in texts])
    folded, factors = flags & LETTER, powers(len(codes))
    starts, ends = _bounds(folded != 0, flags & SIGN_FLAG)
    words = runs(folded, starts, ends, *factors)
    plain = (words >> HALF).astype(np.uint32)
    word_ends = np.searchsorted(starts, text_ends)
    breaks = np.searchsorted(starts, np.flatnonzero(codes == ord("\n")))
    line_ends = np.unique(np.concatenate([breaks, word_ends]))
    line_ends = line_ends[line_ends > 0]
    lines = runs(words, np.r_[0, line_ends[:-1]][: len(line_ends)], line_ends, *factors)
    marked = (
        _are_marks(codes, flags, starts) * IS_MARK
        | (ends - starts >= LONG_WORD) * IS_LONG
    )
    return Words(
        plain & ~FLAGS | marked.astype(np.uint32),
        classes.apply(plain),
        word_ends,
        lines,
        line_ends,
        np.searchsorted(line_ends, word_ends, side="right"),
        tuple(_keys(texts, words, word_ends)),
    )


def _bounds(inside: NDArray[np.bool_], signs: Hashes32) -> tuple[Numbers, Numbers]:
    """Find where words start and end."""
    before = np.r_[False, inside[:-1]]
    after = np.r_[inside[1:], False]
    if signs.any():
        alone = signs != 0
        before &= ~(alone | np.r_[False, alone[:-1]])
        after &= ~(alone | np.r_[alone[1:], False])
    return np.flatnonzero(inside & ~before), np.flatnonzero(inside & ~after) + 1


def _are_marks(codes: Hashes32, flags: Hashes32, starts: Numbers) -> NDArray[np.bool_]:
    """Tell figures and names inside a sentence: a capital behind a small letter or a comma, and a space."""
    behind_space = (starts >= 2) & (codes[starts - 1] == ord(" "))  # noqa: PLR2004  # a character and a space
    names = (
        behind_space
        & (flags[starts] & UPPER != 0)
        & (flags[starts - 2] & BEFORE_NAME != 0)
    )
    marks: NDArray[np.bool_] = names | (flags[starts] & DIGIT != 0)
    return marks


def _keys(texts: Sequence[str], words: Hashes, ends: Numbers) -> Iterator[bytes]:
    """Hash the words of every text; of texts without words, the characters."""
    for text, (start, end) in zip(texts, pairwise((0, *ends.tolist())), strict=True):
        content = words[start:end].tobytes() or b"\0" + "\0".join(text.split()).encode(
            "utf-8", "surrogatepass"
        )
        yield blake2b(content, digest_size=16).digest()
