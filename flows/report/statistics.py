"""The figures of a snapshot, each a query: what `unspun stats` and the report say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.snapshots import Current, integrity
from flows.snapshots.paths import DatasetPaths
from flows.sql import connect
from flows.storage.tables import Row

WANTED = (  # columns that an analyst misses where they are null
    "title",
    "author",
    "published_at",
    "site",
    "url",
    "section",
    "tags",
    "licence",
)
MISSING = ", ".join(f"count(*) FILTER ({name} IS NULL) AS {name}" for name in WANTED)
# Names of figures, and the queries that give them.
FIGURES: Mapping[str, str] = {
    "tables": """
        SELECT
            (SELECT count(*) FROM articles) AS articles,
            (SELECT count(*) FROM duplicates) AS duplicates,
            (SELECT coalesce(sum(coalesce(records, 1)), 0)::BIGINT FROM quarantine) AS quarantined,
            (SELECT count(*) FROM edits) AS edits,
            (SELECT count(*) FROM runs) AS runs,
            (SELECT count(*) FROM stories) AS stories,
            (SELECT count(*) FROM stories WHERE articles > 1) AS stories_of_several
    """,
    "dates": """
        SELECT min(published_on) AS first_published_on, max(published_on) AS last_published_on,
            min(fetched_at) AS first_fetched_at, max(fetched_at) AS last_fetched_at
        FROM articles
    """,
    "missing": f"SELECT {MISSING} FROM articles",  # noqa: S608 - names of columns, none from input
    "spun": """
        SELECT count(*) FILTER (spun) AS articles,
            (SELECT count(*) FILTER (spun) FROM duplicates) AS duplicates,
            coalesce((SELECT avg(spun::INT) FROM all_articles), 0) AS share
        FROM articles
    """,
    "sites": """
        SELECT coalesce(site, host) AS site,
            count(*) FILTER (canonical_id IS NULL) AS articles,
            count(*) FILTER (canonical_id IS NOT NULL) AS duplicates,
            avg(spun::INT) AS spun_share
        FROM all_articles GROUP BY 1 ORDER BY articles DESC, duplicates DESC, site
    """,
    "languages": """
        SELECT language, count(*) AS articles FROM articles
        GROUP BY 1 ORDER BY articles DESC, language
    """,
    "duplicates": """
        SELECT kind, count(*) AS duplicates FROM duplicates
        GROUP BY 1 ORDER BY duplicates DESC, kind
    """,
    "quarantine": """
        SELECT reason, sum(coalesce(records, 1))::BIGINT AS records FROM quarantine
        GROUP BY 1 ORDER BY records DESC, reason
    """,
    "edits": """
        SELECT stage, count(*) AS edits, coalesce(sum(len(before)), 0)::BIGINT AS characters
        FROM edits GROUP BY 1 ORDER BY edits DESC, stage
    """,
}
ONE_ROW = ("tables", "dates", "missing", "spun")  # figures that are no list


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes on disk; what snapshots share counts once."""

    snapshot: int
    snapshots: int
    index: int
    state: int


def figures(current: Current) -> dict[str, list[Row]]:
    """Return all figures of a snapshot. Raises DatasetError where a file is damaged."""
    integrity.require_sound(current, current.tables)
    connection = connect(current)
    return {name: rows(connection, query) for name, query in FIGURES.items()}


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """Return the rows of an answer by the names of its columns."""
    cursor = connection.execute(query)
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def sizes(current: Current) -> Sizes:
    """Measure a snapshot, and the whole dataset."""
    paths = DatasetPaths(current.folder)
    index = paths.duplicate_index.parent
    return Sizes(
        snapshot=_bytes(_files(current.folder / current.path)),
        snapshots=_bytes(_files(paths.snapshots)),
        index=_bytes(_files(index)),
        state=_bytes(_files(paths.state)),
    )


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield path


def _bytes(files: Iterable[Path]) -> int:
    """Add up the sizes of files, each once however many names it has."""
    found = {}
    for file in files:
        status = file.stat()
        found[status.st_dev, status.st_ino] = status.st_size
    return sum(found.values())
