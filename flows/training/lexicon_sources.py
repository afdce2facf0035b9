"""Read the sources of the spin lexicon: counts from real copies, and lists of synonyms.

A `Key` is a pair (original, spun) of lower-case phrases.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from cleaners.paraphrase.spun_numbers import is_same_number
from cleaners.paraphrase.words import NUMBER, UNKNOWN, forms
from flows.training.inflection import forms_agree, inflect

LISTS = Path(__file__).with_name("lexicon")
COLUMNS_OF_A_LIST = 3  # kind, original, spun
LONGEST = 5  # words in a phrase; `cleaners.paraphrase.lexicon.LONGEST`
PAIR_RULES = (
    f"write two different phrases in lower case, of at most {LONGEST} words, "
    "without digits or braces"
)

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PairOccurrences:
    """In how many places of how many texts spun copies have a pair, and in which dialects.

    The dialects are "-" for a pair that no copy has.
    """

    count: float
    dialects: str
    texts: float = 1.0

    @property
    def weight(self) -> float:
        """Return what the places count for: those of one text are not independent.

        It is the mean, by logarithms, of places and texts.
        """
        return sqrt(self.count * min(self.count, self.texts))


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of the project's own lists: an original, its synonyms, and where the row is."""

    kind: str
    original: str
    spun: tuple[str, ...]
    place: str

    @property
    def list_name(self) -> str:
        """Return the name of the file that has the row."""
        return self.place.partition(":")[0]

    def pairs(self) -> Iterator[Key]:
        """Yield the pairs in all their forms; raises ValueError for an invalid pair."""
        try:
            pairs: list[Key] = []
            for synonym in self.spun:
                pairs.extend(inflect(self.kind, self.original, synonym))
        except ValueError as error:
            raise ValueError(f"{self.place}: {error}") from error
        for original, spun in pairs:
            self._check(original, spun)
        yield from pairs

    def _check(self, original: str, spun: str) -> None:
        """Raise ValueError for a pair that is invalid, or whose forms differ by mistake."""
        if not is_valid_pair(original, spun):
            raise ValueError(
                f"{self.place}: {original!r} and {spun!r} are not a pair: {PAIR_RULES}"
            )
        if self.kind != "m" and not forms_agree(original, spun):
            raise ValueError(
                f"{self.place}: {spun!r} does not have the form of {original!r}; "
                "if this is meant, change the kind to m"
            )


def is_valid_pair(original: str, spun: str) -> bool:
    """Return whether two phrases differ, are in lower case, short, and without digits or signs.

    Numbers may be pairs in the ways in which spinners write them.
    """
    original_words = forms(original)
    spun_words = forms(spun)
    if not original_words or not spun_words:
        return False
    if original_words == spun_words:
        return False
    if not {UNKNOWN, NUMBER}.isdisjoint(original_words + spun_words):
        return False
    if is_same_number(spun, original):
        return True
    longest = max(len(original_words), len(spun_words))
    return longest <= LONGEST and _is_plain(original + spun)


def _is_plain(text: str) -> bool:
    """Return whether a text is in lower case, and has no digits or signs."""
    if text != text.lower():
        return False
    return not any(sign.isdigit() or sign in "{}%,;:" for sign in text)


def read_occurrences(path: Path) -> dict[Key, PairOccurrences]:
    """Read the pairs that were counted in spun copies."""
    with path.open(encoding="utf-8") as lines:
        data = (line for line in lines if not line.startswith("#"))
        rows = csv.DictReader(data, delimiter="\t")
        return dict(map(_read_occurrence, rows))


def _read_occurrence(row: Mapping[str, str]) -> tuple[Key, PairOccurrences]:
    key = (row["original"], row["spun"])
    count = int(row["count"])
    texts = int(row["stories"])
    return key, PairOccurrences(count, row["dialects"], texts)


def read_kept_counts(path: Path) -> dict[str, float]:
    """Read how often spun copies left each word as it was."""
    with path.open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        return {row["word"]: float(row["kept"]) for row in rows}


def read_first_list(path: Path) -> Iterator[Key]:
    """Read the first list, `original <tab> spun|spun` without kinds; skip mismatched forms."""
    for line in path.read_text(encoding="utf-8").splitlines():
        original, tab, synonyms = line.partition("\t")
        if not tab or line.startswith("#"):
            continue
        for spun in synonyms.split("|"):
            key = (original.strip(), spun.strip())
            if forms_agree(*key):
                yield key


def read_lists(folder: Path) -> Iterator[ListRow]:
    """Read the lists of a folder in the order of their names.

    A row is `kind <tab> original <tab> spun|spun`. Raises ValueError for any other row.
    """
    for path in sorted(folder.glob("*.tsv")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            yield _read_row(line, place=f"{path.name}:{number}")


def _read_row(line: str, place: str) -> ListRow:
    cells = line.split("\t")
    if len(cells) != COLUMNS_OF_A_LIST:
        raise ValueError(f"{place}: write kind, original and spun, separated by tabs")
    kind, original, synonyms = cells
    return ListRow(kind, original, tuple(synonyms.split("|")), place)
