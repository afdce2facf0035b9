"""Make the quarantine row of an input that cannot become a record."""

from __future__ import annotations

from flows.intake.inputs import (
    EXCERPT_CHARACTERS,
    InputFile,
    Quarantined,
    UnfitError,
)
from flows.raw_text import storable_text

UTF8_BYTES = 4  # the most bytes that UTF-8 spends on one character


def quarantine(
    file: InputFile,
    number: int,
    error: UnfitError,
    data: bytes = b"",
    digest: str | None = None,
) -> Quarantined:
    """Make the row of record `number` of a file, with an excerpt of its bytes `data`."""
    head = data[: UTF8_BYTES * EXCERPT_CHARACTERS].decode("utf-8", "replace")
    excerpt = storable_text(head[:EXCERPT_CHARACTERS])
    return Quarantined(
        source_path=file.source_path,
        record_number=number,
        source_format=file.source_format,
        reason=error.reason,
        detail=storable_text(str(error)),
        raw_sha256=digest,
        raw_excerpt=excerpt or None,
    )
