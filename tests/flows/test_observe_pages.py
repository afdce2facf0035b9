"""A page beside its original becomes rows of facts about words."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.training import observe_pages
from flows.training.observed_pages import read_counts, read_pages

COLUMNS = "story\ttext\tsubject\tfield\tdialect\trole\turl_spun\turl_original\twords\n"
STORY = "p1\tp1\tpolice: a stolen server\tcrime\tA\taside\thttps://a.example/\thttps://b.example/\t46\n"
ORIGINAL = (
    "The company said on Monday that the data of forty clients had been stolen from an old "
    "server in the basement. Police are looking for a former employee who knew the password "
    "and did not leave the town as soon as spring came."
)
SPUN = (
    "The corporate stated on Monday that the info of forty clients had been stolen from an "
    "old server within the basement. Police are on the lookout for a former worker who knew "
    "the password and did depart the town as soon as spring came."
)


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Count one page in tables that are empty."""
    page = tmp_path / "pages" / "p1"
    page.mkdir(parents=True)
    (page / "spun.txt").write_text(SPUN + "\n")
    (page / "original.txt").write_text(ORIGINAL + "\n")
    (page.parent / "stories.tsv").write_text(COLUMNS + STORY)
    (tmp_path / "stories.tsv").write_text(COLUMNS)
    (tmp_path / "pairs.tsv").write_text("story\tbasis\toriginal\tspun\tcount\n")
    (tmp_path / "kept.tsv").write_text("story\tkept\n")
    monkeypatch.setattr(observe_pages, "OBSERVED", tmp_path)
    observe_pages.main(page.parent, {"p1"})
    return tmp_path


def test_pairs_and_kept_words_are_counted(tables: Path) -> None:
    counts = read_counts(tables)
    assert {("company", "corporate"), ("in", "within")} <= set(counts.pairs)
    assert ("employee", "worker") in counts.pairs
    assert counts.kept["server"] == 1
    assert counts.kept["as soon as"] == 1
    assert counts.kept["the"] == 5


def test_a_negation_that_is_gone_is_no_pair(tables: Path) -> None:
    originals = {original for original, _ in read_counts(tables).pairs}
    assert not any("not" in original.split() for original in originals)


def test_the_page_counts_from_now_on(tables: Path) -> None:
    (page,) = read_pages(tables)
    assert (page.name, page.role) == ("p1", "counted")
