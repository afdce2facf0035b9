"""Build the spin lexicon: `python -m flows.training.build_lexicon [--circles]`.

Three sources become one table: pairs counted in real spun copies (figures and word pairs), a list
written from knowledge of English, and the lists of `lexicon/` beside this script, one for each field,
written the same way and inflected here. A pair that only knowledge vouches for weighs little beside a
counted one, must keep the form of its original, and may run in a circle (each word spun as the other)
only if `circles.tsv` names it: --circles writes that file anew, for a person to read the difference.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from cleaners.paraphrase.lexicon import COLUMNS, Pair
from cleaners.paraphrase.words import forms
from flows.training.inflection import agree, inflected

LISTS = Path(__file__).with_name("lexicon")
CIRCLES = Path(__file__).with_name("circles.tsv")
TARGET = Path(__file__).parents[2] / "cleaners" / "data" / "lexicon.tsv"
LONGEST = 5  # words in a phrase
COLUMNS_OF_A_LIST = 3
FIT = f"write two that differ, in lower case, of at most {LONGEST} words, without figures or braces"
UNSEEN = 0.35  # weight of a pair that no copy has shown yet
UNSEEN_BESIDE = (
    0.25  # the same, where copies have shown another synonym of the original
)
OFTEN = (
    16  # times seen replaced, from which a synonym that was never seen is hardly one
)
UNSEEN_OFTEN = 0.05
# Share of its places in which a spinner replaces a word: seen in dialect A, on our first list, in other dialects.
SEEN_SHARE, KNOWN_SHARE, OTHER_SHARE = 0.94, 0.6, 0.2
COUNTED_LETTERS = 4  # kept_words.tsv lists no shorter words
PRIOR_WORDS = 4  # words that the trust in our first list is worth beside the counted words of another
STORIES = 66  # counted in substitutions_dev.tsv
PRIOR_PLACES = 2  # places that these shares are worth beside counted ones
# Uses per 1,000 English words, for short ones that spinners mostly leave: kept_words.tsv lists none under four letters.
FREQUENT = {
    "the": 58, "to": 27, "of": 26, "and": 26, "a": 24, "in": 20, "is": 11, "for": 10, "on": 8, "it": 8, "as": 6,
    "was": 6, "at": 5, "by": 5, "be": 5, "are": 5, "but": 4, "not": 4, "or": 3, "its": 3, "can": 2.5, "all": 2.5,
    "one": 2.3, "new": 2, "so": 1.5, "two": 1.3, "do": 1.2, "now": 1.2, "how": 1, "use": 1, "way": 0.8, "us": 0.8,
    "own": 0.5, "off": 0.5, "old": 0.4,
}  # fmt: skip
LEFT = 0.01  # an original replaced more rarely is no entry
COUNTED_WORDS = 23.5  # thousands of words in the originals of the counted copies
HEADER = """\
# What dictionary spinners write (spun) for what stood there (original): one pair a row, lower case.
# weight: times seen in spun copies beside their originals; below 1 where only knowledge of English vouches for it.
# replaced: share of the original's places that the spinner replaces. stood: times that copies left the word `spun`
# where an original had it. dialects: the spinners that write the pair, "-" for none seen.
# Sources: word pairs counted in {stories} spun web stories and their originals (counts and pairs only, no text);
# lists written for this project from knowledge of English (flows/training/lexicon and its forerunner).
# Terms: MIT, as the project.
# Built by flows/training/build_lexicon.py; do not edit by hand.
"""


@dataclass(frozen=True, slots=True)
class LineOccurrences:
    """A pair in spun copies: how often, and in which dialects."""

    count: int
    dialects: str


@dataclass(frozen=True, slots=True)
class Trust:
    """How sure a list is: shares of its originals that a spinner replaces, and of the forms written that it has."""

    share: float
    forms: float


Key = tuple[str, str]  # original, spun
Trusts = dict[Key, Trust]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of our own lists: the forms that the spinner writes for an original, and where it stands."""

    kind: str
    original: str
    spun: tuple[str, ...]
    place: str

    def pairs(self) -> Iterator[Key]:
        """Yield the pairs in all their forms. Raises ValueError, naming the place, for one that cannot stand."""
        try:
            pairs = [
                pair
                for form in self.spun
                for pair in inflected(self.kind, self.original, form)
            ]
        except ValueError as error:
            raise ValueError(f"{self.place}: {error}") from error
        for original, spun in pairs:
            if not is_fit(original, spun):
                raise ValueError(
                    f"{self.place}: {original!r} and {spun!r} are no pair: {FIT}"
                )
            if self.kind != "m" and not agree(original, spun):
                raise ValueError(
                    f"{self.place}: {spun!r} has not the form of {original!r}; if meant, make its kind m"
                )
        yield from pairs


