"""`unspun diff` and `unspun stats`: what changed between snapshots, and what a snapshot holds."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from flows.cli import cli
from flows.differences import Mark, changed_lines
from flows.differences.word_diff import words
from flows.snapshots import Dataset
from tests.flows.test_snapshots import take_in

TEXTS = st.text(alphabet="ab c.\n", max_size=40)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def difference(dataset: Path, *arguments: str) -> dict[str, Any]:
    done = run("diff", dataset, *arguments, "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def test_the_last_two_snapshots_are_compared(two_snapshots: Path) -> None:
    found = difference(two_snapshots)
    assert (found["before"], found["after"]) == (1, 2)
    assert found["articles"] == {"before": 2, "after": 3, "new": 1, "gone": 0}
    assert found["duplicates"] == {"before": 0, "after": 2, "new": 2, "gone": 0}
    (new,) = found["new"]
    assert (new["title"], new["site"]) == (
        "Old bridge closes for repairs",
        "courier.example",
    )
    (changed,) = found["changed"]
    assert changed["columns"] == ["text"]
    assert changed["changes"] == {}, "texts are long: --text shows them"
    assert changed["article_id"] != changed["earlier_id"]
    assert found["gone"] == []


def test_backwards_what_was_new_is_gone(two_snapshots: Path) -> None:
    forth, back = (
        difference(two_snapshots, "1", "2"),
        difference(two_snapshots, "2", "1"),
    )
    assert [row["article_id"] for row in back["gone"]] == [
        row["article_id"] for row in forth["new"]
    ]
    assert back["articles"] == {"before": 3, "after": 2, "new": 0, "gone": 1}
    assert len(back["changed"]) == len(forth["changed"])
    assert difference(two_snapshots, "1") == forth
    same = difference(two_snapshots, "2", "2")
    assert same["new"] == same["gone"] == same["changed"] == []


def test_words_are_shown_on_request(two_snapshots: Path) -> None:
    (changed,) = difference(two_snapshots, "--text")["changed"]
    texts = changed["changes"]["text"]
    assert texts["after"] == texts["before"].replace("nine days", "eleven days")
    assert texts["after"] != texts["before"]
    printed = run("diff", two_snapshots, "--text").stdout
    assert "for [-nine-]{+eleven+} days" in " ".join(printed.split())
    assert "Changed\n2026-02-28  courier.example  Ferry crews end strike" in printed
    assert "nine" not in run("diff", two_snapshots).stdout


def test_snapshots_that_are_not_there_are_named(two_snapshots: Path) -> None:
    for arguments, message in (
        (["1", "7"], "no snapshot 7; there are 1, 2"),
        (["7"], "no snapshot 7"),
        (["0"], "0 is not in the range"),
    ):
        done = run("diff", two_snapshots, *arguments)
        assert done.exit_code == 2, arguments
        assert message in done.stderr


@given(TEXTS, TEXTS)
def test_a_word_diff_holds_both_texts(before: str, after: str) -> None:
    found = list(words(before, after))
    kept = {
        mark: "".join(word.text for word in found if word.mark is not mark)
        for mark in (Mark.ADDED, Mark.REMOVED)
    }
    assert kept == {Mark.ADDED: before, Mark.REMOVED: after}
    shown = [line for line in changed_lines(before, after) if line]
    assert all(any(word.mark is not Mark.SAME for word in line) for line in shown)
    if before == after:
        assert shown == []


def test_figures_are_those_of_the_tables(two_snapshots: Path) -> None:
    figures = json.loads(run("stats", two_snapshots, "--json").stdout)
    assert figures["snapshots"] == [1, 2]
    folder = two_snapshots / "latest"
    for table in ("articles", "duplicates", "edits", "runs"):
        rows = duckdb.read_parquet(f"{folder}/{table}/*.parquet")
        assert figures["tables"][table] == len(rows)
    assert sum(row["articles"] for row in figures["sites"]) == 3
    assert sum(row["duplicates"] for row in figures["sites"]) == 2
    assert sum(row["articles"] for row in figures["languages"]) == 3
    assert figures["duplicates"] == [
        {"kind": "exact", "duplicates": 1},
        {"kind": "version", "duplicates": 1},
    ]
    assert figures["quarantine"] == [{"reason": "no_text_field", "records": 1}]
    assert figures["missing"]["published_at"] == 2
    assert figures["dates"]["first_published_on"] == "2026-02-28"
    on_disk = sum(path.stat().st_size for path in folder.resolve().rglob("*.*"))
    assert figures["bytes"]["snapshot"] == on_disk


def test_figures_are_printed(two_snapshots: Path) -> None:
    printed = run("stats", two_snapshots).stdout
    assert re.search(r"^articles +3$", printed, re.MULTILINE)
    assert re.search(r"^courier.example +3 +1 +0%$", printed, re.MULTILINE)
    assert max(map(len, printed.splitlines())) <= 80
    earlier = run("stats", two_snapshots, "--snapshot", "1").stdout
    assert re.search(r"^articles +2$", earlier, re.MULTILINE)


def test_a_dataset_without_articles_is_read_like_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(" \n")
    take_in(Dataset(tmp_path / "out"), tmp_path / "in")
    done = run("diff", "out")
    assert done.exit_code == 2
    assert "no snapshot before 1" in done.stderr
    assert run("stats", "out").exit_code == 0
    for form in ("hf", "csv", "jsonl", "sqlite", "duckdb"):
        exported = run("export", "out", "--to", form, "--output", f"{form}.out")
        assert exported.exit_code == 0, exported.output
