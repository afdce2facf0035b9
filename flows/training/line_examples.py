"""Turn labelled pages into examples for the model that scores lines, as the pipeline sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from cleaners.boilerplate.features import line_features
from cleaners.boilerplate.page import Removals, ScannedPage, known_title
from cleaners.boilerplate.removal import propose_removals
from cleaners.boilerplate.scan import shipped
from cleaners.decision_tables import Reals
from flows.training.folds import fold_of
from flows.training.hidden_rules import hide_rules
from flows.training.labelled_line import LabelledPage
from flows.training.labelled_pages import SCRAPE

VIEWS = 2  # of a scrape, each without other rules; more gained nothing


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled page, what the rules take from it, and the features of its lines.

    `rows` has the shape (lines, features).
    """

    labelled: LabelledPage
    page: ScannedPage
    taken: Removals
    names: tuple[str, ...]
    rows: Reals
    fold: int


def read_examples(labelled: LabelledPage) -> Iterator[Example]:
    """Yield an example of a page; scrapes also as they are without most rules."""
    page = ScannedPage.of(labelled.text, shipped())
    yield _example(labelled, page)
    if labelled.dumper != SCRAPE:
        return
    unmeasured = replace(labelled, made=True)
    for view in range(VIEWS):
        hidden = hide_rules(page, f"{labelled.site} {view}")
        yield _example(unmeasured, hidden)


def _example(labelled: LabelledPage, page: ScannedPage) -> Example:
    """Compute the features of a page's lines as the pipeline does."""
    taken = propose_removals(page, openers=shipped().openers)
    columns = line_features(page, taken, known_title(taken))
    rows = np.stack(list(columns.values()), axis=1)
    fold = fold_of(labelled.site)
    return Example(labelled, page, taken, tuple(columns), rows, fold)
