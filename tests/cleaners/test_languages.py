"""Every language file has cases, and its words read the dates and bylines of these."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from cleaners import date_words, languages
from cleaners.dates import find_dates, read_publication
from cleaners.extraction.page_metadata import read_metadata
from cleaners.languages import LanguageError, LanguageWords, fold, load, parse
from cleaners.names import LEAD, PARTICLE_LEAD, clean_name

FOLDER = Path(__file__).parents[1] / "cases/languages"
CASES = {file.stem: tomllib.loads(file.read_text("utf-8")) for file in FOLDER.glob("*")}
KINDS = ("date", "changed", "other_date", "byline", "no_author", "neither")
ENGLISH = (files("cleaners") / "data/languages/en.toml").read_text("utf-8")
PLAIN_WORDS = ("months", "months_that_are_names", "author_preview_labels")


def cases(kind: str) -> list[Any]:
    """Return the cases of one kind, of all languages."""
    return [
        pytest.param(case, id=f"{code}: {next(iter(case.values()))}")
        for code, tables in sorted(CASES.items())
        for case in tables.get(kind, ())
    ]


def patterns(words: LanguageWords) -> Iterator[tuple[str, str]]:
    """Yield key and pattern of all regular expressions of a language."""
    for field in fields(words):
        value = getattr(words, field.name)
        if isinstance(value, tuple) and field.name not in PLAIN_WORDS:
            for pattern in value:
                yield field.name, pattern


def page_of(line: str) -> html.HtmlElement:
    """Return a page that shows a line between its headline and its text."""
    text = "The keeper says that the lock stays shut until the river has fallen. " * 4
    return html.document_fromstring(
        f"<html><body><h1>Lock gates close</h1><p>{line}</p>"
        f"<p>{text}</p><p>{text}</p><p>{text}</p></body></html>"
    )


def test_every_language_has_cases_of_every_kind() -> None:
    codes = {words.code for words in load()}
    assert codes == set(CASES), "one file in tests/cases/languages for each language"
    for code, tables in CASES.items():
        lacking = [kind for kind in KINDS if not tables.get(kind)]
        assert not lacking, f"tests/cases/languages/{code}.toml lacks {lacking}"
        assert set(tables) == set(KINDS)


@pytest.mark.parametrize("case", cases("date"))
def test_a_date_is_read(case: dict[str, Any]) -> None:
    assert read_publication(case["line"]) == case["value"]
    assert read_metadata(page_of(case["line"]), None).published_at == case["value"]


@pytest.mark.parametrize("case", cases("changed"))
def test_a_date_of_a_change_is_no_publication(case: dict[str, str]) -> None:
    (date,) = find_dates(case["line"])
    assert read_publication(case["line"]) is None
    changed = read_metadata(page_of(case["line"]), None)
    assert changed.modified_at == date.moment
    assert changed.published_at == date.moment, "as nothing else is stated"
    dated = read_metadata(page_of(f"{case['line']}</p><p>3.1.2021"), None)
    assert dated.published_at == datetime(2021, 1, 3, tzinfo=UTC)
    assert dated.modified_at == date.moment


@pytest.mark.parametrize("case", cases("other_date"))
def test_a_date_of_something_else_is_none_of_the_page(case: dict[str, str]) -> None:
    (_,) = find_dates(case["line"])
    assert read_publication(case["line"]) is None
    found = read_metadata(page_of(case["line"]), None)
    assert (found.published_at, found.modified_at) == (None, None)


@pytest.mark.parametrize("case", cases("byline"))
def test_a_byline_names_its_author(case: dict[str, str]) -> None:
    assert clean_name(case["line"]) == case["author"]
    assert read_metadata(page_of(case["line"]), None).author == case["author"]


@pytest.mark.parametrize("case", cases("no_author"))
def test_a_filler_is_no_author(case: dict[str, str]) -> None:
    assert clean_name(case["value"]) is None


@pytest.mark.parametrize("case", cases("neither"))
def test_a_sentence_is_neither_date_nor_byline(case: dict[str, str]) -> None:
    line = case["line"]
    assert find_dates(line) == []
    assert not LEAD.match(line)
    assert not PARTICLE_LEAD.match(line)
    found = read_metadata(page_of(line), None)
    assert (found.author, found.published_at) == (None, None)


@pytest.mark.parametrize("words", load(), ids=lambda words: words.code)
def test_every_form_of_a_month_is_read(words: LanguageWords) -> None:
    for number, forms in enumerate(words.months, start=1):
        for form in forms.split():
            (found,) = find_dates(f"13 {form} 2024")
            assert found.moment.month == number, form


@pytest.mark.parametrize("words", load(), ids=lambda words: words.code)
def test_every_label_of_a_preview_names_the_author(words: LanguageWords) -> None:
    for label in words.author_preview_labels:
        page = html.document_fromstring(
            f'<meta name="twitter:label1" content="{label.capitalize()}">'
            '<meta name="twitter:data1" content="Ann Weir"><h1>Lock gates close</h1>'
        )
        assert read_metadata(page, None).author == "Ann Weir", label


@pytest.mark.parametrize("words", load(), ids=lambda words: words.code)
def test_every_pattern_compiles_and_has_no_groups(words: LanguageWords) -> None:
    for key, pattern in patterns(words):
        compiled = re.compile(pattern)
        assert compiled.groups == 0, f"{words.code}.toml: {key}: write (?:…), not (…)"
        assert not compiled.fullmatch(""), f"{words.code}.toml: {key}: matches nothing"


@pytest.mark.parametrize("words", load(), ids=lambda words: words.code)
def test_months_that_are_names_are_months(words: LanguageWords) -> None:
    months = " ".join(words.months).split()
    assert set(words.months_that_are_names) <= set(months)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "English"', "", "en.toml: missing key name"),
        ('name = "English"', "name = 1", "en.toml: name must be a string"),
        ('["of"]\nbefore_year', '"of"\nbefore_year', "en.toml: before_month must be"),
        ('before_month = ["of"]', 'before_month = [""]', "before_month must be a list"),
        ("before_day = true", "before_day = 1", "month_before_day must be true or"),
        ('    "may",\n', "", "en.toml: months must be 12 strings"),
        ("# Dates", 'colour = "red"', "en.toml: unknown key colour; remove it"),
        ("# Dates", "= = =", "en.toml: not TOML"),
    ],
)
def test_a_wrong_file_is_refused_by_file_and_key(
    old: str, new: str, message: str
) -> None:
    assert old in ENGLISH
    with pytest.raises(LanguageError, match=re.escape(message)):
        parse(ENGLISH.replace(old, new, 1), "en.toml")


def test_a_month_cannot_be_another_one_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = parse(ENGLISH.replace('"may"', '"juli may"'), "xx.toml")
    monkeypatch.setattr(languages, "load", lambda: (*load(), wrong))
    with pytest.raises(LanguageError, match=re.escape("xx.toml: months: juli")):
        date_words.months.__wrapped__()


def test_words_are_joined_in_the_order_of_the_files() -> None:
    words = [word for language in load() for word in language.by]
    assert words[:4] == ["af", "von", "by", "por"], "of da, de, en and es"
    assert languages.any_of("by") == f"(?:{'|'.join(dict.fromkeys(words))})"
    assert languages.alternatives(["mise? à jour"]) == r"(?:mise?\s+à\s+jour)"
    assert languages.alternatives([]) == "(?!)"


def test_a_name_of_a_month_is_folded() -> None:
    assert fold("Févr.") == "fevr"
