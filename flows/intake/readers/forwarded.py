"""Read who wrote a mail that another one forwards, when, and under which subject."""

from __future__ import annotations

import re
from dataclasses import dataclass

# What mail programs put before a subject, in English, German and Dutch.
FORWARD_SIGN = re.compile(r"(?:(?:fwd?|wg|doorst)\s*:\s*)+", re.IGNORECASE)
# The headers of the mail, below a line that programs write: of dashes and words, or with a colon.
HEADERS = re.compile(
    r"^(?:[> \t]*-{2,20}[^\n-][^\n]{2,38}-{2,20}|Begin forwarded message:)[ \t]*\n"
    r"(?P<headers>(?:[> \t]*\n){0,2}(?:[> \t]*[A-Z][\w-]{1,20}:[^\n]*(?:\n|\Z)){3,9})",
    re.MULTILINE,
)
HEADER = re.compile(
    r"^[> \t]*(?P<name>[A-Z][\w-]*):[ \t]*(?P<value>[^\n]*)", re.MULTILINE
)
NEEDED = ("From", "Date", "Subject")
SENT = "Sent"  # what Outlook calls the date


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The headers of a mail that is forwarded, as they are written."""

    sender: str
    date: str
    subject: str


def forwarded_in(subject: str, text: str) -> Forwarded | None:
    """Find the mail that a message forwards; None for a message of its own.

    The subject says that it is forwarded, and the text has the headers of one mail alone.
    """
    if not FORWARD_SIGN.match(subject):
        return None
    blocks = list(HEADERS.finditer(text.replace("\r\n", "\n")))
    return _read(blocks[0]["headers"]) if len(blocks) == 1 else None


def bare_subject(subject: str) -> str:
    """Return a subject without the signs that it is forwarded."""
    return FORWARD_SIGN.sub("", subject, count=1)


def _read(headers: str) -> Forwarded | None:
    values: dict[str, str] = {}
    for header in HEADER.finditer(headers):
        values.setdefault(header["name"], header["value"].strip())
    values.setdefault("Date", values.get(SENT, ""))
    if not all(values.get(name) for name in NEEDED):
        return None
    return Forwarded(
        sender=values["From"],
        date=values["Date"],
        subject=bare_subject(values["Subject"]),
    )
