"""`unspun formats` lists everything that is read."""

import json
from dataclasses import fields
from pathlib import Path

from click.testing import CliRunner

from flows.cli import cli
from flows.intake.formats import FORMATS
from flows.intake.inputs import COMPRESSIONS
from flows.intake.known_formats import NAMES
from flows.jsonl_fields import Fields

DOCS = Path(__file__).parents[2] / "docs" / "inputs.md"


def test_every_reader_and_field_name_is_listed() -> None:
    done = CliRunner().invoke(cli, ["formats", "--json"])
    assert done.exit_code == 0, done.output
    listed = json.loads(done.output)
    assert [(row["name"], tuple(row["suffixes"])) for row in listed["formats"]] == [
        (reader.format, reader.suffixes) for reader in FORMATS
    ]
    assert tuple(row["name"] for row in listed["formats"]) == NAMES
    assert all(row["recognised_by"] for row in listed["formats"])
    assert listed["compressions"] == list(COMPRESSIONS)
    assert set(listed["fields"]) == {field.name for field in fields(Fields)}
    assert "maintext" in listed["fields"]["text"]


def test_the_tables_name_every_format() -> None:
    done = CliRunner().invoke(cli, ["formats"], terminal_width=200)
    assert done.exit_code == 0, done.output
    for reader in FORMATS:
        assert reader.format in done.output


def test_the_docs_name_every_format_and_compression() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for reader in FORMATS:
        assert f"`{reader.format}`" in text
    for suffix in COMPRESSIONS:
        assert f"`{suffix}`" in text
