"""Split an export of a news database, one text with many articles, into these.

Databases number their articles (`Document 1 of 3`, `1 of 3 DOCUMENTS`), write a line below each
(`End of Document`, or `Document` and a key), or draw a rule between two. Numbers count where they
follow one another, keys always, the others where each article has headers of databases.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cleaners.lazy_patterns import compile_later

NUMBER = r"[1-9]\d{0,4}"
LINE_START = r"[ \t\f]*"  # a page may begin before a heading
LINE_END = r"[ \t]*\r?(?:\n|\Z)"
OF = "(?:of|von|van|de|di|sur)"
COUNTED = (
    rf"{LINE_START}(?:(?:Document|Dokument|Documento) (?P<document>{NUMBER}) {OF}"
    rf" (?P<documents>{NUMBER})"
    rf"|(?P<place>{NUMBER}) {OF} (?P<places>{NUMBER}) DOCUMENTS){LINE_END}"
)
RULE = r"[ \t]*(?:_{10,200}|-{10,200}|={10,200})"
HEADING = compile_later(rf"^{COUNTED}", re.MULTILINE)
FIRST_HEADING = compile_later(rf"\s{{0,99}}(?:{RULE}\s{{1,99}})?{COUNTED}")
COVER = compile_later(r"\s{0,99}Report Information from ProQuest\b")
# Factiva's keys: eight signs of the source, a day, and nine signs.
KEY = r"Document [A-Z][A-Z0-9]{7}(?:19|20)\d{6}[a-z][0-9a-z]{8}"
KEYED = compile_later(rf"^{LINE_START}{KEY}{LINE_END}", re.MULTILINE)
ENDED = compile_later(rf"^{LINE_START}End of Document{LINE_END}", re.MULTILINE)
RULED = compile_later(rf"^{RULE}{LINE_END}", re.MULTILINE)
HEADER = compile_later(
    rf"^{LINE_START}(?:(?P<loaded>Load-Date):|(?P<length>Length):[ \t]*[\d,.]{{1,9}} words"
    r"|(?P<kind>Publication-Type):|(?P<section>Section):|(?P<byline>Byline):)",
    re.MULTILINE | re.IGNORECASE,
)
SURE = frozenset(("loaded", "length"))  # headers that only databases write
FEWEST_HEADERS = 2  # kinds of headers of each article, a sure one among them. By hand
# Before the first paragraph.
LABEL = compile_later(r"^Full text:[ \t]+(?=\S)", re.MULTILINE)
RULES_BELOW = compile_later(r"\s*(?:_{10,}\s*)*\Z")  # between two articles

# ProQuest writes surnames first, which other lines with a label do not: its own header tells.
PRINTED = compile_later(r"^Publication info(?:rmation)?:", re.MULTILINE)
AUTHORS = compile_later(r"^Author:[ \t]*(?P<names>[^\n]{3,200})", re.MULTILINE)
SURNAME_FIRST = compile_later(
    r"(?P<surname>[^\W\d_][^\d,;:]{1,30}), ?(?P<first>[^\W\d_][^\d,;:]{0,30})"
)

Marks = Sequence[re.Match[str]]


@dataclass(frozen=True, slots=True)
class _Parts:
    """What may be articles, and whether the marks between them leave no doubt."""

    documents: tuple[str, ...]
    are_sure: bool = False


def begins_export(head: str) -> bool:
    """Return whether the beginning of a text may be that of an export.

    A number on its first line shows it, and so does an article below which another one begins.
    """
    if FIRST_HEADING.match(_without_cover(head)):
        return True
    parts = _parts(head)
    return len(parts.documents) > 1 and (
        parts.are_sure or _has_headers(parts.documents[0])
    )


def split_documents(text: str) -> list[str]:
    """Split an export into its articles; one text where nothing shows that it is one."""
    documents = _numbered(text) or _without_numbers(text) or [text]
    return [_bare(document) for document in documents]


def stated_authors(document: str) -> tuple[str, ...]:
    """Return the authors that a document names with their surnames first, as they are called."""
    line = AUTHORS.search(document)
    if not line or not PRINTED.search(document):
        return ()
    names = line["names"].strip(" .\t\r").split(";")
    found = [SURNAME_FIRST.fullmatch(name.strip()) for name in names]
    return tuple(f"{name['first']} {name['surname']}" for name in found if name)


def _bare(document: str) -> str:
    """Return the text of a document without the label before it and the rule below."""
    without_rule = RULES_BELOW.sub("", document)
    return LABEL.sub("", without_rule, count=1)


def _numbered(text: str) -> list[str]:
    """Return the articles below the lines that number them; none where they do not."""
    text = _without_cover(text)
    if not FIRST_HEADING.match(text):
        return []
    headings = list(HEADING.finditer(text))
    if not _are_numbered(headings):
        return []
    _, *documents = _between(headings, text)
    return documents


def _without_cover(text: str) -> str:
    """Return a text without the first page of an export, with its date and its contents."""
    first = HEADING.search(text) if COVER.match(text) else None
    return text[first.start() :] if first else text


def _are_numbered(headings: Marks) -> bool:
    """Return whether headings count on by one, and all name the same number of articles."""
    totals = {heading["documents"] or heading["places"] for heading in headings}
    places = [int(heading["document"] or heading["place"]) for heading in headings]
    follows = all(after == before + 1 for before, after in pairwise(places))
    return len(places) > 1 and len(totals) == 1 and follows


def _without_numbers(text: str) -> Sequence[str]:
    """Return the articles that ends or rules part; none where they do not."""
    parts = _parts(text)
    if parts.are_sure or all(map(_has_headers, parts.documents)):
        return parts.documents
    return ()


def _parts(text: str) -> _Parts:
    """Part a text below keys, or below ends, or at rules."""
    keyed = list(KEYED.finditer(text))
    if keyed:
        return _Parts(_filled(keyed, text), are_sure=True)
    has_headers = HEADER.search(text)
    return _Parts(_filled(_doubtful(text), text) if has_headers else ())


def _doubtful(text: str) -> Marks:
    """Find the marks that other texts have too: ends, or else rules."""
    return list(ENDED.finditer(text)) or list(RULED.finditer(text))


def _filled(marks: Marks, text: str) -> tuple[str, ...]:
    """Return what is between marks, unless it is blank."""
    parts = _between(marks, text)
    return tuple(part for part in parts if part.strip())


def _between(marks: Marks, text: str) -> list[str]:
    """Return what is before, between, and behind marks."""
    begins = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(text)]
    return [text[begin:end] for begin, end in zip(begins, ends, strict=True)]


def _has_headers(document: str) -> bool:
    """Return whether a document has headers of some kinds, and one that is sure."""
    kinds = {header.lastgroup for header in HEADER.finditer(document)}
    return len(kinds) >= FEWEST_HEADERS and not SURE.isdisjoint(kinds)
