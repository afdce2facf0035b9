"""Fit the model that scores blocks of HTML pages.

Run it with `python -m flows.training.build_body_model [--check]`. It reads
BENCH_DATA/html_extraction: 498 pages of 474 sites with the text of their article. A block belongs
to the article if at least half of its 4-grams are in that text. With --check, nothing is written:
models are fitted on four fifths of the sites and scored on the others, five times. These are the
figures to expect on other sites.
"""

from __future__ import annotations

import argparse
import gzip
import json
import runpy
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from cleaners.decision_tables import Model, Reals
from cleaners.extraction.alignment import align
from cleaners.extraction.block_measures import mark_blocks
from cleaners.extraction.blocks import WORD, HtmlPage, read_blocks
from cleaners.extraction.body import correct_lines, eligible_blocks
from cleaners.extraction.features import compute_features
from cleaners.extraction.page import extracted_lines, parse
from cleaners.extraction.page_metadata import read_metadata
from flows.training.bench_data import BENCH_DATA
from flows.training.boosting import BoostingPlan, fit, to_json
from flows.training.folds import FOLDS, fold_of

TARGET = Path(__file__).parents[2] / "cleaners" / "data" / "body_model.json"
GRAM = 4  # words
LEAST_SHARE = 0.5  # of a block's 4-grams in the article; a majority, not tuned
FEWEST_WORDS = (
    50  # of an article; a guard, so that blocks of tiny articles do not dominate
)
# Measure other settings with --check before changing these.
PLAN = BoostingPlan(
    tables=200,
    questions=4,
    learning_rate=0.1,
    l2_penalty=5.0,
    row_share=0.7,
    feature_share=0.4,
)


@dataclass(frozen=True, slots=True)
class Example:
    """A page, its extracted lines, the true text of its article, and training rows.

    `rows` has the shape (blocks, features); `targets` (1 for the article) and `weights` have one
    value a block.
    """

    site: str
    title: str | None
    page: HtmlPage
    lines: list[str]
    text: str
    names: tuple[str, ...]
    rows: Reals
    targets: Reals
    weights: Reals


def main() -> None:
    """Fit the model and write it, or measure it by cross-validation."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="measure by cross-validation over sites, write nothing",
    )
    arguments = parser.parse_args()
    folder = BENCH_DATA / "html_extraction"
    if not (folder / "gold.jsonl").exists():
        sys.exit(f"no pages at {folder}: set BENCH_DATA to its parent folder")
    examples = read_examples(folder)
    if arguments.check:
        scorer = runpy.run_path(str(folder / "score.py"))
        sys.stdout.write(cross_validate(examples, scorer))
        return
    TARGET.write_text(to_json(fit_examples(examples)), "utf-8")
    sys.stdout.write(f"{TARGET.stat().st_size:,} bytes in {TARGET}\n")


def read_examples(folder: Path) -> list[Example]:
    """Read the pages as the product does, with the text that it should extract."""
    examples = []
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            gold = json.loads(line)
            packed = (folder / "html" / f"{gold['id']}.html.gz").read_bytes()
            html = gzip.decompress(packed).decode("utf-8", "replace")
            example = read_example(html, gold)
            if example is not None:
                examples.append(example)
    return examples


def read_example(html: str, gold: dict[str, Any]) -> Example | None:
    """Read one page; None if it has no text."""
    tree = parse(html)
    if tree is None or not (page := read_blocks(tree)).blocks:
        return None
    metadata = read_metadata(tree, None)
    lines = extracted_lines(tree, metadata.url)
    taken = mark_blocks(page, align(lines, page.blocks))
    features = compute_features(page, taken, metadata.title)
    judged = taken | eligible_blocks(features)
    share = share_in_text(gold["text"], [block.words for block in page.blocks])
    block_size = features.word_counts
    article_size = max(FEWEST_WORDS, len(WORD.findall(gold["text"])))
    weights = np.sqrt(block_size / article_size)
    return Example(
        site=urlsplit(gold["url"]).netloc,
        title=metadata.title,
        page=page,
        lines=lines,
        text=gold["text"],
        names=features.names,
        rows=features.rows[judged],
        targets=(share >= LEAST_SHARE)[judged].astype(float),
        weights=weights[judged],
    )


def share_in_text(text: str, blocks: Sequence[Sequence[str]]) -> Reals:
    """Return for each block, given as words, the share of its 4-grams that are in the text.

    A block that is a whole line of the text counts as 1. Any other block of fewer than GRAM words
    counts as 1 if it has several words and is in the text, or else as 0.
    """
    words = WORD.findall(text)
    grams = set(_grams(words))
    lines = {" ".join(WORD.findall(line)) for line in text.split("\n")}
    all_words = f" {' '.join(words)} "
    shares = []
    for block in blocks:
        joined = " ".join(block)
        if joined in lines:
            share = 1.0
        elif len(block) < GRAM:
            share = float(len(block) > 1 and f" {joined} " in all_words)
        else:
            share = _share_of_grams(block, grams)
        shares.append(share)
    return np.array(shares)


def _share_of_grams(block: Sequence[str], known: set[tuple[str, ...]]) -> float:
    own = _grams(block)
    return sum(gram in known for gram in own) / len(own)


def _grams(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return all runs of GRAM words."""
    last_start = len(words) - GRAM
    return [tuple(words[start : start + GRAM]) for start in range(last_start + 1)]


def fit_examples(examples: Iterable[Example]) -> Model:
    """Fit the model to the blocks of some pages."""
    chosen = list(examples)
    rows = np.concatenate([example.rows for example in chosen])
    targets = np.concatenate([example.targets for example in chosen])
    weights = np.concatenate([example.weights for example in chosen])
    return fit(chosen[0].names, rows, targets, weights, PLAN)


def fit_folds(examples: Sequence[Example]) -> list[Model]:
    """Fit one model for each fold, to the sites outside it."""
    return [
        fit_examples(example for example in examples if fold_of(example.site) != fold)
        for fold in range(FOLDS)
    ]


def cross_validate(examples: Sequence[Example], scorer: dict[str, Any]) -> str:
    """Report the scores of pages by models that have not seen their site.

    The first line is the extractor without a model. `scorer` holds the functions of score.py.
    """
    models = fit_folds(examples)
    extracted = [example.lines for example in examples]
    corrected = []
    for example in examples:
        model = models[fold_of(example.site)]
        corrected.append(
            correct_lines(example.page, example.lines, example.title, model)
        )
    report = _report_line("extractor", examples, extracted, scorer)
    return report + _report_line("corrected", examples, corrected, scorer)


def _report_line(
    name: str,
    examples: Sequence[Example],
    texts: Iterable[Sequence[str]],
    scorer: dict[str, Any],
) -> str:
    """Return one line of scores; `texts` are the lines extracted from each example."""
    counts = []
    for example, lines in zip(examples, texts, strict=True):
        counts.append(scorer["tp_fp_fn"](example.text, "\n".join(lines)))
    figures = scorer["aggregate"](counts)
    cells = [f"{key} {value:.4f}" for key, value in figures.items()]
    return f"{name}: {', '.join(cells)}\n"


if __name__ == "__main__":
    main()
