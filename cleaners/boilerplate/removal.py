"""Propose lines to remove: by the wording of rules, by repeating the headline, and by section."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from cleaners.boilerplate.appeals import appeals
from cleaners.boilerplate.applying_rules import applying
from cleaners.boilerplate.cut_beginning import cut_beginnings
from cleaners.boilerplate.cut_paragraph import cut_paragraphs
from cleaners.boilerplate.echoed_captions import echoed_captions
from cleaners.boilerplate.headline import Headline, find_headline
from cleaners.boilerplate.headline_form import may_be_headline
from cleaners.boilerplate.linked_titles import linked_titles
from cleaners.boilerplate.page import Removal, Removals, ScannedPage
from cleaners.boilerplate.points import headline_of_points
from cleaners.boilerplate.repeated_headline import holds, repeats
from cleaners.boilerplate.scan import Hit
from cleaners.boilerplate.sections import (
    is_label,
    labels_amid_boilerplate,
    sections_below_body,
    sections_inside_body,
)
from cleaners.boilerplate.signed_end import signed_end
from cleaners.boilerplate.slide_counters import slide_counters
from cleaners.boilerplate.subtitles import cue_numbers, spoken_lines
from cleaners.boilerplate.teaser_pairs import teaser_pairs
from cleaners.boilerplate.ticker import entry_heads
from cleaners.lines import Line, Zone, body_zone

# Distances are in non-blank lines. All were chosen by hand on the development pages.
NEAR = 3  # distance at which a `near` rule looks for another proposed line
OPENING = 5  # first lines of the body, where a deck may precede a copy of the headline
ADJACENT = 2  # distance from a label above the headline to a proposed line

# Probabilities, set by hand: lower than the shares of boilerplate counted in the docstrings below.
ABOVE_CONFIDENCE = 0.9  # of labels above the headline


def propose_removals(
    page: ScannedPage,
    title: str | None = None,
    *,
    linked: Collection[str] | None = None,
    openers: Collection[str] = (),
) -> Removals:
    """Propose the lines of a page that rules, the headline and sections would remove.

    `title` is the title if it is already known. Otherwise the headline is looked for, and lifted.
    `linked` are the lines that are links, or nearly, of a text that was chosen among the blocks of
    a page; None for a text without markup. In a page only rules that are nearly certain apply, and
    of sections only the links. `openers` are the ids of the rules that head a section.
    """
    extracted = linked is not None
    proposed = propose_by_rule(page, linked)
    _keep(page, proposed, (*signed_end(page), *cut_paragraphs(page)))
    _add(proposed, _by_headline(page, title, proposed, extracted=extracted))
    _add(proposed, (*echoed_captions(page, proposed), *cut_beginnings(page)))
    _add(proposed, appeals(page, proposed))
    _add(proposed, _at_moved_ends(page, proposed, linked))
    if linked is None:
        _add_sections(page, proposed, openers)
    else:
        _add(proposed, linked_titles(page, proposed, linked, openers))
    _keep(page, proposed, (*spoken_lines(page), *entry_heads(page)))
    _add(proposed, (*cue_numbers(page), *slide_counters(page)))
    return proposed


def _add_sections(
    page: ScannedPage, proposed: Removals, openers: Collection[str]
) -> None:
    """Add what only a page has that no extractor has cleaned."""
    _add(proposed, teaser_pairs(page, proposed))
    _add(proposed, sections_below_body(page, proposed, openers))
    _add(proposed, sections_inside_body(page, proposed, openers))
    _add(proposed, labels_amid_boilerplate(page, proposed))


def _keep(page: ScannedPage, proposed: Removals, numbers: Iterable[int]) -> None:
    """Take lines out of what is proposed."""
    for number in numbers:
        line = page.lines[number]
        proposed.pop(line.index, None)


def _add(proposed: Removals, removals: Iterable[Removal]) -> None:
    """Add removals, after all of them were found in what was proposed before."""
    proposed.update({removal.line.index: removal for removal in removals})


def propose_by_rule(
    page: ScannedPage, linked: Collection[str] | None = None
) -> Removals:
    """Propose what rules match at its place; `near` rules need a proposed neighbour."""
    proposed: Removals = {}
    waiting: Removals = {}
    for number, place in enumerate(page.places):
        scanned = page.scanned[number]
        line = scanned.line
        hits = applying(scanned, place, linked)
        if not hits:
            continue
        sure = _first_sure(hits)
        if sure:
            proposed[line.index] = _removal(line, sure)
        else:
            waiting[number] = _removal(line, hits[0])
    _add_neighbours(page.lines, proposed, waiting)
    return proposed


def _at_moved_ends(
    page: ScannedPage, proposed: Removals, linked: Collection[str] | None
) -> Iterator[Removal]:
    """Propose what rules match above the first core line that stays, or below the last.

    An appeal is running text, so that the body seemed to begin or to end with it.
    """
    zone = _staying_zone(page, proposed)
    for scanned, place in zip(page.scanned, page.places, strict=True):
        line = scanned.line
        moved = zone.place(line.index)
        if place != "body" or moved == place or line.index in proposed:
            continue
        hits = applying(scanned, moved, linked)
        hit = _first_sure(hits)
        if hit:
            yield _removal(line, hit)


def _staying_zone(page: ScannedPage, proposed: Removals) -> Zone:
    """Return the zone from the first to the last core line of the body that is not proposed."""
    return body_zone(
        scanned.line.index
        for scanned, place in zip(page.scanned, page.places, strict=True)
        if place == "body" and scanned.is_core and scanned.line.index not in proposed
    )


def _first_sure(hits: Sequence[Hit]) -> Hit | None:
    """Return the first hit whose rule needs no proposed neighbour, one that is certain first."""
    sure = [hit for hit in hits if not hit.rule.near]
    certain = [hit for hit in sure if hit.rule.confidence >= 1]
    return next(iter([*certain, *sure]), None)


def _add_neighbours(
    lines: Sequence[Line], proposed: Removals, waiting: Mapping[int, Removal]
) -> None:
    """Add the waiting lines that are near a proposed line, or linked to one by others.

    `waiting` has removals by the position of their line. One sweep down and one up reach every line
    that is linked.
    """
    down = list(waiting)
    up = reversed(down)
    for number in (*down, *up):
        nearby = _nearby(lines, number, NEAR)
        if _has_proposed(nearby, proposed):
            removal = waiting[number]
            index = removal.line.index
            proposed.setdefault(index, removal)


def _has_proposed(lines: Iterable[Line], proposed: Removals) -> bool:
    """Whether one of the lines is proposed."""
    return any(line.index in proposed for line in lines)


def _nearby(lines: Sequence[Line], number: int, distance: int) -> Sequence[Line]:
    """Return the lines up to a distance above and below a line, with it."""
    return lines[max(0, number - distance) : number + distance + 1]


def _removal(line: Line, hit: Hit) -> Removal:
    return Removal(
        line=line,
        rule=hit.rule.id,
        confidence=hit.rule.confidence,
        column=hit.rule.lifts or None,
        value=hit.value,
    )


def _by_headline(
    page: ScannedPage, title: str | None, proposed: Removals, *, extracted: bool
) -> Iterator[Removal]:
    """Propose the headline, every line that repeats it, and labels above it."""
    if title:
        yield from _copies(page, title, proposed)
        return
    headline = find_headline(page, proposed) or _above_points(page, proposed)
    if headline is None:
        return
    text = headline.line.text
    yield Removal(headline.line, "headline/title", 1.0, "title", text)
    yield from _copies(page, text, {*proposed, headline.line.index})
    if not extracted:
        yield from _above(page.lines, headline, proposed)


def _above_points(page: ScannedPage, proposed: Removals) -> Headline | None:
    line = headline_of_points(page, proposed)
    return Headline(line, confirmed=False) if line else None


def _copies(
    page: ScannedPage, title: str, excluded: Collection[int]
) -> Iterator[Removal]:
    """Propose the lines that repeat the title, unless their index is excluded."""
    for line in page.lines:
        if line.index in excluded:
            continue
        how = repeats(line.text, title) or holds(line.text, title)
        if how and not _is_deep_inside(page, line):
            yield Removal(line, f"headline/{how}", 1.0)


def _is_deep_inside(page: ScannedPage, line: Line) -> bool:
    """Whether a line is inside the body and not near its top, where it would be a subhead."""
    if page.zone.place(line.index) != "body":
        return False
    body = [other.index for other in page.lines if other.index >= page.zone.first]
    return line.index not in body[:OPENING]


def _above(
    lines: Sequence[Line], headline: Headline, proposed: Removals
) -> Iterator[Removal]:
    """Propose short labels above the headline, if a copy confirms it or boilerplate is near.

    (On the development pages 145 of 146 such lines are boilerplate.)
    """
    title = headline.line
    for number, line in enumerate(lines):
        if line.index >= title.index:
            return
        if line.index in proposed or not is_label(line):
            continue
        if repeats(line.text, title.text):
            continue
        adjacent = _nearby(lines, number, ADJACENT)
        near_boilerplate = _has_proposed(adjacent, proposed)
        is_sure = headline.confirmed and not may_be_headline(line.text)
        if near_boilerplate or is_sure:
            yield Removal(line, "headline/above", ABOVE_CONFIDENCE)
