"""Sign the new texts of a shard, once it is known which lines are repeated: work for a worker.

It gets `new`, and leaves `signed` with the signatures, and the `flagged` words with their classes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cleaners.duplicates import word_batches
from cleaners.duplicates.columns import (
    BoolArray,
    Int64Array,
    UInt64Array,
    concat_tables,
)
from cleaners.duplicates.line_breaks import Lines, OtherLines
from cleaners.duplicates.repeated_lines import COMMON, without_site
from cleaners.duplicates.signing import (
    KnownLines,
    SignatureRows,
    SignedBatch,
    sign,
)
from cleaners.duplicates.words import WordBatch
from cleaners.sorted_search import contains
from flows.settings import Settings
from flows.stages.deduplicate import shard_reading, work_files
from flows.storage import parquet
from flows.storage.shards import Shard


@dataclass(frozen=True, slots=True)
class SignedShard:
    """The new texts of a shard: their numbers, where the words of each end, and their files."""

    numbers: Int64Array
    ends: Int64Array
    words: Path
    classes: Path
    rows: SignatureRows


def ask(
    shard: Shard,
    folder: Path,
    numbers: Int64Array,
    is_new: BoolArray,
    known: KnownLines,
) -> None:
    """Write what a worker must know to sign the new texts of a shard."""
    read = shard_reading.load(shard, folder).words
    others = {
        text: known.others[text]
        for text in numbers[is_new].tolist()
        if text in known.others
    }
    flat = [(text, lines) for text, several in others.items() for lines in several]
    hashes = [lines.hashes for _, lines in flat]
    arrays = {
        "numbers": numbers,
        "is_new": is_new,
        "repeated": _repeated_among([read.lines, *hashes], known.repeated),
        "other_texts": np.array([text for text, _ in flat], np.int64),
        "other_counts": np.array([len(lines.ends) for _, lines in flat], np.int64),
        "other_hashes": np.concatenate([np.empty(0, np.uint64), *hashes]),
        "other_ends": _joined([lines.ends for _, lines in flat]),
    }
    work_files.write(shard, folder, "new", arrays)


def sign_new(shard: Shard, settings: Settings, folder: Path) -> None:  # noqa: ARG001  # as all work
    """Sign the new texts of a shard."""
    asked = work_files.read(shard, folder, "new")
    known = KnownLines(asked["repeated"], _others(asked))
    read = shard_reading.load(shard, folder).words
    numbers, is_new = asked["numbers"], asked["is_new"]
    signed = list(_signed(shard, folder, read, numbers, is_new, known))
    rows = concat_tables(SignatureRows.empty(), *(each.rows for each in signed))
    words = word_batches.joined([each.words for each in signed])
    _write_words(shard, folder, words)
    arrays = {
        "numbers": numbers[is_new],
        "ends": words.text_ends,
        "hashes": rows.hashes,
        "texts": rows.texts,
    }
    work_files.write(shard, folder, "signed", arrays)


def _write_words(shard: Shard, folder: Path, words: WordBatch) -> None:
    columns = (words.words, words.classes)
    paths = _word_files(shard, folder)
    for path, column in zip(paths, columns, strict=True):
        with parquet.unsynced(path) as file:
            column.tofile(file)


def answer(shard: Shard, folder: Path) -> SignedShard:
    """Load what came of it, and name the files of the words."""
    arrays = work_files.read(shard, folder, "signed")
    words, classes = _word_files(shard, folder)
    return SignedShard(
        numbers=arrays["numbers"],
        ends=arrays["ends"],
        words=words,
        classes=classes,
        rows=SignatureRows(arrays["hashes"], arrays["texts"]),
    )


def _word_files(shard: Shard, folder: Path) -> tuple[Path, Path]:
    """Return the files of the words of new texts, and of their classes."""
    names = ("signed-words.raw", "signed-classes.raw")
    words, classes = (work_files.path_of(shard, folder, name) for name in names)
    return words, classes


def _signed(  # noqa: PLR0913, PLR0917  # what texts are signed by
    shard: Shard,
    folder: Path,
    read: WordBatch,
    numbers: Int64Array,
    is_new: BoolArray,
    known: KnownLines,
) -> Iterator[SignedBatch]:
    """Sign the new texts, some at a time."""
    first = 0
    for batch in shard_reading.batches(shard, folder, read):
        end = first + len(batch.keys)
        mask = is_new[first:end]
        new = batch.select_texts(mask)
        yield sign(numbers[first:end][mask], new, known)
        first = end


def _repeated_among(lines: Sequence[UInt64Array], repeated: UInt64Array) -> UInt64Array:
    """Return those of the repeated lines that are among some lines, as they are there."""
    every = np.unique(without_site(np.concatenate(lines)))
    marked = np.concatenate([every, every | COMMON])
    marked.sort()
    return marked[contains(repeated, marked)]


def _others(asked: dict[str, Int64Array]) -> OtherLines:
    """Return the lines of articles that break the lines of their text elsewhere, by text."""
    found: dict[int, list[Lines]] = {}
    end = 0
    counts = asked["other_counts"].tolist()
    texts = asked["other_texts"].tolist()
    for text, count in zip(texts, counts, strict=True):
        start, end = end, end + count
        lines = _lines(asked, slice(start, end))
        found.setdefault(text, []).append(lines)
    return found


def _lines(asked: dict[str, Int64Array], places: slice) -> Lines:
    hashes = asked["other_hashes"][places].astype(np.uint64)
    return Lines(hashes, asked["other_ends"][places])


def _joined(arrays: Sequence[Int64Array]) -> Int64Array:
    return np.concatenate([np.empty(0, np.int64), *arrays])
