"""The index: what earlier runs found out about all texts, in files that are committed with the snapshot.

The tables that are small are written anew by every run. Postings and lines are written for the texts of
the run alone; the run takes those of earlier runs into its own file while they are not much larger, so
that there are never many. All are Arrow files that are mapped, not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cleaners.duplicates import Classes, Known, stamp
from cleaners.duplicates.candidates import Postings, merge
from cleaners.duplicates.columns import chosen, joined
from cleaners.duplicates.hashing import Hashes
from cleaners.duplicates.index import Articles, Proofs, Texts
from cleaners.duplicates.repeated_lines import Lines
from flows.snapshots import Current, DatasetError
from flows.storage import parquet
from flows.storage.tables import IndexFiles

FOLDER = "index"
STAMP = b"unspun.index"
MUCH_LARGER = (
    2  # times what a run writes anyway: larger files of earlier runs stay as they are
)


@dataclass(frozen=True, slots=True)
class Furniture:
    """All lines that sites repeat, in order."""

    lines: Hashes


KINDS: dict[str, type] = {
    "texts": Texts,
    "articles": Articles,
    "proofs": Proofs,
    "furniture": Furniture,
    "lines": Lines,
    "postings": Postings,
}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Held:
    """An index as it was read, with the files that its lines and postings stand in."""

    known: Known
    lines: tuple[str, ...]
    postings: tuple[str, ...]


def read(current: Current, classes: Classes) -> Held | None:
    """Map the index that belongs to a snapshot; None where a file of it is gone.

    Raises DatasetError where it was made by other rules of matching.
    """
    names = {
        kind: [name for name in current.index if name.endswith(f"-{kind}.arrow")]
        for kind in KINDS
    }
    paths = {
        kind: [current.folder / name for name in found] for kind, found in names.items()
    }
    if not all(
        found and all(path.exists() for path in found) for found in paths.values()
    ):
        return None
    return Held(
        _assembled(paths, current.folder, classes),
        *(tuple(names[kind]) for kind in ("lines", "postings")),
    )


def read_written(
    folder: Path, current: Current | None, files: IndexFiles, classes: Classes
) -> Known:
    """Map the index that was just written below `folder`, with the files of `current` that stay."""
    paths = {
        kind: [folder / name for name in files.new if name.endswith(f"/{kind}.arrow")]
        for kind in KINDS
    }
    if current:
        for kind, found in paths.items():
            found += [
                current.folder / name
                for name in files.kept
                if name.endswith(f"-{kind}.arrow")
            ]
    return _assembled(paths, current.folder if current else folder, classes)


def _assembled(
    paths: Mapping[str, Sequence[Path]], dataset: Path, classes: Classes
) -> Known:
    mark = stamp(classes)
    held: dict[str, list[Any]] = {
        kind: [_read(path, KINDS[kind], dataset, mark) for path in found]
        for kind, found in paths.items()
    }
    (texts,), (articles,), (proofs,), (furniture,) = (
        held[kind][0] for kind in list(KINDS)[:4]
    )
    lines, postings = (
        tuple(run for (run,) in held["lines"]),
        tuple(map(tuple, held["postings"])),
    )
    return Known(texts, articles, proofs, furniture.lines, postings, lines)


def write(
    folder: Path, known: Known, held: Held | None, classes: Classes
) -> IndexFiles:
    """Write the next index below `folder`; `held` is the one before, of which files may stay."""
    places, alive, mark = known.texts.places(), known.texts.alive, stamp(classes)
    postings = known.postings[
        (stay := _count_staying([sum(map(_rows, run)) for run in known.postings])) :
    ]
    kept = held.postings[:stay] if held else ()
    merged = (merge(bands, places, alive) for bands in zip(*postings, strict=True))
    lines = joined(
        *known.lines[(stay := _count_staying([_rows(run) for run in known.lines])) :]
    )
    kept += held.lines[:stay] if held else ()
    living = chosen(lines, alive[lines.texts])
    parts: dict[str, Iterable[object]] = {
        "texts": [known.texts],
        "articles": [known.articles],
        "proofs": [known.proofs],
        "furniture": [Furniture(known.furniture)],
        "lines": [Lines.of(living.places, living.texts)],
        "postings": merged,
    }
    for kind, tables in parts.items():
        _write(folder / FOLDER / f"{kind}.arrow", KINDS[kind], tables, mark)
    return IndexFiles(tuple(f"{FOLDER}/{kind}.arrow" for kind in parts), kept)


def _count_staying(sizes: Sequence[int]) -> int:
    """Count the runs, the oldest, of which each is much larger than all later ones together."""
    stay, later = len(sizes) - 1, sizes[-1]
    while stay and sizes[stay - 1] <= MUCH_LARGER * later:
        stay -= 1
        later += sizes[stay]
    return stay


def _rows(table: object) -> int:
    return len(_columns(table)[0])


def _columns(table: Any) -> list[NDArray[np.generic]]:  # noqa: ANN401  # any record of columns
    return [getattr(table, item.name) for item in fields(table)]


def _write(path: Path, kind: type, tables: Iterable[object], mark: str) -> None:
    """Write tables of one kind as the batches of one file."""
    batches = ([_array(column) for column in _columns(table)] for table in tables)
    first = next(batches)
    names = [item.name for item in fields(kind)]
    schema = pa.schema(
        list(zip(names, [column.type for column in first], strict=True)),
        metadata={STAMP: mark},
    )
    with (
        parquet.replacing(path) as beside,
        pa.OSFile(str(beside), "wb") as file,
        pa.ipc.new_file(file, schema) as out,
    ):
        for batch in chain([first], batches):
            out.write_batch(pa.RecordBatch.from_arrays(batch, schema=schema))


def _array(column: NDArray[np.generic]) -> pa.Array:
    """Make an Arrow array of the same bytes; flags take a byte each, so that they can be mapped."""
    kind = (
        pa.binary(column.dtype.itemsize)
        if column.dtype.kind == "S"
        else pa.from_numpy_dtype(_wide(column.dtype))
    )
    return pa.Array.from_buffers(
        kind, len(column), [None, pa.py_buffer(np.ascontiguousarray(column))]
    )


def _wide(dtype: np.dtype[Any]) -> np.dtype[Any]:
    return np.dtype(np.uint8) if dtype == np.bool_ else dtype


def _read(path: Path, kind: type[T], dataset: Path, mark: str) -> list[T]:
    """Map the tables of a file. Raises DatasetError where its stamp is another one."""
    with pa.memory_map(str(path)) as file:
        reader = pa.ipc.open_file(file)
        held = (reader.schema.metadata or {}).get(STAMP, b"").decode()
        if held != mark:
            raise DatasetError(
                f"{path}: made for {held or 'no known search'}, but this version looks for copies by {mark};"
                f" build it anew: unspun index rebuild {dataset}"
            )
        batches = [
            reader.get_batch(number) for number in range(reader.num_record_batches)
        ]
    return [kind(*map(_mapped, batch.columns)) for batch in batches]


def _mapped(array: pa.Array) -> NDArray[np.generic]:
    """Give the bytes of an Arrow array as an array of numbers, flags or names."""
    fixed = pa.types.is_fixed_size_binary(array.type)
    dtype = (
        np.dtype(f"S{array.type.byte_width}")
        if fixed
        else np.dtype(array.type.to_pandas_dtype())
    )
    column = np.frombuffer(
        array.buffers()[1], dtype, len(array), array.offset * dtype.itemsize
    )
    return column.view(np.bool_) if dtype == np.uint8 else column
