"""Every answer of a review has its effect in the next run, and none once it is taken back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.answer_files import AnswerError, parse_answers
from cleaners.answers import (
    ArticleAnswer,
    LineAnswer,
    RepairAnswer,
    SiteAnswer,
    ValueAnswer,
    Verdict,
)
from cleaners.boilerplate import broken_cases
from cleaners.rule import RuleError
from cleaners.rule_files import parse
from flows.cli import cli
from flows.own_file_reading import read_review
from flows.own_files import OwnFileError
from flows.review.book import BoilerplateAnswer, Book, PairAnswer
from flows.review.files import read_book, write_book
from flows.review.queue import Candidate
from flows.review.session import DecisionError, Session
from flows.review.spots import What
from flows.settings import Settings
from flows.snapshots import Dataset
from tests.flows import reviewed
from tests.flows.conftest import read_rows
from tests.flows.reviewed import OTHER, REMOVED, SITE, UNWANTED

Rows = dict[str, dict[str, object]]


@dataclass(frozen=True)
class Reviewed:
    """A dataset before, with the answers, and after these were taken back."""

    folder: Path
    before: Rows
    after: Rows
    undone: Rows
    edits: list[dict[str, object]]
    dropped: list[dict[str, object]]


def articles(dataset: Dataset) -> Rows:
    rows = read_rows(dataset, "articles", "duplicates")
    return {str(row["url"]).rpartition("/")[2]: row for row in rows}


def candidate(session: Session, name: str) -> Candidate:
    (found,) = [each for each in session.queue if str(each.url).endswith(name)]
    return found


def turn(session: Session, name: str, what: What, words: str, site: str) -> None:
    """Do what the button of a spot does."""
    item = session.item(candidate(session, name))
    for spot in item.spots:
        text = "".join(piece.before for piece in spot.pieces)
        if spot.what is what and words in text:
            (choice,) = [each for each in spot.choices if each.site == site]
            assert session.turn(choice.answer)
            return
    raise AssertionError(f"no spot with {words}")


def decide(session: Session) -> None:
    """Decide something of each kind."""
    turn(session, "ferry", What.REMOVED, REMOVED, SITE)
    turn(session, "bridge", What.KEPT, UNWANTED, OTHER)
    turn(session, "clinic", What.REPAIRED, "individuals", OTHER)
    turn(session, "library", What.REPAIRED, "â€™", "")
    library = candidate(session, "library")
    session.correct(library, "title", "A reading room in the depot")
    session.correct(library, "author", "Ann Weir")
    session.correct(library, "published_at", "2026-03-01")
    session.judge(candidate(session, "ferry"), Verdict.RIGHT)
    session.judge(candidate(session, "wall"), Verdict.KEEP)
    session.judge(candidate(session, "pier"), Verdict.DROP)
    session.turn(PairAnswer("vote", "ballot exercise"))


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a dataset; nobody writes to it."""
    folder = tmp_path_factory.mktemp("review")
    reviewed.make_inbox(folder)
    reviewed.clean(folder)
    return folder


@pytest.fixture
def folder(cleaned: Path, tmp_path: Path) -> Path:
    """Copy the dataset with its inbox."""
    return shutil.copytree(cleaned, tmp_path / "copy", symlinks=True)


@pytest.fixture(scope="module")
def outcome(cleaned: Path, tmp_path_factory: pytest.TempPathFactory) -> Reviewed:
    folder = tmp_path_factory.mktemp("outcome") / "copy"
    shutil.copytree(cleaned, folder, symlinks=True)
    dataset = Dataset(folder / "out")
    before = articles(dataset)
    decide(session_of(dataset, folder))
    dataset = reviewed.clean(folder)
    after, edits = articles(dataset), read_rows(dataset, "edits")
    dropped = read_rows(dataset, "quarantine")
    session = session_of(dataset, folder)
    for answer in list(session.book.all()):
        session.turn(answer)
    undone = articles(reviewed.clean(folder))
    return Reviewed(folder, before, after, undone, edits, dropped)


def session_of(dataset: Dataset, folder: Path) -> Session:
    current = dataset.current()
    assert current
    return Session(current, folder / "review")


def test_lines_stay_or_go_where_a_person_says_so(outcome: Reviewed) -> None:
    before, after = outcome.before, outcome.after
    for name, line, is_before, is_after in (
        ("ferry", REMOVED, False, True),
        ("bridge", REMOVED, False, False),
        ("bridge", UNWANTED, True, False),
        ("ferry", UNWANTED, True, True),
    ):
        assert (line in str(before[name]["text"])) is is_before, (name, line)
        assert (line in str(after[name]["text"])) is is_after, (name, line)
    assert "\n\nShare this article" in str(after["ferry"]["text"])
    (edit,) = [each for each in outcome.edits if UNWANTED in str(each["before"])]
    assert str(edit["rule"]).startswith("review/")
    assert (edit["stage"], edit["confidence"]) == ("boilerplate", 1.0)


