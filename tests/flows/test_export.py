"""`unspun export`: other tools open what is written, and read the same rows."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import datasets
import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
import sqlite_utils
import yaml
from click.testing import CliRunner, Result

import unspun
from flows.cli import cli
from flows.storage.tables import DESCRIPTIONS, SCHEMAS

FORMATS = ("hf", "csv", "jsonl", "sqlite", "duckdb")
REPEATABLE = ("hf", "csv", "jsonl", "sqlite")  # DuckDB gives each file an id of its own
TABLES = tuple(SCHEMAS)


def export(dataset: Path, form: str, output: Path, *arguments: str) -> Result:
    options = ["--to", form, "--output", str(output), *arguments]
    return CliRunner().invoke(cli, ["export", str(dataset), *options])


@pytest.fixture(scope="module")
def exported(two_snapshots: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Export a dataset in every format; return the folder of them."""
    folder = tmp_path_factory.mktemp("exported")
    for form in FORMATS:
        done = export(two_snapshots, form, folder / form)
        assert done.exit_code == 0, done.output
        assert "3 articles, 2 duplicates" in done.stdout
    return folder


@pytest.fixture(scope="module")
def stored(two_snapshots: Path) -> dict[str, list[dict[str, Any]]]:
    """Read all tables of the dataset."""
    dataset = unspun.open_dataset(two_snapshots)
    return {table: dataset.arrow(table).to_pylist() for table in TABLES}


