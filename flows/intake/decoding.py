"""Decode bytes: by byte order mark, as UTF-8, as the page declares, and last by a guess."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from flows.intake.encodings.code_pages import MARKED, codec_of_label, page_of
from flows.intake.encodings.damaged_utf8 import (
    REPLACEMENT,
    count_sequences,
    decode_damaged,
)
from flows.intake.encodings.decoded import Decoded
from flows.intake.encodings.expectation import ASCII, Expectation
from flows.intake.encodings.faults import fault_rate
from flows.intake.encodings.legacy import Claims, guess_codec, sample_lines
from flows.intake.encodings.wide_text import (
    refuse_binary,
    wide_codec,
    without_padding,
)

__all__ = ["Decoded", "decode", "decode_noted", "refuse_binary"]

# UTF-32 first: its little-endian mark begins with that of UTF-16.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
LANGUAGE = re.compile(
    rb"""<html\b[^>]{0,500}?\blang\s*=\s*["']?\s*([a-z]{2})\b"""
    rb"""|og:locale["'][^>]{0,100}?content\s*=\s*["']?\s*([a-z]{2})\b""",
    re.IGNORECASE,
)
# Bytes in which a page's declarations are looked for. Browsers look at 1,024; four times
# that leaves room for scripts before it. A guard, not tuned.
DECLARATION_BYTES = 4_096
# Share of valid sequences of UTF-8 among the high characters, by which a text that reads best in a
# Western encoding is UTF-8 with damage. Own texts in such encodings have at most .09 by accident,
# in any at most .3: with half of them it is damage, whatever the rest reads like.
LEAST_SEQUENCES = 0.1
DAMAGED_UTF8 = 0.5
WESTERN = frozenset({"cp1252", "cp1250", "cp1254", "cp1257"})
# High bytes. Fewer show no language, so that a declaration stands as long as no letter of its
# reading is misplaced.
FEW_LETTERS = 8
# Share of misplaced letters in a reading that is not believed, whatever a page declares.
MISREAD = 0.05
# Quotes, dashes, dots and signs of cp1252, which alone do not name a language.
CP1252_PUNCTUATION = bytes(
    [0x80, 0x85, *range(0x91, 0x98), 0x99, 0xA0, 0xA3, 0xA9, 0xAE, 0xB0, 0xB7, 0xBD]
)
DEFAULT_CODEC = "cp1252"  # where nothing speaks for another one


def decode(data: bytes, *, is_html: bool = False, declared: str | None = None) -> str:
    """Decode the bytes of a record, as `decode_noted` does, to their text alone."""
    return decode_noted(data, is_html=is_html, declared=declared).text


def decode_noted(
    data: bytes,
    *,
    is_html: bool = False,
    declared: str | None = None,
    expected: Expectation | None = None,
) -> Decoded:
    """Decode the bytes of a record, and say in what they are where that had to be found out.

    `declared` is the label of the encoding in its HTTP header, `expected` what other records of
    its file are in. Bytes that stand for no character become U+FFFD, and so do zero bytes but for
    those that only pad a text.
    Raises UnfitError for binary data.
    """
    marked = marked_codec(data)
    if not marked:
        data = without_padding(data)
    codec = marked or wide_codec(data)
    if codec:
        text = data.decode(codec, "replace")
        found = Decoded(text, None if marked else codec)
    else:
        found = _decode_unmarked(data, declared, expected, is_html=is_html)
    text = found.text.removeprefix("\ufeff").replace("\0", REPLACEMENT)
    return Decoded(text, found.encoding)


def _decode_unmarked(
    data: bytes, declared: str | None, expected: Expectation | None, *, is_html: bool
) -> Decoded:
    refuse_binary(data)
    unmarked = data.removeprefix(codecs.BOM_UTF8)
    try:
        return Decoded(unmarked.decode("utf-8"))
    except UnicodeDecodeError:
        claims = _claims(unmarked, declared, is_html=is_html)
    if expected and not claims.codecs:
        return _decode_expected(unmarked, expected)
    found = _decode_invalid(unmarked, claims)
    return Decoded(found.text) if found.encoding in claims.codecs else found


def _decode_expected(data: bytes, expected: Expectation) -> Decoded:
    """Decode bytes that are like others of their file, or are guessed with these in mind."""
    codec = expected.codec
    is_legacy = share_of_utf8(data) < LEAST_SEQUENCES
    if is_legacy and expected.is_like(data) and _reads_well(data, codec):
        text = data.decode(codec, "replace")
        return Decoded(text, codec)
    return _decode_invalid(data, Claims((codec,)))


def marked_codec(data: bytes) -> str | None:
    """Return the codec that a byte order mark or an escape sequence names."""
    for mark, codec in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return codec
    for mark, codec in MARKED.items():
        if mark in data and _decodes(data, codec):
            return codec
    return None


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except ValueError:
        return False
    return True


def _claims(data: bytes, declared: str | None, *, is_html: bool) -> Claims:
    """Read what a page and its header say of its encoding and language."""
    head = data[:DECLARATION_BYTES] if is_html else b""
    labels = [declared or "", *_declared_labels(head)]
    named = [codec_of_label(label) for label in labels]
    known = dict.fromkeys(filter(None, named))
    return Claims(tuple(known), _declared_language(head))


def _declared_labels(head: bytes) -> Iterator[str]:
    for declaration in CHARSET.finditer(head):
        yield declaration[1].decode("ascii")


def _declared_language(head: bytes) -> str | None:
    found = LANGUAGE.search(head)
    if not found:
        return None
    code = found[1] or found[2]
    return code.decode("ascii").lower()


def _decode_invalid(data: bytes, claims: Claims) -> Decoded:
    """Decode bytes that are not valid UTF-8."""
    share = share_of_utf8(data)
    if share >= DAMAGED_UTF8:
        return decode_damaged(data)
    codec = codec_of(data, claims)
    if codec in WESTERN and share >= LEAST_SEQUENCES:
        return decode_damaged(data)
    return Decoded(data.decode(codec, "replace"), codec)


def share_of_utf8(data: bytes) -> float:
    """Return the share of sequences of UTF-8 among them and the other high bytes."""
    sequences, strays = count_sequences(data)
    return sequences / (sequences + strays)


def codec_of(data: bytes, claims: Claims) -> str:
    """Return the codec of bytes that are no UTF-8: a claimed one, or the likeliest."""
    high = data.translate(None, ASCII)
    is_punctuation = not high.translate(None, CP1252_PUNCTUATION)
    if is_punctuation and not claims.codecs:
        return DEFAULT_CODEC
    is_little = len(high) < FEW_LETTERS
    for codec in claims.codecs:
        is_unjudged = is_little or not page_of(codec)
        if is_unjudged and _reads_well(data, codec):
            return codec
    return guess_codec(data, claims)


def _reads_well(data: bytes, codec: str) -> bool:
    reading = sample_lines(data).decode(codec, "replace")
    return fault_rate(reading) < MISREAD
