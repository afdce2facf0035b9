"""Read tar archives as a stream, plain or compressed."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, cast

from cleaners.article import Reason
from flows.intake.archives.member import Member, breaking_as_unfit
from flows.intake.archives.members import cut_members, read_members
from flows.intake.archives.signatures import is_tar
from flows.intake.compressions import ByteSource
from flows.intake.inputs import InputFile, RecordRange, UnfitError
from flows.intake.readers.reader import Item, Reader
from flows.intake.streams import chunks
from flows.settings import Settings


def _read(file: InputFile, settings: Settings, records: RecordRange) -> Iterator[Item]:
    """Yield the records of all members in a range."""
    members = _members(file, settings, records.offset)
    yield from read_members(file, settings, members, records)


def _cut(file: InputFile, settings: Settings) -> Iterator[RecordRange]:
    """Divide the members among workers, each of which reads the archive up to its own."""
    yield from cut_members(_members(file, settings, 0), settings)


def _members(file: InputFile, settings: Settings, start: int) -> Iterator[Member]:
    """Yield the members from the byte `start` on. Raises UnfitError."""
    source = cast("BinaryIO", _Stream(chunks(file, settings, start)))
    with breaking_as_unfit("the archive breaks off"):
        archive = tarfile.open(  # noqa: SIM115  # which closes nothing: the stream ends
            fileobj=source, mode="r|", tarinfo=_StrictHeader
        )
        while info := archive.next():
            archive.members.clear()  # type: ignore[attr-defined]  # it grows with the archive
            if not info.isdir():
                yield _member(archive, info, start)


def _member(archive: tarfile.TarFile, info: tarfile.TarInfo, start: int) -> Member:
    end = start + info.offset_data + info.size
    return Member(
        name=info.name,
        offset=start + info.offset,
        size=info.size,
        total=end,
        open=partial(_open, archive, info),
        aside=_aside(info),
    )


def _open(archive: tarfile.TarFile, info: tarfile.TarInfo) -> ByteSource:
    member = archive.extractfile(info)
    assert member, "a regular file has content"
    return member


def _aside(info: tarfile.TarInfo) -> str:
    """Return why a member is no input, "" for a regular file."""
    if info.issym() or info.islnk():
        return "a link"
    if info.issparse():
        return "a sparse file"
    return "" if info.isreg() else "not a regular file"


class _StrictHeader(tarfile.TarInfo):
    """A header that is damaged ends the reading with an error; tarfile takes it for the end."""

    @classmethod
    def frombuf(
        cls, buf: bytes | bytearray, encoding: str, errors: str
    ) -> _StrictHeader:
        """Read a header. Raises UnfitError for one that is neither whole nor the end."""
        try:
            return super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            if not any(buf):  # the archive ends here
                raise
            detail = f"the archive breaks off: {error}"
            raise UnfitError(Reason.TRUNCATED, detail) from error


class _Stream:
    """The chunks of a file as a stream, which tarfile reads."""

    def __init__(self, source: Iterator[bytes]) -> None:
        self._source = source
        self._rest = b""

    def read(self, size: int) -> bytes:
        """Return so many bytes, or as many as are left."""
        parts = [self._rest]
        missing = size - len(self._rest)
        while missing > 0:
            chunk = next(self._source, b"")
            if not chunk:
                break
            parts.append(chunk)
            missing -= len(chunk)
        data = b"".join(parts)
        self._rest = data[size:]
        return data[:size]


TAR = Reader(
    format="tar",
    suffixes=(".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".tzst"),
    read=_read,
    holds_many=True,
    cut=_cut,
    recognises=is_tar,
    description="the checksum of its first header; members are read by what they are",
)
