"""Check that a dataset grows by complete snapshots only, whatever happens, and loses nothing."""

import errno
import hashlib
import itertools
import json
import os
import pickle
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cleaners.draft import Entry, Mark, replay, rewind
from flows.intake import discover
from flows.settings import Settings
from flows.snapshots import (
    Current,
    Dataset,
    DatasetBusy,
    DatasetError,
    Outcome,
    Published,
    compaction,
    publishing,
    verification,
)
from flows.snapshots import dataset as datasets
from flows.stages import clean_shard, deduplicate, seen_again
from flows.stages.relations import relate
from flows.storage import parquet
from flows.storage.tables import SCHEMAS, Row
from tests.flows import killing
from tests.flows.conftest import clean_shards

SETTINGS = Settings()
SOAK = bool(os.environ.get("UNSPUN_SOAK"))  # the long forms; `make soak` sets it
STRIDE = 1 if SOAK else 4  # of the changes to the file system, one in so many is struck
INPUTS = (  # columns of runs that add up to the inputs
    "articles",
    "duplicates",
    "quarantined",
    "already_known",
    "replaced",
    "suppressed",
)
WORDS = """
    harbour library orchard railway quarry theatre brewery lighthouse airfield
    museum council market bridge garden school river winter summer morning evening
    worker engineer teacher doctor farmer sailor painter baker judge letter window
    ladder engine barrel basket carpet candle hammer kettle mirror needle pillow
    ribbon saddle anchor copper silver timber cotton leather marble paper sugar
    butter pepper lemon cherry walnut barley clover heather moved found built closed
    opened sold bought carried painted mended counted measured promised refused
    answered quickly slowly quietly often seldom early late nearly almost barely
""".split()  # noqa: SIM905  # a list of 89 strings reads badly


def story(number: int) -> str:
    """Write a text that has next to nothing in common with that of another number."""
    sentences = []
    for turn in range(8):
        digest = hashlib.sha256(f"{number} {turn}".encode()).digest()
        sentences.append(
            " ".join(WORDS[byte % len(WORDS)] for byte in digest[:14]).capitalize()
            + "."
        )
    return (
        "Share this article\n"
        + " ".join(sentences[:4])
        + "\n\n"
        + " ".join(sentences[4:])
        + "\n"
    )


def prepare(dataset: Dataset, inbox: Path, settings: Settings = SETTINGS) -> Outcome:
    run, stats, cleaned = clean_shards(dataset, inbox, settings)
    decisions = seen_again.decide(cleaned, deduplicate.assign_clusters(cleaned))
    return Outcome(run, stats, cleaned, relate(cleaned, decisions))


def take_in(
    dataset: Dataset, inbox: Path, settings: Settings = SETTINGS
) -> Published | None:
    """Take in what no other article revises; None where nothing is new."""
    with dataset.lock():
        if not dataset.unseen(discover([inbox]).files, settings):
            return None
        return dataset.publish(prepare(dataset, inbox, settings))


def now(dataset: Dataset) -> Current:
    current = dataset.current()
    assert current
    return current


def rows(current: Current, table: str) -> list[dict[str, object]]:
    return [
        row for path in current.parts(table) for row in parquet.read(path).to_pylist()
    ]


def tree(folder: Path, *, runs: bool = False) -> dict[str, bytes]:
    """Read every file but the clock times of `runs`, the lock and the state."""
    found = (
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.is_relative_to(folder / "latest")
    )
    return {
        str(path.relative_to(folder)): path.read_bytes() if runs else timeless(path)
        for path in found
        if path.relative_to(folder).parts[0] != "state"
        and (runs or path.parent.name != "runs")
    }


def timeless(path: Path) -> bytes:
    """Read a file without the digests of `runs`, the only table that has clock times."""
    if path.suffix != ".json":
        return path.read_bytes()
    content = json.loads(path.read_text())
    content.pop("digest", content.pop("manifest", None))
    for entry in content.get("files", ()):
        if entry["path"].startswith("runs/"):
            del entry["sha256"], entry["bytes"]
    return json.dumps(content).encode()


