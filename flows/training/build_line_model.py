"""Fit the model that scores lines of plain text: `python -m flows.training.build_line_model`.

It reads the pages of BENCH_DATA. First it fits one model for each fifth of the sites, without that
fifth, and scores the pages there. The figures go to `line_model_folds.json` next to this file, with
the digest of the data. Rules and thresholds were tuned on the same pages, so the figures are still
somewhat too high. Then it fits the model to all pages and writes `cleaners/data/line_model.json`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaners.decision_tables import Model, Reals
from flows.training.bench_data import BENCH_DATA
from flows.training.boosting import BoostingPlan, fit, to_json
from flows.training.folds import FOLDS
from flows.training.labelled_line import LabelledPage
from flows.training.labelled_pages import (
    DUMPER_WEIGHTS,
    SCRAPE,
    read_labelled_pages,
    read_news,
    read_news_pages,
    read_scrape_pages,
)
from flows.training.labelled_scrapes import SCRAPES
from flows.training.line_examples import Example, read_examples
from flows.training.line_scores import measure
from flows.training.stories import read_stories
from flows.training.story_lists import LISTS, pages_with_lists

TARGET = Path(__file__).parents[2] / "cleaners" / "data" / "line_model.json"
FOLDS_FILE = Path(__file__).with_name("line_model_folds.json")
MOST_ROWS = 80  # lines of a page in the training data; a guard against long pages
# Those of news, of articles alone and of invented scrapes were chosen in the same way.
WEIGHTS = {
    **DUMPER_WEIGHTS,
    "article": 0.3,
    "news": 0.2,
    "news bs4_art": 0.7,
    "news sloppy_art": 0.7,
    "news traf": 0.7,
    "news readability": 0.7,
    SCRAPE: 1.5,
    LISTS: 0.3,
}
DATA = (
    "text_boilerplate/dev.jsonl.gz",
    "text_boilerplate/news_dev.jsonl.gz",
    "html_extraction/gold.jsonl",
)
# More tables, questions or larger shares gained nothing on unseen sites.
PLAN = BoostingPlan(row_share=0.4, feature_share=0.2)


def main() -> None:
    """Measure in folds, fit to all pages, and write both results."""
    pages = [
        *read_labelled_pages(BENCH_DATA),
        *read_news(BENCH_DATA),
        *read_news_pages(BENCH_DATA),
        *read_scrape_pages(),
    ]
    pages += pages_with_lists(pages, read_stories(BENCH_DATA))
    examples = [example for page in pages for example in read_examples(page)]
    log_odds = score_in_folds(examples)
    scores = list(measure(BENCH_DATA, examples, log_odds))
    for score in scores:
        sys.stdout.write(f"{score}\n")
    figures = {
        "data": digest(BENCH_DATA),
        "folds": FOLDS,
        "scores": [asdict(score) for score in scores],
    }
    FOLDS_FILE.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    TARGET.write_text(to_json(fit_examples(examples)), encoding="utf-8")
    sys.stdout.write(f"{TARGET.stat().st_size:,} bytes in {TARGET}\n")


def score_in_folds(examples: Sequence[Example]) -> list[Reals]:
    """Return the log-odds of the lines of each page, by a model that saw no page of its site."""
    models = []
    for fold in range(FOLDS):
        others = [example for example in examples if example.fold != fold]
        models.append(fit_examples(others))
    log_odds = []
    for example in examples:
        model = models[example.fold]
        log_odds.append(model.score(example.rows))
    return log_odds


def fit_examples(examples: Sequence[Example]) -> Model:
    """Fit the model to the lines with a sure label, at most MOST_ROWS of a page."""
    draw = np.random.default_rng(PLAN.seed)
    rows: list[Reals] = []
    targets: list[Reals] = []
    weights: list[Reals] = []
    for example in examples:
        chosen = _draw_lines(example.labelled, draw)
        rows.append(example.rows[chosen])
        targets.append(_targets(example.labelled, chosen))
        weights.append(_weights(example.labelled, len(chosen)))
    return fit(
        examples[0].names,
        np.concatenate(rows),
        np.concatenate(targets),
        np.concatenate(weights),
        PLAN,
    )


def _draw_lines(page: LabelledPage, draw: np.random.Generator) -> NDArray[np.int64]:
    """Return the sorted numbers of some lines with a sure label."""
    is_sure = [line.keep is not None for line in page.lines]
    sure: NDArray[np.int64] = np.flatnonzero(is_sure)
    return np.sort(draw.permutation(sure)[:MOST_ROWS])


def _targets(page: LabelledPage, chosen: NDArray[np.int64]) -> Reals:
    """Return 1 for each chosen line that is boilerplate, 0 for the others."""
    return np.array([not page.lines[number].keep for number in chosen], float)


def _weights(page: LabelledPage, count: int) -> Reals:
    """Return equal weights for `count` lines; a page weighs the square root of its length."""
    page_weight = WEIGHTS.get(page.dumper, 1.0) * np.sqrt(len(page.lines))
    return np.full(count, page_weight / max(1, count))


def digest(bench: Path) -> str:
    """Return the SHA-256 of the labelled data."""
    found = sha256()
    for name in DATA:
        found.update((bench / name).read_bytes())
    for path in sorted(SCRAPES.glob("*.txt")):
        found.update(path.read_bytes())
    return found.hexdigest()


if __name__ == "__main__":
    main()
