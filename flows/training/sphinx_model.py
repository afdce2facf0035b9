"""Read the n-gram models of English that come with speech recognisers of CMU Sphinx.

They were counted in far more text than we have, in lower case and without signs. A file holds a
trie that is read backwards: the last word of an n-gram first (`lm_trie.c` of CMU Sphinx). Records
are rows of bits, logarithms have a base close to 1, and those of bigrams and trigrams are numbers
of a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from flows.training.kneser_ney import Integers, Reals

MAGIC = b"Trie Language Model"
ORDERS = 3  # unigrams, bigrams and trigrams
LOG_BASE = 1.0001  # of all logarithms
TABLE_BITS = 16  # of a number in a table of logarithms
TABLE = 1 << TABLE_BITS
TABLE_MASK = TABLE - 1  # of the lower number of two
UNIGRAM = np.dtype([("log", "<f4"), ("factor", "<f4"), ("next", "<u4")])
SLACK_BYTES = 8  # behind each block of records, so that whole integers can be read
BYTE_BITS = 8  # in a byte
BYTE_INDEX = 3  # bits of a position by which it counts bits within a byte
ENCODING = "latin-1"  # of the words; one model has bytes that are no UTF-8

INTEGER = np.dtype("<u4")
REAL = np.dtype("<f4")
Bytes = NDArray[np.uint8]
Kind = TypeVar("Kind", bound=np.generic)


@dataclass(frozen=True, slots=True)
class SphinxModel:
    """The n-grams of a file, as numbers of its words; probabilities and back-off factors.

    A bigram is its first and its second word, a trigram its first word and the number of the
    bigram behind it.
    """

    words: Sequence[str]
    unigrams: Reals
    word_factors: Reals
    bigrams: tuple[Integers, Integers]
    bigram_probabilities: Reals
    pair_factors: Reals
    trigrams: tuple[Integers, Integers]
    trigram_probabilities: Reals

    @classmethod
    def read(cls, path: Path) -> SphinxModel:
        """Read a file; raise ValueError if it has another format."""
        file = _File(path.read_bytes())
        if file.take(len(MAGIC)) != MAGIC or file.take(1) != bytes([ORDERS]):
            message = f"{path} is no trigram model of CMU Sphinx"
            raise ValueError(message)
        return _read(file)


def _read(file: _File) -> SphinxModel:
    """Read what follows the first bytes of a file."""
    sizes = [int(size) for size in file.array(INTEGER, ORDERS)]
    file.array(INTEGER, 1)  # the kind of the tables
    tables = file.array(REAL, ORDERS * TABLE)
    trie = _Trie(
        tables=tables.reshape(ORDERS, TABLE),
        unigrams=file.array(UNIGRAM, sizes[0] + 1),
        bigrams=_Records.of_bigrams(file, sizes),
        trigrams=_Records.of_trigrams(file, sizes),
    )
    return trie.model(file.words(sizes[0]))


@dataclass(frozen=True, slots=True)
class _Trie:
    """The records of a file, and the logarithms that their numbers stand for."""

    tables: NDArray[np.float32]
    unigrams: NDArray[np.void]
    bigrams: _Records
    trigrams: _Records

    def model(self, words: Sequence[str]) -> SphinxModel:
        """Return the model with its words."""
        unigrams = self.unigrams[:-1]  # the last says where the bigrams end
        return SphinxModel(
            words=words,
            unigrams=_exponential(unigrams["log"]),
            word_factors=_exponential(unigrams["factor"]),
            bigrams=self._bigrams(),
            bigram_probabilities=self._looked_up(0, self._logs() >> TABLE_BITS),
            pair_factors=self._looked_up(1, self._logs() & TABLE_MASK),
            trigrams=self._trigrams(),
            trigram_probabilities=self._looked_up(2, self.trigrams.field(1)[:-1]),
        )

    def _starts(self) -> Integers:
        """Return the first bigram of each word, and behind the last, the end of all."""
        starts: Integers = self.unigrams["next"].astype(np.int64)
        return starts

    def _count(self) -> int:
        """Return the number of bigrams; a few records behind the last are empty."""
        return int(self._starts()[-1])

    def _bigrams(self) -> tuple[Integers, Integers]:
        """Return the first and the second words of the bigrams."""
        first = self.bigrams.field(0)[: self._count()]
        return first, _owners(self._starts())

    def _trigrams(self) -> tuple[Integers, Integers]:
        """Return the first words of the trigrams, and the bigrams behind them."""
        starts = self.bigrams.field(2)[: self._count() + 1]
        return self.trigrams.field(0)[:-1], _owners(starts)

    def _logs(self) -> Integers:
        """Return the numbers of both logarithms of each bigram."""
        return self.bigrams.field(1)[: self._count()]

    def _looked_up(self, table: int, numbers: Integers) -> Reals:
        """Return what the numbers of a table stand for."""
        return _exponential(self.tables[table][numbers])


class _File:
    """The bytes of a file, which are taken from its start to its end."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def take(self, size: int) -> bytes:
        """Return the next bytes."""
        start = self._at
        self._at += size
        return self._content[start : self._at]

    def array(self, kind: np.dtype[Kind], size: int) -> NDArray[Kind]:
        """Return the next values of a kind."""
        taken = self.take(size * kind.itemsize)
        return np.frombuffer(taken, dtype=kind)

    def words(self, size: int) -> list[str]:
        """Return the words at the end of the file; a zero ends each."""
        length = int(self.array(INTEGER, 1)[0])
        text = self.take(length).decode(ENCODING)
        return text.split("\0")[:size]


