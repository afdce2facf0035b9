"""The vote on lines: what the choice along a page maximises, what it reaches, what it must leave alone."""

import json
from itertools import pairwise, permutations, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import encoding
from cleaners.boilerplate import Doubt, Removal, edits_of, find, judge
from cleaners.boilerplate.line_model import DOUBTED, bounds_of, decide, smooth
from cleaners.boilerplate.page import Page
from cleaners.boilerplate.removal import take
from cleaners.boilerplate.scan import shipped
from cleaners.boilerplate.window_features import (
    FAR,
    OUTSIDE,
    runs,
    shifted,
    since,
    until,
    windows,
)
from cleaners.decision_tables import Model, Table, sigmoid
from cleaners.draft import Draft

ROOT = Path(__file__).parents[2]
SENTENCES = [
    json.loads(line)
    for line in (ROOT / "tests" / "cases" / "adversarial.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
PARAGRAPHS = (
    "The lighthouse at Skarholm will be kept by a family again, forty years after the last keeper rowed ashore.",
    "The coast office chose the Lindqvists from ninety families, because they had repaired a mill and kept bees.",
    "They will live on the rock from April to October, read the weather gauges twice a day and paint the railings.",
    "“We wanted the children to learn what a clock is for,” said Marta Lindqvist, who taught physics in the town.",
    "The lamp itself has run without hands since 1984, when the office replaced the paraffin burner by a cable.",
    "In winter the rock is cut off for weeks, and the family will move into a flat above the harbour master.",
    "Fishermen had asked for a keeper ever since a trawler struck the outer reef in fog and nobody saw its flares.",
    "The office will pay for coal, for the boat and for one telephone, but for no teacher, it said in its letter.",
    "If the trial goes well, two more towers on the northern coast will be given to families in the year after.",
    "The first of the paint arrived on Monday: eleven barrels of white, and three of a red that nobody had ordered.",
)
ARTICLE = "\n\n".join(PARAGRAPHS)
gains = st.lists(st.integers(-4, 4).map(float), min_size=1, max_size=7)


def worth(chosen: tuple[bool, ...], amounts: list[float], change: float) -> float:
    """Add the gains of what is chosen, less the price of each change; a page begins and ends without one."""
    changes = sum(before != after for before, after in pairwise(chosen))
    return (
        sum(gain for gain, goes in zip(amounts, chosen, strict=True) if goes)
        - change * changes
    )


@settings(max_examples=200, deadline=None)
@given(gains, st.sampled_from([0.0, 0.25, 1.5]))
def test_the_choice_along_a_page_is_worth_most(
    amounts: list[float], change: float
) -> None:
    best = max(
        worth(each, amounts, change)
        for each in product((False, True), repeat=len(amounts))
    )
    assert worth(tuple(smooth(amounts, change)), amounts, change) == best


flags = st.lists(st.booleans(), min_size=1, max_size=50)


@settings(max_examples=200, deadline=None)
@given(flags)
def test_distances_count_lines(flagged: list[bool]) -> None:
    column = np.array(flagged, float)
    for number in range(len(flagged)):
        above = [other for other in range(number) if flagged[other]]
        below = [other for other in range(number + 1, len(flagged)) if flagged[other]]
        assert since(column)[number] == (min(number - above[-1], FAR) if above else FAR)
        assert until(column)[number] == (min(below[0] - number, FAR) if below else FAR)


@settings(max_examples=200, deadline=None)
@given(flags, st.integers(1, 4))
def test_neighbours_stand_where_they_stood(flagged: list[bool], by: int) -> None:
    column = np.array(flagged, float)
    padded = [OUTSIDE] * by + column.tolist() + [OUTSIDE] * by
    assert shifted(column, by).tolist() == padded[2 * by :]
    assert shifted(column, -by).tolist() == padded[: len(flagged)]
    around = windows({"flag": column})
    for number in range(len(flagged)):
        assert around["flag above 5"][number] == pytest.approx(
            sum(flagged[max(0, number - 5) : number]) / 5
        )
        assert around["flag below 12"][number] == pytest.approx(
            sum(flagged[number + 1 : number + 13]) / 12
        )


def test_a_run_averages_its_lines() -> None:
    found = runs(
        np.array([False, False, True, True, False]),
        {"ends": np.array([1.0, 0.0, 1.0, 0.0, 1.0])},
    )
    assert found["run"].tolist() == [2, 2, 1, 2, 2]
    assert found["run ends"].tolist() == [0.5, 0.5, 1, 0.5, 0.5]


def test_tables_add_their_points() -> None:
    tables = (
        Table(("a", "b"), (0.5, 2.0), (1.0, 2.0, 4.0, 8.0)),
        Table(("b",), (0.0,), (-1.0, 1.0)),
    )
    model = Model(("b", "a"), 0.5, tables)
    rows = np.array([[0.0, 0.0], [3.0, 0.0], [1.0, 1.0], [3.0, 1.0]])
    assert model.judge(rows).tolist() == [0.5, 3.5, 5.5, 9.5]
    assert sigmoid(np.array([0.0])).tolist() == [0.5]


def cleaned(text: str) -> str:
    """Repair the encoding of a text, as the pipeline does first, and strip it."""
    return stripped(Draft.of(text).revise("encoding", encoding.repair(text)).text)


def stripped(text: str) -> str:
    return (
        Draft.of(text)
        .revise("boilerplate", [edit for _, edit in edits_of(text, find(text))])
        .text
    )


@pytest.mark.parametrize(
    "path", sorted((ROOT / "seeds").glob("*.txt")), ids=lambda path: path.name
)
def test_cleaning_a_clean_seed_again_changes_nothing(path: Path) -> None:
    once = cleaned(path.read_bytes().decode("utf-8", "replace"))
    assert stripped(once) == once


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=row["text"][:40]) for row in SENTENCES]
)
def test_the_model_leaves_a_sentence_that_looks_like_boilerplate(
    row: dict[str, str],
) -> None:
    middle = len(PARAGRAPHS) // 2
    page = "\n\n".join([*PARAGRAPHS[:middle], row["text"], *PARAGRAPHS[middle:]])
    assert [removal.line.text for removal in find(page)] == []


