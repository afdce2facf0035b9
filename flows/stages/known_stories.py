"""The articles of earlier runs that have a story, as the grouping of new ones needs them."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from cleaners.stories import MAX_LOOKBACK, StoryTable
from flows.snapshots import Current, read_articles
from flows.stages import story_index, story_profiles
from flows.stages.story_profiles import COLUMNS, names_of


def read(current: Current | None, gone: Collection[str]) -> StoryTable:
    """Read the articles that have a story, without those that are gone.

    They are in the order in which they joined it.
    """
    if current is None:
        return StoryTable.of([])
    path = story_index.find(current)
    table = story_index.read(path) if path else None
    if table is None:
        table = _profiled_again(current)
    stays = [name not in gone for name in names_of(table)]
    return table.take(np.flatnonzero(stays))


def _profiled_again(current: Current) -> StoryTable:
    """Make the profiles of the kept articles from their texts."""
    rows = read_articles(current, (*COLUMNS, "story_id", "copies"))
    with_story = (row for row in rows if row["story_id"])
    table = StoryTable.concat(list(story_profiles.tables(with_story)))
    return table.take(table.by_date()[-MAX_LOOKBACK:])