def test_a_folder_for_the_hub_opens(
    exported: Path,
    stored: dict[str, list[dict[str, Any]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(datasets.config, "HF_DATASETS_OFFLINE", True)
    folder = str(exported / "hf")
    cache = str(tmp_path)
    (split,) = datasets.load_dataset(folder, cache_dir=cache).values()
    assert list(split) == stored["articles"]
    for table in TABLES:
        rows = datasets.load_dataset(folder, table, split="train", cache_dir=cache)
        assert rows.column_names == SCHEMAS[table].names
        assert list(rows) == stored[table], table


def test_the_card_says_what_there_is_and_on_which_terms(exported: Path) -> None:
    card = (exported / "hf" / "README.md").read_text(encoding="utf-8")
    _, head, body = card.split("---\n", 2)
    known = yaml.safe_load(head)
    assert [each["config_name"] for each in known["configs"]] == list(TABLES)
    assert known["language"] == ["en"]
    assert known["size_categories"] == ["n<1K"]
    assert "| `articles` | 3 | kept article. |" in body
    assert "| CC BY 4.0 | 1 |" in body
    assert "unspun forget" in body
    for table in TABLES:
        assert all(f"| `{name}` |" in body for name in SCHEMAS[table].names)


def test_parquet_has_every_description(exported: Path, two_snapshots: Path) -> None:
    published = [two_snapshots / "latest" / table for table in TABLES]
    for folder in (*published, *(exported / "hf" / table for table in TABLES)):
        for file in folder.glob("*.parquet"):
            for field, expected in zip(
                pq.read_schema(file), SCHEMAS[folder.name], strict=True
            ):
                assert field.metadata, field
                assert field.metadata[b"description"], field
                assert field.equals(expected, check_metadata=False)


def test_csv_opens_and_runs_nothing(
    exported: Path, stored: dict[str, list[dict[str, Any]]]
) -> None:
    assert {file.stem for file in (exported / "csv").iterdir()} == set(TABLES)
    for table in TABLES:
        file = exported / "csv" / f"{table}.csv"
        count = len(stored[table])
        assert len(pd.read_csv(file)) == count
        assert pl.read_csv(file, infer_schema_length=None).height == count
        read = duckdb.read_csv(str(file), parallel=False)
        assert (len(read), read.columns) == (count, SCHEMAS[table].names)
    frame = pd.read_csv(exported / "csv" / "articles.csv", keep_default_na=False)
    texts = [row["text"] for row in stored["articles"]]
    assert frame["text"].tolist() == texts
    assert min(frame["title"]) == "'=1+1 rooms"
    ferry = frame[frame["title"].str.startswith("Ferry")].iloc[0]
    assert json.loads(ferry["tags"]) == ["harbour", "strike"]
    assert (
        pd.Timestamp(ferry["published_at"]).isoformat() == "2026-02-28T18:30:00+00:00"
    )


def test_jsonl_opens(exported: Path, stored: dict[str, list[dict[str, Any]]]) -> None:
    for table in TABLES:
        file = exported / "jsonl" / f"{table}.jsonl"
        lines = file.read_text(encoding="utf-8").splitlines()
        assert [list(json.loads(line)) for line in lines] == [
            SCHEMAS[table].names for _ in stored[table]
        ]
    file = exported / "jsonl" / "articles.jsonl"
    texts = [row["text"] for row in stored["articles"]]
    assert pl.read_ndjson(file)["text"].to_list() == texts
    assert pd.read_json(file, lines=True)["text"].tolist() == texts
    assert duckdb.read_json(str(file)).select("text").fetchall() == [
        (text,) for text in texts
    ]


def test_sqlite_opens_and_searches(
    exported: Path, stored: dict[str, list[dict[str, Any]]]
) -> None:
    with closing(sqlite3.connect(exported / "sqlite")) as connection:
        database = sqlite_utils.Database(connection)
        for table in TABLES:
            found = database[table]
            assert found.count == len(stored[table])
            assert [column.name for column in found.columns] == SCHEMAS[table].names
            assert DESCRIPTIONS[table] in found.schema
        articles = database["articles"]
        assert articles.pks == ["article_id"]
        assert articles.detect_fts() == "articles_fts"
        (ferry,) = articles.search("islands thursday")
        assert ferry["title"] == "Ferry crews end strike"
        assert ferry["published_at"] == "2026-02-28T18:30:00Z"
        assert json.loads(ferry["tags"]) == ["harbour", "strike"]
        assert ferry["spun"] == 0
        assert {index.columns[0] for index in articles.indexes} >= {"site", "story_id"}
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_duckdb_opens_with_comments(
    exported: Path, stored: dict[str, list[dict[str, Any]]]
) -> None:
    with duckdb.connect(str(exported / "duckdb"), read_only=True) as connection:
        for table in TABLES:
            rows = connection.sql(f"FROM {table}").to_arrow_table().to_pylist()
            assert rows == stored[table], table
        comments = connection.sql(
            "SELECT count(*), count(comment) FROM duckdb_columns() WHERE NOT internal"
        )
        columns = sum(len(schema) for schema in SCHEMAS.values())
        (every, commented) = comments.fetchall()[0]
        assert every == commented > columns
        assert connection.sql("SELECT max(sites) FROM stories").fetchall() == [(2,)]


def digests(path: Path) -> dict[str, str]:
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
        if file.is_file()
    }


def test_the_same_snapshot_has_the_same_bytes(
    exported: Path, two_snapshots: Path, tmp_path: Path
) -> None:
    for form in REPEATABLE:
        assert export(two_snapshots, form, tmp_path / form).exit_code == 0
        assert digests(tmp_path / form) == digests(exported / form), form


def refusals(dataset: Path, tmp_path: Path) -> Iterator[tuple[str, list[str], str]]:
    """Yield what is refused: the path, further arguments, and what is said."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("mine")
    yield str(mine), [], "--force replaces it"
    yield str(mine), ["--force"], "holds thesis.txt, which is no export"
    yield str(mine / "thesis.txt"), ["--force"], "is a file"
    yield str(dataset / "out"), [], "part of the dataset"
    yield str(dataset.parent), ["--force"], "part of the dataset"
    yield (
        str(tmp_path / "new"),
        ["--table", "artcles"],
        "there are articles, duplicates",
    )
    yield str(tmp_path / "new"), ["--snapshot", "9"], "there are 1, 2"


def test_nothing_of_the_users_is_overwritten(
    two_snapshots: Path, tmp_path: Path
) -> None:
    for path, arguments, message in refusals(two_snapshots, tmp_path):
        done = export(two_snapshots, "csv", Path(path), *arguments)
        assert done.exit_code == 2, path
        assert message in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.rglob("*")] == ["mine", "thesis.txt"]


def test_an_export_is_replaced_on_request(two_snapshots: Path, tmp_path: Path) -> None:
    for form in FORMATS:
        path = tmp_path / form
        assert export(two_snapshots, form, path, "--snapshot", "1").exit_code == 0
        before = digests(path)
        assert export(two_snapshots, form, path).exit_code == 2
        assert digests(path) == before
        assert export(two_snapshots, form, path, "--force").exit_code == 0
        assert digests(path) != before
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FORMATS)


def test_one_table_can_be_one_file(two_snapshots: Path, tmp_path: Path) -> None:
    assert export(two_snapshots, "csv", tmp_path / "a.csv").exit_code == 0
    edits = tmp_path / "e.jsonl"
    assert export(two_snapshots, "jsonl", edits, "--table", "edits").exit_code == 0
    assert "title" in pl.read_csv(tmp_path / "a.csv").columns
    assert pl.read_ndjson(edits).columns == SCHEMAS["edits"].names
    both = ["--table", "edits", "--table", "runs"]
    refused = export(two_snapshots, "csv", tmp_path / "b.csv", *both)
    assert (refused.exit_code, "one table" in refused.stderr) == (2, True)
