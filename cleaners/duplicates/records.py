"""The input and output records of the search for duplicates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
UNDATED = (1 << 63) - 1  # the largest int64: undated articles sort last
Rank: TypeAlias = tuple[bool, int, int, str]  # see `Document.rank`


class Kind(StrEnum):
    """How a copy relates to its canonical."""

    EXACT = "exact"  # same words, same order; case, white space, punctuation may differ
    NEAR = "near"  # an edited copy of about the same length
    CONTAINED = "contained"  # much shorter: truncated, or quoted whole in a longer page
    SPUN = "spun"  # the same text with some words replaced


@dataclass(frozen=True, slots=True)
class Document:
    """A clean article as input of the search. `text` excludes the title."""

    article_id: str
    text: str
    spun: bool = False
    published_at: datetime | None = None
    site: str | None = None

    @property
    def timestamp(self) -> int:
        """Return the publish date in microseconds since 1970, or UNDATED."""
        if self.published_at is None:
            return UNDATED
        published_at = self.published_at
        if published_at.tzinfo is None:
            published_at = published_at.replace(tzinfo=UTC)
        return (published_at - EPOCH) // timedelta(microseconds=1)

    @property
    def rank(self) -> Rank:
        """Return the sort key of canonicals: unspun, longest, earliest, smallest id."""
        return self.spun, -len(self.text), self.timestamp, self.article_id


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A copy, and the canonical that is kept in place of it.

    `similarity` (0..1) is the share of the shorter text's words that match in the
    other text, in order and close together; spun words count as their originals.
    """

    article_id: str
    canonical_id: str
    kind: Kind
    similarity: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """A canonical and its copies. Every document is in exactly one cluster.

    `cluster_id` is the smallest article id of the cluster. It does not depend on
    earlier runs and stays the same when a better canonical arrives. It changes only
    when a copy with a smaller id arrives.
    """

    cluster_id: str
    canonical_id: str
    duplicates: tuple[Duplicate, ...] = ()

    @property
    def copies(self) -> int:
        """Return the number of duplicates; the canonical is not counted."""
        return len(self.duplicates)
