"""Ask the whole dataset about the lines that pages left in doubt, and remove from new articles what it confirms.

Articles of earlier snapshots are witnesses only: their texts are neither read nor changed, since the index
knows their lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaners.article import OpenDoubt
from cleaners.boilerplate import LineOccurrences, confirm
from cleaners.draft import Draft, Edit, Entry, Mark
from cleaners.duplicates import Classes, Known, LineIndex, line_hashes
from flows.snapshots import Current, read_articles
from flows.stages import deduplicate
from flows.stages.article_rows import of_shards, read, rows
from flows.stages.clean_shard import Shard
from flows.storage import rewrite
from flows.storage.rewrite import Revision
from flows.storage.tables import Decisions, Row

FOLDER = "confirmed"
STAGE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The folder of the output that is to be published, and how many articles in it were revised."""

    folder: Path
    articles: int


def revise(
    current: Current | None,
    plan: Sequence[Shard],
    folder: Path,
    decisions: Decisions,
    *,
    keep_before: bool,
) -> Confirmed:
    """Revise the new articles in the shards' output in `folder`, by what `decisions` say of copies and sites.

    Where any was revised, the decisions must be made again on the folder that is returned: the next index
    must know the texts that are published.
    """
    asked = [
        row
        for row in of_shards(plan, folder, "drafts", ("article_id", "lines"))
        if row["lines"]
    ]
    if not asked:
        return Confirmed(folder, 0)
    classes = Classes.of(deduplicate.spun_classes())
    known = deduplicate.read_written(folder, current, decisions.index, classes)
    corpus = _Corpus.of(current, plan, folder, decisions, known)
    sightings = corpus.sightings(asked, classes)
    edits = [_edits(shard, folder, sightings) for shard in plan]
    if not any(edits):
        return Confirmed(folder, 0)
    target = rewrite.begin(folder, FOLDER, decisions.index)
    for shard, found in zip(plan, edits, strict=True):
        rewrite.write(
            shard,
            folder,
            target,
            _revised(shard, folder, found, keep_before=keep_before),
        )
    return Confirmed(target, len(set().union(*edits)))


@dataclass(frozen=True, slots=True)
class _Corpus:
    """Which articles are copies of each other, and on which sites they stand."""

    current: Current | None
    witnesses: LineIndex
    clusters: dict[
        str, str
    ]  # of new articles and those decided for; of others once they are asked about
    members: Mapping[str, Sequence[str]]  # of clusters with a new article
    sites: dict[str, str | None]

    @classmethod
    def of(
        cls,
        current: Current | None,
        plan: Sequence[Shard],
        folder: Path,
        decisions: Decisions,
        known: Known,
    ) -> _Corpus:
        """Gather what is known of the articles that were decided for."""
        clusters = {
            article_id: decision.cluster_id
            for article_id, decision in decisions.by_article.items()
        }
        members = defaultdict(list)
        for article_id in sorted(clusters):
            members[clusters[article_id]].append(article_id)
        sited = read(current, plan, folder, ("article_id", "site"), clusters)
        sites = {row["article_id"]: row["site"] for row in sited}
        return cls(current, LineIndex.of(known), clusters, members, sites)

    def sightings(
        self, asked: Iterable[Mapping[str, Any]], classes: Classes
    ) -> dict[str, list[LineOccurrences]]:
        """Say for every line in doubt of every article where else it stands."""
        hashes = {
            row["article_id"]: line_hashes(row["lines"], classes).tolist()
            for row in asked
        }
        places = {
            (line, self.sites[article_id])
            for article_id, lines in hashes.items()
            for line in lines
        }
        pages = self._pages(places)
        return {
            article_id: [
                self._sighting(article_id, line, pages[line, self.sites[article_id]])
                for line in lines
            ]
            for article_id, lines in hashes.items()
        }

    def _pages(
        self, places: Iterable[tuple[int, str | None]]
    ) -> dict[tuple[int, str | None], frozenset[str]]:
        """Name the clusters that have a line on a site."""
        holders = {
            (line, site): self.witnesses.on_site(line, site) for line, site in places
        }
        unknown = frozenset(
            name
            for names in holders.values()
            for name in names
            if name not in self.clusters
        )
        if self.current and unknown:
            held = read_articles(self.current, ("article_id", "cluster_id"), unknown)
            self.clusters.update((row["article_id"], row["cluster_id"]) for row in held)
        return {
            at: frozenset(self.clusters[name] for name in names)
            for at, names in holders.items()
        }

    def _sighting(
        self, article_id: str, line: int, pages: frozenset[str]
    ) -> LineOccurrences:
        cluster, site = self.clusters[article_id], self.sites[article_id]
        others = [
            name
            for name in self.members[cluster]
            if name != article_id
            and (
                site is None or self.sites[name] != site
            )  # a site's own copies share its lines
        ]
        alike = [
            name for name in others if self.witnesses.are_of_a_length(article_id, name)
        ]
        return LineOccurrences(
            pages=len(pages - {cluster}),
            copies=len(alike),
            elsewhere=sum(
                site is not None and self.sites[name] is not None for name in alike
            ),
            with_line=len(self.witnesses.having(line, others)),
        )


def _edits(
    shard: Shard, folder: Path, sightings: Mapping[str, Sequence[LineOccurrences]]
) -> dict[str, tuple[Edit, ...]]:
    """Choose the edits for the articles of a shard that have any."""
    doubted = rows(shard.output(folder, "drafts"), ("article_id", "doubts"))
    doubts = {row["article_id"]: row["doubts"] for row in doubted if row["doubts"]}
    found: dict[str, tuple[Edit, ...]] = {}
    for row in rows(shard.output(folder, "articles"), ("article_id", "text"), doubts):
        opened = [OpenDoubt(**doubt) for doubt in doubts[row["article_id"]]]
        seen = dict(zip(opened, sightings[row["article_id"]], strict=True))
        if edits := confirm(row["text"], seen):
            found[row["article_id"]] = edits
    return found


def _revised(
    shard: Shard,
    folder: Path,
    edits: Mapping[str, Sequence[Edit]],
    *,
    keep_before: bool,
) -> Revision:
    """Take the drafts of some articles up again, and make their rows anew."""
    revision = Revision()
    held: dict[str, list[Row]] = defaultdict(list)
    for row in rows(shard.output(folder, "edits"), None, edits):
        held[row["article_id"]].append(row)
    raws = {
        row["article_id"]: row["raw"]
        for row in rows(shard.output(folder, "drafts"), ("article_id", "raw"), edits)
    }
    for row in rows(shard.output(folder, "articles"), None, edits):
        name = row["article_id"]
        draft = Draft.restored(raws[name], _entries(raws[name], held[name])).revise(
            STAGE, edits[name]
        )
        revision.rewrite(row, draft, keep_before=keep_before)
    return revision


def _entries(raw: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[Entry]:
    """Read a ledger back from its rows. Each rule of a row counts as one of the row's stage and confidence."""
    for row in rows:
        marks = tuple(
            Mark(row["stage"], rule, row["confidence"])
            for rule in row["rule"].split(" + ")
        )
        yield Entry(
            row["start"],
            row["end"],
            raw[row["start"] : row["end"]],
            row["after"],
            marks,
        )
