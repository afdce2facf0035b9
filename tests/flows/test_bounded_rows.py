"""What a small file can grow to is bounded: rows of quarantine, and the bytes of a shard."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from flows import intake
from flows.run import RunRequest, run
from flows.settings import Settings
from flows.snapshots import Dataset
from flows.sql import connect
from flows.stages import quarantine_rows
from flows.storage.shards import plan
from tests.flows.conftest import ARTICLES, read_rows

SETTINGS = Settings()
GOOD = json.dumps({"text": ARTICLES["bridge.txt"]})
BROKEN = 25
KEPT = 10


@pytest.fixture
def few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quarantine_rows, "MAX_ALIKE", KEPT)


@pytest.mark.usefixtures("few_rows")
def test_thousands_of_broken_lines_are_counted_in_one_row(tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    lines = ["broken"] * BROKEN + [GOOD] + ["{}"] * 3
    (inbox / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (inbox / "b.jsonl").write_text("broken\n" * KEPT, encoding="utf-8")
    dataset = Dataset(tmp_path / "out")
    summary = run(RunRequest((inbox,), dataset.folder, SETTINGS, workers=0))

    assert summary.quarantined == {"broken_record": BROKEN + KEPT, "no_text_field": 3}
    assert summary.inputs == len(lines) + KEPT == BROKEN + KEPT + 3 + summary.articles
    rows = read_rows(dataset, "quarantine")
    counts = [row["records"] for row in rows if row["source_path"] == "a.jsonl"]
    assert sorted(map(int, map(str, counts))) == [1] * (KEPT - 1 + 3) + [
        BROKEN - KEPT + 1
    ]
    (many,) = (row for row in rows if row["records"] != 1)
    assert (many["source_path"], many["record_number"]) == ("a.jsonl", KEPT - 1)
    assert str(many["detail"]).endswith("; and 15 more like it in this file")
    (ran,) = read_rows(dataset, "runs")
    assert ran["inputs"] == summary.inputs
    assert ran["quarantined"] == BROKEN + KEPT + 3

    current = dataset.current()
    assert current
    (total,) = connect(current).execute(
        "SELECT sum(records) FROM quarantine"
    ).fetchone() or (0,)
    assert total == BROKEN + KEPT + 3


def test_shards_are_planned_by_the_size_after_decompression(tmp_path: Path) -> None:
    settings = replace(SETTINGS, shard_bytes=120_000)
    text = "".join(f"{ARTICLES['bridge.txt']} {number}\n" for number in range(250))
    for number in range(4):
        packed = gzip.compress(f"{number} {text}".encode())
        assert len(packed) < settings.shard_bytes / 10
        (tmp_path / f"{number}.txt.gz").write_bytes(packed)
    files = intake.discover([tmp_path]).files
    assert [intake.unpacked_bytes(file, settings) > 90_000 for file in files] == [
        True
    ] * 4
    assert len(plan(files, settings, "digest")) == 4


def test_a_damaged_file_weighs_what_can_be_read_of_it(tmp_path: Path) -> None:
    packed = gzip.compress(ARTICLES["bridge.txt"].encode() * 100)
    (tmp_path / "cut.txt.gz").write_bytes(packed[: len(packed) // 2])
    (file,) = intake.discover([tmp_path]).files
    assert 0 < intake.unpacked_bytes(file, SETTINGS) < 100 * len(ARTICLES["bridge.txt"])
