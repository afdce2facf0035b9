"""Decode UTF-8 with bytes of another encoding in it, as pages put together of parts have them."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace

from flows.intake.encodings.decoded import Decoded

HIGH = re.compile(r"[^\x00-\x7f]+")
SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
# The halves of a surrogate pair, each as three bytes: so Java and old databases write emoji.
SPLIT_PAIR = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
# Bytes that begin a character of two bytes, and curly quotes and dashes: at the end of a file they
# were cut off. As cp1252 they are capitals with accents, which end no text.
CUT_OFF = re.compile(
    rb"(?:[\xc2-\xdf\xe2]|[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{1,2})\Z"
)
# What a stray byte may be in, the usual first. It is that in which most of the valid characters
# can be written: those of a Russian page in cp1251.
STRAY_CODECS = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1254",
    "cp1257",
    "cp1253",
    "cp1255",
    "cp1256",
    "cp1258",
    "cp874",
)
# A page of other characters has no single bytes: strays are parts of cut characters there.
COVERED = 0.3  # share of the valid characters. Chosen, not tuned
SAMPLE = 4_096  # characters that the share is taken of. A guard, not tuned
REPLACEMENT = "\ufffd"


def count_sequences(data: bytes) -> tuple[int, int]:
    """Count the sequences of UTF-8 in bytes, and the high bytes outside of them."""
    rest, sequences = SEQUENCE.subn(b"", data)
    ascii_only = rest.decode("ascii", "ignore")
    return sequences, len(rest) - len(ascii_only)


def decode_damaged(data: bytes) -> Decoded:
    """Decode UTF-8; bytes that are none are read in the code page of the text around them."""
    joined = SPLIT_PAIR.sub(_join_pair, data)
    cut = CUT_OFF.search(joined)
    if not cut:
        return _decode(joined)
    body = joined[: cut.start()]
    decoded = _decode(body)
    return replace(decoded, text=decoded.text + REPLACEMENT)


def _decode(data: bytes) -> Decoded:
    """Decode UTF-8 that ends with a whole character."""
    stray = _stray_codec(data)
    if not stray:
        text = data.decode("utf-8", "replace")
        return Decoded(text, "utf-8 with broken bytes")
    text = data.decode("utf-8", _handler_name(stray))
    return Decoded(text, f"utf-8 with bytes of {stray}")


def _join_pair(pair: re.Match[bytes]) -> bytes:
    halves = pair.group().decode("utf-8", "surrogatepass")
    whole = halves.encode("utf-16-le", "surrogatepass")
    return whole.decode("utf-16-le").encode()


def _stray_codec(data: bytes) -> str | None:
    """Return the codec of the stray bytes in a text; None where it has none of any."""
    valid = data.decode("utf-8", "ignore")
    if valid.encode() == data:
        return None
    found = HIGH.findall(valid)
    high = "".join(found)[:SAMPLE]
    covered = {}
    for codec in STRAY_CODECS:
        encoded = high.encode(codec, "ignore")
        covered[codec] = len(encoded)
    best = max(STRAY_CODECS, key=covered.__getitem__)
    enough = COVERED * len(high)
    return best if covered[best] >= enough else None


def _handler_name(codec: str) -> str:
    return f"unspun-stray-{codec}"


def _register(codec: str) -> None:
    """Register the error handler that reads stray bytes in a code page."""

    def read_stray(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        stray = error.object[error.start : error.end]
        return stray.decode(codec, "replace"), error.end

    codecs.register_error(_handler_name(codec), read_stray)


for _codec in STRAY_CODECS:
    _register(_codec)
