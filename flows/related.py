"""What else a kept article is related to: parts, quotations, retellings, forms."""

from __future__ import annotations

from dataclasses import dataclass

from flows.snapshots import Current
from flows.sql import connect

RELATED = """
    SELECT
        relation,
        relations.article_id = $wanted AS is_first,
        related.article_id,
        site,
        title,
        share,
        words
    FROM relations
    JOIN all_articles AS related
        ON related.article_id IN (relations.article_id, other_id)
    WHERE relations.kind IS NULL
        AND $wanted IN (relations.article_id, other_id)
        AND $wanted != related.article_id
    ORDER BY relation, words DESC, related.article_id
"""


@dataclass(frozen=True, slots=True)
class RelatedArticle:
    """An article, and what the one that was asked for is to it.

    `is_first` if that one contains it, or came after it; `share` is of the shorter text.
    """

    relation: str
    is_first: bool
    article_id: str
    site: str | None
    title: str | None
    share: float
    words: int


def related_to(current: Current, article_id: str) -> list[RelatedArticle]:
    """List what a kept article is related to, copies aside."""
    if "relations" not in current.tables:
        return []
    with connect(current) as connection:
        found = connection.execute(RELATED, {"wanted": article_id})
        return [RelatedArticle(*row) for row in found.fetchall()]
