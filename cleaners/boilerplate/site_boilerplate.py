"""Ask other pages about the lines that one page left in doubt.

Two things can only be seen once copies are known: that a site repeats a line over different articles, and
that copies of an article end without it. Either raises the probability that the page's own votes gave, and no
more than that: a line that was not in doubt stays, and one that was goes only if it now passes its bound.
The body is left alone: what a site repeats there is as often a column's greeting or a heading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import exp, log

from cleaners.article import OpenDoubt
from cleaners.boilerplate.layout import edits_of
from cleaners.boilerplate.line_model import Judgement
from cleaners.boilerplate.page import Removal, Votes
from cleaners.draft import Edit
from cleaners.lines import Line, split_lines

FEWEST_PAGES = 2  # other articles of the site that have the line
FEWEST_COPIES = 2  # where none is of another site
# Log-odds that each adds: chosen, not fitted, since the development pages have next to no such lines. One vote lifts
# a label of a probability of 0.33 over its bound, a short sentence of 0.43 (on clean pages 0.67), a paragraph of 0.82
# (0.92).
REPEATED, DIFFERENT = 1.0, 1.0
SUREST = 0.999  # probability: rounded figures may say 1
MOST_GONE = 0.5  # share of a text's characters
LIFTED = frozenset(
    {"byline", "date", "section", "source", "tags"}
)  # kinds whose lines say what no column holds yet


@dataclass(frozen=True, slots=True)
class LineOccurrences:
    """Where else a line of an article stands.

    `pages` counts other articles of its site that have the whole line, with the copies of one counted once.
    `copies` counts copies of its own article of about its length, `elsewhere` those of them that are of other
    sites, `with_line` those that have the line.
    """

    pages: int = 0
    copies: int = 0
    elsewhere: int = 0
    with_line: int = 0


def open_doubts(shown: str, judged: Judgement, clean: str) -> tuple[OpenDoubt, ...]:
    """Find the lines in doubt again in the clean text.

    `shown` is the text that was judged. Later stages change words, never lines; where one did, all doubts are
    dropped. So are those that no other page may settle: lines inside the body, and those that may name a source.
    """
    gone = {removal.line.index for removal in judged.removals}
    kept = [
        line
        for line in split_lines(shown)
        if not line.is_blank and line.index not in gone
    ]
    left = [line for line in split_lines(clean) if not line.is_blank]
    if len(kept) != len(left):
        return ()
    place = {before.index: after for before, after in zip(kept, left, strict=True)}
    return tuple(
        OpenDoubt(
            line.start,
            line.end,
            doubt.kind,
            doubt.probability,
            doubt.bound,
            doubt.place == "tail",
        )
        for doubt in judged.doubts
        if doubt.place != "body"
        and doubt.kind not in LIFTED
        and (line := place[doubt.line.index])
    )


def confirm(clean: str, seen: Mapping[OpenDoubt, LineOccurrences]) -> tuple[Edit, ...]:
    """Choose the edits that remove from a clean text what other pages confirm, if that is the smaller part of it."""
    lines = {line.start: line for line in split_lines(clean)}
    often = Counter(line.text for line in lines.values())
    removals = [
        removal
        for doubt, sighting in seen.items()
        if often[lines[doubt.start].text] == 1  # what a text says twice is a refrain
        for removal in _removal(lines[doubt.start], doubt, sighting)
    ]
    if sum(len(removal.line.text) for removal in removals) > MOST_GONE * len(clean):
        return ()
    return tuple(edit for removal, edit in edits_of(clean, removals) if removal)


def _removal(
    line: Line, doubt: OpenDoubt, sighting: LineOccurrences
) -> Iterator[Removal]:
    """Yield the removal of a line, if the votes of other pages carry it over its bound."""
    votes = list(_votes(doubt, sighting))
    own = min(doubt.probability, SUREST)
    odds = log(own / (1 - own)) + sum(points for _, points in votes)
    if votes and odds > doubt.bound:
        rule = f"{doubt.kind}/{votes[0][0]}"
        yield Removal(
            line,
            rule,
            round(1 / (1 + exp(-odds)), 3),
            votes=Votes(model=doubt.probability),
        )


def _votes(doubt: OpenDoubt, sighting: LineOccurrences) -> Iterator[tuple[str, float]]:
    """Name what speaks against a line. One that a copy on another page has came with the article."""
    if sighting.with_line:
        return
    if sighting.pages >= FEWEST_PAGES:
        yield "repeats-on-site", REPEATED
    if doubt.is_below and (sighting.elsewhere or sighting.copies >= FEWEST_COPIES):
        yield "differs-between-copies", DIFFERENT
