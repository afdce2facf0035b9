"""The table of quarantine: a row for each input that became no article, or for many alike."""

from __future__ import annotations

from cleaners.article import Record, Rejection
from flows.intake.inputs import EXCERPT_CHARACTERS, Quarantined
from flows.intake.known_formats import format_names_of_quarantine
from flows.raw_text import storable_text
from flows.storage.tables.columns import INT64, STRING, Column, Row

QUARANTINE = (
    Column("source_path", STRING, "Input file, relative to the input folder."),
    Column(
        "record_number",
        INT64,
        "Place in the input file, from 0; in JSONL the number of the line.",
    ),
    Column("source_format", STRING, f"{format_names_of_quarantine()}."),
    Column("reason", STRING, "Why it is no article: one of the closed list below."),
    Column("detail", STRING, "What exactly was met."),
    Column(
        "raw_sha256",
        STRING,
        "Hash of the record's bytes, where all of them could be read.",
    ),
    Column(
        "raw_excerpt",
        STRING,
        f"How it begins, up to {EXCERPT_CHARACTERS:,} characters.",
    ),
    Column("url", STRING, "Address of the page, where the record states it."),
    Column("run_id", STRING, "The run that met it."),
    Column(
        "records",
        INT64,
        "How many records the row stands for: 1, or more where a file has thousands that are"
        " broken alike. Null, which means 1, in rows of versions that did not have the column.",
    ),
)


def quarantine_row(item: Quarantined | Rejection) -> Row:
    """Make the row of an input that could not be read, or not be cleaned; without the run_id."""
    source: Quarantined | Record
    if isinstance(item, Quarantined):
        source, url = item, item.url
        excerpt = item.raw_excerpt
    else:
        source, url = item.record, item.record.metadata.url
        excerpt = item.record.content[:EXCERPT_CHARACTERS]
    return {
        "source_path": source.source_path,
        "record_number": source.record_number,
        "source_format": source.source_format,
        "reason": item.reason.value,
        "detail": storable_text(item.detail) or None,
        "raw_sha256": source.raw_sha256,
        "raw_excerpt": excerpt or None,
        "url": url,
        "records": 1,
    }
