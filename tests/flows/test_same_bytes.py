"""The same files give the same bytes, whoever cleans them, where, when and in which order.

`make soak` tries each number of workers and each surrounding, and Prefect; every run of the tests
tries one in which all of them differ at once.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from flows.settings import Settings
from flows.snapshots import Dataset
from tests.flows.conftest import read_rows, take_in
from tests.flows.inboxes import LEGACY, MANY, SINGLE, every_format
from tests.flows.test_snapshots import SOAK, check, tree

ROOT = Path(__file__).parents[2]
NEW_YEAR = (
    1_700_000_000  # seconds since 1970: when files were written, in one of the runs
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """How a run is started."""

    workers: int = 1
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: str = "elsewhere"
    is_backwards: bool = False
    options: tuple[str, ...] = ()


ALL_AT_ONCE = Surroundings(
    4,
    {"TZ": "Pacific/Chatham", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    "an other folder/of ünits",
    is_backwards=True,
)
TRIED = [ALL_AT_ONCE]
if SOAK:
    TRIED += [Surroundings(workers) for workers in (1, 2, 4)]
    TRIED += [
        Surroundings(2, {name: value})
        for name, value in (
            ("TZ", "America/St_Johns"),
            ("LC_ALL", "tr_TR.UTF-8"),
            ("LC_ALL", "POSIX"),
            ("PYTHONHASHSEED", "0"),
            ("PYTHONHASHSEED", "4242"),
            ("PYTHONUTF8", "0"),
            ("OMP_NUM_THREADS", "1"),
        )
    ]
    TRIED += [Surroundings(2, is_backwards=True), Surroundings(options=("--prefect",))]


def write_inbox(folder: Path, *, is_backwards: bool) -> Path:
    """Write the files, the first or the last of them first, with other times."""
    files = sorted(every_format().items(), reverse=is_backwards)
    for number, (name, data) in enumerate(files):
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if is_backwards:
            os.utime(path, (NEW_YEAR + number, NEW_YEAR - number))
    return folder / "in"


@pytest.fixture(scope="module")
def direct(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    folder = tmp_path_factory.mktemp("direct")
    dataset = Dataset(folder / "out")
    take_in(dataset, write_inbox(folder, is_backwards=False), Settings())
    check(dataset)
    return dataset


def test_the_inbox_has_every_format_and_encoding(direct: Dataset) -> None:
    read = {
        str(row["source_path"]) for row in read_rows(direct, "articles", "duplicates")
    }
    for suffix in (*SINGLE, *MANY):
        assert any(f"/{suffix}.{suffix}" in path for path in read), suffix
    assert {f"legacy/{encoding}.txt" for encoding in LEGACY} <= read


@pytest.mark.parametrize("surroundings", TRIED, ids=repr)
def test_the_bytes_are_the_same(
    direct: Dataset, tmp_path: Path, surroundings: Surroundings
) -> None:
    folder = tmp_path / surroundings.folder
    inbox = write_inbox(folder, is_backwards=surroundings.is_backwards)
    environment = {
        name: value for name, value in os.environ.items() if "PREFECT" not in name
    }
    environment |= {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "flows", "clean", str(inbox)]
    command += ["--output", str(folder / "out")]
    command += ["--workers", str(surroundings.workers), *surroundings.options]
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        cwd=folder,
        env={**environment, **surroundings.environment},
        timeout=400,
    )
    found, expected = tree(folder / "out"), tree(direct.folder)
    assert found.keys() == expected.keys()
    assert [name for name in found if found[name] != expected[name]] == []
