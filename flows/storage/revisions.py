"""Revisions: what the stages after cleaning decide about single articles of a run.

A revision is kept in a file next to the shard's output, which is left as it is. So a run that is
killed between two stages decides the same again. Rows take revisions in when they are published.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from cleaners.draft import Edit
from flows.storage import open_articles, parquet
from flows.storage.open_articles import EVIDENCE, OpenArticle
from flows.storage.shards import OPEN, Shard
from flows.storage.tables import Row

FOLDER = "revisions"
REPAIRS, REMOVALS = "repairs", "removals"  # of spun words; of boilerplate lines
EDIT = pa.struct(
    [
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("text", pa.string()),
        ("rule", pa.string()),
        ("confidence", pa.float64()),
        ("evidence", EVIDENCE),
    ]
)
SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string()),
        pa.field("spun_dialect", pa.string()),
        pa.field("edits", pa.list_(EDIT)),
    ]
)


@dataclass(frozen=True, slots=True)
class Revision:
    """A decision about one article: edits of its text, or the dialect in which it is spun."""

    article_id: str
    edits: tuple[Edit, ...] = ()
    spun_dialect: str | None = None


def folder_of(state: Path) -> Path:
    """Return the folder for revisions next to the shards' output in `state`."""
    return state / FOLDER


def clear(state: Path) -> None:
    """Forget all revisions, such as those of a killed run."""
    shutil.rmtree(folder_of(state), ignore_errors=True)
    folder_of(state).mkdir(parents=True)


def write(shard: Shard, state: Path, kind: str, revisions: Iterable[Revision]) -> int:
    """Write the revisions of one kind for a shard; count them. None make no file."""
    rows = [_row(revision) for revision in revisions]
    if rows:
        table = pa.Table.from_pylist(rows, schema=SCHEMA).sort_by("article_id")
        folder = folder_of(state)
        folder.mkdir(parents=True, exist_ok=True)
        parquet.write(shard.output(folder, kind), table)
    return len(rows)


def count(shard: Shard, state: Path, kind: str) -> int:
    """Count the revisions of one kind for a shard."""
    path = shard.output(folder_of(state), kind)
    return parquet.rows(path) if path.exists() else 0


def read(shard: Shard, state: Path, kind: str) -> dict[str, Revision]:
    """Read the revisions of one kind for a shard, by article id."""
    path = shard.output(folder_of(state), kind)
    if not path.exists():
        return {}
    return {row["article_id"]: _revision(row) for row in parquet.read(path).to_pylist()}


def labels(shard: Shard, state: Path) -> dict[str, str]:
    """Return the dialects of articles that were found to be spun, by article id."""
    found = {}
    for article_id, revision in read(shard, state, REPAIRS).items():
        if revision.spun_dialect is not None:
            found[article_id] = revision.spun_dialect
    return found


def label(row: Row, dialects: Mapping[str, str]) -> None:
    """Mark an article's row as spun where a dialect was found for it."""
    dialect = dialects.get(str(row["article_id"]))
    if dialect:
        row["spun"] = True
        row["spun_dialect"] = dialect


def revised_ids(shards: Iterable[Shard], state: Path) -> frozenset[str]:
    """Return the ids of all revised articles."""
    ids: set[str] = set()
    for shard in shards:
        ids.update(read(shard, state, REPAIRS))
        ids.update(read(shard, state, REMOVALS))
    return frozenset(ids)


def open_articles_of(
    shard: Shard, state: Path, article_ids: Iterable[str] | None = None
) -> Iterator[OpenArticle]:
    """Yield open articles of a shard, all or some, as cleaning left them."""
    for row in parquet.read_rows(shard.output(state, OPEN), None, article_ids):
        yield open_articles.read(row)


def revised_articles(
    shard: Shard, state: Path, article_ids: Iterable[str] | None = None
) -> Iterator[OpenArticle]:
    """Yield open articles of a shard, all or some, with their revisions applied."""
    repairs, removals = read(shard, state, REPAIRS), read(shard, state, REMOVALS)
    for article in open_articles_of(shard, state, article_ids):
        yield _revised(article, repairs, removals)


def _revised(
    article: OpenArticle,
    repairs: Mapping[str, Revision],
    removals: Mapping[str, Revision],
) -> OpenArticle:
    """Apply first the repair of an article, then the removal of its lines."""
    repair = repairs.get(article.article_id)
    removal = removals.get(article.article_id)
    if repair and repair.spun_dialect is not None:
        article = article.labelled(repair.spun_dialect)
    elif repair:
        article = article.repaired(repair.edits)
    if removal:
        article = article.without_lines(removal.edits)
    return article


def _row(revision: Revision) -> Row:
    edits = []
    for edit in revision.edits:
        evidence = open_articles.evidence_rows(edit.evidence)
        edits.append({**asdict(edit), "evidence": evidence})
    return {
        "article_id": revision.article_id,
        "spun_dialect": revision.spun_dialect,
        "edits": edits,
    }


def _revision(row: Mapping[str, Any]) -> Revision:
    edits = []
    for edit in row["edits"]:
        evidence = open_articles.read_evidence(edit)
        edits.append(Edit(**{**edit, "evidence": evidence}))
    return Revision(row["article_id"], tuple(edits), row["spun_dialect"])
