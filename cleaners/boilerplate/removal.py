"""Say which lines rules would take: by their wording and place, by section, and by saying the headline again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from cleaners.boilerplate.headline import (
    Headline,
    find_headline,
    reads_as_title,
    repeats,
)
from cleaners.boilerplate.page import Page, Removal
from cleaners.boilerplate.scan import Hit
from cleaners.boilerplate.zones import FINAL_KINDS
from cleaners.lines import Line

NEAR = 3  # lines with text within which a `near` rule looks for another removed line
OPENING = 5  # lines of the body, among which a deck may stand, with the headline again below it
BESIDE = 2  # lines with text
FEWEST_BELOW = 2  # lines that go
SHORT = 80  # characters of a label, or of a headline in a list
BELOW_CONFIDENCE = 0.9  # lines that go because of the section they stand in
ABOVE_CONFIDENCE = 0.9  # lines that go because a confirmed headline stands below them
EXTRACTED_CONFIDENCE = (
    0.97  # what an extractor has cleaned already loses to surer rules only
)

Taken = dict[int, Removal]


def take(
    page: Page,
    title: str | None = None,
    *,
    extracted: bool = False,
    openers: Collection[str] = (),
) -> Taken:
    """Take by index the lines of a page that rules, the headline and sections remove.

    `title` is the title where it is known already; else the headline is looked for, and lifted.
    `extracted` says that an extractor has cleaned the text before: only sure rules hold then.
    `openers` are the ids of the rules that head a section.
    """
    taken = _by_rule(page, EXTRACTED_CONFIDENCE if extracted else 0.0)
    taken |= {
        removal.line.index: removal
        for removal in _by_headline(page, title, taken, extracted=extracted)
    }
    taken |= {
        removal.line.index: removal for removal in _by_section(page, taken, openers)
    }
    if not extracted:
        taken |= {removal.line.index: removal for removal in _amid(page, taken)}
    return taken


def _by_rule(page: Page, least: float) -> Taken:
    """Take the lines that a rule matches at their place; `near` rules wait for a neighbour."""
    taken: Taken = {}
    waiting: Taken = {}
    for number, (scanned, place) in enumerate(
        zip(page.scanned, page.places, strict=True)
    ):
        if not scanned.hits:
            continue
        held = [
            hit
            for hit in scanned.hits
            if hit.rule.confidence >= least and hit.rule.allows(place)
        ]
        if sure := next((hit for hit in held if not hit.rule.near), None):
            taken[scanned.line.index] = _removal(scanned.line, sure)
        elif held:
            waiting[number] = _removal(scanned.line, held[0])
    _take_neighbours(page.lines, taken, waiting)
    return taken


def _take_neighbours(
    lines: Sequence[Line], taken: Taken, waiting: Mapping[int, Removal]
) -> None:
    """Take what waits beside a line that was taken: a sweep down and one up reach all that a chain can reach."""
    numbers = list(waiting)
    for number in (*numbers, *reversed(numbers)):
        around = lines[max(0, number - NEAR) : number + NEAR + 1]
        if any(line.index in taken for line in around):
            taken.setdefault(waiting[number].line.index, waiting[number])


def _removal(line: Line, hit: Hit) -> Removal:
    return Removal(
        line, hit.rule.id, hit.rule.confidence, hit.rule.lifts or None, hit.value
    )


def _by_headline(
    page: Page, title: str | None, taken: Taken, *, extracted: bool
) -> Iterator[Removal]:
    """Take the title's line into its column, and every line that says the title again."""
    headline = None if title else find_headline(page.lines, page.zone, taken)
    if headline:
        title = headline.line.text
        yield Removal(headline.line, "headline/title", 1.0, "title", title)
    if not title:
        return
    for line in page.lines:
        if line.index in taken or (headline and line.index == headline.line.index):
            continue
        if (how := repeats(line.text, title)) and not _stands_inside(page, line):
            yield Removal(line, f"headline/{how}", 1.0)
    if headline and not extracted:
        yield from _above(page.lines, headline, taken)


def _stands_inside(page: Page, line: Line) -> bool:
    """Whether a line stands well inside the body, where it is a subhead that says what the title says."""
    opening = [other.index for other in page.lines if other.index >= page.zone.first][
        :OPENING
    ]
    return page.zone.place(line.index) == "body" and line.index not in opening


def _above(
    lines: Sequence[Line], headline: Headline, taken: Taken
) -> Iterator[Removal]:
    """Take short labels above the headline: all above one that a copy confirms, else those beside other boilerplate.

    (On the development pages 145 of 146 such lines are boilerplate.)
    """
    for number, line in enumerate(lines):
        if line.index >= headline.line.index:
            return
        if (
            line.index in taken
            or line.is_prose
            or len(line.text) > SHORT
            or repeats(line.text, headline.line.text)
        ):
            continue
        beside = any(
            other.index in taken
            for other in lines[max(0, number - BESIDE) : number + BESIDE + 1]
        )
        if beside or (headline.confirmed and not reads_as_title(line.text)):
            yield Removal(line, "headline/above", ABOVE_CONFIDENCE)


def _by_section(
    page: Page, taken: Taken, openers: Collection[str]
) -> Iterator[Removal]:
    """Take what stands below the header of a section of boilerplate, down to the next core line.

    Below the body an author's name heads a section too, and what it or comments head runs to the end.
    """
    section: str | None = None
    for scanned in page.scanned:
        line = scanned.line
        if line.index <= page.zone.last:
            continue
        if line.index in taken:
            removal = taken[line.index]
            heads = removal.rule in openers or removal.kind in FINAL_KINDS
            section = removal.kind if heads else section
        elif section and (not scanned.is_core or section in FINAL_KINDS):
            yield Removal(line, f"{section}/section", BELOW_CONFIDENCE)


def _amid(page: Page, taken: Taken) -> Iterator[Removal]:
    """Take short lines below the body that stand amid other boilerplate: some above them, more below.

    (On the development pages 90 of 93 such lines are boilerplate.)
    """
    sure = [
        index
        for index in sorted(taken)
        if index > page.zone.last and taken[index].confidence >= BELOW_CONFIDENCE
    ]
    if len(sure) <= FEWEST_BELOW:
        return
    for line in page.lines:
        if line.index in taken or line.is_prose or len(line.text) > SHORT:
            continue
        if sure[0] < line.index < sure[-FEWEST_BELOW]:
            yield Removal(line, "layout/amid", BELOW_CONFIDENCE)
