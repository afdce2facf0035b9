"""List the files below the inputs, under names that depend on the files alone."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TypeAlias

from flows.addresses import is_url
from flows.intake.globs import has_pattern, matches, split_pattern
from flows.intake.listing_errors import InputError
from flows.intake.remote import RemoteFile, list_remote, local_path

Input: TypeAlias = str | os.PathLike[str]
"""A folder, a file, a pattern, an address such as s3://bucket/folder, or `-`: standard input."""

STANDARD_INPUT = "-"
STANDARD_INPUT_NAME = "stdin"
STANDARD_INPUT_PLACE = PurePath(STANDARD_INPUT_NAME)  # no absolute path, as files have


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file below an input folder, and the name that it has in the dataset.

    `path` is where it is on this machine, or where it would be. `parents` counts the folders above
    the input folder that the name begins with. `problem` says why what is here cannot be listed:
    then it is a folder. `remote` is set for a file that must be fetched.
    """

    path: PurePath
    folder: PurePath
    parents: int = 0
    problem: str | None = None
    remote: RemoteFile | None = None

    @property
    def name(self) -> str:
        """The source path. Bytes that are not UTF-8 are written as escapes."""
        above = self.folder.parts[1:]
        begin = max(0, len(above) - self.parents)
        below = self.path.relative_to(self.folder).parts
        name = "/".join((*above[begin:], *below))
        return os.fsencode(name).decode("utf-8", "backslashreplace")

    @property
    def is_standard_input(self) -> bool:
        """Whether it is what is read from standard input."""
        return self.path == STANDARD_INPUT_PLACE

    def with_parent(self) -> ListedFile:
        """Put one more folder before the name."""
        return replace(self, parents=self.parents + 1)


def list_files(inputs: Sequence[Input]) -> list[ListedFile]:
    """List each file once; one that several inputs hold has the name of the first.

    Raises InputError.
    """
    listed: dict[str, ListedFile] = {}
    for given in reversed(inputs):
        for file in _list_input(os.fspath(given)):
            place = file.remote.url if file.remote else str(file.path)
            listed[place] = file
    return list(listed.values())


def _list_input(given: str) -> Iterator[ListedFile]:
    """Yield the files of one input."""
    if not given:
        raise InputError("an input has no name; write . for the current folder")
    path: Path | None = Path(given)
    if given == STANDARD_INPUT:
        yield ListedFile(STANDARD_INPUT_PLACE, STANDARD_INPUT_PLACE.parent)
        return
    if is_url(given):
        path = local_path(given)
        if path is None:
            yield from _list_remote(given)
            return
        given = str(path)
    if has_pattern(given) and not os.path.lexists(given):
        yield from _list_pattern(given)
    else:
        yield from _list(Path(given))


def _list_remote(url: str) -> Iterator[ListedFile]:
    for file in list_remote(url):
        yield ListedFile(file.path, file.root, remote=file)


def _list_pattern(given: str) -> Iterator[ListedFile]:
    """Yield the files that match a pattern, named from the folder before it."""
    folder, pattern = split_pattern(given)
    found = False
    for file in _list(Path(folder)):
        below = file.path.relative_to(file.folder).parts
        if matches(below, pattern):
            found = True
            yield file
    if not found:
        raise InputError(f"{given}: no file matches; check the pattern")


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
        entered = _folders_to_enter(folders, names)
        folders[:] = entered
        is_link = _is_link_in(folder)
        links = filter(is_link, entered)
        for name in (*links, *names):
            path = Path(folder, name)
            yield ListedFile(path, root)
    yield from _not_listed(unlistable, root)


def _not_listed(errors: Iterable[OSError], root: Path) -> Iterator[ListedFile]:
    """Yield the folders that cannot be listed."""
    for error in errors:
        name = os.fsdecode(error.filename)
        problem = error.strerror or str(error)
        path = Path(name)
        yield ListedFile(path, root, problem=problem)


def _is_link_in(folder: str) -> Callable[[str], bool]:
    """Return a test whether a name in a folder is a link. It never raises."""
    return lambda name: os.path.islink(f"{folder}/{name}")  # noqa: PTH114  # Path.is_symlink raises for a long path


def _folders_to_enter(folders: list[str], names: list[str]) -> list[str]:
    """Sort the folders in a folder, without hidden ones and those of a dataset."""
    if "snapshots" in folders and "CURRENT.json" in names:
        names.clear()
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
