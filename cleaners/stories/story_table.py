"""Many articles as stories are made of them, in columns, which may be mapped from files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cleaners.stories.profile_table import Floats, ProfileTable
from cleaners.stories.story_article import (
    CLOSE,
    CLOSEST,
    DAY,
    EPOCH,
    FARTHEST,
    WINDOW,
    StoryArticle,
)
from cleaners.stories.tokens import Bools, Ints, find_runs

UNDATED = np.iinfo(np.int64).max  # in place of a date: undated articles come last
MICROSECOND = timedelta(microseconds=1)
NO_STORY = b""
HEAD = 4  # words of a profile by which most articles are told apart

Names = NDArray[np.bytes_]


@dataclass(frozen=True, slots=True)
class StoryTable:
    """Articles in columns: ids, dates in microseconds since 1970, stories, profiles."""

    ids: Names
    at: Ints
    is_published: Bools
    stories: Names  # NO_STORY of those that have none yet
    profiles: ProfileTable

    @classmethod
    def of(cls, articles: Sequence[StoryArticle]) -> StoryTable:
        """Put articles into columns."""
        ids = [article.article_id.encode() for article in articles]
        stories = [(article.story_id or "").encode() for article in articles]
        return cls(
            ids=np.array(ids, np.bytes_) if ids else np.empty(0, "S1"),
            at=np.array(
                [timestamp(article) for article in articles],
                np.int64,
            ),
            is_published=np.array([each.is_published for each in articles], np.bool_),
            stories=np.array(stories, np.bytes_) if ids else np.empty(0, "S1"),
            profiles=ProfileTable.of([article.profile for article in articles]),
        )

    @classmethod
    def concat(cls, tables: Sequence[StoryTable]) -> StoryTable:
        """Put tables one after the other."""
        nothing = cls.of([])
        every = [nothing, *tables]
        return cls(
            ids=np.concatenate([each.ids for each in every]),
            at=np.concatenate([each.at for each in every]),
            is_published=np.concatenate([each.is_published for each in every]),
            stories=np.concatenate([each.stories for each in every]),
            profiles=ProfileTable.concat([each.profiles for each in tables]),
        )

    def __len__(self) -> int:
        """Return the number of articles."""
        return len(self.ids)

    @property
    def days(self) -> Floats:
        """Return dates in days since 1970, NaN where they are unknown."""
        days = self.at.astype(np.float64) / (DAY / MICROSECOND)
        return np.where(self.at == UNDATED, np.nan, days)

    def days_of(self, rows: Ints) -> list[float | None]:
        """Return the dates of some articles in days since 1970, None where unknown."""
        days = self.at[rows].astype(np.float64) / (DAY / MICROSECOND)
        is_dated = self.at[rows] != UNDATED
        pairs = zip(days.tolist(), is_dated.tolist(), strict=True)
        return [day if dated else None for day, dated in pairs]

    def take(self, rows: Ints) -> StoryTable:
        """Return some articles, in their order."""
        return StoryTable(
            ids=self.ids[rows],
            at=self.at[rows],
            is_published=self.is_published[rows],
            stories=self.stories[rows],
            profiles=self.profiles.take(rows),
        )

    def with_stories(self, stories: Names) -> StoryTable:
        """Return the articles with these stories."""
        return replace(self, stories=stories)

    def by_date(self) -> Ints:
        """Return the rows in the order of dates, undated articles last, then of ids."""
        return np.lexsort((self.ids, self.at))

    def by_content(self) -> Ints:
        """Return the rows in an order in which the id decides between equal articles alone."""
        heads = self._heads()
        keys = (self.ids, *heads, self.is_published, self.at)
        order = np.lexsort(keys)
        starts = find_runs_of([each[order] for each in keys[1:]])
        for start, end in pairwise([*starts.tolist(), len(order)]):
            if end - start > 1:
                rows = order[start:end].tolist()
                order[start:end] = sorted(
                    rows,
                    key=self._content,
                )
        return order

    def _content(self, row: int) -> tuple[bytes, bytes]:
        """Return the profile and the id of an article as bytes."""
        return self.profiles.profile(row).as_bytes(), bytes(self.ids[row])

    def _heads(self) -> list[Ints]:
        """Return the first words of profiles as they compare as bytes, the last one first."""
        profiles = self.profiles
        sizes = np.diff(profiles.starts)
        heads = []
        for place in range(HEAD):
            has_word = sizes > place
            rows = profiles.starts[:-1][has_word] + place
            head = np.full(
                len(self),
                -1,
                np.int64,
            )  # the end comes before any byte
            head[has_word] = profiles.words[rows].byteswap()
            heads.append(head)
        return heads[::-1]


def closeness(table: StoryTable, ones: Ints, others: Ints) -> Floats:
    """Return by what the dates of pairs change their similarity: see `StoryArticle`."""
    days = table.days
    gaps = np.abs(days[ones] - days[others])
    excess = np.maximum(
        0.0,
        gaps - CLOSE,
    ) / (WINDOW - CLOSE)
    factors = CLOSEST + (FARTHEST - CLOSEST) * excess
    are_published = table.is_published[ones] & table.is_published[others]
    factors = np.where(
        are_published,
        factors,
        1.0,
    )
    factors = np.where(
        gaps > WINDOW,
        0.0,
        factors,
    )
    return np.where(
        np.isnan(gaps),
        1.0,
        factors,
    )


def find_runs_of(columns: Sequence[NDArray[np.generic]]) -> Ints:
    """Return where rows begin that differ from those before them in any column."""
    starts = [find_runs(column) for column in columns]
    return np.unique(np.concatenate(starts))


def timestamp(article: StoryArticle) -> int:
    """Return the date of an article in microseconds since 1970, or UNDATED."""
    undated, date, _ = article.sort_key
    return int(UNDATED) if undated else (date - EPOCH) // MICROSECOND
