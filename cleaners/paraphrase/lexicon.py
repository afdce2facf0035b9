"""What a dictionary spinner writes, and what may have stood there before: the noisy channel.

P(spun | original) = replaced · weight / (sum of the original's weights), and an original stays with
1 - replaced: a spinner that knows a word replaces nearly all of its places, hence a word that it
knows is rarely an original where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from math import log
from typing import NamedTuple

from cleaners.paraphrase.words import forms

Form = tuple[str, ...]
ESCAPE = 0.5  # weight of the synonyms that no one has seen yet
OWN = "own"  # in place of a dialect
OWN_SHARE = 0.94  # of its places in which a word of a user's own lexicon is replaced, as seen in dialect A
LONGEST = 5  # words in a phrase
COLUMNS = ("original", "spun", "weight", "replaced", "stood", "dialects")


class LexiconError(ValueError):
    """A row of the lexicon that cannot stand there."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One row: `spun` was seen, or is known to stand, in place of `original`.

    `weight` counts sightings; `replaced` is the share (0..1) of the original's places that the
    spinner replaces. `stood` counts the places where spun copies left the word that `spun` is as it
    was. `dialects` names the spinners that write the pair; "-" where no copy showed it yet.
    """

    original: str
    spun: str
    weight: float
    replaced: float
    stood: float
    dialects: str


@dataclass(frozen=True, slots=True)
class OwnLexicon:
    """The pairs that a user adds to those that ship, told apart from others by the digest of their file."""

    digest: str = ""
    pairs: tuple[Pair, ...] = field(default=(), compare=False)


class Candidate(NamedTuple):
    """An original that a spun phrase may stand for, with the channel's log-probability."""

    original: str
    forms: Form
    channel: float


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The inverse lexicon: candidates by spun phrase, and what it costs a word to stand unreplaced."""

    candidates: Mapping[Form, tuple[Candidate, ...]]
    replaced: Mapping[Form, float]
    seen: Mapping[
        Form, float
    ]  # times that a phrase stood in the originals of spun copies
    listed: frozenset[
        Form
    ]  # originals that no copy showed replaced: only knowledge of English vouches for them

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> Lexicon:
        """Invert the pairs."""
        rows = _joined((forms(pair.original), forms(pair.spun), pair) for pair in pairs)
        total: dict[Form, float] = {}
        seen: dict[Form, float] = {}
        for original, _, pair in rows:
            total[original] = total.get(original, 0) + pair.weight
            seen[original] = seen.get(original, 0) + (
                pair.weight if pair.dialects != "-" else 0
            )
        found: dict[Form, list[Candidate]] = {}
        stood: dict[Form, float] = {}
        for original, spun, pair in rows:
            channel = log(pair.replaced * pair.weight / (total[original] + ESCAPE))
            found.setdefault(spun, []).append(
                Candidate(pair.original, original, channel)
            )
            stood[spun] = pair.stood
        replaced = {original: pair.replaced for original, _, pair in rows}
        listed = frozenset(original for original in replaced if not seen[original])
        seen.update({spun: seen.get(spun, 0.0) + stood[spun] for spun in stood})
        return cls({spun: tuple(found[spun]) for spun in found}, replaced, seen, listed)


def parse(lines: Iterable[str], name: str) -> Iterator[Pair]:
    """Read the rows of a lexicon file called `name`. Raises LexiconError, naming line and remedy."""
    rows = (
        (number, line.rstrip("\n"))
        for number, line in enumerate(lines, 1)
        if not line.startswith("#")
    )
    header = next(rows, (0, ""))[1].split("\t")
    if tuple(header) != COLUMNS:
        raise LexiconError(
            f"{name}: the columns are {header}; they must be {', '.join(COLUMNS)}"
        )
    for number, line in rows:
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            raise LexiconError(
                f"{name}:{number}: {len(cells)} cells; write {len(COLUMNS)}, parted by tabs"
            )
        original, spun, weight, replaced, stood, dialects = cells
        yield Pair(
            original, spun, float(weight), float(replaced), float(stood), dialects
        )


def _joined(rows: Iterable[tuple[Form, Form, Pair]]) -> list[tuple[Form, Form, Pair]]:
    """Add the weights of rows for the same pair, "users" and "users'" too; the last says how often it is replaced."""
    found: dict[tuple[Form, Form], tuple[Form, Form, Pair]] = {}
    for original, spun, pair in rows:
        known = found.get((original, spun))
        joined = (
            replace(
                pair, original=known[2].original, weight=pair.weight + known[2].weight
            )
            if known
            else pair
        )
        found[original, spun] = original, spun, joined
    return list(found.values())


def parse_own(text: str, name: str) -> OwnLexicon:
    """Read a user's own lexicon, rows of `original <tab> spun [<tab> weight]`, from a file called `name`.

    Raises LexiconError, naming line and remedy.
    """
    pairs = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            original, spun, weight = _own_cells(line.split("\t"), f"{name}:{number}")
            pairs.append(Pair(original, spun, weight, OWN_SHARE, 0.0, OWN))
    return OwnLexicon(
        sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), tuple(pairs)
    )


def _own_cells(cells: list[str], place: str) -> tuple[str, str, float]:
    if len(cells) not in (2, 3):
        raise LexiconError(
            f"{place}: {len(cells)} cells; write original, spun and perhaps a weight, parted by tabs"
        )
    original, spun = (cell.strip().lower() for cell in cells[:2])
    one, two = forms(original), forms(spun)
    if not one or not two or one == two or max(len(one), len(two)) > LONGEST:
        raise LexiconError(
            f"{place}: {original!r} and {spun!r}; write two that differ, of one to {LONGEST} words each"
        )
    try:
        weight = float(cells[2]) if len(cells) > 2 else 1.0  # noqa: PLR2004  # the third cell is the weight
    except ValueError:
        weight = 0.0
    if not 0 < weight < float("inf"):
        raise LexiconError(
            f"{place}: the weight is {cells[2]!r}; write a number above 0: how often the pair was seen"
        )
    return original, spun, weight


@cache
def load() -> Lexicon:
    """Invert the lexicon that ships with the package; once per process."""
    return Lexicon.of(shipped_pairs())


def shipped_pairs() -> Iterator[Pair]:
    """Read the rows of the lexicon that ships with the package."""
    text = (files("cleaners") / "data" / "lexicon.tsv").read_text(encoding="utf-8")
    return parse(text.splitlines(), "lexicon.tsv")
