"""Fit the tables of the second look: `python -m flows.training.build_second_look`.

SPUN_PAGES names a folder of real spun pages beside their originals (`spun_pages.py`). A page is
read with a lexicon that was built without its text, as the pages will be that the tables are used
for. Tables for each fold of the texts, fitted without it, show what they do on others; the figures
go to `second_look_folds.json` next to this file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaners.decision_tables import Model, Reals, sigmoid
from cleaners.paraphrase import Unspinner
from cleaners.paraphrase.page_words import PageWords
from cleaners.paraphrase.place_evidence import FEATURES
from cleaners.paraphrase.quotations import genuine_quotations
from cleaners.paraphrase.second_look import RESTORED, RIGHT, risk_of
from flows.training.boosting import BoostingPlan, fit, to_json
from flows.training.build_chooser import unspinner_without
from flows.training.edit_judge import EditJudge
from flows.training.spun_pages import SpunPage, spun_pages, texts_of_fold

TARGET = Path(__file__).parents[2] / "cleaners" / "data" / "second_look.json"
FOLDS_FILE = Path(__file__).with_name("second_look_folds.json")
PLAN = BoostingPlan(tables=300, questions=6, learning_rate=0.05)
RISKS = (
    0.1,
    0.15,
    0.2,
    0.25,
    0.3,
    0.35,
    0.4,
    0.45,
    0.5,
)  # that the figures are given for


class Examples(NamedTuple):
    """Proposals of pages: their evidence, whether words were right, and originals restore them."""

    fold: int
    rows: Reals
    right: Reals
    restored: Reals


def main() -> None:
    """Measure in folds, fit to all pages, and write both results."""
    examples = list(read_pages(list(spun_pages("counted"))))
    write_figures(examples)
    models = {RIGHT: fit_right(examples), RESTORED: fit_restored(examples)}
    TARGET.write_text(_as_json(models), encoding="utf-8")
    sys.stdout.write(f"{TARGET.stat().st_size:,} bytes in {TARGET}\n")


def read_pages(pages: Sequence[SpunPage]) -> Iterator[Examples]:
    """Yield the proposals of each page that is recognised."""
    for fold in sorted({page.fold for page in pages}):
        unspinner = unspinner_without(texts_of_fold(fold))
        for page in pages:
            if page.fold == fold:
                yield from _read_page(page, unspinner)


def _read_page(page: SpunPage, unspinner: Unspinner) -> Iterator[Examples]:
    """Yield the proposals of a page, if it is recognised."""
    decoded = unspinner.decode(page.spun)
    if decoded is None:
        return
    words = PageWords(page.spun, decoded)
    genuine = genuine_quotations(words, decoded)
    evidence = unspinner.lexicon_repair.evidence(words, decoded, genuine)
    judge = EditJudge.of(page.spun, page.original)
    right: list[bool] = []
    restored: list[bool] = []
    for each in evidence.proposals:
        first = words.word(each.start)
        last = words.word(each.end - 1)
        is_right = judge.is_right(first.start, last.end)
        right.append(is_right)
        is_restored = judge.restores(first.start, last.end, each.original)
        restored.append(is_restored)
    table = evidence.table()
    yield Examples(page.fold, table, _as_reals(right), _as_reals(restored))


def _as_reals(flags: Sequence[bool]) -> Reals:
    return np.array(flags, dtype=np.float64)


def fit_right(examples: Collection[Examples]) -> Model:
    """Fit the tables that tell how likely words are right as they are."""
    return _fit(examples, [each.right for each in examples])


def fit_restored(examples: Collection[Examples]) -> Model:
    """Fit the tables that tell how likely the original restores a place."""
    return _fit(examples, [each.restored for each in examples])


def _fit(examples: Collection[Examples], targets: Sequence[Reals]) -> Model:
    rows = np.concatenate([each.rows for each in examples])
    labels = np.concatenate(targets)
    return fit(FEATURES, rows, labels, np.ones(len(rows)), PLAN)


def write_figures(examples: Sequence[Examples]) -> None:
    """Write what tables do on texts that they do not know, and print it."""
    found = list(_measure(examples))
    for each in found:
        sys.stdout.write(f"{each}\n")
    FOLDS_FILE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _measure(examples: Sequence[Examples]) -> Iterator[dict[str, float]]:
    """Yield for each risk how many places are edited, restored, and were right before."""
    risks, right, restored = _in_folds(examples)
    for limit in RISKS:
        edited = risks <= limit
        yield {
            "risk": limit,
            "edited": _count(edited),
            "restored": _count(restored[edited]),
            "right": _count(right[edited]),
        }


def _count(flags: NDArray[np.generic]) -> int:
    return int(flags.sum())


def _in_folds(examples: Sequence[Examples]) -> tuple[Reals, Reals, Reals]:
    """Return the risks of all proposals by tables of other folds, and their labels."""
    risks: list[Reals] = []
    tested: list[Examples] = []
    for fold in sorted({each.fold for each in examples}):
        others = [each for each in examples if each.fold != fold]
        own = [each for each in examples if each.fold == fold]
        rows = np.concatenate([each.rows for each in own])
        right = sigmoid(fit_right(others).score(rows))
        restored = sigmoid(fit_restored(others).score(rows))
        risks.append(risk_of(right, restored))
        tested += own
    return (
        np.concatenate(risks),
        np.concatenate([each.right for each in tested]),
        np.concatenate([each.restored for each in tested]),
    )


def _as_json(models: Mapping[str, Model]) -> str:
    """Return models by name as JSON, one table a line."""
    parts = (f'"{name}": {to_json(model).strip()}' for name, model in models.items())
    return "{" + ",\n".join(parts) + "}\n"


if __name__ == "__main__":
    main()
