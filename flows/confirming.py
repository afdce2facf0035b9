"""Ask the whole dataset about the lines that pages left in doubt, and remove from new articles what it confirms.

The shards' output is left as it is; what is to be published stands in a folder beside it, laid out alike, so
that a run which is killed here does the same again. Articles of earlier snapshots are witnesses only: their
texts are neither read nor changed, since the index knows their lines.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cleaners.article import OpenDoubt
from cleaners.boilerplate import Sighting, confirm
from cleaners.draft import Draft, Edit, Entry, Mark
from cleaners.duplicates import Classes, Known, Witnesses, line_hashes
from flows import deduplication, parquet, shards, tables
from flows.shards import Shard
from flows.snapshots import Current, read_articles
from flows.tables import Decisions, Row

FOLDER = "confirmed"
STAGE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The folder of the output that is to be published, and how many articles in it were revised."""

    folder: Path
    articles: int


def revise(
    current: Current | None, plan: Sequence[Shard], folder: Path, decisions: Decisions, *, keep_before: bool
) -> Confirmed:
    """Revise the new articles in the shards' output in `folder`, by what `decisions` say of copies and sites.

    Where any was revised, the decisions must be made again on the folder that is returned: the next index
    must know the texts that are published.
    """
    target = folder / FOLDER
    shutil.rmtree(target, ignore_errors=True)
    asked = [row for shard in plan for row in _rows(shard.output(folder, "doubts"), ("article_id", "lines"))]
    if not asked:
        return Confirmed(folder, 0)
    classes = Classes.of(deduplication.spun_classes())
    known = deduplication.read_written(folder, current, decisions.index, classes)
    corpus = _Corpus.of(current, plan, folder, decisions, known)
    sightings = corpus.sightings(asked, classes)
    edits = [_edits(shard, folder, sightings) for shard in plan]
    if not any(edits):
        return Confirmed(folder, 0)
    target.mkdir()
    for shard, found in zip(plan, edits, strict=True):
        _write(shard, folder, target, found, keep_before=keep_before)
    return Confirmed(target, len(set().union(*edits)))


@dataclass(frozen=True, slots=True)
class _Corpus:
    """Which articles are copies of each other, and on which sites they stand."""

    current: Current | None
    witnesses: Witnesses
    clusters: dict[str, str]  # of new articles and those decided for; of others once they are asked about
    members: Mapping[str, Sequence[str]]  # of clusters with a new article
    sites: dict[str, str | None]

    @classmethod
    def of(
        cls, current: Current | None, plan: Sequence[Shard], folder: Path, decisions: Decisions, known: Known
    ) -> _Corpus:
        """Gather what is known of the articles that were decided for."""
        clusters = {article_id: decision.cluster_id for article_id, decision in decisions.by_article.items()}
        members = defaultdict(list)
        for article_id in sorted(clusters):
            members[clusters[article_id]].append(article_id)
        columns = ("article_id", "site")
        sites = {row["article_id"]: row["site"] for row in _of_shards(plan, folder, "articles", columns)}
        earlier = frozenset(clusters.keys() - sites.keys())
        if current and earlier:
            sites |= {row["article_id"]: row["site"] for row in read_articles(current, columns, earlier)}
        return cls(current, Witnesses.of(known), clusters, members, sites)

    def sightings(self, asked: Iterable[Mapping[str, Any]], classes: Classes) -> dict[str, list[Sighting]]:
        """Say for every line in doubt of every article where else it stands."""
        hashes = {row["article_id"]: line_hashes(row["lines"], classes).tolist() for row in asked}
        places = {(line, self.sites[article_id]) for article_id, lines in hashes.items() for line in lines}
        pages = self._pages(places)
        return {
            article_id: [self._sighting(article_id, line, pages[line, self.sites[article_id]]) for line in lines]
            for article_id, lines in hashes.items()
        }

    def _pages(self, places: Iterable[tuple[int, str | None]]) -> dict[tuple[int, str | None], frozenset[str]]:
        """Name the clusters that have a line on a site."""
        holders = {(line, site): self.witnesses.on_site(line, site) for line, site in places}
        unknown = frozenset(name for names in holders.values() for name in names if name not in self.clusters)
        if self.current and unknown:
            rows = read_articles(self.current, ("article_id", "cluster_id"), unknown)
            self.clusters.update((row["article_id"], row["cluster_id"]) for row in rows)
        return {at: frozenset(self.clusters[name] for name in names) for at, names in holders.items()}

    def _sighting(self, article_id: str, line: int, pages: frozenset[str]) -> Sighting:
        cluster, site = self.clusters[article_id], self.sites[article_id]
        others = [
            name
            for name in self.members[cluster]
            if name != article_id and (site is None or self.sites[name] != site)  # a site's own copies share its lines
        ]
        alike = [name for name in others if self.witnesses.are_of_a_length(article_id, name)]
        return Sighting(
            pages=len(pages - {cluster}),
            copies=len(alike),
            elsewhere=sum(site is not None and self.sites[name] is not None for name in alike),
            with_line=len(self.witnesses.having(line, others)),
        )


