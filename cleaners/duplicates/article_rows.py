"""Put articles into columns: their rows in the tables of an index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates.columns import AnyArray, Int64Array, UInt32Array
from cleaners.duplicates.index import Articles
from cleaners.duplicates.records import Document
from cleaners.duplicates.repeated_lines import LinePostings, hash_site, with_site
from cleaners.duplicates.words import WordBatch


def article_rows(documents: Sequence[Document], numbers: Int64Array) -> Articles:
    """Return the table of some articles. `numbers` are those of their texts."""
    spun = [document.spun for document in documents]
    return Articles(
        ids=_ids(documents),
        text=numbers.astype(np.uint32),
        spun=np.array(spun, np.bool_),
        length=_lengths(documents),
        timestamp=_timestamps(documents),
    )


def _ids(documents: Sequence[Document]) -> NDArray[np.bytes_]:
    """Return the ids of articles as bytes."""
    ids = [document.article_id.encode() for document in documents]
    return np.array(ids, np.bytes_)


def _lengths(documents: Sequence[Document]) -> UInt32Array:
    """Return the number of characters of each article."""
    lengths = [len(document.text) for document in documents]
    return np.array(lengths, np.uint32)


def _timestamps(documents: Sequence[Document]) -> Int64Array:
    """Return the timestamp of each article."""
    timestamps = [document.timestamp for document in documents]
    return np.array(timestamps, np.int64)


def line_rows(
    documents: Sequence[Document], batch: WordBatch, numbers: Int64Array
) -> LinePostings:
    """Return the lines of some articles on their sites."""
    sites = [hash_site(document.site) for document in documents]
    line_sites = np.repeat(np.array(sites, np.uint64), batch.line_counts)
    texts = np.repeat(numbers, batch.line_counts).astype(np.uint32)
    return LinePostings.of(with_site(batch.lines, line_sites), texts)


def ids_of_articles(articles: Articles, texts: AnyArray) -> Iterator[str]:
    """Yield the ids of the articles of some texts."""
    rows = np.isin(articles.text, texts)
    for article_id in articles.ids[rows].tolist():
        yield article_id.decode()
