"""Measure extraction of text and metadata from HTML, and compare other extractors.

    python tests/bench/extraction.py [--pages 498]

Pages, their gold and the scorer come from BENCH_DATA (default ../shared/bench). With --pages, only
the first pages are measured, and nothing is published. The dates of the gold are those that a
reader sees, often of the last change, while ours are of publication. The model that corrects the
text was fitted to these pages, so each page is measured with one that was fitted to other sites.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import argparse
import gzip
import json
import re
import runpy
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from page_baselines import PAGE_BASELINES, Extractor, Found
from scoreboard import Table, as_markdown, digest_of, publish, record_scores

from cleaners.article import Article, Record
from cleaners.extraction import body
from cleaners.pipeline import clean
from flows.training.bench_data import BENCH_DATA
from flows.training.build_body_model import fit_folds, read_examples
from flows.training.folds import fold_of

BENCH = BENCH_DATA / "html_extraction"
DATA = [BENCH / name for name in ("html", "gold.jsonl", "score.py")]
OURS, BASELINE = "Unspun", "trafilatura"
COLUMNS = ("title", "author", "date")
SCORES = {"f1": "F1", "pageF1": "page F1", "precision": "precision", "recall": "recall"}
DRAWS, SEED = 2_000, 0  # of the bootstrap
RECALL_TOLERANCE = 0.002  # below the baseline; chosen, not measured
Page = dict[str, Any]
INTRO = """{pages} article pages with the text that a reader calls the article. F1 is that of
4-grams of words, from the means of precision and recall; page F1 is the mean over pages. Title,
author and date are the shares of pages with a gold value for which it is found exactly, apart from
case, punctuation and spaces. Unspun's model of the body was fitted to these pages; here each page
is scored by a model that was fitted to other sites."""
NOTE = """Difference in F1 to trafilatura on the same pages: {difference:+.4f}, with a bootstrap
interval (95 %) from {low:+.4f} to {high:+.4f}."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The result of one extractor: pages found, scores, exact metadata and CPU seconds a page."""

    found: dict[str, Found]
    scores: Mapping[str, Any]
    exact: Mapping[str, float]
    cost: float


