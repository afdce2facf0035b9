"""Standings: what is known of an article that speaks for or against keeping it.

Of two articles with the same words, the one that is not spun is kept; then one that says
that it was corrected; one that has a title, one of the outlet that a copy credits, the earliest
published, the first fetched, and the one with more punctuation and line breaks. Only then an
address, and last an id, which say nothing of an article.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates.hashing import hash_text
from cleaners.duplicates.records import Document, timestamp
from cleaners.notices import notice_of
from cleaners.page_series import page_series

HASH_BYTES = 4  # of an outlet or an address: a wrong match only breaks a tie
MAX_OUTLETS = 4096  # whose hashes are kept in memory (not tuned)
NOT_KNOWN = 0  # in place of the hash of an outlet or an address
DAY = 86_400_000_000  # microseconds
# The part of a host that names the outlet: "reuters" of "www.reuters.com".
OUTLET = re.compile(r"(?:www\.)?([^./]+)(?:\.[^/]*)?")
NOT_A_LETTER = re.compile(r"[\W_]+")

Order: TypeAlias = tuple[bool, bool, bool, int, int, int, int, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """What speaks for an article. Times are as `timestamp` returns them.

    `spun_score` is NaN where it is not known. `outlet` and `credit` are hashes of who
    published the article and of whom it credits, `address` is one of its URL,
    `series` one of what the pages of one article share of theirs. `has_notice` if
    the article says that it was corrected or withdrawn.
    """

    article_id: str
    spun: bool
    spun_score: float
    has_title: bool
    published: int
    fetched: int
    length: int
    outlet: int
    credit: int
    address: int
    series: int
    has_notice: bool

    @property
    def order(self) -> Order:
        """Return the sort key among articles with the same words, the best first."""
        return (
            self.spun,
            not self.has_notice,
            not self.has_title,
            self.published_by,
            self.fetched,
            -self.length,
            self.address,
            self.article_id,
        )

    @property
    def published_by(self) -> int:
        """Return the last moment that its date allows: the end of a day without a time."""
        is_day = self.published % DAY == 0
        return self.published + DAY - 1 if is_day else self.published


def standing_of(document: Document) -> Standing:
    """Return the standing of an article."""
    score = document.spun_score
    return Standing(
        article_id=document.article_id,
        spun=document.spun,
        spun_score=math.nan if score is None else score,
        has_title=bool(document.title),
        published=timestamp(document.published_at),
        fetched=timestamp(document.fetched_at),
        length=len(document.text),
        outlet=hash_outlet(document.site),
        credit=hash_outlet(document.source_credit),
        address=_hash(document.url),
        series=_hash(page_series(document.url)),
        has_notice=notice_of(document.text) is not None,
    )


def credits_of(standings: Iterable[Standing]) -> frozenset[int]:
    """Return the outlets that articles credit."""
    return frozenset(standing.credit for standing in standings) - {NOT_KNOWN}


def in_order(
    standings: Iterable[Standing], credits_given: frozenset[int]
) -> list[Standing]:
    """Sort articles with the same words, the best first."""

    def order(standing: Standing) -> tuple[tuple[bool, bool, bool], bool, Order]:
        is_credited = standing.outlet in credits_given
        return standing.order[:3], not is_credited, standing.order

    return sorted(standings, key=order)


@lru_cache(MAX_OUTLETS)
def hash_outlet(name: str | None) -> int:
    """Return the hash of an outlet, which is named by its name or by its host."""
    if not name:
        return NOT_KNOWN
    folded = name.strip().casefold()
    host = OUTLET.fullmatch(folded)
    if host and " " not in folded:
        folded = host[1]
    return _hash(NOT_A_LETTER.sub("", folded))


def _hash(text: str | None) -> int:
    return hash_text(text, HASH_BYTES) if text else NOT_KNOWN


def ids_of(standings: Sequence[Standing]) -> NDArray[np.bytes_]:
    """Return the ids of articles as bytes."""
    ids = [standing.article_id.encode() for standing in standings]
    return np.array(ids, np.bytes_)
