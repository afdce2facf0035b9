"""Look up where the lines of new articles occur: on other pages of their site, and in copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cleaners.boilerplate import LineOccurrences
from cleaners.duplicates import LineIndex, TemplateLines
from flows.snapshots import CleanedRun, Current, read_articles
from flows.storage.tables import Decisions

Place = tuple["LineKey", str | None]
"""A line, and a site."""

Occurrences = Mapping[str, Sequence[LineOccurrences]]
"""For each line in doubt where else it occurs, by article id."""


@dataclass(frozen=True, slots=True)
class LineKey:
    """The hashes of a line and of its shape."""

    line: int
    shape: int


@dataclass(frozen=True, slots=True)
class Clusters:
    """The clusters with a page of a site that has or had a line, or one of its shape."""

    exact: frozenset[str]
    similar: frozenset[str]


@dataclass(frozen=True, slots=True)
class LineLookup:
    """Where lines occur: which articles are copies of each other, and of which sites they are."""

    current: Current | None
    lines: LineIndex
    templates: TemplateLines
    clusters: dict[
        str, str
    ]  # of articles; those of earlier runs once they are asked for
    members: Mapping[str, Sequence[str]]  # article ids of clusters with a new article
    sites: Mapping[str, str | None]

    @classmethod
    def of(
        cls,
        run: CleanedRun,
        decisions: Decisions,
        lines: LineIndex,
        templates: TemplateLines,
    ) -> LineLookup:
        """Read the clusters and sites of all articles that were decided for."""
        clusters = {
            article_id: decision.cluster_id
            for article_id, decision in decisions.standing()
        }
        members = defaultdict(list)
        for article_id in sorted(clusters):
            members[clusters[article_id]].append(article_id)
        rows = run.find(("article_id", "site"), clusters)
        sites = {row["article_id"]: row["site"] for row in rows}
        return cls(run.current, lines, templates, clusters, members, sites)

    def occurrences(self, keys: Mapping[str, Sequence[LineKey]]) -> Occurrences:
        """Return for each line of each article where else it occurs."""
        places = self._places(keys)
        clusters_at = self._clusters_at(places)
        found = {}
        for article_id, lines in keys.items():
            site = self.sites[article_id]
            found[article_id] = [
                self._occurrences_of(line, article_id, clusters_at[line, site])
                for line in lines
            ]
        return found

    def _places(self, keys: Mapping[str, Sequence[LineKey]]) -> set[Place]:
        """Return the lines of articles, each with the site of its article."""
        places: set[Place] = set()
        for article_id, lines in keys.items():
            site = self.sites[article_id]
            places.update((line, site) for line in lines)
        return places

    def _clusters_at(self, places: Iterable[Place]) -> dict[Place, Clusters]:
        """Return the clusters that have a line on a site."""
        exact = {place: self._with_line(*place) for place in places}
        similar = {place: self._with_shape(*place) for place in exact}
        self._read_clusters(_all_ids(exact, similar))
        return {place: self._clusters(exact[place], similar[place]) for place in exact}

    def _clusters(self, exact: Iterable[str], similar: Iterable[str]) -> Clusters:
        return Clusters(
            exact=self._clusters_of(exact),
            similar=self._clusters_of(similar),
        )

    def _with_line(self, key: LineKey, site: str | None) -> list[str]:
        """Return the ids of articles of a site that have or had a line."""
        published = self.lines.on_site(key.line, site)
        return published + self.templates.on_site(key.line, site)

    def _with_shape(self, key: LineKey, site: str | None) -> list[str]:
        return self.templates.on_site(key.shape, site)

    def _clusters_of(self, article_ids: Iterable[str]) -> frozenset[str]:
        return frozenset(
            self.clusters[article_id]
            for article_id in article_ids
            if article_id in self.clusters
        )

    def _read_clusters(self, article_ids: Iterable[str]) -> None:
        """Read the clusters of articles that nothing was decided for."""
        unknown = frozenset(article_ids) - self.clusters.keys()
        if self.current and unknown:
            columns = ("article_id", "cluster_id")
            for row in read_articles(self.current, columns, unknown):
                self.clusters[row["article_id"]] = row["cluster_id"]

    def _occurrences_of(
        self, key: LineKey, article_id: str, clusters: Clusters
    ) -> LineOccurrences:
        own = {self.clusters[article_id]}
        copies = self._copies(article_id)
        similar = [
            name for name in copies if self.lines.have_similar_length(article_id, name)
        ]
        elsewhere = similar if self.sites[article_id] is not None else []
        return LineOccurrences(
            pages=len(clusters.exact - own),
            similar=len(clusters.similar - own),
            copies=len(similar),
            elsewhere=sum(self.sites[name] is not None for name in elsewhere),
            with_line=len(self.lines.with_line(key.line, copies)),
        )

    def _copies(self, article_id: str) -> list[str]:
        """List the copies of an article that may differ from it in their sites' lines."""
        cluster = self.members[self.clusters[article_id]]
        return [
            name
            for name in cluster
            if name != article_id and not self._shares_site(name, article_id)
        ]

    def _shares_site(self, name: str, article_id: str) -> bool:
        """Return whether two articles are of one known site: its own copies share its lines."""
        site = self.sites[article_id]
        return site is not None and self.sites[name] == site


def _all_ids(*found: Mapping[Place, Sequence[str]]) -> set[str]:
    """Return the ids of all articles that were found."""
    ids: set[str] = set()
    for articles_at in found:
        ids.update(*articles_at.values())
    return ids
