"""A record that crashes or hangs its worker costs one row of the quarantine, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows import intake
from flows.settings import Settings
from flows.storage.shards import Shard, plan
from flows.workers.isolation import ShardError, clean_isolated
from flows.workers.pool import Pool, WorkerDiedError, bare_main
from tests.flows import lethal

SETTINGS = replace(Settings(), record_seconds=2.0, worker_memory=700_000_000)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with bare_main(), Pool(1, SETTINGS.worker_memory) as pool:
        yield pool


def only_shard(inbox: Path) -> Shard:
    (shard,) = plan(intake.discover([inbox]).files, SETTINGS, SETTINGS.digest())
    return shard


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        (lethal.KILLS, "failed"),
        (lethal.CRASHES, "failed"),
        (lethal.HANGS, "timed_out"),
        (lethal.SPINS, "timed_out"),
        (lethal.GROWS, "too_large"),
        (lethal.BURSTS, "too_large"),
    ],
)
def test_a_poisonous_record_costs_one_quarantine_row(
    pool: Pool, inbox: Path, tmp_path: Path, sentence: str, reason: str
) -> None:
    (inbox / "gas.txt").write_text(
        f"Gas leak closes street\n\n{sentence}\n", encoding="utf-8"
    )
    shard = only_shard(inbox)
    stats = clean_isolated(pool, shard, SETTINGS, tmp_path / "shards", lethal.clean)
    assert (stats.records, stats.articles) == (6, 4)
    assert stats.quarantined == {reason: 1, "empty": 1}
    rows = pq.read_table(shard.output(tmp_path / "shards", "quarantine")).to_pylist()
    assert {row["source_path"]: row["reason"] for row in rows} == {
        "gas.txt": reason,
        "nothing.txt": "empty",
    }


def test_a_worker_killed_from_outside_costs_no_record(
    pool: Pool, inbox: Path, tmp_path: Path
) -> None:
    stats = clean_isolated(
        pool, only_shard(inbox), SETTINGS, tmp_path / "shards", lethal.die_once
    )
    assert (stats.articles, stats.quarantined) == (4, {"empty": 1})


def test_a_shard_that_kills_on_no_record_is_given_up(
    pool: Pool, inbox: Path, tmp_path: Path
) -> None:
    with pytest.raises(ShardError, match="shard 0: its process ended with code -9"):
        clean_isolated(
            pool, only_shard(inbox), SETTINGS, tmp_path / "shards", lethal.die
        )


def test_a_pool_outlives_a_worker_that_dies_idle(pool: Pool) -> None:
    with pytest.raises(WorkerDiedError):
        pool.call(lambda: None, lethal.die)
    assert pool.call(lambda: None, abs, -7) == 7
