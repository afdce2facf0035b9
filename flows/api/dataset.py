"""One snapshot of a dataset for Python users: its tables as Arrow, and its articles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from flows.api.article import Article, Edit
from flows.snapshots import Current, DatasetError, integrity
from flows.storage import parquet
from flows.storage.ids import Ids
from flows.storage.tables import SCHEMAS

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

ROW_TABLES = ("articles", "duplicates")


class Dataset:
    """A snapshot, as it was when the dataset was opened. Later runs do not change it."""

    def __init__(self, current: Current) -> None:
        """Read nothing yet."""
        self._current = current
        self._sound: set[str] = (
            set()
        )  # tables whose files were compared with the manifest

    @classmethod
    def open(cls, folder: Path) -> Dataset:
        """Open the newest snapshot. Raises DatasetError where there is none."""
        current = Current.read(folder.absolute())
        if current is None:
            raise DatasetError(
                f"{folder}: not a dataset; make one with unspun.run(inputs, {str(folder)!r})"
            )
        return cls(current)

    def __repr__(self) -> str:
        return f"<Dataset {str(self._current.folder)!r}, snapshot {self.snapshot}>"

    @property
    def snapshot(self) -> int:
        """The number of the snapshot."""
        return self._current.snapshot

    @property
    def path(self) -> Path:
        """The folder of the snapshot, with a folder of Parquet files for each table."""
        return self._current.folder / self._current.path

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables."""
        return tuple(self._current.tables)

    def arrow(self, table: str = "articles") -> pa.Table:
        """Read a table as a pyarrow.Table. Raises KeyError, DatasetError."""
        return self._read(table)

    def pandas(self, table: str = "articles") -> pd.DataFrame:
        """Read a table as a pandas.DataFrame. Raises ImportError without pandas."""
        _require("pandas")
        return self._read(table).to_pandas()

    def polars(self, table: str = "articles") -> pl.DataFrame:
        """Read a table as a polars.DataFrame. Raises ImportError without polars."""
        _require("polars")
        import polars as pl  # noqa: PLC0415  # an optional package, and slow to import

        frame = pl.from_arrow(self._read(table))
        assert isinstance(frame, pl.DataFrame), "a table becomes a frame"
        return frame

    def sql(self, query: str) -> pa.Table:
        """Run one SELECT over the tables; they are views of those names.

        So are `all_articles`, which has duplicates too, and `stories`. Raises
        flows.sql.QueryError, a ValueError, and DatasetError.
        """
        from flows.sql import query_batches  # noqa: PLC0415  # DuckDB is slow to import

        return query_batches(self._current, query).read_all()

    def article(self, article_id: str) -> Article:
        """Read one article or duplicate with its edits; `raw` is its text before them.

        Raises KeyError where no row has this id.
        """
        for table in ROW_TABLES:
            rows = self._read(table, article_id).to_pylist()
            if rows:
                edits = self._read("edits", article_id).to_pylist()
                return _article(rows[0], edits)
        raise KeyError(f"{self._current.folder}: no article has the id {article_id}")

    def _read(self, table: str, article_id: str | None = None) -> pa.Table:
        """Read a table, or those of its rows that belong to one article."""
        if table not in self._current.tables:
            known = ", ".join(self.tables)
            raise KeyError(f"no table is called {table}; there are {known}")
        self._require_sound(table)
        parts: list[pa.Table] = []
        ids = None if article_id is None else Ids.of([article_id])
        try:
            for path in self._current.parts(table):
                if ids is None:
                    parts.append(parquet.read(path))
                else:
                    parts.extend(parquet.find(path, None, ids))
        except FileNotFoundError as error:
            raise DatasetError(
                f"{self.path}: removed by a later run; open the dataset again, or"
                " raise keep_snapshots in its settings"
            ) from error
        if not parts:
            return SCHEMAS[table].empty_table()
        return pa.concat_tables(parts, promote_options="default")

    def _require_sound(self, table: str) -> None:
        """Compare a table with the manifest, once. Raises DatasetError."""
        if table not in self._sound and self.path.exists():
            integrity.require_sound(self._current, [table])
            self._sound.add(table)


def _article(row: dict[str, Any], edits: list[dict[str, Any]]) -> Article:
    return Article(
        article_id=row["article_id"],
        text=row["text"],
        title=row["title"],
        author=row["author"],
        published_at=row["published_at"],
        published_on=row["published_on"],
        published_precision=row["published_precision"],
        modified_at=row["modified_at"],
        url=row["url"],
        site=row["site"],
        host=row["host"],
        publisher=row["publisher"],
        section=row["section"],
        tags=tuple(row["tags"] or ()),
        notes=tuple(row["notes"] or ()),
        source_credit=row["source_credit"],
        licence=row["licence"],
        image_url=row["image_url"],
        language=row["language"],
        language_confidence=row["language_confidence"],
        declared_language=row["declared_language"],
        word_count=row["word_count"],
        char_count=row["char_count"],
        spun=row["spun"],
        spun_score=row["spun_score"],
        spun_dialect=row["spun_dialect"],
        page_type=row["page_type"],
        page_type_confidence=row["page_type_confidence"],
        extraction_confidence=row["extraction_confidence"],
        edits=tuple(_edit(edit) for edit in edits),
    )


def _edit(row: dict[str, Any]) -> Edit:
    return Edit(
        start=row["start"],
        end=row["end"],
        before=row["before"],
        after=row["after"],
        stage=row["stage"],
        rule=row["rule"],
        confidence=row["confidence"],
    )


def _require(package: str) -> None:
    """Say how to install an optional package that is missing."""
    try:
        __import__(package)
    except ImportError as error:
        raise ImportError(
            f"Dataset.{package}() needs {package}: pip install {package}"
        ) from error
