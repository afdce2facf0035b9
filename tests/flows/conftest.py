"""One real Prefect API for all tests of the flow, and small inboxes to run it on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import confirming, deduplication, intake, server, shards, storytelling
from flows.settings import Settings
from flows.snapshots import Dataset

ARTICLES = {
    "ferry.txt": (
        "Ferry crews end strike\n\n"
        "Ferry crews voted on Tuesday to end the strike that had closed the harbour for nine days, and the first boat\n"
        "will leave for the islands at six on Thursday morning, the harbour office said in a short note.\n\n"
        "Talks about pay go on next week. Both sides said that they expected to agree before the summer, and that no\n"
        "further stoppage was planned while they talk. About four thousand commuters use the line on a working day.\n"
    ),
    "library.txt": (
        "Town library opens its new reading room\n\n"
        "The town library opened a reading room in the former tram depot on Saturday, two years later than planned\n"
        "and within its budget. The room has ninety seats, a stage for readings and a workshop for bookbinding.\n\n"
        "The depot had stood empty since the last tram ran in 1998. Its steel roof was kept, the floor was heated\n"
        "with water from the river, and the old ticket counter serves coffee now, the architect said at the opening.\n"
    ),
    "bridge.txt": (
        "Old bridge closes for repairs\n\n"
        "Engineers will close the old stone bridge to lorries from Monday, after divers found that the river has\n"
        "washed out part of the second pier. Cars and bicycles may still cross, one lane at a time, until autumn.\n\n"
        "The council put aside three million for the work in its spring budget. A detour over the ring road adds ten\n"
        "minutes for most drivers, the road office estimates, and buses keep their timetable for the time being.\n"
    ),
}


def publish_by_hand(inbox: Path, output: Path, settings: Settings) -> None:
    """Do what the flow does for a first snapshot, in this process and without Prefect."""
    dataset = Dataset(output)
    with dataset.lock():
        run = dataset.begin(intake.discover([inbox]).files, settings)
        stats = [shards.clean(shard, settings, dataset.shards) for shard in run.shards]
        decisions = deduplication.decide(None, run.shards, dataset.shards)
        made = confirming.revise(None, run.shards, dataset.shards, decisions, keep_before=settings.keep_before)
        if made.articles:
            decisions = deduplication.decide(None, run.shards, made.folder)
        told = storytelling.tell(None, run.shards, made.folder, decisions)
        dataset.publish(run, stats, told, made.folder)


@pytest.fixture(scope="session")
def prefect_api() -> Iterator[str]:
    """Run the API that Prefect starts by itself where none is configured, and give its address."""
    server.prepare()
    from prefect.settings import PREFECT_API_URL  # noqa: PLC0415 - Prefect reads its settings when it is imported
    from prefect.testing.utilities import prefect_test_harness  # noqa: PLC0415 - the same

    with prefect_test_harness(server_startup_timeout=server.START_SECONDS):
        yield str(PREFECT_API_URL.value())


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Make an inbox with three articles, a copy of the first, and a file without text."""
    folder = tmp_path / "in box"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "ferry-again.txt").write_text(ARTICLES["ferry.txt"], encoding="utf-8")
    (folder / "nothing.txt").write_text(" \n", encoding="utf-8")
    return folder
