"""Assign articles to stories, in the order of their dates.

This is single-pass clustering as in topic detection and tracking (Yang, Pierce and
Carbonell, SIGIR 1998). An article joins the story of the earlier article most similar to
it, if it is also similar to the story's other articles, so that no chain of articles
links two events. Later articles join or start a story, and never split or merge earlier
ones; so a story's id is permanent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cleaners.stories.profiles import Profile
from cleaners.stories.similarity import SimilarArticles, find_similar

# Cosine with the nearest article of the story. Of 26,106 pairs of web articles on
# different subjects 12 reach it, all on one narrow subject; of the first and second halves
# of single articles, which share no sentence, half do.
MIN_NEAREST = 0.34
# Mean cosine with all articles of the story; chosen on tests/cases/stories.
MIN_MEAN = 0.2
WINDOW = timedelta(days=10)  # between two dated articles of a story (not tuned)
# Earlier articles that one is compared with. A guard: time and memory would otherwise
# grow with the corpus.
MAX_LOOKBACK = 100_000


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """An article to assign to a story. `story_id` is None until it has one."""

    article_id: str
    profile: Profile
    at: datetime | None = None
    story_id: str | None = None

    @property
    def sort_key(self) -> tuple[bool, datetime, str]:
        """Return the sort key by date, with undated articles last."""
        date = _aware(self.at) or datetime.max.replace(tzinfo=UTC)
        return self.at is None, date, self.article_id


def cluster_stories(
    new: Iterable[StoryArticle], known: Sequence[StoryArticle] = ()
) -> dict[str, str]:
    """Return the story id of each new article: the id of the story's first article.

    `known` are articles that have a story, in the order in which they got it; the last
    MAX_LOOKBACK of them count. Raises ValueError if one of them has no story.
    """
    _check_stories(known)
    recent = known[-MAX_LOOKBACK:]
    by_date = sorted(new, key=lambda article: article.sort_key)
    stories = _Stories([*recent, *by_date])
    stories.add_known(len(recent))
    return stories.assign_from(len(recent))


@dataclass(slots=True)
class _StorySimilarity:
    """How similar the articles of a story are to one article, as cosines."""

    nearest: float = 0.0
    total: float = 0.0

    def add(self, cosine: float) -> None:
        """Add an article of the story."""
        self.nearest = max(self.nearest, cosine)
        self.total += cosine


class _Stories:
    """The stories so far: which article is in which. Articles are numbers."""

    def __init__(self, articles: Sequence[StoryArticle]) -> None:
        self._articles = articles
        self._dates = [_aware(article.at) for article in articles]
        self._members: dict[str, list[int]] = defaultdict(list)
        self._story_of: dict[int, str] = {}

    def add_known(self, count: int) -> None:
        """Add the first `count` articles, which have a story."""
        for number in range(count):
            story = self._articles[number].story_id
            self._add(number, story or "")

    def assign_from(self, first: int) -> dict[str, str]:
        """Assign the articles from `first` on, and return their stories by id."""
        profiles = [article.profile for article in self._articles]
        assigned: dict[str, str] = {}
        for similar in find_similar(profiles, first, MAX_LOOKBACK):
            article_id = self._articles[similar.article].article_id
            assigned[article_id] = self._assign(similar, article_id)
        return assigned

    def _assign(self, similar: SimilarArticles, article_id: str) -> str:
        """Add an article to the story that it fits, or to a new one; return its id."""
        story = self._best(similar) or article_id
        self._add(similar.article, story)
        return story

    def _add(self, article: int, story: str) -> None:
        """Add an article to a story."""
        self._story_of[article] = story
        self._members[story].append(article)

    def _best(self, similar: SimilarArticles) -> str | None:
        """Return the story of the most similar articles that an article fits."""
        similarities = self._similarities(similar)
        ranked = sorted(
            similarities, key=lambda story: (-similarities[story].nearest, story)
        )
        for story in ranked:
            if self._fits(similar.article, story, similarities[story]):
                return story
        return None

    def _similarities(self, similar: SimilarArticles) -> dict[str, _StorySimilarity]:
        """Return how similar each story within the window is to an article."""
        found: dict[str, _StorySimilarity] = defaultdict(_StorySimilarity)
        for other, cosine in similar.cosines.items():
            if self._within_window(similar.article, other):
                story = self._story_of[other]
                found[story].add(cosine)
        return found

    def _fits(self, article: int, story: str, similarity: _StorySimilarity) -> bool:
        """Return whether an article is similar enough to a story."""
        if similarity.nearest < MIN_NEAREST:
            return False
        required = MIN_MEAN * self._comparable(article, story)
        return similarity.total >= required

    def _comparable(self, article: int, story: str) -> int:
        """Return how many articles of a story are within look-back and window."""
        count = 0
        for other in self._members[story]:
            if article - other <= MAX_LOOKBACK and self._within_window(article, other):
                count += 1
        return count

    def _within_window(self, article: int, other: int) -> bool:
        """Return whether two articles are close in time; undated ones always are."""
        one, two = self._dates[article], self._dates[other]
        if one is None or two is None:
            return True
        return abs(one - two) <= WINDOW


def _check_stories(articles: Iterable[StoryArticle]) -> None:
    """Raise ValueError if one of the articles has no story."""
    for article in articles:
        if article.story_id is None:
            raise ValueError(
                f"article {article.article_id} is given as known, but has no story"
            )


def _aware(date: datetime | None) -> datetime | None:
    """Return a date with a time zone: UTC if it has none."""
    if date is None or date.tzinfo:
        return date
    return date.replace(tzinfo=UTC)
