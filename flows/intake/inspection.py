"""Inspect a listed file: what it is, the hash of its bytes, or why it cannot be read."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from cleaners.article import Reason
from flows.intake.formats import FORMATS
from flows.intake.hash_cache import HashCache, Signature, is_settled, signature_of
from flows.intake.inputs import UNKNOWN_FORMAT, InputFile, LeftAside
from flows.intake.left_aside import is_unfinished, kind_by_folder
from flows.intake.listing import STANDARD_INPUT_NAME, ListedFile
from flows.intake.listing_errors import InputError
from flows.intake.recognition import recognise, suffix_format
from flows.intake.remote import RemoteFile
from flows.intake.saved_parts import kind_by_page
from flows.intake.streams import ALWAYS_ALLOWED_BYTES, CHUNK_BYTES, open_regular
from flows.settings import Settings

UNIX_BLOCK_BYTES = 512  # the unit of st_blocks, on any file system
# Standard input has no name: what no reader recognises is text.
STANDARD_INPUT_READ_AS = "stdin.txt"


@dataclass(frozen=True, slots=True)
class Inspector:
    """Looks at files. `spool` is the folder for what comes from elsewhere, None where none may."""

    settings: Settings
    cache: HashCache
    spool: Path | None

    def inspect(self, listed: ListedFile) -> InputFile | LeftAside:
        """Recognise and hash a file, or note why it cannot be read or is left aside."""
        if listed.problem:
            return _unreadable(listed, UNKNOWN_FORMAT, listed.problem)
        if kind := _kind_by_place(listed):
            return LeftAside(listed.name, kind)
        if listed.is_standard_input:
            return self._inspect_at(listed, self._spooled_input())
        if listed.remote:
            return self._inspect_remote(listed, listed.remote)
        return self._inspect_at(listed, Path(listed.path))

    def fetched(self, file: InputFile) -> InputFile:
        """Fetch a file that was known, and inspect it; it may have changed."""
        assert file.remote, "the file is to be fetched"
        remote = file.remote
        listed = ListedFile(remote.path, remote.root, remote=remote)
        found = self._fetch(listed, remote)
        if isinstance(found, LeftAside):
            found = _unreadable(listed, file.source_format, found.reason)
        name = file.source_path
        return replace(found, source_path=name)

    def _inspect_remote(
        self, listed: ListedFile, remote: RemoteFile
    ) -> InputFile | LeftAside:
        """Inspect a remote file, which is only fetched if it is new or has changed."""
        if remote.size > self.settings.input_bytes:
            return self._refuse_size(listed, UNKNOWN_FORMAT)
        signature = (remote.size, remote.version)
        known = self.cache.get(remote.url, signature) if remote.version else None
        if known:
            sha256, source_format, compression = json.loads(known)
            return InputFile(
                path=Path(listed.path),
                source_path=listed.name,
                source_format=source_format,
                sha256=sha256,
                size=remote.size,
                compression=compression,
                remote=remote,
            )
        found = self._fetch(listed, remote)
        if remote.version and isinstance(found, InputFile) and found.sha256:
            value = json.dumps([found.sha256, found.source_format, found.compression])
            self.cache.put(remote.url, signature, value)
        return found

    def _fetch(self, listed: ListedFile, remote: RemoteFile) -> InputFile | LeftAside:
        try:
            path = remote.fetch(self._folder())
        except OSError as error:
            return _unreadable(listed, UNKNOWN_FORMAT, f"cannot be fetched: {error}")
        found = self._inspect_at(listed, path)
        if isinstance(found, InputFile):
            return replace(found, origin=remote.url)
        return found

    def _folder(self) -> Path:
        """Return the spool. Raises InputError where there is none."""
        if self.spool is None:
            raise InputError("only `unspun clean` reads standard input and addresses")
        return self.spool

    def _spooled_input(self) -> Path:
        """Copy standard input to the spool. Raises InputError."""
        folder = self._folder()
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / STANDARD_INPUT_NAME
        with target.open("wb") as spooled:
            shutil.copyfileobj(sys.stdin.buffer, spooled, CHUNK_BYTES)
        return target

    def _inspect_at(self, listed: ListedFile, path: Path) -> InputFile | LeftAside:
        """Inspect the file at a path of this machine."""
        try:
            with open_regular(path) as handle:
                return self._read(listed, path, handle)
        except OSError as error:
            return _refuse(listed, error)

    def _read(
        self, listed: ListedFile, path: Path, handle: BinaryIO
    ) -> InputFile | LeftAside:
        """Recognise an open file by its first bytes, and hash all. Raises OSError."""
        status = os.fstat(handle.fileno())
        first = handle.read(CHUNK_BYTES)
        recognised = recognise(_name_of(listed), first, FORMATS)
        if recognised.format is None:
            return LeftAside(listed.name, recognised.reason)
        if problem := _too_large(status, self.settings):
            return self._refuse_size(listed, recognised.format, problem)
        return InputFile(
            path=path,
            source_path=listed.name,
            source_format=recognised.format,
            sha256=self._hash(path, status, first, handle),
            size=status.st_size,
            modified_ns=status.st_mtime_ns,
            compression=recognised.compression,
        )

    def _hash(
        self, path: Path, status: os.stat_result, first: bytes, handle: BinaryIO
    ) -> str:
        """Return the hash of an open file, from the cache where it is unchanged."""
        signature: Signature = signature_of(status)
        name = str(path)
        known = self.cache.get(name, signature)
        if known:
            return known
        settled = is_settled(status)
        digest = hashlib.sha256(first)
        while chunk := handle.read(CHUNK_BYTES):
            digest.update(chunk)
        sha256 = digest.hexdigest()
        status_after = os.fstat(handle.fileno())
        is_same = signature_of(status_after) == signature
        if settled and is_same:
            self.cache.put(name, signature, sha256)
        return sha256

    def _refuse_size(
        self, listed: ListedFile, source_format: str, problem: str = ""
    ) -> InputFile:
        limit = f"larger than input_bytes, {self.settings.input_bytes:,}"
        file = _unreadable(listed, source_format, problem or limit)
        return replace(file, refusal=Reason.TOO_LARGE)


def _kind_by_place(listed: ListedFile) -> str | None:
    """Return why a file is left aside that need not be opened for that."""
    if is_unfinished(listed.path.name):
        return "still being written"
    return kind_by_folder(listed.name) or kind_by_page(listed.path)


def may_be_input(listed: ListedFile) -> bool:
    """Return whether a run would make a row of a file, without reading all of it."""
    if listed.problem or listed.is_standard_input or listed.remote:
        return True
    if _kind_by_place(listed):
        return False
    try:
        with open_regular(Path(listed.path)) as handle:
            first = handle.read(CHUNK_BYTES)
    except OSError as error:
        return isinstance(_refuse(listed, error), InputFile)
    return recognise(listed.path.name, first, FORMATS).format is not None


def kind_of(listed: ListedFile) -> str:
    """Name the kind of a file that is left aside, as far as its name tells; else nothing."""
    return suffix_format(listed.path.name, FORMATS).reason


def _name_of(listed: ListedFile) -> str:
    return STANDARD_INPUT_READ_AS if listed.is_standard_input else listed.path.name


def _too_large(status: os.stat_result, settings: Settings) -> str | None:
    """Say why a file is too large to be hashed: by its size, or as it is mostly holes."""
    size = status.st_size
    if size > settings.input_bytes:
        return f"larger than input_bytes, {settings.input_bytes:,}"
    allocated = status.st_blocks * UNIX_BLOCK_BYTES
    limit = max(ALWAYS_ALLOWED_BYTES, allocated * settings.file_ratio)
    if size > limit:
        return f"a sparse file: {size:,} bytes, of which {allocated:,} are on disk"
    return None


def _refuse(listed: ListedFile, error: OSError) -> InputFile | LeftAside:
    """Note why a file cannot be opened; a link or a pipe of no known suffix is no input."""
    path = listed.path
    is_link = os.path.islink(path)  # noqa: PTH114  # Path.is_symlink raises for a long path
    is_special = is_link or error.errno is None
    why = "a link" if is_link else error.strerror or str(error)
    by_name = suffix_format(path.name, FORMATS)
    if by_name.format:
        return _unreadable(listed, by_name.format, why)
    if by_name.reason or is_special:
        return LeftAside(listed.name, by_name.reason or why)
    return _unreadable(listed, UNKNOWN_FORMAT, why)


def _unreadable(listed: ListedFile, source_format: str, why: str) -> InputFile:
    return InputFile(
        Path(listed.path), listed.name, source_format, None, unreadable=why
    )
