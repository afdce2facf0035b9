"""Measure the models of blocks on sites that they have not seen, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cleaners.extraction import body
from cleaners.extraction.block_choice import BlockChoice
from cleaners.extraction.body import BodyModels, choose_body, is_in_doubt
from flows.training.body_examples import Example
from flows.training.labelled_blocks import FOLDERS, OWN

FALL = 0.1  # of the F1 of a page, against the extractor, that is counted as a fall
STEPS = ("extractor", "without the vote", "with it where in doubt", "with it always")
CERTAIN = 2.0  # above any expected F1: the vote is always asked
NEVER = -1.0  # below any expected F1: it is never asked

Counts = tuple[float, float, float]
"""The shares of a page's 4-grams that are right, too many and missing."""
Scorer = Mapping[str, Any]
"""The functions of score.py of the benchmark."""


@dataclass(frozen=True, slots=True)
class StepScores:
    """The scores of one step on one set of pages."""

    source: str
    step: str
    pages: int
    f1: float
    precision: float
    recall: float
    exact: float  # share of pages
    falls: int  # pages on which the F1 is FALL below that of the extractor
    asked: float  # share of pages on which the extractor is asked in doubt


@dataclass(frozen=True, slots=True)
class _PageTexts:
    """The text that each step takes from a page, and whether the vote was asked."""

    example: Example
    texts: Mapping[str, str]
    asked: bool


def measure_steps(
    examples: Iterable[Example], models: Sequence[BodyModels], scorer: Scorer
) -> Iterator[StepScores]:
    """Yield the scores of each step on each set of pages.

    `models` has one entry a fold, which was fitted to the others.
    """
    pages = [_extract(example, models[example.fold]) for example in examples]
    for source in (*FOLDERS, OWN):
        own = _from_source(pages, source)
        if own:
            for step in STEPS:
                yield _score(own, source, step, scorer)


def _from_source(pages: Iterable[_PageTexts], source: str) -> list[_PageTexts]:
    return [page for page in pages if page.example.labelled.source == source]


def as_lines(scores: Iterable[StepScores]) -> str:
    """Write scores for a terminal."""
    return "".join(
        f"{each.source} ({each.pages}) {each.step}: F1 {each.f1:.4f}, precision"
        f" {each.precision:.4f}, recall {each.recall:.4f}, exact {each.exact:.3f},"
        f" falls {each.falls}, asked {each.asked:.3f}\n"
        for each in scores
    )


def _extract(example: Example, models: BodyModels) -> _PageTexts:
    """Extract a page by each step."""
    choices = _choices(example, models)
    texts = ["\n".join(example.labelled.lines)]
    for choice in choices:
        text = _text(example, choice)
        texts.append(text)
    words = example.measured.measures.words
    asked = is_in_doubt(choices[0], words, body.ASKING_CONFIDENCE)
    by_step = dict(zip(STEPS, texts, strict=True))
    return _PageTexts(example, by_step, asked)


def _choices(example: Example, models: BodyModels) -> list[BlockChoice]:
    """Choose the blocks of a page never asking, asking in doubt, and always asking."""
    lines = example.labelled.lines
    return [
        choose_body(example.measured, lambda: lines, models, asking=least)
        for least in (NEVER, body.ASKING_CONFIDENCE, CERTAIN)
    ]


def _text(example: Example, choice: BlockChoice) -> str:
    blocks = example.labelled.page.blocks
    return "\n".join(blocks[number].text for number in np.flatnonzero(choice.chosen))


def _score(
    pages: Sequence[_PageTexts], source: str, step: str, scorer: Scorer
) -> StepScores:
    """Score one step; falls are counted against the extractor."""
    counts = [_counts(page, step, scorer) for page in pages]
    extractor = [_counts(page, STEPS[0], scorer) for page in pages]
    page_f1 = scorer["page_f1"]
    changes = [
        page_f1(own) - page_f1(other)
        for own, other in zip(counts, extractor, strict=True)
    ]
    exact = [wrong == missing == 0 for _, wrong, missing in counts]
    figures = scorer["aggregate"](counts)
    return StepScores(
        source=source,
        step=step,
        pages=len(pages),
        f1=figures["f1"],
        precision=figures["precision"],
        recall=figures["recall"],
        exact=float(np.mean(exact)),
        falls=sum(change <= -FALL for change in changes),
        asked=float(np.mean([page.asked for page in pages])),
    )


def _counts(page: _PageTexts, step: str, scorer: Scorer) -> Counts:
    counts: Counts = scorer["tp_fp_fn"](page.example.labelled.text, page.texts[step])
    return counts
