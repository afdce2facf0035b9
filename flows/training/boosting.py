"""Fit tables that judge rows, by CatBoost: gradient boosting with oblivious trees (Prokhorenkova et al. 2018).

All rows at one depth of such a tree get the same question, so a tree is a table of answers. Here
CatBoost's trees become the tables that `cleaners.decision_tables` reads: it is needed to fit a
model, never to use one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from cleaners.decision_tables import Model, Reals, Table

DIGITS = 4  # of points
SLACK = 0.05  # log-odds by which the rounded points of all tables may miss CatBoost's
BINS = 32  # between the bounds of a column


@dataclass(frozen=True, slots=True)
class Plan:
    """How to boost: tables, questions in each, the step, and what keeps a table from fitting noise."""

    tables: int = 250
    questions: int = 5
    step: float = 0.1
    shrinkage: float = 10.0
    rows: float = 0.5  # share that a table sees
    columns: float = 0.35  # share that a question may ask about
    seed: int = 0


def fit(
    names: Sequence[str], rows: Reals, wanted: Reals, weights: Reals, plan: Plan
) -> Model:
    """Fit tables that tell rows wanted (1) from others (0), by logistic loss; the same rows give the same tables."""
    from catboost import CatBoostClassifier  # noqa: PLC0415 - of the extra `train`, which tests do without

    forest = CatBoostClassifier(
        loss_function="Logloss",
        iterations=plan.tables,
        depth=plan.questions,
        learning_rate=plan.step,
        l2_leaf_reg=plan.shrinkage,
        bootstrap_type="Bernoulli",
        subsample=plan.rows,
        rsm=plan.columns,
        border_count=BINS,
        random_strength=0.0,  # the sample of rows is chance enough
        random_seed=plan.seed,
        thread_count=1,  # sums of figures hang on how many add them
        allow_writing_files=False,
        verbose=False,
    )
    forest.fit(rows, wanted, sample_weight=weights / weights.mean())
    with TemporaryDirectory() as folder:
        path = Path(folder) / "forest.json"
        forest.save_model(str(path), format="json")
        model = read(names, json.loads(path.read_text("utf-8")))
    missed = float(
        np.abs(
            model.judge(rows) - forest.predict(rows, prediction_type="RawFormulaVal")
        ).max()
    )
    if missed > SLACK:
        raise ValueError(
            f"the tables miss CatBoost's log-odds by {missed:.3f}: its model format may have changed"
        )
    return model


def read(names: Sequence[str], forest: Mapping[str, Any]) -> Model:
    """Read the model that CatBoost writes as JSON; `names` are the columns in their order."""
    scale, (start,) = forest["scale_and_bias"]
    tables = (_table(names, tree, scale) for tree in forest["oblivious_trees"])
    return Model(tuple(names), round(float(start), DIGITS), tuple(tables))


def _table(names: Sequence[str], tree: Mapping[str, Any], scale: float) -> Table:
    """Turn the questions round: CatBoost's first one is the lowest digit of the answers, ours the highest."""
    questions = tree["splits"][::-1]
    return Table(
        tuple(names[question["float_feature_index"]] for question in questions),
        tuple(float(str(np.float32(question["border"]))) for question in questions),
        tuple(round(scale * value, DIGITS) for value in tree["leaf_values"]),
    )


def written(model: Model) -> str:
    """Write a model as JSON, a table a line."""
    rows = (json.dumps(asdict(table), ensure_ascii=False) for table in model.tables)
    return f'{{"start": {model.start!r}, "tables": [\n' + ",\n".join(rows) + "\n]}\n"
