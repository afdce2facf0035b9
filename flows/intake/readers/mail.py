"""Read mail: newsletters (EML), and pages that a browser saved in one file (MHTML)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from flows.intake.inputs import InputFile, RecordRange, UnfitError
from flows.intake.quarantine import quarantine
from flows.intake.readers.mail_message import message_row, refuse_giant
from flows.intake.readers.reader import Reader, Row
from flows.intake.streams import chunks
from flows.settings import Settings

HEADER_LINES = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}"
)
MAIL_HEADER = re.compile(
    rb"^(?:MIME-Version|Received|Message-ID|Snapshot-Content-Location):",
    re.IGNORECASE | re.MULTILINE,
)


def _read(file: InputFile, settings: Settings, _records: RecordRange) -> Iterator[Row]:
    """Yield the one record of a message."""
    raw = b""
    try:
        for chunk in chunks(file, settings):
            raw += chunk
            refuse_giant(len(raw))
    except UnfitError as error:
        yield quarantine(file, 0, error, raw, hashlib.sha256(raw).hexdigest())
        return
    yield message_row(raw, file, 0, settings)


def begins_with_headers(head: bytes) -> bool:
    """Return whether bytes begin with lines of headers, one of which only messages have."""
    headers = HEADER_LINES.match(head.replace(b"\r\n", b"\n"))
    return bool(headers and MAIL_HEADER.search(headers[0]))


MAIL = Reader(
    format="mail",
    suffixes=(".eml", ".mht", ".mhtml"),
    read=_read,
    recognises=begins_with_headers,
    description="lines of headers as messages have them",
)
