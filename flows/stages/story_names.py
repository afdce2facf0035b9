"""Rename the stories that are called after an article which was taken down."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from cleaners.stories import StoryArticle, StoryTable
from flows.stages import story_index
from flows.stages.stories import NONE, read_written
from flows.storage.tables import Decisions


def rename(folder: Path, decisions: Decisions, gone: Collection[str]) -> Decisions:
    """Rename stories that are called after articles which are gone: after the first that is left.

    The index below `folder` is written again.
    """
    articles = read_written(folder)
    names = _first_left(
        articles,
        decisions,
        gone,
    )
    renamed = [_in_story(article, names) for article in articles]
    story_index.write(folder, NONE, StoryTable.of(renamed))
    by_article = {
        name: replace(
            decision, story_id=names.get(decision.story_id, decision.story_id)
        )
        for name, decision in decisions.by_article.items()
    }
    return replace(decisions, by_article=by_article)


def _first_left(
    articles: Iterable[StoryArticle], decisions: Decisions, gone: Collection[str]
) -> dict[str | None, str]:
    """Map stories named after articles that are gone to the first article that is left."""
    members = [(article.story_id, article.article_id) for article in articles]
    decided = sorted(decisions.by_article.items())
    members += [(decision.story_id, name) for name, decision in decided]
    return dict(member for member in reversed(members) if member[0] in gone)


def _in_story(article: StoryArticle, names: Mapping[str | None, str]) -> StoryArticle:
    return replace(article, story_id=names.get(article.story_id, article.story_id))
