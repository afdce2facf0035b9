"""Read the articles of a shard for the search for copies: a piece of work for a worker.

The profiles for stories are made of the same texts. What the search gets: `read` has all of it but
the words, `words` and `classes` have these, mapped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates import Document, WordClasses, spun_classes, word_batches
from cleaners.duplicates.columns import concat_tables
from cleaners.duplicates.index import Articles
from cleaners.duplicates.reading import ReadTexts, in_batches, read_texts
from cleaners.duplicates.repeated_lines import LinePostings
from cleaners.duplicates.words import WordBatch
from flows.settings import Settings
from flows.stages import story_profiles
from flows.stages.deduplicate import work_files
from flows.stages.deduplicate.word_files import joined_keys, split_keys
from flows.storage import revisions, shard_articles
from flows.storage.shards import Shard

DOCUMENT = tuple(item.name for item in fields(Document))  # columns
COLUMNS = tuple(dict.fromkeys((*DOCUMENT, *story_profiles.COLUMNS)))
ENDS = ("text_ends", "line_ends", "text_line_ends")  # of a WordBatch, by their names
Arrays: TypeAlias = dict[str, NDArray[Any]]


def read_cleaned(shard: Shard, settings: Settings, folder: Path) -> None:  # noqa: ARG001  # as all work
    """Read the articles of a shard as cleaning left them."""
    rows = list(shard_articles.rows(shard, folder, COLUMNS))
    _write(shard, folder, rows)
    story_profiles.write(shard, folder, story_profiles.CLEANED, rows)


def read_revised(shard: Shard, settings: Settings, folder: Path) -> None:  # noqa: ARG001  # the same
    """Read the revised articles of a shard as they are now."""
    revised = _revised_rows(shard, folder)
    rows = [revised[name] for name in sorted(revised)]
    _write(shard, folder, rows)
    story_profiles.write(shard, folder, story_profiles.REVISED, rows)


def read_all(shard: Shard, settings: Settings, folder: Path) -> None:  # noqa: ARG001  # the same
    """Read all articles of a shard as they are now."""
    revised = _revised_rows(shard, folder)
    cleaned = shard_articles.rows(shard, folder, COLUMNS)
    rows = [revised.get(row["article_id"], row) for row in cleaned]
    _write(shard, folder, rows)
    story_profiles.write(shard, folder, story_profiles.REVISED, rows)


def load(shard: Shard, folder: Path) -> ReadTexts:
    """Load what was read of a shard; its words are mapped."""
    arrays = work_files.read(shard, folder, "read")
    words = WordBatch(
        words=work_files.map_large(shard, folder, "words"),
        classes=work_files.map_large(shard, folder, "classes"),
        lines=arrays["lines"],
        keys=split_keys(arrays["keys"]),
        **{name: arrays[name] for name in ENDS},
    )
    return ReadTexts(
        articles=_table(Articles, arrays),
        lines=_table(LinePostings, arrays),
        words=words,
        source=shard.number,
    )


def batches(shard: Shard, folder: Path, words: WordBatch) -> Iterator[WordBatch]:
    """Yield the words of a shard as they were read, some texts at a time."""
    first = 0
    for end in work_files.read(shard, folder, "read")["batch_ends"].tolist():
        yield word_batches.between(words, first, end)
        first = end


@cache
def matching_classes() -> WordClasses:
    """Return the classes of words that count as one in matching."""
    return WordClasses.of(spun_classes())


def _revised_rows(shard: Shard, folder: Path) -> dict[str, dict[str, Any]]:
    """Return the rows of revised articles of a shard, by id."""
    ids = revisions.revised_ids([shard], folder)
    rows = shard_articles.revised_rows(shard, folder, ids)
    return {str(row["article_id"]): _chosen(row, COLUMNS) for row in rows}


def _chosen(row: Mapping[str, Any], columns: Iterable[str]) -> dict[str, Any]:
    return {name: row[name] for name in columns}


def _write(shard: Shard, folder: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Read the articles of some rows, and write what comes of it."""
    documents = (Document(**_chosen(row, DOCUMENT)) for row in rows)
    classes = matching_classes()
    read = [read_texts(batch, classes) for batch in in_batches(documents)]
    joined = _joined(read)
    words = joined.words
    work_files.write_large(shard, folder, "words", words.words)
    work_files.write_large(shard, folder, "classes", words.classes)
    sizes = [len(each.words.keys) for each in read]
    arrays = {
        **_columns(joined.articles),
        **_columns(joined.lines),
        **{name: getattr(words, name) for name in ENDS},
        "lines": words.lines,
        "keys": joined_keys(words),
        "batch_ends": np.cumsum(np.array(sizes, np.int64)),
    }
    work_files.write(shard, folder, "read", arrays)


def _joined(read: Sequence[ReadTexts]) -> ReadTexts:
    """Put articles that were read one after the other."""
    articles = [Articles.empty()]
    lines = [LinePostings.empty()]
    first = 0
    for each in read:
        rows = each.articles.text + np.uint32(first)
        articles.append(replace(each.articles, text=rows))
        lines.append(replace(each.lines, texts=each.lines.texts + np.uint32(first)))
        first += len(each.words.keys)
    return ReadTexts(
        articles=concat_tables(*articles),
        lines=concat_tables(*lines),
        words=word_batches.joined([each.words for each in read]),
    )


def _columns(table: Any) -> Arrays:  # noqa: ANN401  # any record of columns
    """Return the columns of a table, by its name and theirs."""
    kind = type(table).__name__
    return {f"{kind}.{each.name}": getattr(table, each.name) for each in fields(table)}


def _table(kind: Any, arrays: Arrays) -> Any:  # noqa: ANN401  # the same
    """Return the table whose columns are among arrays."""
    return kind(*(arrays[f"{kind.__name__}.{each.name}"] for each in fields(kind)))
