"""The index of sites' templates: the lines in doubt and removed lines of all articles, as hashes.

It is a file of the snapshot like those of the duplicate index, and rewritten by every run. If it is
lost, or was made in another way, it is made again from the table of edits, as far as that has the
removed lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from cleaners.boilerplate import line_shape
from cleaners.duplicates import (
    TemplateLines,
    WordClasses,
    line_hashes,
    shape_hash,
    stamp,
)
from flows.settings import Settings
from flows.snapshots import CleanedRun, Current, read_articles
from flows.stages.deduplicate import arrow_files, matching_classes
from flows.stages.line_lookup import LineKey, OpenLines
from flows.storage import parquet
from flows.storage.shards import OPEN, Shard
from flows.storage.tables import Decisions

EDIT_COLUMNS = ("article_id", "rule", "before", "after")
NAME = "templates.arrow"
FILE = f"index/{NAME}"  # relative to the folder of the shards' output
STAMP = b"unspun.templates"
VERSION = "templates 1"  # of what is kept, and of shapes
# Ends of the rules by which a line was removed that is no template by its words alone.
LEARNED = ("/model", "-on-site")


KEYS = pa.list_(pa.struct([("line", pa.uint64()), ("shape", pa.uint64())]))
OPEN_LINES = pa.schema(
    [
        ("article_id", pa.string()),
        ("site", pa.string()),
        ("doubts", KEYS),
        ("removed", KEYS),
    ]
)
MERGED_ROWS = 100_000  # that are merged at once, at least: a guard on time, not tuned
LINES = "open_lines"  # the name of the file of a shard with them


def write_open_lines(shard: Shard, settings: Settings, folder: Path) -> None:  # noqa: ARG001  # as all work
    """Write the lines of each open article of a shard."""
    classes = matching_classes()
    columns = ("article_id", "site", "text", "doubts", "raw", "ledger")
    path = shard.output(folder, OPEN)
    rows = parquet.read_rows(path, columns)
    lines = [asdict(_open_lines(row, classes)) for row in rows]
    table = pa.Table.from_pylist(lines, schema=OPEN_LINES)
    parquet.write(shard.output(folder, LINES), table)


def read_open_lines(shard: Shard, folder: Path) -> list[OpenLines]:
    """Read what was written."""
    rows = parquet.read(shard.output(folder, LINES)).to_pylist()
    return [
        OpenLines(
            article_id=row["article_id"],
            site=row["site"],
            doubts=tuple(LineKey(**key) for key in row["doubts"]),
            removed=tuple(LineKey(**key) for key in row["removed"]),
        )
        for row in rows
    ]


def _open_lines(row: Mapping[str, Any], classes: WordClasses) -> OpenLines:
    doubts = _cut(row["text"], row["doubts"])
    learned = [entry for entry in row["ledger"] if _is_learned_removal(entry)]
    removed = _cut(row["raw"], learned)
    keys = line_keys([*doubts, *removed], classes)
    count = len(doubts)
    return OpenLines(
        article_id=row["article_id"],
        site=row["site"],
        doubts=keys[:count],
        removed=keys[count:],
    )


def _cut(text: str, spans: Iterable[Mapping[str, Any]]) -> list[str]:
    return [text[span["start"] : span["end"]] for span in spans]


def _is_learned_removal(entry: Mapping[str, Any]) -> bool:
    last_mark = entry["marks"][-1]
    return not entry["after"] and _is_learned(last_mark["rule"])


def line_keys(lines: Sequence[str], classes: WordClasses) -> tuple[LineKey, ...]:
    """Return the hashes of lines and of their shapes."""
    hashes = line_hashes(lines, classes).tolist() if lines else []
    keys = []
    for line, line_hash in zip(lines, hashes, strict=True):
        keys.append(LineKey(line_hash, shape_hash(line_shape(line))))
    return tuple(keys)


def table_of(articles: Iterable[OpenLines]) -> TemplateLines:
    """Make the table of the lines of some articles; those of an unknown site are left out."""
    rows = []
    for article in articles:
        if article.site is not None:
            for key in (*article.doubts, *article.removed):
                rows += _rows(article.article_id, article.site, key)
    return TemplateLines.of(rows)


def _rows(article_id: str, site: str, key: LineKey) -> list[tuple[str, str, int]]:
    hashes = [each for each in (key.line, key.shape) if each]
    return [(article_id, site, each) for each in hashes]


def earlier(run: CleanedRun, classes: WordClasses) -> TemplateLines:
    """Read what earlier runs learned, without articles that give way."""
    if not run.current:
        return TemplateLines.of(())
    path = _find(run.current, _stamp(classes))
    if path:
        (table,) = arrow_files.read(path, TemplateLines)
    else:
        table = _from_edits(run.current, classes)
    return table.without(run.gone)


def learn(run: CleanedRun) -> TemplateLines:
    """Return the templates of earlier runs with the lines of this one, which were written."""
    table = earlier(run, matching_classes())
    waiting: list[TemplateLines] = []
    for shard in run.shards:
        waiting.append(table_of(read_open_lines(shard, run.folder)))
        if _count(waiting) > max(_count([table]), MERGED_ROWS):
            table = table.merged(*waiting)
            waiting = []
    return table.merged(*waiting)


def _count(tables: Iterable[TemplateLines]) -> int:
    return sum(len(table.site_lines) for table in tables)


def write(run: CleanedRun, decisions: Decisions, table: TemplateLines) -> Decisions:
    """Write the table below the shards' output, and name it among the files of the next index."""
    classes = matching_classes()
    path = run.folder / FILE
    arrow_files.write(path, TemplateLines, [table], {STAMP: _stamp(classes)})
    return replace(decisions, index=decisions.index.joined([FILE]))


def rebuild(run: CleanedRun, decisions: Decisions) -> Decisions:
    """Write the table of the snapshot again, from the edits if it is lost."""
    return write(run, decisions, earlier(run, matching_classes()))


def _stamp(classes: WordClasses) -> str:
    return f"{VERSION}; {stamp(classes)}"


def _find(current: Current, expected: str) -> Path | None:
    """Find the file that belongs to a snapshot; None where it is lost or made in another way."""
    for name in current.index:
        path = current.folder / name
        if name.endswith(f"-{NAME}") and path.exists():
            found = arrow_files.read_metadata(path, STAMP)
            return path if found == expected else None
    return None


def _from_edits(current: Current, classes: WordClasses) -> TemplateLines:
    """Make the table from the lines that the table of edits says were removed."""
    removed = _removed_lines(current)
    ids = frozenset(removed)
    articles = []
    for row in read_articles(current, ("article_id", "site"), ids):
        article_id = row["article_id"]
        keys = line_keys(removed[article_id], classes)
        articles.append(OpenLines(article_id, row["site"], (), keys))
    return table_of(articles)


def _removed_lines(current: Current) -> dict[str, list[str]]:
    """Return the lines that were removed as learned, by article id."""
    removed: dict[str, list[str]] = {}
    for path in current.parts("edits"):
        for row in parquet.read_rows(path, EDIT_COLUMNS):
            if _is_learned_edit(row):
                removed.setdefault(row["article_id"], []).append(row["before"])
    return removed


def _is_learned_edit(row: Mapping[str, Any]) -> bool:
    is_removal = row["before"] and not row["after"]
    return bool(is_removal) and _is_learned(row["rule"])


def _is_learned(rule: str) -> bool:
    return rule.endswith(LEARNED)
