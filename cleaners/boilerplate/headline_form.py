"""Describe the text of a line that may be a headline: its form."""

from __future__ import annotations

import re

from cleaners.lines import ELLIPSES, STOPS, count_words

# What a headline may look like, chosen by hand on the development pages.
MIN_CHARACTERS, MAX_CHARACTERS = 8, 200
MIN_WORDS, MAX_WORDS = 2, 32
BULLET = re.compile(r"[•\-*–—▪◦·]|\d+[.)]\s")
# "51. sesja", "1. FC": a small letter or capitals show that the number is an ordinal.
ORDINAL = re.compile(r"\d+\. (?:[a-zß-ÿąćęłńóśźżčšžřů]|[A-Z]{2})")
BARS = "|/»>›·•"
QUESTION_MARKS = "?？؟"
CLOSING = "\"'”’»)] "

HeadlineFeatures = dict[str, float]
"""Features of one line by name; all lines have the same."""


def may_be_headline(text: str) -> bool:
    """Whether a line could be a headline: some words, no bullet, no colon or comma at its end."""
    if not MIN_CHARACTERS <= len(text) <= MAX_CHARACTERS or _is_item(text):
        return False
    if text.endswith((":", ";", ",")):
        return False
    return MIN_WORDS <= count_words(text) <= MAX_WORDS


def _is_item(text: str) -> bool:
    """Whether a line begins like an item of a list."""
    return BULLET.match(text) is not None and ORDINAL.match(text) is None


def form_features(text: str) -> HeadlineFeatures:
    """Measure the form of a line: length, capitals, figures, and how it begins and ends."""
    return _measures(text) | _flags(text) | _ending(text)


def _measures(text: str) -> HeadlineFeatures:
    words = text.split()
    capitals = sum(word[0].isupper() for word in words)
    digits = sum(sign.isdigit() for sign in text)
    bars = sum(text.count(sign) for sign in BARS)
    return {
        "characters": float(len(text)),
        "words": float(count_words(text)),
        "capitals": capitals / len(words),
        "digits": digits / len(text),
        "bars": float(bars),
    }


def _flags(text: str) -> HeadlineFeatures:
    return {
        "is upper": float(text.isupper()),
        "starts lower": float(text[0].islower()),
        "brackets": float(text[-1] in ")]"),
    }


def _ending(text: str) -> HeadlineFeatures:
    """Return how a line ends: in a full stop, in a question, or open."""
    bare = text.rstrip(CLOSING) or text
    is_open = text.endswith(ELLIPSES)
    is_question = bare[-1] in QUESTION_MARKS
    has_stop = bare[-1] in STOPS and not bare.endswith(ELLIPSES)
    return {
        "stop": float(has_stop and not is_question),
        "question": float(is_question),
        "ellipsis": float(is_open),
    }
