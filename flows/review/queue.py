"""The articles to review, the most doubtful first.

Doubt is that of the report (`facts.sql`): low confidence, and a large share removed.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from cleaners.answers import RECORD, Verdict, page_of
from cleaners.article import Reason
from cleaners.sites import site_of
from flows.report.reading import Reader
from flows.review.book import Book
from flows.snapshots import Current

# Reasons for quarantine that a person may overrule.
REASONS = (Reason.NO_ARTICLE.value, Reason.DROPPED.value)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may be reviewed: of articles, of duplicates, or in quarantine.

    `doubt` is 0 to 1. `text_sha256` is the hash of the clean text, None in quarantine.
    """

    table: str
    article_id: str | None
    source_path: str
    record_number: int
    raw_sha256: str
    url: str | None
    site: str | None
    title: str | None
    doubt: float
    text_sha256: str | None

    @property
    def key(self) -> str:
        """What tells it from all others, in an address."""
        if self.article_id:
            return self.article_id
        place = f"{self.source_path}\n{self.record_number}"
        return sha256(place.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def page(self) -> str:
        """What answers call it; in quarantine by its bytes, as its address may not be read."""
        if self.article_id is None:
            return f"{RECORD}{self.raw_sha256}"
        return page_of(self.url, self.raw_sha256)

    @property
    def names(self) -> tuple[str, ...]:
        """All that answers may call it."""
        by_bytes = f"{RECORD}{self.raw_sha256}"
        return page_of(self.url, self.raw_sha256), by_bytes

    @property
    def host(self) -> str | None:
        """The host that answers for its site name."""
        return site_of(self.url) or self.site

    def is_done(self, book: Book) -> bool:
        """Return whether it was decided about as it is now."""
        answer = book.verdict_of(self.names)
        if answer is None:
            return False
        return answer.verdict != Verdict.RIGHT or answer.text == self.text_sha256


def candidates(current: Current) -> tuple[Candidate, ...]:
    """List all rows that may be reviewed, the most doubtful first."""
    reader = Reader(current)
    return reader.read("reviewable", Candidate, overruled=list(REASONS))
