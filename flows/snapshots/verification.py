"""Compare a whole dataset with its manifests, and name all that is not as it should be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from flows.snapshots import (
    housekeeping,
    integrity,
    manifest,
    recovery,
    sealing,
    strangers,
    suppression,
)
from flows.snapshots.current import POINTER, Current, DatasetError
from flows.snapshots.integrity import ListedFile
from flows.snapshots.manifest import ManifestError
from flows.snapshots.paths import DatasetPaths
from flows.snapshots.suppression import Suppression, SuppressionError

Advance = Callable[[int], None]
"""Called with the bytes that were read since the last call."""
Identity = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that is not as it should be, why, and what to do."""

    path: Path
    problem: str
    remedy: str


@dataclass(slots=True)
class Verification:
    """What is to be compared, and the faults that were found up to now."""

    paths: DatasetPaths
    snapshots: list[int] = field(default_factory=list)
    files: list[ListedFile] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def bytes(self) -> int:
        """Return how many bytes are to be read; a file that snapshots share is read once."""
        return sum(file.entry.bytes for file in self._each_once().values())

    def run(self, advance: Advance) -> list[Fault]:
        """Read all files; return all faults, by path."""
        problems = self._problems(advance)
        for file in self.files:
            identity = _identity(file)
            problem = problems[identity]
            if problem is None or self._is_gone(file):
                continue
            remedy = self._remedy(file.path)
            self.add(file.path, problem, remedy)
        return sorted(self.faults, key=lambda fault: str(fault.path))

    def _problems(self, advance: Advance) -> dict[Identity, str | None]:
        """Read each file once; return what is wrong with it, None for nothing."""
        once = self._each_once()
        every = integrity.check(once.values())
        problems: dict[Identity, str | None] = {}
        for identity, checked in zip(once, every, strict=True):
            problems[identity] = checked.problem
            advance(checked.entry.bytes)
        return problems

    def add(self, path: Path, problem: str, remedy: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(path, problem, remedy))

    def _each_once(self) -> dict[Identity, ListedFile]:
        return {_identity(file): file for file in self.files}

    def _is_gone(self, file: ListedFile) -> bool:
        """Whether a run removed the whole snapshot of a file in the meantime."""
        snapshots = self.paths.snapshots
        if not file.path.is_relative_to(snapshots):
            return False
        below = file.path.relative_to(snapshots)
        return not (snapshots / below.parts[0]).exists()

    def _remedy(self, path: Path) -> str:
        folder = self.paths.folder
        if path.name == sealing.REPORT:
            number = int(path.parent.name)
            return f"write it again: unspun report {folder} --snapshot {number} --output {path}"
        if path.is_relative_to(self.paths.snapshots):
            return integrity.REMEDY
        return (
            f"the next run makes it again, and so does: unspun index rebuild {folder}"
        )


def begin(folder: Path, numbers: Iterable[int] | None = None) -> Verification:
    """List what is to be compared: everything, or only snapshots of some numbers.

    Raises DatasetError where there is nothing that could be compared.
    """
    paths = DatasetPaths(folder)
    found = Verification(paths)
    current = _newest(found)
    wanted = None if numbers is None else frozenset(numbers)
    _add_snapshots(found, wanted)
    if wanted is not None:
        _require(found, wanted)
        return found
    if current:
        found.files += integrity.index_files(current)
        _check_latest(found, current)
        _check_suppression(found, current)
    for path in strangers.find(paths, current):
        found.add(path, strangers.PROBLEM, strangers.REMEDY)
    return found


def _newest(found: Verification) -> Current | None:
    """Find the newest snapshot, by its manifest where the pointer is damaged."""
    paths = found.paths
    try:
        current = Current.read(paths.folder)
    except DatasetError as error:
        pointer = paths.folder / POINTER
        problem, _, remedy = str(error).partition("; ")
        found.add(pointer, problem.removeprefix(f"{pointer}: "), remedy)
        with suppress(FileNotFoundError, ManifestError):
            return recovery.newest_whole(paths)
        return None
    if current is None:
        raise DatasetError(
            f"{paths.folder}: holds no snapshot yet; make one:"
            f" unspun clean INPUT --output {paths.folder}"
        )
    return current


def _check_latest(found: Verification, current: Current) -> None:
    """Check the link `latest`, which the mirror of an address lacks."""
    if found.paths.address.exists():
        return
    if not housekeeping.is_latest(found.paths, current.path):
        found.add(
            found.paths.latest,
            f"does not point at {current.path}",
            "the next run points it there",
        )


def _check_suppression(found: Verification, current: Current) -> None:
    """Check the list of what was forgotten."""
    try:
        Suppression.of(found.paths.state, current)
    except SuppressionError as error:
        found.add(error.path, error.problem, suppression.REMEDY)
    except DatasetError:
        return  # of a damaged table, which is named by itself


def _require(found: Verification, wanted: frozenset[int]) -> None:
    """Raise DatasetError where a snapshot that was asked for is missing."""
    missing = wanted.difference(found.snapshots)
    if missing:
        there = [str(number) for number, _ in found.paths.published()]
        raise DatasetError(
            f"{found.paths.folder}: no snapshot {min(missing)}; there are {', '.join(there)}"
        )


def _add_snapshots(found: Verification, wanted: frozenset[int] | None) -> None:
    """List the files of snapshots."""
    for number, path in found.paths.published():
        if wanted is None or number in wanted:
            found.snapshots.append(number)
            found.files += _listed_files(found, number, path)


def _listed_files(found: Verification, number: int, path: Path) -> Iterator[ListedFile]:
    """Yield the files of a snapshot; what its manifest lacks is noted."""
    try:
        listed = manifest.read(path)
    except FileNotFoundError:
        found.add(path / manifest.FILE, "missing", NO_MANIFEST)
        return
    except ManifestError as error:
        problem = str(error).removeprefix(f"{path / manifest.FILE}: ")
        found.add(path / manifest.FILE, problem, integrity.REMEDY)
        return
    if listed.snapshot != number:
        found.add(path, strangers.PROBLEM, strangers.REMEDY)
        return
    for path_in in strangers.unlisted(path, listed):
        found.add(path_in, strangers.PROBLEM, strangers.REMEDY)
    for entry in listed.files:
        yield ListedFile(path / entry.path, entry)


NO_MANIFEST = (
    "Unspun 0.1.0 wrote none, and the next run brings the dataset to this version;"
    " if it is lost, restore it from a backup"
)


def _identity(file: ListedFile) -> Identity:
    """Identify a file and what is said of it: links to one file are one."""
    entry = file.entry
    expected = (entry.bytes, entry.rows, entry.sha256)
    try:
        status = file.path.stat()
    except OSError:
        return (file.path, *expected)
    return (status.st_dev, status.st_ino, *expected)
