"""Check the line model: what it removes, what it must keep, and what it records."""

import json
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from cleaners import encoding
from cleaners.boilerplate import Doubt, Removal, classify, edits_of, find_removals
from cleaners.boilerplate.line_model import MIN_DOUBT, decide
from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.removal import propose_removals
from cleaners.boilerplate.scan import shipped
from cleaners.boilerplate.thresholds import (
    CERTAIN,
    CLEAN_THRESHOLDS,
    THRESHOLDS,
    thresholds_of,
)
from cleaners.draft import Draft

ROOT = Path(__file__).parents[2]
SENTENCES = [
    json.loads(line)
    for line in (ROOT / "tests" / "cases" / "adversarial.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
CLEAN_TEASER = CLEAN_THRESHOLDS["teaser"]
PARAGRAPHS = (
    (
        "The lighthouse at Skarholm will be kept by a family again, forty years "
        "after the last keeper rowed ashore."
    ),
    (
        "The coast office chose the Lindqvists from ninety families, because "
        "they had repaired a mill and kept bees."
    ),
    (
        "They will live on the rock from April to October, read the weather "
        "gauges twice a day and paint the railings."
    ),
    (
        "“We wanted the children to learn what a clock is for,” said Marta "
        "Lindqvist, who taught physics in the town."
    ),
    (
        "The lamp itself has run without hands since 1984, when the office "
        "replaced the paraffin burner by a cable."
    ),
    (
        "In winter the rock is cut off for weeks, and the family will move into "
        "a flat above the harbour master."
    ),
    (
        "Fishermen had asked for a keeper ever since a trawler struck the outer "
        "reef in fog and nobody saw its flares."
    ),
    (
        "The office will pay for coal, for the boat and for one telephone, but "
        "for no teacher, it said in its letter."
    ),
    (
        "If the trial goes well, two more towers on the northern coast will be "
        "given to families in the year after."
    ),
    (
        "The first of the paint arrived on Monday: eleven barrels of white, and "
        "three of a red that nobody had ordered."
    ),
)
ARTICLE = "\n\n".join(PARAGRAPHS)


def cleaned(text: str) -> str:
    """Repair the encoding of a text, as the pipeline does first, and remove its boilerplate."""
    return stripped(Draft.of(text).revise("encoding", encoding.repair(text)).text)


def stripped(text: str) -> str:
    return (
        Draft.of(text)
        .revise(
            "boilerplate", [edit for _, edit in edits_of(text, find_removals(text))]
        )
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
def test_the_model_keeps_a_sentence_that_looks_like_boilerplate(
    row: dict[str, str],
) -> None:
    middle = len(PARAGRAPHS) // 2
    page = "\n\n".join([*PARAGRAPHS[:middle], row["text"], *PARAGRAPHS[middle:]])
    assert [removal.line.text for removal in find_removals(page)] == []


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
def test_a_menu_of_headlines_is_removed_though_no_rule_matches_it(
    language: str,
) -> None:
    menu = [f"{one} – {other}" for one, other in permutations(HEADLINES[language], 2)][
        :5
    ]
    classified = classify(
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
        removal for removal in classified.removals if removal.rule.endswith("/model")
    ]
    assert {removal.line.text for removal in by_model} >= set(menu[:3])
    for removal in classified.removals:
        assert removal.line.text not in PARAGRAPHS
        assert removal not in by_model or (
            removal.signals.model,
            removal.signals.zone,
        ) == (
            removal.confidence,
            1,
        )


MARKED = (
    "Notes on the harbour",
    "The harbour has a clock.",
    PARAGRAPHS[5],
)  # a label, a sentence, a paragraph
REMOVED_AT = [(1.0, 0, 0), (1.5, 1, 1), (2.5, 2, 2), (4.3, 3, 2), (4.8, 3, 3)]


@pytest.mark.parametrize(("odds", "after_rules", "on_clean_page"), REMOVED_AT)
def test_longer_forms_have_higher_thresholds(
    odds: float, after_rules: int, on_clean_page: int
) -> None:
    spaced = [line for pair in zip(MARKED, PARAGRAPHS, strict=False) for line in pair]
    for ending, count in (
        (["Share", "Leave a Reply", "Related"], after_rules),
        ([], on_clean_page),
    ):
        page = ScannedPage.of(
            "\n\n".join(
                [PARAGRAPHS[9], PARAGRAPHS[8], *spaced, *PARAGRAPHS[3:5], *ending]
            ),
            shipped(),
        )
        scores = np.array(
            [odds if line.text in MARKED else -5.0 for line in page.lines]
        )
        proposed = propose_removals(page, openers=shipped().openers)
        thresholds = thresholds_of(page, proposed)
        removed = decide(page, proposed, scores, thresholds)
        marked = [
            line.text
            for line, is_removed in zip(page.lines, removed, strict=True)
            if is_removed and line.text in MARKED
        ]
        assert marked == list(MARKED[:count])


@pytest.mark.parametrize(
    ("text", "is_clean_page", "threshold"),
    [
        ("Harbour dues rise again", False, THRESHOLDS["label"]),
        (
            "The harbour office will raise its dues for the…",
            False,
            THRESHOLDS["teaser"],
        ),
        ("The harbour office will raise its dues [...]", False, THRESHOLDS["teaser"]),
        ("The harbour office will raise its dues again…", True, CLEAN_TEASER),
        ("And then…", False, THRESHOLDS["label"]),
        ("The harbour office will raise its dues.", False, THRESHOLDS["sentence"]),
        (f"{PARAGRAPHS[8]} He paused … then went on.", False, THRESHOLDS["paragraph"]),
    ],
)
def test_a_line_that_is_cut_short_needs_less_to_go(
    *, text: str, is_clean_page: bool, threshold: float
) -> None:
    others = [] if is_clean_page else ["Share", "Leave a Reply"]
    page = ScannedPage.of("\n\n".join([*PARAGRAPHS[:5], *others, text]), shipped())
    proposed = propose_removals(page, openers=shipped().openers)
    assert thresholds_of(page, proposed)[-1] == threshold


@pytest.mark.parametrize(
    ("times", "others", "threshold"),
    [
        (3, ["Share", "Leave a Reply"], THRESHOLDS["sentence"]),
        (2, ["Share", "Leave a Reply"], THRESHOLDS["paragraph"]),
        (3, [], CLEAN_THRESHOLDS["paragraph"]),
    ],
)
def test_a_paragraph_said_often_needs_less_to_go(
    times: int, others: list[str], threshold: float
) -> None:
    lines = [*PARAGRAPHS[:5], *others, *[PARAGRAPHS[8]] * times]
    page = ScannedPage.of("\n\n".join(lines), shipped())
    proposed = propose_removals(page, openers=shipped().openers)
    assert thresholds_of(page, proposed)[-times:] == [threshold] * times


@pytest.mark.parametrize(
    ("above", "is_kept"),
    [
        (f"{PARAGRAPHS[8].rstrip('.')}, and the names of the five are these:", True),
        (PARAGRAPHS[8], False),
        ("More on these places:", False),
    ],
)
def test_items_that_a_paragraph_announces_are_kept(
    above: str, *, is_kept: bool
) -> None:
    lines = [*PARAGRAPHS[:5], above, "• Fenwick Mill", "• Hale", "• Penn Cross"]
    page = ScannedPage.of("\n\n".join(lines), shipped())
    items = thresholds_of(page, {})[6:]
    assert (set(items) == {CERTAIN}) is is_kept


@pytest.mark.parametrize(
    ("rule", "score", "is_removed"),
    [
        ("share/label", -2.1, True),
        ("share/label", -2.3, False),
        ("layout/amid", -1.0, False),
        ("layout/amid", 0.25, True),
        ("related/section", -1.0, False),
        ("related/section", -0.2, True),
    ],
)
def test_what_its_neighbours_propose_the_model_overrules_sooner(
    *, rule: str, score: float, is_removed: bool
) -> None:
    page = ScannedPage.of("\n\n".join([*PARAGRAPHS[:3], "Harbour dues"]), shipped())
    line = page.lines[-1]
    scores = np.array([-5.0, -5.0, -5.0, score])
    proposed = {line.index: Removal(line, rule, 0.98)}
    removed = decide(page, proposed, scores, [2.5, 2.5, 2.5, 0.3])
    assert removed == [False, False, False, is_removed]


@pytest.mark.parametrize(
    ("confidence", "score", "is_removed"),
    [(0.97, -2.0, True), (0.96, -2.0, False), (0.96, -0.9, True)],
)
def test_a_rule_that_is_less_sure_the_model_overrules_sooner(
    *, confidence: float, score: float, is_removed: bool
) -> None:
    page = ScannedPage.of("\n\n".join([*PARAGRAPHS[:3], "Harbour dues"]), shipped())
    line = page.lines[-1]
    scores = np.array([-5.0, -5.0, -5.0, score])
    proposed = {line.index: Removal(line, "share/label", confidence)}
    removed = decide(page, proposed, scores, [2.5, 2.5, 2.5, 0.3])
    assert removed == [False, False, False, is_removed]


def test_edits_carry_the_signals() -> None:
    text = f"{ARTICLE}\n\nShare\n© 2024 Skarholm Post"
    edits = {
        edit.rule: dict(edit.evidence)
        for removal, edit in edits_of(text, find_removals(text))
        if removal
    }
    assert edits
    for signals in edits.values():
        assert signals["rule"] > 0.9
        assert signals["model"] > 0.5
        assert signals["neighbours"] > 0


def test_only_rules_apply_to_a_page_of_two_lines() -> None:
    found = find_removals("\n".join([PARAGRAPHS[0], "Leave a Reply"]))
    assert [
        (removal.rule.partition("/")[2] == "model", removal.signals.model)
        for removal in found
    ] == [(False, None)]


def test_a_doubt_is_about_a_line_that_is_kept() -> None:
    pages = [
        path.read_text("utf-8", "replace")
        for path in sorted((ROOT / "seeds").glob("*.txt"))
    ]
    doubts: list[Doubt] = []
    for page in pages:
        classified = classify(page)
        removals: list[Removal] = list(classified.removals)
        assert not {doubt.line for doubt in classified.doubts} & {
            removal.line for removal in removals
        }
        doubts += classified.doubts
    for doubt in doubts:
        assert MIN_DOUBT[doubt.place] <= doubt.probability <= 1
        assert doubt.kind
