"""The words that each language has for dates, bylines and names, read from one file a language.

A new language is a new file in `cleaners/data/languages`, and no code: the readers of dates and
names build their patterns from all files. `docs/adding-a-language.md` explains the keys.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from unicodedata import category, normalize

from cleaners.toml_files import toml_files

MONTHS_A_YEAR = 12  # lists of names that a language must have
# The scripts of India and South-East Asia begin here; marks of those before it are accents.
FIRST_VOWEL_SIGN = "\u0900"
# The keys of a file whose values are not lists of strings.
STRINGS = ("name",)
FLAGS = ("month_before_day", "figures_begin_with_day", "roles_glued_to_names")
WANTED = {
    "months": "12 strings, one a month",
    **dict.fromkeys(STRINGS, "a string"),
    **dict.fromkeys(FLAGS, "true or false"),
}


class LanguageError(ValueError):
    """A language file lacks something, or says something that cannot be."""


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """The words of one language, most of them as regular expressions.

    `code` is the name of the file, an ISO 639-1 code. `months` holds twelve strings, each with the
    forms of one month, parted by spaces. These, `author_preview_labels` and the labels of types of
    pages are plain words.
    """

    code: str
    name: str
    # Dates
    months: tuple[str, ...]
    months_that_are_names: tuple[str, ...]
    weekdays: tuple[str, ...]
    month_before_day: bool
    figures_begin_with_day: bool
    ordinal_endings: tuple[str, ...]
    before_month: tuple[str, ...]
    before_year: tuple[str, ...]
    before_time: tuple[str, ...]
    after_time: tuple[str, ...]
    before_date: tuple[str, ...]
    published: tuple[str, ...]
    changed: tuple[str, ...]
    other_dates: tuple[str, ...]
    # Bylines
    byline_labels: tuple[str, ...]
    labels_before_colon: tuple[str, ...]
    by: tuple[str, ...]
    by_or_surname: tuple[str, ...]
    between_names: tuple[str, ...]
    together_with: tuple[str, ...]
    agencies: tuple[str, ...]
    source_labels: tuple[str, ...]
    labels_after_name: tuple[str, ...]
    rest_of_byline: tuple[str, ...]
    before_publication: tuple[str, ...]
    other_hands: tuple[str, ...]
    reviewed_by: tuple[str, ...]
    guest_labels: tuple[str, ...]
    biographies: tuple[str, ...]
    # Names
    roles: tuple[str, ...]
    roles_glued_to_names: bool
    ranks: tuple[str, ...]
    desks: tuple[str, ...]
    posts: tuple[str, ...]
    after_role: tuple[str, ...]
    particles: tuple[str, ...]
    name_starts: tuple[str, ...]
    no_author: tuple[str, ...]
    not_in_names: tuple[str, ...]
    portraits: tuple[str, ...]
    before_portrayed: tuple[str, ...]
    # Pages
    title_labels: tuple[str, ...]
    parts_of_sites: tuple[str, ...]
    author_paths: tuple[str, ...]
    author_preview_labels: tuple[str, ...]
    licence_grants: tuple[str, ...]
    parts_with_own_licence: tuple[str, ...]
    author_classes: tuple[str, ...]
    byline_classes: tuple[str, ...]
    related_classes: tuple[str, ...]
    comment_classes: tuple[str, ...]
    newsletter_classes: tuple[str, ...]
    promotion_classes: tuple[str, ...]
    dateline_classes: tuple[str, ...]
    deck_classes: tuple[str, ...]
    # Types of pages
    article_paths: tuple[str, ...]
    listing_paths: tuple[str, ...]
    section_paths: tuple[str, ...]
    forum_paths: tuple[str, ...]
    product_paths: tuple[str, ...]
    service_paths: tuple[str, ...]
    documentation_paths: tuple[str, ...]
    listing_labels: tuple[str, ...]
    product_labels: tuple[str, ...]
    forum_labels: tuple[str, ...]
    service_labels: tuple[str, ...]
    documentation_labels: tuple[str, ...]
    article_labels: tuple[str, ...]


KEYS = tuple(field.name for field in fields(LanguageWords) if field.name != "code")


@cache
def load() -> tuple[LanguageWords, ...]:
    """Read every language file, in the order of their names. Raises LanguageError."""
    return tuple(parse(toml, name) for name, toml in toml_files("data", "languages"))


def parse(toml: str, name: str) -> LanguageWords:
    """Read the language file called `name`. Raises LanguageError."""
    try:
        table = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise LanguageError(f"{name}: not TOML: {error}") from error
    _check_keys(table, name)
    values = {key: _value(table, key, name) for key in KEYS}
    code = name.removesuffix(".toml")
    return LanguageWords(code=code, **values)  # type: ignore[arg-type]  # _value checks the types


def _check_keys(table: Mapping[str, object], name: str) -> None:
    """Raise LanguageError unless a table has all keys and no others."""
    for key in table:
        if key not in KEYS:
            raise LanguageError(f"{name}: unknown key {key}; remove it")
    for key in KEYS:
        if key not in table:
            raise LanguageError(
                f"{name}: missing key {key}; add it, as [] if there are no such words"
            )


def _value(table: Mapping[str, object], key: str, name: str) -> object:
    """Return the value of a key, if it has the right type. Raises LanguageError."""
    value = table[key]
    if not _fits(key, value):
        wanted = WANTED.get(key, "a list of strings that are not empty")
        raise LanguageError(f"{name}: {key} must be {wanted}")
    return tuple(value) if isinstance(value, list) else value


def _fits(key: str, value: object) -> bool:
    if key in STRINGS:
        return isinstance(value, str)
    if key in FLAGS:
        return isinstance(value, bool)
    if not isinstance(value, list):
        return False
    for item in value:
        if not isinstance(item, str) or not item.strip():
            return False
    return key != "months" or len(value) == MONTHS_A_YEAR


def any_of(key: str) -> str:
    r"""Return a pattern that matches what any language has under a key.

    A space in a word becomes `\s+`. Without any words, the pattern matches nothing.
    """
    return alternatives(words_of(key))


def words_of(key: str) -> list[str]:
    """List what the languages have under a key, each word once."""
    words: dict[str, None] = {}
    for language in load():
        words |= dict.fromkeys(getattr(language, key))
    return list(words)


def alternatives(words: list[str]) -> str:
    r"""Join patterns to one that matches any of them; a space becomes `\s+`."""
    if not words:
        return "(?!)"
    joined = "|".join(dict.fromkeys(words))
    return "(?:" + joined.replace(" ", r"\s+") + ")"


def roles_glued_to_names() -> list[str]:
    """Return the roles that text may print without a sign or a space after the name."""
    roles: list[str] = []
    for language in load():
        if language.roles_glued_to_names:
            roles.extend(language.roles)
    return roles


def months_before_days() -> list[str]:
    """Return the names of months in the languages that write "March 3"."""
    names: list[str] = []
    for language in load():
        if language.month_before_day:
            names.extend(" ".join(language.months).split())
    return names


def codes_of_day_first_figures() -> list[str]:
    """Return the languages in which 03/04/2025 is the third of April."""
    return [language.code for language in load() if language.figures_begin_with_day]


def fold(text: str) -> str:
    """Return the letters of a text in lower case, without accents."""
    decomposed = normalize("NFD", text.casefold())
    return "".join(sign for sign in decomposed if _is_letter(sign))


def _is_letter(sign: str) -> bool:
    """Return whether a sign is a letter, or a vowel of a script that writes them as marks."""
    return sign.isalpha() or (sign >= FIRST_VOWEL_SIGN and category(sign)[0] == "M")
