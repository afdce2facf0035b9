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
    opened: list[ListedFile] = []
    files: list[InputFile] = []
    left_aside: list[LeftAside] = []
    for listed in list_files(inputs):
        found = _inspect(listed, limits)
        if isinstance(found, LeftAside):
            left_aside.append(found)
        else:
            opened.append(listed)
            files.append(found)
    left_aside.sort()
    named = _named(files, opened)
    return Discovery(named, tuple(left_aside))


def _named(
    files: Sequence[InputFile], listed: Sequence[ListedFile]
) -> tuple[InputFile, ...]:
    """Name files so that no two of several inputs have the same name, and sort them by it."""
    named: list[InputFile] = []
    unique = with_unique_names(listed)
    for file, place in zip(files, unique, strict=True):
        renamed = replace(file, source_path=place.name)
        named.append(renamed)
    named.sort(key=lambda file: file.source_path)
    return tuple(named)


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
    return InputFile(listed.path, listed.name, source_format, None, unreadable=why)
