"""The report of a snapshot: its figures are those of the tables, its bytes are always the same."""

# ruff: noqa: S608 - the queries are our own
from __future__ import annotations

import base64
import json
import re
import zlib
from itertools import pairwise
from pathlib import Path

import pytest
import report as report_bench
from click.testing import CliRunner
from lxml import html

from flows.cli import cli
from flows.forget import forget
from flows.report import document, samples, thresholds
from flows.report.figures import Figures
from flows.report.findings import Level, judge
from flows.report.reading import figures_of
from flows.settings import Settings
from flows.snapshots import Current, Dataset, verification
from flows.snapshots.takedown import Target
from flows.sql import connect
from tests.flows.conftest import take_in

ARTICLES = 240  # some for each site, language, kind and run
WITH_REPORT = Settings()
BOTH = "(FROM articles UNION ALL BY NAME FROM duplicates)"
GONE = """(SELECT *, "end" - start - length(after) AS gone,
    regexp_extract(string_split(rule, ' + ')[-1], '^(extraction/[^/]*|[^/]*)') AS kind FROM edits
    WHERE stage IN ('extraction', 'boilerplate', 'metadata') AND "end" - start > length(after))"""
# The caption of each table of the report, and what SQL says of it: the cells of its rows.
TABLES = {
    "Runs, oldest first": """
        SELECT row_number() OVER (), inputs, articles, duplicates, quarantined, already_known,
            replaced, suppressed, cleared, forgotten, spun, pipeline_version FROM runs""",
    "Removed, by kind of rule": f"""
        SELECT kind, sum(gone), count(*), count(DISTINCT article_id) FROM {GONE} GROUP BY kind""",
    "Removed, by rule": f"""
        SELECT rule, stage, sum(gone), count(*), count(DISTINCT article_id), count(DISTINCT site),
            min(confidence)
        FROM {GONE} JOIN (SELECT article_id, site FROM {BOTH}) USING (article_id) GROUP BY ALL""",
    "Articles without a date, author or title, by site": """
        SELECT site, count(*), count(*) FILTER (published_on IS NULL) / count(*),
            count(*) FILTER (author IS NULL) / count(*), count(*) FILTER (title IS NULL) / count(*)
        FROM articles GROUP BY site""",
    "Values that records state and that could not be read": f"""
        SELECT split_part(note, ':', 1) AS name, count(*), min(note)
        FROM (SELECT unnest(notes) AS note FROM {BOTH}) WHERE note LIKE 'pub%' GROUP BY name""",
    "Other notes on texts": f"""
        SELECT split_part(note, ':', 1) AS name, count(*), min(note)
        FROM (SELECT unnest(notes) AS note FROM {BOTH}) WHERE note NOT LIKE 'pub%' GROUP BY name""",
    "Articles by language": """
        SELECT language, count(*), count(*) FILTER (language_confidence < 0.6) / count(*)
        FROM articles GROUP BY language""",
    "Spun texts, by the kind of spinner": f"""
        SELECT coalesce(spun_dialect, 'not known') AS dialect, count(*), sum(repairs),
            count(*) FILTER (repairs = 0) FROM {BOTH} WHERE spun GROUP BY dialect""",
    "Spun texts, by site": f"""
        SELECT site, count(*), count(*) FILTER (spun) / count(*) FROM {BOTH}
        GROUP BY site HAVING bool_or(spun)""",
    "Texts by month of publication": f"""
        SELECT coalesce(strftime(published_on, '%Y-%m'), 'no date') AS month, count(*),
            count(*) FILTER (spun) / count(*) FROM {BOTH} GROUP BY month""",
    "Copies by kind": """
        SELECT kind, count(*), min(similarity) FROM duplicates GROUP BY kind""",
    "Copies that are least like what is kept in their stead": """
        SELECT coalesce(copy.title, 'without a title'), copy.site, copy.kind, copy.similarity,
            coalesce(kept.title, 'without a title'), kept.site
        FROM duplicates AS copy JOIN articles AS kept ON kept.article_id = copy.canonical_id
        ORDER BY copy.similarity, copy.article_id LIMIT 25""",
    "The largest clusters of copies": f"""
        SELECT coalesce(first(title ORDER BY canonical_id NULLS FIRST)
                FILTER (title IS NOT NULL), 'without a title'),
            count(*) AS size, count(DISTINCT site),
            string_agg(DISTINCT kind, ', '), min(published_on), max(published_on)
        FROM {BOTH} GROUP BY cluster_id HAVING size > 1 ORDER BY size DESC, cluster_id LIMIT 25""",
    "The largest stories": """
        SELECT coalesce(first(title ORDER BY article_id <> story_id, article_id)
                FILTER (title IS NOT NULL), 'without a title'),
            count(*) AS size, count(DISTINCT site), '', min(published_on), max(published_on)
        FROM articles GROUP BY story_id HAVING size > 1 ORDER BY size DESC, story_id LIMIT 25""",
    "Quarantine by reason": """
        SELECT reason, sum(records) / sum(sum(records)) OVER () FROM quarantine GROUP BY reason""",
    "Sites": f"""
        SELECT site, count(*) FILTER (canonical_id IS NULL), count(canonical_id),
            CASE WHEN bool_or(extraction_confidence IS NOT NULL) THEN 'pages' ELSE 'texts' END,
            sum(removed_chars) / sum(raw), NULL, count(*) FILTER (changes IS NULL),
            quantile_disc(word_count, 0.5), min(least(lowest, extraction_confidence))
        FROM (SELECT *, length(text) + coalesce(shrunk, 0) AS raw FROM {BOTH} LEFT JOIN (
            SELECT article_id, count(*) AS changes, min(confidence) AS lowest,
                sum("end" - start - length(after)) AS shrunk FROM edits GROUP BY article_id
        ) USING (article_id)) GROUP BY site""",
    "Each site's texts of the newest run, and those of all earlier runs": None,  # see below
}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Current:
    """Write a snapshot with something for every table of the report."""
    folder = tmp_path_factory.mktemp("generated")
    return report_bench.write_snapshot(folder, ARTICLES, sites=8)


