"""Read what a record says of its article in single columns: author, site, tags, address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaners.listed_values import texts_of
from cleaners.metadata import read_stated_authors, read_tags
from flows.intake.addresses import host_in, read_address
from flows.intake.field_texts import title_of
from flows.intake.record_fields import Fields, values_of
from flows.raw_text import steady_text

LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,3}", re.IGNORECASE)
LINK = re.compile(r"(?:https?:)?//\S+")
SCHEMA_TEXT = "articleBody"
SCHEMA_NAMES = ("name",)

Objects = Sequence[Fields]
Names = Sequence[str]


def line_in(objects: Objects, names: Names) -> str | None:
    """Return the first text in the named fields, on one line."""
    return next(_texts(objects, names), None)


def language_in(objects: Objects, names: Names) -> str | None:
    """Return the first code of a language, in small letters."""
    texts = _texts(objects, names)
    codes = filter(LANGUAGE.fullmatch, texts)
    return next(map(str.lower, codes), None)


def site_in(objects: Objects, names: Names) -> str | None:
    """Return the name of the publication, or the host of its address."""
    text = line_in(objects, names)
    return host_in(text) if text and LINK.fullmatch(text) else text


def address_in(objects: Objects, names: Names, host: str | None = None) -> str | None:
    """Return the first absolute address; `host` is that of one without."""
    for text in _address_texts(objects, names):
        address = read_address(text, host)
        if address:
            return address
    return None


def title_in(objects: Objects, names: Names, sites: Sequence[str]) -> str | None:
    """Return the first title, without the site."""
    titles = (title_of(text, sites) for text in _texts(objects, names))
    return next(filter(None, titles), None)


def schema_name_in(objects: Objects, sites: Sequence[str]) -> str | None:
    """Return the name of an article of schema.org, of which it is the title."""
    articles = [fields for fields in objects if fields.get(SCHEMA_TEXT)]
    return title_in(articles, SCHEMA_NAMES, sites)


def author_in(objects: Objects, names: Names, sites: Sequence[str]) -> str | None:
    """Return an author's name, or several, joined by commas."""
    for value in values_of(objects, names):
        texts = map(steady_text, texts_of(value))
        author = read_stated_authors(texts, sites)
        if author:
            return author
    return None


def tags_in(objects: Objects, names: Names) -> tuple[str, ...]:
    """Return the tags of a record, each once; a string is split at its commas."""
    for value in values_of(objects, names):
        tags = _tags_of(value)
        if tags:
            return tags
    return ()


def _tags_of(value: object) -> tuple[str, ...]:
    texts = [steady_text(text) for text in texts_of(value)]
    is_list = len(texts) > 1 or isinstance(value, list)
    tags = texts if is_list else read_tags(texts)
    kept = [tag for tag in tags if not LINK.fullmatch(tag)]
    return tuple(dict.fromkeys(kept))


def _texts(objects: Objects, names: Names) -> Iterator[str]:
    """Yield the texts of the named fields, each on one line, without placeholders."""
    for value in values_of(objects, names):
        yield from map(steady_text, texts_of(value))


def _address_texts(objects: Objects, names: Names) -> Iterator[str]:
    """Yield what may be addresses; an object has its own in `url`."""
    for value in values_of(objects, names):
        inner = value.get("url") if isinstance(value, dict) else value
        yield from map(steady_text, texts_of(inner))
