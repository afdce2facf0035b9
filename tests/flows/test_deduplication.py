"""Copies are found among what is new and what was there, and every live article has a decision."""

from pathlib import Path

import pytest

from flows import deduplication, parquet, shards
from flows.intake import discover
from flows.settings import Settings
from flows.shards import Shard
from flows.snapshots import Dataset
from flows.tables import Decision, Decisions

SETTINGS = Settings()
BRIDGE = (
    "Divers found last week that the river has washed out a part of the second pier, and the road office will close\n"
    "the old bridge to lorries from Monday until the autumn. Cars may still cross, one lane at a time, it said.\n\n"
    "The council has put three million aside for the work, and a firm from the coast begins with the pier in June.\n"
)
LIBRARY = (
    "The library opened a reading room in the former tram depot on Saturday, two years later than it had planned to.\n"
    "The room has ninety seats, a small stage and a workshop where children can learn how books are bound by hand.\n\n"
    "Its architect kept the steel roof of the depot, and heated the floor with water that is pumped from the river.\n"
)


def cleaned(dataset: Dataset, inbox: Path) -> tuple[Shard, ...]:
    files = dataset.unseen(discover([inbox]).files, SETTINGS)
    plan = shards.plan(files, SETTINGS, SETTINGS.digest())
    for shard in plan:
        shards.clean(shard, SETTINGS, dataset.shards)
    return plan


def by_path(dataset: Dataset, plan: tuple[Shard, ...], decisions: Decisions) -> dict[str, Decision]:
    paths = [shard.output(dataset.shards, "articles") for shard in plan]
    rows = [row for path in paths for row in parquet.read(path, ["source_path", "article_id"]).to_pylist()]
    return {row["source_path"]: decisions.by_article[row["article_id"]] for row in rows}


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "bridge.txt").write_text(BRIDGE)
    (folder / "library.txt").write_text(LIBRARY)
    return folder


def test_every_article_has_a_decision_and_copies_share_a_cluster(tmp_path: Path, inbox: Path) -> None:
    (inbox / "copy.txt").write_text(BRIDGE.replace("\n", " "))
    dataset = Dataset(tmp_path / "out")
    plan = cleaned(dataset, inbox)
    decided = by_path(dataset, plan, deduplication.decide(None, plan, dataset.shards))
    assert set(decided) == {"bridge.txt", "copy.txt", "library.txt"}
    assert decided["library.txt"].canonical_id is None
    assert decided["library.txt"].copies == 0
    pair = [decided["bridge.txt"], decided["copy.txt"]]
    assert len({one.cluster_id for one in pair}) == 1
    kept, copy = sorted(pair, key=lambda one: one.canonical_id is not None)
    assert (kept.copies, kept.canonical_id, kept.kind, kept.similarity) == (1, None, None, None)
    assert (copy.copies, copy.kind, copy.similarity) == (0, "exact", 1.0)
    assert kept.cluster_id != decided["library.txt"].cluster_id


def test_the_articles_of_the_snapshot_before_take_part(tmp_path: Path, inbox: Path) -> None:
    dataset = Dataset(tmp_path / "out")
    with dataset.lock():
        run = dataset.begin(discover([inbox]).files, SETTINGS)
        stats = [shards.clean(shard, SETTINGS, dataset.shards) for shard in run.shards]
        dataset.publish(run, stats, deduplication.decide(None, run.shards, dataset.shards))
    (inbox / "longer.txt").write_text(
        BRIDGE + "\nBuses will keep to their timetable for now, the office added on Friday.\n"
    )
    plan = cleaned(dataset, inbox)
    decisions = deduplication.decide(dataset.current(), plan, dataset.shards)
    assert len(decisions.by_article) == 3
    longer = by_path(dataset, plan, decisions)["longer.txt"]
    assert (longer.canonical_id, longer.copies) == (None, 1), "the longer text is kept in the old one's stead"
    kinds = sorted(str(one.kind) for one in decisions.by_article.values())
    assert kinds[:2] == ["None", "None"]
    assert kinds[2] in {"near", "contained"}


def test_spun_words_count_as_their_originals() -> None:
    classes = deduplication.spun_classes()
    assert len(classes) > 100
