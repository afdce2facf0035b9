"""Tell the names of persons and teams from the other short texts that stand around a headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from cleaners.dates import find_dates
from cleaners.names import EDGES, POST, ROLE, ROLE_WORD, clean_name

# What a byline goes on to say after the name.
REST = re.compile(
    r"\s*(?:[|•·;]|\s[–—]\s|\bon behalf of\b|\bpublished\b|\b(?:in|for)\b\s+[A-Z]).*$"
    r"|\s+(?:on|in|at|am|le|el|em|il)$"
)
NO_NAME = re.compile(
    r"[?!:…\"“”<>{}\[\]=]|https?|\d{3}|\b(?:min(?:ute)?s?|read(?:ing)?|share|comments?|subscribe|follow|updated|published"
    r"|posted|views?|newsletters?|menu|log ?in|sign|search|more|photo|image|contact|articles?|posts?|reviewed|edited"
    r"|privacy|policy|disclosure|advertis\w*|skip|copyright|about|learn|cookies?|table of contents|lesezeit|partager"
    r"|compartir|teilen|leave|reply|ago|january|february|july|september|october|november|december|listen|save|print"
    r"|email|facebook|linkedin|twitter|instagram|website|download|free|how|why|what|your|you|we|our|is|are|was|this"
    r"|that|accept|bio|biography|paid|touch|shop|shopping|start|last|now|here)\b",
    re.IGNORECASE,
)
FIGURE = re.compile(r"\d")
# Initials alone stand for a portrait: a name has a capital and a small letter, or four capitals.
SHAPE = re.compile(
    r"\W*(?:[A-ZÀ-Þ.]{2,} [A-ZÀ-Þ]{2}|[^\W\d_a-zß-ÿ][\w.]*[^\W\d_A-ZÀ-Þ]|[^\W\d_a-zß-ÿ]{4}|(?:d[aei]|v[ao]n|the)\s)"
)
SEVERAL = re.compile(r"\s*(?:,|&|\b(?:and|und|et|y|e)\b)\s*")
MAX_AUTHORS = 50
MAX_WORDS = 7  # of one name, with degrees
BAR = re.compile(r"\s*[|•·]\s*|\s+[–—-]\s+")
# First name and surname, as they stand where no label says whose they are.
PERSON = re.compile(
    r"[A-ZÀ-Þ][\w'’.-]+(?:\s+(?:[A-ZÀ-Þ][\w'’.-]*|d[aeiu]|de la|del|van|von|der|den|bin|al|el)){1,3}"
)
ROLE_LINE = re.compile(
    rf"(?:[\w&’'-]+ ){{0,4}}{ROLE_WORD}(?: (?:in|at|for|für|à|en|em|a) .{{0,40}})?|{POST}\b.{{0,60}}",
    re.IGNORECASE,
)
PICTURE = (
    r"(?:avatar|photo|picture|headshot|portrait|image|profile(?: picture| photo)?)"
)
PORTRAIT = re.compile(
    rf"\s*(?:['’]s)?\s*{PICTURE}$|^(?:{PICTURE}|author)(?: of| for)?:?\s+",
    re.IGNORECASE,
)


def clean_authors(names: Iterable[str | None]) -> str | None:
    """Join the names that are names, each once; None where there are none."""
    parts = (part for name in names if name for part in name.split(";"))
    found: list[str] = []
    for part in parts:
        if (name := clean_name(part)) and not any(
            re.search(rf"\b{re.escape(name)}(?!\w)", other) for other in found
        ):
            found.append(name)
        if len(found) == MAX_AUTHORS:
            break
    return ", ".join(found) or None


def name_in(text: str, *, linked: bool = False) -> str | None:
    """Read the name, or several, that a byline holds beside dates and the like; None where it may be anything else.

    What is `linked` to an author's page may lack a capital or hold a figure.
    """
    for part in _apart(text):
        name = clean_name(REST.sub("", part.strip(EDGES)))
        if (
            name
            and not NO_NAME.search(name)
            and (linked or (SHAPE.match(name) and not FIGURE.search(name)))
        ):
            return ", ".join(takewhile(_is_short, name.split(", "))) or None
    return None


def person_in(text: str) -> str | None:
    """Read a text that is nothing but a first name and a surname."""
    name = clean_name(text)
    return (
        name if name and PERSON.fullmatch(name) and not NO_NAME.search(name) else None
    )


def person_with_date(texts: Iterable[str]) -> str | None:
    """Read the person in texts that hold nothing else but a date and perhaps a role."""
    parts = [
        part
        for text in texts
        for piece in _apart(text)
        for part in BAR.split(piece)
        if SHAPE.match(part)
    ]
    lonely = len(parts) == 1 or (len(parts) == 2 and ROLE.search(f", {parts[1]}"))  # noqa: PLR2004 - a name and a role
    return person_in(parts[0]) if lonely else None


def person_with_role(text: str, below: str) -> str | None:
    """Read the person whose role stands behind the name or on the line below it."""
    if ROLE.search(text) or ROLE_LINE.fullmatch(below):
        return person_in(text)
    return None


def person_of_portrait(text: str) -> str:
    """Take the name out of the text that stands for a portrait: "Photo of Ada Byron"."""
    return PORTRAIT.sub("", text).strip()


def _is_short(part: str) -> bool:
    return all(0 < len(one.split()) <= MAX_WORDS for one in SEVERAL.split(part))


def _apart(text: str) -> Iterator[str]:
    """Yield what stands around the dates of a text."""
    at = 0
    for date in find_dates(text):
        yield text[at : date.start].strip()
        at = date.end
    yield text[at:].strip()
