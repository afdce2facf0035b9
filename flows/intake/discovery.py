"""Find the input files, in an order and under names that depend on the files alone."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.intake.inputs import InputFile
from flows.intake.streams import CHUNK, open_regular

FORMATS = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
COMPRESSIONS = (".gz", ".zst")
UNFINISHED = (".part", ".tmp")


class InputError(ValueError):
    """An input that does not exist or cannot be listed."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """The input files, sorted by source path, and the files whose suffix names no input format."""

    files: tuple[InputFile, ...]
    ignored: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A file and the folder that its name counts from; `depth` more folders above tell it from its namesakes."""

    path: Path
    folder: Path
    depth: int = 0

    @property
    def name(self) -> str:
        """The source path. Bytes that are not UTF-8 are written as escapes."""
        above = self.folder.parts[1:]
        parts = above[max(0, len(above) - self.depth) :] if self.depth else ()
        name = "/".join((*parts, *self.path.relative_to(self.folder).parts))
        return os.fsencode(name).decode("utf-8", "backslashreplace")

    def deeper(self) -> _Found:
        """Put one more folder before the name."""
        return _Found(self.path, self.folder, self.depth + 1)


def discover(inputs: Sequence[Path]) -> Discovery:
    """List and hash the files of the given folders and files. Raises InputError."""
    found = {file.path: file for folder in reversed(inputs) for file in _list(folder)}
    known = [file for file in found.values() if source_format(file.path)]
    ignored = sorted(path for path in found if not source_format(path))
    files = [_input_file(file) for file in _apart(known)]
    return Discovery(
        tuple(sorted(files, key=lambda file: file.source_path)), tuple(ignored)
    )


def source_format(path: Path) -> str | None:
    """Tell the format by the suffix, or the one before it on a compressed file."""
    name = path.name.lower()
    for compression in COMPRESSIONS:
        name = name.removesuffix(compression)
    return FORMATS.get(os.path.splitext(name)[1])  # noqa: PTH122  # this is no path of a file


def _list(given: Path) -> Iterator[_Found]:
    """Yield the files below a folder, or the one file, with real paths."""
    try:
        root = given.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise InputError(
            f"{given}: no such file or folder, or a link that leads nowhere; check the path"
        ) from error
    if not root.is_dir():
        yield _Found(root, root.parent)
        return
    for folder, folders, names in os.walk(root, onerror=_refuse):
        if "snapshots" in folders and "CURRENT.json" in names:
            folders[:] = []  # a dataset that was put inside its input
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for name in (*links, *names):
            if not name.startswith(".") and not name.lower().endswith(UNFINISHED):
                yield _Found(Path(folder, name), root)


def _refuse(error: OSError) -> None:
    raise InputError(
        f"{error.filename}: the folder cannot be listed ({error.strerror}); give read access"
    ) from error


def _apart(files: list[_Found]) -> list[_Found]:
    """Put parent folders before the names of namesakes from several inputs, until all differ."""
    for _ in range(max((len(file.folder.parts) for file in files), default=0)):
        counts = Counter(file.name for file in files)
        if len(counts) == len(files):
            break
        files = [file.deeper() if counts[file.name] > 1 else file for file in files]
    return files


def _input_file(file: _Found) -> InputFile:
    """Hash a file's bytes, or say why it cannot be read."""
    kind = source_format(file.path) or ""
    digest = hashlib.sha256()
    try:
        with open_regular(file.path) as handle:
            before = os.fstat(handle.fileno())
            while chunk := handle.read(CHUNK):
                digest.update(chunk)
    except OSError as error:
        why = "a link" if file.path.is_symlink() else error.strerror or str(error)
        return InputFile(file.path, file.name, kind, None, unreadable=why)
    return InputFile(
        file.path,
        file.name,
        kind,
        digest.hexdigest(),
        before.st_size,
        before.st_mtime_ns,
    )
