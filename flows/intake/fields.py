"""Read the metadata of an article from the fields of a record.

What only fills a field is no value. A value that cannot be read leaves its column empty and a note
in `Metadata.notes`: nothing is dropped without a word.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from cleaners.article import Metadata
from cleaners.date_order import day_leads_in
from cleaners.lazy_patterns import compile_later
from cleaners.listed_values import texts_of
from cleaners.sites import site_of
from flows.intake import record_fields
from flows.intake.addresses import host_in
from flows.intake.field_dates import (
    change_in,
    date_in,
    day_leads_in_text,
    without_impossible,
)
from flows.intake.field_texts import text_of
from flows.intake.field_values import (
    address_in,
    author_in,
    language_in,
    line_in,
    schema_name_in,
    site_in,
    tags_in,
    title_in,
)
from flows.intake.record_fields import objects_of, values_of
from flows.intake.teasers import cut_note, is_teaser_of, may_be_teaser
from flows.jsonl_fields import Fields
from flows.raw_text import storable_text

TRUTH_VALUES = {
    "true": True,
    "false": False,
    "yes": True,
    "no": False,
    "1": True,
    "0": False,
}
DATES = ("published_at", "modified_at", "fetched_at")
# A date in figures of which either of the first two may be the day.
FIGURES = compile_later(r"\s*\d\d?[/.-]\d\d?[/.-](?:\d\d){1,2}\b")
OBJECT_ID = "$oid"  # of MongoDB
NO_DATE = "is no certain date"
# What a note says of a value that was not read.
UNREAD = {
    "published_at": NO_DATE,
    "modified_at": NO_DATE,
    "fetched_at": NO_DATE,
    "author": "names nobody",
    "url": "is no address of the web",
}
NOTED_CHARACTERS = 80  # of a value that a note quotes: enough to recognise it
MIN_SUMMARY = (
    400  # characters of a summary that may stand for an article: some 60 words
)

Objects = Sequence[record_fields.Fields]
Item = Mapping[str, object] | Objects
"""A record, or the objects of one that is read more than once."""


def _objects(item: Item) -> Objects:
    return objects_of(item) if isinstance(item, Mapping) else item


def first_text(item: Item, names: Sequence[str]) -> str | None:
    """Return the first text in the named fields that is not blank and no placeholder."""
    return next(_texts_in(_objects(item), names), None)


def _texts_in(objects: Objects, names: Sequence[str]) -> Iterator[str]:
    return filter(None, map(text_of, values_of(objects, names)))


def article_text(item: Item, fields: Fields) -> tuple[str, bool] | None:
    """Return the text of an article and whether it is a page; None where a record has neither.

    A text counts before a page and a page before markdown, but none before one of which it is
    the beginning. A summary that is as long as a short article stands for one where there is
    nothing else.
    """
    objects = _objects(item)
    found = next(_texts_and_pages(objects, fields), None)
    if found is None:
        return _long_summary(first_text(objects, fields.summary))
    return _whole_of(found[0], objects, fields) or found


def _texts_and_pages(objects: Objects, fields: Fields) -> Iterator[tuple[str, bool]]:
    """Yield what may be the text of an article, and whether it is a page, in order."""
    for names in (fields.text, fields.html, fields.markdown):
        for text in _texts_in(objects, names):
            yield text, names is fields.html


def _whole_of(text: str, objects: Objects, fields: Fields) -> tuple[str, bool] | None:
    """Return the text or page of which a text is the beginning, if there is one."""
    if not may_be_teaser(text):
        return None
    summaries = ((other, False) for other in _texts_in(objects, fields.summary))
    others = chain(_texts_and_pages(objects, fields), summaries)
    return next((other for other in others if is_teaser_of(text, other[0])), None)


def _long_summary(text: str | None) -> tuple[str, bool] | None:
    return (text, False) if text and len(text) >= MIN_SUMMARY else None


def holds_text(item: Item, names: Sequence[str]) -> bool:
    """Return whether a record has a text in any of the named fields, however blank."""
    values = values_of(_objects(item), names)
    return any(isinstance(value, str) for value in values)


def metadata(item: Item, fields: Fields) -> Metadata:
    """Read the columns that a record gives itself; unknown is None."""
    objects = _objects(item)
    stated = _stated_names(objects, fields)
    dated = _stated_dates(objects, fields, stated)
    certain = without_impossible(stated.or_else(dated))
    notes = _notes(objects, fields, certain)
    return replace(certain, notes=tuple(notes))


def _stated_names(objects: Objects, fields: Fields) -> Metadata:
    """Read all columns but the dates."""
    site = site_in(objects, fields.site)
    url = address_in(objects, fields.url)
    host = site_of(url) or host_in(site or "")
    sites = [name for name in (site, host) if name]
    return Metadata(
        url=url or address_in(objects, fields.url, host),
        site=site,
        title=title_in(objects, fields.title, sites) or schema_name_in(objects, sites),
        author=author_in(objects, fields.author, sites),
        declared_language=language_in(objects, fields.language),
        image_url=address_in(objects, fields.image_url, host),
        tags=tags_in(objects, fields.tags),
        section=line_in(objects, fields.section),
        licence=line_in(objects, fields.licence),
    )


def _stated_dates(objects: Objects, fields: Fields, stated: Metadata) -> Metadata:
    """Read the dates, whose order of figures language or country may show.

    The language of the text shows it where the record states none, and a date is still unread.
    """
    day_first = day_leads_in(stated.declared_language, _host_of(stated))
    dates = _dates_in(objects, fields, day_first=day_first)
    if day_first is None and _has_unread(objects, fields, dates):
        day_first = day_leads_in_text(article_text(objects, fields))
        dates = _dates_in(objects, fields, day_first=day_first)
    return dates


def _dates_in(objects: Objects, fields: Fields, *, day_first: bool | None) -> Metadata:
    return Metadata(
        published_at=date_in(objects, fields.published_at, day_first=day_first),
        modified_at=change_in(objects, fields.modified_at, day_first=day_first),
        fetched_at=date_in(objects, fields.fetched_at, day_first=day_first),
    )


def _has_unread(objects: Objects, fields: Fields, dates: Metadata) -> bool:
    """Return whether a column is empty for which a record has a date in figures."""
    unread = [name for name in DATES if not getattr(dates, name)]
    stated = (_first_stated(objects, getattr(fields, name)) for name in unread)
    return any(isinstance(value, str) and FIGURES.match(value) for value in stated)


def _host_of(stated: Metadata) -> str:
    return site_of(stated.url) or host_in(stated.site or "") or ""


def source_id(item: Item, fields: Fields) -> str | None:
    """Read the record's own id, of whatever type, as a string."""
    for value in values_of(_objects(item), fields.source_id):
        text = _id_of(value)
        if text:
            return storable_text(text)
    return None


