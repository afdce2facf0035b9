"""The files of a snapshot: linked where nothing in them changed, else written again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from flows.snapshots import decided_rows
from flows.snapshots.columns import conform
from flows.snapshots.compaction import compact
from flows.snapshots.current import Current
from flows.snapshots.manifest import FileEntry
from flows.snapshots.record_rows import PLACE
from flows.snapshots.replacements import Replacements
from flows.storage import parquet
from flows.storage.ids import Ids
from flows.storage.tables import SCHEMAS, Decision, Row


@dataclass(slots=True)
class Parts:
    """The part files of a snapshot in the making: their names and rows by table."""

    folder: Path
    decisions: Mapping[str, Decision]
    names: dict[str, list[str]] = field(
        default_factory=lambda: {table: [] for table in SCHEMAS}
    )
    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SCHEMAS, 0))
    # What the manifest before says of its files, and of those that are linked, by their paths.
    linked: dict[str, FileEntry] = field(default_factory=dict)
    before: Mapping[str, FileEntry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for table in SCHEMAS:
            (self.folder / table).mkdir(parents=True)

    def keep(self, current: Current, replaced: Replacements) -> None:
        """Take over the rows of the snapshot before, without those that give way."""
        if current.manifest:
            self.before = {entry.path: entry for entry in current.manifest.files}
        gone = replaced.articles
        touched = gone.union(self.decisions)
        changes = _Changes(
            gone=Ids.of(gone),
            touched=Ids.of(touched),
        )
        parts = _article_parts(current)
        for name in sorted(parts):
            self._keep_articles(name, parts[name], changes)
        edits_gone = {(article_id,) for article_id in gone}
        for path in _by_name(current, "edits"):
            self._keep_without("edits", path, ("article_id",), edits_gone)
        for path in _by_name(current, "quarantine"):
            self._keep_without("quarantine", path, PLACE, replaced.quarantine)

    def add_articles(self, name: str, rows: pa.Table) -> None:
        """Write articles and duplicates, as it was decided for each."""
        for table, chosen in decided_rows.divided(rows, self.decisions):
            self.add(table, name, chosen)

    def add(self, table: str, name: str, rows: pa.Table) -> None:
        """Write the rows of a part, unless there are none."""
        if rows.num_rows:
            self._write(table, name, conform(table, rows))

    def take(self, table: str, name: str, path: Path, rows: int) -> None:
        """Take over a file that has the rows of a part, as they are to be."""
        parquet.share(path, self.folder / table / name)
        self._list(table, name, rows)

    def add_rows(self, table: str, name: str, rows: Sequence[Row]) -> None:
        """Write rows that are no table yet."""
        self.add(table, name, pa.Table.from_pylist(list(rows), schema=SCHEMAS[table]))

    def add_or_link(
        self, table: str, name: str, rows: pa.Table, before: Sequence[Path]
    ) -> None:
        """Write a whole table anew, or link its only file if that says the same."""
        if len(before) == 1 and rows.equals(parquet.read(before[0])):
            self._link(table, before[0])
        else:
            self.add(table, name, rows)

    def finish(self, name: str, run_id: str) -> None:
        """Merge small files, and give every table one, so that readers find its columns.

        Then make all names last.
        """
        for table in SCHEMAS:
            self._finish_table(table, name, run_id)
        parquet.sync_folder(self.folder)

    def _finish_table(self, table: str, name: str, run_id: str) -> None:
        self._write_if_none(table, name)
        folder = self.folder / table
        names = self.names[table]
        self.names[table] = compact(folder, table, names, run_id)
        parquet.sync_folder(folder)

    def _write_if_none(self, table: str, name: str) -> None:
        """Write an empty file for a table that has none."""
        if not self.names[table]:
            empty = SCHEMAS[table].empty_table()
            self._write(table, name, empty)

    def entries(self) -> Iterator[FileEntry]:
        """Yield what the manifest is to say of each file."""
        for table, names in self.names.items():
            for name in names:
                path = f"{table}/{name}"
                if path in self.linked:
                    yield self.linked[path]
                else:
                    yield FileEntry.of(self.folder / path, path)

    def _keep_articles(
        self, name: str, paths: Mapping[str, Path], changes: _Changes
    ) -> None:
        """Take over the articles and duplicates of a part; a row may change its table."""
        stay = [self._stays(path, table, changes) for table, path in paths.items()]
        if all(stay):
            for table, path in paths.items():
                self._link(table, path)
            return
        tables = []
        for path in paths.values():
            rows = parquet.read(path)
            tables.append(conform("duplicates", rows))
        every = pa.concat_tables(tables)
        left = parquet.without_ids(every, changes.gone)
        ordered = left.sort_by("article_id")
        self.add_articles(name, ordered)

    def _stays(self, path: Path, table: str, changes: _Changes) -> bool:
        """Whether every row of a part stays, with the same decision."""
        ids = parquet.read(path, ["article_id"])
        touched = parquet.with_ids(ids, changes.touched)
        if not touched.num_rows:
            return True
        gone = parquet.with_ids(ids, changes.gone)
        if gone.num_rows:
            return False
        return self._same_decisions(path, table, changes)

    def _same_decisions(self, path: Path, table: str, changes: _Changes) -> bool:
        """Whether the decisions for a part are those that its rows have already."""
        schema = SCHEMAS[table]
        columns = [name for name in decided_rows.COLUMNS if name in schema.names]
        every = parquet.read(path, ["article_id", *columns])
        touched = parquet.with_ids(every, changes.touched)
        decided = list(decided_rows.decisions_for(touched, self.decisions))
        return decided == list(decided_rows.decisions_in(touched))

    def _keep_without(
        self,
        table: str,
        path: Path,
        columns: Sequence[str],
        gone: AbstractSet[tuple[object, ...]],
    ) -> None:
        """Take over a part without the rows that have one of these values in these columns."""
        keys = parquet.read(path, columns).to_pylist() if gone else []
        stays = [tuple(key.values()) not in gone for key in keys]
        if all(stays):
            self._link(table, path)
        else:
            left = parquet.read(path).filter(pa.array(stays))
            self.add(table, path.name, left)

    def _write(self, table: str, name: str, rows: pa.Table) -> None:
        parquet.write(self.folder / table / name, rows)
        self._list(table, name, rows.num_rows)

    def _link(self, table: str, path: Path) -> None:
        """Share an unchanged file with the snapshot before, unless it is empty."""
        count = parquet.rows(path)
        if count:
            parquet.share(path, self.folder / table / path.name)
            self._list(table, path.name, count)
            self._note(f"{table}/{path.name}")

    def _note(self, path: str) -> None:
        """Note what the manifest before says of a file that was just linked."""
        if path in self.before:
            self.linked[path] = self.before[path]

    def _list(self, table: str, name: str, rows: int) -> None:
        self.names[table].append(name)
        self.rows[table] += rows


@dataclass(frozen=True, slots=True)
class _Changes:
    """Ids of the articles that go, and of those and all that something was decided for."""

    gone: Ids
    touched: Ids


def _article_parts(current: Current) -> dict[str, dict[str, Path]]:
    """Find the files of articles and duplicates, by name and table."""
    parts: dict[str, dict[str, Path]] = {}
    for table in ("articles", "duplicates"):
        for path in current.parts(table):
            of_name = parts.setdefault(path.name, {})
            of_name[table] = path
    return parts


def _by_name(current: Current, table: str) -> list[Path]:
    return sorted(current.parts(table), key=lambda path: path.name)
