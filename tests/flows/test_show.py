"""Check that `unspun show` shows any row before and after, and lets nothing of it do harm."""

from __future__ import annotations

import io
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from cleaners.explain import Fate, Piece
from flows.account import Account, account_of
from flows.account.comparison import compare
from flows.account.folding import Folded, fold
from flows.account.html_page import html_page
from flows.cli import cli
from flows.commands.comparison_view import print_comparison
from flows.settings import Settings
from flows.snapshots import Current, Dataset
from flows.storage import parquet
from tests.flows import shown
from tests.flows.conftest import ARTICLES, take_in

TEXTS = st.text(st.sampled_from("ab \n.é"), max_size=30)
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]")


def run(dataset: Path, *arguments: str, width: int = 0) -> Result:
    environment = {"COLUMNS": str(width) if width else None}
    return CliRunner().invoke(cli, ["show", str(dataset), *arguments], env=environment)


@pytest.fixture(scope="module")
def current(shown_dataset: Path) -> Current:
    made = Current.read(shown_dataset)
    assert made
    return made


@pytest.fixture(scope="module")
def without_texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unkept")
    return shown.make(folder, Settings(keep_before=False))


def test_a_page_shows_what_extraction_left_out(shown_dataset: Path) -> None:
    page = run(shown_dataset, shown.PAGE_URL).stdout
    assert "kept · " in page
    assert re.search(r"\[-.*Home.*extraction/", page, re.DOTALL)
    assert "the first boat\n" not in page  # a paragraph of a page is one line
    assert "All rights reserved" in page


def test_a_copy_is_shown_beside_its_original(shown_dataset: Path) -> None:
    page = run(shown_dataset, "06-clinic-spun.txt", width=100).stdout
    assert "spun copy of" in page
    assert "05-clinic.txt" in page
    both = [line for line in page.splitlines() if line.count("Merrow Valley") == 2]
    assert both
    assert "Its copies:" in run(shown_dataset, "05-clinic.txt").stdout


@pytest.mark.parametrize("width", [30, 60, 79, 80, 130])
def test_nothing_is_wider_than_the_terminal(shown_dataset: Path, width: int) -> None:
    page = run(shown_dataset, "06-clinic-spun.txt", "--all", width=width).stdout
    assert max(len(line) for line in page.splitlines()) <= width


@pytest.mark.parametrize("way", ["--raw", "--clean", "--edits"])
def test_one_thing_alone(current: Current, shown_dataset: Path, way: str) -> None:
    account = account_of(current, "ferry.html")
    out = run(shown_dataset, "ferry.html", way).stdout
    expected = {"--raw": account.raw + "\n", "--clean": account.text + "\n"}
    if way in expected:
        assert out == expected[way]
    else:
        lines = out.splitlines()
        assert len(lines) == len(account.changes)
        at = {line.split("\t")[0] for line in lines}
        raw = account.raw
        assert "".join(
            raw[int(a) : int(b)] for a, b in (x.split("-") for x in sorted(at))
        )
        assert all("\textraction\textraction/" in line for line in lines)


def test_quarantine_is_shown_and_has_no_clean_text(shown_dataset: Path) -> None:
    for place, reason in (
        ("29-only-chrome.txt", "no_article"),
        ("rows.jsonl:3", "broken_record"),
    ):
        page = run(shown_dataset, place)
        assert page.exit_code == 0
        assert f"quarantined: {reason}" in page.stdout
        assert run(shown_dataset, place, "--raw").exit_code == 0
        for way in ("--clean", "--edits"):
            ended = run(shown_dataset, place, way)
            assert ended.exit_code == 2
            assert reason in ended.stderr


def test_several_are_listed(shown_dataset: Path) -> None:
    ended = run(shown_dataset, "rows.jsonl")
    assert ended.exit_code == 2
    assert len(ended.stdout.splitlines()) == 5
    assert "5 rows are called rows.jsonl" in ended.stderr
    ended = run(shown_dataset, "ffff")
    assert (ended.exit_code, ended.stdout) == (2, "")


