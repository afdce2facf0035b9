"""Fit the model that scores lines of plain text: `python -m flows.training.build_line_model`.

It reads the pages of BENCH_DATA. First it fits one model for each fifth of the sites, without that
fifth, and scores the pages there. The figures go to `line_model_folds.json` next to this file, with
the digest of the data. Rules and thresholds were tuned on the same pages, so the figures are still
somewhat too high. Then it fits the model to all pages and writes `cleaners/data/line_model.json`.
"""

from __future__ import annotations

import json
import runpy
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.features import line_features
from cleaners.boilerplate.line_model import decide, thresholds_of
from cleaners.boilerplate.page import Removals, ScannedPage
from cleaners.boilerplate.removal import propose_removals
from cleaners.boilerplate.scan import shipped
from cleaners.decision_tables import Model, Reals
from flows.training.bench_data import BENCH_DATA
from flows.training.boosting import BoostingPlan, fit, to_json
from flows.training.folds import FOLDS, fold_of
from flows.training.labelled_line import LabelledPage
from flows.training.labelled_pages import (
    DUMPER_WEIGHTS,
    NEWS_PREFIX,
    SCRAPE,
    read_labelled_pages,
    read_news,
    read_news_pages,
    read_scrape_pages,
)
from flows.training.labelled_scrapes import SCRAPES

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
}
ALL_DUMPERS = "all dumpers"
DATA = (
    "text_boilerplate/dev.jsonl.gz",
    "text_boilerplate/news_dev.jsonl.gz",
    "html_extraction/gold.jsonl",
)
# More tables, questions or larger shares gained nothing on unseen sites.
PLAN = BoostingPlan(row_share=0.4, feature_share=0.2)


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled page, what the rules take from it, and the features of its lines.

    `rows` has the shape (lines, features).
    """

    labelled: LabelledPage
    page: ScannedPage
    taken: Removals
    names: tuple[str, ...]
    rows: Reals
    fold: int


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of one group of pages."""

    group: str
    pages: int
    macro_char_f1: float
    exact: float
    lost_a_paragraph: float


def main() -> None:
    """Measure in folds, fit to all pages, and write both results."""
    pages = [
        *read_labelled_pages(BENCH_DATA),
        *read_news(BENCH_DATA),
        *read_news_pages(BENCH_DATA),
        *read_scrape_pages(),
    ]
    examples = [read_example(labelled) for labelled in pages]
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


def read_example(labelled: LabelledPage) -> Example:
    """Compute the features of a page's lines as the pipeline does."""
    page = ScannedPage.of(labelled.text, shipped())
    taken = propose_removals(page, openers=shipped().openers)
    titles = (each.value for each in taken.values() if each.column == "title")
    columns = line_features(page, taken, next(titles, None))
    return Example(
        labelled,
        page,
        taken,
        tuple(columns),
        np.stack(list(columns.values()), axis=1),
        fold_of(labelled.site),
    )


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


def measure(
    bench: Path, examples: Sequence[Example], log_odds: Iterable[Reals]
) -> Iterator[Scores]:
    """Score the decisions on pages of the text benchmark, with its own scorer."""
    scorer = SimpleNamespace(
        **runpy.run_path(str(bench / "text_boilerplate" / "score.py"))
    )
    totals: dict[str, Any] = defaultdict(scorer.Acc)
    for example, own in zip(examples, log_odds, strict=True):
        if example.labelled.made:
            continue
        kept = _kept_lines(example, own)
        labels = [
            {"text": line.text, "keep": line.keep, "amb": line.keep is None}
            for line in example.labelled.lines
        ]
        dumper = example.labelled.dumper
        totals[dumper].add(labels, kept)
        if dumper != SCRAPE and not dumper.startswith(NEWS_PREFIX):
            totals[ALL_DUMPERS].add(labels, kept)
    for group in sorted(totals):
        yield _scores_of(group, totals[group].res())


def _kept_lines(example: Example, log_odds: Reals) -> list[bool]:
    """Decide for each line of a page whether it is kept; a title line counts as kept."""
    thresholds = thresholds_of(example.page, example.taken, extracted=False)
    removed = decide(example.page, example.taken, log_odds, thresholds)
    titles = set()
    for index, removal in example.taken.items():
        if removal.column == "title":
            titles.add(index)
    return [
        not is_removed or line.index in titles
        for line, is_removed in zip(example.page.lines, removed, strict=True)
    ]


def _scores_of(group: str, found: dict[str, Any]) -> Scores:
    """Name the figures of the benchmark's scorer."""
    return Scores(
        group,
        found["docs"],
        found["macro_char_f1"],
        found["exact"],
        found["lost_par"],
    )


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
