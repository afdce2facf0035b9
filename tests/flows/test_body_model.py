"""Check that the training of the body model learns, and measures on unseen sites."""

import json
from typing import Any

import numpy as np
import pytest

from cleaners.decision_tables import Reals
from flows.training.boosting import read_forest, to_json
from flows.training.folds import FOLDS, HALVES, fold_of, half_of
from flows.training.labelled_blocks import (
    LabelledHtml,
    fragment_of,
    label,
    share_in_text,
)
from flows.training.marked_pages import MARK, read_marked_pages
from flows.training.word_odds import TermCounts, log_odds, without_rare

NAMES = ("left", "right", "noise")


def test_a_forest_of_catboost_becomes_tables_with_the_same_scores() -> None:
    draw = np.random.default_rng(1)
    trees = [grown(draw, depth) for depth in (3, 3, 1, 5)]
    model = read_forest(
        NAMES, {"oblivious_trees": trees, "scale_and_bias": [2.0, [0.25]]}
    )
    rows = draw.random((300, 3))
    assert model.score(rows) == pytest.approx(
        [0.25 + 2 * sum(value_of(tree, row) for tree in trees) for row in rows]
    )
    assert [len(table.log_odds) for table in model.tables] == [8, 8, 2, 32]
    assert json.loads(to_json(model))["bias"] == model.bias


@pytest.mark.parametrize("border", [0.1, 0.7, 2.5, 1 / 3, 1e-7])
def test_a_threshold_separates_what_catboost_separates(border: float) -> None:
    tree = {
        "splits": [{"float_feature_index": 0, "border": border}],
        "leaf_values": [-1.0, 1.0],
    }
    model = read_forest(
        ("size",), {"oblivious_trees": [tree], "scale_and_bias": [1.0, [0.0]]}
    )
    lower = np.float32(border)
    upper = np.nextafter(lower, np.float32(1e9))
    near = np.array([border, float(lower), float(upper), border * 0.99, border * 1.01])
    expected = np.where(near.astype(np.float32) > lower, 1.0, -1.0)
    assert model.score(near[:, np.newaxis]).tolist() == expected.tolist()


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
    """Read a tree as CatBoost documents it: its first question is the lowest bit of a leaf."""
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
    found = share_in_text(article, [block.split() for block in blocks])
    assert found.tolist() == [1.0, 1.0, 0.0, 1.0, 0.25, 0.0]


PARAGRAPH = (
    "<p>The ferry left the harbour at nine, and nobody on the quay expected it"
    " back before dark.</p>"
)
GOLD = {
    "url": "https://bay.example/ferry",
    "text": "The ferry left the harbour at nine, and nobody on the quay expected it",
}


def labelled() -> LabelledHtml:
    html = (
        "<html><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>Out</h1>{PARAGRAPH}</article></body></html>"
    )
    found = label("pages", "ferry", html, GOLD)
    assert found is not None
    return found


def test_a_page_is_labelled_block_by_block() -> None:
    page = labelled()
    assert page.site == "bay.example"
    assert page.targets.tolist() == [0.0, 0.0, 1.0]
    assert label("pages", "empty", "<html><body></body></html>", GOLD) is None


def test_a_fragment_is_the_element_with_the_article() -> None:
    fragment = fragment_of(labelled())
    assert fragment is not None
    assert [block.text[:3] for block in fragment.page.blocks] == ["The"]
    assert fragment.targets.tolist() == [1.0]
    assert [each.parent for each in fragment.page.containers] == [-1]


def test_words_are_counted_once_a_site() -> None:
    counts = TermCounts()
    for _ in range(3):
        counts.add_site({"ferry": 9, "the": 2}, {"menu": 5, "the": 2})
    counts.add_site({"rare": 1}, {})
    odds = log_odds([counts])
    assert odds["ferry"] > odds["the"] > odds["menu"]
    assert "rare" not in odds
    common = without_rare([counts])
    assert set(common[0].sites) == {"ferry", "the", "menu"}
    assert log_odds(common).keys() == odds.keys()


def test_marked_pages_lose_their_marks() -> None:
    pages = list(read_marked_pages())
    assert {page.half for page in pages} == set(HALVES)
    for page in pages:
        assert MARK not in page.html
        assert page.text.strip()
        assert page.metadata.keys() == {"title", "author", "date"}


def test_a_site_is_always_in_one_fold() -> None:
    sites = [f"site{number}.example" for number in range(200)]
    assert {fold_of(site) for site in sites} == set(range(FOLDS))
    assert [fold_of(site) for site in sites] == [fold_of(site) for site in sites]
    assert {half_of(site) for site in sites} == set(HALVES)
