"""Lines that stay and repairs that are wrong, on drafts and on pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.answer_files import parse_answers
from cleaners.answers import Answers, decided, fold_line, page_of
from cleaners.article import Article, Metadata, Record, Rejection
from cleaners.boilerplate import parse_own_rules
from cleaners.draft import Draft, Edit, replay
from cleaners.pipeline import clean
from cleaners.reviewed import with_lines

BODY = " ".join(
    "The harbour office said on Friday that the pier would be painted in April, in the same"
    f" green as the ferries, and that anglers may use it on Sundays until week {week}."
    for week in range(3)
)
PAGE = f"""<html><head><title>Pier to be painted</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/port">Port news of the day</a></li></ul></nav>
<article><h1>Pier to be painted</h1><p>{BODY}</p><p>{BODY}</p></article>
<aside><p>Photographs by the harbour museum</p></aside></body></html>"""
URL = "https://harbour.example/pier"
ASIDE = "Photographs by the harbour museum"
LINES = st.lists(st.sampled_from(["a", "b c", "d", ""]), max_size=6).map("\n".join)


def record(content: str, *, is_html: bool = True) -> Record:
    known = Metadata(url=URL)
    return Record("x", "html", 0, content, "0" * 64, is_html=is_html, metadata=known)


def kept(text: str, site: str) -> Answers:
    return parse_answers(
        [("lines.toml", f'[[line]]\ntext = "{text}"\nsite = "{site}"\n')]
    )


def cleaned(answers: Answers, given_record: Record) -> Article:
    article = clean(given_record, answers=answers)
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize(
    ("site", "stays"),
    [("", True), ("harbour.example", True), ("example", True), ("hill.example", False)],
)
def test_a_line_that_extraction_left_out_comes_back(site: str, *, stays: bool) -> None:
    page = record(PAGE)
    assert ASIDE not in cleaned(Answers(), page).text
    article = cleaned(kept(ASIDE, site), page)
    assert (ASIDE in article.text.split("\n")) is stays
    assert replay(article.raw, article.ledger) == article.text
    assert BODY in article.text.split("\n")


@given(LINES, st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=3))
def test_what_stays_is_raw_text_and_the_ledger_still_adds_up(
    raw: str, spans: list[tuple[int, int]]
) -> None:
    edits = []
    for start, end in sorted(spans):
        if start < end <= len(raw) and (not edits or edits[-1].end <= start):
            edits.append(Edit(start, end, "", "x/y"))
    draft = Draft.of(raw).revise("boilerplate", edits)
    revised = with_lines(draft, {"a", "b c"})
    assert replay(raw, revised.ledger()) == revised.text
    covered = "".join(raw[piece.start : piece.end] for piece in revised.pieces)
    assert covered == raw
    assert len(revised.text) >= len(draft.text)
    assert with_lines(revised, {"a", "b c"}) == revised
    whole = Draft.of(raw).revise(
        "boilerplate", [Edit(0, len(raw), "", "x/y")] if raw else []
    )
    back = with_lines(whole, {"a", "b c"}).text
    assert [fold_line(line) for line in back.split("\n") if line.strip()] == [
        line for line in raw.split("\n") if line in {"a", "b c"}
    ]


def test_an_article_is_dropped_by_its_page_its_bytes_or_its_site() -> None:
    page = record(PAGE)
    by_bytes = page_of(None, page.raw_sha256)
    for answers, is_dropped in (
        ([("articles.toml", "harbour.example/pier")], True),
        ([("articles.toml", by_bytes)], True),
        ([("articles.toml", "harbour.example/other")], False),
        ([("sites.toml", "harbour.example")], True),
        ([("sites.toml", "bour.example")], False),
    ):
        ((file, about),) = answers
        table = f'[[article]]\npage = "{about}"\nverdict = "drop"\n'
        if file == "sites.toml":
            table = f'[[site]]\nsite = "{about}"\n'
        outcome = clean(page, answers=parse_answers([(file, table)]))
        assert isinstance(outcome, Rejection) is is_dropped, about
        if isinstance(outcome, Rejection):
            assert outcome.reason == "dropped"


def test_a_rule_of_a_site_applies_there_alone_and_one_that_is_certain_always() -> None:
    line = "The pier has been a place of many stories for the town and for those who pass it."
    rule = (
        f'[[rule]]\nid = "review/1"\nmatch = "{line}"\nwhy = "x"\nconfidence = 1.0\n'
        f'sites = ["harbour.example"]\nrepairs = ["<<{line} => >>"]\nspares = ["{line} {line}"]\n'
    )
    rules = parse_own_rules([("review.toml", rule)])
    text = f"Pier to be painted\n\n{BODY}\n\n{line}\n\n{BODY}\n"
    here = record(text, is_html=False)
    there = replace(here, metadata=Metadata(url="https://hill.example/pier"))
    for each, stays in ((here, False), (there, True)):
        article = clean(each, own_rules=rules)
        assert isinstance(article, Article)
        assert (line in article.text) is stays


def test_nothing_is_decided_without_answers() -> None:
    page = record(PAGE)
    choice = decided(Answers(), page, page.metadata)
    assert not choice.dropped
    assert not choice.kept_lines
