"""Decide whether a page is a wall, by how much of its text is no wall talk.

`body` is the text that is left of a page when wall talk is set aside, in words of running text
(`units` says how other lines count). Four rules, by the length of the body:

- MUCH words or more: no wall, unless it is one for consent, which may say all that is done with
  data. Where a page shows one by a title or button, too, sentences with its words are no body.
- BRIEF words or more, which a short news item and a paywalled article of two paragraphs have: a
  wall only if two of its units show one, and wall talk is as long as the body. That is a consent
  wall of which a part is not recognised.
- Fewer: one unit that shows a wall is enough, if it is a title, the first of the text, or below it
  where a paywall cuts an article off, or if wall talk is as long as the body. It must be in the
  text that was kept, or for walls that cut an article off right below on the page.
- Fewer than a sentence: anything on the page that shows a wall is enough, and where the page has
  no text at all, its markup.

Whatever the length of its body below MUCH, a page is a wall if its title says so and its first
sentences say no more, as those of a page that is gone above the news of the day. So is one of which
every paragraph ends in […], and, with a body below BRIEF, one whose text a paywall parts from what
it offers (`offers`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

import re2

from cleaners.lines import split_lines
from cleaners.walls.markup import find_sign
from cleaners.walls.measure import CUTTING, NOTICES, Measured, measure
from cleaners.walls.offers import measure_offers
from cleaners.walls.phrases import CONSENT, KINDS, PAYWALL
from cleaners.walls.units import Unit, split_title, split_units

# Words of body, set by hand: a teaser has one or two sentences, which rarely are 40 words, and the
# shortest news items have 60.
MUCH, BRIEF, SENTENCE = 150, 40, 9
FEWEST_SHOWN = 2  # units that show a wall, in a page with at least BRIEF words of body
START = 2_500  # characters of a text in which most articles have MUCH words; saves time
BELOW = 8  # lines and sentences below a text in which a wall may cut it off; a guard
NEXT = 2  # of these, for what whole articles have at their foot too
# All consent walls have one of these: the legal ground, where cookies go without saying. RE2 reads
# a text for them in 40 microseconds; `re` takes 1,400.
COOKIES = re2.compile(
    r"(?i)cookie|kakor|ciastecz|çerez|legitimate interest|berechtigt\w* interesse"
    r"|intérêts? légitimes?|inter[eé]s+e? leg[ií]t+imo|legittimo interesse"
)
# How a text ends that was cut off for a list of teasers, maybe above the label of a link.
CUT_OFF = re.compile(r"\[(?:…|\.\.\.|&hellip;)\]\W*(?:\w+\W+){0,2}\w*\W*$")
LONGEST_END = 80  # characters of a text in which it is looked for
FEWEST_TEASERS = 2
FEWEST_ANNOUNCING = (
    2  # sentences that say no more than the title; an article has one at most
)
ANNOUNCED = frozenset({"bot_check", "geo_block", "removed", "error"})


@dataclass(frozen=True, slots=True)
class WallCandidate:
    """A page that may be a wall.

    `page` is all its text, `kept` what is left of it without boilerplate, `markup` its HTML.
    """

    page: str
    kept: str
    title: str | None = None
    markup: str = ""


def find_wall(candidate: WallCandidate) -> str | None:
    """Say which wall a page is and what shows it; None where it may be an article."""
    if COOKIES.search(candidate.kept.encode("utf-8", "replace")):
        wall = _find_long_consent(candidate)
        if wall:
            return wall
    teasers = _count_teasers(candidate.kept)
    if teasers >= FEWEST_TEASERS:
        return f"{KINDS['teaser']}: {teasers} texts that end in […]"
    if _has_much_body(candidate.kept[:START]):
        return None
    measured = measure(split_units(candidate.kept), MUCH)
    if measured.body < BRIEF:
        return _find_short(candidate, measured)
    return _find_beside_body(candidate, measured) if measured.body < MUCH else None


def _find_beside_body(candidate: WallCandidate, measured: Measured) -> str | None:
    """Find a wall of which a part is not recognised, or that has teasers or offers below it."""
    is_mostly_talk = measured.shown >= FEWEST_SHOWN and measured.talk >= measured.body
    kind = measured.best() if is_mostly_talk else _find_announced(candidate)
    if kind:
        return measured.describe(kind, measured.body)
    return _find_offers(candidate)


def _count_teasers(text: str) -> int:
    """Count the paragraphs of a text of which each is cut off for a list; 0 where one is not."""
    if "…]" not in text and "...]" not in text and "&hellip;]" not in text:
        return 0
    paragraphs = [line.text for line in split_lines(text) if line.is_prose]
    return len(paragraphs) if all(map(CUT_OFF.search, paragraphs)) else 0


def _find_announced(candidate: WallCandidate) -> str | None:
    """Return the kind that a page's title and all of its first sentences show."""
    title = split_title(candidate.title or "")
    titled = measure(title).titled & ANNOUNCED
    return _find_said(candidate.kept, titled) if titled else None