def main() -> None:
    """Build the lexicon from BENCH_DATA/paraphrase and the lists, and write it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--circles", action="store_true", help="name all circles in circles.tsv"
    )
    renew = parser.parse_args().circles
    bench = (
        Path(
            os.environ.get("BENCH_DATA", Path(__file__).parents[3] / "shared" / "bench")
        )
        / "paraphrase"
    )
    seen = sightings(bench / "substitutions_dev.tsv")
    left = kept(bench / "kept_words.tsv")
    first = [key for key in listed(bench / "lexicon_start.tsv") if agree(*key)]
    pairs = merged(seen, trusted(first, rows(LISTS), seen, left), left)
    if renew:
        CIRCLES.write_text(
            "".join(f"{one}\t{other}\n" for one, other in circles(pairs)),
            encoding="utf-8",
        )
    if unnamed := set(circles(pairs)) - set(named_circles(CIRCLES)):
        sys.exit(
            f"circles that {CIRCLES.name} does not name: {sorted(unnamed)}; drop one way, or run with --circles"
        )
    write(TARGET, pairs, STORIES)
    sys.stdout.write(
        f"{len(pairs):,} pairs of {len({pair.original for pair in pairs}):,} originals in {TARGET}\n"
    )


def sightings(path: Path) -> dict[Key, LineOccurrences]:
    """Read the pairs counted in spun copies."""
    with path.open(encoding="utf-8") as lines:
        rows = csv.DictReader(
            (line for line in lines if not line.startswith("#")), delimiter="\t"
        )
        return {
            (row["original"], row["spun"]): LineOccurrences(
                int(row["count"]), row["dialects"]
            )
            for row in rows
        }


def listed(path: Path) -> Iterator[Key]:
    """Read a list of `original <tab> spun|spun`."""
    for line in path.read_text(encoding="utf-8").splitlines():
        original, tab, spun = line.partition("\t")
        if tab and not line.startswith("#"):
            yield from ((original.strip(), form.strip()) for form in spun.split("|"))


def rows(folder: Path) -> Iterator[Row]:
    """Read our own lists, `kind <tab> original <tab> spun|spun`, in the order of their names."""
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            cells = line.split("\t")
            if len(cells) != COLUMNS_OF_A_LIST:
                raise ValueError(
                    f"{path.name}:{number}: write kind, original and spun, parted by tabs"
                )
            yield Row(
                cells[0], cells[1], tuple(cells[2].split("|")), f"{path.name}:{number}"
            )


def circles(pairs: Iterable[Pair]) -> list[Key]:
    """Find the words that are spun as each other, unless copies have shown it both ways."""
    dialects = {(pair.original, pair.spun): pair.dialects for pair in pairs}
    both = (key for key in dialects if key[0] < key[1] and key[::-1] in dialects)
    return sorted(key for key in both if "-" in dialects[key] + dialects[key[::-1]])


def named_circles(path: Path) -> list[Key]:
    """Read the circles that are meant."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(one, other) for one, _, other in (line.partition("\t") for line in lines)]


def kept(path: Path) -> dict[str, int]:
    """Read how often spun copies left a word as it was."""
    with path.open(encoding="utf-8") as lines:
        return {
            row["word"]: int(row["kept"])
            for row in csv.DictReader(lines, delimiter="\t")
        }