def _id_of(value: object) -> str:
    inner = value.get(OBJECT_ID, value) if isinstance(value, dict) else value
    if isinstance(inner, str):
        return inner
    return json.dumps(inner, ensure_ascii=False, sort_keys=True, default=str)


def robots_ok(item: Item, fields: Fields) -> bool | None:
    """Read whether the site's robots.txt allowed the fetch; None where it is not stated."""
    for value in values_of(_objects(item), fields.robots_ok):
        return TRUTH_VALUES.get(str(value).strip().lower())
    return None


def _notes(objects: Objects, fields: Fields, known: Metadata) -> Iterator[str]:
    """Yield a note for each column that is empty though the record has a value for it."""
    for column, problem in UNREAD.items():
        names = getattr(fields, column)
        value = None if getattr(known, column) else _first_stated(objects, names)
        if value is not None:
            yield _note(column, value, problem)
    yield from _cut_notes(objects, fields)


def _cut_notes(objects: Objects, fields: Fields) -> Iterator[str]:
    """Yield a note where the source cut the text off, and no field has all of it."""
    stated = values_of(objects, fields.text)
    text = next((value for value in stated if isinstance(value, str)), "")
    found = article_text(objects, fields) if cut_note(text) else None
    note = cut_note(found[0]) if found else None
    if note:
        yield note


def _note(column: str, value: object, problem: str) -> str:
    quoted = json.dumps(value, ensure_ascii=False, default=str)
    return storable_text(f"{column}: {quoted[:NOTED_CHARACTERS]} {problem}")


def _first_stated(objects: Objects, names: Iterable[str]) -> object:
    """Return the first value that is more than a placeholder."""
    values = values_of(objects, tuple(names))
    return next(filter(_is_stated, values), None)


def _is_stated(value: object) -> bool:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return bool(value) if is_number else bool(texts_of(value))
