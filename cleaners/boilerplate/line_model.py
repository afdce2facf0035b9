"""Weigh all that speaks for and against each line: rules propose, a model votes and vetoes, neighbours agree.

The model (`cleaners/data/line_model.json`, fitted by `python -m flows.training.build_line_model`)
reads the evidence on each line. What it says is smoothed along the page: a change between lines
that stay and lines that go has its price, so that runs of short lines go or stay together. Below a
few lines there is nothing to weigh, and the rules alone decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cleaners.boilerplate.features import gather
from cleaners.boilerplate.page import Doubt, Page, Removal, Votes
from cleaners.boilerplate.removal import NEAR, Taken, take
from cleaners.boilerplate.scan import Scanner, shipped
from cleaners.decision_tables import Model, Reals, load, sigmoid
from cleaners.lines import SENTENCE_END, Line

MODEL = "line_model.json"
FEWEST_LINES, FEWEST_CORE = 8, 3  # of a page that the model judges
PARAGRAPH = 80  # characters
# The log-odds that the model must reach to drop a line, by what a line is. They were chosen on the development
# pages for whole pages right and few paragraphs lost; bounds for each place gained nothing on sites not seen.
BOUNDS = {"label": 0.3, "said": 0.7, "paragraph": 2.5}
# Where rules take hardly anything, an extractor has been here before, or there never was more than the article
# (on the development pages: nine in ten of the extracted ones). Then what is said goes only on near certainty.
CLEAN = 0.05  # share of the lines
CLEAN_BOUNDS = {"label": 0.3, "said": 1.7, "paragraph": 3.5}
CHANGE = 0.3  # log-odds that a change from kept to dropped lines, or back, costs
SPARED = -2.2  # log-odds below which the model vetoes a rule
FEWEST_SAID = 4  # words
SETTLED = 1000.0  # log-odds that nothing outweighs
DOUBTED = 0.3  # probability from which a line that stays is in doubt
KINDS = {"head": "layout", "edge": "layout", "body": "layout", "tail": "related"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """The lines that go, and the lines that stay in doubt, both in order."""

    removals: tuple[Removal, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def find(
    text: str,
    title: str | None = None,
    *,
    extracted: bool = False,
    scanner: Scanner | None = None,
) -> tuple[Removal, ...]:
    """Find the lines of a text that are not its article, in order; `judge` says what is in doubt beside them."""
    return judge(text, title, extracted=extracted, scanner=scanner).removals


def judge(
    text: str,
    title: str | None = None,
    *,
    extracted: bool = False,
    scanner: Scanner | None = None,
) -> Judgement:
    """Find the lines of a text that are not its article, and those that may not be.

    `title` is the title where it is known already; else the headline is looked for, and lifted.
    `extracted` says that an extractor has cleaned the text before: only sure rules hold then, and
    the model only below the body.
    """
    scanner = scanner or shipped()
    page = Page.of(text, scanner)
    taken = take(page, title, extracted=extracted, openers=scanner.openers)
    if (
        len(page.scanned) < FEWEST_LINES
        or sum(scanned.is_core for scanned in page.scanned) < FEWEST_CORE
    ):
        return Judgement(tuple(_with_votes(page, taken, [None] * len(page.lines))))
    known = title or next(
        (removal.value for removal in taken.values() if removal.column == "title"), None
    )
    columns = gather(page, taken, known)
    points = _model(tuple(columns)).judge(np.array(list(columns.values())).T)
    bounds = bounds_of(page, taken, extracted=extracted)
    goes = decide(page, taken, points, bounds)
    return _judgement(page, taken, points, list(zip(goes, bounds, strict=True)))


def _model(names: tuple[str, ...]) -> Model:
    return load(MODEL, names)


def decide(
    page: Page, taken: Mapping[int, Removal], points: Reals, bounds: Sequence[float]
) -> list[bool]:
    """Choose for each line whether it goes: the choice whose points, less the price of changes, are most."""
    gains = [
        _gain(taken.get(line.index), point, bound)
        for line, point, bound in zip(page.lines, points.tolist(), bounds, strict=True)
    ]
    return smooth(gains, CHANGE)


def bounds_of(
    page: Page, taken: Mapping[int, Removal], *, extracted: bool
) -> list[float]:
    """List the log-odds that each line must reach to go."""
    boilerplate = sum(removal.column != "title" for removal in taken.values())
    bounds = CLEAN_BOUNDS if boilerplate < CLEAN * len(page.scanned) else BOUNDS
    return [
        SETTLED if extracted and place != "tail" else bounds[_shape(line)]
        for line, place in zip(page.lines, page.places, strict=True)
    ]


def _gain(removal: Removal | None, point: float, bound: float) -> float:
    """Say how much is gained if a line goes: the model's log-odds above the bound, or more if a rule takes it."""
    if removal and removal.column == "title":
        return SETTLED
    if removal and point > SPARED:
        return max(point, CHANGE * 2)
    return point - bound