def check(dataset: Dataset) -> None:
    """Assert what is true of every snapshot."""
    current = now(dataset)
    latest = os.readlink(dataset.folder / "latest")  # noqa: PTH115  # the string as written
    assert latest == current.path == f"snapshots/{current.snapshot:06d}"
    for table in SCHEMAS:
        listed = sorted(path.name for path in current.parts(table))
        assert listed == sorted(os.listdir(dataset.folder / current.path / table))  # noqa: PTH208  # hidden files too
        assert listed, "a table without a file has no columns"
        assert all(
            pq.read_schema(path).names == SCHEMAS[table].names
            for path in current.parts(table)
        )
    articles, duplicates = rows(current, "articles"), rows(current, "duplicates")
    ids = [row["article_id"] for row in articles + duplicates]
    assert len(ids) == len(set(ids))
    kept = {row["article_id"]: row for row in articles}
    for row in duplicates:
        assert kept[row["canonical_id"]]["cluster_id"] == row["cluster_id"]
    assert sum(int(str(row["copies"])) for row in articles) == len(duplicates)
    assert {row["article_id"] for row in rows(current, "edits")} <= set(ids)
    check_relations(rows(current, "relations"), kept, duplicates)
    places = [
        (row["source_path"], row["record_number"])
        for row in rows(current, "quarantine")
    ]
    assert len(places) == len(set(places))
    for path in current.parts("articles"):
        part = parquet.read(path)["article_id"].to_pylist()
        assert part == sorted(part)
    runs = rows(current, "runs")
    assert [row["run_id"] for row in runs][-1] == current.run_id
    for row in runs:
        assert row["inputs"] == sum(int(str(row[name] or 0)) for name in INPUTS)


def check_relations(
    relations: list[Row], kept: Mapping[object, Row], duplicates: list[Row]
) -> None:
    """Assert that each duplicate has its row, and that others are of kept articles."""
    of_copies = [row for row in relations if row["kind"]]
    pairs = [pair(row, "article_id", "other_id") for row in of_copies]
    expected = [pair(row, "article_id", "canonical_id") for row in duplicates]
    assert sorted(pairs) == sorted(expected)
    for row in relations:
        if not row["kind"]:
            assert {row["article_id"], row["other_id"]} <= kept.keys()
            assert row["relation"] != "copy"
    ids = [(str(row["article_id"]), str(row["other_id"])) for row in relations]
    assert ids == sorted(set(ids))


def pair(row: Row, *columns: str) -> list[str]:
    """Return two ids of a row, the smaller one first."""
    return sorted(str(row[name]) for name in columns)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.txt").write_text(story(number))
    (folder / "copy.txt").write_text(story(2))
    (folder / "rows.jsonl").write_text(json.dumps({"text": story(8)}) + "\nbroken\n")
    return folder


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return Dataset(tmp_path / "out")


def test_a_first_snapshot_counts_every_input(dataset: Dataset, inbox: Path) -> None:
    assert dataset.current() is None
    published = take_in(dataset, inbox)
    assert published
    counts = (
        published.inputs,
        published.articles,
        published.duplicates,
        published.quarantined,
        published.replaced,
    )
    assert counts == (7, 5, 1, 1, 0)
    assert (published.snapshot, published.path) == (
        1,
        dataset.folder / "snapshots" / "000001",
    )
    check(dataset)
    pointer = json.loads((dataset.folder / "CURRENT.json").read_text())
    assert list(pointer) == [
        "snapshot",
        "path",
        "run_id",
        "pipeline_version",
        "schema_version",
        "manifest",
        "tables",
        "index",
    ]
    assert pointer["run_id"] == published.run_id
    assert len(published.run_id) == 32
    for table, count in (
        ("articles", 5),
        ("duplicates", 1),
        ("edits", published.edits),
        ("quarantine", 1),
        ("runs", 1),
    ):
        files = [str(dataset.folder / name) for name in pointer["tables"][table]]
        assert duckdb.execute(
            "SELECT count(*) FROM read_parquet(?)", [files]
        ).fetchall() == [(count,)]
    assert not dataset.shards.exists()


def test_every_raw_text_can_be_had_back(dataset: Dataset, inbox: Path) -> None:
    take_in(dataset, inbox)
    edits = rows(now(dataset), "edits")
    assert edits
    for row in rows(now(dataset), "articles") + rows(now(dataset), "duplicates"):
        ledger = [
            Entry(
                int(str(e["start"])),
                int(str(e["end"])),
                str(e["before"]),
                str(e["after"]),
                (Mark("s", "r"),),
            )
            for e in edits
            if e["article_id"] == row["article_id"]
        ]
        raw = rewind(str(row["text"]), ledger)
        assert replay(raw, ledger) == row["text"]
        assert raw in {story(number) for number in (0, 1, 2, 3, 8)}


