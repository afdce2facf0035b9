"""Check that the account of an article has all of its text, and is found by every name of it."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.draft import Draft, Edit
from flows.account import (
    Account,
    Fate,
    Piece,
    SeveralArticlesError,
    UnknownArticleError,
    account_of,
    accounts,
    find,
)
from flows.account.page import pieces_html
from flows.account.pieces import pieces_of
from flows.api.dataset import Dataset
from flows.run import RunRequest, run
from flows.snapshots import Current
from flows.storage.tables import edit_rows
from tests.flows import shown
from tests.flows.conftest import ARTICLES, SETTINGS

TAGS = re.compile("<[^>]*>")
INSERTED = re.compile("<ins [^>]*>[^<]*</ins>")
GONE = re.compile("<(del|mark) [^>]*>[^<]*</(del|mark)>")
TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)
STAGES = ("extraction", "encoding", "boilerplate", "metadata", "paraphrase")


@pytest.fixture(scope="module")
def current(shown_dataset: Path) -> Current:
    made = Current.read(shown_dataset)
    assert made
    return made


@pytest.fixture(scope="module")
def all_accounts(current: Current) -> tuple[Account, ...]:
    made = Dataset(current)
    ids = [
        row["article_id"]
        for table in ("articles", "duplicates")
        for row in made.arrow(table).select(["article_id"]).to_pylist()
    ]
    found = accounts(current, reversed(ids))
    assert [account.article_id for account in found] == ids[::-1]
    return found


def test_pieces_are_the_raw_text_and_the_clean_text(
    current: Current, all_accounts: tuple[Account, ...]
) -> None:
    made = Dataset(current)
    for account in all_accounts:
        assert account.article_id
        row = made.article(account.article_id)
        assert account.raw == row.raw
        assert "".join(piece.after for piece in account.pieces) == row.text
        assert len(account.changes) == len(row.edits)
    assert {account.table for account in all_accounts} == {"articles", "duplicates"}
    assert {account.source_format for account in all_accounts} >= {"jsonl", "html"}
    fates = {piece.fate for account in all_accounts for piece in account.pieces}
    assert fates == set(Fate)


@st.composite
def revised(draw: st.DrawFn) -> Draft:
    """Draw a text that some stages revised."""
    draft = Draft.of(draw(TEXTS))
    for stage in draw(st.lists(st.sampled_from(STAGES), max_size=4)):
        start = draw(st.integers(0, len(draft.text)))
        end = draw(st.integers(start, len(draft.text)))
        text = draw(TEXTS) if stage in {"encoding", "paraphrase"} else ""
        draft = draft.revise(stage, [Edit(start, end, text, f"{stage}/rule")])
    return draft


@settings(max_examples=40)  # to be fast
@given(revised(), st.booleans())
def test_any_row_and_its_edits_tile_both_texts(draft: Draft, keep_before: bool) -> None:  # noqa: FBT001
    rows = list(edit_rows("id", draft.ledger(), keep_before=keep_before))
    pieces = list(pieces_of(draft.text, rows))
    assert "".join(piece.after for piece in pieces) == draft.text
    assert sum(piece.length for piece in pieces) == len(draft.raw)
    if keep_before:
        assert "".join(piece.before for piece in pieces) == draft.raw


@given(TEXTS, TEXTS, st.sampled_from([Fate.REMOVED, Fate.LIFTED, Fate.LEFT_OUT]))
def test_html_has_both_texts_and_no_markup_of_theirs(
    kept: str, gone: str, fate: Fate
) -> None:
    pieces = (
        Piece(Fate.KEPT, kept, kept),
        Piece(fate, gone, "", "a/rule"),
        Piece(Fate.REPAIRED, gone, kept or "x", "b/<rule>"),
    )
    page = pieces_html(pieces)
    if (kept + gone).isprintable():
        assert html.unescape(TAGS.sub("", INSERTED.sub("", page))) == kept + gone * 2
    tags = set(re.findall("<[^ >]*", page))
    assert tags <= {"<del", "</del", "<ins", "</ins", "<mark", "</mark"}


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        (shown.PAGE_URL, ("ferry.html", 0)),
        ("http://example.org/harbour/ferry/?utm_source=x#top", ("ferry.html", 0)),
        ("example.org/harbour/ferry", ("ferry.html", 0)),
        ("ferry.html", ("ferry.html", 0)),
        ("some/inbox/ferry.html:0", ("ferry.html", 0)),
        (" ./ferry.html ", ("ferry.html", 0)),
        ("inbox/rows.jsonl:3", ("rows.jsonl", 3)),
        ("https://broken.example/a", ("rows.jsonl", 3)),
        ("29-only-chrome.txt", ("29-only-chrome.txt", 0)),
        ("lib-7", ("rows.jsonl", 4)),
        (shown.URL, ("rows.jsonl", 1)),
    ],
)
def test_every_name_finds_its_row(
    current: Current, wanted: str, place: tuple[str, int]
) -> None:
    account = account_of(current, wanted)
    assert (account.source_path, account.record_number) == place
    assert bool(account.refusal) is (account.table == "quarantine")


def test_an_id_may_be_cut_short(
    current: Current, all_accounts: tuple[Account, ...]
) -> None:
    for account in all_accounts:
        assert account.article_id
        for wanted in (account.article_id, account.article_id[:12].upper()):
            assert account_of(current, wanted) == account


def test_what_is_unknown_or_several_is_said(current: Current) -> None:
    for wanted in ("0000", "nowhere.txt", "rows.jsonl:77", "https://no.example/a", ""):
        assert find(current, wanted) == ()
        with pytest.raises(UnknownArticleError):
            account_of(current, wanted)
    with pytest.raises(SeveralArticlesError) as raised:
        account_of(current, "rows.jsonl")
    assert len(raised.value.matches) == 5


def test_a_file_in_a_folder_is_found_by_its_name(tmp_path: Path) -> None:
    for folder, name in {"a": "ferry.txt", "b": "ferry.txt", "c": "bridge.txt"}.items():
        (tmp_path / "inbox" / folder).mkdir(parents=True)
        text = ARTICLES[name].replace("The", f"In {folder}, the")
        (tmp_path / "inbox" / folder / name).write_text(text, encoding="utf-8")
    run(RunRequest((tmp_path / "inbox",), tmp_path / "out", SETTINGS, workers=0))
    made = Current.read(tmp_path / "out")
    assert made
    assert account_of(made, "bridge.txt").source_path == "c/bridge.txt"
    assert account_of(made, "b/ferry.txt").source_path == "b/ferry.txt"
    with pytest.raises(SeveralArticlesError):
        account_of(made, "ferry.txt")
    assert find(made, "erry.txt") == ()


def test_a_copy_names_what_it_is_a_copy_of(
    current: Current, all_accounts: tuple[Account, ...]
) -> None:
    kinds = set()
    for account in all_accounts:
        assert bool(account.copy_of) is (account.table == "duplicates")
        if account.copy_of:
            kept = account_of(current, account.copy_of.canonical_id)
            assert kept.table == "articles"
            kinds.add(account.copy_of.kind)
    assert kinds == {"near", "spun", "version"}
    assert account_of(current, "06-clinic-spun.txt").spun
