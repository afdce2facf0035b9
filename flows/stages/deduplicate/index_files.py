"""The index: what earlier runs found out about all texts, in files that belong to the snapshot.

The tables that are small are rewritten by every run. Postings and lines are written for the
texts of the run alone; the run merges those of earlier runs into its own file while they are not
much larger, so that there are never many files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaners.duplicates import DuplicateIndex, WordClasses, stamp
from cleaners.duplicates.columns import UInt64Array, concat_tables, take_rows
from cleaners.duplicates.index import Articles, Texts
from cleaners.duplicates.postings import Postings, merge
from cleaners.duplicates.repeated_lines import LinePostings
from cleaners.duplicates.verified_pairs import VerifiedPairs
from flows.snapshots import Current, DatasetError
from flows.stages.deduplicate import arrow_files
from flows.storage.tables import IndexFiles

FOLDER = "index"
STAMP = b"unspun.index"
# Times what a run writes anyway: larger files of earlier runs are kept. Chosen, not tuned: a text
# is written again about once whenever the index doubles.
MUCH_LARGER = 2


@dataclass(frozen=True, slots=True)
class RepeatedLines:
    """All lines that sites repeat, in order."""

    lines: UInt64Array


KINDS: dict[str, type] = {  # of files, by the end of their names
    "texts": Texts,
    "articles": Articles,
    "verified_pairs": VerifiedPairs,
    "repeated_lines": RepeatedLines,
    "lines": LinePostings,
    "postings": Postings,
}


@dataclass(frozen=True, slots=True)
class StoredIndex:
    """An index with the names of the files of earlier runs that its lines and postings begin with.

    A name is relative to the dataset. These files come first, the oldest before all others.
    """

    index: DuplicateIndex
    lines: tuple[str, ...]
    postings: tuple[str, ...]


def read(current: Current, classes: WordClasses) -> StoredIndex | None:
    """Map the index that belongs to a snapshot; None where a file of it is gone.

    Raises DatasetError where it was made by other rules of matching.
    """
    expected = stamp(classes)
    for name in _names_of("texts", current.index):
        if (current.folder / name).exists():
            # Other versions have other kinds of files: they are refused, not rebuilt silently.
            _check_stamp(current.folder / name, expected, current.folder)
    paths = {}
    for kind in KINDS:
        names = _names_of(kind, current.index)
        files = [current.folder / name for name in names]
        if not files or not all(path.exists() for path in files):
            return None
        paths[kind] = files
    return StoredIndex(
        index=_read_index(paths, current.folder, classes),
        lines=_names_of("lines", current.index),
        postings=_names_of("postings", current.index),
    )


def read_written(
    folder: Path, current: Current | None, files: IndexFiles, classes: WordClasses
) -> DuplicateIndex:
    """Map the index that was just written below `folder`, with the files of `current` that stay."""
    return open_written(folder, current, files, classes).index


def open_written(
    folder: Path, current: Current | None, files: IndexFiles, classes: WordClasses
) -> StoredIndex:
    """Map the same, with the names of the files that stay."""
    dataset = current.folder if current else folder
    paths = {}
    for kind in KINDS:
        kept = _names_of(kind, files.kept)
        paths[kind] = [dataset / name for name in kept]
        if _written(kind) in files.new:
            paths[kind].append(folder / _written(kind))
    return StoredIndex(
        index=_read_index(paths, dataset, classes),
        lines=_names_of("lines", files.kept),
        postings=_names_of("postings", files.kept),
    )


def _written(kind: str) -> str:
    """Name the file of a kind that a run writes."""
    return f"{FOLDER}/{kind}.arrow"


def _names_of(kind: str, names: Iterable[str]) -> tuple[str, ...]:
    """Choose the files of a kind among those of earlier runs."""
    return tuple(name for name in names if name.endswith(f"-{kind}.arrow"))


def _read_index(
    paths: Mapping[str, Sequence[Path]], dataset: Path, classes: WordClasses
) -> DuplicateIndex:
    expected = stamp(classes)
    tables: dict[str, list[Sequence[Any]]] = {}
    for kind, files in paths.items():
        tables[kind] = []
        for path in files:
            _check_stamp(path, expected, dataset)
            tables[kind].append(_tables_of(kind, path))
    # All files but postings, which have one for each band, hold one table.
    (texts,) = tables["texts"][0]
    (articles,) = tables["articles"][0]
    (verified_pairs,) = tables["verified_pairs"][0]
    (repeated,) = tables["repeated_lines"][0]
    return DuplicateIndex(
        texts=texts,
        articles=articles,
        verified_pairs=verified_pairs,
        repeated_lines=repeated.lines,
        postings=tuple(tables["postings"]),
        lines=tuple(lines for (lines,) in tables["lines"]),
    )


def _tables_of(kind: str, path: Path) -> Sequence[Any]:
    """Map the tables of a file; of postings, which are large, a band when it is asked for."""
    if kind == "postings":
        return arrow_files.OpenedTables(path, Postings)
    return arrow_files.read(path, KINDS[kind])


def _check_stamp(path: Path, expected: str, dataset: Path) -> None:
    """Raise DatasetError where a file was made by another version of the search."""
    found = arrow_files.read_metadata(path, STAMP)
    if found != expected:
        raise DatasetError(
            f"{path}: made for {found or 'no known search'},"
            f" but this version looks for copies by {expected};"
            f" rebuild it: unspun index rebuild {dataset}"
        )


def write(
    folder: Path,
    index: DuplicateIndex,
    earlier: StoredIndex | None,
    classes: WordClasses,
) -> IndexFiles:
    """Write the next index below `folder`; large files of the one that it extends stay."""
    old_postings = earlier.postings if earlier else ()
    old_lines = earlier.lines if earlier else ()
    kept_postings = _count_kept(
        sizes=[count_postings(bands) for bands in index.postings],
        most=len(old_postings),
    )
    kept_lines = _count_kept(
        sizes=[arrow_files.count_rows(lines) for lines in index.lines],
        most=len(old_lines),
    )
    tables: dict[str, Iterable[object]] = {
        "texts": [index.texts],
        "articles": [index.articles],
        "verified_pairs": [index.verified_pairs],
        "repeated_lines": [RepeatedLines(index.repeated_lines)],
        "lines": _merge_lines(index, kept_lines),
        "postings": _merge_postings(index, kept_postings),
    }
    _write_tables(folder, tables, stamp(classes))
    return IndexFiles(
        new=tuple(_written(kind) for kind in tables),
        kept=(*old_postings[:kept_postings], *old_lines[:kept_lines]),
    )


def _write_tables(
    folder: Path, tables: Mapping[str, Iterable[object]], mark: str
) -> None:
    for kind, batches in tables.items():
        path = folder / _written(kind)
        arrow_files.write(path, KINDS[kind], batches, {STAMP: mark})


def _merge_lines(index: DuplicateIndex, first: int) -> Iterator[LinePostings]:
    """Merge all lines from a run on, without those of texts that are gone."""
    runs = index.lines[first:]
    if len(runs) == 1 and index.texts.alive.all():
        yield runs[0]
        return
    lines = concat_tables(*runs)
    is_alive = index.texts.alive[lines.texts]
    living = take_rows(lines, is_alive)
    yield LinePostings.of(living.site_lines, living.texts)


def _merge_postings(index: DuplicateIndex, first: int) -> Iterable[Postings]:
    """Merge all postings from a run on, band by band, without those of texts that are gone."""
    ranks = index.texts.anchor_ranks()
    runs = index.postings[first:]
    for band in zip(*runs, strict=True):
        yield merge(band, ranks, index.texts.alive)


def _count_kept(sizes: Sequence[int], most: int) -> int:
    """Count the runs, the oldest, of which each is much larger than all later ones together.

    The last run always counts as a later one; so do all after the first `most`.
    """
    kept = min(most, len(sizes) - 1)
    later = sum(sizes[kept:])
    while kept > 0:
        size = sizes[kept - 1]
        if size > MUCH_LARGER * later:
            break
        kept -= 1
        later += size
    return kept


def count_postings(bands: Iterable[object]) -> int:
    """Count the rows of all bands of a search."""
    return sum(arrow_files.count_rows(band) for band in bands)
