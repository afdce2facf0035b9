"""Read ZIP archives by their directory; by the headers of members where that is lost."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from cleaners.article import Reason
from flows.intake.archives.lost_directory import salvage
from flows.intake.archives.member import Member, breaking_as_unfit
from flows.intake.archives.members import cut_members, read_members
from flows.intake.archives.signatures import is_zip
from flows.intake.inputs import InputFile, RecordRange, UnfitError
from flows.intake.readers.reader import Item, Reader
from flows.intake.streams import open_seekable
from flows.settings import Settings

# Bytes of an archive's directory. It is read whole and takes about ten times as much memory;
# so many hold 300,000 members. A guard, not tuned.
MAX_DIRECTORY_BYTES = 32 << 20
# The end of the directory, and at most so many bytes of comment behind it: the format's own.
END, END_BYTES, COMMENT_BYTES = b"PK\x05\x06", 22, 65_535
DIRECTORY_SIZE = struct.Struct("<12xI")  # in the end of the directory
ENCRYPTED, UTF8_NAME = 0x1, 0x800  # bits of a member's flags
UNIX_MODE_SHIFT = 16  # bits of the external attributes below the mode of Unix


def _read(file: InputFile, settings: Settings, records: RecordRange) -> Iterator[Item]:
    """Yield the records of all members in a range."""
    members = _members(file, settings, records.offset)
    yield from read_members(file, settings, members, records)


def _cut(file: InputFile, settings: Settings) -> Iterator[RecordRange]:
    """Divide the members among workers."""
    yield from cut_members(_members(file, settings, 0), settings)


def _members(file: InputFile, settings: Settings, start: int) -> Iterator[Member]:
    """Yield the members from number `start` on. Raises UnfitError."""
    with open_seekable(file, settings) as handle:
        _refuse_large_directory(handle)
        try:
            archive = zipfile.ZipFile(handle)
        except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError):
            yield from salvage(handle, start)
            raise UnfitError(
                Reason.TRUNCATED, "the directory of the archive is lost; it was cut off"
            ) from None
        with breaking_as_unfit("the archive is damaged"), archive:
            yield from _listed(archive, start)


def _listed(archive: zipfile.ZipFile, start: int) -> Iterator[Member]:
    """Yield the members that the directory lists."""
    total = 0
    for number, info in enumerate(archive.infolist()):
        total += info.file_size
        if number < start or info.is_dir():
            continue
        yield Member(
            name=_name(info),
            offset=number,
            size=info.file_size,
            total=total,
            open=partial(_open, archive, info),
            aside="a link" if _is_link(info) else "",
        )


def _open(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> zipfile.ZipExtFile:
    """Open a member; without its password an encrypted one cannot be."""
    if info.flag_bits & ENCRYPTED:
        raise UnfitError(Reason.TRUNCATED, "encrypted; decrypt it first")
    member = archive.open(info)
    assert isinstance(member, zipfile.ZipExtFile)
    return member


def _is_link(info: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(info.external_attr >> UNIX_MODE_SHIFT)


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's name. Many tools write UTF-8 without saying so."""
    if info.flag_bits & UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _refuse_large_directory(handle: BinaryIO) -> None:
    """Raise UnfitError for an archive whose directory would take too much memory."""
    size = handle.seek(0, os.SEEK_END)
    tail_start = max(0, size - END_BYTES - COMMENT_BYTES)
    handle.seek(tail_start)
    tail = handle.read()
    end = tail.rfind(END)
    if end < 0:
        return
    found_bytes = len(tail) - end
    if found_bytes < END_BYTES:
        return
    (directory,) = DIRECTORY_SIZE.unpack_from(tail, end)
    if min(directory, size) > MAX_DIRECTORY_BYTES:
        detail = f"its directory has {directory:,} bytes; pack fewer members together"
        raise UnfitError(Reason.TOO_LARGE, detail)


ZIP = Reader(
    format="zip",
    suffixes=(".zip",),
    read=_read,
    holds_many=True,
    cut=_cut,
    recognises=is_zip,
    description="its signature; members are read by what they are",
)
