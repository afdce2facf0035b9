"""Read where a page was saved from: browsers and programs that copy sites write it at the top."""

from __future__ import annotations

from cleaners.article import Metadata
from cleaners.date_values import read_value
from cleaners.lazy_patterns import compile_later
from flows.intake.addresses import read_address

HEAD_CHARACTERS = (
    4_000  # at the start, in which the comment stands. A guard, not tuned.
)
COMMENTS = (
    compile_later(r"<!-- saved from url=\(\d{1,5}\)\s*(?P<url>\S+)\s*(?P<date>)-->"),
    compile_later(
        r"<!--\s*Page saved with SingleFile\s+url:\s*(?P<url>\S+)"
        r"\s+saved date:\s*(?P<date>[^\n]{1,200}?)\s*(?:-->|\n)"
    ),
    compile_later(
        r"<!-- Mirrored from (?P<url>\S+) by HTTrack [^,>]{0,200}"
        r"(?:,\s*(?P<date>[^>]{1,200}?))?\s*-->"
    ),
)


def saved_from(page: str) -> Metadata:
    """Return the address of a page that was saved, and when; nothing of other pages."""
    head = page[:HEAD_CHARACTERS]
    for comment in COMMENTS:
        found = comment.search(head)
        if found:
            url = read_address(found["url"])
            return Metadata(url=url, fetched_at=read_value(found["date"]))
    return Metadata()
