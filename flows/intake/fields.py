"""From the fields of a JSON object to what is known about an article."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from cleaners.article import Metadata
from flows.intake import dates
from flows.intake.decoding import settled
from flows.settings import Fields

MARKUP = re.compile(
    r"\s*<(?:!doctype html|\?xml|html|head|body|article|section|main|div|p|h[1-6]|figure)\b",
    re.IGNORECASE,
)
TRUTHS = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}


def is_markup(text: str) -> bool:
    """Tell whether a text is really HTML: it begins with a tag of a page or a block."""
    return bool(MARKUP.match(text)) and "</" in text


def first_text(item: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    """Take the first of the named fields that holds a string with something in it."""
    held = (item.get(name) for name in names)
    return next(
        (settled(value) for value in held if isinstance(value, str) and value.strip()),
        None,
    )


def metadata(item: Mapping[str, object], fields: Fields) -> Metadata:
    """Read the columns that a record gives itself; unknown is None."""
    return Metadata(
        url=_line(item, fields.url),
        site=_line(item, fields.site),
        title=_line(item, fields.title),
        author=_author(item, fields.author),
        published_at=next(
            filter(None, (dates.parse(item.get(name)) for name in fields.published_at)),
            None,
        ),
        fetched_at=next(
            filter(None, (dates.parse(item.get(name)) for name in fields.fetched_at)),
            None,
        ),
        tags=_tags(item, fields.tags),
        section=_line(item, fields.section),
        licence=_line(item, fields.licence),
    )


def source_id(item: Mapping[str, object], fields: Fields) -> str | None:
    """Read the record's own id, of whatever type, as a string."""
    found = next(
        (item[name] for name in fields.source_id if item.get(name) not in (None, "")),
        None,
    )
    if found is None:
        return None
    return settled(
        found
        if isinstance(found, str)
        else json.dumps(found, ensure_ascii=False, sort_keys=True)
    )


def robots_ok(item: Mapping[str, object], fields: Fields) -> bool | None:
    """Read whether the site's robots.txt allowed the fetch, where the record says so."""
    found = next(
        (item[name] for name in fields.robots_ok if item.get(name) is not None), None
    )
    return TRUTHS.get(str(found).strip().lower())


def _line(item: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    """Take the first of the named fields that holds a string, on one line."""
    text = first_text(item, names)
    return " ".join(text.split()) if text else None


def _author(item: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    """Take an author's name, or several, joined by commas."""
    for name in names:
        if found := ", ".join(_names(item.get(name))):
            return found
    return None


def _tags(item: Mapping[str, object], names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        value = item.get(name)
        if found := _names(value.split(",") if isinstance(value, str) else value):
            return tuple(dict.fromkeys(found))
    return ()


def _names(value: object) -> list[str]:
    """Read a name, a list of names, or of objects with a name."""
    if isinstance(value, Mapping):
        value = value.get("name")
    if isinstance(value, str):
        text = " ".join(settled(value).split())
        return [text] if text else []
    if isinstance(value, list):
        return [
            name
            for entry in value
            if not isinstance(entry, list)
            for name in _names(entry)
        ]
    return []