def _shape(line: Line) -> str:
    """Say what a line is: a paragraph, something said (a sentence, or what announces the next line), or a label."""
    if len(line.text) >= PARAGRAPH:
        return "paragraph"
    ends = (
        bool(SENTENCE_END.search(line.text[-8:]))
        and len(line.text.split()) >= FEWEST_SAID
    )
    return "said" if ends or line.is_prose or line.text[-1] in ":：" else "label"


def smooth(gains: Sequence[float], change: float) -> list[bool]:
    """Choose True or False for each gain, so that the gains of the True less `change` for each change are most."""
    stay, go = 0.0, 0.0
    came: list[tuple[bool, bool]] = []
    for gain in gains:
        came.append((go - change > stay, go >= stay - change))
        stay, go = max(stay, go - change), max(go, stay - change) + gain
    chosen = [go > stay]
    for from_go, kept_going in reversed(came[1:]):
        chosen.append(kept_going if chosen[-1] else from_go)
    return chosen[::-1]


def _judgement(
    page: Page, taken: Taken, points: Reals, goes: Sequence[tuple[bool, float]]
) -> Judgement:
    """Name a rule or a kind for every line that goes, and list the doubts. `goes` has each line's bound, too."""
    judged = sigmoid(points).round(3).tolist()
    removals, doubts = dict[int, Removal](), list[Doubt]()
    every = zip(page.lines, page.places, _kinds(page, taken), judged, goes, strict=True)
    for line, place, kind, likely, (gone, bound) in every:
        if gone:
            removals[line.index] = taken.get(line.index) or Removal(
                line, f"{kind}/model", likely
            )
        elif likely >= DOUBTED:
            doubts.append(Doubt(line, kind, likely, place, bound))
    return Judgement(tuple(_with_votes(page, removals, judged)), tuple(doubts))


def _kinds(page: Page, taken: Taken) -> Iterator[str]:
    """Guess the kind of each line: a rule's that matches it, its section's, a near line's, or its place's."""
    near: tuple[int, str] = (-NEAR - 1, "")
    for number, scanned in enumerate(page.scanned):
        if removal := taken.get(scanned.line.index):
            near = (number, removal.kind)
        if scanned.hits:
            yield scanned.hits[0].rule.kind
        elif number - near[0] <= NEAR:
            yield near[1] if near[1] != "headline" else "layout"
        else:
            yield KINDS[page.places[number]]


def _with_votes(
    page: Page, removals: Taken, judged: Sequence[float | None]
) -> Iterator[Removal]:
    """Put the votes to each removal, in order."""
    gone = [line.index in removals for line in page.lines]
    for number, (scanned, place) in enumerate(
        zip(page.scanned, page.places, strict=True)
    ):
        if not gone[number]:
            continue
        removal = removals[scanned.line.index]
        around = [
            *gone[max(0, number - NEAR) : number],
            *gone[number + 1 : number + NEAR + 1],
        ]
        votes = Votes(
            rule=max(
                [hit.rule.confidence for hit in scanned.hits if hit.rule.allows(place)],
                default=0.0,
            ),
            zone=float(place != "body"),
            section=removal.confidence if removal.rule.endswith("/section") else 0.0,
            headline=removal.confidence if removal.kind == "headline" else 0.0,
            neighbours=round(sum(around) / len(around), 2) if around else 0.0,
            model=judged[number],
        )
        yield Removal(
            removal.line,
            removal.rule,
            removal.confidence,
            removal.column,
            removal.value,
            votes,
        )
