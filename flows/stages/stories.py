"""Give every article its story: that of its cluster, or else of the articles most like it.

What the grouping needs of earlier articles is in the index, one row an article. Where it is lost,
or was made in another way, the profiles are made again from the texts.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from cleaners.stories import (
    MAX_LOOKBACK,
    StoryArticle,
    StoryTable,
    group_stories,
    within_reach,
)
from cleaners.stories.story_table import Names
from flows.snapshots import CleanedRun, Current, read_articles
from flows.stages import known_stories, story_index, story_profiles
from flows.stages.story_dates import dates_of
from flows.stages.story_profiles import REVISED, names_of
from flows.stages.story_spool import StorySpool, spooling
from flows.storage.tables import Decisions

COLUMNS = story_profiles.COLUMNS  # of the articles that stories are made of
NONE = StoryTable.of([])


def assign_stories(articles: CleanedRun, decisions: Decisions) -> Decisions:
    """Add the story to every decision, and write the next index below the shards' output."""
    started = time.perf_counter()
    before = _stories_before(articles.current, decisions)
    stories = _inherited_stories(before, decisions)
    without = _canonicals_without(stories, decisions)
    known = known_stories.read(articles.current, without | articles.gone)
    with spooling(articles.folder / "index") as collected:
        for table in story_profiles.of_articles(articles, without):
            collected.add(table)
        new = _grouped(articles.folder, known, collected)
        named = zip(names_of(new), _stories_of(new), strict=True)
        stories.update(named)
        order = new.by_date()[-MAX_LOOKBACK:]
        story_index.write(articles.folder, known, new.take(order))
    seconds = time.perf_counter() - started
    return _with_stories(decisions, stories, seconds)


def _grouped(folder: Path, known: StoryTable, collected: StorySpool) -> StoryTable:
    """Return the collected articles with their stories."""
    new = collected.table()
    rows = within_reach(known, new)
    order = new.by_content()
    with spooling(folder / "index") as ordered:
        ordered.add_rows(known, rows)
        ordered.add_rows(new, order)
        found = group_stories(ordered.table(), len(rows))
    stories = np.empty_like(found)
    stories[order] = found
    return new.with_stories(stories)


def revise(
    articles: CleanedRun, decisions: Decisions, revised: Iterable[Mapping[str, Any]]
) -> Decisions:
    """Carry stories over to decisions that changed because articles of the run were revised.

    `revised` yields COLUMNS of the revised articles as they are now; it is not asked where workers
    have made their profiles. An article keeps its story: a repaired word or a removed line does not
    change the event that it is about. A copy takes the story of its canonical, and a canonical that
    of the snapshot's articles in its cluster, if there are any. A story that began in this run is
    named after the first of its articles. In the index below the shards' output, profiles of
    revised articles and of new canonicals are made again.
    """
    started = time.perf_counter()
    before = _stories_before(articles.current, decisions)
    stories = _inherited_stories(before, decisions)
    without = _canonicals_without(stories, decisions)
    earlier, own = _split_index(articles.folder, before, decisions)
    stories.update(_own_stories(without, decisions))
    joined = dates_of(articles, without)
    old_stories = {*_stories_of(earlier), *before.values()}
    named = _named_after_first(joined, stories, old_stories)
    stories.update(named)
    last = joined[-MAX_LOOKBACK:]
    profiled = _profiled(articles, last, own, revised)
    table = profiled.with_stories(_encoded([stories[name] for name in last]))
    story_index.write(articles.folder, earlier, table)
    seconds = time.perf_counter() - started
    return _with_stories(decisions, stories, seconds)


def _profiled(
    articles: CleanedRun,
    names: Sequence[str],
    known: StoryTable,
    revised: Iterable[Mapping[str, Any]],
) -> StoryTable:
    """Return the profiles of some articles of the run, in order; those not yet known are made."""
    missing = set(names)
    with spooling(articles.folder / "index") as found:
        for table in _every_profile(articles, missing, known, revised):
            is_missing = [name in missing for name in names_of(table)]
            chosen = table.take(np.flatnonzero(is_missing))
            missing.difference_update(names_of(chosen))
            found.add(chosen)
        every = found.table()
        rows = {name: row for row, name in enumerate(names_of(every))}
        return every.take(np.array([rows[name] for name in names], np.int64))


def _every_profile(
    articles: CleanedRun,
    missing: Collection[str],
    known: StoryTable,
    revised: Iterable[Mapping[str, Any]],
) -> Iterator[StoryTable]:
    """Yield profiles, those of revised articles first; `missing` shrinks while they are used."""
    if not missing:
        return
    is_made = False
    for table in story_profiles.of_shards(articles, REVISED, missing):
        is_made = True
        yield table
    if not is_made:
        yield from story_profiles.tables(revised)
    yield known
    yield from story_profiles.of_articles(articles, missing)


def _split_index(
    folder: Path, before: Mapping[str, str], decisions: Decisions
) -> tuple[StoryTable, StoryTable]:
    """Read the written index: the articles of earlier runs, and those of this run."""
    table = written(folder)
    decided = decisions.by_article
    own = [name in decided and name not in before for name in names_of(table)]
    is_own = np.array(own, np.bool_)
    if is_own.all():
        return NONE, table
    return table.take(np.flatnonzero(~is_own)), table.take(np.flatnonzero(is_own))


def _named_after_first(
    joined: Iterable[str], stories: Mapping[str, str], old_stories: Collection[str]
) -> dict[str, str]:
    """Name every new story after the first of its articles, which come in order."""
    firsts: dict[str, str] = {}
    named = {}
    for name in joined:
        story_id = stories[name]
        if story_id not in old_stories:
            named[name] = firsts.setdefault(story_id, name)
    return named


def read_written(folder: Path) -> list[StoryArticle]:
    """Read the index of stories that was just written below `folder`, in the order of joining."""
    return story_index.objects(written(folder))


def written(folder: Path) -> StoryTable:
    """Map the index of stories that was just written below `folder`."""
    table = story_index.read(folder / story_index.FILE)
    assert table is not None, "it was written by this version"
    return table


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


def _stories_of(table: StoryTable) -> list[str]:
    return [story.decode() for story in table.stories.tolist()]


def _encoded(names: Sequence[str]) -> Names:
    encoded = [name.encode() for name in names]
    return np.array(encoded, np.bytes_) if encoded else NONE.stories


def _with_stories(
    decisions: Decisions, stories: Mapping[str, str], seconds: float
) -> Decisions:
    """Give every decision the story of its canonical, and name the file of the index."""
    # Of a million articles, each string that is there twice takes 80 MB.
    names = {name: name for name in decisions.by_article}
    by_article = {}
    for article_id, decision in decisions.by_article.items():
        story_id = stories[decision.canonical_id or article_id]
        story_id = names.get(story_id, story_id)
        if decision.story_id != story_id:
            decision = replace(decision, story_id=story_id)  # noqa: PLW2901  # most stay
        by_article[article_id] = decision
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