def _edits(shard: Shard, folder: Path, sightings: Mapping[str, Sequence[Sighting]]) -> dict[str, tuple[Edit, ...]]:
    """Choose the edits for the articles of a shard that have any."""
    doubts = {
        row["article_id"]: row["doubts"] for row in _rows(shard.output(folder, "doubts"), ("article_id", "doubts"))
    }
    found: dict[str, tuple[Edit, ...]] = {}
    for row in _rows(shard.output(folder, "articles"), ("article_id", "text"), doubts):
        opened = [OpenDoubt(**doubt) for doubt in doubts[row["article_id"]]]
        seen = dict(zip(opened, sightings[row["article_id"]], strict=True))
        if edits := confirm(row["text"], seen):
            found[row["article_id"]] = edits
    return found


def _write(shard: Shard, folder: Path, target: Path, edits: Mapping[str, Sequence[Edit]], *, keep_before: bool) -> None:
    """Write the output of a shard with its articles revised; what does not change is shared."""
    revised = _revised(shard, folder, edits, keep_before=keep_before) if edits else {}
    for table in shards.TABLES:
        source, place = shard.output(folder, table), shard.output(target, table)
        if table not in revised:
            parquet.share(source, place)
            continue
        before = parquet.read(source)
        kept = before.filter(pc.invert(pc.is_in(before["article_id"], value_set=_names(edits))))
        made = pa.Table.from_pylist(revised[table], schema=before.schema)
        parquet.write(place, shards.in_order(table, pa.concat_tables([kept, made])))


def _revised(
    shard: Shard, folder: Path, edits: Mapping[str, Sequence[Edit]], *, keep_before: bool
) -> dict[str, list[Row]]:
    """Take the drafts of some articles up again, and make their rows anew."""
    made: dict[str, list[Row]] = {"articles": [], "edits": []}
    held = _ledgers(shard, folder, edits)
    rows = _rows(shard.output(folder, "doubts"), ("article_id", "raw"), edits)
    raws = {row["article_id"]: row["raw"] for row in rows}
    for row in _rows(shard.output(folder, "articles"), None, edits):
        name = row["article_id"]
        draft = Draft.restored(raws[name], _entries(raws[name], held.get(name, ()))).revise(STAGE, edits[name])
        ledger = tuple(draft.ledger())
        made["articles"].append(row | tables.text_row(draft.text, ledger))
        made["edits"] += tables.edit_rows(name, ledger, keep_before=keep_before)
    return made


def _ledgers(shard: Shard, folder: Path, wanted: Iterable[str]) -> dict[str, list[Row]]:
    held: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(shard.output(folder, "edits"), None, wanted):
        held[row["article_id"]].append(row)
    return held


def _entries(raw: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[Entry]:
    """Read a ledger back from its rows. Each rule of a row counts as one of the row's stage and confidence."""
    for row in rows:
        marks = tuple(Mark(row["stage"], rule, row["confidence"]) for rule in row["rule"].split(" + "))
        yield Entry(row["start"], row["end"], raw[row["start"] : row["end"]], row["after"], marks)


def _of_shards(plan: Iterable[Shard], folder: Path, table: str, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    for shard in plan:
        yield from _rows(shard.output(folder, table), columns)


def _rows(path: Path, columns: Sequence[str] | None, wanted: Iterable[str] | None = None) -> Iterator[dict[str, Any]]:
    """Yield rows of a table: all, or those of some articles."""
    for batch in parquet.batches(path, columns):
        chosen = batch if wanted is None else batch.filter(pc.is_in(batch["article_id"], value_set=_names(wanted)))
        yield from chosen.to_pylist()


def _names(wanted: Iterable[str]) -> pa.Array:
    return pa.array(sorted(wanted), pa.string())
