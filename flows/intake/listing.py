"""List the files below the inputs, under names that depend on the files alone."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


class InputError(ValueError):
    """An input that does not exist or cannot be listed."""


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file below an input folder, and the name that it has in the dataset.

    `parents` counts the folders above the input folder that the name begins with. `problem` says
    why what is here cannot be listed: then it is a folder.
    """

    path: Path
    folder: Path
    parents: int = 0
    problem: str | None = None

    @property
    def name(self) -> str:
        """The source path. Bytes that are not UTF-8 are written as escapes."""
        above = self.folder.parts[1:]
        begin = max(0, len(above) - self.parents)
        below = self.path.relative_to(self.folder).parts
        name = "/".join((*above[begin:], *below))
        return os.fsencode(name).decode("utf-8", "backslashreplace")

    def with_parent(self) -> ListedFile:
        """Put one more folder before the name."""
        return ListedFile(self.path, self.folder, self.parents + 1, self.problem)


def list_files(inputs: Sequence[Path]) -> list[ListedFile]:
    """List each file once; one that several inputs hold has the name of the first.

    Raises InputError.
    """
    listed: dict[Path, ListedFile] = {}
    for given in reversed(inputs):
        for file in _list(given):
            listed[file.path] = file
    return list(listed.values())


def with_unique_names(listed: Sequence[ListedFile]) -> list[ListedFile]:
    """Put parent folders before names that several inputs share, until all differ."""
    files = list(listed)
    deepest = max((len(file.folder.parts) for file in files), default=0)
    for _ in range(deepest):
        counts = Counter(file.name for file in files)
        if len(counts) == len(files):
            break
        files = [
            file.with_parent() if counts[file.name] > 1 else file for file in files
        ]
    return files


def _list(given: Path) -> Iterator[ListedFile]:
    """Yield the files below a folder, or the one file, with real paths."""
    root = _resolve(given)
    if not root.is_dir():
        yield ListedFile(root, root.parent)
        return
    for found in _walk(root):
        if found.problem and found.path == root:
            raise InputError(
                f"{root}: the folder cannot be listed ({found.problem}); give read access"
            )
        if not found.path.name.startswith("."):
            yield found


def _walk(root: Path) -> Iterator[ListedFile]:
    """Yield what is below a folder, without folders; links to folders are yielded."""
    unlistable: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=unlistable.append):
        folders[:] = _folders_to_enter(folders, names)
        found = [*filter(_is_link_in(folder), folders), *names]
        for name in found:
            path = Path(folder, name)
            yield ListedFile(path, root)
    for error in unlistable:
        path = Path(os.fsdecode(error.filename))
        yield ListedFile(path, root, problem=error.strerror or str(error))


def _is_link_in(folder: str) -> Callable[[str], bool]:
    """Return a test whether a name in a folder is a link. It never raises."""
    return lambda name: os.path.islink(f"{folder}/{name}")  # noqa: PTH114  # Path.is_symlink raises for a long path


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
