"""Find the input files, in an order and under names that depend on the files alone."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.intake.inputs import COMPRESSIONS, InputFile
from flows.intake.readers import format_of, known_suffixes
from flows.intake.streams import CHUNK_BYTES, open_regular

UNFINISHED = (".part", ".tmp")  # suffixes of files that are still being written


class InputError(ValueError):
    """An input that does not exist or cannot be listed."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """The input files, by source path, and the files whose suffix names no input format."""

    files: tuple[InputFile, ...]
    ignored: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class _ListedFile:
    """A file below an input folder, and the name that it has in the dataset.

    `parents` counts the folders above the input folder that the name begins with.
    """

    path: Path
    folder: Path
    parents: int = 0

    @property
    def name(self) -> str:
        """The source path. Bytes that are not UTF-8 are written as escapes."""
        above = self.folder.parts[1:]
        begin = max(0, len(above) - self.parents)
        below = self.path.relative_to(self.folder).parts
        name = "/".join((*above[begin:], *below))
        return os.fsencode(name).decode("utf-8", "backslashreplace")

    def with_parent(self) -> _ListedFile:
        """Put one more folder before the name."""
        return _ListedFile(self.path, self.folder, self.parents + 1)


def discover(inputs: Sequence[Path]) -> Discovery:
    """List and hash the files of the given folders and files. Raises InputError."""
    readable = []
    ignored = []
    for file in _list_all(inputs):
        if source_format(file.path):
            readable.append(file)
        else:
            ignored.append(file.path)
    files = [_input_file(file) for file in _with_unique_names(readable)]
    files.sort(key=lambda file: file.source_path)
    ignored.sort()
    return Discovery(tuple(files), tuple(ignored))


def check_inputs(inputs: Sequence[Path]) -> None:
    """Check that there is any input file, without reading one. Raises InputError."""
    if not any(source_format(file.path) for file in _list_all(inputs)):
        raise InputError(no_files())


def no_files() -> str:
    """Return the message for inputs without any file to read."""
    return f"No input files: no name here ends in {known_suffixes()}."


def source_format(path: Path) -> str | None:
    """Return the format that the suffix names, or the one before it on a compressed file."""
    name = path.name.lower()
    for compression in COMPRESSIONS:
        name = name.removesuffix(compression)
    _, suffix = os.path.splitext(name)  # noqa: PTH122  # a name, not a path
    return format_of(suffix)


def _list_all(inputs: Sequence[Path]) -> list[_ListedFile]:
    """List each file once; one that several inputs hold has the name of the first."""
    listed: dict[Path, _ListedFile] = {}
    for given in reversed(inputs):
        for file in _list(given):
            listed[file.path] = file
    return list(listed.values())


def _list(given: Path) -> Iterator[_ListedFile]:
    """Yield the files below a folder, or the one file, with real paths."""
    root = _resolve(given)
    if not root.is_dir():
        yield _ListedFile(root, root.parent)
        return
    for path in _walk(root):
        if _is_finished(path.name):
            yield _ListedFile(path, root)


def _walk(root: Path) -> Iterator[Path]:
    """Yield what is below a folder, without folders; links to folders are yielded."""
    for folder, folders, names in os.walk(root, onerror=_raise_unlistable):
        folders[:] = _folders_to_enter(folders, names)
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for name in (*links, *names):
            yield Path(folder, name)


def _folders_to_enter(folders: list[str], names: list[str]) -> list[str]:
    """Sort the folders in a folder, without hidden ones and those of a dataset."""
    if "snapshots" in folders and "CURRENT.json" in names:
        return []  # a dataset that was put inside its input
    return sorted(name for name in folders if not name.startswith("."))


def _resolve(given: Path) -> Path:
    try:
        return given.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise InputError(
            f"{given}: no such file or folder, or a link that leads nowhere;"
            " check the path"
        ) from error


def _is_finished(name: str) -> bool:
    return not name.startswith(".") and not name.lower().endswith(UNFINISHED)


def _raise_unlistable(error: OSError) -> None:
    raise InputError(
        f"{error.filename}: the folder cannot be listed ({error.strerror});"
        " give read access"
    ) from error


def _with_unique_names(files: list[_ListedFile]) -> list[_ListedFile]:
    """Put parent folders before names that several inputs share, until all differ."""
    deepest = max((len(file.folder.parts) for file in files), default=0)
    for _ in range(deepest):
        counts = Counter(file.name for file in files)
        if len(counts) == len(files):
            break
        files = [
            file.with_parent() if counts[file.name] > 1 else file for file in files
        ]
    return files


def _input_file(file: _ListedFile) -> InputFile:
    """Hash the bytes of a file, or note why it cannot be read."""
    name = file.name
    kind = source_format(file.path) or ""
    digest = hashlib.sha256()
    try:
        with open_regular(file.path) as handle:
            status = os.fstat(handle.fileno())
            while chunk := handle.read(CHUNK_BYTES):
                digest.update(chunk)
    except OSError as error:
        why = "a link" if file.path.is_symlink() else error.strerror or str(error)
        return InputFile(file.path, name, kind, None, unreadable=why)
    return InputFile(
        path=file.path,
        source_path=name,
        source_format=kind,
        sha256=digest.hexdigest(),
        size=status.st_size,
        modified_ns=status.st_mtime_ns,
    )
