"""Keep the profiles of articles in files while stories are made, so that memory stays free."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from cleaners.stories import ProfileTable, StoryTable

KINDS = {  # of the columns of a ProfileTable
    "words": np.uint32,
    "weights": np.float32,
    "contexts": np.uint32,
    "kinds": np.uint8,
}
AT_ONCE = 10_000  # articles that are copied at once: a guard on memory, some 10 MB


class StorySpool:
    """Articles in the order in which they were added."""

    def __init__(self, files: dict[str, BinaryIO]) -> None:
        """Start empty."""
        self._files = files
        self._parts: list[StoryTable] = []

    def add(self, table: StoryTable) -> None:
        """Add articles; their profiles go to the files."""
        for name, file in self._files.items():
            getattr(table.profiles, name).tofile(file)
        nothing = ProfileTable.of([])
        bare = ProfileTable(
            nothing.words,
            nothing.weights,
            nothing.contexts,
            nothing.kinds,
            starts=np.diff(table.profiles.starts),
        )
        self._parts.append(
            StoryTable(table.ids, table.at, table.is_published, table.stories, bare)
        )

    def add_rows(self, table: StoryTable, rows: NDArray[np.int64]) -> None:
        """Add some articles of a table, in the order of the rows."""
        for first in range(0, len(rows), AT_ONCE):
            self.add(table.take(rows[first : first + AT_ONCE]))

    def table(self) -> StoryTable:
        """Return all articles; their profiles are mapped."""
        parts = self._parts
        ids = [each.ids for each in parts]
        at = [each.at for each in parts]
        is_published = [each.is_published for each in parts]
        stories = [each.stories for each in parts]
        return StoryTable(
            ids=_joined(ids, np.dtype("S1")),
            at=_joined(at, np.dtype(np.int64)),
            is_published=_joined(is_published, np.dtype(np.bool_)),
            stories=_joined(stories, np.dtype("S1")),
            profiles=self._profiles(),
        )

    def _profiles(self) -> ProfileTable:
        """Map the profiles of all articles."""
        sizes = [each.profiles.starts for each in self._parts]
        starts = np.cumsum(np.concatenate([np.zeros(1, np.int64), *sizes]))
        columns = {name: self._map(name) for name in self._files}
        return ProfileTable(**columns, starts=starts)

    def _map(self, name: str) -> NDArray[Any]:
        """Return a column of the profiles, which is read as it is asked for."""
        file = self._files[name]
        file.flush()
        column = FileColumn(file, np.dtype(KINDS[name]), file.tell())
        return cast("NDArray[Any]", column)


class FileColumn:
    """A column in a file, of which rows are read as numpy would select them.

    An array that maps the file would keep in memory what was read.
    """

    def __init__(self, file: BinaryIO, dtype: np.dtype[Any], size: int) -> None:
        self._file = file
        self._dtype = dtype
        self._count = size // dtype.itemsize

    def __len__(self) -> int:
        """Return the number of rows."""
        return self._count

    def __getitem__(self, rows: slice | NDArray[np.int64]) -> NDArray[Any]:
        """Read some rows."""
        if not self._count:
            return np.empty(0, self._dtype)[rows]
        mapped = np.memmap(self._file, self._dtype, "r")
        return np.array(mapped[rows])


@contextmanager
def spooling(folder: Path) -> Iterator[StorySpool]:
    """Open files in `folder`; they vanish at the end, even that of a crash."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        files: dict[str, BinaryIO] = {}
        for name in KINDS:
            files[name] = stack.enter_context(TemporaryFile(dir=folder))
        yield StorySpool(files)


def _joined(arrays: list[NDArray[Any]], kind: np.dtype[Any]) -> NDArray[Any]:
    return np.concatenate([np.empty(0, kind), *arrays])
