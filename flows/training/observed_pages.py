"""Read what was counted on single spun pages beside their originals: `lexicon/observed/`.

Facts about words only: pairs, words that stayed, and where the pages were. Pages that were spun
from one text are not independent, so their counts are averaged: each text counts once.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows.training.lexicon_sources import Key

OBSERVED = Path(__file__).with_name("lexicon") / "observed"
COUNTED = "counted"  # the role of pages that the lexicon may learn from
MAIN_DIALECT = (
    "A"  # the dictionary spinner's; the words that others keep say nothing of it
)
# Places that a pair counts for: an inferred original is not at hand, but beyond doubt.
PLACES_BY_BASIS = {"aligned": 1.0, "inferred": 0.5}


@dataclass(frozen=True, slots=True)
class ObservedPage:
    """A spun page: its text's name (of the first page spun from it), and where it was found."""

    name: str
    text: str
    field: str
    dialect: str
    role: str
    words: int


@dataclass(slots=True)
class PairPlaces:
    """The places of a pair by dialect, and the texts that have it."""

    by_dialect: dict[str, float] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)

    def add(self, page: ObservedPage, places: float) -> None:
        """Add the places of a page."""
        so_far = self.by_dialect.get(page.dialect, 0.0)
        self.by_dialect[page.dialect] = so_far + places
        self.texts.add(page.text)


@dataclass(slots=True)
class ObservedCounts:
    """Places of pairs, and of words and phrases that stood unchanged."""

    pairs: dict[Key, PairPlaces] = field(default_factory=dict)
    kept: dict[str, float] = field(default_factory=dict)


def read_pages(folder: Path = OBSERVED) -> list[ObservedPage]:
    """Read the list of pages."""
    return [
        ObservedPage(
            name=row["story"],
            text=row["text"],
            field=row["field"],
            dialect=row["dialect"],
            role=row["role"],
            words=int(row["words"]),
        )
        for row in _read_rows(folder / "stories.tsv")
    ]


def counted_texts(folder: Path = OBSERVED) -> set[str]:
    """Return the texts that the lexicon learns from; several pages may be spun from one."""
    return {page.text for page in read_pages(folder) if page.role == COUNTED}


def read_counts(
    folder: Path = OBSERVED, without: Collection[str] = ()
) -> ObservedCounts:
    """Add up the counts of all counted pages; those of the texts `without` are left out."""
    counted = [page for page in read_pages(folder) if page.role == COUNTED]
    pages = [page for page in counted if page.text not in without]
    shares = _shares_of_texts(pages)
    counts = ObservedCounts()
    _add_pairs(counts, folder / "pairs.tsv", pages, shares)
    main = [page for page in pages if page.dialect == MAIN_DIALECT]
    _add_kept(counts, folder / "kept.tsv", main, shares)
    return counts


def _add_pairs(
    counts: ObservedCounts,
    path: Path,
    pages: Iterable[ObservedPage],
    shares: Mapping[str, float],
) -> None:
    """Add the places of the pairs of some pages."""
    by_name = {page.name: page for page in pages}
    for row in _read_rows(path):
        page = by_name.get(row["story"])
        if page is None:
            continue
        places = int(row["count"]) * shares[page.name]
        places *= PLACES_BY_BASIS[row["basis"]]
        key = (row["original"], row["spun"])
        found = counts.pairs.setdefault(key, PairPlaces())
        found.add(page, places)


def _add_kept(
    counts: ObservedCounts,
    path: Path,
    pages: Iterable[ObservedPage],
    shares: Mapping[str, float],
) -> None:
    """Add the words and phrases that some pages left as they were."""
    names = {page.name for page in pages}
    for row in _read_rows(path):
        page = row["story"]
        if page in names:
            for phrase, count in _phrase_counts(row["kept"]):
                so_far = counts.kept.get(phrase, 0.0)
                counts.kept[phrase] = so_far + count * shares[page]


def _shares_of_texts(pages: Iterable[ObservedPage]) -> Mapping[str, float]:
    """Return for each page one over the number of pages that its spinner made of its text."""
    copies = Counter((page.text, page.dialect) for page in pages)
    return {page.name: 1 / copies[page.text, page.dialect] for page in pages}


def _phrase_counts(cell: str) -> Iterator[tuple[str, int]]:
    """Yield the words and phrases of a cell `word:count|phrase:count`, with their counts."""
    for item in cell.split("|"):
        word, _, count = item.rpartition(":")
        yield word, int(count)


def _read_rows(path: Path) -> Iterator[Mapping[str, str]]:
    """Yield the rows of a table with a header line."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