HEADLINES = {
    "en": (
        "Ferries idle as crews vote",
        "Harbour bread wins a prize",
        "Gulls learn to open bins",
        "A mill is sold",
    ),
    "fi": (
        "Lautat seisovat äänestyksen ajan",
        "Sataman leipä palkittiin",
        "Vanha mylly koululle",
        "Lokit oppivat",
    ),
    "el": (
        "Δεμένα τα πλοία στο λιμάνι",
        "Οι γλάροι ανοίγουν κάδους",
        "Πωλήθηκε ο παλιός μύλος",
        "Βραβείο για ψωμί",
    ),
}


@pytest.mark.parametrize("language", HEADLINES)
def test_a_menu_of_headlines_goes_though_no_rule_names_it(language: str) -> None:
    menu = [f"{one} – {other}" for one, other in permutations(HEADLINES[language], 2)][
        :5
    ]
    judged = judge(
        "\n".join(
            [
                "Skip to content",
                "Menu",
                "Sign in",
                *menu,
                f"{ARTICLE}\n",
                "Share",
                *menu,
            ]
        )
    )
    by_model = [
        removal for removal in judged.removals if removal.rule.endswith("/model")
    ]
    assert {removal.line.text for removal in by_model} >= set(menu[:3])
    for removal in judged.removals:
        assert removal.line.text not in PARAGRAPHS
        assert removal not in by_model or (removal.votes.model, removal.votes.zone) == (
            removal.confidence,
            1,
        )


MARKED = (
    "Notes on the harbour",
    "The harbour has a clock.",
    PARAGRAPHS[5],
)  # a label, what is said, a paragraph
SURE_ENOUGH = [(1.0, 1, 1), (1.5, 2, 1), (2.5, 2, 2), (3.5, 3, 2), (4.5, 3, 3)]


@pytest.mark.parametrize(("odds", "after_rules", "where_clean"), SURE_ENOUGH)
def test_the_more_a_line_says_the_surer_the_model_must_be(
    odds: float, after_rules: int, where_clean: int
) -> None:
    spaced = [line for pair in zip(MARKED, PARAGRAPHS, strict=False) for line in pair]
    for ending, count in (
        (["Share", "Leave a Reply", "Related"], after_rules),
        ([], where_clean),
    ):
        page = Page.of(
            "\n\n".join(
                [PARAGRAPHS[9], PARAGRAPHS[8], *spaced, *PARAGRAPHS[3:5], *ending]
            ),
            shipped(),
        )
        points = np.array(
            [odds if line.text in MARKED else -5.0 for line in page.lines]
        )
        taken = take(page, openers=shipped().openers)
        goes = decide(page, taken, points, bounds_of(page, taken, extracted=False))
        gone = [
            line.text
            for line, went in zip(page.lines, goes, strict=True)
            if went and line.text in MARKED
        ]
        assert gone == list(MARKED[:count])


def test_votes_reach_the_edits() -> None:
    text = f"{ARTICLE}\n\nShare\n© 2024 Skarholm Post"
    edits = {
        edit.rule: dict(edit.evidence)
        for removal, edit in edits_of(text, find(text))
        if removal
    }
    assert edits
    for votes in edits.values():
        assert votes["rule"] > 0.9
        assert votes["model"] > 0.5
        assert votes["neighbours"] > 0


def test_a_page_of_few_lines_is_left_to_the_rules() -> None:
    found = find("\n".join([*PARAGRAPHS[:3], "Leave a Reply"]))
    assert [
        (removal.rule.partition("/")[2] == "model", removal.votes.model)
        for removal in found
    ] == [(False, None)]


def test_a_doubt_names_a_line_that_stays() -> None:
    pages = [
        path.read_text("utf-8", "replace")
        for path in sorted((ROOT / "seeds").glob("*.txt"))
    ]
    doubts: list[Doubt] = []
    for page in pages:
        judged = judge(page)
        gone: list[Removal] = list(judged.removals)
        assert not {doubt.line for doubt in judged.doubts} & {
            removal.line for removal in gone
        }
        doubts += judged.doubts
    assert all(DOUBTED <= doubt.probability <= 1 and doubt.kind for doubt in doubts)
