"""What goes into the search for copies, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
UNDATED = (1 << 63) - 1
Rank: TypeAlias = tuple[bool, int, int, str]


class Kind(StrEnum):
    """How a copy relates to its canonical."""

    EXACT = "exact"  # the same words in the same order; case, white space and punctuation aside
    NEAR = "near"  # an edited copy of about the same length
    CONTAINED = "contained"  # much shorter: truncated, or quoted whole in a longer page
    SPUN = "spun"  # the same text with other words put in


@dataclass(frozen=True, slots=True)
class Document:
    """A clean article as the search for copies sees it. `text` goes without the title."""

    article_id: str
    text: str
    spun: bool = False
    published_at: datetime | None = None
    site: str | None = None

    @property
    def at(self) -> int:
        """Give the date of publication in microseconds since 1970, UNDATED where it is not known."""
        if self.published_at is None:
            return UNDATED
        at = (
            self.published_at
            if self.published_at.tzinfo
            else self.published_at.replace(tzinfo=UTC)
        )
        return (at - EPOCH) // timedelta(microseconds=1)

    @property
    def rank(self) -> Rank:
        """Sort before what should not be kept in its stead: spun, shorter, later, or of a larger id."""
        return self.spun, -len(self.text), self.at, self.article_id


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A copy, and the canonical that is kept in its stead.

    `similarity` (0..1) is the share of the shorter text's words that stand in the other one too, in
    order and close together; spun forms count as their originals.
    """

    article_id: str
    canonical_id: str
    kind: Kind
    similarity: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """A canonical and its copies: every document stands in exactly one cluster.

    `cluster_id` is the smallest article id of the cluster. Unlike the canonical's it stays when a
    better canonical arrives, and it needs no memory of earlier runs; it changes only when a copy
    with a smaller id arrives.
    """

    cluster_id: str
    canonical_id: str
    duplicates: tuple[Duplicate, ...] = ()

    @property
    def copies(self) -> int:
        """How many duplicates the canonical stands for, itself not counted."""
        return len(self.duplicates)
