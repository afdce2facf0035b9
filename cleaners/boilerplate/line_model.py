"""Classify the lines of a page by the rules' proposals and by a model that scores every line.

The model (`cleaners/data/line_model.json`, fitted by `python -m flows.training.build_line_model`)
scores the features of each line. Its scores are smoothed along the page: a change from kept to
removed lines, or back, has a cost, so that runs of short lines are kept or removed together. A page
of few lines tells the model too little; there the rules alone decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from cleaners.boilerplate.features import line_features
from cleaners.boilerplate.headline_form import BULLET
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
from cleaners.decision_tables import Model, Reals, load, sigmoid
from cleaners.lines import Line, ends_sentence

MODEL = "line_model.json"
# A page with fewer lines, or fewer core lines, is left to the rules; set by hand.
MIN_LINES, MIN_CORE_LINES = 8, 3
PARAGRAPH = 80  # characters from which a line is a paragraph; set by hand
COLONS = ":："
MIN_SENTENCE_WORDS = 4  # of a line that counts as a sentence; set by hand

# The log-odds above which the model removes a line, by the form of the line. They were chosen
# on the development pages for many pages that are exactly right and few lost paragraphs.
# Thresholds by place gained nothing on sites not seen.
THRESHOLDS = {"label": 0.3, "sentence": 0.7, "paragraph": 2.5}
# If rules propose hardly anything, an extractor has cleaned the page before, or it never held
# more than its article (on the development pages: nine in ten of the extracted ones). Then a
# sentence is removed only if it is nearly certain to be boilerplate. Chosen on the same pages.
CLEAN_SHARE = 0.05  # of the lines of a page, below which it is clean
CLEAN_THRESHOLDS = {"label": 0.3, "sentence": 1.7, "paragraph": 3.5}

# In log-odds. The first two were chosen on the development pages.
SUBHEAD_THRESHOLD = 0.8  # least, of a line that may be a subhead; set by hand
CHANGE_COST = 0.3  # of a change from kept to removed lines, or back
VETO = -2.2  # at or below it the model overrules a rule
CERTAIN = 1000.0  # more than any score or cost: for lines that are removed or kept in any case
# Probability from which a kept line is in doubt, by place. What other pages show is nearly
# certain outside the body (see `site_boilerplate`), so little is asked there. Set by hand.
MIN_DOUBT = {"head": 0.03, "edge": 0.03, "body": 0.3, "tail": 0.03}
KINDS = {"head": "layout", "edge": "layout", "body": "layout", "tail": "related"}


def find_removals(
    text: str,
    title: str | None = None,
    *,
    extracted: bool = False,
    scanner: Scanner | None = None,
) -> tuple[Removal, ...]:
    """Find the lines of a text that are not its article, in order; see `classify`."""
    return classify(text, title, extracted=extracted, scanner=scanner).removals


def classify(
    text: str,
    title: str | None = None,
    *,
    extracted: bool = False,
    scanner: Scanner | None = None,
) -> Classification:
    """Find the lines of a text that are not its article, and those that may not be.

    `title` is the title if it is already known. Otherwise the headline is looked for, and lifted.
    `extracted` is true where an extractor has cleaned the text before. Then only rules that are
    nearly certain apply, and the model only below the body.
    """
    scanner = scanner or shipped()
    page = ScannedPage.of(text, scanner)
    proposed = propose_removals(
        page, title, extracted=extracted, openers=scanner.openers
    )
    if not _is_scorable(page):
        unscored = [None] * len(page.lines)
        signalled = with_signals(page, proposed, unscored)
        return Classification(tuple(signalled), languages=page.languages)
    features = line_features(page, proposed, title or known_title(proposed))
    model = _model(tuple(features))
    columns = np.array(list(features.values()))
    scores = model.score(columns.T)
    thresholds = thresholds_of(page, proposed, extracted=extracted)
    found = _classification(page, proposed, scores, thresholds)
    if title or extracted:
        return found
    return replace(found, removals=with_late_title(page, found.removals))


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
    return smooth(gains, CHANGE_COST)


def thresholds_of(
    page: ScannedPage, proposed: Removals, *, extracted: bool
) -> list[float]:
    """List the log-odds above which each line is removed."""
    is_clean = _is_clean(page, proposed)
    by_form = CLEAN_THRESHOLDS if is_clean else THRESHOLDS
    thresholds: list[float] = []
    for number, line in enumerate(page.lines):
        is_below = page.places[number] == "tail"
        if (extracted and not is_below) or _leads_list(page, number):
            thresholds.append(CERTAIN)
            continue
        form = _form(line)
        threshold = by_form[form]
        if _may_be_subhead(page, number):
            threshold = max(threshold, SUBHEAD_THRESHOLD)
        thresholds.append(threshold)
    return thresholds


def _leads_list(page: ScannedPage, number: int) -> bool:
    """Whether a line ends in a colon and a list follows it."""
    is_last = number + 1 == len(page.lines)
    if is_last or page.lines[number].text[-1] not in COLONS:
        return False
    below = page.lines[number + 1]
    return BULLET.match(below.text) is not None


def _may_be_subhead(page: ScannedPage, number: int) -> bool:
    """Whether a line inside the body stands alone between two lines of running text."""
    if page.places[number] != "body":
        return False
    around = page.scanned[max(0, number - 1) : number + 2]
    cores = [scanned.is_core for scanned in around]
    return cores == [True, False, True]


def _is_clean(page: ScannedPage, proposed: Removals) -> bool:
    """Whether rules propose hardly anything but the title."""
    boilerplate = sum(removal.column != "title" for removal in proposed.values())
    return boilerplate < CLEAN_SHARE * len(page.scanned)


def _gain(removal: Removal | None, score: float, threshold: float) -> float:
    """Return the gain of removing a line: its score above the threshold, more if proposed."""
    if removal and removal.column == "title":
        return CERTAIN
    if removal and score > VETO:
        return max(score, CHANGE_COST * 2)
    return score - threshold


def _form(line: Line) -> str:
    """Return the form of a line: paragraph, label, or sentence (also one that leads to a list)."""
    if len(line.text) >= PARAGRAPH:
        return "paragraph"
    if line.is_prose or line.text[-1] in COLONS:
        return "sentence"
    if ends_sentence(line.text) and len(line.text.split()) >= MIN_SENTENCE_WORDS:
        return "sentence"
    return "label"


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
