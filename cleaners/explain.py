"""A draft as a readable account: the raw text in spans, each with what became of it and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cleaners.article import Article
from cleaners.draft import Entry, Evidence


class Fate(StrEnum):
    """What became of a stretch of the raw text."""

    KEPT = "kept"
    REMOVED = "removed"
    LIFTED = "lifted"
    REPAIRED = "repaired"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the raw text, what stands there now, on whose authority and evidence.

    The `before`s of all spans make the raw text, the `after`s the clean one.
    """

    fate: Fate
    before: str
    after: str
    rule: str = ""
    confidence: float = 1.0
    evidence: Evidence = ()


def explain(article: Article) -> Iterator[Span]:
    """Tile the raw text of an article with spans."""
    at = 0
    for entry in article.ledger:
        yield from _kept(article.raw[at : entry.start])
        yield Span(
            _fate(entry),
            entry.before,
            entry.after,
            entry.rule,
            entry.confidence,
            entry.evidence,
        )
        at = entry.end
    yield from _kept(article.raw[at:])


def _kept(text: str) -> Iterator[Span]:
    if text:
        yield Span(Fate.KEPT, text, text)


def _fate(entry: Entry) -> Fate:
    if entry.after:
        return Fate.REPAIRED
    return Fate.LIFTED if entry.stage == "metadata" else Fate.REMOVED
