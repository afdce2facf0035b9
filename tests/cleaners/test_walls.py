"""Pages that stand in place of an article are refused with their kind; articles beside one stay."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import pipeline
from cleaners.article import Article, Metadata, Reason, Record, Rejection
from cleaners.walls import WallCandidate, find_wall, literals, matcher
from cleaners.walls.decision import BRIEF, MUCH
from cleaners.walls.markup import find_sign
from cleaners.walls.phrases import KINDS, TALK, WallPhraseError, load, parse
from cleaners.walls.units import fold, split_units

FOLDER = Path(__file__).parents[1] / "cases/walls"
SEEN, ASIDE, ARTICLES = (
    tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))[key]
    for name, key in (("seen", "wall"), ("aside", "wall"), ("articles", "article"))
)
LANGUAGES = {"en", "de", "fr", "es", "it", "pt", "nl"}  # that must have all main kinds
# Cases whose kind is told as another, which is as true: a consent wall that is a paywall too.
OTHER_KINDS = 3
NEWS = "The ferry sails again after the storm, the harbour office said on Monday. "
NOTICE = "Subscribe now to continue reading this article."


def cleaned(case: dict[str, Any], *, keep_walls: bool = False) -> Article | Rejection:
    is_html = case["form"] == "html"
    record = Record(
        source_path="a",
        source_format=case["form"],
        record_number=0,
        content=case["content"].strip("\n"),
        raw_sha256="0" * 64,
        is_html=is_html,
        metadata=Metadata(title=case.get("title")),
    )
    return pipeline.clean(record, keep_walls=keep_walls)


def name(case: dict[str, Any]) -> str:
    words = "-".join(case["content"].split()[:4])
    return f"{case['kind']}-{case['language']}-{case['form']}-{words}"


def detail(text: str, title: str | None = None) -> str:
    return find_wall(WallCandidate(text, text, title)) or ""


@pytest.mark.parametrize("case", [*SEEN, *ASIDE], ids=name)
def test_a_wall_is_no_article(case: dict[str, Any]) -> None:
    rejected = cleaned(case)
    assert isinstance(rejected, Rejection)
    assert rejected.reason is Reason.NO_ARTICLE
    is_listing = rejected.detail.startswith("a listing: ")
    assert is_listing or "keep_walls = true" in rejected.detail


def test_a_detail_names_the_kind() -> None:
    wrong = []
    for case in (*SEEN, *ASIDE):
        kind = KINDS[case["kind"].replace(" ", "_").replace("-", "_")]
        rejected = cleaned(case)
        assert isinstance(rejected, Rejection)
        if not rejected.detail.startswith(kind):
            wrong.append((name(case), rejected.detail))
    assert len(wrong) <= OTHER_KINDS, wrong


@pytest.mark.parametrize("case", ARTICLES, ids=name)
def test_an_article_beside_a_wall_or_about_one_stays(case: dict[str, Any]) -> None:
    assert isinstance(cleaned(case), Article)


def test_the_setting_keeps_walls() -> None:
    kept = [cleaned(case, keep_walls=True) for case in SEEN]
    reasons = {each.detail for each in kept if isinstance(each, Rejection)}
    assert not any("keep_walls" in reason for reason in reasons)
    assert any(isinstance(each, Article) for each in kept)


def test_the_cases_are_of_seven_languages_and_all_kinds() -> None:
    kinds = {case["kind"].replace(" ", "_").replace("-", "_") for case in SEEN}
    assert kinds == set(KINDS)
    assert {case["language"] for case in ASIDE} >= LANGUAGES


@pytest.mark.parametrize("language", load(), ids=lambda language: language.code)
def test_what_articles_say_is_no_wall_talk(language: Any) -> None:  # noqa: ANN401 - parametrised
    for sentence in language.spares:
        kinds = [unit.kinds - {TALK} for unit in split_units(sentence)]
        assert not any(kinds), (sentence, kinds)


def test_the_main_languages_know_all_main_kinds() -> None:
    for language in load():
        if language.code in LANGUAGES:
            assert set(language.kinds) == set(KINDS), language.code
            assert language.spares, language.code
            assert language.reports, language.code


def test_where_to_cut_is_the_length_of_the_text_that_is_left() -> None:
    words = len(NEWS.split())
    short = NEWS * (BRIEF // words)
    assert len(short.split()) < BRIEF
    assert detail(f"{short}\n\n{NOTICE}").startswith("a paywall: ")
    assert detail(f"{short}{NEWS}\n\n{NOTICE}") == ""
    talk = "We and our 300 partners store information on your device. "
    assert detail(f"{talk * 12}\n\n{short}{NEWS}").startswith("a consent wall: ")
    assert detail(f"{talk * 40}\n\n{NEWS * (MUCH // words + 1)}") == ""


def test_a_title_shows_a_wall_above_a_text_of_few_words() -> None:
    witty = "Even our best reporters could not track this one down."
    assert detail(witty, "404 | Quay Post").startswith("an error page: ")
    assert detail(witty, "A ferry lost and found | Quay Post") == ""
    assert detail(NEWS * 4, "Access denied") == ""


def test_a_paywall_is_looked_for_right_below_what_was_kept() -> None:
    kept = "Few expected the vote to go the way it did."
    near = WallCandidate(f"Quay Post\n\n{kept}\n\n{NOTICE}", kept)
    far = WallCandidate(f"{NOTICE}\n\n{kept}\n\nSport\n\nWeather", kept)
    assert find_wall(near)
    assert not find_wall(far)


def test_markup_counts_only_where_a_page_has_no_text() -> None:
    markup = '<div id="px-captcha"></div>'
    assert find_wall(WallCandidate("", "", None, markup)) == find_sign(markup)
    assert find_wall(WallCandidate(NEWS, NEWS, None, markup)) is None
    assert find_sign("<p>Nothing</p>") is None


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[wall]\ntitles = []", "unknown key wall"),
        ("[login]\nsigns = []", "unknown key signs"),
        ("[login]\nshows = ['']", "not empty"),
        ("talks = 'x'", "a list of strings"),
        ("talks = [", "not TOML"),
    ],
)
def test_a_file_that_is_not_valid_is_refused(toml: str, message: str) -> None:
    with pytest.raises(WallPhraseError, match=message):
        parse(toml, "xx.toml")


def test_the_search_by_literals_misses_nothing() -> None:
    texts = [fold(case["content"]) for case in (*SEEN, *ASIDE, *ARTICLES)]
    phrases = matcher.shipped_phrases()["sentences"]
    found = matcher.sentences()
    for text in texts:
        expected = {
            phrase.kind
            for phrase in phrases
            if matcher.compiled(phrase.pattern).search(text)
        }
        assert found.search(text) == expected


def test_changed_phrases_have_their_own_literals() -> None:
    computed = literals.literals_of_all("sentences", ["new (words|signs)"])
    assert computed == literals.compute_literals("sentences", ["new (words|signs)"])
    assert computed != [()]


@given(st.text(max_size=300), st.text(max_size=300), st.none() | st.text(max_size=90))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_the_same_answer_twice(
    page: str, kept: str, title: str | None
) -> None:
    candidate = WallCandidate(page, kept, title, page)
    assert find_wall(candidate) == find_wall(candidate)


@given(st.lists(st.sampled_from([NEWS, NOTICE, "Read more", ""]), max_size=9))
@settings(max_examples=40, deadline=None)
def test_more_news_never_makes_a_wall(lines: list[str]) -> None:
    text = "\n\n".join(lines)
    if not detail(text):
        assert not detail(f"{NEWS * 3}\n\n{text}")
