"""A shard is planned by its inputs alone, done once, and outlives any one of its records."""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cleaners import pipeline
from cleaners.article import Article, Record, Rejection
from flows.intake import InputFile, discover
from flows.settings import Settings
from flows.stages import clean_shard
from flows.storage import markers, parquet, shards
from flows.storage.markers import Poison
from flows.storage.shards import Shard

SETTINGS = Settings()
STORY = (
    "The harbour office counted {n} boats on Monday, more than in any week since the "
    "pier was mended in spring.\n\n"
    "Skippers said that the weather helped, and that the price of fuel had come down "
    "by about {n} cents a litre.\n"
)


def story(number: int) -> str:
    return STORY.format(n=number)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_text(story(number + 10))
    (folder / "rows.jsonl").write_text(
        "".join(json.dumps({"text": story(n)}) + "\n" for n in range(30, 34))
        + "broken\n"
    )
    return folder


def planned(inbox: Path, settings: Settings = SETTINGS) -> tuple[Shard, ...]:
    return shards.plan(discover([inbox]).files, settings, settings.digest())


def contents(folder: Path, shard: Shard) -> list[object]:
    return [
        parquet.read(shard.output(folder, table)).to_pylist() for table in shards.TABLES
    ]


@hypothesis_settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.permutations(range(7)), st.integers(1, 9), st.integers(1, 2_000))
def test_the_plan_depends_on_the_inputs_alone(
    inbox: Path, order: list[int], files: int, size: int
) -> None:
    settings = replace(SETTINGS, shard_files=files, shard_bytes=size)
    found = list(discover([inbox]).files)
    plan = shards.plan(found, settings, "digest")
    assert shards.plan([found[place] for place in order], settings, "digest") == plan
    assert [shard.number for shard in plan] == list(range(len(plan)))
    assert all(len(shard.slices) <= files for shard in plan)
    assert len({shard.key for shard in plan}) == len(plan)
    assert not {shard.key for shard in plan} & {
        shard.key for shard in shards.plan(found, settings, "other")
    }
    covered = [
        (file.source_path, span.first, span.end)
        for shard in plan
        for file, span in shard.slices
    ]
    assert covered == sorted(covered, key=lambda place: place[:2])
    assert {path for path, _, _ in covered} == {file.source_path for file in found}
    rows = [(first, end) for path, first, end in covered if path == "rows.jsonl"]
    assert [end for _, end in rows] == [first for first, _ in rows[1:]] + [None], (
        "the spans tile the file"
    )


def test_no_files_make_no_shards() -> None:
    assert shards.plan([], SETTINGS, "digest") == ()


def test_a_shard_is_cleaned_once(inbox: Path, tmp_path: Path) -> None:
    (shard,) = planned(inbox)
    stats = clean_shard.clean(shard, SETTINGS, tmp_path / "state")
    assert (stats.records, stats.articles, stats.quarantined, stats.skipped) == (
        11,
        10,
        {"broken_record": 1},
        False,
    )
    assert set(stats.seconds) == set(pipeline.STAGES)
    before = {
        path: (path.stat().st_ino, path.read_bytes())
        for path in (tmp_path / "state").iterdir()
    }
    assert clean_shard.clean(shard, SETTINGS, tmp_path / "state") == replace(
        stats, skipped=True
    )
    assert {
        path: (path.stat().st_ino, path.read_bytes())
        for path in (tmp_path / "state").iterdir()
    } == before


