"""Decode bytes: by byte order mark, as UTF-8, as the page declares, and last by a guess."""

from __future__ import annotations

import codecs
import re

import charset_normalizer
import webencodings

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
# UTF-32 first: its little-endian mark begins with that of UTF-16.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Declarations that say nothing here. The bytes have disproved UTF-8 and UTF-16 by then,
# and the other two are no encodings of text.
DISREGARDED = ("utf-8", "utf-16le", "utf-16be", "replacement", "x-user-defined")
# The encodings that a guess may name, all of them in use on news sites. Python's names.
GUESSED = [
    "big5hkscs",
    "cp1250",
    "cp1251",
    "cp1252",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp1258",
    "cp874",
    "cp932",
    "cp949",
    "euc_jp",
    "gb18030",
    "iso8859_2",
    "iso8859_5",
    "iso8859_7",
    "koi8_r",
    "koi8_u",
]
DEFAULT_ENCODING = "cp1252"  # where nothing speaks for another one
CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
# Bytes in which a page's declaration is looked for. Browsers look at 1,024; four times
# that leaves room for scripts before it. A guard, not tuned.
DECLARATION_BYTES = 4_096
# Bytes from the first that is not ASCII that charset_normalizer is shown: it is slow, and
# some thousand letters tell encodings apart. A guard, not tuned.
GUESS_BYTES = 16_384
# Bytes at the start in which control characters are counted. A guard, not tuned.
CONTROL_BYTES = 65_536
# Text in the encodings above has no control characters; more than one byte in so many is
# binary data. A guard, not tuned.
CONTROLS_ONE_IN = 20
# UTF-8 of which less than one in so many of its high bytes is broken is UTF-8 with
# damage: text in another encoding hardly ever forms valid sequences. A guard, not tuned.
BROKEN_ONE_IN = 10
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
# Quotes, dashes, dots and signs of cp1252, which alone do not name a language.
CP1252_PUNCTUATION = bytes(
    [0x80, 0x85, *range(0x91, 0x98), 0x99, 0xA0, 0xA3, 0xA9, 0xAE, 0xB0, 0xB7, 0xBD]
)
ASCII = bytes(range(128))


def decode(data: bytes, *, is_html: bool = False) -> str:
    """Decode the bytes of a record.

    Bytes that stand for no character become U+FFFD. Raises UnfitError for binary data.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    refuse_binary(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        declared = _declared_encoding(data) if is_html else None
        return data.decode(declared or _guess_encoding(data), "replace")


def refuse_binary(data: bytes) -> None:
    """Raise UnfitError for bytes that no text begins with or is made of."""
    if data.startswith(MAGIC_NUMBERS):
        raise UnfitError(Reason.BINARY, f"begins with {data[:4]!r}")
    zero = data.find(0)
    if zero >= 0:
        raise UnfitError(Reason.BINARY, f"a zero byte at offset {zero:,}")
    _refuse_controls(data[:CONTROL_BYTES])


def _refuse_controls(sample: bytes) -> None:
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    if controls * CONTROLS_ONE_IN > len(sample):
        counted = f"{controls:,} control characters"
        raise UnfitError(Reason.BINARY, f"{counted} in the first {len(sample):,} bytes")


def _declared_encoding(data: bytes) -> str | None:
    """Return the codec for the label that a page declares, or None.

    Labels mean what the WHATWG says they mean in browsers: latin-1 and ASCII, for one,
    are windows-1252 (https://encoding.spec.whatwg.org/#names-and-labels).
    """
    declaration = CHARSET.search(data[:DECLARATION_BYTES])
    if not declaration:
        return None
    encoding = webencodings.lookup(declaration[1].decode("ascii"))
    if not encoding or encoding.name in DISREGARDED:
        return None
    if encoding.name == "gbk":
        return "gb18030"  # which browsers decode GBK by; Python's own gbk knows less
    codec: str = encoding.codec_info.name
    return codec


def _guess_encoding(data: bytes) -> str:
    """Guess the encoding of bytes that are not valid UTF-8."""
    high = data.translate(None, ASCII)
    broken = data.decode("utf-8", "replace").count("\ufffd")
    if broken * BROKEN_ONE_IN < len(high):
        return "utf-8"
    if not high.translate(None, CP1252_PUNCTUATION):
        return DEFAULT_ENCODING
    first_high = data.index(high[0])
    line_start = data.rfind(b"\n", 0, first_high) + 1
    sample = data[line_start : line_start + GUESS_BYTES]
    return _likeliest_encoding(sample)


def _likeliest_encoding(sample: bytes) -> str:
    """Return the encoding in which a sample is text; the default one wins a tie."""
    matches = charset_normalizer.from_bytes(sample, cp_isolation=GUESSED)
    best = matches.best()
    if not best:
        return DEFAULT_ENCODING
    for match in matches:
        if match.encoding == DEFAULT_ENCODING and match.chaos <= best.chaos:
            return DEFAULT_ENCODING
    return best.encoding
