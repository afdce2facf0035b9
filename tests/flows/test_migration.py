"""Datasets of other versions are brought to this one's columns, or refused; never mixed."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows import versions
from flows.snapshots import Dataset, DatasetError, migration, verification
from flows.snapshots.current import POINTER
from flows.storage.tables import SCHEMAS
from tests.flows.test_snapshots import check, now, rows, story, take_in

# Columns that version 0.1.0 did not have, by table.
LATER = {
    "articles": (
        "published_precision",
        "modified_at",
        "publisher",
        "page_type",
        "url_key",
        "content_key",
        "versions",
        "char_count",
    ),
    "duplicates": ("char_count", "url_key", "content_key", "versions"),
    "runs": ("rule_set", "already_known", "replaced", "cleared", "forgotten"),
}


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(story(number))
    (folder / "copy.txt").write_text(story(2))
    return folder


@pytest.fixture
def old(tmp_path: Path, inbox: Path) -> Dataset:
    """Make a dataset as version 0.1.0 left it: fewer columns, no manifest, a short pointer."""
    dataset = Dataset(tmp_path / "out")
    take_in(dataset, inbox)
    current = now(dataset)
    for table in SCHEMAS:
        for path in current.parts(table):
            shorten(path, LATER.get(table, ()))
    (dataset.folder / current.path / "manifest.json").unlink()
    pointer = json.loads((dataset.folder / POINTER).read_text())
    del pointer["manifest"], pointer["schema_version"]
    pointer["index"] = [name for name in pointer["index"] if "inputs" not in name]
    (dataset.folder / POINTER).write_text(json.dumps(pointer))
    return dataset


def shorten(path: Path, columns: tuple[str, ...]) -> None:
    left = pq.read_table(path).drop_columns(list(columns))
    more = pa.array(["gone"] * left.num_rows)
    path.unlink()
    pq.write_table(left.append_column("of_old", more), path)


def test_an_old_dataset_is_migrated_with_a_message(
    old: Dataset, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = now(old)
    assert before.manifest is None
    assert "published_precision" not in rows(before, "articles")[0]
    kept = {row["article_id"]: row["text"] for row in rows(before, "articles")}
    assert take_in(old, inbox) is None, "what it took in is known"
    assert now(old).snapshot == 1
    (inbox / "more.txt").write_text(story(7))
    published = take_in(old, inbox)
    assert published
    assert (published.snapshot, published.inputs) == (3, 1)
    said = " ".join(capsys.readouterr().err.split())
    assert "older columns; brought to those of this version, without of_old" in said
    check(old)
    found = {row["article_id"]: row["text"] for row in rows(now(old), "articles")}
    assert found.items() >= kept.items()
    for row in rows(now(old), "articles"):
        assert row["char_count"] == len(row["text"])
    assert len(found) == len(kept) + 1
    columns = {tuple(pq.read_schema(path).names) for path in now(old).parts("articles")}
    assert columns == {tuple(SCHEMAS["articles"].names)}
    assert verification.begin(old.folder, [2, 3]).run(lambda _: None) == []
    assert take_in(old, inbox) is None


def test_a_damaged_pointer_of_an_old_dataset_deletes_nothing(
    old: Dataset, inbox: Path
) -> None:
    pointer = old.folder / POINTER
    text = pointer.read_text()
    (inbox / "more.txt").write_text(story(7))
    for harmed in (text.replace('"snapshot": 1', '"snapshot": 0'), text[:-4], ""):
        pointer.write_text(harmed)
        with pytest.raises(DatasetError, match="restore"):
            take_in(old, inbox)
        assert (old.folder / "snapshots" / "000001" / "articles").is_dir()
    pointer.write_text(text)
    assert take_in(old, inbox)


def test_a_newer_dataset_is_refused(
    old: Dataset, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "more.txt").write_text(story(7))
    take_in(old, inbox)
    monkeypatch.setattr(versions, "SCHEMA_VERSION", "1")
    with pytest.raises(DatasetError, match=r"newer than this version.*upgrade Unspun"):
        take_in(old, inbox)


def test_other_columns_make_another_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    before = migration.columns_digest()
    schema = SCHEMAS["runs"]
    other = {**SCHEMAS, "runs": schema.remove(0)}
    monkeypatch.setattr(migration, "SCHEMAS", other)
    assert migration.columns_digest() != before
