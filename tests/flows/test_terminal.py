"""What others wrote cannot steer the terminal, wherever it is printed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from flows.cli import cli
from flows.printable import printable, printable_json, printable_line

STORY = (
    "The swing bridge at Kelmouth will close to cars for six weeks from Monday.\n\n"
    "Inspectors first noticed the cracks in March, and the board asked for a report.\n"
)
OTHER = (
    "A night train with couchettes will run to the coast again, the railway said on Friday.\n"
    "Tickets are sold from Monday, and the dining car keeps its old bill of fare.\n"
)
HOSTILE = "\x1b]0;evil\x07\x1b[31mRed\x1b[0m \x9b1mbridge\u202e \x07closed"
ROW = {
    "text": f"{HOSTILE}\n\n{STORY}",
    "title": HOSTILE,
    "author": "\x1b[1mAnn Weir\x1b[0m",
    "site": "\x1b[32mcourier.example",
    "url": "https://courier.example/a\x1b[31m\u200b",
    "section": "=HYPERLINK(1)",
}
STEERING = {"\x1b", "\x07", "\x9b", "\x9d", "\u202e", "\x7f"}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a dataset of one hostile record and a page, with a name that steers beside them."""
    folder = tmp_path_factory.mktemp("hostile")
    inbox = folder / "in"
    inbox.mkdir()
    (inbox / "row.jsonl").write_text(json.dumps(ROW), "utf-8")
    page = f"<title>{HOSTILE}</title><article><p>{OTHER}</p></article>"
    (inbox / "page\x1b[31m.html").write_text(page, "utf-8")
    (inbox / "left\x1b]0;x\x07.xyz").write_bytes(b"\x89PNG")
    result = run("clean", str(inbox), "--output", str(folder / "out"))
    assert result.exit_code == 0, result.output
    assert not STEERING & set(result.output)
    assert "\\x1b]0;x" in result.output
    return folder / "out"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), prog_name="unspun")


def test_columns_are_clean(dataset: Path) -> None:
    columns = "title, author, site, url, section, text"
    query = f"SELECT {columns} FROM articles ORDER BY source_path"  # noqa: S608 - no input in it
    result = run("sql", str(dataset), query, "--json")
    page, row = map(json.loads, result.stdout.splitlines())
    assert page["title"] == row["title"] == "Red bridge closed"
    assert (row["author"], row["site"]) == ("Ann Weir", "courier.example")
    assert row["url"] == "https://courier.example/a"
    assert row["text"] == STORY.strip()


@pytest.mark.parametrize("form", ["--csv", "--json", None])
def test_raw_text_is_printed_with_escapes(dataset: Path, form: str | None) -> None:
    query = "SELECT before, section, after FROM articles JOIN edits USING (article_id)"
    result = run("sql", str(dataset), query, *filter(None, [form]))
    assert result.exit_code == 0, result.output
    assert not STEERING & set(result.stdout)
    if form == "--csv":
        rows = list(csv.reader(io.StringIO(result.stdout)))
        assert any(row[0].startswith("\\x1b]0;evil") for row in rows)
        assert {row[1] for row in rows} >= {"'=HYPERLINK(1)"}
    if form == "--json":
        assert any(
            HOSTILE in json.loads(line)["before"] for line in result.stdout.splitlines()
        )


def test_an_explanation_shows_escapes(dataset: Path) -> None:
    for file in (dataset.parent / "in").glob("[pr]*"):
        result = run("explain", str(file))
        assert result.exit_code == 0, result.output
        assert not STEERING & set(result.output)
        assert "\\x1b" in result.output


def test_an_error_shows_escapes(tmp_path: Path) -> None:
    file = tmp_path / "x\x1b[31m.xyz"
    file.write_text("text")
    result = run("explain", str(file))
    assert result.exit_code == 2
    assert not STEERING & set(result.output)


@given(st.text("a\n\t\r\x1b\x9b\x7f\u202e\u2028é‌人\ud800\\"))
def test_printed_text_cannot_steer(text: str) -> None:
    shown = printable(text)
    assert not STEERING & set(shown)
    assert printable(shown) == shown
    assert "\n" not in printable_line(text)
    if "\ud800" not in text:
        dumped = json.dumps(text, ensure_ascii=False)
        assert json.loads(printable_json(dumped)) == text
