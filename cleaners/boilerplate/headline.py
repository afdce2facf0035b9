"""Find the line that is the title: a model scores the lines near the top of the page.

The model (`cleaners/data/headline_model.json`, fitted by `python -m
flows.training.build_headline_model`) reads the features of `headline_features`. A title is taken if
its score is above a threshold: no title is better than a wrong one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from cleaners.boilerplate.headline_features import headline_features, read_head
from cleaners.boilerplate.headline_form import HeadlineFeatures
from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.repeated_headline import repeats
from cleaners.decision_tables import Reals, load
from cleaners.lines import Line

MODEL = "headline_model.json"
# Log-odds above which a line is the headline. Chosen on the development pages for few wrong
# titles; where an extractor has cleaned the text, more is asked.
THRESHOLD, EXTRACTED_THRESHOLD = -0.5, 0.5


@dataclass(frozen=True, slots=True)
class Headline:
    """The title's line, and whether a copy or a slug of it elsewhere on the page confirms it."""

    line: Line
    confirmed: bool


def find_headline(
    page: ScannedPage, proposed: Collection[int], *, extracted: bool = False
) -> Headline | None:
    """Choose the title among the lines near the top of a page, or none.

    `proposed` holds the indices of the lines that rules propose to remove. `extracted` is true
    where an extractor has cleaned the text before.
    """
    head = read_head(page, proposed)
    if not head.numbers:
        return None
    scores = score_candidates(headline_features(head))
    best = int(scores.argmax())
    threshold = EXTRACTED_THRESHOLD if extracted else THRESHOLD
    if scores[best] <= threshold:
        return None
    line = page.lines[head.numbers[best]]
    return Headline(line, _has_copy(line, page.lines))


def score_candidates(rows: Sequence[HeadlineFeatures]) -> Reals:
    """Return the log-odds that each candidate is the headline, shape (candidates,)."""
    names = tuple(rows[0])
    values = [list(row.values()) for row in rows]
    return load(MODEL, names).score(np.array(values))


def _has_copy(line: Line, lines: Sequence[Line]) -> bool:
    """Whether another line of the page repeats a line."""
    others = [other for other in lines if other.index != line.index]
    return any(repeats(other.text, line.text) for other in others)
