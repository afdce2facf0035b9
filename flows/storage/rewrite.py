"""Write the output of shards anew, beside it, with some articles revised.

The shards' output is left as it is; what is to be published stands in a folder beside it, laid out alike, so
that a run which is killed here does the same again. What does not change is shared.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from cleaners.draft import Draft
from flows.stages import clean_shard
from flows.stages.article_rows import id_array
from flows.stages.clean_shard import Shard
from flows.storage import parquet, tables
from flows.storage.tables import IndexFiles, Row


@dataclass(slots=True)
class Revision:
    """The new rows of a shard's articles, by table and article: they take the place of all that the article had."""

    rows: dict[str, dict[str, list[Row]]] = field(default_factory=dict)

    def __len__(self) -> int:
        """Count the articles."""
        return len(self.rows.get("articles", ()))

    def put(self, table: str, article_id: str, rows: Iterable[Row]) -> None:
        """Set the rows that an article has in a table."""
        self.rows.setdefault(table, {})[article_id] = list(rows)

    def rewrite(
        self, row: Mapping[str, object], draft: Draft, *, keep_before: bool
    ) -> None:
        """Make an article's rows anew from its revised draft."""
        name, ledger = str(row["article_id"]), tuple(draft.ledger())
        self.put("articles", name, [{**row, **tables.text_row(draft.text, ledger)}])
        self.put("edits", name, tables.edit_rows(name, ledger, keep_before=keep_before))


def begin(folder: Path, name: str, index: IndexFiles) -> Path:
    """Make a folder beside the shards' output in `folder`, with the same index in it."""
    target = folder / name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for file in index.new:
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        parquet.share(folder / file, target / file)
    return target


def write(shard: Shard, folder: Path, target: Path, revision: Revision) -> None:
    """Write the output of a shard with its articles revised."""
    for table in clean_shard.TABLES:
        source, place = shard.output(folder, table), shard.output(target, table)
        made = revision.rows.get(table)
        if not made:
            parquet.share(source, place)
            continue
        before = parquet.read(source)
        kept = before.filter(
            pc.invert(pc.is_in(before["article_id"], value_set=id_array(made)))
        )
        rows = [row for name in sorted(made) for row in made[name]]
        new = pa.Table.from_pylist(rows, schema=before.schema)
        parquet.write(place, clean_shard.in_order(table, pa.concat_tables([kept, new])))
