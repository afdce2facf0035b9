"""Bytes to text: by their mark, as UTF-8, as the page declares, and only then by a guess."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

from cleaners.article import Reason
from flows.intake.inputs import UnfitError

BINARY = (
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
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What browsers take the declared names for (https://encoding.spec.whatwg.org/#names-and-labels).
DECLARED = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-2": "iso8859_2",
    "iso-8859-5": "iso8859_5",
    "iso-8859-7": "iso8859_7",
    "iso-8859-9": "cp1254",
    "iso-8859-15": "iso8859_15",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "windows-1253": "cp1253",
    "windows-1254": "cp1254",
    "windows-1255": "cp1255",
    "windows-1256": "cp1256",
    "windows-1257": "cp1257",
    "windows-1258": "cp1258",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "windows-874": "cp874",
    "tis-620": "cp874",
}
GUESSES = sorted({*DECLARED.values()} - {"iso2022_jp", "iso8859_15"})
CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
PUNCTUATION = bytes(
    [0x80, 0x85, *range(0x91, 0x98), 0x99, 0xA0, 0xA3, 0xA9, 0xAE, 0xB0, 0xB7, 0xBD]
)  # in cp1252
ASCII = bytes(range(128))
COMMONEST = "cp1252"  # where nothing speaks for another one
HEAD = 4_096
SAMPLE = 16_384


def decode(data: bytes, *, is_html: bool = False) -> str:
    """Turn a record's bytes into text; what stands for no character becomes U+FFFD. Raises UnfitError."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    refuse_binary(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        declared = _declared(data) if is_html else None
        return data.decode(declared or _guess(data), "replace")


def refuse_binary(data: bytes) -> None:
    """Raise UnfitError for bytes that no text begins with or is made of."""
    if any(data.startswith(magic) for magic in BINARY):
        raise UnfitError(Reason.BINARY, f"begins with {data[:4]!r}")
    if b"\0" in data:
        raise UnfitError(Reason.BINARY, f"a zero byte at offset {data.index(0):,}")
    sample = data[: 4 * SAMPLE]
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    if controls * 20 > len(sample):
        raise UnfitError(
            Reason.BINARY,
            f"{controls:,} control characters in the first {len(sample):,} bytes",
        )


def settled(text: str) -> str:
    """Replace lone surrogates, which no file can hold, and zero characters by U+FFFD."""
    text = text.replace("\0", "\ufffd")
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _declared(data: bytes) -> str | None:
    """Read the encoding that a page declares, unless it is one that the bytes have disproved already."""
    found = CHARSET.search(data[:HEAD])
    return DECLARED.get(found[1].decode("ascii").lower()) if found else None


def _guess(data: bytes) -> str:
    """Guess the encoding of bytes that are not quite UTF-8."""
    high = data.translate(None, ASCII)
    broken = data.decode("utf-8", "replace").count("\ufffd")
    if broken * 10 < len(high):
        return "utf-8"
    if not high.translate(None, PUNCTUATION):
        return COMMONEST
    start = data.rfind(b"\n", 0, data.index(high[0])) + 1
    found = charset_normalizer.from_bytes(
        data[start : start + SAMPLE], cp_isolation=GUESSES
    )
    if not (best := found.best()):
        return COMMONEST
    as_likely = {match.encoding for match in found if match.chaos <= best.chaos}
    return COMMONEST if COMMONEST in as_likely else best.encoding
