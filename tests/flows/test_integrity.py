"""Flip bits anywhere in a dataset: each is named, and none is ever read as data."""

import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from flows import sql
from flows.cli import cli
from flows.snapshots import Dataset, DatasetError, verification
from flows.storage.tables import SCHEMAS
from tests.flows.test_snapshots import now, rows, story, take_in

SEVERAL = hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inbox")
    for number in range(3):
        (folder / f"{number}.txt").write_text(story(number))
    (folder / "rows.jsonl").write_text(json.dumps({"text": story(8)}) + "\nbroken\n")
    return folder


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, inbox: Path) -> Path:
    """Make a dataset of two snapshots that share files."""
    dataset = Dataset(tmp_path_factory.mktemp("sound") / "out")
    take_in(dataset, inbox)
    (inbox / "later.txt").write_text(story(1) + "\nAn older gate is to be mended.\n")
    take_in(dataset, inbox)
    (inbox / "new.txt").write_text(story(5))
    return dataset.folder


@pytest.fixture
def dataset(sound: Path, tmp_path: Path) -> Dataset:
    return Dataset(copied(sound, tmp_path / "out"))


def copied(dataset: Path, target: Path) -> Path:
    """Copy a dataset with its hard links."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(dataset, target, symlinks=True)
    first, second = (target / "snapshots" / f"00000{number}" for number in (1, 2))
    for path in second.rglob("*.parquet"):
        twin = first / path.relative_to(second)
        if twin.exists() and twin.read_bytes() == path.read_bytes():
            path.unlink()
            os.link(twin, path)
    return target


def files_of(dataset: Path) -> list[str]:
    found = [path for path in dataset.rglob("*") if path.is_file()]
    names = [str(path.relative_to(dataset)) for path in found]
    return sorted(name for name in names if not name.startswith(("state/", "latest")))


def flip(path: Path, bit: int) -> None:
    """Flip a bit in place, as a disk does it: without a trace in the times of the file."""
    times = path.stat()
    with path.open("r+b") as file:
        place, shift = divmod(bit % (times.st_size * 8), 8)
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ (1 << shift)]))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def faults(dataset: Path) -> set[str]:
    found = verification.begin(dataset).run(lambda _: None)
    assert all(fault.problem and fault.remedy for fault in found)
    return {str(fault.path.relative_to(dataset)) for fault in found}


def answer(dataset: Path, table: str) -> list[tuple[object, ...]] | None:
    """Read a table by `sql`; None where that is refused."""
    try:
        found = sql.run_query(now(Dataset(dataset)), f"FROM {table}")
    except DatasetError:
        return None
    return sorted(found.rows, key=repr)


@pytest.fixture(scope="module")
def right(sound: Path) -> dict[str, list[tuple[object, ...]] | None]:
    return {table: answer(sound, table) for table in SCHEMAS}


def contents(dataset: Dataset) -> list[list[dict[str, object]]]:
    names = [name for name in SCHEMAS if name != "runs"]
    every = [rows(now(dataset), name) for name in names]
    for table in every:
        for row in table:
            row.pop("run_id", None)
        table.sort(key=repr)
    return every


def refusal(dataset: Dataset, inbox: Path) -> str | None:
    """Take in what is new; return why that was refused."""
    try:
        take_in(dataset, inbox)
    except DatasetError as error:
        return str(error)
    return None


def test_a_sound_dataset_has_no_faults(dataset: Dataset) -> None:
    assert faults(dataset.folder) == set()
    current = now(dataset)
    assert current.manifest
    listed = {entry.path for entry in current.manifest.files}
    folder = dataset.folder / current.path
    there = {str(path.relative_to(folder)) for path in folder.rglob("*.parquet")}
    assert listed == there


@SEVERAL
@given(st.data())
def test_a_flipped_bit_is_named_and_never_read(
    tmp_path_factory: pytest.TempPathFactory,
    sound: Path,
    right: dict[str, object],
    data: st.DataObject,
) -> None:
    folder = copied(sound, tmp_path_factory.mktemp("flipped") / "out")
    name = data.draw(st.sampled_from(files_of(folder)))
    flip(folder / name, data.draw(st.integers(0, 2**40)))
    named = faults(folder)
    assert name in named
    if name == "snapshots/000002/manifest.json":
        assert "CURRENT.json" in named
    table = Path(name).parent.name
    read = table if table in SCHEMAS else "articles"
    assert answer(folder, read) in (None, right[read])


def test_a_run_carries_no_damage_on(
    sound: Path, inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = Dataset(copied(sound, tmp_path / "whole"))
    take_in(whole, inbox)
    refused = set()
    for number, name in enumerate(files_of(sound)):
        dataset = Dataset(copied(sound, tmp_path / str(number)))
        flip(dataset.folder / name, 7_919 * (number + 1))
        capsys.readouterr()
        problem = refusal(dataset, inbox)
        if problem:
            refused.add(name)
            assert Path(name).name in problem
            assert "restore" in problem
            continue
        assert contents(dataset) == contents(whole), name
        is_old = name.startswith("snapshots/000001")
        assert is_old or Path(name).name in capsys.readouterr().err.replace("\n", "")
        assert faults(dataset.folder) == ({name} if is_old else set())
    tables = {name for name in files_of(sound) if name.startswith("snapshots/000002")}
    assert tables <= refused
    assert not any(name.startswith(("index", "CURRENT")) for name in refused)


def test_a_file_that_is_missing_cut_or_strange_is_named(dataset: Dataset) -> None:
    path = now(dataset).parts("edits")[0]
    name = str(path.relative_to(dataset.folder))
    data = path.read_bytes()
    for harm in (data[:-5], data + b"x", b"", None):
        path.unlink(missing_ok=True)
        if harm is not None:
            path.write_bytes(harm)
        assert name in faults(dataset.folder)
        with pytest.raises(DatasetError, match="edits"):
            list(sql.run_query(now(dataset), "FROM edits").rows)
    path.write_bytes(data)
    for strange in ("articles/more.parquet", "notes.txt"):
        (path.parents[1] / strange).write_bytes(data)
        assert faults(dataset.folder) == {f"{now(dataset).path}/{strange}"}
        (path.parents[1] / strange).unlink()
    (dataset.folder / "latest").unlink()
    assert faults(dataset.folder) == {"latest"}


def test_strange_folders_beside_snapshots_are_left_alone(
    dataset: Dataset, inbox: Path
) -> None:
    snapshots = dataset.folder / "snapshots"
    strange = {"000001 (copy)", "000003", "12", "backup", "9999999999x"}
    for name in strange:
        shutil.copytree(snapshots / "000001", snapshots / name)
    (snapshots / "000004").write_text("a file")
    strange.add("000004")
    assert faults(dataset.folder) == {f"snapshots/{name}" for name in strange}
    published = take_in(dataset, inbox)
    assert published
    assert published.snapshot == 5, "the names of strangers are not taken"
    assert strange <= {path.name for path in snapshots.iterdir()}
    assert faults(dataset.folder) == {f"snapshots/{name}" for name in strange}


def test_every_flip_of_the_pointer_keeps_the_snapshots(
    dataset: Dataset, inbox: Path
) -> None:
    pointer = dataset.folder / "CURRENT.json"
    before = pointer.read_bytes()
    for place in range(0, len(before) * 8, 61):
        flip(pointer, place)
        with pytest.raises(DatasetError, match=r"CURRENT\.json"):
            dataset.current()
        with dataset.lock():
            assert now(dataset).snapshot == 2
        assert pointer.read_bytes() == before
    assert take_in(dataset, inbox)
    assert faults(dataset.folder) == set()


def test_the_command_names_faults_and_exits_with_1(dataset: Dataset) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(cli, ["verify", str(dataset.folder), *arguments])
        return result.exit_code, result.output

    code, output = run()
    assert (code, "all as their manifests say" in output) == (0, True)
    path = now(dataset).parts("runs")[0]
    flip(path, 4_000)
    code, output = run()
    assert (code, f"{path}: damaged" in output) == (1, True)
    assert run("--snapshot", "1")[0] == 0
    assert run("--snapshot", "2")[0] == 1
    code, output = run("--snapshot", "7")
    assert (code, "no snapshot 7; there are 1, 2" in output) == (2, True)
    code, output = run("--json")
    (fault,) = json.loads(output)["faults"]
    assert (code, fault["path"]) == (1, str(path))


@pytest.mark.parametrize("command", ["sql", "path"])
def test_commands_refuse_what_is_damaged(dataset: Dataset, command: str) -> None:
    query = ["FROM articles"] if command == "sql" else []
    arguments = [command, str(dataset.folder), *query]
    assert CliRunner().invoke(cli, arguments).exit_code == 0
    flip(now(dataset).parts("articles")[0], 70_001)
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 1
    assert "articles" in result.output
    assert "damaged" in result.output
