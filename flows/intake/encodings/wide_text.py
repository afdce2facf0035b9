"""Recognise UTF-16 without a byte order mark, binary data, and zeros that only pad a text."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter

from cleaners.article import Reason
from flows.intake.inputs import UnfitError

# How files that are not text begin: pictures, PDF, programs, archives, sound, fonts, data.
MAGIC_NUMBERS = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF-",
    b"\x7fELF",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x28\xb5\x2f\xfd",
    b"RIFF",
    b"OggS",
    b"ID3\x03",
    b"\xd0\xcf\x11\xe0",
    b"BZh",
    b"\xfd7zXZ",
    b"PAR1",
    b"wOFF",
    b"wOF2",
    b"SQLite format 3",
)
# Bytes in which control characters are counted, at the start and at the end. A guard, not tuned.
SAMPLE_BYTES = 65_536
# Text has no control characters but breaks, and escape sequences in copies of terminals; a few
# zero bytes come from broken downloads. More than one byte in so many is binary data. A guard.
CONTROLS_ONE_IN = 20
FEW_CONTROLS = 3  # that even a short text may have
FEW_ONE_IN = 6  # as long as it is longer than this for each
# Zeros that programs leave at the ends of words and lines, as after each string of C.
ZEROS_AT_GAPS = re.compile(rb"\0+(?=\s)|(?<=\s)\0+")
# Zeros behind a text, up to a block of a disk. More of them may be all of a text that is lost.
BLOCK_BYTES = 4_096
PADDED_BYTES = 200  # of a text without its zeros: two sentences or three. Set by hand
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
WIDE_CODECS = ("utf-16-le", "utf-16-be")
# What writing of every kind has between words and sentences. Read in the wrong order of bytes,
# none of them is left.
GAPS = frozenset(" \n。、，")
GAP_ONE_IN = (
    200  # characters; Chinese has a stop in every 30, any other writing more. Not tuned
)
UNWRITTEN = frozenset(("Cc", "Cn", "Co"))
UNWRITTEN_ONE_IN = 50  # characters of a text that may be damage. A guard, not tuned
BREAKS = frozenset("\t\n\v\f\r")


def without_padding(data: bytes) -> bytes:
    """Return UTF-8 without zero bytes, where all of them are behind the text or at white space.

    Others may stand for characters that are lost, and bytes that have them are returned whole.
    """
    if 0 not in data:
        return data
    before_end = data.rstrip(b"\0")
    text = ZEROS_AT_GAPS.sub(b"", before_end)
    padding = len(data) - len(before_end)
    is_article = len(text) >= PADDED_BYTES and padding <= BLOCK_BYTES
    if is_article and _is_plain(text):
        return text
    return data


def _is_plain(data: bytes) -> bool:
    """Return whether bytes are UTF-8 without control characters, as UTF-16 hardly is."""
    if data != data.translate(None, CONTROLS):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def refuse_binary(data: bytes) -> None:
    """Raise UnfitError for bytes that no text begins with or is made of."""
    if data.startswith(MAGIC_NUMBERS):
        raise UnfitError(Reason.BINARY, f"begins with {data[:4]!r}")
    _refuse_controls(data[:SAMPLE_BYTES])
    rest = data[SAMPLE_BYTES:]
    _refuse_controls(rest[-SAMPLE_BYTES:])


def _refuse_controls(sample: bytes) -> None:
    size = len(sample)
    others = sample.translate(None, CONTROLS)
    controls = size - len(others)
    if controls > _allowed_controls(size):
        detail = f"{controls:,} control characters in {size:,} bytes"
        raise UnfitError(Reason.BINARY, detail)


def _allowed_controls(size: int) -> int:
    few = min(FEW_CONTROLS, size // FEW_ONE_IN)
    return max(few, size // CONTROLS_ONE_IN)


def wide_codec(data: bytes) -> str | None:
    """Return the codec of UTF-16 that bears no mark; None for any other bytes."""
    sample = data[:SAMPLE_BYTES]
    if 0 not in sample or len(data) % 2:
        return None
    return next((codec for codec in WIDE_CODECS if _is_text(sample, codec)), None)


def _is_text(sample: bytes, codec: str) -> bool:
    """Return whether bytes read as text in a codec of two bytes a character."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        text = decoder.decode(sample)
    except UnicodeDecodeError:
        return False
    return _is_written(text)


def _is_written(text: str) -> bool:
    counted = Counter(text)
    gaps = sum(counted[gap] for gap in GAPS)
    unwritten = sum(map(counted.__getitem__, filter(_is_unwritten, counted)))
    is_clean = unwritten * UNWRITTEN_ONE_IN <= len(text)
    return is_clean and gaps * GAP_ONE_IN >= len(text)


def _is_unwritten(character: str) -> bool:
    return character not in BREAKS and unicodedata.category(character) in UNWRITTEN
