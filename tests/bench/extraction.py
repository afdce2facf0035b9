"""Measure extraction from HTML, text and metadata, beside other extractors.

    python tests/bench/extraction.py [--pages 498]

Pages, their gold and the scorer come from BENCH_DATA (default ../shared/bench). With --pages, only the
first are measured, and nothing is published. The gold's dates are those a reader sees, often of the last
change, where ours are of publication. The model that corrects the text has learnt from these pages: each
is measured with one that was fitted to other sites.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import runpy
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from page_baselines import PAGE_BASELINES, Extractor, Found
from scoreboard import Table, as_markdown, digest_of, hold_floors, publish

from cleaners.article import Article, Record
from cleaners.extraction import body
from cleaners.pipeline import clean
from flows.training.build_body_model import fold_models, read_examples
from flows.training.folds import fold_of

BENCH = (
    Path(os.environ.get("BENCH_DATA", Path(__file__).parents[3] / "shared" / "bench"))
    / "html_extraction"
)
DATA = [BENCH / name for name in ("html", "gold.jsonl", "score.py")]
OURS, BESIDE = "Unspun", "trafilatura"
COLUMNS = ("title", "author", "date")
SCORES = {"f1": "F1", "pageF1": "page F1", "precision": "precision", "recall": "recall"}
DRAWS, SEED = 2_000, 0  # of the bootstrap
RECALL_SLACK = 0.002
Page = dict[str, Any]
INTRO = """{pages} article pages with the text that a reader calls the article. F1 is that of 4-grams of words, from
the means of precision and recall over pages; page F1 is the mean over pages. Title, author and date are shares of the
pages whose gold states them, exact but for case, punctuation and spaces. Unspun's model of the body has
learnt from these pages; here each page is judged by one that was fitted to other sites."""
NOTE = """Difference in F1 to trafilatura on the same pages: {difference:+.4f}, with 95 of 100 draws of pages between
{low:+.4f} and {high:+.4f}."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one extractor does: what it found by page, its scores, exact metadata, and CPU seconds a page."""

    found: dict[str, Found]
    scores: Mapping[str, Any]
    exact: Mapping[str, float]
    cost: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=None)
    wanted = parser.parse_args().pages
    if not (BENCH / "score.py").exists():
        sys.exit(f"no benchmark data at {BENCH}: set BENCH_DATA to its parent folder")
    with (BENCH / "gold.jsonl").open(encoding="utf-8") as file:
        gold = [json.loads(line) for line in file][:wanted]
    found = measure_all(gold)
    table = as_table(found)
    if wanted:
        print(as_markdown(table))
        return
    publish(
        "extraction", "Extraction from HTML", INTRO.format(pages=len(gold)), [table]
    )
    hold_floors("extraction", digest_of(*DATA), floors(found[OURS], found[BESIDE]))


def floors(ours: Measured, beside: Measured) -> dict[str, float]:
    """Choose what must not fall: precision and recall may be traded, but not much recall."""
    figures = {SCORES[key]: ours.scores[key] for key in ("f1", "pageF1")}
    figures["F1 above trafilatura, low end of the interval"] = ours.scores[
        "f1_diff_ci95"
    ][0]
    figures["recall no worse than trafilatura"] = float(
        ours.scores["recall"] >= beside.scores["recall"] - RECALL_SLACK
    )
    return figures | {f"{name} exact": ours.exact[name] for name in COLUMNS}


def by_unspun(html: str) -> Found:
    outcome = clean(Record("page.html", "html", 0, html, "", is_html=True))
    if not isinstance(outcome, Article):
        return Found()
    known = outcome.metadata
    return Found(
        outcome.text,
        known.title,
        known.author,
        known.published_at and known.published_at.date().isoformat(),
    )


def by_unspun_unseen(pages: Mapping[str, str], gold: Sequence[Page]) -> Extractor:
    """Clean each page with a model of the body that has not seen its site."""
    models = fold_models(read_examples(BENCH))
    model_of = {
        pages[page["id"]]: models[fold_of(urlsplit(page["url"]).netloc)]
        for page in gold
    }

    def extract(html: str) -> Found:
        with patch.object(body, "load", lambda *_: model_of[html]):
            return by_unspun(html)

    return extract


def measure_all(gold: Sequence[Page]) -> dict[str, Measured]:
    """Measure every extractor, ours last beside the one that it is compared with."""
    pages = {page["id"]: read_page(page["id"]) for page in gold}
    measured = {
        name: measure(extractor, pages, gold)
        for name, extractor in PAGE_BASELINES.items()
    }
    return {
        OURS: measure(
            by_unspun_unseen(pages, gold), pages, gold, measured[BESIDE].found
        )
    } | measured


def read_page(name: str) -> str:
    with gzip.open(BENCH / "html" / f"{name}.html.gz", "rb") as file:
        return file.read().decode("utf-8", "replace")


def measure(
    extractor: Extractor,
    pages: Mapping[str, str],
    gold: Sequence[Page],
    beside: Mapping[str, Found] | None = None,
) -> Measured:
    """Score one extractor, and draw pages again and again where it is compared with another."""
    scorer = SimpleNamespace(**runpy.run_path(str(BENCH / "score.py")))
    extractor(next(iter(pages.values())))  # what is loaded once is no cost of a page
    begun = time.process_time()
    found = {name: extractor(html) for name, html in pages.items()}
    cost = (time.process_time() - begun) / len(pages)
    texts, wanted = texts_of(found), {page["id"]: page["text"] for page in gold}
    base = beside and texts_of(beside)
    scores, _ = scorer.evaluate(
        wanted, texts, sorted(wanted), DRAWS if base else 0, SEED, base
    )
    return Measured(
        found,
        scores,
        {column: share_exact(column, gold, found) for column in COLUMNS},
        cost,
    )


def texts_of(found: Mapping[str, Found]) -> dict[str, str]:
    return {name: page.text for name, page in found.items()}


def share_exact(column: str, gold: Sequence[Page], found: Mapping[str, Found]) -> float:
    stated = [page for page in gold if page[column]]
    return sum(
        reads_alike(column, page[column], getattr(found[page["id"]], column))
        for page in stated
    ) / len(stated)


def reads_alike(column: str, wanted: str, read: str | None) -> bool:
    if column == "date":
        return (read or "")[:10] == wanted[:10]
    return folded(read or "") == folded(wanted)


def folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def as_table(found: Mapping[str, Measured]) -> Table:
    """Set out all extractors, and how far ours stands from trafilatura."""
    ours = found[OURS].scores
    low, high = ours["f1_diff_ci95"]
    note = NOTE.format(difference=ours["f1_diff"], low=low, high=high)
    columns = ("extractor", *SCORES.values(), *COLUMNS, "ms of CPU a page")
    return Table(
        "Article pages",
        columns,
        [row(name, each) for name, each in found.items()],
        note,
    )


def row(name: str, each: Measured) -> list[str]:
    """Write the figures of one extractor; a column that it never fills has none."""
    filled = [
        column
        for column in COLUMNS
        if any(getattr(page, column) for page in each.found.values())
    ]
    exact = [
        f"{each.exact[column]:.3f}" if column in filled else "—" for column in COLUMNS
    ]
    return [
        name,
        *(f"{each.scores[key]:.4f}" for key in SCORES),
        *exact,
        f"{1000 * each.cost:.0f}",
    ]


if __name__ == "__main__":
    main()
