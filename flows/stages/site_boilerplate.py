"""Remove lines in doubt that other pages show to be boilerplate.

Articles of earlier snapshots are neither read nor changed: the index knows their lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa

from cleaners.article import OpenDoubt
from cleaners.boilerplate import COLUMNS, LineOccurrences, site_boilerplate_edits
from cleaners.duplicates import LineIndex, TemplateLines
from flows.settings import Settings
from flows.snapshots import CleanedRun
from flows.stages import deduplicate, site_templates
from flows.stages.division import OwnProcess, Workers, helpers
from flows.stages.line_lookup import LineLookup, Occurrences, OpenLines
from flows.storage import parquet, revisions
from flows.storage.open_articles import OpenArticle
from flows.storage.revisions import REMOVALS, Revision
from flows.storage.shards import Shard
from flows.storage.tables import Decisions

FOUND = (
    "occurrences"  # the name of the file of a shard with those of its lines in doubt
)
# Open articles that are looked up at once: for each such batch, ids are read from all files of the
# snapshot. A guard on memory, some 20 MB.
LOOKED_UP = 10_000
COUNTS = pa.struct([(name, pa.int64()) for name in LineOccurrences.__slots__])
SCHEMA = pa.schema([("article_id", pa.string()), ("found", pa.list_(COUNTS))])


def remove(
    run: CleanedRun, decisions: Decisions, workers: Workers | None = None
) -> tuple[Decisions, int]:
    """Write the removals of lines in the run's open articles, and the index of templates.

    Returns the decisions with the file of that index, and the number of articles. Raises StageError
    where `workers` fail.
    """
    those = helpers(run, workers) or OwnProcess()
    shards = run.bare_shards()
    those.do(site_templates.write_open_lines, shards, run.folder)
    templates = site_templates.learn(run)
    decisions = site_templates.write(run, decisions, templates)
    in_doubt = list(_look_up(run, shards, decisions, templates))
    those.do(remove_lines, in_doubt, run.folder)
    removed = [revisions.count(shard, run.folder, REMOVALS) for shard in in_doubt]
    return decisions, sum(removed)


def _look_up(
    run: CleanedRun,
    shards: Iterable[Shard],
    decisions: Decisions,
    templates: TemplateLines,
) -> Iterator[Shard]:
    """Write where the lines in doubt of each shard occur; yield the shards that have any."""
    lookup = None
    for batch in _in_batches(_with_doubts(run, shards)):
        lookup = lookup or _lookup(run, decisions, templates)
        every = [article for _, doubts in batch for article in doubts]
        found = lookup.occurrences(every)
        for shard, doubts in batch:
            own = {each.article_id: found[each.article_id] for each in doubts}
            _write_found(shard, run.folder, own)
            yield shard


def _with_doubts(
    run: CleanedRun, shards: Iterable[Shard]
) -> Iterator[tuple[Shard, list[OpenLines]]]:
    """Yield the shards that have lines in doubt, each with the articles that have them."""
    for shard in shards:
        articles = site_templates.read_open_lines(shard, run.folder)
        doubts = [article for article in articles if article.doubts]
        if doubts:
            yield shard, doubts


def _in_batches(
    shards: Iterable[tuple[Shard, list[OpenLines]]],
) -> Iterator[list[tuple[Shard, list[OpenLines]]]]:
    """Yield shards, as many at once as have LOOKED_UP articles."""
    batch, count = [], 0
    for shard, doubts in shards:
        batch.append((shard, doubts))
        count += len(doubts)
        if count >= LOOKED_UP:
            yield batch
            batch, count = [], 0
    if batch:
        yield batch


def _lookup(
    run: CleanedRun, decisions: Decisions, templates: TemplateLines
) -> LineLookup:
    """Return a look-up of lines in the index that was just written, and among templates."""
    classes = deduplicate.matching_classes()
    files = decisions.index
    index = deduplicate.read_written(run.folder, run.current, files, classes)
    return LineLookup.of(run, decisions, LineIndex.of(index), templates)


def _write_found(shard: Shard, folder: Path, occurrences: Occurrences) -> None:
    """Write where the lines in doubt of some articles occur."""
    rows = []
    for article_id, found in occurrences.items():
        counts = [asdict(each) for each in found]
        rows.append({"article_id": article_id, "found": counts})
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    parquet.write(shard.output(folder, FOUND), table)


def remove_lines(shard: Shard, settings: Settings, folder: Path) -> None:  # noqa: ARG001  # as all work
    """Write the removals of a shard."""
    rows = parquet.read(shard.output(folder, FOUND)).to_pylist()
    found = {}
    for row in rows:
        counts = [LineOccurrences(**each) for each in row["found"]]
        found[row["article_id"]] = counts
    removals = list(_removals(shard, folder, found))
    revisions.write(shard, folder, REMOVALS, removals)


def _removals(
    shard: Shard, folder: Path, occurrences: Occurrences
) -> Iterator[Revision]:
    """Yield the removals for the articles of a shard that have any."""
    for article in revisions.revised_articles(shard, folder, occurrences):
        own = occurrences[article.article_id]
        occurrences_of = {
            doubt: found
            for doubt, found in zip(article.doubts, own, strict=True)
            if loses_no_value(article, doubt)
        }
        edits = site_boilerplate_edits(article.draft.text, occurrences_of)
        if edits:
            yield Revision(article.article_id, edits)


def loses_no_value(article: OpenArticle, doubt: OpenDoubt) -> bool:
    """Whether an article has the value that a line may state, or takes it from the line."""
    column = COLUMNS.get(doubt.kind)
    if column is None or article.row[column]:
        return True
    return column in article.values_of([doubt])