def _find_said(text: str, titled: Collection[str]) -> str | None:
    """Return the kind of a title that a text says again before it says anything else."""
    opening = takewhile(_is_no_body, split_units(text))
    sentences = [unit for unit in opening if unit.runs]
    if len(sentences) < FEWEST_ANNOUNCING:
        return None
    return min(sentences[0].kinds.intersection(titled), default=None)


def _is_no_body(unit: Unit) -> bool:
    return not unit.runs or bool(unit.kinds)


def _find_offers(candidate: WallCandidate) -> str | None:
    """Find a paywall that parts a short text from what it offers."""
    offers = measure_offers(candidate.page, candidate.kept)
    if offers is None or offers.body >= BRIEF:
        return None
    return offers.describe(PAYWALL, offers.body)


def _find_long_consent(candidate: WallCandidate) -> str | None:
    """Find a consent wall by its words, where the page shows one by a title or button too."""
    kept = measure(split_units(candidate.kept), MUCH, about=CONSENT)
    if kept.body >= MUCH or kept.talk < kept.body:
        return None
    page = measure(split_units(candidate.page))
    return page.describe(CONSENT, kept.body) if CONSENT in page.titled else None


def _has_much_body(text: str) -> bool:
    """Return whether a text has MUCH words of body; few long units show it in the least time."""
    longest_first = sorted(split_units(text), key=_weight, reverse=True)
    if sum(map(_weight, longest_first)) < MUCH:
        return False
    return measure(longest_first, MUCH).body >= MUCH


def _weight(unit: Unit) -> int:
    return unit.weight


def _find_short(candidate: WallCandidate, measured: Measured) -> str | None:
    """Find a wall by one unit that shows it, where fewer than BRIEF words are body."""
    for part in split_title(candidate.title or ""):
        measured.add(part)
    kind = measured.best_of_little()
    if kind:
        return measured.describe(kind, measured.body)
    return _find_around(candidate, measured.body)


def _find_around(candidate: WallCandidate, body: int) -> str | None:
    """Look for what shows a wall around the little text that was kept."""
    if body >= SENTENCE:
        return _find_below(candidate, body) or _find_offers(candidate)
    around = measure(split_units(candidate.page), MUCH)
    kind = around.best()
    if kind:
        return around.describe(kind, body)
    return find_sign(candidate.markup) if around.body < SENTENCE else None


def _find_below(candidate: WallCandidate, body: int) -> str | None:
    """Look for a wall that cuts a text off, right below it."""
    if CUT_OFF.search(candidate.kept[-LONGEST_END:]):
        return f"{KINDS['teaser']}: it ends in […] after {body} words"
    units = list(islice(_units_below(candidate), BELOW))
    cut = _find_among(units, CUTTING - NOTICES, body)
    return cut or _find_among(units[:NEXT], NOTICES, body)


def _find_among(units: list[Unit], kinds: frozenset[str], body: int) -> str | None:
    below = measure(units, MUCH)
    kind = below.best(kinds)
    return below.describe(kind, body) if kind else None


def _units_below(candidate: WallCandidate) -> Iterator[Unit]:
    """Yield the units of a page below the last line that was kept of it."""
    last = candidate.kept.rstrip().rpartition("\n")[2]
    _, found, below = candidate.page.rpartition(last)
    return split_units(below) if found else iter(())