@pytest.mark.parametrize("harm", ["remove", "cut", "swap", "flip"])
@pytest.mark.parametrize("table", [*shards.TABLES, "seal"])
def test_a_damaged_output_is_named_and_made_again(
    inbox: Path,
    tmp_path: Path,
    table: str,
    harm: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (shard,) = planned(inbox)
    clean_shard.clean(shard, SETTINGS, tmp_path)
    want = contents(tmp_path, shard)
    is_seal = table == "seal"
    path = shard.seal(tmp_path) if is_seal else shard.output(tmp_path, table)
    data = bytearray(path.read_bytes())
    if harm == "remove":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(data[:-9])
    elif harm == "flip":
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    elif is_seal:
        path.write_text(path.read_text().replace(shard.key, "f" * 64))
    else:
        parquet.write(path, parquet.read(path).slice(1))
    assert not clean_shard.clean(shard, SETTINGS, tmp_path).skipped
    assert contents(tmp_path, shard) == want
    named = " ".join(capsys.readouterr().err.split())
    assert (shard.key[:32] in named) == ((table, harm) != ("seal", "remove"))
    assert clean_shard.clean(shard, SETTINGS, tmp_path).skipped


@pytest.mark.parametrize(
    ("megabytes", "count"), [(0.5, 1), (3, 4), (30, 40), (100, 67), (600, 100)]
)
def test_few_inputs_make_smaller_shards(megabytes: float, count: int) -> None:
    page = InputFile(Path("page.html"), "page.html", "html", "0" * 64, size=250_000)
    files = [
        replace(page, source_path=f"{number}.html")
        for number in range(round(megabytes * 4))
    ]
    assert len(shards.plan(files, SETTINGS, "digest")) == count


def test_small_shards_have_the_rows_of_one_large_shard(
    inbox: Path, tmp_path: Path
) -> None:
    (large,) = planned(inbox)
    clean_shard.clean(large, SETTINGS, tmp_path / "large")
    settings = replace(SETTINGS, shard_files=2, shard_bytes=600)
    plan = planned(inbox, settings)
    assert len(plan) > 3
    for shard in plan:
        clean_shard.clean(shard, settings, tmp_path / "small")
    for table in shards.TABLES:
        whole = parquet.read(large.output(tmp_path / "large", table)).to_pylist()
        parts = [
            row
            for shard in plan
            for row in parquet.read(shard.output(tmp_path / "small", table)).to_pylist()
        ]
        assert sorted(map(str, parts)) == sorted(map(str, whole))


def test_rows_are_sorted(inbox: Path, tmp_path: Path) -> None:
    (shard,) = planned(inbox)
    clean_shard.clean(shard, SETTINGS, tmp_path)
    ids = parquet.read(shard.output(tmp_path, "articles"), ["article_id"])[
        "article_id"
    ].to_pylist()
    assert ids == sorted(set(ids))
    places = parquet.read(
        shard.output(tmp_path, "edits"), ["article_id", "start", "end"]
    ).to_pylist()
    assert places == sorted(places, key=lambda row: tuple(row.values()))


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> dict[str, BaseException]:
    """Make cleaning raise the exception given for a source path."""
    faults: dict[str, BaseException] = {}
    real = pipeline.clean

    def clean(record: object, *rest: object, **named: object) -> Article | Rejection:
        if error := faults.get(record.source_path):  # type: ignore[attr-defined]  # a Record
            raise error
        return real(record, *rest, **named)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(pipeline, "clean", clean)
    return faults


def test_an_error_costs_one_record(
    inbox: Path, tmp_path: Path, faulty: dict[str, BaseException]
) -> None:
    faulty["3.txt"] = ValueError("no such \ud800 thing")
    (shard,) = planned(inbox)
    stats = clean_shard.clean(shard, SETTINGS, tmp_path)
    assert (stats.articles, stats.quarantined) == (9, {"broken_record": 1, "failed": 1})
    row = parquet.read(shard.output(tmp_path, "quarantine")).to_pylist()[0]
    assert (row["source_path"], row["reason"]) == ("3.txt", "failed")
    assert row["detail"] == "ValueError: no such \ufffd thing"
    assert row["raw_excerpt"] == story(13)


class Killed(BaseException):
    """Stands in for the end of a worker, which one process can only raise."""


@pytest.mark.parametrize("path", ["3.txt", "rows.jsonl"])
@pytest.mark.parametrize("reason", ["timed_out", "failed"])
def test_a_record_that_ends_its_worker_is_blamed_and_set_aside(
    inbox: Path,
    tmp_path: Path,
    faulty: dict[str, BaseException],
    path: str,
    reason: str,
) -> None:
    faulty[path] = Killed()
    (shard,) = planned(inbox)
    assert markers.blame(shard, tmp_path, reason) is None
    with pytest.raises(Killed):
        clean_shard.clean(shard, SETTINGS, tmp_path)
    note = markers.read(shard, tmp_path)
    assert note
    assert (note.process, note.is_reading) == (os.getpid(), False)
    assert 0 <= time.process_time() - note.seconds < 60
    poison = markers.blame(shard, tmp_path, reason)
    assert poison == Poison(path, 0, reason)
    assert markers.read(shard, tmp_path) is None, (
        "the note of a dead worker is not the next one's"
    )
    if path == "rows.jsonl":
        faulty.clear()  # its other rows share the path
    stats = clean_shard.clean(shard, SETTINGS, tmp_path, [poison])
    assert (stats.records, stats.quarantined[reason]) == (11, 1)
    assert markers.read(shard, tmp_path) is None
    rows = parquet.read(shard.output(tmp_path, "quarantine")).to_pylist()
    assert [
        (row["source_path"], row["record_number"])
        for row in rows
        if row["reason"] == reason
    ] == [(path, 0)]


def test_a_poisoned_file_is_not_even_read(inbox: Path, tmp_path: Path) -> None:
    found = {file.source_path: file for file in discover([inbox]).files}
    pipe = inbox / "3.txt"
    pipe.unlink()
    os.mkfifo(pipe)
    (shard,) = shards.plan(list(found.values()), SETTINGS, "digest")
    stats = clean_shard.clean(
        shard, SETTINGS, tmp_path, [Poison("3.txt", 0, "timed_out")]
    )
    assert stats.quarantined == {"broken_record": 1, "timed_out": 1}


def test_the_same_article_twice_in_a_shard_has_two_ids(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    row = json.dumps({"text": story(1), "url": "https://news.example/boats"}) + "\n"
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / "in" / name).write_text(row)
    (shard,) = planned(tmp_path / "in")
    stats = clean_shard.clean(shard, SETTINGS, tmp_path)
    assert (stats.records, stats.articles) == (2, 2)
    rows = parquet.read(shard.output(tmp_path, "articles")).to_pylist()
    assert {row["source_path"] for row in rows} == {"a.jsonl", "b.jsonl"}
    assert len({row["article_id"] for row in rows}) == 2


def test_an_unreadable_file_is_a_row(tmp_path: Path) -> None:
    file = InputFile(tmp_path / "x.txt", "x.txt", "text", None, unreadable="a link")
    (shard,) = shards.plan([file], SETTINGS, "digest")
    assert clean_shard.clean(shard, SETTINGS, tmp_path).quarantined == {"unreadable": 1}


@pytest.fixture
def stumbling(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """Make reading raise these exceptions at the third record of rows.jsonl."""
    faults: list[BaseException] = []
    real = clean_shard.read

    def read(file: InputFile, *rest: object) -> Iterator[Record | object]:
        for item in real(file, *rest):  # type: ignore[arg-type]  # handed on as it came
            if file.source_path == "rows.jsonl" and item.record_number == 2 and faults:
                raise faults[0]
            yield item

    monkeypatch.setattr(clean_shard, "read", read)
    return faults


def test_a_reader_that_fails_costs_the_rest_of_its_file(
    inbox: Path, tmp_path: Path, stumbling: list[BaseException]
) -> None:
    stumbling.append(KeyError("no such member"))
    (shard,) = planned(inbox)
    stats = clean_shard.clean(shard, SETTINGS, tmp_path)
    assert (stats.records, stats.articles, stats.quarantined) == (9, 8, {"failed": 1})
    (row,) = parquet.read(shard.output(tmp_path, "quarantine")).to_pylist()
    assert (row["source_path"], row["record_number"]) == ("rows.jsonl", 2)
    assert row["detail"] == (
        "what follows here in the file is not read: KeyError: 'no such member'"
    )


def test_a_reader_that_ends_its_worker_costs_the_rest_of_its_file(
    inbox: Path, tmp_path: Path, stumbling: list[BaseException]
) -> None:
    stumbling.append(Killed())
    (shard,) = planned(inbox)
    with pytest.raises(Killed):
        clean_shard.clean(shard, SETTINGS, tmp_path)
    poison = markers.blame(shard, tmp_path, "failed")
    assert poison == Poison("rows.jsonl", 2, "failed", is_reading=True)
    stats = clean_shard.clean(shard, SETTINGS, tmp_path, [poison])
    assert (stats.records, stats.articles, stats.quarantined) == (9, 8, {"failed": 1})
