"""The table of edits: one row for each entry of an article's ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from cleaners.draft import Entry
from flows.storage.tables.columns import FLOAT, INT64, STRING, Column, Row

REMOVING = ("extraction", "boilerplate", "metadata")  # stages that take text out

EDITS = (
    Column("article_id", STRING, "The article or duplicate that was changed."),
    Column(
        "stage",
        STRING,
        "The stage with the last word: extraction, encoding, boilerplate, metadata or paraphrase.",
    ),
    Column(
        "rule",
        STRING,
        "Every rule that had a hand in it, first to last, joined by ' + ';"
        " paraphrase/copy rests on a genuine copy.",
    ),
    Column(
        "start",
        INT64,
        "Where it begins in the raw text, in code points; for HTML, raw is the visible text.",
    ),
    Column("end", INT64, "Where it ends in the raw text, in code points."),
    Column(
        "before",
        STRING,
        "The text before the edit; null where the settings say keep_before = false.",
    ),
    Column("after", STRING, "The text after the edit; empty where it was removed."),
    Column(
        "confidence", FLOAT, "Confidence of the least certain of the rules, 0 to 1."
    ),
    Column(
        "before_sha256",
        STRING,
        "Hash of the text before the edit, where it is not kept; else null.",
    ),
)


def edit_rows(
    article_id: str, ledger: Iterable[Entry], *, keep_before: bool
) -> Iterator[Row]:
    """Yield the rows of an article's ledger; without `keep_before`, hashes replace the texts."""
    for entry in ledger:
        yield {
            "article_id": article_id,
            "stage": entry.stage,
            "rule": entry.rule,
            "start": entry.start,
            "end": entry.end,
            "before": entry.before if keep_before else None,
            "after": entry.after,
            "confidence": entry.confidence,
            "before_sha256": None if keep_before else _hash(entry.before),
        }


def removed_chars(entry: Entry) -> int:
    """Count the raw characters that an entry removed; 0 for one that repairs."""
    if entry.stage not in REMOVING:
        return 0
    return max(0, len(entry.before) - len(entry.after))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
