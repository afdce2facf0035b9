"""Publish many small runs: few files are left, each row is written a few times, none is lost."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from flows.intake import InputFile
from flows.snapshots import Current, compaction, inputs_index
from flows.snapshots.compaction import FAN_IN, compact
from flows.snapshots.manifest import FileEntry, Manifest
from flows.storage import parquet
from flows.storage.tables import SCHEMAS

RUNS = 300
TABLE = "quarantine"


@pytest.fixture(autouse=True)
def _no_power_cuts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)


def run_id(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()[:32]


def rows(numbers: Sequence[int]) -> pa.Table:
    schema = SCHEMAS[TABLE]
    every = []
    for number in numbers:
        row = dict.fromkeys(schema.names)
        row |= {"source_path": f"{number:05d}.txt", "record_number": 0}
        every.append(row)
    return pa.Table.from_pylist(every, schema=schema)


def publish(folder: Path, sizes: Sequence[int]) -> tuple[list[str], int]:
    """Write a file for each run, and compact; return the names left and the rows written."""
    folder.mkdir()
    names: list[str] = []
    written = total = 0
    for number, size in enumerate(sizes):
        name = f"{run_id(number)}-00000.parquet"
        parquet.write(folder / name, rows(range(total, total + size)))
        total += size
        before = {*names, name}
        names = compact(folder, TABLE, sorted(before), run_id(number))
        new = (set(names) - before) | {name}
        written += sum(
            parquet.rows(folder / each) for each in new if (folder / each).exists()
        )
        assert sorted(path.name for path in folder.iterdir()) == names
    return names, written


def sources(folder: Path, names: Sequence[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        part = parquet.read(folder / name)["source_path"].to_pylist()
        assert part == sorted(part)
        found += part
    return sorted(found)


def test_many_small_runs_leave_few_files_and_every_row(tmp_path: Path) -> None:
    names, written = publish(tmp_path / "one", [1] * RUNS)
    levels = 3  # FAN_IN ** 2 < RUNS < FAN_IN ** 3
    assert len(names) <= levels * (FAN_IN - 1)
    assert RUNS < written <= levels * RUNS
    assert sources(tmp_path / "one", names) == [f"{n:05d}.txt" for n in range(RUNS)]


def test_runs_of_all_sizes_leave_few_files(tmp_path: Path) -> None:
    sizes = [1 + (number * 7_919) % 90 for number in range(60)]
    names, _ = publish(tmp_path / "mixed", sizes)
    assert len(names) < 5 * FAN_IN
    assert len(sources(tmp_path / "mixed", names)) == sum(sizes)


def test_the_same_runs_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        publish(tmp_path / name, [1, 2] * 20)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_full_files_stay_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "full"
    names, _ = publish(folder, [1] * (FAN_IN - 1))
    size = (folder / names[0]).stat().st_size
    monkeypatch.setattr(compaction, "FULL_BYTES", size)
    parquet.write(folder / "last.parquet", rows([999]))
    assert compact(folder, TABLE, [*names, "last.parquet"], "r") == [
        *names,
        "last.parquet",
    ]
    monkeypatch.setattr(compaction, "FULL_BYTES", 2 * size)
    left = compact(folder, TABLE, [*names, "last.parquet"], "r")
    assert len(left) == FAN_IN - 1, "two fill one file; seven are too few for a merge"
    assert len(sources(folder, left)) == FAN_IN


def test_a_merge_is_a_new_file(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    names, _ = publish(folder, [1] * (FAN_IN - 1))
    before = tmp_path / "snapshot before"
    before.mkdir()
    for name in names:
        os.link(folder / name, before / name)
    contents = {name: (before / name).read_bytes() for name in names}
    parquet.write(folder / "last.parquet", rows([999]))
    (merged,) = compact(folder, TABLE, [*names, "last.parquet"], "r")
    assert merged not in contents
    for name, content in contents.items():
        assert (before / name).read_bytes() == content


def test_the_index_of_inputs_keeps_few_files_and_the_latest_digest(
    tmp_path: Path,
) -> None:
    manifest = Manifest(0, "", "", 2, "", (), ())
    for number in range(100):
        file = InputFile(tmp_path, f"{number % 60}.txt", "text", "a" * 64)
        current = Current.of(tmp_path, manifest) if number else None
        digest = f"settings {number}"
        names = inputs_index.append(tmp_path, current, run_id(number), [file], digest)
        index = tuple(FileEntry(name, 0, 0, "") for name in names)
        manifest = replace(manifest, index=index)
        assert len(names) < 8
    latest = inputs_index.read(tmp_path, Current.of(tmp_path, manifest))
    assert latest == {
        (f"{name}.txt", "a" * 64): f"settings {name + 60 if name < 40 else name}"
        for name in range(60)
    }