@pytest.fixture(scope="module")
def page(generated: Current) -> html.HtmlElement:
    return html.document_fromstring(document.render(generated))


def cells(page: html.HtmlElement, caption: str) -> list[tuple[str, ...]]:
    """Read the body of a table: numbers as they are sorted by, else the text."""
    for table in page.iter("table"):
        if table.findtext("caption") == caption:
            rows = table.findall("tbody/tr")
            return [tuple(cell_of(cell) for cell in row) for row in rows]
    raise AssertionError(f"no table {caption}")


def cell_of(cell: html.HtmlElement) -> str:
    return cell.get("data-order") or " ".join(cell.text_content().split())


def as_cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.6f}"
    return "" if value is None else " ".join(str(value).split())


def test_every_table_is_tried(page: html.HtmlElement) -> None:
    captions = {table.findtext("caption") for table in page.iter("table")}
    assert captions == set(TABLES)


@pytest.mark.parametrize("caption", [name for name, sql in TABLES.items() if sql])
def test_tables_say_what_sql_says(
    generated: Current, page: html.HtmlElement, caption: str
) -> None:
    rows = connect(generated).execute(TABLES[caption] or "").fetchall()
    known = [at for at, value in enumerate(rows[0]) if value is not None or at != 5]
    expected = {tuple(as_cell(row[at]) for at in known) for row in rows}
    found = {tuple(row[at] for at in known) for row in cells(page, caption)}
    assert found == expected


