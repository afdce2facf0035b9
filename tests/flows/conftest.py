"""One real Prefect API for all tests of the flow, and small inboxes to run it on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaners.draft import Entry, Mark, replay, rewind
from flows import intake
from flows.orchestration import local_server
from flows.run import RunRequest, run
from flows.settings import Settings
from flows.snapshots import CleanedRun, Dataset, Run
from flows.stages import clean_shard, deduplicate, seen_again, stories
from flows.stages.relations import relate
from flows.storage import parquet, tables
from flows.storage.shards import ShardStats
from flows.storage.tables import Decisions

SETTINGS = Settings(
    report=False
)  # test_report.py is about reports; each takes most of a second

ARTICLES = {
    "ferry.txt": (
        "Ferry crews end strike\n\n"
        "Ferry crews voted on Tuesday to end the strike that had closed the harbour "
        "for nine days, and the first boat\n"
        "will leave for the islands at six on Thursday morning, the harbour office "
        "said in a short note.\n\n"
        "Talks about pay go on next week. Both sides said that they expected to "
        "agree before the summer, and that no\n"
        "further stoppage was planned while they talk. About four thousand commuters "
        "use the line on a working day.\n"
    ),
    "library.txt": (
        "Town library opens its new reading room\n\n"
        "The town library opened a reading room in the former tram depot on "
        "Saturday, two years later than planned\n"
        "and within its budget. The room has ninety seats, a stage for readings and "
        "a workshop for bookbinding.\n\n"
        "The depot had stood empty since the last tram ran in 1998. Its steel roof "
        "was kept, the floor was heated\n"
        "with water from the river, and the old ticket counter serves coffee now, "
        "the architect said at the opening.\n"
    ),
    "bridge.txt": (
        "Old bridge closes for repairs\n\n"
        "Engineers will close the old stone bridge to lorries from Monday, after "
        "divers found that the river has\n"
        "washed out part of the second pier. Cars and bicycles may still cross, one "
        "lane at a time, until autumn.\n\n"
        "The council put aside three million for the work in its spring budget. A "
        "detour over the ring road adds ten\n"
        "minutes for most drivers, the road office estimates, and buses keep their "
        "timetable for the time being.\n"
    ),
}


def take_in(dataset: Dataset, inbox: Path, settings: Settings = SETTINGS) -> int:
    """Run the pipeline in this process; count the articles that others led it to revise."""
    return run(RunRequest((inbox,), dataset.folder, settings, workers=0)).revised


def clean_shards(
    dataset: Dataset, inbox: Path, settings: Settings = SETTINGS
) -> tuple[Run, tuple[ShardStats, ...], CleanedRun]:
    """Do the first half of a run, under the lock of the caller."""
    files = intake.discover([inbox]).files
    begun = dataset.begin(dataset.unseen(files, settings), settings)
    stats = [
        clean_shard.clean(shard, settings, dataset.shards) for shard in begun.shards
    ]
    return begun, tuple(stats), dataset.select(begun)


def decide(cleaned: CleanedRun) -> Decisions:
    """Find copies, stories and relations."""
    decisions = seen_again.decide(cleaned, deduplicate.assign_clusters(cleaned))
    decisions = stories.assign_stories(cleaned, decisions)
    return relate(cleaned, decisions)


def read_rows(dataset: Dataset, *names: str) -> list[dict[str, object]]:
    """Read the rows of some tables of the newest snapshot."""
    current = dataset.current()
    assert current
    return [
        row
        for name in names
        for path in current.parts(name)
        for row in parquet.read(path).to_pylist()
    ]


def check_ledgers(dataset: Dataset, raws: dict[str, str]) -> None:
    """Assert that raw and clean text can be rebuilt from each other, and that counts are right.

    `raws` has the raw text of every article by its source_id.
    """
    edits: dict[object, list[dict[str, object]]] = {}
    for row in read_rows(dataset, "edits"):
        edits.setdefault(row["article_id"], []).append(row)
    for row in read_rows(dataset, "articles", "duplicates"):
        raw, ledger = raws[str(row["source_id"])], []
        for edit in edits.get(row["article_id"], []):
            start, end = int(str(edit["start"])), int(str(edit["end"]))
            before = raw[start:end]
            assert edit["before"] in (None, before)
            assert edit["before_sha256"] in (
                None,
                hashlib.sha256(before.encode()).hexdigest(),
            )
            ledger.append(
                Entry(
                    start,
                    end,
                    before,
                    str(edit["after"]),
                    (Mark(str(edit["stage"]), str(edit["rule"])),),
                )
            )
        assert replay(raw, ledger) == row["text"]
        assert rewind(str(row["text"]), ledger) == raw
        assert row["removed_chars"] == sum(map(tables.removed_chars, ledger))
        assert row["repairs"] == sum(entry.stage == "paraphrase" for entry in ledger)


@pytest.fixture(scope="session")
def prefect_api() -> Iterator[str]:
    """Run the API that Prefect starts by itself where none is configured, and give its address."""
    local_server.prepare()
    from prefect.settings import PREFECT_API_URL  # noqa: PLC0415 - Prefect reads its settings when it is imported
    from prefect.testing.utilities import prefect_test_harness  # noqa: PLC0415 - the same

    with prefect_test_harness(server_startup_timeout=local_server.START_SECONDS):
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


@pytest.fixture(scope="session")
def shown_dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a dataset with every kind of row; nobody writes to it."""
    from tests.flows import shown  # noqa: PLC0415 - it uses the articles above

    return shown.make(tmp_path_factory.mktemp("shown"))


def scraped(name: str, **fields: object) -> dict[str, object]:
    """Make a record of one of the articles, as a scraper would give it."""
    title, _, text = ARTICLES[f"{name}.txt"].partition("\n\n")
    record = {"url": f"https://courier.example/{name}", "title": title, "text": text}
    return record | fields


@pytest.fixture(scope="session")
def two_snapshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a dataset with two snapshots: a page changes, a copy and an article arrive."""
    folder = tmp_path_factory.mktemp("two snapshots")
    inbox = folder / "in"
    inbox.mkdir()
    ferry = scraped("ferry", licence="CC BY 4.0", fetched_at="2026-03-01T10:00:00Z")
    ferry |= {"tags": ["harbour", "strike"], "date": "2026-02-28T18:30:00Z"}
    library = scraped("library", title="=1+1 rooms", author="Ann Weir | Bo")
    (inbox / "a.jsonl").write_text(lines(ferry, library, {"url": "https://x.example"}))
    dataset = Dataset(folder / "out")
    take_in(dataset, inbox)
    later = str(ferry["text"]).replace("nine days", "eleven days")
    ferry |= {"text": later, "fetched_at": "2026-03-02T10:00:00Z"}
    copy = scraped("library", url="https://mirror.example/l", licence="=CMD()")
    (inbox / "b.jsonl").write_text(lines(ferry, copy, scraped("bridge")))
    take_in(dataset, inbox)
    return dataset.folder


def lines(*records: dict[str, object]) -> str:
    """Write records as JSONL."""
    return "".join(f"{json.dumps(record)}\n" for record in records)
