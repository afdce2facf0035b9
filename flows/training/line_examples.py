"""Turn labelled pages into examples for the model that scores lines, as the pipeline sees them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cleaners.boilerplate.features import line_features
from cleaners.boilerplate.page import Removals, ScannedPage
from cleaners.boilerplate.removal import propose_removals
from cleaners.boilerplate.scan import shipped
from cleaners.decision_tables import Reals
from flows.training.folds import fold_of
from flows.training.labelled_line import LabelledPage


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


def read_example(labelled: LabelledPage) -> Example:
    """Compute the features of a page's lines as the pipeline does."""
    page = ScannedPage.of(labelled.text, shipped())
    taken = propose_removals(page, openers=shipped().openers)
    titles = (each.value for each in taken.values() if each.column == "title")
    columns = line_features(page, taken, next(titles, None))
    return Example(
        labelled,
        page,
        taken,
        tuple(columns),
        np.stack(list(columns.values()), axis=1),
        fold_of(labelled.site),
    )
