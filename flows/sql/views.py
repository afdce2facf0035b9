"""The views of a snapshot: its tables, and what analysts would else put together each time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.storage.tables import DESCRIPTIONS, SCHEMAS


@dataclass(frozen=True, slots=True)
class View:
    """A view over tables: what it reads, its SELECT, and what it and its columns mean."""

    name: str
    reads: tuple[str, ...]
    select: str
    comment: str
    columns: Mapping[str, str]


def _columns_of(table: str) -> dict[str, str]:
    """Return the description of each column of a table."""
    found = {}
    for field in SCHEMAS[table]:
        found[field.name] = field.metadata[b"description"].decode()
    return found


def _stored(table: str) -> View:
    """Describe a table that is stored; `connect` knows its files."""
    columns = _columns_of(table)
    return View(table, (table,), "", DESCRIPTIONS[table], columns)


ALL_ARTICLES = View(
    name="all_articles",
    reads=("articles", "duplicates"),
    select="FROM articles UNION ALL BY NAME FROM duplicates",
    comment="One row for each article and each copy; canonical_id is null for an article.",
    columns=_columns_of("duplicates"),
)
STORIES = View(
    name="stories",
    reads=ALL_ARTICLES.reads,
    select="""
        SELECT
            story_id,
            first(title ORDER BY article_id = story_id DESC, published_at, article_id)
                FILTER (title IS NOT NULL) AS title,
            count(*) FILTER (canonical_id IS NULL) AS articles,
            count(*) FILTER (canonical_id IS NOT NULL) AS copies,
            count(DISTINCT coalesce(site, host)) AS sites,
            list_sort(list(DISTINCT language)) AS languages,
            count(*) FILTER (spun) AS spun,
            min(published_at) AS first_published_at,
            max(published_at) AS last_published_at
        FROM all_articles
        WHERE story_id IS NOT NULL
        GROUP BY story_id
    """,
    comment="One row for each story: the articles and copies on one event.",
    columns={
        "story_id": "The article_id of the first article of the story.",
        "title": "The title of its first article that has one.",
        "articles": "How many articles are kept.",
        "copies": "How many copies and earlier versions of them were set aside.",
        "sites": "How many sites published it, copies included.",
        "languages": "The languages of its articles and copies.",
        "spun": "How many of its articles and copies were machine-paraphrased.",
        "first_published_at": "The earliest published_at.",
        "last_published_at": "The latest published_at.",
    },
)
TABLES: Mapping[str, View] = {table: _stored(table) for table in SCHEMAS}
JOINED: Mapping[str, View] = {view.name: view for view in (ALL_ARTICLES, STORIES)}
VIEWS: Mapping[str, View] = {**TABLES, **JOINED}


def comments(views: Sequence[View], kind: str = "VIEW") -> Iterator[str]:
    """Yield the statements that give views, or tables, and their columns a comment."""
    for view in views:
        yield f"COMMENT ON {kind} {view.name} IS {quoted(view.comment)}"
        for column, meaning in view.columns.items():
            yield f'COMMENT ON COLUMN {view.name}."{column}" IS {quoted(meaning)}'


def quoted(text: str) -> str:
    """Write a text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"
