"""The words of dates in all languages: of language files, and of `data/date_words.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from cleaners import languages
from cleaners.languages import LanguageError, alternatives, fold

SOLAR_HIJRI = "solar_hijri"  # the table of another calendar
OCTOBER = 10  # the number of the month
PLAIN_LETTERS = re.compile(r"[^\W\d_]+")

Table = Mapping[str, list[str]]
"""The words of a language by key."""


@cache
def tables() -> dict[str, Table]:
    """Read the words of languages without a file of their own, by code."""
    text = (files("cleaners") / "data" / "date_words.toml").read_text("utf-8")
    return tomllib.loads(text)


def any_date_word(key: str) -> str:
    """Return a pattern that matches what any language has under a key; see `languages.any_of`."""
    words: list[str] = []
    if key in languages.KEYS:
        words += languages.words_of(key)
    for table in tables().values():
        words += table.get(key, [])
    return alternatives(words)


@cache
def months() -> dict[str, int]:
    """Return the number of each month by its folded names, in all languages.

    Raises LanguageError where two languages call different months by one name.
    """
    numbers: dict[str, int] = {}
    for code, names in _month_lists():
        _add_months(numbers, code, names)
    return numbers


@cache
def solar_hijri_months() -> dict[str, int]:
    """Return the number of each month of the calendar of Iran by its folded name."""
    numbers: dict[str, int] = {}
    _add_months(numbers, SOLAR_HIJRI, tables()[SOLAR_HIJRI]["months"])
    return numbers


@cache
def october_after_dotted_day() -> dict[str, int]:
    """Return the names that are October after a day with a dot, and November without one."""
    words: dict[str, int] = {}
    for table in tables().values():
        for name in table.get("october_after_dotted_day", []):
            words[fold(name)] = OCTOBER
    return words


def month_name(numbers: Iterable[str]) -> str:
    """Return a pattern for a name of a month, which may have several words, marks or dots.

    `numbers` are the folded names; any word of their lengths matches, and is looked up later.
    """
    lengths = [len(name) for name in numbers]
    word = rf"[^\W\d_]{{{min(lengths)},{max(lengths)}}}"
    return f"(?:{alternatives(_peculiar_names())}|{word})"


def _month_lists() -> Iterator[tuple[str, Iterable[str]]]:
    for language in languages.load():
        yield f"{language.code}.toml", language.months
    for code, table in tables().items():
        if code != SOLAR_HIJRI:
            yield f"date_words.toml: {code}", table["months"]


def _add_months(numbers: dict[str, int], code: str, names: Iterable[str]) -> None:
    for number, forms in enumerate(names, start=1):
        for form in forms.split():
            if numbers.setdefault(fold(form), number) != number:
                raise LanguageError(
                    f"{code}: months: {form} is another month in another language;"
                    " leave this form out of both"
                )


def _peculiar_names() -> list[str]:
    """List the names that are more than letters, the longest first, as patterns."""
    forms = " ".join(name for _, names in _month_lists() for name in names).split()
    names = {form for form in forms if not PLAIN_LETTERS.fullmatch(form)}
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return [re.escape(name).replace("_", " ") for name in ordered]
