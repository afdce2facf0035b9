"""Recognise the format of a file: by its content, and by its name where that says nothing.

A suffix may lie and may be missing: `wget -r` writes `2024/slug`, `page.php` and
`index.html?p=12`. So the reader that the suffix names is asked first, then all others. What no
reader recognises is read as the suffix says, so that a damaged file is quarantined and not lost.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from posixpath import splitext

from cleaners.lines import split_lines
from flows.intake.compressions import compression_of, decompressed_head
from flows.intake.encodings.wide_text import CONTROLS, CONTROLS_ONE_IN, wide_codec
from flows.intake.inputs import COMPRESSIONS
from flows.intake.left_aside import (
    OVERRULED,
    is_own_list,
    kind_by_content,
    kind_by_name,
)
from flows.intake.readers.reader import Reader

# Decompressed bytes that readers are shown: most lines of JSONL and of CSV end within them.
HEAD_BYTES = 65_536
# Bytes in which running text is looked for: some paragraphs. A guard, not tuned.
PROSE_BYTES = 8_192
# Running text has at least one character in so many of a text's; code has fewer. Not tuned.
PROSE_ONE_IN = 2
UTF8 = "utf-8"
# What servers and wget put behind the suffix of a page: ?p=12, @p=12, %3Fp=12, #top.
QUERY = re.compile(r"(?:[?#@]|%3f).*", re.IGNORECASE | re.DOTALL)
SUFFIX = re.compile(r"\.[a-z0-9][a-z0-9-]{0,11}")
WIDE_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
TEXT_FORMAT = "text"
CONTAINERS = ("zip", "tar", "archive")


@dataclass(frozen=True, slots=True)
class Recognised:
    """The format and the compression of a file; without a format, why it is left aside."""

    format: str | None
    compression: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Name:
    """What the name of a file says: its stem, suffix and compression, in lower case."""

    stem: str
    suffix: str
    compression: str | None

    @classmethod
    def of(cls, name: str) -> _Name:
        """Read a name. A query behind the suffix counts where no suffix is behind it."""
        name = name.lower()
        compression = None
        for suffix, known in COMPRESSIONS.items():
            if name.endswith(suffix):
                name = name.removesuffix(suffix)
                compression = known
                break
        before_query = QUERY.sub("", name)
        stem, suffix = splitext(before_query)
        if not SUFFIX.fullmatch(suffix):
            stem, suffix = splitext(name)
        return cls(stem, suffix, compression)


def recognise(name: str, first: bytes, readers: Sequence[Reader]) -> Recognised:
    """Recognise a file by its name and its first bytes, as they are on disk."""
    named = _Name.of(name)
    compression = compression_of(first)
    head = _head(first, compression)
    by_suffix = _reader_of_suffix(named.suffix, readers)
    found = _recogniser(head, by_suffix, readers)
    kind = kind_by_name(named.stem, named.suffix)
    if kind and not _overrules(found, kind):
        return Recognised(None, compression, kind)
    if is_own_list(head):
        return Recognised(None, compression, "a list of copied sites")
    if found:
        return Recognised(found.format, compression)
    if not compression and not _is_text(head):
        compression = named.compression  # damaged: its reader says where
    is_left_aside = named.suffix == ".xml" and kind_by_content(head)
    if by_suffix and not is_left_aside:
        return Recognised(by_suffix.format, compression)
    return _without_suffix(head, compression)


def _head(first: bytes, compression: str | None) -> bytes:
    """Return the decompressed beginning of a file, in UTF-8 if it is UTF-16."""
    if compression:
        return _as_utf8(decompressed_head(first, compression, HEAD_BYTES))
    return _as_utf8(first[:HEAD_BYTES])


def suffix_format(name: str, readers: Sequence[Reader]) -> Recognised:
    """Recognise a file that cannot be opened, by its name alone."""
    named = _Name.of(name)
    kind = kind_by_name(named.stem, named.suffix)
    reader = _reader_of_suffix(named.suffix, readers)
    if kind or not reader:
        return Recognised(None, named.compression, kind or "")
    return Recognised(reader.format, named.compression)


def _without_suffix(head: bytes, compression: str | None) -> Recognised:
    """Recognise a file of no known suffix and of no reader's format."""
    if compression and not head:
        return Recognised(TEXT_FORMAT, compression)  # damaged
    kind = kind_by_content(head)
    if kind:
        return Recognised(None, compression, kind)
    if is_prose(head):
        return Recognised(TEXT_FORMAT, compression)
    reason = "neither its name nor its content is of a known format"
    return Recognised(None, compression, reason if head else "an empty file")


def _recogniser(
    head: bytes, by_suffix: Reader | None, readers: Sequence[Reader]
) -> Reader | None:
    """Return the first reader that recognises a file; the one of its suffix is asked first."""
    if by_suffix and by_suffix.recognises(head):
        return by_suffix
    for reader in readers:
        if reader is by_suffix:
            continue
        if reader.recognises(head):
            return reader
    return None


def _reader_of_suffix(suffix: str, readers: Sequence[Reader]) -> Reader | None:
    for reader in readers:
        if suffix in reader.suffixes:
            return reader
    return None


def _overrules(found: Reader | None, kind: str) -> bool:
    """Return whether the format that was recognised counts for more than the name."""
    return found is not None and kind in OVERRULED and found.format not in CONTAINERS


def _as_utf8(head: bytes) -> bytes:
    """Remove the byte order mark, and convert UTF-16."""
    for mark, encoding in WIDE_MARKS.items():
        if head.startswith(mark) and not head.startswith(codecs.BOM_UTF32_LE):
            return head[len(mark) :].decode(encoding, "replace").encode()
    codec = wide_codec(head)
    return (
        head.decode(codec, "replace").encode()
        if codec
        else head.removeprefix(codecs.BOM_UTF8)
    )


def _is_text(head: bytes) -> bool:
    """Return whether bytes may be text: they have no zeros and few control characters."""
    controls = len(head) - len(head.translate(None, CONTROLS))
    return bool(head) and 0 not in head and controls * CONTROLS_ONE_IN <= len(head)


def is_prose(head: bytes) -> bool:
    """Return whether bytes are mostly running text."""
    if not _is_text(head):
        return False
    try:
        text = head.decode(UTF8)[:PROSE_BYTES]
    except UnicodeDecodeError:
        text = head[:PROSE_BYTES].decode(UTF8, "replace").replace("\ufffd", "e")
    lengths = {True: 0, False: 0}
    for line in split_lines(text):
        lengths[line.is_prose] += len(line.text)
    total = sum(lengths.values())
    return total > 0 and lengths[True] * PROSE_ONE_IN >= total
