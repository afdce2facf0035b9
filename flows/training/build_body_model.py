"""Fit the model that judges blocks of HTML pages: `python -m flows.training.build_body_model [--check]`.

Reads BENCH_DATA/html_extraction (498 pages of 474 sites with their article's text). A block counts
as wanted where half of its 4-grams stand in that text. With --check it fits on four fifths of the
sites and scores the others, five times, and writes nothing: the figures to be expected elsewhere.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
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
from cleaners.extraction.blocks import WORD, Page, read_blocks
from cleaners.extraction.body import correct, eligible, taken_blocks
from cleaners.extraction.features import weigh
from cleaners.extraction.page import extracted_lines, parse
from cleaners.extraction.page_metadata import read_metadata
from flows.training.boosting import Plan, fit, written
from flows.training.folds import FOLDS, fold_of

TARGET = Path(__file__).parents[2] / "cleaners" / "data" / "body_model.json"
GRAM = 4  # words
WANTED = 0.5  # of a block's grams in the article
FEWEST_WORDS = 50  # of an article, below which its blocks weigh no more
PLAN = Plan(tables=200, questions=4, step=0.1, shrinkage=5.0, rows=0.7, columns=0.4)


@dataclass(frozen=True, slots=True)
class Example:
    """A page, what was extracted from it, its article's true text, and the blocks to learn from."""

    site: str
    title: str | None
    page: Page
    lines: list[str]
    text: str
    names: tuple[str, ...]
    rows: Reals
    wanted: Reals
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
    check = parser.parse_args().check
    bench = (
        Path(
            os.environ.get("BENCH_DATA", Path(__file__).parents[3] / "shared" / "bench")
        )
        / "html_extraction"
    )
    if not (bench / "gold.jsonl").exists():
        sys.exit(f"no pages at {bench}: set BENCH_DATA to its parent folder")
    examples = read_examples(bench)
    if check:
        scores = runpy.run_path(str(bench / "score.py"))
        sys.stdout.write(cross_validated(examples, scores))
        return
    TARGET.write_text(written(fitted(examples)), "utf-8")
    sys.stdout.write(f"{TARGET.stat().st_size:,} bytes in {TARGET}\n")


def read_examples(bench: Path) -> list[Example]:
    """Read the pages, as the product sees them, and what it should make of them."""
    with (bench / "gold.jsonl").open(encoding="utf-8") as file:
        gold = [json.loads(line) for line in file]
    found = []
    for row in gold:
        html = gzip.decompress(
            (bench / "html" / f"{row['id']}.html.gz").read_bytes()
        ).decode("utf-8", "replace")
        if example := read_example(html, row):
            found.append(example)
    return found


def read_example(html: str, gold: dict[str, Any]) -> Example | None:
    """Read one page; None where it shows no text."""
    tree = parse(html)
    if tree is None or not (page := read_blocks(tree)).blocks:
        return None
    metadata = read_metadata(tree, None)
    lines = extracted_lines(tree, metadata.url)
    taken = taken_blocks(page, align(lines, page.blocks))
    evidence = weigh(page, taken, metadata.title)
    judged = taken | eligible(evidence)
    share = shares(gold["text"], [block.words for block in page.blocks])
    size = np.expm1(evidence.rows[:, evidence.names.index("words")])
    weights = np.sqrt(size / max(FEWEST_WORDS, len(WORD.findall(gold["text"]))))
    return Example(
        site=urlsplit(gold["url"]).netloc,
        title=metadata.title,
        page=page,
        lines=lines,
        text=gold["text"],
        names=evidence.names,
        rows=evidence.rows[judged],
        wanted=(share >= WANTED)[judged].astype(float),
        weights=weights[judged],
    )


def shares(text: str, blocks: Sequence[Sequence[str]]) -> Reals:
    """Return for each block the share of its words, in fours, that stand in the text.

    A short block stands there whole or not at all.
    """
    words = WORD.findall(text)
    grams = set(zip(*(words[start:] for start in range(GRAM)), strict=False))
    lines = {" ".join(WORD.findall(line)) for line in text.split("\n")}
    whole = f" {' '.join(words)} "

    def share(block: Sequence[str]) -> float:
        if " ".join(block) in lines:
            return 1.0
        if len(block) < GRAM:
            return float(len(block) > 1 and f" {' '.join(block)} " in whole)
        own = list(zip(*(block[start:] for start in range(GRAM)), strict=False))
        return sum(gram in grams for gram in own) / len(own)

    return np.array([share(block) for block in blocks])


def fitted(examples: Iterable[Example], plan: Plan = PLAN) -> Model:
    """Fit the model to the blocks of some pages."""
    chosen = list(examples)
    return fit(
        chosen[0].names,
        np.concatenate([example.rows for example in chosen]),
        np.concatenate([example.wanted for example in chosen]),
        np.concatenate([example.weights for example in chosen]),
        plan,
    )


def fold_models(examples: Sequence[Example]) -> list[Model]:
    """Fit for each fold a model to the sites outside it."""
    return [
        fitted(example for example in examples if fold_of(example.site) != fold)
        for fold in range(FOLDS)
    ]


def cross_validated(examples: Sequence[Example], scores: dict[str, Any]) -> str:
    """Score each page with a model that has not seen its site, beside the extractor alone."""
    models = fold_models(examples)
    corrected = [
        correct(
            example.page, example.lines, example.title, models[fold_of(example.site)]
        )
        for example in examples
    ]
    report = ""
    for name, texts in {
        "extractor": [example.lines for example in examples],
        "corrected": corrected,
    }.items():
        pairs = zip(examples, texts, strict=True)
        figures = scores["aggregate"](
            [
                scores["tp_fp_fn"](example.text, "\n".join(lines))
                for example, lines in pairs
            ]
        )
        report += (
            f"{name}: "
            + ", ".join(f"{key} {value:.4f}" for key, value in figures.items())
            + "\n"
        )
    return report


if __name__ == "__main__":
    main()
