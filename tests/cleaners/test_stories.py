"""Independent articles on one event share a story, and no others do."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.paraphrase import language_model
from cleaners.stories import (
    Frequencies,
    Profile,
    Source,
    StoryArticle,
    cluster_stories,
    make_profiles,
    similarity,
)
from cleaners.stories.agglomeration import MIN_SIMILARITY
from cleaners.stories.reach import Reach
from cleaners.stories.similarity import find_pairs
from cleaners.stories.terms import NAME, WORD

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "stories" / "cases.toml").read_text(
        encoding="utf-8"
    )
)["case"]
MODEL = language_model.load()
ENGLISH = Frequencies.of(
    {word: MODEL.unigram_log_prob(number) for word, number in MODEL.vocabulary.items()}
)


def story_articles(rows: Iterable[Mapping[str, object]]) -> list[StoryArticle]:
    rows = list(rows)
    profiles = make_profiles(map(source, rows))
    return [
        StoryArticle(row["id"], profile, date_of(row))
        for row, profile in zip(rows, profiles, strict=True)
    ]


def source(row: Mapping[str, object]) -> Source:
    frequencies = None if row.get("language") else ENGLISH
    paragraphs = row["text"].strip().split("\n\n")
    text = "\n\n".join(paragraph.replace("\n", " ") for paragraph in paragraphs)
    return Source(text, row.get("title"), frequencies)


def date_of(row: Mapping[str, object]) -> datetime | None:
    day = row.get("day")
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None


def several(stories: Mapping[str, str]) -> list[list[str]]:
    members: dict[str, list[str]] = {}
    for article_id, story_id in stories.items():
        members.setdefault(story_id, []).append(article_id)
    return sorted(sorted(ids) for ids in members.values() if len(ids) > 1)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_stories_are_those_of_the_case(case: Mapping[str, object]) -> None:
    assert several(cluster_stories(story_articles(case["article"]))) == sorted(
        sorted(ids) for ids in case["stories"]
    )


def test_articles_of_all_cases_together_form_the_same_stories() -> None:
    every = story_articles(row for case in CASES for row in case["article"])
    assert several(cluster_stories(every)) == sorted(
        sorted(ids) for case in CASES for ids in case["stories"]
    )


def test_a_story_has_the_id_of_its_first_article() -> None:
    stories = cluster_stories(story_articles(CASES[0]["article"]))
    assert stories["business"] == "agency"


def test_a_known_article_without_a_story_is_refused() -> None:
    with pytest.raises(
        ValueError, match="article museum is given as known, but has no story"
    ):
        cluster_stories([], story_articles(CASES[0]["article"][-1:]))


def test_a_profile_does_not_depend_on_the_articles_read_with_it() -> None:
    sources = [source(row) for case in CASES for row in case["article"]]
    for one, together in zip(sources, make_profiles(sources), strict=True):
        alone = next(make_profiles([one]))
        for column in ("words", "weights", "contexts", "kinds"):
            assert np.array_equal(getattr(alone, column), getattr(together, column))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_has_a_profile(texts: list[str]) -> None:
    for profile in make_profiles(Source(text, text) for text in texts):
        assert len(profile.words) == len(profile.kinds) == len(profile.contexts)
        assert np.all(np.diff(profile.words.astype(np.int64)) >= 0)
        assert not len(profile.words) or np.linalg.norm(profile.weights) == (
            pytest.approx(1, abs=1e-5)
        )


# Profiles for the laws: names and words of a small vocabulary, in few contexts.


def profile_of(terms: Mapping[int, int]) -> Profile:
    words = np.array(sorted(terms), np.uint32)
    return Profile(
        words=words,
        weights=np.full(len(words), max(1, len(words)) ** -0.5, np.float32),
        contexts=np.array([terms[word] for word in sorted(terms)], np.uint32),
        kinds=np.where(words % 2, NAME, WORD).astype(np.uint8),
    )


PROFILES = st.dictionaries(st.integers(0, 14), st.integers(0, 30), min_size=2).map(
    profile_of
)
DAYS = st.none() | st.integers(0, 30).map(
    lambda day: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=day)
)
ARTICLES = st.lists(st.tuples(PROFILES, DAYS), max_size=14).map(
    lambda rows: [StoryArticle(f"{number:02}", *row) for number, row in enumerate(rows)]
)


@settings(deadline=None, max_examples=60)
@given(ARTICLES, st.randoms(use_true_random=False))
def test_neither_order_nor_ids_change_the_stories(
    articles: list[StoryArticle], chance: object
) -> None:
    shuffled = list(articles)
    chance.shuffle(shuffled)
    stories = cluster_stories(articles)
    assert cluster_stories(shuffled) == stories
    if len({key_without_id(article) for article in articles}) == len(articles):
        renamed = {
            article.article_id: f"x{place}" for place, article in enumerate(shuffled)
        }
        others = cluster_stories(
            replace(article, article_id=renamed[article.article_id])
            for article in articles
        )
        expected = [
            sorted(renamed[name] for name in story) for story in several(stories)
        ]
        assert several(others) == sorted(expected)


def key_without_id(article: StoryArticle) -> object:
    return article.content_key[:-1]


@settings(deadline=None, max_examples=60)
@given(ARTICLES, st.integers(0, 14), DAYS)
def test_an_article_that_shares_nothing_changes_no_story(
    articles: list[StoryArticle], place: int, day: datetime | None
) -> None:
    stories = cluster_stories(articles)
    unrelated = StoryArticle("unrelated", profile_of({100: 1, 101: 2, 103: 3}), day)
    together = [*articles[:place], unrelated, *articles[place:]]
    assert cluster_stories(together) == stories | {"unrelated": "unrelated"}


@settings(deadline=None, max_examples=60)
@given(ARTICLES, st.integers(0, 14))
def test_later_articles_change_no_story_and_join_it_or_begin_their_own(
    articles: list[StoryArticle], first: int
) -> None:
    known = known_of(articles[:first])
    later = cluster_stories(articles[first:], known)
    early = {article.article_id: article.story_id for article in known}
    own = {article.article_id for article in articles[first:]}
    assert later.keys() == own
    for story_id in later.values():
        assert story_id in early.values() or later[story_id] == story_id


def known_of(articles: Sequence[StoryArticle]) -> list[StoryArticle]:
    """Return articles with their stories."""
    stories = cluster_stories(articles)
    return [replace(each, story_id=stories[each.article_id]) for each in articles]


@settings(deadline=None, max_examples=200)
@given(ARTICLES, st.integers(0, 14))
def test_what_is_out_of_reach_is_in_no_story_of_an_article(
    articles: list[StoryArticle], first: int
) -> None:
    known, new = known_of(articles[:first]), articles[first:]
    found = cluster_stories(new, known)
    with pytest.MonkeyPatch.context() as patch:
        everything = Reach.of_all(len(articles))
        patch.setattr(Reach, "by_dates", lambda *_: everything)
        assert found == cluster_stories(new, known)


@settings(deadline=None, max_examples=60)
@given(ARTICLES)
def test_every_article_of_a_story_is_similar_to_another_one_within_the_window(
    articles: list[StoryArticle],
) -> None:
    near = near_pairs(articles)
    for story in several(cluster_stories(articles)):
        for name in story:
            assert any((name, other) in near for other in story)


def near_pairs(articles: Sequence[StoryArticle]) -> set[tuple[str, str]]:
    pairs = find_pairs([article.profile for article in articles], 0)
    near = set()
    for one, other, value in zip(
        pairs.ones, pairs.others, pairs.similarities, strict=True
    ):
        left, right = articles[one], articles[other]
        if value * left.closeness(right) >= MIN_SIMILARITY:
            near |= {
                (left.article_id, right.article_id),
                (right.article_id, left.article_id),
            }
    return near


@settings(deadline=None, max_examples=60)
@given(ARTICLES, st.integers(1, 60))
def test_pairs_do_not_depend_on_how_many_are_compared_at_once(
    articles: list[StoryArticle], cells: int
) -> None:
    profiles = [article.profile for article in articles]
    expected = find_pairs(profiles, 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(similarity, "MAX_CELLS", cells)
        found = find_pairs(profiles, 0)
    assert np.array_equal(found.ones, expected.ones)
    assert np.array_equal(found.others, expected.others)
    assert np.allclose(found.similarities, expected.similarities)