def test_a_wrong_repair_leaves_the_words(outcome: Reviewed) -> None:
    repaired, left = outcome.before["clinic"]["text"], outcome.after["clinic"]["text"]
    assert "individuals" not in str(repaired)
    assert str(left).count("individuals") == 2
    assert "’s open" in str(outcome.before["library"]["text"])
    assert "â€™s open" in str(outcome.after["library"]["text"])
    others = [each for each in outcome.edits if each["stage"] == "paraphrase"]
    assert len(others) > 50, "the other repairs stand"


def test_values_are_corrected_with_a_note(outcome: Reviewed) -> None:
    row = outcome.after["library"]
    assert (row["title"], row["author"]) == ("A reading room in the depot", "Ann Weir")
    assert str(row["published_on"]) == "2026-03-01"
    assert row["published_precision"] == "day"
    notes = str(row["notes"])
    assert "title: corrected in review (review/value), was Town library opens" in notes
    assert "author: corrected in review (review/value), was unknown" in notes


def test_an_article_is_dropped_or_kept(outcome: Reviewed) -> None:
    assert "pier" in outcome.before
    assert "pier" not in outcome.after
    assert "wall" not in outcome.before
    assert "wall" in outcome.after
    (row,) = outcome.dropped
    assert row["reason"] == "dropped"
    assert str(row["detail"]).startswith(f"the page {SITE}/pier; unspun review")


def test_taken_back_all_is_as_before(outcome: Reviewed) -> None:
    for column in ("text", "title", "author", "published_at", "notes", "article_id"):
        for name, row in outcome.before.items():
            assert outcome.undone[name][column] == row[column], (name, column)
    assert outcome.before.keys() == outcome.undone.keys()
    left = [path.name for path in (outcome.folder / "review").rglob("*.*")]
    assert left == ["review.toml"]


def test_what_was_decided_is_not_shown_again_until_it_changes(folder: Path) -> None:
    dataset = Dataset(folder / "out")
    session = session_of(dataset, folder)
    doubts = [each.doubt for each in session.queue]
    assert doubts == sorted(doubts, reverse=True)
    first, second, *_ = session.open()
    session.judge(first, Verdict.RIGHT)
    assert session.neighbour(None, 1) == second
    assert session_of(dataset, folder).open() == session.open()
    assert session.undo()
    assert session.neighbour(None, 1) == first
    assert not session.undo()
    session.drop_site(candidate(session, "clinic"))
    assert {row["site"] for row in articles(reviewed.clean(folder)).values()} == {SITE}


def test_what_cannot_be_is_refused(folder: Path) -> None:
    session = session_of(Dataset(folder / "out"), folder)
    article, wall = candidate(session, "ferry"), candidate(session, "wall")
    refused: list[Callable[[], object]] = [
        lambda: session.judge(article, Verdict.KEEP),
        lambda: session.judge(wall, Verdict.RIGHT),
        lambda: session.correct(article, "published_at", "soon"),
        lambda: session.correct(article, "language", "en"),
    ]
    for act in refused:
        with pytest.raises(DecisionError):
            act()
    assert session.decided == 0
    assert not (folder / "review").exists()


def test_forgetting_removes_the_answers_that_name_a_page(folder: Path) -> None:
    session = session_of(Dataset(folder / "out"), folder)
    turn(session, "bridge", What.REMOVED, REMOVED, "")
    turn(session, "bridge", What.KEPT, UNWANTED, OTHER)
    session.correct(candidate(session, "bridge"), "title", "A bridge")
    session.correct(candidate(session, "ferry"), "title", "A ferry")
    given = ["forget", str(folder / "out"), "--url", f"https://{OTHER}/bridge"]
    shown = CliRunner().invoke(cli, [*given, "--dry-run"]).output
    assert "1 answers of the review that name it: would go" in shown
    assert len(list(read_book(folder / "review").all())) == 4
    shown = CliRunner().invoke(cli, given).output
    assert f"has the line: keep everywhere: {REMOVED}" in shown
    left = read_book(folder / "review")
    assert [value.page for value in left.values] == [f"{SITE}/ferry"]
    assert len(left.boilerplate) == 1
    site = ["forget", str(folder / "out"), "--site", OTHER]
    assert "1 answers of the review" in CliRunner().invoke(cli, site).output
    assert read_book(folder / "review").boilerplate == ()


