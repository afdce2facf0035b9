"""Check that a page that is fetched again stays one article, and that every run adds up."""

from __future__ import annotations

import itertools
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.report.summary import Summary
from flows.run import RunRequest, run
from flows.settings import Settings
from flows.snapshots import Dataset
from tests.flows.conftest import ARTICLES, SETTINGS, read_rows
from tests.flows.test_snapshots import check, story

URL = "https://www.example.org/2024/05/old-bridge"
DAY = datetime(2024, 5, 1, 6, tzinfo=UTC)


def page(text: str, comment: str = "", url: str = URL) -> str:
    """Write a page with some text, an address of its own, and a comment that no one reads."""
    title, *paragraphs = text.strip().split("\n\n")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<html lang="en"><head><title>{title}</title>'
        f'<link rel="canonical" href="{url}"></head>'
        f"<body><article><h1>{title}</h1>{body}</article><!-- {comment} --></body></html>"
    )


def fetch(text: str, day: int | None, url: str = URL, **more: object) -> str:
    """Write a line of JSONL with a fetch of a page."""
    row: dict[str, object] = {"url": url, "text": text, **more}
    if day is not None:
        row["fetched_at"] = (DAY + timedelta(days=day)).isoformat()
    return json.dumps(row) + "\n"


def take_in(dataset: Dataset, inbox: Path, settings: Settings = SETTINGS) -> Summary:
    """Run once, and check the snapshot."""
    summary = run(RunRequest((inbox,), dataset.folder, settings, workers=0))
    check(dataset)
    return summary


def articles(dataset: Dataset) -> set[tuple[object, ...]]:
    """Return what there is of every article, whichever record it was read from."""
    columns = ("article_id", "url_key", "text", "versions", "copies")
    return {
        tuple(row[name] for name in columns) for row in read_rows(dataset, "articles")
    }


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return Dataset(tmp_path / "out")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    return made


@pytest.mark.parametrize("plain", ["a.html", "z.html"])
def test_the_plain_address_stands_before_that_of_amp(
    dataset: Dataset, folder: Path, plain: str
) -> None:
    for name, url in {
        "k.html": f"{URL}/amp/",
        "m.html": URL.replace("www.", "amp."),
        "n.html": f"https://web.archive.org/web/20240502101112/{URL}",
        plain: f"{URL}/",
    }.items():
        (folder / name).write_text(page(ARTICLES["bridge.txt"], name, url))
    take_in(dataset, folder)
    (article,) = read_rows(dataset, "articles")
    assert (article["source_path"], article["url"]) == (plain, f"{URL}/")


@pytest.mark.parametrize("first", ["ads by A", "ads by B", "ads by C"])
def test_a_changed_comment_flips_nothing(
    dataset: Dataset, folder: Path, first: str
) -> None:
    (folder / "m.html").write_text(page(ARTICLES["bridge.txt"], first))
    take_in(dataset, folder)
    before = articles(dataset)
    for name in "az":
        (folder / f"{name}.html").write_text(page(ARTICLES["bridge.txt"], name * 9))
        summary = take_in(dataset, folder)
        assert (summary.inputs, summary.articles, summary.duplicates) == (
            1,
            0,
            {"exact": 1},
        )
    ((article_id, key, text, versions, copies),) = articles(dataset)
    assert {(article_id, key, text, versions, 0)} == before
    assert (key, versions, copies) == ("example.org/2024/05/old-bridge", 1, 2)
    paths = [row["source_path"] for row in read_rows(dataset, "duplicates")]
    assert sorted(map(str, paths)) == ["a.html", "z.html"]


def test_names_of_files_do_not_choose_the_fetch_that_stands(tmp_path: Path) -> None:
    found = set()
    for number, names in enumerate(itertools.permutations("abc")):
        inbox, dataset = tmp_path / f"in{number}", Dataset(tmp_path / f"out{number}")
        inbox.mkdir()
        for name, comment in zip(names, ("one", "two", "three"), strict=True):
            text = page(ARTICLES["bridge.txt"], comment)
            (inbox / f"{name}.html").write_text(text)
        take_in(dataset, inbox)
        found.add(frozenset(articles(dataset)))
    assert len(found) == 1