def main() -> None:
    """Measure all extractors, and publish the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=None)
    arguments = parser.parse_args()
    if not (BENCH / "score.py").exists():
        sys.exit(f"no benchmark data at {BENCH}: set BENCH_DATA to its parent folder")
    with (BENCH / "gold.jsonl").open(encoding="utf-8") as file:
        gold = [json.loads(line) for line in file][: arguments.pages]
    found = measure_all(gold)
    table = as_table(found)
    if arguments.pages:
        print(as_markdown(table))
        return
    intro = INTRO.format(pages=len(gold))
    publish("extraction", "Extraction from HTML", intro, [table])
    figures = figures_of(found[OURS], found[BASELINE])
    record_scores("extraction", digest_of(*DATA), figures)


def figures_of(ours: Measured, baseline: Measured) -> dict[str, float]:
    """Return the scores that must not get worse.

    Precision and recall are not among them, as one may be traded for the other; recall may only
    not be clearly below the baseline.
    """
    lowest_difference = ours.scores["f1_diff_ci95"][0]
    least_recall = baseline.scores["recall"] - RECALL_TOLERANCE
    figures = {
        "F1": ours.scores["f1"],
        "page F1": ours.scores["pageF1"],
        "F1 above trafilatura, low end of the interval": lowest_difference,
        "recall no worse than trafilatura": float(
            ours.scores["recall"] >= least_recall
        ),
    }
    for name in COLUMNS:
        figures[f"{name} exact"] = ours.exact[name]
    return figures


def by_unspun(html: str) -> Found:
    """Clean a page with Unspun."""
    outcome = clean(Record("page.html", "html", 0, html, "", is_html=True))
    if not isinstance(outcome, Article):
        return Found()
    metadata = outcome.metadata
    date = None
    if metadata.published_at:
        date = metadata.published_at.date().isoformat()
    return Found(outcome.text, metadata.title, metadata.author, date)


def by_unspun_unseen(pages: Mapping[str, str], gold: Sequence[Page]) -> Extractor:
    """Return an extractor that cleans each page with a model that has not seen its site."""
    models = fit_folds(read_examples(BENCH))
    model_of = {}
    for page in gold:
        site = urlsplit(page["url"]).netloc
        model_of[pages[page["id"]]] = models[fold_of(site)]

    def extract(html: str) -> Found:
        with patch.object(body, "load", lambda *_: model_of[html]):
            return by_unspun(html)

    return extract


def measure_all(gold: Sequence[Page]) -> dict[str, Measured]:
    """Measure every extractor; ours is compared with the baseline."""
    pages = {page["id"]: read_page(page["id"]) for page in gold}
    others = {}
    for name, extractor in PAGE_BASELINES.items():
        others[name] = measure(extractor, pages, gold)
    ours = by_unspun_unseen(pages, gold)
    baseline = others[BASELINE].found
    return {OURS: measure(ours, pages, gold, baseline)} | others


def read_page(name: str) -> str:
    """Read the HTML of a page."""
    with gzip.open(BENCH / "html" / f"{name}.html.gz", "rb") as file:
        return file.read().decode("utf-8", "replace")


def measure(
    extractor: Extractor,
    pages: Mapping[str, str],
    gold: Sequence[Page],
    baseline: Mapping[str, Found] | None = None,
) -> Measured:
    """Score one extractor; with a baseline, bootstrap the difference over pages."""
    scorer = SimpleNamespace(**runpy.run_path(str(BENCH / "score.py")))
    extractor(next(iter(pages.values())))  # loads what is loaded once
    start = time.process_time()
    found = {name: extractor(html) for name, html in pages.items()}
    cost = (time.process_time() - start) / len(pages)
    gold_texts = {page["id"]: page["text"] for page in gold}
    base_texts = baseline and texts_of(baseline)
    draws = DRAWS if base_texts else 0
    scores, _ = scorer.evaluate(
        gold_texts, texts_of(found), sorted(gold_texts), draws, SEED, base_texts
    )
    exact = {column: share_exact(column, gold, found) for column in COLUMNS}
    return Measured(found, scores, exact, cost)


def texts_of(found: Mapping[str, Found]) -> dict[str, str]:
    """Return the texts of pages."""
    return {name: page.text for name, page in found.items()}


def share_exact(column: str, gold: Sequence[Page], found: Mapping[str, Found]) -> float:
    """Return the share of pages with a gold value for which it was found."""
    with_value = [page for page in gold if page[column]]
    exact = 0
    for page in with_value:
        value = getattr(found[page["id"]], column)
        exact += is_equal(column, page[column], value or "")
    return exact / len(with_value)


def is_equal(column: str, expected: str, value: str) -> bool:
    """Compare dates by day, and other values without case, punctuation and spaces."""
    if column == "date":
        return value[:10] == expected[:10]
    return normalise(value) == normalise(expected)


def normalise(text: str) -> str:
    """Return the words of a text in lower case."""
    return " ".join(re.findall(r"\w+", text.lower()))


def as_table(found: Mapping[str, Measured]) -> Table:
    """Return a table of all extractors, with the difference to the baseline."""
    ours = found[OURS].scores
    low, high = ours["f1_diff_ci95"]
    note = NOTE.format(difference=ours["f1_diff"], low=low, high=high)
    columns = ("extractor", *SCORES.values(), *COLUMNS, "ms of CPU a page")
    rows = [table_row(name, each) for name, each in found.items()]
    return Table("Article pages", columns, rows, note)


def table_row(name: str, each: Measured) -> list[str]:
    """Return the row of one extractor; a column that it never fills has a dash."""
    cells = [name, *(f"{each.scores[key]:.4f}" for key in SCORES)]
    for column in COLUMNS:
        is_filled = any(getattr(page, column) for page in each.found.values())
        cells.append(f"{each.exact[column]:.3f}" if is_filled else "—")
    cells.append(f"{1000 * each.cost:.0f}")
    return cells


if __name__ == "__main__":
    main()
