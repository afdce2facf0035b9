"""Classify the lines of a page by the rules' proposals and by a model that scores every line.

The model (`cleaners/data/line_model.json`, fitted by `python -m flows.training.build_line_model`)
scores the features of each line. Its scores are smoothed along the page: a change from kept to
removed lines, or back, has a cost, so that runs of short lines are kept or removed together. A page
of few lines tells the model too little; there the rules alone decide.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from cleaners.boilerplate.appeals import APPEAL
from cleaners.boilerplate.features import line_features
from cleaners.boilerplate.first_line import with_first_line
from cleaners.boilerplate.islands import without_islands
from cleaners.boilerplate.late_headline import with_late_title
from cleaners.boilerplate.page import (
    Classification,
    Doubt,
    Removal,
    Removals,
    ScannedPage,
    known_title,
)
from cleaners.boilerplate.removal import NEAR, propose_removals
from cleaners.boilerplate.scan import Scanner, shipped
from cleaners.boilerplate.signals import with_signals
from cleaners.boilerplate.smoothing import smooth
from cleaners.boilerplate.thresholds import CERTAIN, thresholds_of
from cleaners.boilerplate.zones import FINAL_KINDS
from cleaners.decision_tables import Model, Reals, load, sigmoid
from cleaners.lines import ends_sentence

MODEL = "line_model.json"
# A page with fewer lines, or fewer core lines, is left to the rules. With 8 and 3, recall on
# scrapes of sites not seen was .03 lower, at the same precision.
MIN_LINES, MIN_CORE_LINES = 3, 1

# In log-odds; chosen on the development pages.
CHANGE_COST = 0.3  # of a change from kept to removed lines, or back
ISLAND_COST = (
    3.0  # of removing a line that stays alone among removed ones below the body
)
VETO = -2.2  # at or below it the model overrules a rule
# The same of lines that are proposed for the lines around them, and not for what they say. Set by
# hand: on the development pages they change nothing, on other scrapes fewer lists are lost.
PLACE_VETOES = {"amid": 0.2, "section": -0.3, "section-inside": -0.3}
# The same where such a line ends a sentence, as the last ones of an article do. Set by hand: of 15
# such lines in our own scrapes, the 6 that are not the article's are above, and 8 of 9 below.
SENTENCE_VETOES = {"amid": 1.7, "section": 0.6}
UNSURE_VETO = (
    -1.0
)  # the same of lines of a rule below SURE; chosen on the development pages
SURE = 0.97  # confidence of a rule; set by hand
# Probability from which a kept line is in doubt, by place. What other pages show is nearly
# certain outside the body (see `site_boilerplate`), so little is asked there. Set by hand.
MIN_DOUBT = {"head": 0.03, "edge": 0.03, "body": 0.3, "tail": 0.03}
KINDS = {"head": "layout", "edge": "layout", "body": "layout", "tail": "related"}


def find_removals(
    text: str,
    title: str | None = None,
    *,
    linked: Collection[str] | None = None,
    scanner: Scanner | None = None,
    site: str | None = None,
) -> tuple[Removal, ...]:
    """Find the lines of a text that are not its article, in order; see `classify`."""
    found = classify(text, title, linked=linked, scanner=scanner, site=site)
    return found.removals


def classify(
    text: str,
    title: str | None = None,
    *,
    linked: Collection[str] | None = None,
    scanner: Scanner | None = None,
    site: str | None = None,
) -> Classification:
    """Find the lines of a text that are not its article, and those that may not be.

    `title` is the title if it is already known. Otherwise the headline is looked for, and lifted.
    `linked` are the lines that are links, of a text that was chosen among the blocks of a page (see
    `propose_removals`). To such a text the model does not apply: on the development pages, a fifth
    of what it would still remove is of the article. `site` is the host of the page.
    """
    scanner = scanner or shipped()
    page = ScannedPage.of(text, scanner, site)
    proposed = propose_removals(page, title, linked=linked, openers=scanner.openers)
    if linked is not None or not _is_scorable(page):
        unscored = [None] * len(page.lines)
        signalled = with_signals(page, proposed, unscored)
        return Classification(tuple(signalled), languages=page.languages)
    features = line_features(page, proposed, title or known_title(proposed))
    model = _model(tuple(features))
    columns = np.array(list(features.values()))
    scores = model.score(columns.T)
    thresholds = thresholds_of(page, proposed)
    found = _classification(page, proposed, scores, thresholds)
    if title:
        return found
    found = replace(found, removals=with_late_title(page, found.removals))
    has_title = any(removal.is_title for removal in found.removals)
    return found if has_title else with_first_line(page, found)


def _is_scorable(page: ScannedPage) -> bool:
    """Whether a page has enough lines and core lines for the model."""
    core_lines = sum(scanned.is_core for scanned in page.scanned)
    return len(page.scanned) >= MIN_LINES and core_lines >= MIN_CORE_LINES


def _model(features: tuple[str, ...]) -> Model:
    return load(MODEL, features)


def decide(
    page: ScannedPage, proposed: Removals, scores: Reals, thresholds: Sequence[float]
) -> list[bool]:
    """Decide for each line whether it is removed: the choice with the largest gain along the page.

    `scores` are the model's log-odds, shape (lines,).
    """
    score_of: list[float] = scores.tolist()
    gains: list[float] = []
    for number, line in enumerate(page.lines):
        score = score_of[number]
        threshold = thresholds[number]
        removal = proposed.get(line.index)
        gain = _gain(removal, score, threshold)
        gains.append(gain)
    removed = smooth(gains, CHANGE_COST)
    return without_islands(page, removed, gains)


def _gain(removal: Removal | None, score: float, threshold: float) -> float:
    """Return the gain of removing a line: its score above the threshold, more if proposed.

    The model has no say in titles, nor in appeals: it knows no words, by which these are told. Nor
    has it in what a rule is certain of, which only a person can be.
    """
    if removal is None:
        return score - threshold
    if _is_certain(removal):
        return CERTAIN
    veto = _veto(removal)
    if score > veto:
        return max(score, CHANGE_COST * 2)
    return score - max(threshold, veto)


def _is_certain(removal: Removal) -> bool:
    is_by_rule = removal.confidence >= 1 and removal.kind != "headline"
    return removal.is_title or removal.rule == APPEAL or is_by_rule


def _veto(removal: Removal) -> float:
    """Return the score at or below which a proposed line is judged like any other."""
    by_rule = VETO if removal.confidence >= SURE else UNSURE_VETO
    _, name = removal.rule.split("/", 1)
    by_place = PLACE_VETOES.get(name, by_rule)
    if removal.kind in FINAL_KINDS or not ends_sentence(removal.line.text):
        return by_place
    return SENTENCE_VETOES.get(name, by_place)


def _classification(
    page: ScannedPage, proposed: Removals, scores: Reals, thresholds: Sequence[float]
) -> Classification:
    """Name a rule or a kind for every line that is removed, and list the doubts."""
    removed = decide(page, proposed, scores, thresholds)
    rounded = sigmoid(scores).round(3)
    probabilities = rounded.tolist()
    kinds = _kinds(page, proposed)
    removals: Removals = {}
    doubts: list[Doubt] = []
    for number, line in enumerate(page.lines):
        kind = kinds[number]
        probability = probabilities[number]
        if removed[number]:
            by_model = Removal(line, f"{kind}/model", probability)
            removals[line.index] = proposed.get(line.index, by_model)
        elif probability >= MIN_DOUBT[page.places[number]]:
            doubt = Doubt(
                line=line,
                kind=kind,
                probability=probability,
                place=page.places[number],
                threshold=thresholds[number],
            )
            doubts.append(doubt)
    signalled = with_signals(page, removals, probabilities)
    return Classification(tuple(signalled), tuple(doubts), page.languages)


def _kinds(page: ScannedPage, proposed: Removals) -> list[str]:
    """Guess the kind of each line: by a rule that matches it, a removal above, or its place."""
    kinds: list[str] = []
    lines_since = NEAR  # from the last removal
    last_kind = ""
    for number, scanned in enumerate(page.scanned):
        lines_since += 1
        removal = proposed.get(scanned.line.index)
        if removal:
            lines_since = 0
            last_kind = removal.kind
        if scanned.hits:
            first_hit = scanned.hits[0]
            kinds.append(first_hit.rule.kind)
        elif lines_since > NEAR:
            place = page.places[number]
            kinds.append(KINDS[place])
        elif last_kind == "headline":
            kinds.append("layout")
        else:
            kinds.append(last_kind)
    return kinds
