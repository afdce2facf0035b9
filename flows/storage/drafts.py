"""The table of drafts: one row for each new article that the corpus may have more to say about than its page.

Those are articles with lines in doubt, and spun ones. The table goes from a shard to `confirming` and
`restoring`, and is no part of a snapshot. The raw text stands in it because a revision changes what the
ledger says of it; the ledger of a spun article is the one from before its words were put back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

import pyarrow as pa

from cleaners.article import Article, OpenDoubt
from cleaners.draft import Draft, Entry, Mark
from cleaners.lines import bounds
from flows.storage.tables import Row

KINDS = {
    "int": pa.int64(),
    "str": pa.string(),
    "float": pa.float64(),
    "bool": pa.bool_(),
}
MARK = pa.struct(
    [("stage", pa.string()), ("rule", pa.string()), ("confidence", pa.float64())]
)
ENTRY = pa.struct(
    [
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("after", pa.string()),
        ("marks", pa.list_(MARK)),
    ]
)
DOUBT = pa.struct([(item.name, KINDS[str(item.type)]) for item in fields(OpenDoubt)])
SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string()),
        pa.field("raw", pa.string()),
        pa.field("lines", pa.list_(pa.string())),
        pa.field("doubts", pa.list_(DOUBT)),
        pa.field("spun_ledger", pa.list_(ENTRY)),
    ]
)


def is_open(article: Article) -> bool:
    """Whether the corpus may have more to say about an article."""
    return bool(article.doubts) or article.spun_ledger is not None


def row(article: Article) -> Row:
    """Make the row of an open article."""
    return {
        "article_id": article.article_id,
        "raw": article.raw,
        "lines": [article.text[doubt.start : doubt.end] for doubt in article.doubts],
        "doubts": [asdict(doubt) for doubt in article.doubts],
        "spun_ledger": None
        if article.spun_ledger is None
        else [_entry(entry) for entry in article.spun_ledger],
    }


def spun_draft(row: Mapping[str, Any]) -> Draft:
    """Take up the draft of a spun article as it was before its words were put back."""
    raw = row["raw"]
    return Draft.restored(raw, (_read(raw, **entry) for entry in row["spun_ledger"]))


def moved(
    doubts: Iterable[Mapping[str, Any]], before: str, after: str
) -> list[dict[str, Any]]:
    """Find lines in doubt again in a text of which words have changed, but no line ends."""
    places = {
        start: place
        for (start, _), place in zip(bounds(before), bounds(after), strict=True)
    }
    return [
        {**doubt, **dict(zip(("start", "end"), places[doubt["start"]], strict=True))}
        for doubt in doubts
    ]


def _entry(entry: Entry) -> Row:
    marks = [
        {"stage": mark.stage, "rule": mark.rule, "confidence": mark.confidence}
        for mark in entry.marks
    ]
    return {
        "start": entry.start,
        "end": entry.end,
        "after": entry.after,
        "marks": marks,
    }


def _read(
    raw: str, start: int, end: int, after: str, marks: Iterable[Mapping[str, Any]]
) -> Entry:
    return Entry(
        start, end, raw[start:end], after, tuple(Mark(**mark) for mark in marks)
    )
