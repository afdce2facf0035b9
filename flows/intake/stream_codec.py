"""Find out what a file as a whole is encoded in, by its beginning, and convert it to UTF-8.

Records alone may be too short to tell. Encodings whose characters have bytes that look like ASCII
must be converted before a file is cut into records.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from functools import lru_cache

from flows.intake.decoding import (
    BYTE_ORDER_MARKS,
    DAMAGED_UTF8,
    FEW_LETTERS,
    codec_of,
    share_of_utf8,
)
from flows.intake.encodings.expectation import Expectation
from flows.intake.encodings.legacy import SAMPLE_BYTES, Claims, high_lines
from flows.intake.encodings.wide_text import wide_codec

# Bytes at the start by which a file is judged: some hundred records. A guard on cost, not tuned.
HEAD_BYTES = 1 << 20
# Bytes of a line after which it is converted before its end is seen. A guard against memory.
LONG_LINE = 1 << 20
UNIT_BYTES = 2  # of UTF-16
MULTIBYTE = frozenset({"gb18030", "big5hkscs", "cp949", "cp932", "euc_jp"})
# Samples whose codec is remembered: a file is opened several times. Not tuned
KNOWN_SAMPLES = 16


def stream_codec(head: bytes) -> str | None:
    """Return the codec that a file is converted from; None for one that is read as it is."""
    marked = marked_stream_codec(head)
    if marked:
        return marked
    even = head[: len(head) // UNIT_BYTES * UNIT_BYTES]
    wide = wide_codec(even)
    if wide:
        return wide
    legacy = legacy_codec(head)
    return legacy if legacy in MULTIBYTE else None


def marked_stream_codec(head: bytes) -> str | None:
    """Return the codec that the byte order mark of a file names."""
    for mark, codec in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return codec
    return None


def legacy_codec(head: bytes) -> str | None:
    """Return the codec that the lines of a file are in that are no UTF-8; None without any."""
    expectation = expectation_of(head)
    return expectation.codec if expectation else None


def expectation_of(head: bytes) -> Expectation | None:
    """Return what the lines of a file are in that are no UTF-8; None without any."""
    last_break = head.rfind(b"\n")
    lines = head[: last_break + 1] or head
    if _is_utf8(lines):
        return None
    sample = _legacy_sample(lines)
    return _expectation_of_sample(sample) if sample else None


def to_utf8(source: Iterable[bytes], codec: str) -> Iterator[bytes]:
    """Convert the bytes of a file to UTF-8, without a byte order mark."""
    convert = _by_lines if codec in MULTIBYTE else _as_it_comes
    yield from filter(None, convert(source, codec))


def _as_it_comes(source: Iterable[bytes], codec: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(codec)("replace")
    for chunk in source:
        yield decoder.decode(chunk).encode()
    yield decoder.decode(b"", final=True).encode()


def _legacy_sample(lines: bytes) -> bytes:
    """Return what of some lines is no UTF-8, up to a limit."""
    sample = b""
    for line in high_lines(lines):
        if share_of_utf8(line) < DAMAGED_UTF8:
            sample += line
        if len(sample) >= SAMPLE_BYTES:
            break
    return sample


@lru_cache(KNOWN_SAMPLES)
def _expectation_of_sample(sample: bytes) -> Expectation:
    codec = codec_of(sample, Claims())
    return Expectation.of(codec, sample)


def _by_lines(source: Iterable[bytes], codec: str) -> Iterator[bytes]:
    """Convert each line that is no UTF-8 already: exports are joined from several sources."""
    decoder = codecs.getincrementaldecoder(codec)("replace")
    unfinished = b""
    for chunk in source:
        *lines, unfinished = (unfinished + chunk).split(b"\n")
        yield b"".join(_line_to_utf8(line, decoder) + b"\n" for line in lines)
        if len(unfinished) > LONG_LINE:
            yield decoder.decode(unfinished).encode()
            unfinished = b""
    yield _line_to_utf8(unfinished, decoder)


def _line_to_utf8(line: bytes, decoder: codecs.IncrementalDecoder) -> bytes:
    unfinished, _ = decoder.getstate()
    if not unfinished and (line.isascii() or _is_certain_utf8(line)):
        return line
    text = decoder.decode(line, final=True)
    decoder.reset()
    return text.encode()


def _is_certain_utf8(line: bytes) -> bool:
    """Return whether a line is UTF-8, and has more of it than could be by accident."""
    ascii_only = line.decode("ascii", "ignore")
    return len(line) - len(ascii_only) >= FEW_LETTERS and _is_utf8(line)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
