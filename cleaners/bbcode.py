"""Take the marks of BBCode out of a text: "[b]" and "[/b]", as boards and some mails have them.

Only pairs are marks. A bracket alone is of the author: "[sic]", a note "[1]", a place "[b]" of a
drawing. A text that speaks of BBCode shows its marks, and keeps them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from cleaners.draft import Edit
from cleaners.lazy_patterns import compile_later

RULE = "bbcode"
SIGN = "[/"  # is in every pair
# What has text between its marks, and what has an address there, which is none of the text.
AROUND_TEXT = (
    "b|i|u|s|strike|url|email|quote|color|colour|size|font|center|centre|left|right|justify|indent"
    "|list|sub|sup|spoiler|highlight|h[1-6]"
)
AROUND_ADDRESS = "img|image|youtube|video|media"
OPENING = r"(?<![\[/])\["
VALUE = r"(?:[= ][^\[\]\n]{1,300})?"  # "=4", '="Ines" date=5'
TAG = compile_later(
    rf"{OPENING}(?:(?P<name>{AROUND_TEXT}){VALUE}|/(?P<closed>{AROUND_TEXT}))\]",
    re.IGNORECASE,
)
ADDRESS = compile_later(
    rf"{OPENING}(?P<name>{AROUND_ADDRESS}){VALUE}\][^\s\[\]]{{1,500}}\[/(?P=name)\]",
    re.IGNORECASE,
)
SPEAKS_OF_IT = compile_later(r"\bBB[ -]?codes?\b", re.IGNORECASE)
MOST_MARKS = 20_000  # in one text; a guard on cost, not tuned
Place = tuple[int, int]
Opened = defaultdict[str, list[Place]]


def find_bbcode(text: str) -> tuple[Edit, ...]:
    """Find the edits that take marks of BBCode out, with addresses of pictures between them."""
    if SIGN not in text or SPEAKS_OF_IT.search(text):
        return ()
    marks = sorted(_marks(text))
    if len(marks) > MOST_MARKS:
        return ()
    return tuple(Edit(start, end, "", RULE) for start, end in marks)


def _marks(text: str) -> Iterator[Place]:
    for picture in ADDRESS.finditer(text):
        yield picture.span()
    opened: Opened = defaultdict(list)
    for mark in TAG.finditer(text):
        yield from _closed_by(mark, opened)


def _closed_by(mark: re.Match[str], opened: Opened) -> Iterator[Place]:
    """Yield the places of a mark and of the last one that it closes; note one that opens."""
    if mark["name"]:
        opened[mark["name"].lower()].append(mark.span())
        return
    waiting = opened[mark["closed"].lower()]
    if waiting:
        yield waiting.pop()
        yield mark.span()
