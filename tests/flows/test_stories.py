"""Stories grow from run to run, copies share that of their canonical, a lost index is no loss."""

import tomllib
from pathlib import Path

import pytest

from flows.rebuild import rebuild_index
from flows.snapshots import Dataset
from flows.stages import story_index
from flows.storage import parquet
from tests.flows.conftest import take_in

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "stories" / "cases.toml").read_text(
        encoding="utf-8"
    )
)["case"]
FERRY = {
    row["id"]: f"{row['title']}\n\n{row['text'].strip()}\n"
    for row in CASES[0]["article"]
}


def story_ids(dataset: Dataset, inbox: Path, **texts: str) -> dict[str, str | None]:
    """Take in some texts more; return the story of every article and copy by its file."""
    inbox.mkdir(exist_ok=True)
    for name, text in texts.items():
        (inbox / f"{name}.txt").write_text(text, encoding="utf-8")
    take_in(dataset, inbox)
    return stories_of(dataset)


def stories_of(dataset: Dataset) -> dict[str, str | None]:
    current = dataset.current()
    assert current
    paths = [
        path for table in ("articles", "duplicates") for path in current.parts(table)
    ]
    rows = [
        row
        for path in paths
        for row in parquet.read(path, ["source_path", "story_id"]).to_pylist()
    ]
    return {Path(row["source_path"]).stem: row["story_id"] for row in rows}


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return Dataset(tmp_path / "out")


def test_articles_of_later_runs_join_the_stories_of_earlier_ones(
    dataset: Dataset, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    first = story_ids(dataset, inbox, agency=FERRY["agency"], museum=FERRY["museum"])
    assert first["agency"] != first["museum"]
    later = story_ids(dataset, inbox, local=FERRY["local"], business=FERRY["business"])
    assert later == first | {"local": first["agency"], "business": first["agency"]}


def test_a_copy_has_the_story_of_its_canonical_and_a_better_canonical_inherits_it(
    dataset: Dataset, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    first = story_ids(dataset, inbox, agency=FERRY["agency"], local=FERRY["local"])
    longer = (
        FERRY["agency"]
        + "The harbour office will hold a meeting for the people of the town on Thursday evening.\n"
    )
    assert story_ids(dataset, inbox, longer=longer) == first | {
        "longer": first["agency"]
    }


@pytest.mark.parametrize("lost", ["removed", "made otherwise"])
def test_an_unusable_index_of_stories_is_rebuilt(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    inbox = tmp_path / "inbox"
    first = story_ids(dataset, inbox, agency=FERRY["agency"], museum=FERRY["museum"])
    if lost == "removed":
        next((dataset.folder / "index").rglob("*-stories.arrow")).unlink()
    else:
        schema = story_index.SCHEMA.with_metadata({story_index.STAMP: "another"})
        monkeypatch.setattr(story_index, "SCHEMA", schema)
    assert story_ids(dataset, inbox, local=FERRY["local"]) == first | {
        "local": first["agency"]
    }


def test_rebuilding_the_index_changes_no_story(
    dataset: Dataset, tmp_path: Path
) -> None:
    before = story_ids(dataset, tmp_path / "inbox", **FERRY)
    rebuild_index(dataset)
    assert stories_of(dataset) == before
