"""Files of arrays that one part of the search for copies is worked on in.

They lie beside the output of shards, begin with the key of their part, and last as long as the
search. Numbers of unequal length are in one file, and what may be large is mapped, not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flows.storage import parquet
from flows.storage.shards import Shard

EVERY = "*-search-*"  # the names of all of them
Arrays = Mapping[str, NDArray[Any]]


def path_of(part: Shard, folder: Path, name: str) -> Path:
    """Return the path of a file of a part."""
    return folder / f"{part.key[:32]}-search-{name}"


def write(part: Shard, folder: Path, name: str, arrays: Arrays) -> None:
    """Write arrays of any length to one file."""
    with parquet.unsynced(path_of(part, folder, f"{name}.npz")) as file:
        np.savez(file, allow_pickle=False, **arrays)


def read(part: Shard, folder: Path, name: str) -> dict[str, NDArray[Any]]:
    """Read what was written."""
    with np.load(path_of(part, folder, f"{name}.npz")) as file:
        return dict(file)


def write_large(part: Shard, folder: Path, name: str, array: NDArray[Any]) -> None:
    """Write an array to a file of its own."""
    with parquet.unsynced(path_of(part, folder, f"{name}.npy")) as file:
        np.save(file, array)


def map_large(part: Shard, folder: Path, name: str) -> NDArray[Any]:
    """Map an array that was written to a file of its own."""
    mapped = np.load(path_of(part, folder, f"{name}.npy"), mmap_mode="r")
    return np.asarray(mapped)
