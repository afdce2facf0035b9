"""Find what a paywall offers below a text that it cuts off, where its call was left out.

A call to subscribe goes as boilerplate, the prices and advantages below it often stay. They are
told by their words, which count below the call alone: an article about subscriptions is above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

from cleaners.lines import Line, split_lines
from cleaners.walls.measure import Measured, measure
from cleaners.walls.phrases import PAYWALL
from cleaners.walls.units import Unit, split_line

CALLING = frozenset({PAYWALL, "login"})  # kinds of which a call parts text and offers
PRICE = re.compile(
    r"[€£$]\s?\d|\d\s?(?:[€£$]|(?:eur(?:os?)?|zł|tl|kr|chf|reais)\b)", re.IGNORECASE
)


def measure_offers(page: str, kept: str) -> Measured | None:
    """Measure a text with its offers as talk; None where no call parts it from any."""
    call = _find_call(page, kept)
    if call is None or not PRICE.search(page[call.end :]):
        return None
    measured = _measure_around(call, page, kept)
    if measured:
        measured.quotes[PAYWALL] = call.text
    return measured


def _measure_around(call: Line, page: str, kept: str) -> Measured | None:
    """Measure what was kept above a call and below it; None where that is no offer."""
    above = _filled(page[: call.start])
    lines = split_lines(kept)
    measured = _measure(line for line in lines if line.text in above)
    offers = _measure((line for line in lines if line.text not in above), PAYWALL)
    measured.body += offers.body
    return measured if offers.talk >= max(offers.body, 1) else None


def _measure(lines: Iterable[Line], about: str | None = None) -> Measured:
    units = chain.from_iterable(map(split_line, lines))
    return measure(units, about=about)


def _find_call(page: str, kept: str) -> Line | None:
    """Return the first line that was left out and asks its reader to pay or to log in."""
    stayed = _filled(kept)
    for line in split_lines(page):
        if line.text and line.text not in stayed and any(map(_calls, split_line(line))):
            return line
    return None


def _calls(unit: Unit) -> bool:
    return not CALLING.isdisjoint(unit.kinds)


def _filled(text: str) -> frozenset[str]:
    return frozenset(line.strip() for line in text.split("\n")) - {""}
