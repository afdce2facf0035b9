r"""Read what walls say, from one file a language in `cleaners/data/walls`.

    talks  = ['try again later']       # wall talk, but no wall by itself
    reports = ['said|according to']    # a word that makes any sentence a report, not wall talk
    spares = ["Sentences of articles that no pattern may match."]

    [paywall]                          # a kind of wall: the keys of KINDS
    titles = ['subscribers only']      # a whole short line, or a part of the title
    shows  = ['(subscribe|log in).{0,40} to (read|continue)']   # found in a sentence
    words  = ['subscriptions?']        # two make a sentence talk where the page shows the kind

Patterns are read by RE2 and by `re`, in small letters; an apostrophe is ' or a full stop. A gap
is written `.{0,40}` or `[^.]{0,40}`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cleaners.toml_files import toml_files

# What a detail calls each kind. Where two kinds explain as many words, the first one is meant.
KINDS = {
    "bot_check": "a bot check",
    "geo_block": "a geo-block",
    "consent": "a consent wall",
    "adblock": "a wall against ad blockers",
    "age_gate": "an age gate",
    "teaser": "a teaser",
    "paywall": "a paywall",
    "login": "a login wall",
    "removed": "a removed article",
    "parked": "a parked domain",
    "error": "an error page",
    "javascript": "a page that needs JavaScript",
    "app": "a page that leads to an app",
    "redirect": "a redirect",
}
LISTS = ("talks", "reports", "spares")  # the keys that are no kind
KEYS = ("titles", "shows", "words")  # of a kind
TALK = "talk"  # the kind of what all walls say
CONSENT = "consent"  # the kind with the longest walls
PAYWALL = "paywall"


class WallPhraseError(ValueError):
    """A file of wall phrases has a key or a value that it must not have."""


@dataclass(frozen=True, slots=True)
class KindPhrases:
    """What one kind of wall says in one language, as patterns."""

    titles: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WallPhrases:
    """What walls say in one language."""

    code: str
    kinds: Mapping[str, KindPhrases]
    talks: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    spares: tuple[str, ...] = ()


@cache
def load() -> tuple[WallPhrases, ...]:
    """Read the files of all languages, in the order of their names. Raises WallPhraseError."""
    return tuple(parse(toml, name) for name, toml in toml_files("data", "walls"))


def parse(toml: str, name: str) -> WallPhrases:
    """Read the file called `name`. Raises WallPhraseError."""
    try:
        table = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise WallPhraseError(f"{name}: not TOML: {error}") from error
    kinds = {}
    for key, value in table.items():
        if key not in LISTS:
            kinds[key] = _kind(value, key, name)
    return WallPhrases(
        code=name.removesuffix(".toml"),
        kinds=kinds,
        talks=_list(table, "talks", name),
        reports=_list(table, "reports", name),
        spares=_list(table, "spares", name),
    )


def _kind(table: object, kind: str, name: str) -> KindPhrases:
    """Read the table of a kind. Raises WallPhraseError."""
    if kind not in KINDS or not isinstance(table, dict):
        known = ", ".join(KINDS)
        raise WallPhraseError(f"{name}: unknown key {kind}; the kinds are {known}")
    place = f"{name}: {kind}"
    for key in table:
        if key not in KEYS:
            raise WallPhraseError(f"{place}: unknown key {key}; remove it")
    return KindPhrases(
        titles=_list(table, "titles", place),
        shows=_list(table, "shows", place),
        words=_list(table, "words", place),
    )


def _list(table: Mapping[str, object], key: str, place: str) -> tuple[str, ...]:
    """Return the list of a key, empty where there is none. Raises WallPhraseError."""
    value = table.get(key, [])
    return _strings(value, f"{place}: {key}")


def _strings(value: object, place: str) -> tuple[str, ...]:
    """Return a list of strings that are not empty. Raises WallPhraseError."""
    if not isinstance(value, list):
        raise WallPhraseError(f"{place} must be a list of strings")
    for item in value:
        if not isinstance(item, str) or not item.strip():
            raise WallPhraseError(f"{place} must hold strings that are not empty")
    return tuple(value)
