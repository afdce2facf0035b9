"""Recognise notes by which an article says that it was corrected, or withdrawn.

Such a note stands above or below the text, and begins its line. It speaks of its own article: "an
earlier version of this article". An article about the correction of another one has neither.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from cleaners.languages import alternatives
from cleaners.notice_beginnings import Beginnings

KEYS = ("labels", "notes", "own", "corrected", "withdrawn")
FIRST_LINES, LAST_LINES = 3, 5  # of a text that may have a note (not tuned)
# Characters of a note in which it has to speak of its own article: two sentences.
OWN_WITHIN = 300
# What may stand before a note, and between a label and its colon: "(3 May)", "3.5.".
OPENING = r"\W{0,4}"
DATED = r"(?:\s*[(\[][^)\]]{1,40}[)\]]|\s*,[^:]{1,30}|\s+[\d./]{2,10})?\s*"
COLON = r"[:：–—|]"


class Notice(StrEnum):
    """What an article says of itself."""

    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class NoticeError(ValueError):
    """The table of notices lacks something, or has something that is unknown."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What the first words of a line are matched with; `own` is looked for after a label."""

    label: re.Pattern[str]
    own: re.Pattern[str]
    corrected: re.Pattern[str]
    withdrawn: re.Pattern[str]


def notice_of(text: str) -> Notice | None:
    """Return what a text says of its own article."""
    lines = filter(_beginnings().fit, _outer_lines(text))
    found = set(map(_notice_in, lines))
    if Notice.WITHDRAWN in found:
        return Notice.WITHDRAWN
    return Notice.CORRECTED if Notice.CORRECTED in found else None


def _outer_lines(text: str) -> list[str]:
    """Return the first and the last lines of a text that have anything."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) <= FIRST_LINES + LAST_LINES:
        return lines
    return lines[:FIRST_LINES] + lines[-LAST_LINES:]


def _notice_in(line: str) -> Notice | None:
    """Return what a line says of its own article."""
    patterns = _patterns()
    if patterns.withdrawn.match(line):
        return Notice.WITHDRAWN
    if patterns.corrected.match(line):
        return Notice.CORRECTED
    label = patterns.label.match(line)
    if not label:
        return None
    is_own = patterns.own.search(line, label.end(), label.end() + OWN_WITHIN)
    return Notice.CORRECTED if is_own else None


@cache
def _patterns() -> _Patterns:
    """Build the patterns of all languages."""
    words = _words()
    any_of = {key: alternatives(words[key]) for key in KEYS}
    opening = _opening(alternatives(words["labels"] + words["notes"]))
    return _Patterns(
        label=_compiled(OPENING + any_of["labels"] + DATED + COLON),
        own=_compiled(r"(?<!\w)" + any_of["own"]),
        corrected=_compiled(opening + any_of["corrected"]),
        withdrawn=_compiled(opening + any_of["withdrawn"]),
    )


@cache
def _beginnings() -> Beginnings:
    """Read what the lines of all notices begin with."""
    words = _words()
    del words["own"]
    return Beginnings(word for entries in words.values() for word in entries)


def _opening(note: str) -> str:
    """Return a pattern of what may stand before a sentence: a label of a note, or nothing."""
    label = note + DATED + COLON
    return rf"{OPENING}(?:{label}\s*)?{OPENING}"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _words() -> dict[str, list[str]]:
    """Return what all languages have under each key. Raises NoticeError."""
    by_language = tables()
    check(by_language)
    every = by_language.values()
    return {key: list(_of_all(every, key)) for key in KEYS}


def _of_all(every: Iterable[Mapping[str, list[str]]], key: str) -> Iterator[str]:
    """Yield what some tables have under a key."""
    for table in every:
        yield from table[key]


def check(by_language: Mapping[str, Mapping[str, list[str]]]) -> None:
    """Raise NoticeError unless each language has all keys and no others."""
    for language, table in by_language.items():
        if table.keys() != set(KEYS):
            raise NoticeError(f"notices.toml: {language} must have {', '.join(KEYS)}")


def tables() -> dict[str, dict[str, list[str]]]:
    """Read the table of each language."""
    path = files("cleaners") / "data" / "notices.toml"
    found: dict[str, dict[str, list[str]]] = tomllib.loads(path.read_text("utf-8"))
    return found
