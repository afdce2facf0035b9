"""Take the part of a text whose language is detected."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

# Characters. With 2,000 the answers are the same, and take twice as long. They are taken from
# several places, since a page may begin or end in another language.
SAMPLE = 1_000
PLACES = 4

# Addresses end at the first character that is not ASCII: Chinese has no space after them. The
# part before the @ has up to 64 characters (RFC 5321, 4.5.3.1.1).
ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+|[\w.+-]{1,64}@[!-~]+")
SIGNS_OF_ADDRESSES = ("://", "www.", "@")
DIGIT = re.compile(r"\d")


def take(text: str) -> str:
    """Return a short text as it is, of a long one four stretches at even distances."""
    sample = text
    if len(text) > SAMPLE:
        sample = " ".join(_stretches(text))
    if any(sign in sample for sign in SIGNS_OF_ADDRESSES):
        sample = ADDRESS.sub(" ", sample)
    return sample


def _stretches(text: str) -> Iterator[str]:
    """Yield the first stretch of a text, the last, and those between."""
    size = SAMPLE // PLACES
    distance = (len(text) - size) / (PLACES - 1)
    for place in range(PLACES):
        start = int(place * distance)
        yield text[start : start + size]


def without_figures(sample: str) -> str:
    """Return a table or a timetable without its figures; Chinese has no spaces around them."""
    words = sample.split()
    return " ".join(word for word in words if not _is_figure(word))


def _is_figure(word: str) -> bool:
    return word.isascii() and DIGIT.search(word) is not None


def cut(sample: str) -> list[str]:
    """Cut a sample into as many parts of one length as it has stretches."""
    size = math.ceil(len(sample) / PLACES)
    starts = range(0, len(sample), size)
    return [sample[start : start + size] for start in starts]