SITES = st.sampled_from(["", "a.example", "b.example"])
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp", "Zs", "Cf")),
    min_size=1,
    max_size=20,
)
PAGES = st.sampled_from(["a.example/x", "b.example/y?id=1", f"sha256:{'a' * 64}"])
BOOK_ANSWERS = st.one_of(
    st.builds(ArticleAnswer, PAGES, st.sampled_from(Verdict)),
    st.builds(SiteAnswer, SITES.filter(bool)),
    st.builds(ValueAnswer, PAGES, st.sampled_from(["title", "author"]), WORDS),
    st.builds(LineAnswer, WORDS, SITES),
    st.builds(RepairAnswer, WORDS, WORDS, SITES),
    st.builds(
        BoilerplateAnswer,
        st.from_regex(r"[\w»>(\\.*]{3,9} \w{3,9}", fullmatch=True),
        SITES,
    ),
    st.builds(PairAnswer, st.just("vote"), st.from_regex(r"[a-z]{5}", fullmatch=True)),
)


@settings(deadline=None, max_examples=20)
@given(st.lists(BOOK_ANSWERS, max_size=6), st.randoms(use_true_random=False))
def test_files_hold_all_answers_in_the_same_bytes(
    answers: list[object], order: object
) -> None:
    book = Book()
    for answer in answers:
        book = book.with_answer(answer)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "review"
        write_book(folder, book)
        assert read_book(folder) == book
        files = {path: path.read_bytes() for path in folder.rglob("*.*")}
        shuffled = list(book.all())
        order.shuffle(shuffled)  # type: ignore[attr-defined]
        again = Book()
        for answer in shuffled:
            again = again.with_answer(answer)
        write_book(folder, again)
        assert {path: path.read_bytes() for path in folder.rglob("*.*")} == files
        rules = folder / "rules" / "review.toml"
        if rules.exists():
            own = tuple(parse(rules.read_text(encoding="utf-8"), rules.name))
            assert not broken_cases(own)


def test_the_rules_of_a_review_are_proved_like_any_others(outcome: Reviewed) -> None:
    folder = outcome.folder / "proved"
    book = Book().with_answer(BoilerplateAnswer(UNWANTED, OTHER))
    write_book(folder, book.with_answer(BoilerplateAnswer("Read (more) >>", "")))
    rules = folder / "rules" / "review.toml"
    done = CliRunner().invoke(cli, ["rules", "check", str(rules)])
    assert done.output == f"{rules}: 2 rules, 4 cases, all hold\n"
    wrong = rules.read_text(encoding="utf-8").replace("for all", "for none", 1)
    rules.write_text(wrong, encoding="utf-8")
    with pytest.raises(RuleError, match="should remove"):
        read_review(folder, ".")


TWICE = "".join(
    f"[[value]]\npage = 'a.example/x'\ncolumn = 'title'\nvalue = '{value}'\n"
    for value in "ab"
)
MALFORMED = [
    ("articles.toml", "[[article]]\npage = 'a.example/x'", "lacks a key"),
    ("articles.toml", "[[article]]\npage = 'x'\nverdict = 'drop'", "write the url_key"),
    (
        "articles.toml",
        "[[article]]\npage = 'a.example/x'\nverdict = 'no'",
        "one of drop",
    ),
    ("lines.toml", "[[line]]\ntekst = 'x'", "no such key: tekst; known are text, site"),
    ("lines.toml", "[[line]]\ntext = 3", "every value is a text in quotes"),
    ("lines.toml", "[[line]", "no TOML"),
    (
        "values.toml",
        "[[value]]\npage = 'a.example/x'\ncolumn = 'url'\nvalue = ''",
        "one of",
    ),
    (
        "values.toml",
        TWICE,
        "two answers for a.example/x title; remove one",
    ),
]


@pytest.mark.parametrize(("file", "text", "message"), MALFORMED)
def test_a_malformed_answer_is_refused_with_its_place(
    file: str, text: str, message: str
) -> None:
    with pytest.raises(AnswerError) as refused:
        parse_answers([(file, text)])
    assert str(refused.value).startswith(f"{file}: ")
    assert message in str(refused.value)


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "review").mkdir()
    (tmp_path / "review" / "notes.txt").write_text("mine")
    with pytest.raises(OwnFileError, match="no folder of answers"):
        read_book(tmp_path / "review")
    assert not Settings().for_dataset(tmp_path / "out").review
