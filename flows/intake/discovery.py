"""Find the input files: what each one is, and the hash of its bytes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from cleaners.article import Reason
from flows.intake.formats import FORMATS, known_suffixes
from flows.intake.inputs import UNKNOWN_FORMAT, InputFile, LeftAside
from flows.intake.left_aside import is_unfinished
from flows.intake.listing import (
    InputError,
    ListedFile,
    list_files,
    with_unique_names,
)
from flows.intake.recognition import recognise, suffix_format
from flows.intake.streams import ALWAYS_ALLOWED_BYTES, CHUNK_BYTES, open_regular
from flows.settings import Settings

UNIX_BLOCK_BYTES = 512  # the unit of st_blocks, on any file system


@dataclass(frozen=True, slots=True)
class Discovery:
    """The input files by source path, and what is no input with the reason."""

    files: tuple[InputFile, ...]
    left_aside: tuple[LeftAside, ...]


def discover(inputs: Sequence[Path], settings: Settings | None = None) -> Discovery:
    """List, recognise and hash the files of the given folders and files. Raises InputError."""
    limits = settings or Settings()
    inspected: list[tuple[ListedFile, InputFile]] = []
    left_aside: list[LeftAside] = []
    for listed in list_files(inputs):
        found = _inspect(listed, limits)
        if isinstance(found, LeftAside):
            left_aside.append(found)
        else:
            inspected.append((listed, found))
    named = with_unique_names([listed for listed, _ in inspected])
    files = [
        replace(file, source_path=listed.name)
        for listed, (_, file) in zip(named, inspected, strict=True)
    ]
    files.sort(key=lambda file: file.source_path)
    return Discovery(tuple(files), tuple(sorted(left_aside)))


def check_inputs(inputs: Sequence[Path]) -> None:
    """Check that there is any input file, without reading one whole. Raises InputError."""
    if not any(map(_may_be_input, list_files(inputs))):
        raise InputError(no_files())


def no_files() -> str:
    """Return the message for inputs without any file to read."""
    return (
        "No input files: nothing here is recognised by its content,"
        f" and no name ends in {known_suffixes()}."
    )


def _may_be_input(listed: ListedFile) -> bool:
    """Return whether a run would make a row of a file."""
    if listed.problem:
        return True
    if is_unfinished(listed.path.name):
        return False
    try:
        with open_regular(listed.path) as handle:
            first = handle.read(CHUNK_BYTES)
    except OSError as error:
        return isinstance(_refuse(listed, error), InputFile)
    return recognise(listed.path.name, first, FORMATS).format is not None


def _inspect(listed: ListedFile, settings: Settings) -> InputFile | LeftAside:
    """Recognise and hash a file, or note why it cannot be read or is left aside."""
    if listed.problem:
        return _unreadable(listed, UNKNOWN_FORMAT, listed.problem)
    if is_unfinished(listed.path.name):
        return LeftAside(listed.name, "still being written")
    try:
        with open_regular(listed.path) as handle:
            return _read(listed, handle, settings)
    except OSError as error:
        return _refuse(listed, error)


def _read(
    listed: ListedFile, handle: BinaryIO, settings: Settings
) -> InputFile | LeftAside:
    """Recognise an open file by its first bytes, and hash all. Raises OSError."""
    status = os.fstat(handle.fileno())
    first = handle.read(CHUNK_BYTES)
    recognised = recognise(listed.path.name, first, FORMATS)
    if recognised.format is None:
        return LeftAside(listed.name, recognised.reason)
    if problem := _too_large(status, settings):
        file = _unreadable(listed, recognised.format, problem)
        return replace(file, refusal=Reason.TOO_LARGE)
    return InputFile(
        path=listed.path,
        source_path=listed.name,
        source_format=recognised.format,
        sha256=_hash(first, handle),
        size=status.st_size,
        modified_ns=status.st_mtime_ns,
        compression=recognised.compression,
    )


def _hash(first: bytes, handle: BinaryIO) -> str:
    digest = hashlib.sha256(first)
    while chunk := handle.read(CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()


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
    by_name = suffix_format(listed.path.name, FORMATS)
    if by_name.format is None and (by_name.reason or error.errno is None):
        return LeftAside(listed.name, by_name.reason or str(error))
    is_link = os.path.islink(listed.path)  # noqa: PTH114  # Path.is_symlink raises for a path that is too long
    if by_name.format is None and is_link:
        return LeftAside(listed.name, "a link")
    why = "a link" if is_link else error.strerror or str(error)
    return _unreadable(listed, by_name.format or UNKNOWN_FORMAT, why)


def _unreadable(listed: ListedFile, source_format: str, why: str) -> InputFile:
    return InputFile(listed.path, listed.name, source_format, None, unreadable=why)
