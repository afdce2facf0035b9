"""Measure the report of many generated articles: its size, the work to write it, and its opening.

The tables of a snapshot are written without a run: pages whose frame was left out, texts with
removed lines, spun texts with repairs, copies, several sites and runs, and some quarantine. Then
`unspun report` writes the report, and Chromium opens it.

    python tests/bench/report.py [--articles 10000] [--folder build/bench/report]
"""

# ruff: noqa: S311, T201 - random choices must be repeatable; a benchmark prints
from __future__ import annotations

import argparse
import random
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import generated_news
import pyarrow as pa
from playwright.sync_api import sync_playwright

from flows.snapshots import Current, DatasetPaths
from flows.snapshots.parts import Parts
from flows.snapshots.sealing import manifest_of
from flows.storage.tables import SCHEMAS, Row

SITES = 60
RUNS = 4
PART = 2_000  # articles
FILLERS = 200  # texts that what is removed is made of; drawn at once
CHROMIUM = "/usr/bin/chromium"
OPENINGS = 5
FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
RULES = ("promo/newsletter", "related/read-also", "share/buttons", "comments/none-yet")
NOTES = {  # of some of forty articles
    3: ["published_at: “soon” is no date"],
    13: ["encoding: cp1252"],
    23: ["text: its source cut it off, 312 characters are missing"],
    33: ["title: corrected in review (review/value), was “Soon”"],
}
FRAME = ("navigation", "related", "footer", "comments", "caption", "newsletter")


