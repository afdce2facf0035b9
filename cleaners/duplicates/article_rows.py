"""Put articles into columns: their rows in the tables of an index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from cleaners.duplicates.columns import AnyArray, Int64Array
from cleaners.duplicates.index import Articles
from cleaners.duplicates.records import Document
from cleaners.duplicates.repeated_lines import LinePostings, hash_site, with_site
from cleaners.duplicates.standings import standing_of
from cleaners.duplicates.words import WordBatch


def article_rows(documents: Sequence[Document], numbers: Int64Array) -> Articles:
    """Return the table of some articles. `numbers` are those of their texts."""
    standings = [standing_of(document) for document in documents]
    return Articles.of(standings, numbers)


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
