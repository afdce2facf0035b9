"""Look up where the lines of new articles occur: on other pages of their site, and in copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cleaners.boilerplate import LineOccurrences
from cleaners.duplicates import LineIndex, TemplateLines
from flows.snapshots import CleanedRun, Current, read_articles
from flows.storage.tables import Decision, Decisions

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
class OpenLines:
    """The lines in doubt of an open article, in order, and those that the model removed."""

    article_id: str
    site: str | None
    doubts: tuple[LineKey, ...]
    removed: tuple[LineKey, ...]


@dataclass(frozen=True, slots=True)
class Clusters:
    """The clusters with a page of a site that has or had a line, or one of its shape."""

    exact: frozenset[str]
    similar: frozenset[str]


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies of an article: their `sites`, and how many are of about its length.

    `elsewhere` counts those of these that are on a known site, another one than the article's.
    """

    similar: int
    elsewhere: int
    sites: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class LineLookup:
    """Where lines occur: which articles are copies of each other, and of which sites they are.

    `decided` are the articles that were decided for, `clusters` those of earlier runs once they
    are asked for. `members` are the articles of clusters that have several, with their `sites`.
    """

    current: Current | None
    lines: LineIndex
    templates: TemplateLines
    decided: Mapping[str, Decision]
    clusters: dict[str, str]
    members: Mapping[str, Sequence[str]]
    sites: Mapping[str, str | None]

    @classmethod
    def of(
        cls,
        run: CleanedRun,
        decisions: Decisions,
        lines: LineIndex,
        templates: TemplateLines,
    ) -> LineLookup:
        """Read the sites of all copies that were decided for."""
        decided = decisions.by_article
        members = defaultdict(list)
        for article_id in sorted(_copies_among(decisions)):
            members[decided[article_id].cluster_id].append(article_id)
        copies = [name for names in members.values() for name in names]
        rows = run.find(("article_id", "site"), copies)
        sites = {row["article_id"]: row["site"] for row in rows}
        return cls(run.current, lines, templates, decided, {}, members, sites)

    def occurrences(self, articles: Iterable[OpenLines]) -> Occurrences:
        """Return for each line in doubt of each article where else it occurs."""
        ordered = list(articles)
        clusters_at = self._clusters_at(_places(ordered))
        found = {}
        for article in ordered:
            own = self._cluster_of(article.article_id)
            copies = self._copies_of(article)
            found[article.article_id] = [
                self._occurrences_of(line, own, copies, clusters_at[line, article.site])
                for line in article.doubts
            ]
        return found

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
        clusters = map(self._cluster_of, article_ids)
        return frozenset(cluster for cluster in clusters if cluster)

    def _cluster_of(self, article_id: str) -> str | None:
        """Return the cluster of an article that stands for its page, None if it is not known."""
        decision = self.decided.get(article_id)
        if decision and decision.versions is not None:
            return decision.cluster_id
        return self.clusters.get(article_id)

    def _read_clusters(self, article_ids: Iterable[str]) -> None:
        """Read the clusters of articles that nothing was decided for."""
        if self.current:
            unknown = [name for name in article_ids if not self._cluster_of(name)]
            columns = ("article_id", "cluster_id")
            for row in read_articles(self.current, columns, frozenset(unknown)):
                self.clusters[row["article_id"]] = row["cluster_id"]

    def _occurrences_of(
        self, key: LineKey, own: str | None, copies: Copies, clusters: Clusters
    ) -> LineOccurrences:
        """Return where a line of an article of its `own` cluster occurs."""
        return LineOccurrences(
            pages=len(clusters.exact - {own}),
            similar=len(clusters.similar - {own}),
            copies=copies.similar,
            elsewhere=copies.elsewhere,
            with_line=len(self.lines.with_line(key.line, copies.sites)),
        )

    def _copies_of(self, article: OpenLines) -> Copies:
        """Return what the lines of an article are looked up in, once for all of them."""
        sites = {name: self.sites[name] for name in self._copies(article)}
        own = article.article_id
        similar = [name for name in sites if self.lines.have_similar_length(own, name)]
        elsewhere = similar if article.site is not None else []
        return Copies(
            similar=len(similar),
            elsewhere=sum(sites[name] is not None for name in elsewhere),
            sites=sites,
        )

    def _copies(self, article: OpenLines) -> list[str]:
        """List the copies of an article that may differ from it in their sites' lines."""
        own = str(self._cluster_of(article.article_id))
        others = [
            name for name in self.members.get(own, ()) if name != article.article_id
        ]
        if article.site is None:
            return others
        # Its own site's copies share its lines.
        return [name for name in others if self.sites[name] != article.site]


def _copies_among(decisions: Decisions) -> list[str]:
    """List the articles of clusters that have several."""
    standing = decisions.standing()
    return [name for name, each in standing if each.canonical_id or each.copies]


def _places(articles: Iterable[OpenLines]) -> set[Place]:
    """Return the lines of articles, each with the site of its article."""
    places: set[Place] = set()
    for article in articles:
        places.update((line, article.site) for line in article.doubts)
    return places


def _all_ids(*found: Mapping[Place, Sequence[str]]) -> set[str]:
    """Return the ids of all articles that were found."""
    ids: set[str] = set()
    for articles_at in found:
        ids.update(*articles_at.values())
    return ids
