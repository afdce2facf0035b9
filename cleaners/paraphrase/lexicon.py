"""The lexicon: what a dictionary spinner writes, and the originals that it may have replaced.

It is the channel of a noisy-channel model: P(spun | original) = replaced * weight / (sum of the
original's weights), and P(original stays) = 1 - replaced. A spinner that knows a word replaces
nearly all of its places, so a word that it knows is rarely an original where it still occurs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from math import log
from sys import intern
from typing import NamedTuple

from cleaners.own_entries import Pair
from cleaners.paraphrase.phrase_counts import add_counts, counted
from cleaners.paraphrase.words import shared_forms

Phrase = tuple[str, ...]
"""Words of a phrase in the form in which the tokeniser returns them."""

# Weight (sightings) of all synonyms of an original that no copy has shown yet, together.
# No source is recorded.
UNSEEN_SYNONYMS_WEIGHT = 0.5
MAX_PHRASE_WORDS = 5  # words; the longest phrase of the shipped lexicon
COLUMNS = ("original", "spun", "weight", "replaced", "stood", "dialects")
_number = cache(float)  # few different ones: each is one object
OWN_DIALECT = "own"  # marks the pairs of a user's own lexicon
NO_DIALECT = "-"  # marks pairs that no spun copy has shown yet


class LexiconError(ValueError):
    """A row of a lexicon that is invalid."""


class Candidate(NamedTuple):
    """A possible original of a spun phrase; `log_prob` (nats) is log P(spun | original).

    `weight` counts sightings, `dialects` names the spinners that write the pair.
    """

    original: str
    phrase: Phrase
    log_prob: float
    weight: float
    dialects: str

    @property
    def is_attested(self) -> bool:
        """Whether a spun copy, or a person who saw one, has shown the pair."""
        return self.dialects != NO_DIALECT

    @property
    def is_own(self) -> bool:
        """Whether the pair is a user's own."""
        return self.dialects.endswith(OWN_DIALECT)


class _Row(NamedTuple):
    """A pair of the lexicon, with both sides split into words."""

    original: Phrase
    spun: Phrase
    pair: Pair


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lexicon by spun phrase.

    `candidates` are the possible originals of each spun phrase. `replaced_share` (0..1) is the
    share of an original's places that spinners replace. `counts` says how often a phrase occurred
    in the originals of spun copies, `stood` how often copies left it as it was; both lack what
    never was seen. `unattested` are the originals that no spun copy has shown replaced: they are
    in the lexicon from knowledge of English only.
    """

    candidates: Mapping[Phrase, tuple[Candidate, ...]]
    replaced_share: Mapping[Phrase, float]
    counts: Mapping[Phrase, float]
    stood: Mapping[Phrase, float]
    unattested: frozenset[Phrase]

    @classmethod
    def from_pairs(cls, pairs: Iterable[Pair]) -> Lexicon:
        """Build the lexicon from its pairs."""
        rows = _merged_rows(pairs)
        replaced_counts = _replaced_counts(rows)
        stood = counted({row.spun: row.pair.stood for row in rows})
        unattested = (word for word, count in replaced_counts.items() if not count)
        return cls(
            candidates=_candidates(rows),
            replaced_share={row.original: row.pair.replaced for row in rows},
            counts=add_counts(replaced_counts, stood),
            stood=stood,
            unattested=frozenset(unattested),
        )


def _merged_rows(pairs: Iterable[Pair]) -> list[_Row]:
    """Split pairs into words, and add up the weights of equal ones ("users" and "users'").

    The last of equal pairs says how often the original is replaced, the first how it is written.
    """
    merged: dict[tuple[Phrase, Phrase], _Row] = {}
    for row in _rows(pairs):
        key = (row.original, row.spun)
        earlier = merged.get(key)
        merged[key] = _merge(earlier, row) if earlier else row
    return list(merged.values())


def _rows(pairs: Iterable[Pair]) -> Iterator[_Row]:
    split = cache(shared_forms)  # equal phrases are one object, as equal words are
    for pair in pairs:
        yield _Row(split(pair.original), split(pair.spun), pair)


def _merge(earlier: _Row, row: _Row) -> _Row:
    """Merge two rows of the same words."""
    pair = replace(
        row.pair,
        original=earlier.pair.original,
        weight=row.pair.weight + earlier.pair.weight,
        dialects=_joined_dialects(earlier.pair.dialects, row.pair.dialects),
    )
    return row._replace(pair=pair)


def _joined_dialects(one: str, other: str) -> str:
    """Return the dialects of two equal pairs; those of a pair that was seen, if only one was."""
    if NO_DIALECT in (one, other):
        return one if other == NO_DIALECT else other
    return f"{one}{other}"


def _replaced_counts(rows: Iterable[_Row]) -> dict[Phrase, float]:
    """Count how often spun copies showed each original replaced."""
    counts: dict[Phrase, float] = {}
    for row in rows:
        is_attested = row.pair.dialects != NO_DIALECT
        seen = row.pair.weight if is_attested else 0
        counts[row.original] = counts.get(row.original, 0) + seen
    return counts


def _candidates(rows: Iterable[_Row]) -> dict[Phrase, tuple[Candidate, ...]]:
    """Group the originals by spun phrase, and compute the channel's log-probabilities."""
    total_weights = _total_weights(rows)
    by_spun: dict[Phrase, tuple[Candidate, ...]] = {}
    for row in rows:
        candidate = _candidate(row, total_weights[row.original])
        by_spun[row.spun] = (*by_spun.get(row.spun, ()), candidate)
    return by_spun


