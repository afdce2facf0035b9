"""The training of the body model finds what can be learnt, and measures on sites that it has not seen."""

import json
from typing import Any

import numpy as np
import pytest

from cleaners.decision_tables import Reals
from flows.training.boosting import read, written
from flows.training.build_body_model import read_example, shares
from flows.training.folds import FOLDS, fold_of

NAMES = ("left", "right", "noise")


def test_a_forest_of_catboost_becomes_tables_that_say_the_same() -> None:
    draw = np.random.default_rng(1)
    trees = [grown(draw, depth) for depth in (3, 3, 1, 5)]
    model = read(NAMES, {"oblivious_trees": trees, "scale_and_bias": [2.0, [0.25]]})
    rows = draw.random((300, 3))
    assert model.judge(rows) == pytest.approx(
        [0.25 + 2 * sum(value_of(tree, row) for tree in trees) for row in rows]
    )
    assert [len(table.points) for table in model.tables] == [8, 8, 2, 32]
    assert json.loads(written(model))["start"] == model.start


def grown(draw: np.random.Generator, depth: int) -> dict[str, Any]:
    """Make a tree as CatBoost writes one."""
    splits = [
        {
            "float_feature_index": int(draw.integers(3)),
            "border": round(draw.random(), 4),
        }
        for _ in range(depth)
    ]
    return {
        "splits": splits,
        "leaf_values": draw.normal(size=1 << depth).round(4).tolist(),
    }


def value_of(tree: dict[str, Any], row: Reals) -> float:
    """Read a tree as CatBoost documents it: the first question is the lowest digit of a leaf's number."""
    above = (
        row[split["float_feature_index"]] > split["border"] for split in tree["splits"]
    )
    return float(
        tree["leaf_values"][sum(answer << place for place, answer in enumerate(above))]
    )


def test_a_block_is_wanted_as_far_as_the_article_has_it() -> None:
    article = "The boat left the quay at nine.\nNotes\nIt came back at dusk."
    blocks = [
        "The boat left the quay at nine",
        "Notes",
        "quay",
        "at dusk",
        "The boat left the town in May",
        "No word",
    ]
    found = shares(article, [block.split() for block in blocks])
    assert found.tolist() == [1.0, 1.0, 0.0, 1.0, 0.25, 0.0]


def test_an_example_holds_the_blocks_to_learn_from() -> None:
    told = "<p>The ferry left the harbour at nine, and nobody on the quay expected it back before dark.</p>"
    html = f"<html><body><nav><a href='/'>Home</a></nav><article><h1>Out</h1>{told}</article></body></html>"
    gold = {
        "url": "https://bay.example/ferry",
        "text": "The ferry left the harbour at nine, and nobody on the quay expected it",
    }
    example = read_example(html, gold)
    assert example is not None
    assert example.site == "bay.example"
    assert example.wanted.tolist() == [0.0, 0.0, 1.0]
    assert read_example("<html><body></body></html>", gold) is None


def test_a_site_is_always_in_one_fold() -> None:
    sites = [f"site{number}.example" for number in range(200)]
    assert {fold_of(site) for site in sites} == set(range(FOLDS))
    assert [fold_of(site) for site in sites] == [fold_of(site) for site in sites]