def test_totals_say_what_sql_says(generated: Current, page: html.HtmlElement) -> None:
    ((articles, copies, quarantined, sites, stories, edits, removed, spun),) = (
        connect(generated)
        .execute(f"""
        SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM duplicates),
            (SELECT sum(records) FROM quarantine), count(DISTINCT site),
            (SELECT count(DISTINCT story_id) FROM articles), (SELECT count(*) FROM edits),
            sum(removed_chars) / (sum(length(text)) + (
                SELECT sum("end" - start - length(after)) FROM edits)),
            count(*) FILTER (spun) FROM {BOTH}""")
        .fetchall()
    )
    shown = [item.text_content() for item in page.xpath("//dl[@class='totals']//dd")]
    counts = [articles, copies, quarantined, sites, stories, edits]
    expected = [f"{count:,}" for count in counts]
    assert shown == [*expected, f"{removed:.1%}", f"{spun:,}"]


def test_drift_is_the_change_of_each_site(
    generated: Current, page: html.HtmlElement
) -> None:
    rows = (
        connect(generated)
        .execute(f"""
        WITH newest AS (SELECT max(run_id) AS run_id FROM runs)
        SELECT site, avg((published_on IS NULL)::INT) FILTER (b.run_id <> newest.run_id),
            avg((published_on IS NULL)::INT) FILTER (b.run_id = newest.run_id),
            count(*) FILTER (b.run_id <> newest.run_id),
            count(*) FILTER (b.run_id = newest.run_id)
        FROM {BOTH} AS b, newest GROUP BY site""")
        .fetchall()
    )
    caption = "Each site's texts of the newest run, and those of all earlier runs"
    shown = {
        row[0]: row[2:] for row in cells(page, caption) if row[1].endswith("a date")
    }
    expected = {row[0]: tuple(as_cell(value) for value in row[1:]) for row in rows}
    assert {site: row[:4] for site, row in shown.items()} == expected
    changed = {site for site, row in shown.items() if row[4] == "yes"}
    assert changed == {"site1.example"}  # whose newest articles have no date


def test_the_charts_say_what_the_tables_say(page: html.HtmlElement) -> None:
    words = page.xpath("//*[local-name()='svg']//*[local-name()='title']/text()")
    labels = page.xpath("//*[local-name()='svg']//*[local-name()='text']/text()")
    assert not [label for label in labels if re.fullmatch(r"[\d.]+e[+-]\d+", label)]
    for caption, part in (
        ("Removed, by kind of rule", 1),
        ("Articles by language", 1),
    ):
        for row in cells(page, caption):
            assert any(
                text.startswith(f"{row[0]}: {int(row[part]):,}") for text in words
            )


def findings(figures: Figures) -> str:
    return "\n".join(finding.text for finding in judge(figures).findings)


def test_the_verdict_names_what_is_wrong(generated: Current) -> None:
    figures = figures_of(generated)
    verdict = judge(figures)
    assert verdict.level is Level.LOOK
    text = findings(figures)
    totals = figures.totals
    assert f"All {totals.inputs:,} records that were read are accounted for" in text
    assert "1 site changed in the newest run" in text
    assert "site1.example" in text
    assert f"Without author: {totals.no_author:,} articles" in text


def texts_of(page: str) -> list[list[object]]:
    """Unpack the pieces of all articles in a report."""
    found = re.findall(r'class="articles-block">([^<]*)<', page)
    blocks = [json.loads(zlib.decompress(base64.b64decode(block))) for block in found]
    return [pieces for block in blocks for pieces in block]


def index_of(page: str) -> dict[str, list[list[object]]]:
    found = re.search(r'id="articles-index">([^<]*)<', page)
    assert found
    index: dict[str, list[list[object]]] = json.loads(
        zlib.decompress(base64.b64decode(found[1]))
    )
    return index


def before_and_after(pieces: list[object]) -> tuple[str, str]:
    before = after = ""
    for piece in pieces:
        if isinstance(piece, str):
            before, after = before + piece, after + piece
        else:
            assert isinstance(piece, list)
            before, after = before + piece[1], after + piece[2]
    return before, after


