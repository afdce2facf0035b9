"""The columns that say which articles are copies or versions of one another, or on one event."""

from __future__ import annotations

from flows.storage.tables.columns import FLOAT, INT32, STRING, Column

COPIES = (
    Column(
        "cluster_id",
        STRING,
        "Equal for an article and its copies: the smallest article_id of those that stand.",
    ),
    Column(
        "copies",
        INT32,
        "How many duplicates this article is kept for, itself not counted; 0 for a duplicate.",
    ),
    Column(
        "story_id",
        STRING,
        "Equal for articles on the same event: the article_id of the first of them."
        " Nothing is removed for it.",
    ),
)

OF_DUPLICATES = (
    Column(
        "canonical_id", STRING, "article_id of the article that is kept in its stead."
    ),
    Column(
        "kind",
        STRING,
        "exact, near, contained or spun; version: another text of the same page.",
    ),
    Column(
        "similarity",
        FLOAT,
        "How much of the shorter text is in the other one, 0 to 1; null for a version.",
    ),
)
