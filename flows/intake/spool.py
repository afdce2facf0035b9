"""Fetch inputs again on a worker that lacks the files which the run has fetched."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from flows.intake.inputs import InputFile
from flows.intake.remote import fetch_address

# What a spool may hold besides what is being read: several large inputs, each of which several
# shards read ranges of. A guard against a full disk.
MOST_BYTES = 50_000_000_000
CHANGED = (
    -1
)  # a time that no file has: its readers see that it is not as it was discovered
TOKEN_BYTES = 4  # of a name that no other thread writes to meanwhile


class MissingInputError(RuntimeError):
    """An input that this machine does not see; the message says how to go on."""


@dataclass(frozen=True, slots=True)
class Spool:
    """A folder for what is fetched, by its hash, so that a large file is fetched once."""

    folder: Path

    @contextmanager
    def holding(self, file: InputFile) -> Iterator[InputFile]:
        """Yield a file as this machine sees it. Raises OSError and MissingInputError."""
        if file.unreadable or file.path.exists():
            yield file
            return
        if file.origin is None:
            _require_folder(file)
            yield file
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        own = self.folder / f"{secrets.token_hex(TOKEN_BYTES)}.part"
        try:
            self._link(file, own)
            yield replace(file, path=own, modified_ns=_modified_ns(own, file))
        finally:
            own.unlink(missing_ok=True)

    def _link(self, file: InputFile, own: Path) -> None:
        """Give a file a name that stays while it is read."""
        kept = self.folder / str(file.sha256)
        try:
            own.hardlink_to(kept)
        except FileNotFoundError:
            fetch_address(str(file.origin), own)
            self._make_room(own.stat().st_size)
            if _is_same(own, file):
                own.replace(kept)
                own.hardlink_to(kept)

    def _make_room(self, more: int) -> None:
        """Remove the files that were fetched first, until there is room."""
        kept = [path for path in self.folder.iterdir() if path.suffix != ".part"]
        kept.sort(key=lambda path: path.stat().st_mtime_ns)
        size = more + sum(path.stat().st_size for path in kept)
        for path in kept:
            if size <= MOST_BYTES:
                break
            size -= path.stat().st_size
            path.unlink(missing_ok=True)


def _modified_ns(own: Path, file: InputFile) -> int:
    return own.stat().st_mtime_ns if _is_same(own, file) else CHANGED


def _is_same(path: Path, file: InputFile) -> bool:
    """Whether a file has the content that was discovered."""
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256")
    return digest.hexdigest() == file.sha256


def _require_folder(file: InputFile) -> None:
    """Raise MissingInputError where not even the folder of a file is seen."""
    folder = file.path.parent
    if not folder.is_dir():
        raise MissingInputError(
            f"{folder} is not seen by every worker; share that folder, or clean from s3://"
        )
