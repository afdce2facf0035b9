"""Compare the texts of some candidate pairs: work for a worker.

It gets the `pairs`, and the words of their texts; it leaves the verified pairs.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from cleaners.duplicates.columns import UInt32Array, high_half, low_half, sort_unique
from cleaners.duplicates.labour import verify_pairs
from cleaners.duplicates.linked_pairs import LinkedPairs
from cleaners.duplicates.text_words import TextWords
from cleaners.duplicates.verified_pairs import VerifiedPairs
from cleaners.duplicates.word_stores import ReadWords, WordCache
from flows.settings import Settings
from flows.stages.deduplicate import arrow_files, work_files
from flows.storage.shards import Shard

FILE = "verified.arrow"


def ask(part: Shard, folder: Path, candidates: LinkedPairs, cache: WordCache) -> None:
    """Write what a worker must know to compare the texts of some pairs."""
    pairs = candidates.pairs
    both = np.concatenate([high_half(pairs), low_half(pairs)])
    texts = sort_unique(both)
    words = [cache.get(text) for text in texts.tolist()]
    lengths = list(map(len, words))
    counts = np.array(lengths, np.int64)
    arrays: work_files.Arrays = {
        "pairs": pairs,
        "links": candidates.links,
        "texts": texts,
        "ends": np.cumsum(counts),
    }
    work_files.write(part, folder, "pairs", arrays)
    joined_words = _joined([each.words for each in words])
    joined_classes = _joined([each.classes for each in words])
    stacked = np.stack([joined_words, joined_classes])
    work_files.write_large(part, folder, "pair-words", stacked)


def check(part: Shard, settings: Settings, folder: Path) -> None:  # noqa: ARG001  # as all work
    """Compare the texts of some pairs."""
    asked = work_files.read(part, folder, "pairs")
    read_words = _reader(part, folder, asked)
    candidates = LinkedPairs(asked["pairs"], asked["links"])
    verified = verify_pairs(candidates, read_words)
    path = work_files.path_of(part, folder, FILE)
    arrow_files.write(path, VerifiedPairs, [verified], {})


def _reader(part: Shard, folder: Path, asked: work_files.Arrays) -> ReadWords:
    """Return what reads the words of a text."""
    words, classes = work_files.map_large(part, folder, "pair-words")
    bounds = np.concatenate([[0], asked["ends"]])

    def read_words(text: int) -> TextWords:
        texts = asked["texts"]
        place = int(np.searchsorted(texts, text))
        own = slice(bounds[place], bounds[place + 1])
        return TextWords(
            words[own],
            classes[own],
        )

    return read_words


def answer(part: Shard, folder: Path) -> VerifiedPairs:
    """Map what came of it."""
    path = work_files.path_of(part, folder, FILE)
    (verified,) = arrow_files.read(path, VerifiedPairs)
    return verified


def _joined(arrays: list[UInt32Array]) -> UInt32Array:
    return np.concatenate([np.empty(0, np.uint32), *arrays])
