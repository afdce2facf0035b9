"""Guess the encoding of bytes that are no UTF-8: by how well each reading reads.

chardet compares the bytes with letter pairs of 50 languages in each encoding. What it cannot know
is added: what the page declares, its language, and letters that no word has in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import chardet

from cleaners import language
from flows.intake.encodings.code_pages import CODE_PAGES, CodePage, page_of
from flows.intake.encodings.faults import fault_rate

DEFAULT = page_of("cp1252") or CODE_PAGES[0]
# Bytes that readings are compared on: some thousand letters tell encodings apart. A guard, not
# tuned.
SAMPLE_BYTES = 8_192
# Characters before the first high byte that belong to the sample. They show the language.
LEAD = 512
HIGH = re.compile(rb"[\x80-\xff]")
# Words by which chardet would look for a declaration, which has been read already.
DECLARING = re.compile(rb"charset|encoding|coding", re.IGNORECASE)
# A reading in which more than one in so many characters is undefined is not considered.
BROKEN_ONE_IN = 50
BROKEN = 0.85  # what is left of the score of one in which any is undefined
# How much a fault counts against a reading, for each high character.
FAULT_WEIGHT = 4.0
# Readings far less likely than the best are not looked at for faults, for the sake of cost.
CONTENDER = 0.5
# Bonus of the encoding that a page declares, and of those of its language.
DECLARED = 1.15
OF_LANGUAGE = 1.15
# Below this likelihood chardet knows no language like that of the text (own texts: .20 and more in
# 200 characters of those that it knows, .13 in Albanian), so that the bonuses count more.
UNKNOWN = 0.15
DECLARED_UNKNOWN = 2.0
OF_LANGUAGE_UNKNOWN = 1.6
NAMES = tuple(page.detected_as for page in CODE_PAGES)


@dataclass(frozen=True, slots=True)
class Claims:
    """What a page says of itself: the codecs that it declares, and its language, or None.

    `is_known` says that chardet knows a language like that of the text.
    """

    codecs: tuple[str, ...] = ()
    language: str | None = None
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """A sample read in one encoding, with the likelihood that chardet gives it."""

    page: CodePage
    text: str
    is_broken: bool  # whether the encoding lacks some of the bytes
    likelihood: float


def guess_codec(data: bytes, claims: Claims) -> str:
    """Return the codec in which bytes read best."""
    sample = sample_lines(data)
    readings = _contenders(sample)
    if readings and readings[0].likelihood < UNKNOWN:
        claims = _with_language(claims, sample)
    return _best(readings, claims)


def _contenders(sample: bytes) -> list[Reading]:
    """Return the readings that are not far less likely than the best, the best first."""
    readings = sorted(_readings(sample), key=_likelihood, reverse=True)
    least = CONTENDER * max(map(_likelihood, readings), default=0.0)
    return [reading for reading in readings if 0 < least <= reading.likelihood]


def _best(readings: Sequence[Reading], claims: Claims) -> str:
    if not readings:
        return next(iter(claims.codecs), DEFAULT.codec)
    best = max(readings, key=lambda reading: _score(reading, claims))
    return best.page.codec


def _likelihood(reading: Reading) -> float:
    return reading.likelihood


def _with_language(claims: Claims, sample: bytes) -> Claims:
    """Add the language that the ASCII letters of a text look like."""
    text = sample.decode(DEFAULT.codec, "replace")
    code = claims.language or language.detect(text).code
    return Claims(claims.codecs, code, is_known=False)


def sample_lines(data: bytes) -> bytes:
    """Return the lines with high bytes, up to a limit."""
    lines = []
    size = 0
    for line in high_lines(data):
        lines.append(line)
        size += len(line)
        if size >= SAMPLE_BYTES:
            break
    sample = b"".join(lines)
    return DECLARING.sub(b" ", sample)


def high_lines(data: bytes) -> Iterator[bytes]:
    """Yield the lines that are not ASCII; of long ones, what is around such bytes."""
    end = 0
    while high := HIGH.search(data, end):
        start = _line_start(data, end, high.start())
        end = _line_end(data, start, high.start())
        yield data[start:end]


def _line_start(data: bytes, earliest: int, high: int) -> int:
    reach = max(earliest, high - LEAD)
    newline = data.rfind(b"\n", reach, high)
    return max(reach, newline + 1)


def _line_end(data: bytes, start: int, high: int) -> int:
    latest = start + SAMPLE_BYTES
    newline = data.find(b"\n", high, latest)
    return newline + 1 if newline >= 0 else latest


def _readings(sample: bytes) -> Iterator[Reading]:
    """Yield the readings of a sample in all encodings that have its characters."""
    likelihoods = _likelihoods(sample, NAMES)
    for page in CODE_PAGES:
        text = sample.decode(page.codec, "replace")
        broken = text.count("\ufffd")
        if broken * BROKEN_ONE_IN > len(text):
            continue
        likelihood = likelihoods.get(page.detected_as, 0.0)
        if broken:
            likelihood = _likelihood_without_broken(sample, page)
        yield Reading(page, text, broken > 0, likelihood)


def _likelihood_without_broken(sample: bytes, page: CodePage) -> float:
    defined = sample.decode(page.codec, "ignore").encode(page.codec, "ignore")
    return _likelihoods(defined, (page.detected_as,)).get(page.detected_as, 0.0)


def _likelihoods(sample: bytes, names: Sequence[str]) -> dict[str | None, float]:
    """Return how likely chardet finds each of some encodings."""
    found = chardet.detect_all(
        sample,
        ignore_threshold=True,
        compat_names=False,
        include_encodings=(*names, DEFAULT.detected_as),
        empty_input_encoding=DEFAULT.detected_as,
    )
    return {each["encoding"]: each["confidence"] for each in found}


def _score(reading: Reading, claims: Claims) -> float:
    page = reading.page
    sound = max(0.0, 1 - FAULT_WEIGHT * fault_rate(reading.text))
    score = reading.likelihood * page.weight * sound
    if reading.is_broken:
        score *= BROKEN
    return score * _bonus(page, claims)


def _bonus(page: CodePage, claims: Claims) -> float:
    bonus = 1.0
    if page.codec in claims.codecs:
        bonus *= DECLARED if claims.is_known else DECLARED_UNKNOWN
    if claims.language in page.languages:
        bonus *= OF_LANGUAGE if claims.is_known else OF_LANGUAGE_UNKNOWN
    return bonus
