"""Clusters of a snapshot: the largest ones, and one with the proof of each copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cleaners.duplicates import WordClasses
from cleaners.duplicates.proof import Proof, prove
from flows.related import RelatedArticle, related_to
from flows.snapshots import Current, integrity
from flows.sql import connect
from flows.stages.deduplicate import spun_classes

MEMBER = (
    "article_id, title, site, published_on, spun, text, canonical_id, kind, similarity"
)
LARGEST = """
    SELECT
        cluster_id,
        first(article_id ORDER BY canonical_id IS NULL DESC, article_id) AS article_id,
        first(title ORDER BY canonical_id IS NULL DESC, article_id) AS title,
        count(canonical_id) AS copies,
        count(*) FILTER (kind = 'exact') AS exact,
        count(*) FILTER (kind = 'near') AS near,
        count(*) FILTER (kind = 'contained') AS contained,
        count(*) FILTER (kind = 'spun') AS spun,
        count(DISTINCT coalesce(site, host)) AS sites,
        min(published_on) AS first_published_on,
        max(published_on) AS last_published_on
    FROM all_articles
    WHERE cluster_id IS NOT NULL
    GROUP BY cluster_id
    HAVING count(canonical_id) > 0
    ORDER BY copies DESC, cluster_id
    LIMIT $most
"""
MEMBERS = f"""
    SELECT {MEMBER}
    FROM all_articles
    WHERE cluster_id = (SELECT any_value(cluster_id) FROM all_articles WHERE article_id = $wanted)
    ORDER BY published_on, article_id
"""  # noqa: S608 - names of columns, none from input
TABLES = ("articles", "duplicates", "relations")


@dataclass(frozen=True, slots=True)
class LargeCluster:
    """A cluster in figures; `article_id` and `title` are those of the article that is kept."""

    cluster_id: str
    article_id: str
    title: str | None
    copies: int
    exact: int
    near: int
    contained: int
    spun: int
    sites: int
    first_published_on: date | None
    last_published_on: date | None


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a cluster. The one that is kept has no `canonical_id`."""

    article_id: str
    title: str | None
    site: str | None
    published_on: date | None
    spun: bool
    text: str
    canonical_id: str | None
    kind: str | None
    similarity: float | None


@dataclass(frozen=True, slots=True)
class ProvenCopy:
    """A copy, and what it has in common with the article that is kept for it."""

    copy: Member
    proof: Proof


@dataclass(frozen=True, slots=True)
class ProvenCluster:
    """The article that is kept, its copies, the earliest first, and what else it relates to."""

    kept: Member
    copies: tuple[ProvenCopy, ...]
    related: tuple[RelatedArticle, ...]


def largest(current: Current, most: int) -> list[LargeCluster]:
    """List the clusters that have copies, the largest first. Raises DatasetError."""
    return [LargeCluster(*row) for row in _rows(current, LARGEST, {"most": most})]


def cluster_of(current: Current, article_id: str) -> ProvenCluster:
    """Read the cluster of an article or copy, and prove each copy. Raises DatasetError."""
    rows = _rows(current, MEMBERS, {"wanted": article_id})
    members = [Member(*row) for row in rows]
    (kept,) = [member for member in members if member.canonical_id is None]
    related = related_to(current, kept.article_id)
    copies = _proven_copies(kept, members)
    return ProvenCluster(kept, tuple(copies), tuple(related))


def _proven_copies(kept: Member, members: Sequence[Member]) -> Iterator[ProvenCopy]:
    """Prove the copies among the members of a cluster."""
    classes = WordClasses.of(spun_classes())
    for member in members:
        if member.canonical_id is not None:
            yield _proven(kept, member, classes)


def _proven(kept: Member, copy: Member, classes: WordClasses) -> ProvenCopy:
    is_spun = kept.spun or copy.spun
    return ProvenCopy(copy, prove(kept.text, copy.text, classes, spun=is_spun))


def _rows(
    current: Current, query: str, values: Mapping[str, object]
) -> list[tuple[Any, ...]]:
    integrity.require_sound(
        current, [name for name in TABLES if name in current.tables]
    )
    with connect(current) as connection:
        return connection.execute(query, dict(values)).fetchall()