def main() -> None:
    """Write the snapshot, measure, and print a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=Path("build/bench/report"))
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    write_snapshot(options.folder, options.articles)
    page = options.folder / "page.html"
    seconds, memory = _written(options.folder, page)
    print(f"articles: {options.articles:,}")
    print(f"size: {page.stat().st_size / 1e6:.1f} MB")
    print(f"processor time: {seconds:.1f} s")
    print(f"memory: {memory / 1e6:.0f} MB")
    if Path(CHROMIUM).exists():
        first, ready, busy = _opened(page)
        print(f"first screen: {first:.2f} s, list of articles: {ready:.2f} s")
        print(f"processor time of the page's thread: {busy:.2f} s")


def _written(folder: Path, page: Path) -> tuple[float, int]:
    """Return the processor time in seconds and the memory in bytes of `unspun report`."""
    command = [
        sys.executable,
        "-m",
        "flows",
        "report",
        str(folder),
        "--output",
        str(page),
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def _opened(page: Path) -> tuple[float, float, float]:
    """Return the median seconds until the first screen is there, until all is, and of work.

    Only the last does not depend on what else the machine does.
    """
    first, ready, busy = [], [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        for _ in range(OPENINGS):
            tab = browser.new_page()
            session = tab.context.new_cdp_session(tab)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            began = time.monotonic()
            tab.goto(page.resolve().as_uri(), wait_until="commit")
            tab.wait_for_selector(".totals")
            first.append(time.monotonic() - began)
            tab.wait_for_selector("html[data-ready]", state="attached")
            ready.append(time.monotonic() - began)
            metrics = session.send("Performance.getMetrics")["metrics"]
            busy += [
                item["value"] for item in metrics if item["name"] == "TaskDuration"
            ]
            tab.close()
        browser.close()
    return statistics.median(first), statistics.median(ready), statistics.median(busy)


def write_snapshot(folder: Path, count: int, sites: int = SITES) -> Current:
    """Write a dataset with one snapshot of generated articles."""
    paths = DatasetPaths(folder)
    target = paths.snapshot(1)
    parts = Parts(target, {})
    for first in range(0, count, PART):
        _add_part(parts, range(first, min(first + PART, count)), sites)
    parts.add_rows("quarantine", "00000.parquet", list(_quarantine(count // 50)))
    parts.add_rows("runs", "00000.parquet", list(_runs(count)))
    parts.finish("empty.parquet", _run(RUNS - 1))
    manifest = manifest_of(1, _run(RUNS - 1), tuple(parts.entries()), ())
    manifest.write(target)
    current = Current.of(folder, manifest)
    current.write()
    return current


def _add_part(parts: Parts, numbers: range, sites: int) -> None:
    rows: list[Row] = []
    edits: list[Row] = []
    for number in numbers:
        article, changes = _article(number, sites)
        rows.append(article)
        edits += changes
    name = f"{numbers.start:06d}.parquet"
    table = pa.Table.from_pylist(rows, schema=SCHEMAS["duplicates"])
    parts.add_articles(name, table)
    parts.add_rows("edits", name, edits)


def _article(number: int, sites: int) -> tuple[Row, list[Row]]:
    """Return the row of an article, and those of its edits."""
    chance = random.Random(number)
    site = number // RUNS % sites
    run = number % RUNS
    has_date = number % 7 > 0 and (site, run) != (1, RUNS - 1)
    is_page = site % 3 > 0
    is_spun = number % 12 == 0
    lines = _lines(number) + _lines(number + 500_000)
    article_id = _id(number)
    text, edits = _edited(lines, chance, is_page=is_page, is_spun=is_spun)
    for edit in edits:
        edit["article_id"] = article_id
    removed = sum(edit["end"] - edit["start"] for edit in edits if not edit["after"])
    is_copy = number % 9 == 8
    earlier = _id(number - 8)
    return {
        "article_id": article_id,
        "url": f"https://site{site}.example/{number}",
        "site": f"site{site}.example",
        "title": " ".join(lines[0].split()[:9]) if number % 31 else None,
        "author": "Ada Fenwick" if number % 5 else None,
        "published_on": (FIRST_DAY + timedelta(days=number % 300)).date()
        if has_date
        else None,
        "published_precision": "day" if has_date else None,
        "language": ("en", "en", "en", "de", "fr")[site % 5],
        "language_confidence": 0.99,
        "extraction_confidence": round(chance.uniform(0.5, 1), 3) if is_page else None,
        "text": text,
        "word_count": len(text.split()),
        "spun": is_spun,
        "repairs": sum(edit["stage"] == "paraphrase" for edit in edits),
        "removed_chars": removed,
        "cluster_id": earlier if is_copy else article_id,
        "copies": int(number % 9 == 0),
        "story_id": _id(number - 1) if number % 9 == 7 else article_id,
        "versions": 1,
        "notes": NOTES.get(number % 40),
        "source_path": f"site{site}/{number}.html",
        "source_format": "html" if is_page else "text",
        "record_number": 0,
        "run_id": _run(run),
        "canonical_id": earlier if is_copy else None,
        "kind": "near" if is_copy else None,
        "similarity": round(chance.uniform(0.6, 1), 3) if is_copy else None,
    }, edits


def _id(number: int) -> str:
    """Return the id of an article: in another order than their numbers."""
    return f"{number * 340_282_366_920_938_463_463_374_607 % 2**128:032x}"


def _lines(number: int) -> list[str]:
    return generated_news.document(number - number % 5).text.split("\n")


def _edited(
    lines: list[str], chance: random.Random, *, is_page: bool, is_spun: bool
) -> tuple[str, list[Row]]:
    """Return a clean text and the edits by which it was made."""
    kept: list[str] = []
    edits: list[Row] = []
    at = 0
    for line in lines:
        if chance.random() < (0.8 if is_page else 0.2):
            words = _lines(chance.randrange(FILLERS))[0].split()[
                : chance.randrange(4, 60)
            ]
            gone = " ".join(words) + "\n"
            edits.append(_edit(at, gone, "", chance, is_page=is_page))
            at += len(gone)
        for word in line.split(" "):
            if is_spun and chance.random() < 0.08:
                edits.append(_edit(at, "utilise", word, chance, is_page=is_page))
                at += len("utilise") + 1
            else:
                at += len(word) + 1
            kept.append(word + " ")
        kept.append("\n")
        at += 1
    return "".join(kept), edits


def _edit(
    start: int, before: str, after: str, chance: random.Random, *, is_page: bool
) -> Row:
    stage = "paraphrase" if after else "extraction" if is_page else "boilerplate"
    rule = {
        "paraphrase": "paraphrase/lexicon",
        "extraction": f"extraction/{chance.choice(FRAME)}",
        "boilerplate": chance.choice(RULES),
    }[stage]
    return {
        "stage": stage,
        "rule": rule,
        "start": start,
        "end": start + len(before),
        "before": before,
        "after": after,
        "confidence": round(chance.uniform(0.7, 1), 4),
    }


def _quarantine(count: int) -> Iterator[Row]:
    for number in range(count):
        yield {
            "source_path": f"site0/broken{number}.html",
            "record_number": 0,
            "source_format": "html",
            "reason": ("empty", "no_text", "no_article")[number % 3],
            "detail": "generated",
            "raw_excerpt": "<html>" * 40,
            "run_id": _run(number % RUNS),
            "records": 1,
        }


def _runs(count: int) -> Iterator[Row]:
    for number in range(RUNS):
        numbers = range(number, count, RUNS)
        broken = len(range(number, count // 50, RUNS))
        copies = sum(item % 9 == 8 for item in numbers)
        yield {
            "run_id": _run(number),
            "started_at": FIRST_DAY,
            "finished_at": FIRST_DAY,
            "inputs": len(numbers) + broken,
            "articles": len(numbers) - copies,
            "duplicates": copies,
            "quarantined": broken,
            "already_known": 0,
            "replaced": 0,
            "suppressed": 0,
            "cleared": 0,
            "forgotten": 0,
            "edits": 0,
            "spun": 0,
            "pipeline_version": "0.1.0",
        }


def _run(number: int) -> str:
    return f"{number:032x}"


if __name__ == "__main__":
    main()
