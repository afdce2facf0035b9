"""Group articles to stories.

All new articles of a run are grouped at once, so their order does not matter. A story that
an earlier run found is a cluster to begin with: new articles join it, it is never split,
and no two are merged. So a story's id is permanent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from cleaners.stories.agglomeration import (
    MIN_SIMILARITY,
    Cluster,
    Link,
    agglomerate,
)
from cleaners.stories.similarity import Pairs, find_pairs
from cleaners.stories.story_article import WINDOW, StoryArticle

# Earlier articles that new ones are compared with. A guard: time and memory would
# otherwise grow with the corpus.
MAX_LOOKBACK = 100_000


def cluster_stories(
    new: Iterable[StoryArticle], known: Sequence[StoryArticle] = ()
) -> dict[str, str]:
    """Return the story id of each new article: the id of the story's first article.

    `known` are articles that have a story, in the order in which they got it; the last
    MAX_LOOKBACK of them count. Raises ValueError if one of them has no story.
    """
    _check_stories(known)
    ranked = sorted(new, key=attrgetter("content_key"))
    earlier = _within_reach(known[-MAX_LOOKBACK:], ranked)
    articles = [*earlier, *ranked]
    profiles = [article.profile for article in articles]
    pairs = find_pairs(profiles, len(earlier))
    stories: dict[str, str] = {}
    for cluster in _Grouping(articles).group(pairs):
        members = [articles[number] for number in cluster.articles]
        stories |= _stories_of_new(members)
    return stories


def _stories_of_new(members: Sequence[StoryArticle]) -> dict[str, str]:
    """Return the story of each new article among those of one story."""
    story_id = _story_of(members)
    new = [each for each in members if each.story_id is None]
    return {each.article_id: story_id for each in new}


def _check_stories(articles: Iterable[StoryArticle]) -> None:
    """Raise ValueError if one of the articles has no story."""
    for article in articles:
        if article.story_id is None:
            raise ValueError(
                f"article {article.article_id} is given as known, but has no story"
            )


def _within_reach(
    known: Sequence[StoryArticle], new: Sequence[StoryArticle]
) -> list[StoryArticle]:
    """Return the known articles that are within the window of a new one."""
    days = [article.day for article in new]
    dated = [day for day in days if day is not None]
    if len(dated) < len(days):
        return list(known)
    first = min(dated, default=0.0) - WINDOW
    last = max(dated, default=0.0) + WINDOW
    return [
        article
        for article in known
        if article.day is None or first <= article.day <= last
    ]


def _story_of(articles: Sequence[StoryArticle]) -> str:
    """Return the story of a cluster: the known one, or that of its first article."""
    for article in articles:
        if article.story_id is not None:
            return article.story_id
    first = min(articles, key=lambda article: article.sort_key)
    return first.article_id


class _Grouping:
    """Clusters to begin with: one for each known story, and one for each new article."""

    def __init__(self, articles: Sequence[StoryArticle]) -> None:
        self._articles = articles
        self._clusters: list[Cluster] = []
        self._cluster_of: list[int] = []  # by article
        by_story: dict[str, int] = {}
        for article in articles:
            story_id = article.story_id
            cluster = len(self._clusters)
            if story_id is not None:
                cluster = by_story.setdefault(story_id, cluster)
            self._add(article, cluster)

    def _add(self, article: StoryArticle, number: int) -> None:
        """Add the next article to a cluster."""
        if number == len(self._clusters):
            is_fixed = article.story_id is not None
            self._clusters.append(Cluster(fixed=is_fixed))
        cluster = self._clusters[number]
        cluster.add(len(self._cluster_of), article.day)
        self._cluster_of.append(number)

    def group(self, pairs: Pairs) -> Iterator[Cluster]:
        """Yield the stories: merge clusters of similar articles, one component after the other."""
        links = self._links(pairs)
        roots = _find_roots(len(self._clusters), links)
        links_of = _split_links(links, roots)
        for root, clusters in self._components(roots).items():
            yield from agglomerate(clusters, links_of[root])

    def _components(self, roots: Sequence[int]) -> Mapping[int, dict[int, Cluster]]:
        """Return the clusters of each component, by its root."""
        components: dict[int, dict[int, Cluster]] = defaultdict(dict)
        for number, cluster in enumerate(self._clusters):
            root = roots[number]
            components[root][number] = cluster
        return components

    def _links(self, pairs: Pairs) -> list[Link]:
        """Return the links between clusters: similar articles within the window."""
        links = []
        for one, other, similarity in pairs.rows():
            closeness = self._articles[one].closeness(self._articles[other])
            if closeness > 0:
                link = Link(
                    one=self._cluster_of[one],
                    other=self._cluster_of[other],
                    similarity=similarity * closeness,
                )
                links.append(link)
        return links


def _split_links(
    links: Iterable[Link], roots: Sequence[int]
) -> Mapping[int, list[Link]]:
    """Return the links within each component, by its root."""
    links_of: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        root = roots[link.one]
        if root == roots[link.other]:
            links_of[root].append(link)
    return links_of


def _find_roots(count: int, links: Iterable[Link]) -> list[int]:
    """Return for each cluster the smallest one that similar ones link it to."""
    parents = list(range(count))

    def root_of(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    for link in links:
        if link.similarity >= MIN_SIMILARITY:
            one = root_of(link.one)
            other = root_of(link.other)
            parents[max(one, other)] = min(one, other)
    return [root_of(number) for number in range(count)]