@dataclass(frozen=True, slots=True)
class _Records:
    """Rows of bits, one more than there are n-grams; `widths` are those of their fields."""

    content: Bytes
    size: int
    widths: Sequence[int]

    @classmethod
    def of_bigrams(cls, file: _File, sizes: Sequence[int]) -> _Records:
        """Take the bigrams: first word, two logarithms, place of their first trigram."""
        word, place = sizes[0].bit_length(), sizes[2].bit_length()
        return cls._taken(file, sizes[1], (word, 2 * TABLE_BITS, place))

    @classmethod
    def of_trigrams(cls, file: _File, sizes: Sequence[int]) -> _Records:
        """Take the trigrams: first word, logarithm."""
        return cls._taken(file, sizes[2], (sizes[0].bit_length(), TABLE_BITS))

    @classmethod
    def _taken(cls, file: _File, size: int, widths: Sequence[int]) -> _Records:
        bits = (size + 1) * sum(widths)
        length = (bits + BYTE_BITS - 1) // BYTE_BITS + SLACK_BYTES
        content = np.frombuffer(file.take(length), dtype=np.uint8)
        return cls(content, size + 1, widths)

    def field(self, number: int) -> Integers:
        """Return a field of all records."""
        rows = np.arange(self.size, dtype=np.int64)
        first = sum(self.widths[:number])
        bits = rows * sum(self.widths) + first
        mask = (1 << self.widths[number]) - 1
        return self._integers(bits >> BYTE_INDEX) >> (bits % BYTE_BITS) & mask

    def _integers(self, places: Integers) -> Integers:
        """Return the seven bytes at each place as a number; no field is longer with its shift."""
        values = np.zeros(len(places), dtype=np.int64)
        for byte in range(SLACK_BYTES - 1):
            values |= self.content[places + byte].astype(np.int64) << BYTE_BITS * byte
        return values


def _owners(starts: Integers) -> Integers:
    """Return the number of the owner of each record; `starts` are its first records."""
    return np.repeat(np.arange(len(starts) - 1), np.diff(starts))


def _exponential(logarithms: NDArray[np.generic]) -> Reals:
    """Return what logarithms of LOG_BASE stand for."""
    nats = logarithms.astype(np.float64) * np.log(LOG_BASE)
    values: Reals = np.exp(nats)
    return values