def _candidate(row: _Row, weight: float) -> Candidate:
    """Make the candidate of a row; `weight` is that of all pairs of its original."""
    pair = row.pair
    total_weight = weight + UNSEEN_SYNONYMS_WEIGHT
    spun_share = pair.replaced * pair.weight / total_weight
    return Candidate(
        original=pair.original,
        phrase=row.original,
        log_prob=log(spun_share),
        weight=pair.weight,
        dialects=pair.dialects,
    )


def _total_weights(rows: Iterable[_Row]) -> dict[Phrase, float]:
    """Sum the weights of the pairs of each original."""
    totals: dict[Phrase, float] = {}
    for row in rows:
        totals[row.original] = totals.get(row.original, 0) + row.pair.weight
    return totals


def parse(lines: Iterable[str], name: str) -> Iterator[Pair]:
    """Read the rows of a lexicon file called `name`.

    Raises LexiconError, naming the line and how to fix it.
    """
    header_seen = False
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            continue
        cells = line.rstrip("\n").split("\t")
        if header_seen:
            yield _parse_row(cells, f"{name}:{number}")
        else:
            _check_header(cells, name)
            header_seen = True
    if not header_seen:
        _check_header([""], name)


def _check_header(cells: list[str], name: str) -> None:
    """Raise LexiconError if the columns are not those of a lexicon."""
    if tuple(cells) != COLUMNS:
        raise LexiconError(
            f"{name}: the columns are {cells}; they must be {', '.join(COLUMNS)}"
        )


def _parse_row(cells: list[str], place: str) -> Pair:
    """Read one row of the shipped lexicon; `place` is its file and line."""
    if len(cells) != len(COLUMNS):
        raise LexiconError(
            f"{place}: {len(cells)} cells; write {len(COLUMNS)}, separated by tabs"
        )
    return _pair(cells)


def _pair(cells: list[str]) -> Pair:
    original, spun, *figures, dialects = cells
    weight, replaced, stood = map(_number, figures)
    return Pair(intern(original), spun, weight, replaced, stood, intern(dialects))


@cache
def load() -> Lexicon:
    """Build the lexicon that ships with the package, once per process."""
    return Lexicon.from_pairs(shipped_pairs())


def shipped_pairs() -> Iterator[Pair]:
    """Read the rows of the lexicon that ships with the package."""
    path = files("cleaners") / "data" / "lexicon.tsv"
    text = path.read_text(encoding="utf-8")
    return parse(text.splitlines(), "lexicon.tsv")
