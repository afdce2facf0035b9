"""Independent articles on one event share a story, and no others do."""

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.paraphrase import language_model
from cleaners.stories import Profile, StoryArticle, cluster_stories, make_profile
from cleaners.stories.clustering import MIN_MEAN, MIN_NEAREST, WINDOW

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "stories" / "cases.toml").read_text(
        encoding="utf-8"
    )
)["case"]
MODEL = language_model.load()
ENGLISH = {
    word: MODEL.unigram_log_prob(number) for word, number in MODEL.vocabulary.items()
}


def story_article(row: Mapping[str, object]) -> StoryArticle:
    day = row.get("day")
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
    log_frequencies = None if row.get("language") else ENGLISH
    text = row["text"].replace("\n", " ")
    profile = make_profile(row["title"], text, log_frequencies)
    return StoryArticle(row["id"], profile, at)


def several(stories: Mapping[str, str]) -> list[list[str]]:
    members: dict[str, list[str]] = {}
    for article_id, story_id in stories.items():
        members.setdefault(story_id, []).append(article_id)
    return sorted(sorted(ids) for ids in members.values() if len(ids) > 1)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_stories_are_those_of_the_case(case: Mapping[str, object]) -> None:
    assert several(cluster_stories(map(story_article, case["article"]))) == sorted(
        sorted(ids) for ids in case["stories"]
    )


def test_articles_of_all_cases_together_form_the_same_stories() -> None:
    every = [story_article(row) for case in CASES for row in case["article"]]
    assert several(cluster_stories(every)) == sorted(
        sorted(ids) for case in CASES for ids in case["stories"]
    )


def test_a_story_has_the_id_of_its_first_article() -> None:
    stories = cluster_stories(map(story_article, CASES[0]["article"]))
    assert stories["business"] == "agency"


def test_a_known_article_without_a_story_is_refused() -> None:
    with pytest.raises(
        ValueError, match="article museum is given as known, but has no story"
    ):
        cluster_stories([], [story_article(CASES[0]["article"][-1])])


# Profiles for the laws: few words, so that many are similar.
PROFILES = st.lists(st.integers(0, 12), min_size=1, max_size=5, unique=True).map(
    lambda words: Profile(
        np.array(sorted(words), np.uint32),
        np.full(len(words), len(words) ** -0.5, np.float32),
    )
)
DAYS = st.none() | st.integers(0, 30).map(
    lambda day: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=day)
)
ARTICLES = st.lists(st.tuples(PROFILES, DAYS), max_size=14).map(
    lambda rows: [StoryArticle(f"{number:02}", *row) for number, row in enumerate(rows)]
)


@given(ARTICLES, st.randoms(use_true_random=False))
def test_the_order_of_the_articles_changes_nothing(
    articles: list[StoryArticle], chance: object
) -> None:
    shuffled = list(articles)
    chance.shuffle(shuffled)
    assert cluster_stories(articles) == cluster_stories(shuffled)


@given(ARTICLES, st.integers(0, 14))
def test_articles_added_in_the_order_of_their_dates_form_the_stories_of_one_run(
    articles: list[StoryArticle], first: int
) -> None:
    ranked = sorted(articles, key=lambda article: article.sort_key)
    early = cluster_stories(ranked[:first])
    known = [
        StoryArticle(each.article_id, each.profile, each.at, early[each.article_id])
        for each in ranked[:first]
    ]
    assert early | cluster_stories(ranked[first:], known) == cluster_stories(articles)


@given(ARTICLES)
def test_every_article_is_similar_to_the_story_that_it_joined(
    articles: list[StoryArticle],
) -> None:
    stories = cluster_stories(articles)
    by_id = {each.article_id: each for each in articles}
    for article_id, story_id in stories.items():
        assert stories[story_id] == story_id
        own = by_id[article_id]
        earlier = [
            by_id[other]
            for other, its in stories.items()
            if its == story_id and by_id[other].sort_key < own.sort_key
        ]
        cosines = [
            cosine(own.profile, each.profile) for each in earlier if are_near(own, each)
        ]
        if article_id != story_id:
            assert max(cosines) >= MIN_NEAREST - 1e-6
            assert sum(cosines) >= MIN_MEAN * len(cosines) - 1e-6


def are_near(one: StoryArticle, other: StoryArticle) -> bool:
    return one.at is None or other.at is None or abs(one.at - other.at) <= WINDOW


def cosine(one: Profile, other: Profile) -> float:
    _, left, right = np.intersect1d(one.words, other.words, return_indices=True)
    return float(one.weights[left] @ other.weights[right])
