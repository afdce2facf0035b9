"""The table of lines in doubt: one row for each new article that has any, from its shard to `confirming`.

It is no part of a snapshot. The raw text stands in it because a removal changes what the ledger says of it.
"""

from __future__ import annotations

from dataclasses import asdict, fields

import pyarrow as pa

from cleaners.article import Article, OpenDoubt
from flows.tables import Row

KINDS = {"int": pa.int64(), "str": pa.string(), "float": pa.float64(), "bool": pa.bool_()}
SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string()),
        pa.field("raw", pa.string()),
        pa.field("lines", pa.list_(pa.string())),
        pa.field(
            "doubts", pa.list_(pa.struct([pa.field(item.name, KINDS[str(item.type)]) for item in fields(OpenDoubt)]))
        ),
    ]
)


def row(article: Article) -> Row:
    """Make the row of an article with lines in doubt."""
    return {
        "article_id": article.article_id,
        "raw": article.raw,
        "lines": [article.text[doubt.start : doubt.end] for doubt in article.doubts],
        "doubts": [asdict(doubt) for doubt in article.doubts],
    }
