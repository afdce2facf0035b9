"""Collect the signals for each removal: what supports it, for `unspun explain` and the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaners.boilerplate.page import Removal, Removals, ScannedPage, Signals
from cleaners.boilerplate.removal import NEAR, OPENING
from cleaners.boilerplate.scan import ScannedLine


def with_signals(
    page: ScannedPage, removals: Removals, probabilities: Sequence[float | None]
) -> Iterator[Removal]:
    """Yield each removal with its signals, in order."""
    removed = [line.index in removals for line in page.lines]
    for number, scanned in enumerate(page.scanned):
        if not removed[number]:
            continue
        removal = removals[scanned.line.index]
        confidence = removal.confidence
        place = page.places[number]
        is_outside = place != "body"
        is_of_section = removal.rule.endswith("/section")
        is_of_headline = removal.kind == "headline"
        signals = Signals(
            rule=_rule_signal(scanned, place),
            zone=float(is_outside),
            section=confidence if is_of_section else 0.0,
            headline=confidence if is_of_headline else 0.0,
            neighbours=_neighbour_signal(removed, number),
            model=probabilities[number],
        )
        yield Removal(
            line=removal.line,
            rule=removal.rule,
            confidence=confidence,
            column=removal.column,
            value=removal.value,
            signals=signals,
            place=_place(page, number),
        )


def _place(page: ScannedPage, number: int) -> str:
    """Return the place of a line; the first lines of the body count as head."""
    place = page.places[number]
    above = page.places[max(0, number - OPENING)]
    is_near_top = number < OPENING or above == "head"
    return "head" if place in ("body", "edge") and is_near_top else place


def _rule_signal(scanned: ScannedLine, place: str) -> float:
    """Return the confidence of the surest rule that applies to a line at its place, or 0."""
    confidences = [
        hit.rule.confidence for hit in scanned.hits if hit.rule.allows(place)
    ]
    return max(confidences, default=0.0)


def _neighbour_signal(removed: Sequence[bool], number: int) -> float:
    """Return the share of the nearby lines that are removed."""
    above = removed[max(0, number - NEAR) : number]
    below = removed[number + 1 : number + NEAR + 1]
    nearby = [*above, *below]
    return round(sum(nearby) / len(nearby), 2) if nearby else 0.0
