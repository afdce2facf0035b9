"""The names of the input formats, for who does not read files: the readers take long to import."""

from __future__ import annotations

from flows.intake.inputs import UNKNOWN_FORMAT

NAMES = (  # of flows.intake.formats.FORMATS, in their order
    "text",
    "html",
    "jsonl",
    "json",
    "csv",
    "parquet",
    "warc",
    "wacz",
    "feed",
    "mail",
    "mbox",
    "news_export",
    "zip",
    "tar",
)


def format_names() -> str:
    """List the names of the formats, for a description: a, b or c."""
    *others, last = NAMES
    return f"{', '.join(others)} or {last}"


def format_names_of_quarantine() -> str:
    """List the names of the formats and the one of what cannot be opened."""
    return f"{format_names()}; {UNKNOWN_FORMAT} where nothing could be opened"
