"""Remove lines in doubt that other pages show to be boilerplate.

Articles of earlier snapshots are neither read nor changed: the index knows their lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cleaners.boilerplate import LineOccurrences, site_boilerplate_edits
from cleaners.duplicates import LineIndex, WordClasses, line_hashes
from flows.snapshots import CleanedRun, Current, read_articles
from flows.stages import deduplicate
from flows.storage import parquet, revisions
from flows.storage.revisions import REMOVALS, Revision
from flows.storage.shards import OPEN, Shard
from flows.storage.tables import Decisions

Place = tuple[int, str | None]
"""The hash of a line, and a site."""

Occurrences = Mapping[str, Sequence[LineOccurrences]]
"""For each line in doubt where else it occurs, by article id."""


def remove(run: CleanedRun, decisions: Decisions) -> int:
    """Write the removals of lines in the run's open articles; count the articles."""
    lines = dict(_lines_in_doubt(run))
    if not lines:
        return 0
    classes = WordClasses.of(deduplicate.spun_classes())
    index = deduplicate.read_written(run.folder, run.current, decisions.index, classes)
    lookup = LineLookup.of(run, decisions, LineIndex.of(index))
    occurrences = lookup.occurrences(
        {name: line_hashes(own, classes).tolist() for name, own in lines.items()}
    )
    removed = 0
    for shard in run.shards:
        found = list(_removals(shard, run, occurrences))
        removed += revisions.write(shard, run.folder, REMOVALS, found)
    return removed


def _lines_in_doubt(run: CleanedRun) -> Iterator[tuple[str, list[str]]]:
    """Yield each open article with lines in doubt, and these lines."""
    for shard in run.shards:
        path = shard.output(run.folder, OPEN)
        columns = ("article_id", "text", "doubts")
        rows = parquet.read_rows(path, columns)
        for row in rows:
            text, doubts = row["text"], row["doubts"]
            lines = _cut_lines(text, doubts)
            if lines:
                yield row["article_id"], lines


def _cut_lines(text: str, doubts: Iterable[Mapping[str, int]]) -> list[str]:
    lines = []
    for doubt in doubts:
        start, end = doubt["start"], doubt["end"]
        lines.append(text[start:end])
    return lines


def _removals(
    shard: Shard, run: CleanedRun, occurrences: Occurrences
) -> Iterator[Revision]:
    """Yield the removals for the articles of a shard that have any."""
    for article in revisions.revised_articles(shard, run.folder, occurrences):
        own = occurrences[article.article_id]
        occurrences_of = dict(zip(article.doubts, own, strict=True))
        edits = site_boilerplate_edits(article.draft.text, occurrences_of)
        if edits:
            yield Revision(article.article_id, edits)


@dataclass(frozen=True, slots=True)
class LineLookup:
    """Where lines occur: which articles are copies of each other, and of which sites they are."""

    current: Current | None
    lines: LineIndex
    clusters: dict[
        str, str
    ]  # of articles; those of earlier runs once they are asked for
    members: Mapping[str, Sequence[str]]  # article ids of clusters with a new article
    sites: Mapping[str, str | None]

    @classmethod
    def of(cls, run: CleanedRun, decisions: Decisions, lines: LineIndex) -> LineLookup:
        """Read the clusters and sites of all articles that were decided for."""
        clusters = {
            article_id: decision.cluster_id
            for article_id, decision in decisions.by_article.items()
        }
        members = defaultdict(list)
        for article_id in sorted(clusters):
            members[clusters[article_id]].append(article_id)
        rows = run.find(("article_id", "site"), clusters)
        sites = {row["article_id"]: row["site"] for row in rows}
        return cls(run.current, lines, clusters, members, sites)

    def occurrences(self, hashes: Mapping[str, Sequence[int]]) -> Occurrences:
        """Return for each line of each article where else it occurs."""
        places: set[Place] = set()
        for article_id, lines in hashes.items():
            site = self.sites[article_id]
            places.update((line, site) for line in lines)
        clusters_at = self._clusters_at(places)
        found = {}
        for article_id, lines in hashes.items():
            site = self.sites[article_id]
            found[article_id] = [
                self._occurrences_of(line, article_id, clusters_at[line, site])
                for line in lines
            ]
        return found

    def _clusters_at(self, places: Iterable[Place]) -> dict[Place, frozenset[str]]:
        """Return the clusters that have a line on a site."""
        articles_at = {place: self.lines.on_site(*place) for place in places}
        self._read_clusters(set().union(*articles_at.values()))
        return {
            place: frozenset(self.clusters[article_id] for article_id in article_ids)
            for place, article_ids in articles_at.items()
        }

    def _read_clusters(self, article_ids: Iterable[str]) -> None:
        """Read the clusters of articles that nothing was decided for."""
        unknown = frozenset(article_ids) - self.clusters.keys()
        if self.current and unknown:
            columns = ("article_id", "cluster_id")
            for row in read_articles(self.current, columns, unknown):
                self.clusters[row["article_id"]] = row["cluster_id"]

    def _occurrences_of(
        self, line: int, article_id: str, clusters: frozenset[str]
    ) -> LineOccurrences:
        cluster = self.clusters[article_id]
        others = [
            name
            for name in self.members[cluster]
            if name != article_id and not self._shares_site(name, article_id)
        ]
        similar = [
            name for name in others if self.lines.have_similar_length(article_id, name)
        ]
        site = self.sites[article_id]
        elsewhere = [
            name
            for name in similar
            if site is not None and self.sites[name] is not None
        ]
        return LineOccurrences(
            pages=len(clusters - {cluster}),
            copies=len(similar),
            elsewhere=len(elsewhere),
            with_line=len(self.lines.with_line(line, others)),
        )

    def _shares_site(self, name: str, article_id: str) -> bool:
        """Return whether two articles are of one known site: its own copies share its lines."""
        site = self.sites[article_id]
        return site is not None and self.sites[name] == site
