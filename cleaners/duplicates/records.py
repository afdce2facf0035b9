"""The input and output records of the search for duplicates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
UNDATED = (1 << 63) - 1  # the largest int64: undated articles sort last


class Kind(StrEnum):
    """How a copy relates to its canonical."""

    EXACT = "exact"  # same words, same order; case, white space, punctuation may differ
    NEAR = "near"  # an edited copy of about the same length
    CONTAINED = "contained"  # much shorter: truncated, or quoted whole in a longer page
    SPUN = "spun"  # the same text with some words replaced


@dataclass(frozen=True, slots=True)
class Document:
    """A clean article as input of the search. `text` excludes the title.

    The other fields say which article of a cluster is kept: see `standings`.
    """

    article_id: str
    text: str
    spun: bool = False
    published_at: datetime | None = None
    site: str | None = None
    title: str | None = None
    url: str | None = None
    source_credit: str | None = None
    fetched_at: datetime | None = None
    spun_score: float | None = None


def timestamp(moment: datetime | None) -> int:
    """Return a date in microseconds since 1970, or UNDATED. Without a zone it is UTC."""
    if moment is None:
        return UNDATED
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - EPOCH) // timedelta(microseconds=1)


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
