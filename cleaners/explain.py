"""An account of an article for readers: its raw text in segments, and why each changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cleaners.article import Article
from cleaners.draft import Entry, Evidence


class Fate(StrEnum):
    """What happened to a segment of the raw text."""

    KEPT = "kept"
    REMOVED = "removed"
    LIFTED = "lifted"
    REPAIRED = "repaired"


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment of the raw text, its text now, and by which rule, on what evidence.

    Joined, the `before` of all segments is the raw text, the `after` the clean text.
    """

    fate: Fate
    before: str
    after: str
    rule: str = ""
    confidence: float = 1.0
    evidence: Evidence = ()


def explain(article: Article) -> Iterator[Segment]:
    """Divide the raw text of an article into segments."""
    at = 0
    for entry in article.ledger:
        yield from _kept(article.raw[at : entry.start])
        yield Segment(
            _fate(entry),
            entry.before,
            entry.after,
            entry.rule,
            entry.confidence,
            entry.evidence,
        )
        at = entry.end
    yield from _kept(article.raw[at:])


def _kept(text: str) -> Iterator[Segment]:
    if text:
        yield Segment(Fate.KEPT, text, text)


def _fate(entry: Entry) -> Fate:
    if entry.after:
        return Fate.REPAIRED
    return Fate.LIFTED if entry.stage == "metadata" else Fate.REMOVED
