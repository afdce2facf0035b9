"""The records that intake hands on: input files, ranges of their lines, quarantine rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cleaners.article import Reason
from flows.intake.remote import RemoteFile

# Characters of a refused record that its quarantine row keeps, about a screenful: enough
# to recognise it, and small compared with the record. A guard, not tuned.
EXCERPT_CHARACTERS = 2_000

# The compressions that input files may have, by suffix: xz, and others by Arrow's names for them.
COMPRESSIONS = {".gz": "gzip", ".bz2": "bz2", ".zst": "zstd", ".xz": "xz"}
# The format of what cannot be opened and has no known suffix.
UNKNOWN_FORMAT = "unknown"


class UnfitError(ValueError):
    """Bytes that cannot become a record.

    `reason` goes to the quarantine table, the message to its column `detail`.
    """

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class InputFile:
    """An input file as it was when it was discovered.

    `sha256` is the hash of the bytes on disk. It is None for a file that cannot be read;
    then `unreadable` says why, and `refusal` is the reason of its quarantine row. `size` is in
    bytes. `modified_ns` only serves to notice that the file changed before it was read.
    `descriptor` is the open file of what has no path: a member of an archive. `remote` is set for
    a file that is still to be fetched, and `origin` is the address of one that was.
    """

    path: Path
    source_path: str  # relative to the input folder, with "/" between folders
    source_format: str  # the name of a format in flows/intake/formats.py
    sha256: str | None
    size: int = 0
    modified_ns: int = 0
    unreadable: str | None = None
    refusal: Reason = Reason.UNREADABLE
    compression: str | None = None  # one of COMPRESSIONS
    descriptor: int | None = None
    remote: RemoteFile | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class LeftAside:
    """A file that is no scrape, or of no known format: where it is, and what it is."""

    path: str  # as a source path
    reason: str


@dataclass(frozen=True, slots=True)
class RecordRange:
    """The records of a file from number `first` up to, but without, number `end`.

    Records are numbered from 0 (of a file of lines: its lines). `offset` is where the first
    record begins, in the reader's own unit: a byte after decompression, a row group, a member.
    An `end` of None means the end of the file. `most` is how many of them are read in a run that
    is limited; None for all.
    """

    first: int = 0
    offset: int = 0
    end: int | None = None
    most: int | None = None


WHOLE_FILE = RecordRange()


@dataclass(frozen=True, slots=True)
class Quarantined:
    """An input that cannot become an article: one row of the quarantine table."""

    source_path: str
    record_number: int
    source_format: str
    reason: Reason
    detail: str
    raw_sha256: str | None = None
    raw_excerpt: str | None = None
    url: str | None = None
