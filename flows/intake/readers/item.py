"""Make a record of an object with named fields, whatever format the object was read from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from cleaners.article import Reason, Record
from flows.intake import fields
from flows.intake.encodings.decoded import encoding_notes
from flows.intake.inputs import InputFile, Quarantined, UnfitError
from flows.intake.quarantine import quarantine
from flows.intake.readers.content import Content, refuse_too_large
from flows.intake.record_fields import objects_of
from flows.intake.unnamed_texts import what_it_has
from flows.jsonl_fields import Fields
from flows.markup import find_markup
from flows.settings import Settings

ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
TEXT_LENGTH = (
    200  # characters of a text below its address, at least. A guard against links
)
Item = Mapping[str, object]


def record_of(
    item: Item, file: InputFile, number: int, raw: bytes, settings: Settings
) -> Record | Quarantined:
    """Make record `number` of a file from an object; `raw` are the bytes that it was read from."""
    names = settings.fields
    digest = hashlib.sha256(raw).hexdigest()
    objects = objects_of(item)
    found = fields.article_text(objects, names)
    if found is None:
        objects = objects_of(unwrapped(item, names))
        found = fields.article_text(objects, names)
    try:
        content = _content(found, item, settings)
    except UnfitError as error:
        row = quarantine(file, number, error, raw, digest)
        return replace(row, url=fields.metadata(objects, names).url)
    return Record(
        source_path=file.source_path,
        source_format=file.source_format,
        record_number=number,
        content=content.text,
        raw_sha256=digest,
        is_html=content.is_html,
        source_id=fields.source_id(objects, names),
        robots_ok=fields.robots_ok(objects, names),
        metadata=fields.metadata(objects, names),
    )


def with_encoding(
    row: Record | Quarantined, encoding: str | None
) -> Record | Quarantined:
    """Note on a record in what encoding its bytes were found to be."""
    if encoding is None or isinstance(row, Quarantined):
        return row
    notes = (*row.metadata.notes, *encoding_notes(encoding))
    return replace(row, metadata=replace(row.metadata, notes=notes))


def text_names(names: Fields) -> tuple[str, ...]:
    """List the names of all fields that may hold an article."""
    return (*names.text, *names.html, *names.markdown)


def holds_article(item: Item | fields.Objects, names: Fields) -> bool:
    """Return whether any of the fields for text, page or markdown holds some."""
    return fields.first_text(item, text_names(names)) is not None


def may_hold_article(columns: Iterable[str], names: Fields) -> bool:
    """Return whether any of the columns of a table is one for text, or for a summary."""
    row = dict.fromkeys(columns, "")
    return fields.holds_text(row, (*text_names(names), *names.summary))


def unwrapped(item: Item, names: Fields) -> Item:
    """Return an object without a wrapper of any name around its text: `{"hit": {...}}`.

    What the wrapper says beside it is kept. Wrappers with usual names are left: fields are looked
    for in them too.
    """
    if fields.article_text(item, names) is not None:
        return item
    if len(item) == 1:
        item = next(iter(addressed_texts(item, names)), item)
    inner = [name for name, value in item.items() if _is_article(value, names)]
    if len(inner) != 1:
        return item
    article = dict(item)
    wrapped = article.pop(inner[0])
    assert isinstance(wrapped, Mapping)
    article.update(wrapped)
    return with_address(article, inner[0], names)


def with_address(item: Item, name: str | None, names: Fields) -> Item:
    """Return an object with its address, which may be the name that it is a member by.

    Exports of crawlers have articles so: `{"https://a.example/1": {...}}`.
    """
    if name is None or not ADDRESS.fullmatch(name):
        return item
    stated = fields.metadata(item, names)
    return item if stated.url else {**item, names.url[0]: name}


def addressed_texts(item: Item, names: Fields) -> list[Item]:
    """Return the articles of an object that has their texts by their addresses, and nothing else.

    Scrapers write pages so: `{"https://a.example/1": "<html>…"}`.
    """
    if not all(map(_is_addressed_text, item.items())):
        return []
    return [{names.url[0]: name, names.text[0]: text} for name, text in item.items()]


def _is_addressed_text(member: tuple[str, object]) -> bool:
    name, text = member
    is_long = isinstance(text, str) and len(text) >= TEXT_LENGTH
    return is_long and bool(ADDRESS.fullmatch(name))


def _is_article(value: object, names: Fields) -> bool:
    return isinstance(value, Mapping) and holds_article(value, names)


def _content(found: tuple[str, bool] | None, item: Item, settings: Settings) -> Content:
    """Return the text that was found in an object. Raises UnfitError."""
    if found is None:
        names = text_names(settings.fields)
        raise _no_text(item, names)
    text, is_page = found
    size = len(text.encode())
    refuse_too_large(size, settings)
    markup = find_markup(text)
    is_html = is_page or markup is not None
    return Content(markup or text, is_html=is_html)


def _no_text(item: Item, names: tuple[str, ...]) -> UnfitError:
    """Make the error for an object without text in any of the named fields."""
    if fields.holds_text(item, names):
        detail = "the text field holds nothing but white space or a placeholder"
        return UnfitError(Reason.EMPTY, detail)
    return UnfitError(Reason.NO_TEXT_FIELD, what_it_has(item, names))