def test_the_same_inputs_again_change_no_byte(dataset: Dataset, inbox: Path) -> None:
    take_in(dataset, inbox)
    before = tree(dataset.folder, runs=True)
    assert take_in(dataset, inbox) is None
    assert tree(dataset.folder, runs=True) == before


def test_the_same_inputs_elsewhere_give_the_same_bytes(
    dataset: Dataset, inbox: Path, tmp_path: Path
) -> None:
    other, moved = Dataset(tmp_path / "other"), tmp_path / "moved"
    settings = replace(SETTINGS, shard_files=2)
    shutil.copytree(inbox, moved)
    take_in(dataset, inbox, settings)
    with other.lock():
        run = other.begin(other.unseen(discover([moved]).files, settings), settings)
        for shard in run.shards[::-1]:
            clean_shard.clean(shard, settings, other.shards)
        other.publish(prepare(other, moved, settings))
    assert len(run.shards) == 3
    assert tree(dataset.folder) == tree(other.folder)


def test_a_part_in_which_nothing_changed_is_shared(
    dataset: Dataset, inbox: Path
) -> None:
    take_in(dataset, inbox, replace(SETTINGS, shard_files=2))
    first = now(dataset)
    (inbox / "later.txt").write_text(
        story(1)
        + "\nAn older gate stands near by, and it is to be mended in the spring.\n"
    )
    published = take_in(dataset, inbox, replace(SETTINGS, shard_files=2))
    assert published
    assert (published.inputs, published.articles) == (1, 1), (
        "the longer text is kept, the one before becomes a copy"
    )
    check(dataset)
    second = now(dataset)
    assert (first.snapshot, second.snapshot) == (1, 2)
    changed = {
        f"{table}/{path.name}"
        for table in ("articles", "duplicates", "edits", "quarantine")
        for path in second.parts(table)
        if published.run_id not in path.name and path.stat().st_nlink == 1
    }
    name = f"{first.run_id}-00000.parquet"  # of 0.txt and 1.txt
    assert changed == {f"articles/{name}", f"duplicates/{name}"}
    (moved,) = (
        row for row in rows(second, "duplicates") if row["source_path"] == "1.txt"
    )
    assert moved["run_id"] == first.run_id
    assert len(rows(first, "articles")) == 5, "the snapshot before stays as it was"


def test_other_settings_replace_rows_and_double_none(
    dataset: Dataset, inbox: Path
) -> None:
    take_in(dataset, inbox)
    first = now(dataset)
    hashed = replace(SETTINGS, keep_before=False)
    published = take_in(dataset, inbox, hashed)
    assert published
    assert (published.inputs, published.replaced, published.accounted) == (7, 7, 7)
    check(dataset)
    for table in ("articles", "duplicates", "edits", "quarantine"):
        assert len(rows(now(dataset), table)) == len(rows(first, table))
    assert all(
        row["before"] is None and row["before_sha256"]
        for row in rows(now(dataset), "edits")
    )
    assert take_in(dataset, inbox, hashed) is None
    assert take_in(dataset, inbox), "the former settings are new again"
    assert [row["before"] for row in rows(now(dataset), "edits")] == [
        row["before"] for row in rows(first, "edits")
    ]


def test_what_is_read_at_last_leaves_quarantine(dataset: Dataset, inbox: Path) -> None:
    (inbox / "rows.jsonl").write_text(
        json.dumps({"own_words": story(8)}) + "\nbroken\n"
    )
    (inbox / "later.txt").symlink_to("0.txt")
    take_in(dataset, inbox)
    reasons = sorted(str(row["reason"]) for row in rows(now(dataset), "quarantine"))
    assert reasons == ["broken_record", "no_text_field", "unreadable"]
    assert take_in(dataset, inbox) is None, "what cannot be read is not tried for ever"
    (inbox / "later.txt").unlink()
    (inbox / "later.txt").write_text(story(9))
    take_in(dataset, inbox, SETTINGS.with_fields(["text=own_words"]))
    check(dataset)
    assert [row["reason"] for row in rows(now(dataset), "quarantine")] == [
        "broken_record"
    ]
    paths = {row["source_path"] for row in rows(now(dataset), "articles")}
    assert {"later.txt", "rows.jsonl"} <= paths