def test_articles_are_whole_and_the_most_doubtful_come_first(
    generated: Current,
) -> None:
    page = document.render(generated)
    rows, texts = index_of(page)["rows"], texts_of(page)
    known = dict(
        connect(generated).execute(f"SELECT article_id, text FROM {BOTH}").fetchall()
    )
    assert len(rows) == len(texts) == len(known) == ARTICLES
    for row, pieces in zip(rows, texts, strict=True):
        assert before_and_after(pieces)[1] == known[row[0]]
    doubts = [1 - float(str(row[9])) + float(str(row[8])) for row in rows]
    assert all(first >= second - 0.002 for first, second in pairwise(doubts))


def test_a_report_has_its_limits(
    generated: Current, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(samples, "SHOWN", 40)
    monkeypatch.setattr(samples, "DOUBTFUL", 30)
    monkeypatch.setattr(samples, "TEXT_BYTES", 60_000)
    page = document.render(generated)
    texts = texts_of(page)
    assert len(texts) == 40
    assert f"40 of {ARTICLES} texts are here: a sample" in page
    assert re.search(
        r"To keep this file small, the first (0|20) are here in full", page
    )
    packed = sum(map(len, re.findall(r'class="articles-block">([^<]*)<', page)))
    assert packed <= 60_000 * 4 / 3 + 4 * 40


def test_reports_are_written_with_the_same_bytes(inbox: Path, tmp_path: Path) -> None:
    pages = []
    for name in ("one", "two"):
        dataset = Dataset(tmp_path / name)
        take_in(dataset, inbox, WITH_REPORT)
        current = dataset.current()
        assert current
        assert current.manifest
        assert "report.html" in {entry.path for entry in current.manifest.files}
        pages.append((tmp_path / name / "latest" / "report.html").read_bytes())
    assert pages[0] == pages[1]
    again = CliRunner().invoke(
        cli, ["report", str(tmp_path / "one"), "--output", str(tmp_path / "again.html")]
    )
    assert again.exit_code == 0, again.output
    assert (tmp_path / "again.html").read_bytes() == pages[0]


def test_forgetting_leaves_nothing_in_any_report(inbox: Path, tmp_path: Path) -> None:
    dataset = Dataset(tmp_path / "out")
    record = {"url": "https://gone.example/zebra", "title": "A zebra in the tram"}
    record["text"] = "The zebra rode line four to the terminus and back. " * 12
    (inbox / "gone.jsonl").write_text(json.dumps(record), encoding="utf-8")
    take_in(dataset, inbox, WITH_REPORT)
    (inbox / "more.txt").write_text(
        "Rain is due.\n\n" + "It will rain on Friday. " * 40
    )
    take_in(dataset, inbox, WITH_REPORT)
    forget(dataset, Target(urls=(record["url"],)))
    reports = sorted((tmp_path / "out").rglob("report.html"))
    assert reports
    for path in reports:
        text = path.read_text(encoding="utf-8")
        everything = text + json.dumps([index_of(text), texts_of(text)])
        assert "zebra" not in everything.lower()
        assert "gone.example" not in everything


def test_a_run_without_a_report(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    take_in(Dataset(out), inbox, Settings(report=False))
    assert not list(out.rglob("report.html"))
    runner = CliRunner()
    monkeypatch.chdir(tmp_path)
    made = runner.invoke(cli, ["report", str(out)])
    assert made.exit_code == 0, made.output
    assert made.output.strip() == str(tmp_path / "report-1.html")
    assert (tmp_path / "report-1.html").exists()
    missing = runner.invoke(cli, ["report", str(out), "--snapshot", "7"])
    assert missing.exit_code == 2
    assert "no snapshot 7" in missing.output


def test_a_report_that_fails_stops_no_run(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("no chart")

    monkeypatch.setattr(document, "charts_of", fail)
    dataset = Dataset(tmp_path / "out")
    take_in(dataset, inbox, WITH_REPORT)
    path = tmp_path / "out" / "latest" / "report.html"
    assert "could not be written" in path.read_text(encoding="utf-8")
    assert not verification.begin(dataset.folder).run(lambda _: None)


def test_thresholds_have_an_order() -> None:
    assert thresholds.QUARANTINE_LOOK < thresholds.QUARANTINE_WRONG
    assert samples.DOUBTFUL < samples.SHOWN
