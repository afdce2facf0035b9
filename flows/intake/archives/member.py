"""A file in an archive, and what it is by its name and its first bytes."""

from __future__ import annotations

import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cleaners.article import Reason
from flows.intake.archives.nested import NESTED
from flows.intake.compressions import ByteSource, compression_of
from flows.intake.inputs import UnfitError
from flows.intake.left_aside import is_unfinished, kind_by_folder
from flows.intake.readers import READERS
from flows.intake.readers.reader import Reader
from flows.intake.recognition import HEAD_BYTES, Recognised, recognise
from flows.intake.streams import CHUNK_BYTES
from flows.raw_text import storable_text
from flows.settings import Settings

# What the standard library raises for damaged archives and members.
BROKEN = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,  # a way of compression that Python does not know
    RuntimeError,  # an encrypted member
)
MEMBER_READERS = (*READERS, NESTED)
_BY_FORMAT = {reader.format: reader for reader in MEMBER_READERS}


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive.

    `offset` is where it is, in the unit of the archive's reader. `size` is in bytes, and `total`
    that of all members up to the end of this one. `open` may raise what is in BROKEN. `aside` says
    why it is no input.
    """

    name: str
    offset: int
    size: int
    total: int
    open: Callable[[], ByteSource]
    aside: str = ""

    @property
    def path(self) -> str:
        """The name without steps out of the archive, for the column source_path."""
        parts = storable_text(self.name).replace("\\", "/").split("/")
        kept = [part for part in parts if part not in {"", ".", ".."}]
        return "/".join(kept) or "member"

    @property
    def is_hidden(self) -> bool:
        """Whether it is a file of the system that packed the archive."""
        parts = self.path.split("/")
        return "__MACOSX" in parts or any(part.startswith(".") for part in parts)

    def recognise(self, first: bytes) -> Recognised:
        """Return what the member is, by its name and its first bytes."""
        name = self.path.rpartition("/")[2]
        if is_unfinished(name):
            return Recognised(None, reason="still being written")
        if kind := kind_by_folder(self.path):
            return Recognised(None, reason=kind)
        return recognise(name, first, MEMBER_READERS)


@contextmanager
def breaking_as_unfit(what: str) -> Iterator[None]:
    """Turn what the standard library raises for damage into UnfitError."""
    try:
        yield
    except UnfitError:
        raise
    except BROKEN as error:
        raise UnfitError(Reason.TRUNCATED, f"{what}: {error}") from error


def member_reader(source_format: str) -> Reader:
    """Return the reader of a member's format."""
    return _BY_FORMAT[source_format]


def first_bytes(source: ByteSource) -> bytes:
    """Read what a format is recognised by; of bzip2, as much as its first block needs."""
    first = source.read(HEAD_BYTES)
    if compression_of(first) == "bz2":
        first += source.read(CHUNK_BYTES)
    return first


def numbers_of(recognised: Recognised, member: Member, settings: Settings) -> int:
    """Return how many numbers a member takes: one, or one a byte if it may hold many records."""
    if recognised.format is None:
        return 0
    if not _BY_FORMAT[recognised.format].holds_many:
        return 1
    growth = settings.file_ratio if recognised.compression else 1
    return 1 + member.size * growth


def count_numbers(member: Member, settings: Settings) -> int:
    """Return how many numbers the records of a member take, without reading all of it."""
    if member.is_hidden or member.aside:
        return 0
    try:
        with breaking_as_unfit("the member breaks off"):
            first = first_bytes(member.open())
    except UnfitError:
        return 1
    return numbers_of(member.recognise(first), member, settings)
