"""Read the head of a scrape: YAML or TOML front matter, or lines such as "Title: …", "URL: …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleaners.markdown.fields import Values, add_value, known_field

FENCED = re.compile(
    r"\s*(?:---|\+\+\+)[ \t]*\n"
    r"(?P<body>(?:(?!(?:---|\+\+\+|\.\.\.)[ \t]*$)[^\n]*\n){1,300}+)"
    r"(?:---|\+\+\+|\.\.\.)[ \t]*(?:\n|\Z)",
    re.MULTILINE,
)
# `key: value`, `key = value`, and an entry of a list.
ENTRY = re.compile(
    r"^(?P<key>[A-Za-z][\w:. -]{0,40}?)[ \t]*[:=](?:[ \t]+(?P<value>.*))?$"
)
ITEM = re.compile(r"^[ \t]*-[ \t]+(?P<value>.*)$")
INLINE_LIST = re.compile(r"\[(?!\[)(?P<items>.*)\],?")
LINE = re.compile(
    r"[ \t]*(?:[-*•][ \t]+)?(?:\*\*|__)?(?P<key>[^\W\d_](?:[^\W\d]|[ -]){1,24}?)"
    r"(?:\*\*|__)?[ \t]*[:：]"
    r"(?:\*\*|__)?[ \t]*(?P<value>.*?)[ \t\\]*"
)
HEADING = re.compile(r" {0,3}#{1,2}[ \t]+\S.*")
BREAK = re.compile(r"[ \t]*(?:[-=*]{3,}[ \t]*)?")  # a blank line, or a line of signs
MOST_LINES = 40  # of a head without fences. A guard, not tuned.
# Lines that make a head: one may be the first line of an article, if it is no lone address.
FEWEST_FIELDS = 2
# Names that only scrapers write: one is enough.
TELLING = ("urlsource", "markdowncontent", "publishedtime")


@dataclass(frozen=True, slots=True)
class Head:
    """The fields of a head, and the stretches of the text that it takes."""

    values: Values
    spans: tuple[tuple[int, int], ...]


def find_head(text: str) -> Head | None:
    """Find the head at the top of a text."""
    fenced = FENCED.match(text)
    if fenced and (values := _front_matter(fenced["body"])):
        return Head(values, ((0, fenced.end()),))
    return _lines_of_fields(text)


def _front_matter(body: str) -> Values | None:
    """Read the lines between fences; None where they are no fields of an article."""
    values = Values()
    field = None
    for line in body.split("\n"):
        entry = ENTRY.match(line)
        item = ITEM.match(line)
        if item and not entry:
            add_value(values, field, item["value"])
        elif entry:
            field = known_field(entry["key"])
            for value in _values(entry["value"] or ""):
                add_value(values, field, value)
        elif line.strip() and not line.startswith((" ", "\t", "#", "]", "[", '"')):
            return None  # prose between two rules
    return values if values.read else None


def _values(value: str) -> Iterator[str]:
    """Yield a value, or the entries of a list that is written in one line."""
    listed = INLINE_LIST.fullmatch(value.strip())
    if listed:
        yield from listed["items"].split(",")
    else:
        yield value


def _lines_of_fields(text: str) -> Head | None:
    """Read lines such as "URL: …" at the top; a heading may be before them."""
    values = Values()
    keys: list[str] = []
    spans: list[tuple[int, int]] = []
    start = 0
    lines = text.split("\n", MOST_LINES)
    for line in lines[:MOST_LINES]:
        end = start + len(line)
        match = LINE.fullmatch(line)
        field = known_field(match["key"], match["value"]) if match else None
        if match and field:
            keys.append(match["key"])
            spans.append((start, end))
            add_value(values, field, match["value"])
        elif not _may_be_between(line, keys):
            break
        start = end + 1
    if not _is_head(keys, values):
        return None
    return Head(values, tuple(spans))


def _may_be_between(line: str, keys: list[str]) -> bool:
    """Return whether a line is blank, a line of signs, or a heading before all fields."""
    if BREAK.fullmatch(line):
        return True
    return not keys and HEADING.fullmatch(line) is not None


def _is_head(keys: list[str], values: Values) -> bool:
    """Return whether lines are the head of a scrape: they have an address or a date."""
    names = set()
    for key in keys:
        letters = "".join(filter(str.isalpha, key))
        names.add(letters.lower())
    if names.intersection(TELLING) or values.is_lone_address:
        return True
    return len(names) >= FEWEST_FIELDS and values.is_sure
