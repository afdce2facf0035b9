"""The training of the body model finds what can be learnt, and measures on sites that it has not seen."""

import numpy as np

from flows.training.boosting import Plan, fit
from flows.training.build_body_model import read_example, shares
from flows.training.folds import FOLDS, fold_of

NAMES = ("left", "right", "noise")


def test_boosting_learns_what_no_single_question_tells() -> None:
    draw = np.random.default_rng(1)
    rows = draw.random((2_000, 3))
    wanted = ((rows[:, 0] > 0.5) != (rows[:, 1] > 0.3)).astype(float)
    model = fit(NAMES, rows, wanted, np.ones(len(rows)), Plan(tables=40, columns=1.0))
    fresh = draw.random((500, 3))
    right = (model.judge(fresh) > 0) == ((fresh[:, 0] > 0.5) != (fresh[:, 1] > 0.3))
    assert right.mean() > 0.95
    assert model == fit(NAMES, rows, wanted, np.ones(len(rows)), Plan(tables=40, columns=1.0))


def test_a_block_is_wanted_as_far_as_the_article_has_it() -> None:
    article = "The boat left the quay at nine.\nNotes\nIt came back at dusk."
    blocks = ["The boat left the quay at nine", "Notes", "quay", "at dusk", "The boat left the town in May", "No word"]
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