@pytest.mark.parametrize(("old", "new"), [("nine", "ten"), ("ten", "nine")])
def test_a_file_that_is_corrected_gives_the_corrected_text(
    dataset: Dataset, folder: Path, old: str, new: str
) -> None:
    text = story(1) + f"\n\nIt took them {old} weeks."
    (folder / "1.jsonl").write_text(fetch(text, None))
    take_in(dataset, folder)
    corrected = fetch(text.replace(f"{old} weeks", f"{new} weeks"), None)
    (folder / "1.jsonl").write_text(fetch(story(2), None, URL + "2") + corrected)
    summary = take_in(dataset, folder)
    assert (summary.inputs, summary.articles) == (2, 2)
    articles = read_rows(dataset, "articles")
    (kept,) = (row for row in articles if row["url"] == URL)
    assert f"It took them {new} weeks." in str(kept["text"])


def test_a_newer_text_stands_and_the_older_one_is_reachable(
    dataset: Dataset, folder: Path
) -> None:
    (folder / "1.jsonl").write_text(fetch(story(1), 1))
    take_in(dataset, folder)
    (folder / "2.jsonl").write_text(fetch(story(2), 3, URL + "?utm_source=feed"))
    (folder / "3.jsonl").write_text(fetch(story(3), 2, URL + "/"))
    summary = take_in(dataset, folder)
    assert (summary.inputs, summary.articles, summary.duplicates) == (
        2,
        1,
        {"version": 1},
    )
    (kept,) = read_rows(dataset, "articles")
    assert (kept["source_path"], kept["versions"], kept["copies"]) == ("2.jsonl", 3, 2)
    older = read_rows(dataset, "duplicates")
    assert {row["source_path"] for row in older} == {"1.jsonl", "3.jsonl"}
    for row in older:
        assert (row["kind"], row["versions"], row["similarity"]) == (
            "version",
            None,
            None,
        )
        assert row["canonical_id"] == kept["article_id"]
        assert row["story_id"] == kept["story_id"]
    assert read_rows(dataset, "edits"), "those of versions stay too"


def test_a_version_follows_the_copy_that_is_kept_instead(
    dataset: Dataset, folder: Path
) -> None:
    long = story(2) + "\n" + story(7)
    (folder / "1.jsonl").write_text(fetch(story(1), 1) + fetch(story(2), 2))
    take_in(dataset, folder)
    (folder / "2.jsonl").write_text(fetch(long, 1, "https://agency.example/gate"))
    take_in(dataset, folder)
    (kept,) = read_rows(dataset, "articles")
    assert (kept["host"], kept["copies"], kept["versions"]) == ("agency.example", 2, 1)
    rows = {row["kind"]: row for row in read_rows(dataset, "duplicates")}
    assert {row["canonical_id"] for row in rows.values()} == {kept["article_id"]}
    assert rows.pop("version")["versions"] is None
    ((_, other),) = rows.items()
    assert other["versions"] == 2


def test_a_text_that_comes_back_is_promoted(dataset: Dataset, folder: Path) -> None:
    for day, number in enumerate((1, 2, 1)):
        (folder / f"{day}.jsonl").write_text(fetch(story(number), day))
        take_in(dataset, folder)
    (kept,) = read_rows(dataset, "articles")
    assert (kept["source_path"], kept["versions"], kept["copies"]) == ("0.jsonl", 2, 2)
    kinds = {
        row["source_path"]: row["kind"] for row in read_rows(dataset, "duplicates")
    }
    assert kinds == {"1.jsonl": "version", "2.jsonl": "exact"}


