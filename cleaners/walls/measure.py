"""Measure how much of a text is wall talk, and which kinds of walls it shows."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from cleaners.walls.phrases import KINDS, TALK
from cleaners.walls.units import Unit

# Kinds that cut an article off, below its first words.
CUTTING = frozenset({"paywall", "login", "teaser", "app", "adblock"})
# Of these, what whole articles have at their foot too: there only what stands next cuts them off.
NOTICES = frozenset({"app", "adblock"})
TEASER = "teaser"  # a kind whose label counts below a text alone
LONGEST_QUOTE = 80  # characters of the page that a detail quotes


@dataclass(slots=True)
class Measured:
    """What a text shows: the words of body and of wall talk, and the words that show each kind.

    `shown` counts the units that show a kind. `titled` are the kinds that a title shows, `first`
    and `last` those that units show which no running text precedes or follows.
    """

    body: int = 0
    talk: int = 0
    shown: int = 0
    words: Counter[str] = field(default_factory=Counter)
    quotes: dict[str, str] = field(default_factory=dict)
    titled: set[str] = field(default_factory=set)
    first: set[str] = field(default_factory=set)
    last: set[str] = field(default_factory=set)
    runs: bool = False

    def add(self, unit: Unit, about: str | None = None) -> None:
        """Count a unit as body, or as what a wall says; so does one that speaks `about` a kind."""
        titled = unit.titled
        kinds = unit.kinds | titled
        if kinds or (about and unit.speaks_of(about)):
            self.talk += unit.words
            self.titled |= titled - {TEASER}
            self._add_shown(unit, kinds - {TALK})
            return
        self.body += unit.weight
        if unit.runs:
            self.runs = True
            self.last.clear()

    def _add_shown(self, unit: Unit, showing: frozenset[str]) -> None:
        if not showing:
            return
        self.shown += 1
        self.last |= showing
        if not self.runs:
            self.first |= showing
        for kind in showing:
            self.words[kind] += max(unit.words, 1)
            self.quotes.setdefault(kind, unit.text)

    def best(self, kinds: Collection[str] = tuple(KINDS)) -> str | None:
        """Return the kind that most words show, of some kinds; None where none is shown."""
        shown = [kind for kind in KINDS if kind in kinds and self.words[kind]]
        return max(shown, key=self.words.__getitem__, default=None)

    def best_of_little(self) -> str | None:
        """Return the kind that a text with little body shows well enough."""
        if self.talk >= self.body:
            return self.best()
        return self.best(self.titled | self.first | (self.last & CUTTING))

    def describe(self, kind: str, body: int) -> str:
        """Say what a page is, what shows it, and how many words of other text it has."""
        quote = " ".join(self.quotes[kind].split())
        if len(quote) > LONGEST_QUOTE:
            quote = quote[:LONGEST_QUOTE].rstrip() + "…"
        noun = "word" if body == 1 else "words"
        return f"{KINDS[kind]}: “{quote}”, and {body} {noun} of other text"


def measure(
    units: Iterable[Unit], most: float = math.inf, about: str | None = None
) -> Measured:
    """Measure units until there are `most` words of body, which no wall has: see `add`."""
    measured = Measured()
    for unit in units:
        measured.add(unit, about)
        if measured.body >= most:
            break
    return measured
