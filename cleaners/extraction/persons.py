"""Recognise names of persons and teams among the short texts around a headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cleaners.dates import find_dates
from cleaners.given_names import given_names
from cleaners.languages import any_of
from cleaners.lazy_patterns import compile_later
from cleaners.letters import CAPITALS, SMALL
from cleaners.names import EDGES, POST, ROLE, ROLE_WORD, clean_name
from cleaners.surname_first import given_names_first

# What a byline goes on to say after the name; stations have names like "g1" in Brazil.
REST = compile_later(
    rf"\s*(?:[|•·;]|\s[–—]\s|,\s(?-i:[a-z]{{1,2}}\d)\b|\b{any_of('rest_of_byline')}\b"
    rf"|\(?\b{any_of('before_publication')}\b\s+(?:the\s+)?[{CAPITALS}]).*$|\s+{any_of('before_date')}$"
)
# "Ann Weir in Bath and Cal Hume in York": the first place is not the end of the byline.
PLACE_BETWEEN = compile_later(
    rf"\s+in\s+[{CAPITALS}][\w’'-]+(?:\s[{CAPITALS}][\w’'-]+)?"
    rf"(?=,?\s+(?:{any_of('between_names')}|&)(?:\s+[{CAPITALS}][\w.’'-]*){{2,3}}\s+in\s)"
)
NO_NAME = compile_later(
    r"[?!:…\"“”<>{}\[\]=]|https?|\d{3}"
    rf"|\b(?:{any_of('not_in_names')}|facebook|linkedin|twitter|instagram|youtube|tiktok|whatsapp"
    r"|telegram|pinterest|rss)\b",
    re.IGNORECASE,
)
# "Insights from": what goes on to a name that is elsewhere.
UNFINISHED = compile_later(
    rf"\s(?:{any_of('by')}|{any_of('before_date')}|{any_of('before_publication')}"
    rf"|{any_of('together_with')}|{any_of('between_names')})$"
)
DAY = compile_later(rf"{any_of('weekdays')}[.,]?", re.IGNORECASE)
FIGURE = compile_later(r"\d")
# Initials alone stand for a portrait: a name has a capital and a small letter, or four capitals.
SHAPE = compile_later(
    rf"\W*(?:[{CAPITALS}.]{{2,}} [{CAPITALS}]{{2}}"
    rf"|[^\W\d_{SMALL}][\w.]*[^\W\d_{CAPITALS}]"
    rf"|[^\W\d_{SMALL}]{{4}}|{any_of('name_starts')}\s)"
)
SEVERAL = compile_later(rf"\s*(?:,|&|\b{any_of('between_names')}\b)\s*")
AND = compile_later(rf",?\s+{any_of('between_names')}\s+")
FULL_NAME = compile_later(rf"\s*[{CAPITALS}][^\s,]+\s+[^,]*[{CAPITALS}]")
NO_DECLARED_NAME = compile_later(r"\s*[(\[]")  # a credit of a picture, in brackets
# What stands behind a person and a comma is where the person works; alone it may sign.
WORKPLACE = compile_later(
    r"\b(?:Collective|Universit(?:y|ät|é)|Universidad|Universiteit|Instituto?e?|Foundation|Stiftung"
    r"|Association|Society|Network|Clinic|Hospital|College|Council|Ministry|Agency|Inc|LLC|Ltd|GmbH"
    r"|Service|News|Newspapers|Newsroom|Broadcasting|Times|Tribune|Gazette|Chronicle|Observer"
    r"|Telegraph|Journal|Examiner|Dispatch|Sentinel|Bulletin|Monitor)\.?$"
)
MAX_AUTHORS = 50  # of one page; a guard on cost, not tuned
# Words of one name, with degrees; longer is a phrase. Chosen on the development pages.
MAX_NAME_WORDS = 7
NAME_AND_ROLE = 2  # parts of a line that names one person and has a date
BAR = compile_later(r"\s*[|•·]\s*|\s+[–—-]\s+")
# First name and surname, as they stand where no label says whose they are.
PERSON = compile_later(
    rf"[{CAPITALS}][\w'’.-]+"
    rf"(?:\s+(?:[{CAPITALS}][\w'’.-]*|{any_of('particles')})){{1,3}}"
)
# The same inside a sentence, where a full stop ends it unless it is an initial's.
FULL_NAME_IN_PROSE = (
    rf"[{CAPITALS}][\w'’-]+"
    rf"(?:\s+(?:[{CAPITALS}]\.|[{CAPITALS}][\w'’-]+|{any_of('particles')})){{1,3}}"
)
ROLE_LINE = compile_later(
    rf"(?:[\w&’'-]+ ){{0,4}}{ROLE_WORD}(?: {any_of('after_role')} .{{0,40}})?"
    rf"|{POST}\b.{{0,60}}",
    re.IGNORECASE,
)
PICTURE = any_of("portraits")
PORTRAIT = compile_later(
    rf"\s*(?:['’]s)?\s*{PICTURE}$"
    rf"|^(?:{PICTURE}|author)(?: {any_of('before_portrayed')})?:?\s+",
    re.IGNORECASE,
)


def clean_authors(names: Iterable[str | None], *, is_list: bool = False) -> str | None:
    """Join the names that are names, each once; None where there are none.

    Where sites list authors (`is_list`), two of them in one text are two of the list.
    """
    authors: list[str] = []
    for text in _split_names(names, is_list=is_list):
        name = clean_name(text)
        if name and not _is_named(name, authors):
            authors.append(name)
        if len(authors) == MAX_AUTHORS:
            break
    if not authors:
        return None
    return ", ".join(authors)


def _split_names(names: Iterable[str | None], *, is_list: bool) -> Iterator[str]:
    """Yield the names; where texts are lists, also those of full names with a word between them."""
    parts = [part for text in names for part in (text or "").split(";")]
    for part in given_names_first(parts):
        if not NO_DECLARED_NAME.match(part):
            yield from _full_names_in(part) if is_list else [part]


def _full_names_in(text: str) -> list[str]:
    """Split a text at its words between names; a text of other than full names stays whole."""
    names = AND.split(text)
    is_list = all(FULL_NAME.match(name) for name in names)
    return names if is_list else [text]


def _is_named(name: str, authors: Iterable[str]) -> bool:
    """Return whether a name occurs in one of the authors already."""
    pattern = rf"\b{re.escape(name)}(?!\w)"
    return any(re.search(pattern, author, re.IGNORECASE) for author in authors)


def name_in(text: str, *, is_linked: bool = False) -> str | None:
    """Read the name, or several, that a byline has apart from dates and the like; None if doubtful.

    A text that `is_linked` to an author's page may lack a capital or have a digit.
    """
    for part in without_dates(text):
        names = PLACE_BETWEEN.sub("", part.strip(EDGES))
        bare = REST.sub("", names)
        name = _person_in_byline(bare)
        if not name or NO_NAME.search(name):
            continue
        if is_linked or (_looks_like_name(name) and not UNFINISHED.search(name)):
            return _leading_names(name)
    return None


def _person_in_byline(text: str) -> str | None:
    """Clean a name, without where the person works: that may have words that are in no name."""
    names = clean_name(text) or ""
    persons, _, last = names.rpartition(", ")
    return persons if persons and WORKPLACE.search(last) else names or None


def _looks_like_name(text: str) -> bool:
    return SHAPE.match(text) is not None and not FIGURE.search(text)


def _leading_names(text: str) -> str | None:
    """Return the parts of a list of names up to one that is too long, or where a person works."""
    names: list[str] = []
    for part in text.split(", "):
        if not _is_short(part) or (names and WORKPLACE.search(part)):
            break
        names.append(part)
    return ", ".join(names) or None


def person_in(text: str) -> str | None:
    """Read a text that is nothing but a first name and a surname."""
    name = clean_name(text)
    if not name or NO_NAME.search(name) or UNFINISHED.search(name):
        return None
    return name if PERSON.fullmatch(name) else None


def without_slogan(name: str) -> str:
    """Cut off what follows a person after a bar or a dash: "Ann Keller - Remote Jobs"."""
    first, *rest = BAR.split(name)
    if len(rest) == 1 and person_in(first):
        return first
    return name


def person_with_date(texts: Iterable[str]) -> str | None:
    """Read the person in texts that have nothing else but a date and perhaps a role.

    The label of another date, "Updated", counts as part of a date where the given name is known:
    elsewhere, the section of a page may be beside its dates.
    """
    parts = [part for text in texts for part in _name_parts(text)]
    if len(parts) == 1:
        return person_in(parts[0])
    known = _known_person(parts)
    if known:
        return known
    if len(parts) != NAME_AND_ROLE:
        return None
    name, role = parts
    if not ROLE.search(f", {role}"):
        return None
    return person_in(name)


def _known_person(parts: Iterable[str]) -> str | None:
    """Read the one name among some parts, if its given name is known."""
    names = list(filter(clean_name, parts))
    if len(names) != 1:
        return None
    given = names[0].split()[0]
    return person_in(names[0]) if given in given_names() else None


def _name_parts(text: str) -> Iterator[str]:
    """Yield the parts of a line, without its dates, that look like names."""
    for piece in without_dates(text):
        for part in BAR.split(piece):
            if SHAPE.match(part) and not DAY.fullmatch(part):
                yield part


def person_with_role(text: str, next_line: str) -> str | None:
    """Read the person whose role follows the name, or is on the line below it."""
    if ROLE.search(text) or ROLE_LINE.fullmatch(next_line):
        return person_in(text)
    return None


def person_of_portrait(text: str) -> str:
    """Return the name in the alternative text of a portrait: "Photo of Ada Byron"."""
    return PORTRAIT.sub("", text).strip()


def _is_short(part: str) -> bool:
    """Return whether each name of a part has at least one word and not too many."""
    for name in SEVERAL.split(part):
        words = len(name.split())
        if words == 0 or words > MAX_NAME_WORDS:
            return False
    return True


def without_dates(text: str) -> Iterator[str]:
    """Yield the parts of a text before, between and after its dates."""
    position = 0
    for date in find_dates(text):
        yield text[position : date.start].strip()
        position = date.end
    yield text[position:].strip()