def test_a_record_met_twice_is_kept_once(dataset: Dataset, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    row = json.dumps({"text": story(1), "url": "https://news.example/gate"}) + "\n"
    for name in ("a.jsonl", "b.jsonl", "c.jsonl"):
        (inbox / name).write_text(row)
    published = take_in(dataset, inbox, replace(SETTINGS, shard_files=2))
    assert published
    assert (
        published.inputs,
        published.articles,
        published.duplicates,
        published.replaced,
    ) == (3, 1, 2, 0)
    check(dataset)
    (inbox / "d.jsonl").write_text(row)
    published = take_in(dataset, inbox)
    assert published
    assert (published.inputs, published.articles, published.duplicates) == (1, 0, 1)
    assert len(rows(now(dataset), "articles")) == 1
    copies = rows(now(dataset), "duplicates")
    names = sorted(str(row["source_path"]) for row in copies)
    assert names == ["b.jsonl", "c.jsonl", "d.jsonl"], "files are ordered by run_id"
    assert {(row["kind"], row["similarity"]) for row in copies} == {("exact", 1.0)}
    check(dataset)


def test_a_reader_of_the_first_snapshot_awaits_its_pointer(
    dataset: Dataset, inbox: Path
) -> None:
    take_in(dataset, inbox)
    pointer = dataset.folder / "CURRENT.json"
    aside = pointer.rename(dataset.folder / "aside.json")
    publish = threading.Timer(0.2, aside.rename, [pointer])
    publish.start()
    found = dataset.current()
    publish.join()
    assert found
    assert found.snapshot == 1


def test_a_dataset_of_nothing_but_quarantine_can_be_read(
    dataset: Dataset, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.txt").write_text(" ")
    take_in(dataset, inbox)
    check(dataset)
    (inbox / "b.txt").write_text(story(1))
    take_in(dataset, inbox)
    check(dataset)
    assert len(now(dataset).parts("articles")) == 1, "the empty part is gone"


def test_only_the_last_snapshots_are_kept(dataset: Dataset, inbox: Path) -> None:
    for number in range(20, 24):
        (inbox / f"{number}.txt").write_text(story(number))
        take_in(dataset, inbox, replace(SETTINGS, keep_snapshots=2))
    assert sorted(path.name for path in (dataset.folder / "snapshots").iterdir()) == [
        "000003",
        "000004",
    ]
    check(dataset)
    assert take_in(dataset, inbox) is None


class Calendar(datetime):
    """A clock that stands on a day of its own."""

    day = 0

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # no subclass
        """Return noon of the day."""
        return datetime(2024, 5, 1, 12, tzinfo=tz) + timedelta(days=cls.day)


KEEPING = [  # the least number of snapshots, and of days; which of nine daily ones are kept
    (1, 0.0, [9]),
    (2, 0.0, [8, 9]),
    (1, 2.0, [7, 8, 9]),
    (1, 2.5, [7, 8, 9]),
    (5, 2.0, [5, 6, 7, 8, 9]),
    (1, 0.5, [9]),
    (1, 90.0, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
]


def test_snapshots_are_kept_by_number_and_by_age(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (datasets, publishing):
        monkeypatch.setattr(module, "datetime", Calendar)
    inbox = tmp_path / "days"
    inbox.mkdir()

    def live(day: int, folder: Path, settings: Settings) -> Dataset:
        """Clean a file on a day."""
        monkeypatch.setattr(Calendar, "day", day)
        (inbox / f"{day}.txt").write_text(" ")
        dataset = Dataset(folder)
        take_in(dataset, inbox, settings)
        return dataset

    for day in range(1, 9):
        live(day, tmp_path / "out", Settings(keep_days=90.0))
    for number, (keep_snapshots, keep_days, kept) in enumerate(KEEPING):
        copy = shutil.copytree(tmp_path / "out", tmp_path / str(number), symlinks=True)
        settings = Settings(keep_snapshots=keep_snapshots, keep_days=keep_days)
        dataset = live(9, copy, settings)
        assert [at for at, _ in dataset.paths.published()] == kept
        assert verification.begin(dataset.folder).run(lambda _: None) == []
        monkeypatch.setattr(Calendar, "day", 100)
        assert take_in(dataset, inbox, settings) is None
        assert [at for at, _ in dataset.paths.published()] == kept, (
            "time alone removes nothing: the age counts from the newest"
        )


def test_a_second_writer_is_refused(dataset: Dataset, inbox: Path) -> None:
    with (
        dataset.lock(),
        pytest.raises(DatasetBusy, match="out: another run is writing"),
    ):
        take_in(Dataset(dataset.folder), inbox)
    assert take_in(dataset, inbox)


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with (
        pytest.raises(DatasetError, match="out: cannot be written"),
        Dataset(tmp_path / "out").lock(),
    ):
        pass


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"snapshot": 1, "tables": 3}'])
def test_a_broken_pointer_is_refused_and_then_written_again(
    dataset: Dataset, inbox: Path, content: str
) -> None:
    take_in(dataset, inbox)
    before = tree(dataset.folder, runs=True)
    (dataset.folder / "CURRENT.json").write_text(content)
    with pytest.raises(DatasetError, match=r"CURRENT\.json: damaged"):
        dataset.current()
    assert take_in(dataset, inbox) is None
    assert tree(dataset.folder, runs=True) == before


def test_a_lost_pointer_costs_no_snapshot(dataset: Dataset, inbox: Path) -> None:
    for number in (5, 6):
        take_in(dataset, inbox)
        before = tree(dataset.folder, runs=True)
        (dataset.folder / "CURRENT.json").unlink()
        with pytest.raises(DatasetError, match=r"CURRENT\.json: damaged \(it is lost"):
            dataset.current()
        assert take_in(dataset, inbox) is None
        assert tree(dataset.folder, runs=True) == before
        (inbox / f"{number}.txt").write_text(story(number))


def test_a_row_that_went_missing_stops_publication(
    dataset: Dataset, inbox: Path
) -> None:
    take_in(dataset, inbox)
    before = tree(dataset.folder, runs=True)
    (inbox / "5.txt").write_text(story(5))
    with dataset.lock():
        outcome = prepare(dataset, inbox)
        (shard,) = outcome.run.shards
        output = shard.output(outcome.cleaned.folder, "articles")
        parquet.write(output, parquet.read(output).slice(1))
        with pytest.raises(DatasetError, match="1 inputs, but 0 accounted for"):
            dataset.publish(outcome)
    with dataset.lock():
        assert tree(dataset.folder, runs=True) == before


def test_a_lost_index_doubles_nothing(dataset: Dataset, inbox: Path) -> None:
    take_in(dataset, inbox)
    first = now(dataset)
    shutil.rmtree(dataset.folder / "index")
    assert take_in(dataset, inbox)
    check(dataset)
    for table in ("articles", "duplicates", "edits", "quarantine"):
        assert len(rows(now(dataset), table)) == len(rows(first, table))
    assert take_in(dataset, inbox) is None


def test_a_full_disk_leaves_the_old_snapshot_and_heals(
    dataset: Dataset, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(dataset, inbox)
    (inbox / "5.txt").write_text(story(5))
    with dataset.lock():
        prepared = prepare(dataset, inbox)
    calls = 0
    for room in itertools.count():
        calls = 0

        def fsync(_: int, room: int = room) -> None:
            nonlocal calls
            calls += 1
            if calls > room:
                raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "fsync", fsync)
        try:
            with dataset.lock():
                dataset.publish(prepared)
            break
        except DatasetError as error:
            assert "No space left on device" in str(error)  # noqa: PT017  # which step it was is of no matter
            if now(dataset).snapshot == 2:  # only what follows the pointer failed
                break
            assert {row["source_path"] for row in rows(now(dataset), "articles")} <= {
                "0.txt",
                "1.txt",
                "2.txt",
                "3.txt",
                "copy.txt",
                "rows.jsonl",
            }
    assert room > 10
    monkeypatch.undo()
    assert take_in(dataset, inbox) is None
    check(dataset)


def test_a_run_built_on_another_snapshot_is_not_published(
    dataset: Dataset, inbox: Path
) -> None:
    with dataset.lock():
        stale = prepare(dataset, inbox)
    take_in(dataset, inbox)
    with pytest.raises(DatasetError, match="another run has published"):
        dataset.publish(stale)


@pytest.mark.parametrize("harm", ["kill", "full", "hiccup"])
def test_a_run_struck_at_any_step_heals(
    dataset: Dataset,
    inbox: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    harm: str,
) -> None:
    settings = replace(SETTINGS, shard_files=4)
    monkeypatch.setattr(compaction, "FAN_IN", killing.FAN_IN)
    take_in(dataset, inbox, settings)
    (inbox / "again.txt").write_text(story(0))
    first = now(dataset)
    with dataset.lock():
        (tmp_path / "prepared").write_bytes(
            pickle.dumps(prepare(dataset, inbox, settings))
        )
    whole = tmp_path / "whole"
    shutil.copytree(dataset.folder, whole, symlinks=True)
    take_in(Dataset(whole), inbox, settings)
    assert any("merged" in path.name for path in whole.rglob("*.parquet"))
    command = [
        sys.executable,
        str(Path(killing.__file__)),
        dataset.folder,
        tmp_path / "prepared",
        tmp_path / "copies",
        harm,
        str(STRIDE),
    ]
    steps = int(
        subprocess.run(
            command, check=True, capture_output=True, timeout=300, text=True
        ).stdout
    )
    assert steps > 50
    monkeypatch.setattr(os, "fsync", lambda _: None)  # here no power is cut either
    snapshots = set()
    for step in range(0, steps + 1, STRIDE):
        copy = Dataset(tmp_path / "copies" / str(step))
        snapshots.add(now(copy).snapshot)
        for table in SCHEMAS:
            assert len(rows(now(copy), table)) >= len(rows(first, table)), (
                "readers see a complete snapshot, old or new"
            )
        take_in(copy, inbox, settings)
        check(copy)
        assert tree(copy.folder) == tree(whole), f"struck at step {step}"
        assert not list(copy.folder.rglob(".*")), "nothing half done is left"
        assert verification.begin(copy.folder).run(lambda _: None) == []
    assert snapshots == {1, 2}


@contextmanager
def reading(dataset: Dataset) -> Iterator[Callable[[], list[int]]]:
    """Count the articles again and again in another thread, while the block runs."""
    counts: list[int] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            counts.append(
                len(rows(now(dataset), "articles"))
                + len(rows(now(dataset), "duplicates")) * 0
            )

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield lambda: counts
    finally:
        stop.set()
        thread.join()


def test_readers_see_complete_snapshots_while_one_is_published(
    dataset: Dataset, inbox: Path
) -> None:
    take_in(dataset, inbox)
    sizes = {len(rows(now(dataset), "articles"))}
    with reading(dataset) as counts:
        for number in range(4):
            (inbox / f"new{number}.txt").write_text(story(30 + number * 3))
            take_in(dataset, inbox)
            sizes.add(len(rows(now(dataset), "articles")))
    assert counts()
    assert set(counts()) <= sizes


STEPS = st.lists(
    st.tuples(
        st.sampled_from("abc"), st.lists(st.integers(-1, 6), max_size=3), st.booleans()
    ),
    min_size=1,
    max_size=3,
)


@hypothesis_settings(
    max_examples=8, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(STEPS)
def test_any_history_of_an_inbox_loses_nothing(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, list[int], bool]]
) -> None:
    folder = tmp_path_factory.mktemp("history")
    inbox, dataset = folder / "inbox", Dataset(folder / "out")
    inbox.mkdir()
    seen: set[str] = set()
    for name, numbers, keep_before in steps:
        lines = (
            json.dumps({"text": story(number)}) if number >= 0 else "broken"
            for number in numbers
        )
        (inbox / f"{name}.jsonl").write_text("\n".join(lines))
        settings = replace(SETTINGS, keep_before=keep_before, shard_bytes=400)
        take_in(dataset, inbox, settings)
        check(dataset)
        assert take_in(dataset, inbox, settings) is None
        ids = {
            str(row["article_id"])
            for table in ("articles", "duplicates")
            for row in rows(now(dataset), table)
        }
        assert seen <= ids, "an article once taken in stays"
        seen |= ids
    stories = {number for _, numbers, _ in steps for number in numbers if number >= 0}
    assert len(rows(now(dataset), "articles")) == len(stories)