def test_a_file_is_found_by_how_its_path_ends(tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    for place, name in (
        ("harbour/news.txt", "ferry.txt"),
        ("hill/news.txt", "bridge.txt"),
        ("hill/old/shelf.txt", "library.txt"),
    ):
        (inbox / place).parent.mkdir(parents=True, exist_ok=True)
        (inbox / place).write_text(ARTICLES[name], encoding="utf-8")
    out = tmp_path / "out"
    take_in(Dataset(out), inbox)
    for wanted in ("shelf.txt", "old/shelf.txt:0", str(inbox / "hill/old/shelf.txt")):
        assert "hill/old/shelf.txt" in run(out, wanted).stdout, wanted
    several = run(out, "news.txt")
    assert several.exit_code == 2
    assert "2 rows are called news.txt" in several.stderr
    for wanted in ("elf.txt", "older/shelf.text", "hill"):
        assert "has no row that is called" in run(out, wanted).stderr, wanted


def test_a_record_that_is_not_there_names_those_that_are(shown_dataset: Path) -> None:
    ended = run(shown_dataset, "inbox/rows.jsonl:9")
    assert ended.exit_code == 2
    assert "no row of record 9 of inbox/rows.jsonl; it has 5" in ended.stderr
    assert "the first of number 0, the last of 4" in ended.stderr
    assert "no row that is called none.csv:9" in run(shown_dataset, "none.csv:9").stderr


@pytest.mark.parametrize(
    "way", [(), ("--raw",), ("--clean",), ("--edits",), ("--all",)]
)
def test_hostile_texts_steer_nothing(shown_dataset: Path, way: tuple[str, ...]) -> None:
    out = run(shown_dataset, "lib-7", *way).stdout
    assert out
    assert not CONTROLS.search(out)


def test_an_older_snapshot_is_named(shown_dataset: Path) -> None:
    newest = run(shown_dataset, "ferry.html").stdout
    assert run(shown_dataset, "ferry.html", "--snapshot", "1").stdout == newest
    ended = run(shown_dataset, "ferry.html", "--snapshot", "7")
    assert ended.exit_code == 2
    assert "there are: 1" in ended.stderr


class Checked(HTMLParser):
    """Collects what a strict policy would refuse, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag and its attributes."""
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        """Note the text."""
        self.text += data


@pytest.mark.parametrize(
    "wanted", ["lib-7", "06-clinic-spun.txt", "rows.jsonl:3", "ferry.html"]
)
def test_the_page_asks_for_nothing_and_runs_nothing(
    shown_dataset: Path, tmp_path: Path, wanted: str
) -> None:
    path = tmp_path / "a.html"
    ended = run(shown_dataset, wanted, "--html", str(path))
    assert ended.stdout == f"{path}\n"
    page = path.read_text()
    checked = Checked()
    checked.feed(page)
    assert not checked.tags & {"script", "img", "link", "iframe", "object", "form", "a"}
    assert not checked.attributes & {"style", "src", "href", "onclick", "onerror"}
    assert "default-src 'none'; style-src 'sha256-" in page
    assert "url(" not in page
    assert "@import" not in page
    assert 'name="viewport"' in page
    assert "color-scheme: light dark" in page
    assert not CONTROLS.search(page)


def test_a_page_that_cannot_be_written_is_one_line(
    shown_dataset: Path, tmp_path: Path
) -> None:
    ended = run(shown_dataset, "lib-7", "--html", str(tmp_path / "no" / "a.html"))
    assert ended.exit_code == 1
    assert len(ended.stderr.splitlines()) == 1


def test_without_texts_what_is_known_is_shown(
    without_texts: Path, tmp_path: Path
) -> None:
    page = run(without_texts, "ferry.html").stdout
    assert "were not stored (keep_before = false)" in page
    assert "characters, not stored-] extraction/" in page
    assert run(without_texts, "ferry.html", "--clean").exit_code == 0
    assert (
        "characters, not stored]" in run(without_texts, "ferry.html", "--edits").stdout
    )
    ended = run(without_texts, "ferry.html", "--raw")
    assert ended.exit_code == 2
    assert "was not stored" in ended.stderr
    run(without_texts, "ferry.html", "--html", str(tmp_path / "a.html"))
    assert "characters, not stored]" in (tmp_path / "a.html").read_text()


def test_an_older_schema_is_read(shown_dataset: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(shown_dataset, old)
    made = Current.read(old)
    assert made
    later = [
        "url_key",
        "versions",
        "content_key",
        "notes",
        "host",
        "extraction_confidence",
    ]
    for path in made.article_parts():
        rows = parquet.read(path)
        parquet.write(path, rows.drop_columns(later))
    for path in made.parts("quarantine"):
        parquet.write(path, parquet.read(path).drop_columns(["records"]))
    for wanted in (
        "http://www.example.org/harbour/ferry/",
        "ferry.html",
        "rows.jsonl:3",
    ):
        ended = run(old, wanted)
        assert ended.exit_code == 0, ended.stderr


def test_damage_is_named(shown_dataset: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(shown_dataset, broken)
    made = Current.read(broken)
    assert made
    for path in made.parts("edits"):
        path.write_bytes(b"PAR1")
    ended = run(broken, "ferry.html")
    assert ended.exit_code == 1
    assert "unspun verify" in ended.stderr
    for path in made.parts("articles"):
        path.unlink()
    assert "removed by a later run" in run(broken, "ferry.html").stderr


@given(TEXTS, TEXTS)
def test_a_comparison_has_all_words_of_both(left: str, right: str) -> None:
    rows = compare(left, right)
    for text, runs in (
        (left, [run for row in rows for run in row.left]),
        (right, [run for row in rows for run in row.right]),
    ):
        assert "".join(run.text for run in runs).split() == text.split() or "\n" in text
        assert "".join("".join(run.text for run in runs).split()) == "".join(
            text.split()
        )
    if left == right:
        assert all(run.is_shared for row in rows for run in (*row.left, *row.right))


@given(st.lists(st.tuples(st.sampled_from(Fate), TEXTS), max_size=8))
@settings(max_examples=50)
def test_folding_hides_lines_of_what_was_left_out_alone(
    found: list[tuple[Fate, str]],
) -> None:
    pieces = [
        Piece(fate, text, "", str(number)) for number, (fate, text) in enumerate(found)
    ]
    parts = list(fold(pieces))
    hidden = sum(part.lines for part in parts if isinstance(part, Folded))
    kept = [part for part in parts if isinstance(part, Piece)]
    others = [piece for piece in pieces if piece.fate is not Fate.LEFT_OUT]
    assert [piece for piece in kept if piece.fate is not Fate.LEFT_OUT] == others

    def lines(some: list[Piece]) -> int:
        texts = [piece.before for piece in some if piece.fate is Fate.LEFT_OUT]
        return sum(bool(line.strip()) for text in texts for line in text.split("\n"))

    assert lines(kept) + hidden == lines(pieces)


def test_a_comparison_fits_any_width(current: Current) -> None:
    copy = account_of(current, "06-clinic-spun.txt")
    kept = account_of(current, "05-clinic.txt")
    for width, colours in ((40, None), (79, "truecolor"), (120, "truecolor")):
        out = io.StringIO()
        console = Console(
            file=out, width=width, color_system=colours, force_terminal=bool(colours)
        )
        print_comparison(console, copy, kept)
        print_comparison(console, copy, copy)
        assert "The clean texts are the same" in out.getvalue()
        assert ("\x1b[" in out.getvalue()) is bool(colours)


def test_markup_of_a_text_is_text() -> None:
    account = Account(
        table="articles",
        article_id="0" * 32,
        source_path="<b>.txt",
        record_number=0,
        source_format="text",
        title="</title><script>alert(1)</script>",
        language='"><script>',
        text="<i>x</i>",
        pieces=(
            Piece(Fate.REMOVED, "<script>", "", '"><script>'),
            Piece(Fate.KEPT, "x", "x"),
        ),
    )
    page = html_page(account)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_record_in_quarantine_is_found_by_its_address(tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    table = (
        "title,text,url\nA,N/A,https://courier.example/a?utm_source=x\nB,It rains.,u\n"
    )
    (inbox / "a.csv").write_text(table)
    take_in(Dataset(tmp_path / "out"), inbox)
    page = run(tmp_path / "out", "courier.example/a")
    assert page.exit_code == 0
    assert "quarantined: empty" in page.stdout
