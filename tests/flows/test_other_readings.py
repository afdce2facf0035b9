"""A file that is read in another way than before leaves no row of the earlier reading behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from flows.intake.readers import json_documents
from flows.settings import Settings
from flows.snapshots import Dataset
from tests.flows.conftest import SETTINGS, read_rows
from tests.flows.test_seen_again import dataset, fetch, folder, take_in  # noqa: F401
from tests.flows.test_snapshots import story

OTHER = Settings(keep_before=False)
TABLE = json.dumps(
    {
        "title": ["One", "Two"],
        "text": [story(1), story(2)],
        "url": ["https://a.example/1", "https://a.example/2"],
    }
)


def zipped(text: str) -> bytes:
    archive = BytesIO()
    with ZipFile(archive, "w") as writer:
        writer.writestr("table.json", text)
    return archive.getvalue()


FILES = {"table.json": TABLE.encode(), "tables.zip": zipped(TABLE)}


def places(made: Dataset) -> list[tuple[object, object]]:
    """Return where the rows of all articles are from."""
    tables = ("articles", "duplicates")
    rows = [row for table in tables for row in read_rows(made, table)]
    return sorted((row["source_path"], row["record_number"]) for row in rows)


def without_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read JSON as a version did that knew no tables by columns."""
    monkeypatch.setattr(json_documents, "table_rows", lambda *_: [])


@pytest.mark.parametrize("name", FILES)
def test_rows_of_the_earlier_reading_go(
    dataset: Dataset,  # noqa: F811
    folder: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    (folder / name).write_bytes(FILES[name])
    with monkeypatch.context() as patched:
        without_tables(patched)
        take_in(dataset, folder)
    assert len(places(dataset)) == 1
    summary = take_in(dataset, folder, OTHER)
    assert (summary.articles, summary.replaced) == (2, 0)
    assert len(places(dataset)) == 2
    assert [row["cleared"] for row in read_rows(dataset, "runs")] == [0, 1]


CHANGES: list[Callable[[Path], object]] = [
    lambda file: file.write_text(fetch(story(3), 0)),
    lambda file: file.write_text(fetch(story(2), 0, "https://a.example/2")),
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_file_had_before_it_changed_stays(
    dataset: Dataset,  # noqa: F811
    folder: Path,  # noqa: F811
    change: Callable[[Path], object],
) -> None:
    file = folder / "rows.jsonl"
    file.write_text(fetch(story(1), 0, "https://a.example/1"))
    take_in(dataset, folder)
    change(file)
    take_in(dataset, folder)
    before = places(dataset)
    assert len(before) == 2
    for settings in (OTHER, SETTINGS):
        take_in(dataset, folder, settings)
        assert places(dataset) == before
