"""Figures of the report where sites, dates or values are not known: none is counted as one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from flows.clusters import largest
from flows.report import statistics
from flows.report.charts import charts_of
from flows.report.figures import Figures
from flows.report.findings import judge
from flows.report.reading import figures_of
from flows.snapshots import Current, Dataset
from flows.sql import connect
from tests.flows.conftest import ARTICLES, scraped, take_in

SEEDS = Path(__file__).parents[2] / "seeds"
CUT = "[+312 chars]"  # as news services end a text that they cut
SIGNED = "Zwölf Brücken über die Öre werden für die Räumung der Schäden gesperrt. " * 8


@pytest.fixture(scope="module")
def current(tmp_path_factory: pytest.TempPathFactory) -> Current:
    """Clean a spun text and its original, and others, most of them of no known site."""
    folder = tmp_path_factory.mktemp("unknown")
    inbox = folder / "in"
    inbox.mkdir()
    for name in ("05-clinic.txt", "06-clinic-spun.txt"):
        shutil.copy(SEEDS / name, inbox)
    (inbox / "bruecken.txt").write_bytes(SIGNED.encode("cp1252"))
    (inbox / "library.txt").write_text(ARTICLES["library.txt"], encoding="utf-8")
    ferry = scraped("ferry", published_at="Tuesdayish")
    bridge = scraped("bridge", published_at="2026-03")
    bridge["text"] += CUT
    lines = [json.dumps(record) for record in (ferry, bridge)]
    (inbox / "pages.jsonl").write_text("\n".join(lines), encoding="utf-8")
    dataset = Dataset(folder / "out")
    take_in(dataset, inbox)
    made = dataset.current()
    assert made
    return made


@pytest.fixture(scope="module")
def figures(current: Current) -> Figures:
    return figures_of(current)


def count(current: Current, query: str) -> int:
    ((number,),) = connect(current).execute(query).fetchall()
    return int(number)


def test_texts_of_no_known_site_are_of_no_site(
    current: Current, figures: Figures
) -> None:
    sites = count(current, "SELECT count(DISTINCT site) FROM all_articles")
    assert figures.totals.sites == sites == 1
    assert [site.site for site in figures.sites if not site.is_known] == ["not known"]
    assert sum(site.is_known for site in figures.sites) == sites
    (clinic,) = figures.largest_clusters
    (listed,) = largest(current, most=5)
    assert (clinic.members, clinic.sites) == (2, 0)
    assert listed.sites == clinic.sites
    rules = {rule.rule: rule.sites for rule in figures.rules}
    assert set(rules.values()) <= {0, 1}
    assert 0 in rules.values(), rules


def test_stories_are_the_rows_of_their_view(current: Current, figures: Figures) -> None:
    stories = count(current, "SELECT count(*) FROM stories")
    several = count(current, "SELECT count(*) FROM stories WHERE articles > 1")
    (tables,) = statistics.figures(current)["tables"]
    assert figures.totals.stories == tables["stories"] == stories > several
    assert tables["stories_of_several"] == several
    sizes = {size.size: size.groups for size in figures.story_sizes}
    assert sum(sizes.values()) == stories
    assert sum(groups for size, groups in sizes.items() if size > 1) == several


def test_texts_without_a_date_have_a_bar(current: Current, figures: Figures) -> None:
    months = {row.month: (row.texts, row.spun) for row in figures.spun_months}
    spun = count(current, "SELECT count(*) FROM all_articles WHERE spun")
    assert next(iter(months)) == "no date"
    assert months["2026-03"] == (1, 0), "a month without a day is a month"
    assert sum(texts for texts, _ in months.values()) == 6
    assert sum(number for _, number in months.values()) == spun == 1
    assert "no date, spun: 1" in charts_of(figures)["months"].svg


def test_only_what_could_not_be_read_is_a_finding(figures: Figures) -> None:
    kinds = {(note.column_name, note.kind) for note in figures.notes}
    assert kinds == {
        ("encoding", "known"),
        ("published_at", "unread"),
        ("text", "missing"),
    }
    found = [item.text for item in judge(figures).findings if item.view == "values"]
    assert "1 value could not be read: published_at." in found
    assert "Cut off or damaged by their source: 1 text." in found
    assert not any("encoding" in text for text in found)
