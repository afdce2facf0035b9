"""Read the metadata of an article from the fields of a JSON object."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from cleaners.article import Metadata
from cleaners.date_values import read_value
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


def first_text(item: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    """Return the first of the named fields that holds a string that is not blank."""
    for name in names:
        value = item.get(name)
        if isinstance(value, str) and value.strip():
            return storable_text(value)
    return None


def metadata(item: Mapping[str, object], fields: Fields) -> Metadata:
    """Read the columns that a record gives itself; unknown is None."""
    return Metadata(
        url=_line(item, fields.url),
        site=_line(item, fields.site),
        title=_line(item, fields.title),
        author=_author(item, fields.author),
        published_at=_date(item, fields.published_at),
        fetched_at=_date(item, fields.fetched_at),
        tags=_tags(item, fields.tags),
        section=_line(item, fields.section),
        licence=_line(item, fields.licence),
    )


def source_id(item: Mapping[str, object], fields: Fields) -> str | None:
    """Read the record's own id, of whatever type, as a string."""
    for name in fields.source_id:
        value = item.get(name)
        if isinstance(value, str) and value:
            return storable_text(value)
        if value is not None and value != "":
            text = json.dumps(value, ensure_ascii=False, sort_keys=True)
            return storable_text(text)
    return None


def robots_ok(item: Mapping[str, object], fields: Fields) -> bool | None:
    """Read whether the site's robots.txt allowed the fetch; None where it is not stated."""
    for name in fields.robots_ok:
        value = item.get(name)
        if value is not None:
            return TRUTH_VALUES.get(str(value).strip().lower())
    return None


def _line(item: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    """Return the first of the named fields that holds a string, on one line."""
    text = first_text(item, names)
    return " ".join(text.split()) if text else None


def _date(item: Mapping[str, object], names: tuple[str, ...]) -> datetime | None:
    """Return the first of the named fields that holds a date."""
    for name in names:
        moment = read_value(item.get(name))
        if moment:
            return moment
    return None


def _author(item: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    """Return an author's name, or several, joined by commas."""
    for name in names:
        authors = _names(item.get(name))
        if authors:
            return ", ".join(authors)
    return None


def _tags(item: Mapping[str, object], names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tags of a record, each once; a string is split at its commas."""
    for name in names:
        value = item.get(name)
        tags = _names(value.split(",") if isinstance(value, str) else value)
        if tags:
            return tuple(dict.fromkeys(tags))
    return ()


def _names(value: object) -> list[str]:
    """Read a name, a list of names, or of objects with a name."""
    if isinstance(value, Mapping):
        value = value.get("name")
    if isinstance(value, str):
        text = " ".join(storable_text(value).split())
        return [text] if text else []
    names: list[str] = []
    if isinstance(value, list):
        for entry in value:
            if not isinstance(entry, list):
                names += _names(entry)
    return names
