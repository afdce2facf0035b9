"""Give every article its story: that of its cluster, or else of the articles most like it.

What the grouping needs of earlier articles is in the index, one row an article. Where it is lost,
or was made in another way, the profiles are made again from the texts.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from cleaners.stories import MAX_LOOKBACK, StoryArticle, cluster_stories
from flows.snapshots import CleanedRun, Current, read_articles
from flows.stages import story_index
from flows.stages.story_profiles import story_articles
from flows.storage.tables import Decisions

COLUMNS = ("article_id", "title", "text", "language", "published_at", "fetched_at")


def assign_stories(articles: CleanedRun, decisions: Decisions) -> Decisions:
    """Add the story to every decision, and write the next index below the shards' output."""
    started = time.perf_counter()
    before = _stories_before(articles.current, decisions)
    stories = _inherited_stories(before, decisions)
    without = _canonicals_without(stories, decisions)
    gone = without | articles.gone
    new = list(story_articles(articles.find(COLUMNS, without)))
    known = [
        article
        for article in _earlier_articles(articles.current)
        if article.article_id not in gone
    ]
    stories |= cluster_stories(new, known)
    joined = _joined(new, stories)
    story_index.write(articles.folder, [*known, *joined])
    seconds = time.perf_counter() - started
    return _with_stories(decisions, stories, seconds)


def revise(
    articles: CleanedRun, decisions: Decisions, revised: Iterable[Mapping[str, Any]]
) -> Decisions:
    """Carry stories over to decisions that changed because articles of the run were revised.

    `revised` yields COLUMNS of the revised articles as they are now. An article keeps its story: a
    repaired word or a removed line does not change the event that it is about. A copy takes the
    story of its canonical, and a canonical that of the snapshot's articles in its cluster, if there
    are any. A story that began in this run is named after the first of its articles. In the index
    below the shards' output, profiles of revised articles and of new canonicals are made again.
    """
    started = time.perf_counter()
    before = _stories_before(articles.current, decisions)
    stories = _inherited_stories(before, decisions)
    without = _canonicals_without(stories, decisions)
    earlier, profiled = _split_index(articles.folder, before, decisions)
    revised_profiles = _by_id(revised)
    profiled.update(revised_profiles)
    new = _profiled(articles, without, profiled)
    own_stories = _own_stories(without, decisions)
    stories.update(own_stories)
    joined = _joined(new, stories)
    old_stories = set(_story_ids(earlier))
    old_stories.update(before.values())
    joined = _named_after_first(joined, old_stories)
    for article in joined:
        story_id = str(article.story_id)
        stories[article.article_id] = story_id
    profiles = [*earlier, *joined]
    story_index.write(articles.folder, profiles)
    seconds = time.perf_counter() - started
    return _with_stories(decisions, stories, seconds)


def _profiled(
    articles: CleanedRun,
    article_ids: Collection[str],
    known: Mapping[str, StoryArticle],
) -> list[StoryArticle]:
    """Return the profiles of some articles of the run; those not yet known are made."""
    missing = [name for name in article_ids if name not in known]
    rows = articles.find(COLUMNS, missing)
    made = dict(_by_id(rows))
    return [known.get(name) or made[name] for name in article_ids]


def _story_ids(articles: Iterable[StoryArticle]) -> set[str | None]:
    return {article.story_id for article in articles}


def _joined(
    articles: Iterable[StoryArticle], stories: Mapping[str, str]
) -> list[StoryArticle]:
    """Give articles their stories, and sort them in the order in which they joined."""
    joined = []
    for article in sorted(articles, key=lambda article: article.sort_key):
        story_id = stories[article.article_id]
        joined.append(replace(article, story_id=story_id))
    return joined


def _split_index(
    folder: Path, before: Mapping[str, str], decisions: Decisions
) -> tuple[list[StoryArticle], dict[str, StoryArticle]]:
    """Read the written index: the articles of earlier runs, and those of this run by id."""
    earlier = []
    new = {}
    for article in read_written(folder):
        name = article.article_id
        if name in decisions.by_article and name not in before:
            new[name] = article
        else:
            earlier.append(article)
    return earlier, new


def _named_after_first(
    joined: Iterable[StoryArticle], old_stories: Collection[str | None]
) -> list[StoryArticle]:
    """Name every new story after the first of its articles, which come in order."""
    firsts: dict[str | None, str] = {}
    named = []
    for article in joined:
        story_id = article.story_id
        if story_id not in old_stories:
            story_id = firsts.setdefault(story_id, article.article_id)
        named.append(replace(article, story_id=story_id))
    return named


def read_written(folder: Path) -> list[StoryArticle]:
    """Read the index of stories that was just written below `folder`, in the order of joining."""
    return story_index.read(folder / story_index.FILE) or []


def _stories_before(current: Current | None, decisions: Decisions) -> dict[str, str]:
    """Read the stories that articles had in the snapshot built upon, sorted by their ids."""
    if current is None:
        return {}
    ids = frozenset(decisions.by_article)
    rows = read_articles(current, ("article_id", "story_id"), ids)
    stories = {row["article_id"]: row["story_id"] for row in rows if row["story_id"]}
    return dict(sorted(stories.items()))


def _inherited_stories(
    before: Mapping[str, str], decisions: Decisions
) -> dict[str, str]:
    """Map a canonical to the story that it, or else the first of its copies, had before."""
    stories: dict[str, str] = {}
    for article_id, story_id in before.items():
        canonical_id = decisions.by_article[article_id].canonical_id
        if canonical_id is None:
            stories[article_id] = story_id
        elif canonical_id not in before:
            stories.setdefault(canonical_id, story_id)
    return stories


def _canonicals_without(stories: Mapping[str, str], decisions: Decisions) -> set[str]:
    """List the canonicals that have no story yet."""
    without = set()
    for article_id, decision in decisions.by_article.items():
        if decision.canonical_id is None and article_id not in stories:
            without.add(article_id)
    return without


def _by_id(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, StoryArticle]]:
    """Make the profiles of some articles."""
    for article in story_articles(rows):
        yield article.article_id, article


def _earlier_articles(current: Current | None) -> list[StoryArticle]:
    """Read the articles that have a story, in the order in which they joined it."""
    if current is None:
        return []
    path = story_index.find(current)
    articles = story_index.read(path) if path else None
    return _profiled_again(current) if articles is None else articles


def _profiled_again(current: Current) -> list[StoryArticle]:
    """Make the profiles of the kept articles from their texts."""
    rows = read_articles(current, (*COLUMNS, "story_id", "copies"))
    with_story = (row for row in rows if row["story_id"])
    articles = list(story_articles(with_story))
    articles.sort(key=lambda article: article.sort_key)
    return articles[-MAX_LOOKBACK:]


def _with_stories(
    decisions: Decisions, stories: Mapping[str, str], seconds: float
) -> Decisions:
    """Give every decision the story of its canonical, and name the file of the index."""
    by_article = {}
    for article_id, decision in decisions.by_article.items():
        canonical_id = decision.canonical_id or article_id
        by_article[article_id] = replace(decision, story_id=stories[canonical_id])
    return replace(
        decisions,
        by_article=by_article,
        story_seconds=decisions.story_seconds + seconds,
        index=decisions.index.joined([story_index.FILE]),
    )


def _own_stories(article_ids: Iterable[str], decisions: Decisions) -> dict[str, str]:
    """Return the stories that were decided for; an article without one begins its own."""
    stories: dict[str, str] = {}
    for name in article_ids:
        decision = decisions.by_article[name]
        stories[name] = decision.story_id or name
    return stories
