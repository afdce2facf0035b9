"""Fit the models that tell the type of an HTML page.

Run it with `python -m flows.training.build_page_type_model [--check]`. It reads three folders of
BENCH_DATA: articles from html_extraction (498) and html_news (120), other pages from page_types
(422). Each page is a row twice: with its address, and with the one that it declares or none. With
--check, nothing is written: models are fitted on four fifths of the sites and score the others,
five times. These are the figures to expect on other sites.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from cleaners.decision_tables import Model
from cleaners.extraction.blocks import read_blocks
from cleaners.extraction.page import parse
from cleaners.extraction.page_sources import read_sources
from cleaners.extraction.page_type import (
    ARTICLE,
    KINDS,
    LISTING,
    THRESHOLD,
    decide,
    find_evidence,
    score_page,
)
from cleaners.extraction.page_types.address import read_address
from cleaners.extraction.page_types.arrays import read_arrays
from cleaners.extraction.page_types.declarations import read_declarations
from cleaners.extraction.page_types.features import page_features
from cleaners.extraction.page_types.prose import Features
from flows.training.bench_data import BENCH_DATA
from flows.training.boosting import BoostingPlan, fit, to_json
from flows.training.folds import FOLDS, fold_of

TARGET = Path(__file__).parents[2] / "cleaners" / "data" / "page_type_model.json"
SOURCES = {
    "html_extraction": "gold.jsonl",
    "html_news": "gold.jsonl",
    "page_types": "types.jsonl",
}
KIND_OF = {"collection": LISTING}  # products of a shop are listed like articles
# Log-odds by which the threshold of a listing is raised and lowered in the report.
SHIFTS = (1.0, 0.5, 0.25, 0.0, -0.25, -0.5, -1.0)
# Measure other settings with --check before changing these.
PLAN = BoostingPlan(
    tables=80,
    questions=4,
    learning_rate=0.1,
    l2_penalty=5.0,
    row_share=0.7,
    feature_share=0.3,
)
# By this model pages are refused, so that it has more and smaller steps.
LISTING_PLAN = replace(PLAN, tables=200, learning_rate=0.05, feature_share=0.1)


@dataclass(frozen=True, slots=True)
class Example:
    """A page with its site, its true type and its features.

    `declared` are the features where only the address that the page declares is known.
    """

    url: str
    site: str
    kind: str
    known: Features
    declared: Features


def main() -> None:
    """Fit the models and write them, or measure them by cross-validation."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="measure by cross-validation over sites, write nothing",
    )
    arguments = parser.parse_args()
    missing = [name for name in SOURCES if not (BENCH_DATA / name).exists()]
    if missing:
        sys.exit(f"no {', '.join(missing)} in {BENCH_DATA}: set BENCH_DATA")
    examples = list(read_examples(BENCH_DATA))
    if arguments.check:
        sys.stdout.write(cross_validate(examples))
        return
    models = fit_examples(examples)
    TARGET.write_text(models_to_json(models), "utf-8")
    sys.stdout.write(f"{TARGET.stat().st_size:,} bytes in {TARGET}\n")


def read_examples(data: Path) -> Iterator[Example]:
    """Read the pages of all sources that have text."""
    for folder, name in SOURCES.items():
        with (data / folder / name).open(encoding="utf-8") as lines:
            for line in lines:
                gold = json.loads(line)
                packed = data / folder / "html" / f"{gold['id']}.html.gz"
                html = gzip.decompress(packed.read_bytes()).decode("utf-8", "replace")
                example = read_example(html, gold)
                if example is not None:
                    yield example


def read_example(html: str, gold: dict[str, Any]) -> Example | None:
    """Read one page; None if it has no text."""
    tree = parse(html)
    if tree is None or not (page := read_blocks(tree)).blocks:
        return None
    arrays = read_arrays(page)
    declarations = read_declarations(tree)
    url = gold["url"]
    declared = read_sources(tree, None).url
    kind = gold.get("type", ARTICLE)
    return Example(
        url=url,
        site=urlsplit(url).netloc,
        kind=KIND_OF.get(kind, kind),
        known=page_features(arrays, declarations, read_address(url)),
        declared=page_features(arrays, declarations, read_address(declared)),
    )


def fit_examples(examples: Iterable[Example]) -> dict[str, Model]:
    """Fit one model for each type: pages of the type against all others."""
    chosen = list(examples)
    pages = [*(each.known for each in chosen), *(each.declared for each in chosen)]
    rows = np.array([list(features.values()) for features in pages])
    kinds = np.array([example.kind for example in chosen] * 2)
    weights = np.ones(len(rows))
    names = tuple(pages[0])
    return {
        kind: fit(names, rows, (kinds == kind).astype(float), weights, _plan(kind))
        for kind in KINDS
    }


def _plan(kind: str) -> BoostingPlan:
    return LISTING_PLAN if kind == LISTING else PLAN


def models_to_json(models: dict[str, Model]) -> str:
    """Return the models as JSON, one table a line."""
    parts = [f'"{kind}": {to_json(model).strip()}' for kind, model in models.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def cross_validate(examples: Sequence[Example]) -> str:
    """Report how models do on sites that they have not seen."""
    models = [
        fit_examples(each for each in examples if fold_of(each.site) != fold)
        for fold in range(FOLDS)
    ]
    return report(examples, [models[fold_of(example.site)] for example in examples])


def report(examples: Sequence[Example], models: Sequence[dict[str, Model]]) -> str:
    """Report recall by type and what is refused; one set of models for each example."""
    parts = []
    for name in ("known", "declared"):
        pages: list[Features] = [getattr(example, name) for example in examples]
        log_odds = [score_page(*each) for each in zip(pages, models, strict=True)]
        parts.append(f"address {name}\n")
        parts.append(_report_kinds(examples, pages, log_odds))
        parts.append(_report_refusals(examples, pages, log_odds))
    return "".join(parts)


def _report_kinds(
    examples: Sequence[Example],
    pages: Sequence[Features],
    log_odds: Sequence[dict[str, float]],
) -> str:
    """Return the recall and the precision of each type."""
    found = [decide(*each).kind for each in zip(pages, log_odds, strict=True)]
    true = [example.kind for example in examples]
    right = Counter(a for a, b in zip(true, found, strict=True) if a == b)
    of_kind = Counter(true)
    called = Counter(found)
    lines = [
        f"  {kind}: {of_kind[kind]} pages, recall {right[kind] / of_kind[kind]:.3f},"
        f" precision {right[kind] / max(1, called[kind]):.3f}\n"
        for kind in KINDS
    ]
    return "".join(lines)


def _report_refusals(
    examples: Sequence[Example],
    pages: Sequence[Features],
    log_odds: Sequence[dict[str, float]],
) -> str:
    """Return what share of each type is refused at stricter and looser thresholds."""
    lines = []
    totals = Counter(example.kind for example in examples)
    for shift in SHIFTS:
        refused: Counter[str] = Counter()
        lost = []
        for example, page, odds in zip(examples, pages, log_odds, strict=True):
            if find_evidence(page, odds, THRESHOLD + shift):
                refused[example.kind] += 1
                if example.kind == ARTICLE:
                    lost.append(f"{odds[LISTING]:.2f} {example.url}")
        cells = [f"{kind} {refused[kind]}/{totals[kind]}" for kind in KINDS]
        line = f"  refused above {THRESHOLD + shift:+.2f}: {', '.join(cells)}\n"
        lines.append(line + "".join(f"    {each}\n" for each in lost))
    return "".join(lines)


if __name__ == "__main__":
    main()