def test_without_an_address_nothing_is_a_version(
    dataset: Dataset, folder: Path
) -> None:
    for day, url in enumerate(("", "https://example.org/", "no address")):
        row = fetch(story(day), day, url) + fetch(story(day + 3), day, url)
        (folder / f"{day}.jsonl").write_text(row)
    summary = take_in(dataset, folder)
    assert (summary.articles, summary.duplicates) == (6, {})
    assert {row["versions"] for row in read_rows(dataset, "articles")} == {1}


def six_days(folder: Path) -> list[Path]:
    """Write the inboxes of six days: pages that stay, change, come back, move and are copied."""
    other, third = "https://example.org/b", "https://news.example/c"
    days = [
        {"0.jsonl": fetch(story(1), 0) + fetch(story(2), 0, other)},
        {"z.jsonl": fetch(story(1), 1, ad="x") + fetch(story(3), 1, other)},
        {"a.jsonl": fetch(story(4), 2) + fetch(story(3), 2, other, ad="y")},
        {"k.jsonl": fetch(story(1), 3) + fetch(story(2), 3, third)},
        {"0.jsonl": fetch(story(1), 0) + "broken\n" + fetch(story(5), 4, third)},
        {"b.jsonl": fetch(story(4), 2) + fetch(story(6), 5, third), "c.txt": " "},
    ]
    made = []
    for number, files in enumerate(days):
        day = folder / f"day{number}"
        day.mkdir(parents=True)
        for name, text in files.items():
            (day / f"{number}-{name}").write_text(text)
        made.append(day)
    return made


def test_six_daily_runs_come_to_what_one_run_comes_to(tmp_path: Path) -> None:
    daily, whole = Dataset(tmp_path / "daily"), Dataset(tmp_path / "whole")
    backwards = Dataset(tmp_path / "backwards")
    days = six_days(tmp_path / "days")
    inbox = tmp_path / "inbox"
    for day in days:
        shutil.copytree(day, inbox, dirs_exist_ok=True)
        take_in(daily, inbox)
    take_in(whole, inbox)
    for day in reversed(days):
        take_in(backwards, day)
    assert articles(daily) == articles(whole)
    texts = {row[1:] for row in articles(whole)}
    assert {row[1:] for row in articles(backwards)} == texts
    assert len(texts) == 3


def test_a_file_that_grew_is_known_up_to_its_new_lines(
    dataset: Dataset, folder: Path
) -> None:
    lines = [fetch(story(number), 0, f"{URL}/{number}") for number in range(4)]
    file = folder / "rows.jsonl"
    file.write_text("".join(lines[:2]) + "broken\n")
    take_in(dataset, folder)
    before = articles(dataset)
    file.write_text("".join([lines[3], *lines[:2]]) + "broken\n" + lines[2])
    summary = take_in(dataset, folder)
    assert (summary.inputs, summary.articles, summary.already_known) == (5, 2, 2)
    assert (summary.replaced, summary.still_quarantined) == (1, 1)
    assert before < articles(dataset)
    assert len(read_rows(dataset, "quarantine")) == 1
    file.write_text("".join(lines))
    summary = take_in(dataset, folder)
    assert (summary.inputs, summary.already_known) == (4, 4)
    assert read_rows(dataset, "quarantine") == []
    assert [row["cleared"] for row in read_rows(dataset, "runs")] == [0, 0, 1]


def test_an_id_outlives_a_new_place_and_other_settings(
    dataset: Dataset, folder: Path
) -> None:
    (folder / "m.jsonl").write_text(fetch(story(1), 0) + fetch(story(2), 0, URL + "b"))
    take_in(dataset, folder)
    before = articles(dataset)
    (folder / "a.jsonl").write_text(fetch(story(2), 0, URL + "b") + fetch(story(1), 0))
    take_in(dataset, folder)
    other = Settings(keep_before=False)
    summary = take_in(dataset, folder, other)
    assert (summary.inputs, summary.replaced) == (4, 4)
    assert {row[0] for row in articles(dataset)} == {row[0] for row in before}
    paths = {row["source_path"] for row in read_rows(dataset, "articles")}
    assert paths == {"m.jsonl"}, "who stood first still does"