def trusted(
    known: Iterable[Key],
    lists: Iterable[Row],
    seen: dict[Key, LineOccurrences],
    left: dict[str, int],
) -> Trusts:
    """Tell how far each pair is to be trusted, measured list by list: a spinner knows far fewer words than a thesaurus.

    The first list is the standard. Of the others only words and pairs that no list before has are counted.
    """
    trusts = dict.fromkeys(known, Trust(KNOWN_SHARE, 1))
    copied = {key for key, sighting in seen.items() if "A" in sighting.dialects}
    replaced = {original for original, _ in copied}
    for _, group in groupby(lists, key=lambda row: row.place.partition(":")[0]):
        pairs = {pair for row in group for pair in row.pairs() if pair not in trusts}
        originals = {original for original, _ in pairs}
        words = {
            word
            for word in originals - {original for original, _ in trusts}
            if _is_counted(word)
        }
        asked = {key for key in copied if key[0] in originals and key not in trusts}
        share = _part(
            len(words & replaced), len(words & (replaced | left.keys())), KNOWN_SHARE
        )
        trusts.update(
            dict.fromkeys(pairs, Trust(share, _part(len(pairs & asked), len(asked), 1)))
        )
    return trusts


def _is_counted(original: str) -> bool:
    return " " not in original and len(original) >= COUNTED_LETTERS


def _part(some: int, of_all: int, prior: float) -> float:
    return (some + PRIOR_WORDS * prior) / (of_all + PRIOR_WORDS)


def merged(
    seen: dict[Key, LineOccurrences], known: Trusts, left: dict[str, int]
) -> list[Pair]:
    """Join the sources, drop what cannot stand, and work out how often each original is replaced."""
    keys = sorted(key for key in {*seen, *known} if is_fit(*key))
    likely: dict[str, float] = {}
    for (original, _), trust in known.items():
        likely[original] = max(trust.share, likely.get(original, 0))
    places: dict[str, int] = {}
    others: set[str] = set()
    for original, spun in keys:
        sighting = seen.get((original, spun))
        if sighting and "A" in sighting.dialects:
            places[original] = places.get(original, 0) + sighting.count
        elif sighting:
            others.add(original)
    pairs = []
    for original, spun in keys:
        sighting = seen.get((original, spun), LineOccurrences(0, "-"))
        prior = (
            SEEN_SHARE
            if original in places
            else OTHER_SHARE
            if original in others
            else likely[original]
        )
        changed = places.get(original, 0)
        stood = left.get(
            original, max(0, FREQUENT.get(original, 0) * COUNTED_WORDS - changed)
        )
        share = (changed + PRIOR_PLACES * prior) / (changed + stood + PRIOR_PLACES)
        if share >= LEFT:
            weight = (
                sighting.count
                or _unseen(places.get(original, 0)) * known[original, spun].forms
            )
            pairs.append(
                Pair(
                    original,
                    spun,
                    round(weight, 3),
                    round(share, 3),
                    left.get(spun, 0),
                    sighting.dialects,
                )
            )
    return pairs


def _unseen(places: int) -> float:
    """Weigh a pair that no copy has shown; measured as singletons per listed synonym (Good and Turing)."""
    if places >= OFTEN:
        return UNSEEN_OFTEN
    return UNSEEN_BESIDE if places else UNSEEN


def is_fit(original: str, spun: str) -> bool:
    """Whether a pair changes something, has no figures or braces, and is short and in lower case."""
    one, two = forms(original), forms(spun)
    text = original + spun
    return (
        bool(one and two)
        and one != two
        and text == text.lower()
        and not any(sign.isdigit() or sign in "{}%,;:" for sign in text)
        and max(len(one), len(two)) <= LONGEST
        and (one + two).count("<unk>") == 0
    )


def write(path: Path, pairs: Iterable[Pair], stories: int) -> None:
    """Write the lexicon, sorted, below a header with its sources and terms."""
    rows = [
        f"{p.original}\t{p.spun}\t{p.weight:g}\t{p.replaced:g}\t{p.stood:g}\t{p.dialects}"
        for p in pairs
    ]
    head = HEADER.format(stories=stories) + "\t".join(COLUMNS)
    path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
