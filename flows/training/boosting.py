"""Fit decision tables with CatBoost: gradient boosting on oblivious trees.

The method is that of Prokhorenkova et al. 2018. All rows at one depth of an oblivious tree are
asked the same question, so a tree is a table of answers. CatBoost's trees become the tables that
`cleaners.decision_tables` reads. CatBoost is needed to fit a model, never to use one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from cleaners.decision_tables import Model, Reals, Table

if TYPE_CHECKING:
    from catboost import CatBoostClassifier

DIGITS = 4  # decimal places of a stored log-odds; keeps the data files small
ROUNDING_TOLERANCE = 0.05  # log-odds, summed over all tables; a guard, not tuned
BORDERS = 32  # candidate thresholds per feature; CatBoost's border_count, not tuned


@dataclass(frozen=True, slots=True)
class BoostingPlan:
    """The hyperparameters of a fit."""

    tables: int = 250
    questions: int = 5  # per table
    learning_rate: float = 0.1
    l2_penalty: float = 10.0
    row_share: float = 0.5  # sampled for each table
    feature_share: float = 0.35  # sampled for each question
    seed: int = 0


def fit(
    names: Sequence[str],
    rows: Reals,
    targets: Reals,
    weights: Reals,
    plan: BoostingPlan,
) -> Model:
    """Fit tables that separate rows of target 1 from rows of target 0, by logistic loss.

    `rows` has the shape (rows, features); `targets` and `weights` have one value a row. The same
    input gives the same tables. Raises ValueError where the tables do not reproduce CatBoost.
    """
    forest = _classifier(plan)
    forest.fit(rows, targets, sample_weight=weights / weights.mean())
    with TemporaryDirectory() as folder:
        path = Path(folder) / "forest.json"
        forest.save_model(str(path), format="json")
        model = read_forest(names, json.loads(path.read_text("utf-8")))
    expected = forest.predict(rows, prediction_type="RawFormulaVal")
    largest_error = float(np.abs(model.score(rows) - expected).max())
    if largest_error > ROUNDING_TOLERANCE:
        raise ValueError(
            f"the tables miss CatBoost's log-odds by {largest_error:.3f}: "
            "its model format may have changed"
        )
    return model


def _classifier(plan: BoostingPlan) -> CatBoostClassifier:
    """Return an unfitted CatBoost classifier that gives the same result on every machine."""
    from catboost import CatBoostClassifier  # noqa: PLC0415 - extra `train`, not in tests

    return CatBoostClassifier(
        loss_function="Logloss",
        iterations=plan.tables,
        depth=plan.questions,
        learning_rate=plan.learning_rate,
        l2_leaf_reg=plan.l2_penalty,
        bootstrap_type="Bernoulli",
        subsample=plan.row_share,
        rsm=plan.feature_share,
        border_count=BORDERS,
        random_strength=0.0,  # sampling rows and features is random enough
        random_seed=plan.seed,
        thread_count=1,  # floating-point sums depend on the number of threads
        allow_writing_files=False,
        verbose=False,
    )


def read_forest(names: Sequence[str], forest: Mapping[str, Any]) -> Model:
    """Convert a model in CatBoost's JSON format; `names` are the features in order."""
    scale, (start,) = forest["scale_and_bias"]
    tables = (_table(names, tree, scale) for tree in forest["oblivious_trees"])
    return Model(tuple(names), round(float(start), DIGITS), tuple(tables))


def _table(names: Sequence[str], tree: Mapping[str, Any], scale: float) -> Table:
    """Convert one tree.

    CatBoost's first question is the lowest binary digit of an answer, ours the highest, so the
    order of the questions is reversed.
    """
    questions = tree["splits"][::-1]
    return Table(
        tuple(names[question["float_feature_index"]] for question in questions),
        tuple(_threshold(question["border"]) for question in questions),
        tuple(round(scale * value, DIGITS) for value in tree["leaf_values"]),
    )


def _threshold(border: float) -> float:
    """Return what a feature must be above, so that CatBoost says the same of it.

    CatBoost rounds features to 32 bits before it compares them. A number that rounds to more than
    the border is above the middle between the border and the next number of 32 bits.
    """
    lower = np.float32(border)
    upper = np.nextafter(lower, np.float32(np.inf))
    return (float(lower) + float(upper)) / 2


def to_json(model: Model) -> str:
    """Return a model as JSON, one table a line."""
    rows = (json.dumps(asdict(table), ensure_ascii=False) for table in model.tables)
    return f'{{"bias": {model.bias!r}, "tables": [\n' + ",\n".join(rows) + "\n]}\n"
