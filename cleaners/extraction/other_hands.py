"""Part a byline from the credits of those who made something else: photographers, editors."""

from __future__ import annotations

import re

from cleaners.languages import any_of
from cleaners.lazy_patterns import compile_later
from cleaners.names import LEAD

HAND = any_of("other_hands")
OTHER_HAND = re.compile(rf"\b{HAND}\b", re.IGNORECASE)
AND = rf"(?:{any_of('between_names')}|&|\+)"
# What is between a hand and a name: "by", a colon, or the full stop of an abbreviation.
TO_NAME = rf"(?:\s*[:：]|\.\s|\s+(?:{any_of('by')}|{any_of('by_or_surname')})(?:\s|$))"
CREDIT = rf"\b{HAND}(?:\s+{AND}\s+[^\W\d_]+)?{TO_NAME}"
# "Ann Weir. Photos by Cal Hume", "Ann Weir (Text) und Cal Hume (Fotos)".
CREDIT_BEHIND = compile_later(
    rf"(?<=[\w).])[\s.,;|/•·–—-]+(?:{AND}\s+)?{CREDIT}.*$"
    rf"|\s*\([^\W\d_]+\)\s*(?:[,/]|{AND}\s)[^,()]+\(\s*{HAND}\s*\).*$",
    re.IGNORECASE,
)
# "Photo: Cal Hume, text: Ann Weir"; "Text und Fotos: Ann Weir", where one person made both.
NAMED_FIRST = (
    rf"(?P<label>){CREDIT}[^:：]*[\s,;|/•·–—-](?=\w+\s*[:：])",
    rf"(?P<label>){HAND}\s*(?:\s{AND}\s|[&+/])\s*(?=\w)",
    rf"(?P<label>\w+)\s*(?:\s{AND}\s|[&+/])\s*{HAND}(?={TO_NAME})",
)
SECOND_WORKS = [compile_later(rf"^{each}", re.IGNORECASE) for each in NAMED_FIRST]


def writers_part(text: str) -> str:
    """Return the part of a byline that names the writer, or the whole where nobody else is named.

    >>> writers_part("Story by Ann Weir | Photos by Cal Hume")
    'Story by Ann Weir'
    >>> writers_part("Text und Fotos: Ann Weir")
    'Text: Ann Weir'
    """
    if not OTHER_HAND.search(text):
        return text
    return CREDIT_BEHIND.sub("", _from_label(text))


def names_other_hand(text: str) -> bool:
    """Return whether a byline goes on to somebody who made something else."""
    return CREDIT_BEHIND.search(_from_label(text)) is not None


def _from_label(text: str) -> str:
    """Cut off the work that stands before or in the writer's label, if that is left."""
    for pattern in SECOND_WORKS:
        labelled = pattern.sub(r"\g<label>", text)
        if labelled != text and LEAD.match(labelled):
            return labelled
    return text
