"""Measure the decisions that a model of lines makes, with the scorer of the text benchmark."""

from __future__ import annotations

import runpy
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from cleaners.boilerplate.line_model import decide
from cleaners.boilerplate.page import Removals
from cleaners.boilerplate.thresholds import thresholds_of
from cleaners.decision_tables import Reals
from cleaners.lines import Line
from flows.training.labelled_pages import NEWS_PREFIX, SCRAPE
from flows.training.line_examples import Example

ALL_DUMPERS = "all dumpers"


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of one group of pages."""

    group: str
    pages: int
    macro_char_f1: float
    exact: float
    lost_a_paragraph: float


def measure(
    bench: Path, examples: Sequence[Example], log_odds: Iterable[Reals]
) -> Iterator[Scores]:
    """Score the decisions on pages of the text benchmark, with its own scorer."""
    accumulator = _scorer(bench).Acc
    totals: dict[str, Any] = defaultdict(accumulator)
    for example, own in zip(examples, log_odds, strict=True):
        if example.labelled.made:
            continue
        kept = _kept_lines(example, own)
        labels = _labels_of(example)
        for group in _groups_of(example):
            totals[group].add(labels, kept)
    for group in sorted(totals):
        found = totals[group].res()
        yield _scores_of(group, found)


def _scorer(bench: Path) -> SimpleNamespace:
    """Load the scorer of the text benchmark."""
    path = bench / "text_boilerplate" / "score.py"
    return SimpleNamespace(**runpy.run_path(str(path)))


def _groups_of(example: Example) -> Iterator[str]:
    """Yield the groups whose figures a page counts for."""
    dumper = example.labelled.dumper
    yield dumper
    if dumper != SCRAPE and not dumper.startswith(NEWS_PREFIX):
        yield ALL_DUMPERS


def _labels_of(example: Example) -> list[dict[str, object]]:
    """Return the lines of a page with their labels, as the scorer wants them."""
    return [
        {"text": line.text, "keep": line.keep, "amb": line.keep is None}
        for line in example.labelled.lines
    ]


def _kept_lines(example: Example, log_odds: Reals) -> list[bool]:
    """Decide for each line of a page whether it is kept; a title line counts as kept."""
    page = example.page
    thresholds = thresholds_of(page, example.taken)
    removed = decide(page, example.taken, log_odds, thresholds)
    return [
        not is_removed or _is_title(line, example.taken)
        for line, is_removed in zip(page.lines, removed, strict=True)
    ]


def _is_title(line: Line, taken: Removals) -> bool:
    """Whether a line is lifted as the title."""
    removal = taken.get(line.index)
    return removal is not None and removal.is_title


def _scores_of(group: str, found: dict[str, Any]) -> Scores:
    """Name the figures of the benchmark's scorer."""
    return Scores(
        group,
        found["docs"],
        found["macro_char_f1"],
        found["exact"],
        found["lost_par"],
    )
