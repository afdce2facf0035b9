"""Read the texts in which the language model and the topics are counted, as numbered words.

One document in ten is held out, for measuring.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase.words import END, UNKNOWN, model_words, sentences

SOURCES = ("bbc2225", "fnc1", "nltk_mix", "reuters21578", "rustblog", "wikitext2_vt")
# An n-gram is kept if so many documents have it, or so many sources: what one source alone says,
# even in copies of one story, cannot be read back. The first holds for words too.
FEWEST_DOCUMENTS = 3
FEWEST_SOURCES = 2
VOCABULARY = 60_000  # words, fewer than 2^16 so that a word fits 16 bits
HELD_OUT_ONE_IN = 10  # documents; the usual share
# Tokenised corpora separate "do n't" and "firm 's".
DETACHED_CLITIC = re.compile(r" (?=n't\b|'(?:s|re|ve|ll|d|m)\b)")

Ids = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class EncodedCorpus:
    """A corpus as numbers of words, the most frequent words first.

    Number 0 ends a sentence; number 1 is any word outside the vocabulary. `starts` are the
    positions in `stream` at which texts start.
    """

    words: list[str]
    stream: Ids
    starts: Ids


def read_documents(folder: Path) -> Iterator[str]:
    """Yield the texts of all sources without those held out."""
    for source in SOURCES:
        yield from read_source(folder, source)


def read_source(folder: Path, source: str) -> Iterator[str]:
    """Yield the texts of a source without those held out."""
    for line in _lines(folder, source):
        if not is_held_out(line):
            yield DETACHED_CLITIC.sub("", line)


def held_out_documents(folder: Path, source: str) -> Iterator[str]:
    """Yield the texts of a source that are held out."""
    for line in _lines(folder, source):
        if is_held_out(line):
            yield DETACHED_CLITIC.sub("", line.rstrip())


def _lines(folder: Path, source: str) -> Iterator[str]:
    """Yield the texts of a source, one a line."""
    with gzip.open(folder / f"{source}.txt.gz", "rt", encoding="utf-8") as lines:
        yield from lines


def read_pages(path: Path) -> Iterator[str]:
    """Yield the article texts of web pages, without those held out."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            if not is_held_out(text):
                yield text


def is_held_out(text: str) -> bool:
    """Return whether a text is never counted, so that it can be used for measuring."""
    return zlib.crc32(text.encode()) % HELD_OUT_ONE_IN == 0


def encode(texts: Iterable[str]) -> EncodedCorpus:
    """Replace words by numbers; only the most frequent words have one of their own."""
    numbers: dict[str, int] = {END: 0, UNKNOWN: 1}
    parts = [_encode_text(text, numbers) for text in texts]
    stream = np.concatenate(parts)
    documents_of = _count_documents(parts)
    kept = _vocabulary(stream, len(numbers), documents_of)
    return _encoded(stream, list(numbers), kept, _starts(parts))


def with_texts(corpus: EncodedCorpus, texts: Iterable[str]) -> EncodedCorpus:
    """Return a corpus with more texts behind its own; they add no words to it."""
    parts = list(_encode_known(texts, corpus.words))
    starts = _starts(parts) + np.uint64(len(corpus.stream))
    added = np.concatenate(parts).astype(np.uint64)
    stream = np.concatenate([corpus.stream, added])
    all_starts = np.concatenate([corpus.starts, starts])
    return EncodedCorpus(corpus.words, stream, all_starts)


def _encode_known(
    texts: Iterable[str], words: list[str]
) -> Iterator[NDArray[np.int64]]:
    """Replace the words of texts by their numbers among some words."""
    numbers = {word: number for number, word in enumerate(words)}
    unknown = numbers[UNKNOWN]
    for ids in (_encode_text(text, numbers) for text in texts):
        yield np.where(ids < len(words), ids, unknown)


def _encode_text(text: str, numbers: dict[str, int]) -> NDArray[np.int64]:
    ids = list(_number_words(text, numbers))
    return np.array(ids, dtype=np.int64)


def _count_documents(parts: Iterable[NDArray[np.int64]]) -> Counter[int]:
    """Count the documents that have each number."""
    documents_of: Counter[int] = Counter()
    for part in parts:
        documents_of.update(set(part.tolist()))
    return documents_of


def _starts(parts: Iterable[NDArray[np.int64]]) -> Ids:
    """Return the positions at which parts start when they are joined."""
    sizes = [len(part) for part in parts]
    ends = np.cumsum(sizes)
    return (ends - sizes).astype(np.uint64)


def _encoded(
    stream: NDArray[np.int64],
    all_words: list[str],
    kept: list[int],
    starts: NDArray[np.uint64],
) -> EncodedCorpus:
    new_number = _new_numbers(kept, len(all_words))
    words = [all_words[number] for number in kept]
    return EncodedCorpus(words, new_number[stream], starts)


def _new_numbers(kept: list[int], size: int) -> NDArray[np.uint64]:
    """Return new numbers for the words that are kept; all others are unknown, number 1."""
    numbers = np.ones(size, dtype=np.uint64)
    numbers[kept] = np.arange(len(kept), dtype=np.uint64)
    return numbers


def _number_words(text: str, numbers: dict[str, int]) -> Iterator[int]:
    """Yield the number of each word, with 0 around sentences; add new words to `numbers`."""
    yield 0
    for sentence in sentences(text):
        for form in chain.from_iterable(model_words(word.form) for word in sentence):
            yield numbers.setdefault(form, len(numbers))
        yield 0


def _vocabulary(
    stream: NDArray[np.int64], size: int, documents_of: Counter[int]
) -> list[int]:
    """Return the numbers of the kept words: 0 and 1, then the others by frequency."""
    counts = np.bincount(stream, minlength=size)
    kept = [0, 1]
    for number in np.argsort(-counts, kind="stable").tolist():
        if len(kept) == VOCABULARY:
            break
        if number > 1 and documents_of[number] >= FEWEST_DOCUMENTS:
            kept.append(number)
    return kept
