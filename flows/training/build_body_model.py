"""Fit the models that choose the blocks of HTML pages, and the table of words that they use.

Run it with `python -m flows.training.build_body_model [--check]`. It reads 498 pages of 474 sites
from BENCH_DATA/html_extraction and 120 pages of news sites in 41 countries from
BENCH_DATA/html_news, with the text of their articles, and half of our own pages. With --check,
nothing is written: models are fitted on four fifths of the sites and scored on the others, five
times. These are the figures to expect on other sites.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

from flows.training.bench_data import BENCH_DATA
from flows.training.body_examples import ExampleSet
from flows.training.body_scores import as_lines, measure_steps
from flows.training.boosting import to_json
from flows.training.check_option import wants_check
from flows.training.labelled_blocks import read_labelled

DATA = Path(__file__).parents[2] / "cleaners" / "data"
SCORER = BENCH_DATA / "html_extraction" / "score.py"


def main() -> None:
    """Fit the models and write them, or measure them by cross-validation."""
    is_check = wants_check(__doc__)
    if not SCORER.exists():
        sys.exit(f"no pages at {SCORER.parent}: set BENCH_DATA to its parent folder")
    examples = ExampleSet.of(read_labelled(BENCH_DATA))
    if is_check:
        scorer = runpy.run_path(str(SCORER))
        scores = measure_steps(examples.examples, examples.fit_folds(), scorer)
        sys.stdout.write(as_lines(scores))
        return
    write_models(examples)


def write_models(examples: ExampleSet) -> None:
    """Fit the models to all pages and write them into the package."""
    models = examples.fit()
    odds = sorted(models.words.items())
    lines = [f"{term}\t{value:.2f}\n" for term, value in odds]
    files = {
        "block_words.tsv": "".join(lines),
        "body_model.json": to_json(models.unvoted),
        "voted_body_model.json": to_json(models.voted),
    }
    for name, text in files.items():
        (DATA / name).write_text(text, "utf-8")
        sys.stdout.write(f"{len(text):,} characters in {name}\n")


if __name__ == "__main__":
    main()
