"""What intake hands on: the files found, the stretch of a file that one shard reads, and what cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cleaners.article import Reason

EXCERPT_CHARACTERS = 2_000


class UnfitError(ValueError):
    """Bytes that cannot become a record; `reason` is for the quarantine, the message for its detail."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file of the inbox as it was when it was discovered.

    `sha256` is the hash of its bytes as they lie on the disk, None where it is `unreadable`, which says
    why. `modified_ns` only serves to notice that the file changed before it was read.
    """

    path: Path
    source_path: str  # relative to the input folder, with "/" between folders
    source_format: str  # text | html | jsonl
    sha256: str | None
    size: int = 0
    modified_ns: int = 0
    unreadable: str | None = None

    @property
    def compression(self) -> str | None:
        """The compression that the last suffix names: gzip, zstd or None."""
        return {".gz": "gzip", ".zst": "zstd"}.get(self.path.suffix.lower())


@dataclass(frozen=True, slots=True)
class Span:
    """The lines of a JSONL file from number `first` up to but without `end`; `offset` is where they begin.

    Offsets count decompressed bytes. `end` None means up to the end of the file.
    """

    first: int = 0
    offset: int = 0
    end: int | None = None


WHOLE = Span()


@dataclass(frozen=True, slots=True)
class Quarantined:
    """An input that cannot become an article, and why: one row of the quarantine table."""

    source_path: str
    record_number: int
    source_format: str
    reason: Reason
    detail: str
    raw_sha256: str | None = None
    raw_excerpt: str | None = None
