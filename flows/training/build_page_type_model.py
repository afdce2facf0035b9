"""Fit the models that tell the type of an HTML page.

Run it with `python -m flows.training.build_page_type_model [--check]`. It reads three folders of
BENCH_DATA: articles from html_extraction (498) and html_news (120), other pages from page_types
(422). Each page is a row twice: with its address, and with the one that it declares or none. With
--check, nothing is written: models are fitted on four fifths of the sites and score the others,
five times. These are the figures to expect on other sites.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from cleaners.decision_tables import Model, Reals
from cleaners.extraction.blocks import read_blocks
from cleaners.extraction.page_sources import read_sources
from cleaners.extraction.page_type import ARTICLE, KINDS, LISTING
from cleaners.extraction.page_types.address import read_address
from cleaners.extraction.page_types.arrays import read_arrays
from cleaners.extraction.page_types.declarations import read_declarations
from cleaners.extraction.page_types.features import page_features
from cleaners.extraction.page_types.prose import Features
from cleaners.extraction.page_types.story import NO_STORY
from cleaners.extraction.parsing import parse
from flows.training.bench_data import BENCH_DATA
from flows.training.boosting import BoostingPlan, fit, to_json
from flows.training.check_option import wants_check
from flows.training.folds import FOLDS, fold_of
from flows.training.page_type_report import Example, report

TARGET = Path(__file__).parents[2] / "cleaners" / "data" / "page_type_model.json"
SOURCES = {
    "html_extraction": "gold.jsonl",
    "html_news": "gold.jsonl",
    "page_types": "types.jsonl",
}
KIND_OF = {"collection": LISTING}  # products of a shop are listed like articles
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
LISTING_PLAN = replace(PLAN, tables=800, learning_rate=0.0125, feature_share=0.05)


def main() -> None:
    """Fit the models and write them, or measure them by cross-validation."""
    is_check = wants_check(__doc__)
    missing = [name for name in SOURCES if not (BENCH_DATA / name).exists()]
    if missing:
        sys.exit(f"no {', '.join(missing)} in {BENCH_DATA}: set BENCH_DATA")
    examples = list(read_examples(BENCH_DATA))
    if is_check:
        sys.stdout.write(cross_validate(examples))
        return
    models = fit_examples(examples)
    TARGET.write_text(models_to_json(models), "utf-8")
    sys.stdout.write(f"{TARGET.stat().st_size:,} bytes in {TARGET}\n")


def read_examples(data: Path) -> Iterator[Example]:
    """Read the pages of all sources that have text."""
    for folder, name in SOURCES.items():
        path = data / folder / name
        for line in path.read_text("utf-8").splitlines():
            gold = json.loads(line)
            html = _read_page(data / folder, gold["id"])
            example = read_example(html, gold)
            if example is not None:
                yield example


def _read_page(folder: Path, identifier: str) -> str:
    packed = folder / "html" / f"{identifier}.html.gz"
    content = gzip.decompress(packed.read_bytes())
    return content.decode("utf-8", "replace")


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
    return {kind: _fit_kind(kind, chosen) for kind in KINDS}


def _fit_kind(kind: str, examples: Sequence[Example]) -> Model:
    pages = [example.known for example in examples]
    pages += [example.declared for example in examples]
    targets = [float(example.kind == kind) for example in examples] * 2
    names = tuple(name for name in pages[0] if name not in NO_STORY)
    return fit(
        names=names,
        rows=_rows(pages, names),
        targets=np.array(targets),
        weights=np.ones(len(pages)),
        plan=_plan(kind),
    )


def _rows(pages: Sequence[Features], names: Sequence[str]) -> Reals:
    """Return the named features of pages; the story below a headline needs no model."""
    return np.array([[features[name] for name in names] for features in pages])


def _plan(kind: str) -> BoostingPlan:
    return LISTING_PLAN if kind == LISTING else PLAN


def models_to_json(models: dict[str, Model]) -> str:
    """Return the models as JSON, one table a line."""
    parts = [f'"{kind}": {to_json(model).strip()}' for kind, model in models.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def cross_validate(examples: Sequence[Example]) -> str:
    """Report how models do on sites that they have not seen."""
    models = [_fit_without(fold, examples) for fold in range(FOLDS)]
    return report(examples, [models[fold_of(example.site)] for example in examples])


def _fit_without(fold: int, examples: Sequence[Example]) -> dict[str, Model]:
    return fit_examples(each for each in examples if fold_of(each.site) != fold)


if __name__ == "__main__":
    main()
