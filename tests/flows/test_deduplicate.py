"""Copies are found among what is new and what was there, and every article has a decision."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.rebuild import rebuild_index
from flows.snapshots import CleanedRun, Current, Dataset, DatasetError
from flows.stages import deduplicate
from flows.stages.deduplicate import clusters, index_files
from flows.storage import parquet
from flows.storage.tables import Decision, Decisions
from tests.flows.conftest import clean_shards, take_in

BRIDGE = (
    "Divers found last week that the river has washed out a part of the second pier, and "
    "the road office will close\n"
    "the old bridge to lorries from Monday until the autumn. Cars may still cross, one lane "
    "at a time, it said.\n\n"
    "The council has put three million aside for the work, and a firm from the coast begins "
    "with the pier in June.\n"
)
LIBRARY = (
    "The library opened a reading room in the former tram depot on Saturday, two years "
    "later than it had planned to.\n"
    "The room has ninety seats, a small stage and a workshop where children can learn how "
    "books are bound by hand.\n\n"
    "Its architect kept the steel roof of the depot, and heated the floor with water that "
    "is pumped from the river.\n"
)


def cleaned(dataset: Dataset, inbox: Path) -> CleanedRun:
    with dataset.lock():
        return clean_shards(dataset, inbox)[2]


def by_path(run: CleanedRun, decisions: Decisions) -> dict[str, Decision]:
    rows = run.rows(["source_path", "article_id"])
    return {row["source_path"]: decisions.by_article[row["article_id"]] for row in rows}


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "bridge.txt").write_text(BRIDGE)
    (folder / "library.txt").write_text(LIBRARY)
    return folder


def test_every_article_has_a_decision_and_copies_share_a_cluster(
    tmp_path: Path, inbox: Path
) -> None:
    (inbox / "copy.txt").write_text(BRIDGE.replace("\n", " "))
    dataset = Dataset(tmp_path / "out")
    run = cleaned(dataset, inbox)
    decided = by_path(run, deduplicate.assign_clusters(run))
    assert set(decided) == {"bridge.txt", "copy.txt", "library.txt"}
    assert decided["library.txt"].canonical_id is None
    assert decided["library.txt"].copies == 0
    pair = [decided["bridge.txt"], decided["copy.txt"]]
    assert len({one.cluster_id for one in pair}) == 1
    kept, copy = sorted(pair, key=lambda one: one.canonical_id is not None)
    assert (kept.copies, kept.canonical_id, kept.kind, kept.similarity) == (
        1,
        None,
        None,
        None,
    )
    assert (copy.copies, copy.kind, copy.similarity) == (0, "exact", 1.0)
    assert kept.cluster_id != decided["library.txt"].cluster_id


def test_the_articles_of_the_snapshot_before_take_part(
    tmp_path: Path, inbox: Path
) -> None:
    dataset = Dataset(tmp_path / "out")
    take_in(dataset, inbox)
    (inbox / "longer.txt").write_text(
        BRIDGE
        + "\nBuses will keep to their timetable for now, the office added on Friday.\n"
    )
    run = cleaned(dataset, inbox)
    decisions = deduplicate.assign_clusters(run)
    assert len(decisions.by_article) == 2, "the library is not decided again"
    longer = by_path(run, decisions)["longer.txt"]
    assert (longer.canonical_id, longer.copies) == (None, 1), (
        "the longer text is kept in the old one's stead"
    )
    kinds = sorted(str(one.kind) for one in decisions.by_article.values())
    assert kinds[0] == "None"
    assert kinds[1] in {"near", "contained"}


def decided(dataset: Dataset) -> dict[str, tuple[object, ...]]:
    """Read the copies of every article from the newest snapshot."""
    current = dataset.current()
    assert current
    columns = (
        "source_path",
        "cluster_id",
        "copies",
        "canonical_id",
        "kind",
        "similarity",
    )
    found: dict[str, tuple[object, ...]] = {}
    for table in ("articles", "duplicates"):
        for path in current.parts(table):
            for row in parquet.read(path).to_pylist():
                found[row["source_path"]] = tuple(row.get(name) for name in columns)
    return found


def prose(number: int, words: int = 90) -> str:
    """Write a text of which each number has its own words."""
    chance = random.Random(number)  # noqa: S311  # the same words for the same number
    made = [
        "".join(
            chance.choice(("ba", "do", "ki", "lu", "me", "sta", "ver"))
            for _ in range(4)
        )
        for _ in range(words)
    ]
    lines = [" ".join(made[at : at + 15]) for at in range(0, words, 15)]
    return "".join(f"{line.capitalize()}.\n" for line in lines)


def copies(number: int) -> dict[str, str]:
    """Write an article, and copies of it: cut, edited, longer, with other white space."""
    text = prose(number)
    edited = text.replace(text.split()[20], "other").replace(
        text.split()[50], "another"
    )
    cut = "".join(text.splitlines(keepends=True)[:3])
    longer = text + prose(1000 + number, 15)
    texts = {
        "text": text,
        "cut": cut,
        "edited": edited,
        "longer": longer,
        "again": text.replace("\n", "\n\n"),
    }
    return {f"{number:02}-{name}.txt": content for name, content in texts.items()}


def test_many_runs_come_to_what_one_run_does_and_compact_their_index(
    tmp_path: Path,
) -> None:
    files = [item for number in range(12) for item in copies(number).items()]
    random.Random(3).shuffle(files)  # noqa: S311  # the same order every time
    parts, whole = Dataset(tmp_path / "parts"), Dataset(tmp_path / "whole")
    for run in range(10):
        inbox = tmp_path / "inbox" / str(run)
        inbox.mkdir(parents=True)
        for name, content in files[run::10]:
            (inbox / name).write_text(content)
        take_in(parts, inbox)
    everything = tmp_path / "everything"
    everything.mkdir()
    for name, content in files:
        (everything / name).write_text(content)
    take_in(whole, everything)
    ids = {article[1] for article in decided(whole).values()}
    assert len(ids) == 12, "five copies each"
    named = {path: article[2:] for path, article in decided(parts).items()}
    assert named == {path: article[2:] for path, article in decided(whole).items()}
    current = parts.current()
    assert current
    files = sorted(
        str(path.relative_to(parts.folder))
        for path in (parts.folder / "index" / "duplicates").iterdir()
    )
    listed = [name for name in current.index if "/duplicates/" in name]
    assert files == sorted(listed)
    assert len([name for name in files if "postings" in name]) < 5


def test_texts_that_nothing_new_is_like_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset, inbox = Dataset(tmp_path / "out"), tmp_path / "inbox"
    inbox.mkdir()
    for number in range(6):
        (inbox / f"{number}.txt").write_text(prose(number))
    take_in(dataset, inbox)
    (inbox / "new.txt").write_text(prose(2) + prose(50, 15))
    asked: list[frozenset[str] | None] = []
    read = clusters.read_articles

    def spy(
        current: Current, columns: tuple[str, ...], ids: frozenset[str] | None = None
    ) -> Iterator[object]:
        asked.append(ids)
        return read(current, columns, ids)

    monkeypatch.setattr(clusters, "read_articles", spy)
    take_in(dataset, inbox)
    assert [len(ids or "all") for ids in asked] == [1]
    assert decided(dataset)["2.txt"][3] is not None


def test_an_index_with_another_stamp_is_refused_and_can_be_rebuilt(
    tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = Dataset(tmp_path / "out")
    take_in(dataset, inbox)
    before = decided(dataset)
    (inbox / "copy.txt").write_text(BRIDGE + "It closes on Monday.\n")
    monkeypatch.setattr(index_files, "stamp", lambda _: "version 0: other shingles")
    with pytest.raises(
        DatasetError,
        match=r"made for version \d+.*by version 0.*unspun index rebuild .*out",
    ):
        take_in(dataset, inbox)
    rebuild_index(dataset)
    assert decided(dataset) == before
    take_in(dataset, inbox)
    assert decided(dataset)["bridge.txt"][3] is not None


def test_an_index_of_another_version_is_refused_though_it_has_other_files(
    tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = Dataset(tmp_path / "out")
    take_in(dataset, inbox)
    for path in (dataset.folder / "index").rglob("*-repeated_lines.arrow"):
        path.unlink()
    (inbox / "copy.txt").write_text(BRIDGE + "It closes on Monday.\n")
    monkeypatch.setattr(index_files, "stamp", lambda _: "version 3")
    with pytest.raises(DatasetError, match="unspun index rebuild"):
        take_in(dataset, inbox)


def test_a_forgotten_article_leaves_its_copies_behind(
    tmp_path: Path, inbox: Path
) -> None:
    (inbox / "copy.txt").write_text(BRIDGE + "It closes on Monday.\n")
    dataset = Dataset(tmp_path / "out")
    take_in(dataset, inbox)
    kept = str(decided(dataset)["bridge.txt"][3])
    decisions = deduplicate.assign_clusters(
        CleanedRun.of(dataset.current(), (), dataset.shards),
        forgotten=frozenset([kept]),
    )
    ((left, decision),) = decisions.by_article.items()
    assert left != kept
    assert decision == Decision(left), "it is no copy of anything any more"


def test_a_lost_index_is_rebuilt(tmp_path: Path, inbox: Path) -> None:
    dataset = Dataset(tmp_path / "out")
    take_in(dataset, inbox)
    shutil.rmtree(dataset.folder / "index" / "duplicates")
    (inbox / "copy.txt").write_text(BRIDGE + "It closes on Monday.\n")
    take_in(dataset, inbox)
    assert decided(dataset)["bridge.txt"][3] is not None


def test_spun_words_count_as_their_originals() -> None:
    classes = deduplicate.spun_classes()
    assert len(classes) > 100
