"""The files of a snapshot: linked where nothing in them changed, written anew where something did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import astuple, dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from flows.snapshots.current import Current
from flows.snapshots.replacements import Replacements
from flows.storage import parquet
from flows.storage.tables import SCHEMAS, Decision, Row

PLACE = ("source_path", "record_number")
DECIDED = (
    "cluster_id",
    "copies",
    "story_id",
    "canonical_id",
    "kind",
    "similarity",
)  # in the order of Decision


@dataclass(slots=True)
class Parts:
    """The part files of a snapshot in the making: their names and rows by table."""

    folder: Path
    decisions: Mapping[str, Decision]
    names: dict[str, list[str]] = field(
        default_factory=lambda: {table: [] for table in SCHEMAS}
    )
    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SCHEMAS, 0))
    touched: pa.Array | None = None

    def __post_init__(self) -> None:
        for table in SCHEMAS:
            (self.folder / table).mkdir(parents=True)

    def keep(self, current: Current, succession: Replacements) -> None:
        """Take over the rows of the snapshot before, without those that give way."""
        held = {
            table: {path.name: path for path in current.parts(table)}
            for table in SCHEMAS
        }
        for name in sorted(held["articles"].keys() | held["duplicates"].keys()):
            self._keep_articles(
                name,
                held["articles"].get(name),
                held["duplicates"].get(name),
                succession.articles,
            )
        for name, path in sorted(held["edits"].items()):
            self._keep_without(
                "edits",
                name,
                path,
                ("article_id",),
                {(name,) for name in succession.articles},
            )
        for name, path in sorted(held["quarantine"].items()):
            self._keep_without("quarantine", name, path, PLACE, succession.quarantine)

    def add_articles(self, name: str, articles: pa.Table) -> None:
        """Write articles and duplicates, as it was decided for each."""
        decided = list(self._decided(articles))
        columns = (
            zip(*map(astuple, decided), strict=True)
            if decided
            else ((),) * len(DECIDED)
        )
        for column, values in zip(DECIDED, columns, strict=True):
            articles = _with(articles, column, list(values))
        is_kept = pc.is_null(articles.column("canonical_id"))
        self.add("articles", name, articles.filter(is_kept))
        self.add("duplicates", name, articles.filter(pc.invert(is_kept)))

    def add(self, table: str, name: str, rows: pa.Table) -> None:
        """Write the rows of a part, unless there are none."""
        if rows.num_rows:
            parquet.write(self.folder / table / name, _shaped(table, rows))
            self._list(table, name, rows.num_rows)

    def add_rows(self, table: str, name: str, rows: Sequence[Row]) -> None:
        """Write rows that are no table yet."""
        self.add(table, name, pa.Table.from_pylist(list(rows), schema=SCHEMAS[table]))

    def finish(self, name: str) -> None:
        """Give every table a file, so that readers find its columns; then make all names last."""
        for table, schema in SCHEMAS.items():
            if not self.names[table]:
                parquet.write(self.folder / table / name, schema.empty_table())
                self._list(table, name, 0)
            parquet.sync_folder(self.folder / table)
        parquet.sync_folder(self.folder)

    def _keep_articles(
        self,
        name: str,
        articles: Path | None,
        duplicates: Path | None,
        gone: frozenset[str],
    ) -> None:
        paths = {"articles": articles, "duplicates": duplicates}
        if all(
            self._stands(path, table, gone) for table, path in paths.items() if path
        ):
            for table, path in paths.items():
                self._link(table, name, path)
            return
        merged = pa.concat_tables(
            _shaped("duplicates", parquet.read(path)) for path in paths.values() if path
        )
        left = merged.filter(
            pc.invert(
                pc.is_in(
                    merged.column("article_id"),
                    value_set=pa.array(sorted(gone), pa.string()),
                )
            )
        )
        self.add_articles(name, left.sort_by("article_id"))

    def _decided(self, articles: pa.Table) -> Iterator[Decision]:
        """Yield the decision for every row; where none was made, the one that it has already."""
        columns = [name for name in DECIDED if name in articles.column_names]
        for article_id, row in zip(
            articles.column("article_id").to_pylist(),
            articles.select(columns).to_pylist(),
            strict=True,
        ):
            yield (
                self.decisions[article_id]
                if article_id in self.decisions
                else Decision(**row)
            )

    def _stands(self, path: Path, table: str, gone: frozenset[str]) -> bool:
        """Tell whether every row of a part stays, with the same decision."""
        ids = parquet.read(path, ["article_id"]).column(0)
        changed = pc.is_in(ids, value_set=self._touched(gone))
        if not pc.any(changed).as_py():
            return True
        if pc.any(pc.is_in(ids, value_set=pa.array(sorted(gone), pa.string()))).as_py():
            return False
        columns = [name for name in DECIDED if name in SCHEMAS[table].names]
        rows = parquet.read(path, ["article_id", *columns]).filter(changed)
        held = (Decision(**row) for row in rows.select(columns).to_pylist())
        return all(
            one == other for one, other in zip(self._decided(rows), held, strict=True)
        )

    def _touched(self, gone: frozenset[str]) -> pa.Array:
        """Name the articles that go or that something was decided for, once for all parts."""
        if self.touched is None:
            self.touched = pa.array(sorted(gone.union(self.decisions)), pa.string())
        return self.touched

    def _keep_without(
        self,
        table: str,
        name: str,
        path: Path,
        columns: Sequence[str],
        gone: AbstractSet[tuple[object, ...]],
    ) -> None:
        """Take over a part without the rows that have one of these values in these columns."""
        keys = parquet.read(path, columns).to_pylist() if gone else []
        stays = [tuple(key.values()) not in gone for key in keys]
        if all(stays):
            self._link(table, name, path)
        else:
            self.add(table, name, parquet.read(path).filter(pa.array(stays)))

    def _link(self, table: str, name: str, path: Path | None) -> None:
        """Share an unchanged file with the snapshot before; where links cannot be, copy it."""
        if path is None or not (count := parquet.rows(path)):
            return
        parquet.share(path, self.folder / table / name)
        self._list(table, name, count)

    def _list(self, table: str, name: str, rows: int) -> None:
        self.names[table].append(name)
        self.rows[table] += rows


def _with(rows: pa.Table, name: str, values: list[object]) -> pa.Table:
    """Set a column, or append it where the table lacks it."""
    column = pa.array(values, SCHEMAS["duplicates"].field(name).type)
    if name in rows.column_names:
        return rows.set_column(rows.column_names.index(name), name, column)
    return rows.append_column(name, column)


def _shaped(table: str, rows: pa.Table) -> pa.Table:
    """Give rows exactly the columns of their table: what is not known yet is null, what is more goes."""
    schema = SCHEMAS[table]
    columns = [
        rows.column(item.name).cast(item.type)
        if item.name in rows.column_names
        else pa.nulls(rows.num_rows, item.type)
        for item in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)
