"""Read the authors that a field of a record names: names, bylines, or lists of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from html import unescape

from cleaners.languages import any_of
from cleaners.lazy_patterns import compile_later
from cleaners.letters import CAPITALS, SMALL
from cleaners.metadata.lifted_values import read_author
from cleaners.metadata.persons import is_person
from cleaners.names import LABEL_ALONE, LEAD
from cleaners.surname_first import given_names_first

TAG = compile_later(r"</?[a-zA-Z][^<>]*>")
ADDRESS = r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
# "ann@courier.example (Ann Weir)", as feeds write it, and "Ann Weir <ann@courier.example>".
MAIL_AND_NAME = compile_later(rf"(?:mailto:)?{ADDRESS}\s*\((?P<name>[^()]+)\)")
MAIL_BEHIND = compile_later(rf"\s*[<(\[]\s*(?:mailto:)?{ADDRESS}\s*[>)\]]")
LINK = compile_later(
    rf"(?:https?:)?//\S+|www\.\S+|{ADDRESS}|[\w.-]+\.[a-z]{{2,}}(?:/\S*)?"
)
BREAK = compile_later(r"\s*;\s*")
BAR = compile_later(r"\s*[|•·]\s*|\s+/\s+")
AND = compile_later(rf",?\s+(?:&|\+|{any_of('between_names')})\s+", re.IGNORECASE)
AND_ALONE = compile_later(rf"&|\+|{any_of('between_names')}", re.IGNORECASE)
COMMA_OR_AND = compile_later(rf"{AND.pattern}|\s*[,，、،]\s*", re.IGNORECASE)
ROLE_IN_BRACKETS = compile_later(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
# Two words and more of which none is small but between others.
FULL_NAME = compile_later(rf"[^\s{SMALL}\d]\S*(?:\s\S+)*\s[^\s{SMALL}\d]\S*")
LETTERS = compile_later(r"[^\W\d_]")
HAS_CAPITAL = compile_later(rf"[{CAPITALS}]")
CACHED_TEXTS = 4_096  # that are remembered; a site has fewer authors
MAX_AUTHORS = 50  # of one record; a guard on cost, not tuned


def read_stated_authors(
    texts: Iterable[str], site_names: Collection[str] = ()
) -> str | None:
    """Join the authors that the texts of a field name, each once; None where they name nobody.

    The site, one of `site_names`, is no author.
    """
    sites = {_letters_of(name) for name in site_names}
    authors: dict[str, str] = {}
    for text in given_names_first(_without_pieces(list(texts))):
        for name in _names_in(text):
            letters = _letters_of(name)
            if letters not in sites and len(authors) < MAX_AUTHORS:
                authors.setdefault(letters, name)
    return ", ".join(authors.values()) or None


def _without_pieces(texts: Sequence[str]) -> list[str]:
    """Leave out what a list has of a byline around its names: by, and, and what a person is."""
    kept: list[str] = []
    for text in texts:
        is_piece = LABEL_ALONE.fullmatch(text) or AND_ALONE.fullmatch(text)
        if not is_piece and not (kept and _is_role_of(kept[-1], text)):
            kept.append(text)
    return kept or list(texts)


@lru_cache(maxsize=CACHED_TEXTS)
def _is_role_of(person: str, text: str) -> bool:
    """Return whether a text behind a person's name is read as part of the same byline."""
    name = None if is_person(text) else read_author(person)
    is_read = name is not None and is_person(name)
    return is_read and read_author(f"{name}, {text}") == name


@lru_cache(maxsize=CACHED_TEXTS)
def _names_in(text: str) -> tuple[str, ...]:
    """List the names of a text: a name, a byline, or several of them."""
    return tuple(_read_names(text))


def _read_names(text: str) -> Iterator[str]:
    plain = _plain(text)
    for part in given_names_first(BREAK.split(plain)):
        if not part or LINK.fullmatch(part):
            continue
        for byline in _bylines_in(part):
            yield from _names_of(byline)


def _plain(text: str) -> str:
    """Return a text without entities, tags and addresses of mail."""
    bare = TAG.sub(" ", unescape(text))
    mail = MAIL_AND_NAME.fullmatch(bare.strip())
    named = mail["name"] if mail else MAIL_BEHIND.sub("", bare)
    return named.strip()


def _bylines_in(text: str) -> list[str]:
    """Split a text at its bars where persons are between them; else one part is the author."""
    parts = [part for part in BAR.split(text) if part]
    persons = [part for part in parts if is_person(LEAD.sub("", part))]
    return persons if len(persons) > 1 else [text]


def _names_of(byline: str) -> list[str]:
    """Return the names of a byline, split where each part is a full name."""
    author = read_author(ROLE_IN_BRACKETS.sub("", byline))
    if author is None:
        return []
    for pattern in (COMMA_OR_AND, AND):
        parts = pattern.split(author)
        if len(parts) > 1 and all(map(_is_full_name, parts)):
            return list(filter(None, map(read_author, parts)))
    return [author]


def _is_full_name(text: str) -> bool:
    """Return whether a text has a first name and a surname; some scripts write them as one."""
    if FULL_NAME.fullmatch(text):
        return True
    return (
        bool(text) and HAS_CAPITAL.search(text) is None and text.lower() == text.upper()
    )


def _letters_of(name: str) -> str:
    return "".join(LETTERS.findall(name.casefold()))
