"""Check which languages' rules a page gets: those of its words, or all where it has too few."""

import json
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from cleaners.boilerplate import find_removals, likely_languages
from cleaners.boilerplate.page_languages import WITHOUT_WORDS
from cleaners.boilerplate.scan import shipped

CASES = Path(__file__).parents[1] / "cases"
ARTICLES = json.loads((CASES / "adversarial_articles.json").read_text("utf-8"))
WORDS = tomllib.loads(
    (files("cleaners") / "data" / "frequent_words.toml").read_text("utf-8")
)


@pytest.mark.parametrize("language", sorted(ARTICLES))
def test_a_page_gets_the_rules_of_its_language(language: str) -> None:
    likely = likely_languages("\n".join(ARTICLES[language]))
    assert likely is None or language in likely


@pytest.mark.parametrize("text", ["", "Harbour", "12 34 56", "水門"])
def test_a_page_of_few_words_gets_all_rules(text: str) -> None:
    assert likely_languages(text) is None


def test_a_japanese_page_with_english_furniture_gets_all_rules() -> None:
    furniture = "The news of the day in the morning is for all of you and for us"
    page = f"{furniture}\n水車小屋が四か月ぶりに動き始めたと村が月曜日に発表した。"
    assert likely_languages(page) is None
    assert likely_languages(f"{furniture}\n「カナ」") == {"en"}


def test_every_language_with_rules_has_frequent_words() -> None:
    assert shipped().languages - {""} <= WORDS.keys() | WITHOUT_WORDS


def test_rules_of_another_language_do_not_apply() -> None:
    page = "\n\n".join([*ARTICLES["en"][:2], "Lees ook", *ARTICLES["en"][2:]])
    assert not [found for found in find_removals(page) if found.rule.endswith("-nl")]
    page = "\n\n".join([*ARTICLES["nl"][:2], "Lees ook", *ARTICLES["nl"][2:]])
    assert [found for found in find_removals(page) if found.line.text == "Lees ook"]
