"""Read the members of an archive, each as a file of its own format.

A member is copied to a file without a name, so that any reader can read it and memory stays flat.
Its records are numbered on from those of the member before, so that no two records of an archive
have the same number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from io import FileIO
from pathlib import Path
from tempfile import TemporaryFile

from cleaners.article import Reason
from flows.intake.archives.member import (
    Member,
    breaking_as_unfit,
    count_numbers,
    first_bytes,
    member_reader,
    numbers_of,
)
from flows.intake.compressions import ByteSource
from flows.intake.inputs import (
    WHOLE_FILE,
    InputFile,
    LeftAside,
    RecordRange,
    UnfitError,
)
from flows.intake.quarantine import quarantine
from flows.intake.readers.reader import Item
from flows.intake.recognition import Recognised
from flows.intake.streams import CHUNK_BYTES, most_bytes
from flows.settings import Settings


def read_members(
    file: InputFile, settings: Settings, members: Iterator[Member], records: RecordRange
) -> Iterator[Item]:
    """Yield the records of members. What breaks the archive costs the members behind it."""
    number = records.first
    limit = max(file.size, most_bytes(file, settings))
    try:
        for member in members:
            if number == records.end:
                return
            _refuse_bomb(member, limit)
            reading = MemberReading(file, settings, member, number)
            yield from reading.items()
            number += reading.numbers
    except UnfitError as error:
        yield quarantine(file, number, error)


def cut_members(members: Iterator[Member], settings: Settings) -> Iterator[RecordRange]:
    """Cut an archive into ranges of members, each of about `settings.shard_bytes` bytes."""
    number, size, begin = 0, 0, WHOLE_FILE
    may_end = False  # a range ends behind a record, by whose number its end is known
    with suppress(UnfitError):  # the reader of the last range meets the same error
        for member in members:
            if may_end and size >= settings.shard_bytes:
                yield replace(begin, end=number)
                begin = RecordRange(number, member.offset)
                size = 0
            count = count_numbers(member, settings)
            may_end = count > 0
            number += count
            size += member.size
    yield begin


def _refuse_bomb(member: Member, limit: int) -> None:
    if member.total > limit:
        detail = f"members of more than {limit:,} bytes; raise file_bytes or file_ratio"
        raise UnfitError(Reason.TOO_LARGE, detail)


@dataclass(slots=True)
class MemberReading:
    """The reading of one member, whose records are numbered from `first`.

    `numbers` is how many numbers they take, whether there are as many records or not.
    """

    archive: InputFile
    settings: Settings
    member: Member
    first: int
    numbers: int = 0

    @property
    def path(self) -> str:
        """The source path of the member's records."""
        return f"{self.archive.source_path}/{self.member.path}"

    def items(self) -> Iterator[Item]:
        """Yield the records of the member, or why it has none."""
        if self.member.is_hidden:
            return
        if self.member.aside:
            yield LeftAside(self.path, self.member.aside)
            return
        try:
            with TemporaryFile(buffering=0) as spool:
                yield from self._records(spool)
        except UnfitError as error:
            broken = replace(self.archive, source_path=self.path)
            yield quarantine(broken, self.first, error)

    def _records(self, spool: FileIO) -> Iterator[Item]:
        """Copy the member to a nameless file, and read that with the reader of its format."""
        with breaking_as_unfit("the member breaks off"):
            self.numbers = 1  # of its quarantine row, if no byte of it can be read
            source = self.member.open()
            first = first_bytes(source)
            recognised = self.member.recognise(first)
            self.numbers = numbers_of(recognised, self.member, self.settings)
            digest = _copy(first, source, spool, self.member.size)
        if recognised.format is None:
            yield LeftAside(self.path, recognised.reason)
            return
        file = self._spooled(recognised, digest, spool.fileno())
        read = member_reader(recognised.format).read
        for item in read(file, self.settings, WHOLE_FILE):
            yield _renumbered(item, self.first)

    def _spooled(
        self, recognised: Recognised, digest: str, descriptor: int
    ) -> InputFile:
        """Return the copy as an input file."""
        return InputFile(
            path=Path(self.path),
            source_path=self.path,
            source_format=recognised.format or "",
            sha256=digest,
            size=self.member.size,
            compression=recognised.compression,
            descriptor=descriptor,
        )


def _renumbered(item: Item, first: int) -> Item:
    if isinstance(item, LeftAside):
        return item
    return replace(item, record_number=first + item.record_number)


def _copy(first: bytes, source: ByteSource, spool: FileIO, size: int) -> str:
    """Copy a member, and return its hash. Raises UnfitError where it is larger than declared."""
    digest = hashlib.sha256()
    copied = 0
    chunk = first
    while chunk:
        copied += len(chunk)
        if copied > size:
            raise UnfitError(Reason.TOO_LARGE, "larger than its archive says")
        digest.update(chunk)
        spool.write(chunk)
        chunk = source.read(CHUNK_BYTES)
    return digest.hexdigest()
