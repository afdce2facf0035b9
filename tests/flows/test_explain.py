"""Check that `unspun explain` shows the complete scrape, the changes and the columns."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from cleaners.article import Record
from flows.cli import cli
from flows.commands.account_view import AccountView
from flows.commands.explained_records import Cleaning, Place, explained
from flows.settings import Settings

SEEDS = Path(__file__).parents[2] / "seeds"
CLEANING = Cleaning(Settings())


def run(*arguments: str, stdin: str | bytes = "", width: int = 0) -> Result:
    environment = {"COLUMNS": str(width) if width else None}
    return CliRunner().invoke(
        cli, ["explain", *arguments], input=stdin, env=environment
    )


def test_what_goes_is_marked_with_its_rule_and_lifted_into_columns() -> None:
    page = run(str(SEEDS / "04-harvest-source.txt")).stdout
    assert "[-Source: Orchard Wire-] source/labelled" in page
    assert "Orchard Wire" in page.partition("source_credit")[2].splitlines()[0]
    assert "Early fruit is sweet but soft." in page
    assert "\x1b" not in page


def test_colours_strike_what_goes_and_show_what_comes() -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, color_system="truecolor", width=80)
    path = SEEDS / "06-clinic-spun.txt"
    for account in explained(Place.of(str(path)), CLEANING):
        AccountView(console).print(account)
    page = out.getvalue()
    assert "\x1b[9;31msufferers" in page
    assert "\x1b[32mpatients" in page
    assert "lexicon/patients" in page


def test_an_address_becomes_the_site() -> None:
    page = run(str(SEEDS / "22-brief.txt"), "--url", "https://www.tidewater.example/a")
    assert "tidewater.example" in page.stdout


def test_what_is_no_article_says_why_and_ends_with_2() -> None:
    ended = run(str(SEEDS / "28-photo.html"))
    assert ended.exit_code == 2
    assert "quarantined: binary" in ended.stdout


@pytest.mark.parametrize("number", [0, 1])
def test_one_record_of_many_is_chosen_by_its_number(number: int) -> None:
    titles = ("Seed bank wakes wheat", "À Port-Mirel, le poisson")
    ended = run(f"{SEEDS / '26-wire.jsonl'}:{number}")
    assert ended.exit_code == 0
    assert titles[number] in ended.stdout
    assert titles[1 - number] not in ended.stdout


def test_of_many_records_the_first_are_shown_and_how_to_choose(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text('{"text": " "}\n' * 5)
    ended = run(str(path))
    assert ended.exit_code == 2
    assert ended.stdout.count("quarantined: empty") == 3
    assert "the first 3 records" in ended.stderr
    assert f"{path}:N" in ended.stderr
    assert run(str(path), "--all").stdout.count("quarantined: empty") == 5


def test_lines_break_at_words() -> None:
    page = run(str(SEEDS / "22-brief.txt"), width=50).stdout
    source = (SEEDS / "22-brief.txt").read_text().split()
    assert all(len(line.rstrip()) <= 50 for line in page.splitlines())
    body = set(page.split())
    assert len(set(source) - body) < 12  # those with a mark at them


@pytest.mark.parametrize(
    ("options", "kept"), [(("--text",), True), (("--html",), False), ((), False)]
)
def test_standard_input_is_read_as_it_says(
    options: tuple[str, ...],
    kept: bool,  # noqa: FBT001
) -> None:
    tag = "<p>The council said on Monday that the bridge will close for a week.</p>\n"
    ended = run("-", *options, stdin=tag * 3)
    assert "stdin #0" in ended.stdout
    assert ("<p>The council" in ended.stdout) is kept


def test_a_file_is_read_as_it_says() -> None:
    ended = run(str(SEEDS / "README.md"), "--text")
    assert "README.md #0" in ended.stdout
    assert ended.exit_code == 0


def test_wrong_use_says_what_to_do(tmp_path: Path) -> None:
    for arguments, message in (
        ((str(SEEDS / "README.md"),), "a note on the folder"),
        ((str(tmp_path),), "is a folder: name one of its files"),
        ((str(SEEDS / "none.txt"),), "no such file"),
        ((f"{SEEDS / '26-wire.jsonl'}:77",), "has no record 77"),
        ((str(SEEDS / "22-brief.txt"), "abcd"), "is no folder: name a dataset"),
        ((str(tmp_path), "abcd"), "holds no snapshot yet"),
        ((f"{SEEDS / '22-brief.txt'}:0", "--text"), "leave the number out"),
        ((str(SEEDS / "none.txt"), "--html"), "No such file"),
    ):
        ended = run(*arguments)
        assert ended.exit_code == 2
        assert message in ended.stderr
        assert len(ended.stderr.splitlines()) == 1


def test_a_file_whose_name_ends_like_a_number_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "brief.txt:7"
    shutil.copy(SEEDS / "22-brief.txt", path)
    assert Place.of(str(path)) == Place(str(path))
    assert Place.of(f"{path}:3") == Place(str(path), 3)


def test_nothing_of_the_input_steers_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "hostile.jsonl"
    text = "A \x1b[31mred\x1b[0m line \u202e of a letter\x07 from the \ud800 harbour. "
    row = {
        "text": text * 9,
        "title": "T\x1b]0;owned\x07",
        "url": "https://a.example/\x1b[2J",
    }
    path.write_text(json.dumps(row))
    page = run(str(path)).stdout
    assert not [char for char in page if not char.isprintable() and char != "\n"]


def test_an_article_of_a_dataset_is_shown(shown_dataset: Path) -> None:
    wanted = ["show", str(shown_dataset), "ferry.html"]
    shown = CliRunner().invoke(cli, wanted, env={"COLUMNS": None})
    assert run(str(shown_dataset), "ferry.html").stdout == shown.stdout


def test_records_are_cleaned_as_the_settings_say() -> None:
    record = Record("a.txt", "text", 0, "Accept all cookies\n", "0" * 64)
    assert CLEANING.account(record).refusal
