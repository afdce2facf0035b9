"""What a Python user gets for one text: plain values, and every change that was made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from cleaners.draft import Entry, Mark, rewind
from flows.api import reasons


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: what the raw text says from `start` to `end`, and what the clean text says.

    Offsets count code points of the raw text. `rule` names every rule that took part, first to
    last, joined by " + "; `stage` is the one with the last word. `confidence` is 0 to 1. `before`
    is None where a dataset was made with `keep_before = false`.
    """

    start: int
    end: int
    before: str | None
    after: str
    stage: str
    rule: str
    confidence: float

    @property
    def reason(self) -> str:
        """Why the change was made, in one sentence."""
        return reasons.reason(self.stage, self.rule)


@dataclass(frozen=True, slots=True)
class Article:
    """One clean article. Unknown is None, an empty tuple for `tags` and `notes`.

    The names are those of the table `articles`.
    """

    article_id: str
    text: str
    title: str | None
    author: str | None
    published_at: datetime | None
    published_on: date | None
    published_precision: str | None
    modified_at: datetime | None
    url: str | None
    site: str | None
    host: str | None
    publisher: str | None
    section: str | None
    tags: tuple[str, ...]
    notes: tuple[str, ...]
    source_credit: str | None
    licence: str | None
    image_url: str | None
    language: str
    language_confidence: float
    declared_language: str | None
    word_count: int
    char_count: int
    spun: bool
    spun_score: float | None
    spun_dialect: str | None
    page_type: str | None
    page_type_confidence: float | None
    extraction_confidence: float | None
    edits: tuple[Edit, ...]

    @property
    def raw(self) -> str:
        """The text before all edits, rebuilt from `text` and `edits`; for HTML all visible text.

        Raises ValueError where a dataset was made with `keep_before = false`.
        """
        return rewind(self.text, self._entries())

    def _entries(self) -> Iterator[Entry]:
        for edit in self.edits:
            if edit.before is None:
                raise ValueError(
                    f"article {self.article_id}: its raw text was not kept; make the"
                    " dataset with keep_before = true to have it"
                )
            mark = Mark(edit.stage, edit.rule, edit.confidence)
            yield Entry(edit.start, edit.end, edit.before, edit.after, (mark,))
