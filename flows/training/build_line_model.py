"""Fit the model that votes on lines of plain text: `python -m flows.training.build_line_model`.

Reads the pages of BENCH_DATA. First it fits the model once for each fifth of the sites, without
that fifth, and judges the pages there: those figures go to `line_model_folds.json` beside this
file, with the digest of the data. Rules and bounds were tuned on these pages, so the figures still
flatter. Then it fits the model to all pages and writes `cleaners/data/line_model.json`.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.features import gather
from cleaners.boilerplate.line_model import bounds_of, decide
from cleaners.boilerplate.page import Page
from cleaners.boilerplate.removal import Taken, take
from cleaners.boilerplate.scan import shipped
from cleaners.decision_tables import Model, Reals
from flows.training.boosting import Plan, fit, written
from flows.training.folds import FOLDS, fold_of
from flows.training.labelled_pages import LabelledPage, read_labelled, read_news

TARGET = Path(__file__).parents[2] / "cleaners" / "data" / "line_model.json"
FOLDS_FILE = Path(__file__).with_name("line_model_folds.json")
MOST_ROWS = 80  # lines of one page that are learned from
# How much a page counts: pages like a scrape most, texts that keep the whole page around the article least.
WEIGHTS = {
    "bs4_body": 0.5,
    "inscriptis": 0.5,
    "html2text": 0.5,
    "readability": 0.7,
    "traf": 0.7,
}
WEIGHTS |= {"article": 0.3, "news": 0.2}
SHOWN = ("inner_art", "traf", "readability", "all dumpers")
PLAN = Plan(
    rows=0.4, columns=0.2
)  # more tables or questions, and larger shares, gained nothing on sites not seen


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled page, what the rules say of it, and the evidence on its lines."""

    labelled: LabelledPage
    page: Page
    taken: Taken
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
    """Measure in folds, fit to everything, write both."""
    bench = Path(
        os.environ.get("BENCH_DATA", Path(__file__).parents[3] / "shared" / "bench")
    )
    examples = [
        example_of(labelled)
        for labelled in chain(read_labelled(bench), read_news(bench))
    ]
    points = judged_in_folds(examples)
    scores = list(scored(bench, examples, points))
    for score in scores:
        sys.stdout.write(f"{score}\n")
    figures = {
        "data": digest(bench),
        "folds": FOLDS,
        "scores": [asdict(score) for score in scores],
    }
    FOLDS_FILE.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    TARGET.write_text(written(fitted(examples)), encoding="utf-8")
    sys.stdout.write(f"{TARGET.stat().st_size:,} bytes in {TARGET}\n")


def example_of(labelled: LabelledPage) -> Example:
    """Gather the evidence on a page, as the vote does."""
    page = Page.of(labelled.text, shipped())
    taken = take(page, openers=shipped().openers)
    title = next(
        (removal.value for removal in taken.values() if removal.column == "title"), None
    )
    columns = gather(page, taken, title)
    return Example(
        labelled,
        page,
        taken,
        tuple(columns),
        np.stack(list(columns.values()), axis=1),
        fold_of(labelled.site),
    )


def judged_in_folds(examples: Sequence[Example]) -> list[Reals]:
    """Return the points of every line by a model that saw no page of its site."""
    points: dict[int, Reals] = {}
    for fold in range(FOLDS):
        model = fitted([example for example in examples if example.fold != fold])
        points |= {
            number: model.judge(each.rows)
            for number, each in enumerate(examples)
            if each.fold == fold
        }
    return [points[number] for number in range(len(examples))]


def fitted(examples: Sequence[Example]) -> Model:
    """Fit the tables to the lines whose labels are sure, at most MOST_ROWS of a page."""
    draw = np.random.default_rng(PLAN.seed)
    parts = [_learned(example, draw) for example in examples]
    rows, wanted, weights = (
        np.concatenate(columns) for columns in zip(*parts, strict=True)
    )
    return fit(examples[0].names, rows, wanted, weights, PLAN)


def _learned(example: Example, draw: np.random.Generator) -> tuple[Reals, Reals, Reals]:
    """Return rows, whether each is boilerplate, and weights: a page counts by the root of its lines."""
    lines = example.labelled.lines
    sure: NDArray[np.int64] = np.flatnonzero([line.keep is not None for line in lines])
    some = np.sort(draw.permutation(sure)[:MOST_ROWS])
    wanted = np.array([not lines[number].keep for number in some], float)
    weight = (
        WEIGHTS.get(example.labelled.dumper, 1.0)
        * np.sqrt(len(lines))
        / max(1, len(some))
    )
    return example.rows[some], wanted, np.full(len(some), weight)


def scored(
    bench: Path, examples: Sequence[Example], points: Iterable[Reals]
) -> Iterator[Scores]:
    """Score the choices on the pages of the text benchmark by its own scorer; a title's line counts as kept."""
    scorer = SimpleNamespace(
        **runpy.run_path(str(bench / "text_boilerplate" / "score.py"))
    )
    totals: dict[str, Any] = defaultdict(scorer.Acc)
    for example, own in zip(examples, points, strict=True):
        if example.labelled.made:
            continue
        bounds = bounds_of(example.page, example.taken, extracted=False)
        goes = decide(example.page, example.taken, own, bounds)
        titles = {
            index
            for index, removal in example.taken.items()
            if removal.column == "title"
        }
        mask = [
            not gone or line.index in titles
            for line, gone in zip(example.page.lines, goes, strict=True)
        ]
        lines = [
            {"text": line.text, "keep": line.keep, "amb": line.keep is None}
            for line in example.labelled.lines
        ]
        for group in (example.labelled.dumper, "all dumpers"):
            totals[group].add(lines, mask)
    for group in sorted(totals):
        found = totals[group].res()
        yield Scores(
            group,
            found["docs"],
            found["macro_char_f1"],
            found["exact"],
            found["lost_par"],
        )


def digest(bench: Path) -> str:
    """Name the data by what the files hold."""
    found = sha256()
    for name in ("text_boilerplate/dev.jsonl.gz", "html_extraction/gold.jsonl"):
        found.update((bench / name).read_bytes())
    return found.hexdigest()


if __name__ == "__main__":
    main()
