"""Count pages beside their originals: `python -m flows.training.observe_pages FOLDER NAME...`.

It adds rows to the tables of `lexicon/observed/`: pairs, what stood unchanged, and where the pages
are. FOLDER has the texts (see `spun_pages.py`) and a `stories.tsv` of the same columns. Only facts
about words are written, no text. Read the new pairs before you build the lexicon.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from cleaners.paraphrase.alignment import (
    Alignment,
    Match,
    are_synonyms_of_a_spinner,
    forms_of,
)
from cleaners.paraphrase.copy_segments import Segment
from cleaners.paraphrase.edit_policy import changes_negation
from cleaners.paraphrase.lexicon import MAX_PHRASE_WORDS, Lexicon, shipped_pairs
from cleaners.paraphrase.spun_numbers import is_same_number
from cleaners.paraphrase.words import Word
from flows.training.lexicon_sources import Key, is_valid_pair
from flows.training.observed_pages import COUNTED, OBSERVED

KEPT_KINDS = frozenset(("word", "numeral"))  # of words that a spinner may replace

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class BesideOriginal:
    """A spun page by name, aligned with its original."""

    name: str
    alignment: Alignment

    @classmethod
    def read(cls, folder: Path, name: str) -> BesideOriginal:
        """Read a page of a folder."""
        spun = _read(folder / name / "spun.txt")
        original = _read(folder / name / "original.txt")
        return cls(name, Alignment.of(spun, original))


def main(folder: Path, names: Collection[str]) -> None:
    """Add the rows of some pages of a folder to the tables."""
    stories = [story for story in _stories(folder) if story["story"] in names]
    lexicon = Lexicon.from_pairs(shipped_pairs())
    _append("stories.tsv", map(_story_row, stories))
    for story in stories:
        _count(BesideOriginal.read(folder, story["story"]), lexicon)


def _count(page: BesideOriginal, lexicon: Lexicon) -> None:
    """Add the rows of what is counted on a page."""
    _append("pairs.tsv", _pair_rows(page, lexicon))
    _append("kept.tsv", [_kept_row(page, lexicon)])


def _stories(folder: Path) -> list[Mapping[str, str]]:
    """Read the list of pages of a folder."""
    with (folder / "stories.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8").rstrip()


def _append(table: str, rows: Iterable[Row]) -> None:
    """Append rows to a table."""
    with (OBSERVED / table).open("a", encoding="utf-8") as file:
        for row in rows:
            file.write("\t".join(row) + "\n")


def _story_row(story: Mapping[str, str]) -> Row:
    """Return the row of a page that counts."""
    counted = {**story, "role": COUNTED}
    return list(counted.values())


def _pair_rows(page: BesideOriginal, lexicon: Lexicon) -> Iterator[Row]:
    """Yield the rows of the pairs of a page."""
    counts: Counter[Key] = Counter()
    for difference in page.alignment.differences():
        segment = Segment(*page.alignment.words_of(difference))
        counts.update(_pairs_of(segment, lexicon))
    for pair, count in sorted(counts.items()):
        yield (page.name, "aligned", *pair, str(count))


def _pairs_of(segment: Segment, lexicon: Lexicon) -> Iterator[Key]:
    """Yield the pairs of a difference: those that the lexicon has, and what is left."""
    known, rest = segment.split_known_pairs(lexicon)
    for part in filter(_is_spun, (*known, *_parts(rest))):
        yield _written(part.copy_words), _written(part.words)


def _is_spun(part: Segment) -> bool:
    """Return whether a spinner can have made a pair that the tables can have."""
    written = _written(part.words)
    if is_same_number(written, _written(part.copy_words)):
        return True
    if not are_synonyms_of_a_spinner(part.words, part.copy_words):
        return False
    if _names_what_was_unnamed(part):
        return False
    original = forms_of(part.copy_words)
    if changes_negation(original, forms_of(part.words)):
        return False
    return is_valid_pair(_written(part.copy_words), written)


def _names_what_was_unnamed(part: Segment) -> bool:
    """Return whether a name stands for words that are none: an editor wrote it, and no spinner."""
    if any(word.is_name for word in part.copy_words):
        return False
    return all(word.is_name for word in part.words)


def _parts(rest: Segment) -> Iterator[Segment]:
    """Yield unknown pairs: as many words on both sides are pairs word by word."""
    size = len(rest.words)
    if size == len(rest.copy_words):
        for word, copy_word in zip(rest.words, rest.copy_words, strict=True):
            yield Segment([word], [copy_word])
    elif min(size, len(rest.copy_words)) == 1:
        yield rest


def _written(words: Sequence[Word]) -> str:
    """Return words as the tables have them."""
    return " ".join(forms_of(words)).replace(" '", "'")


def _kept_row(page: BesideOriginal, lexicon: Lexicon) -> Row:
    """Return the row of the words, and phrases of the lexicon, that a page left."""
    kept: Counter[str] = Counter()
    for run in _runs(page.alignment.matches):
        words = [page.alignment.words[match.text] for match in run]
        kept.update(_kept_phrases(words, lexicon))
    cells = [f"{phrase}:{count}" for phrase, count in sorted(kept.items())]
    return (page.name, "|".join(cells))


def _runs(matches: Sequence[Match]) -> Iterator[Sequence[Match]]:
    """Yield matches that follow one another in both texts."""
    pairs = enumerate(pairwise(matches), 1)
    breaks = [at for at, (one, other) in pairs if one.words_until(other)]
    for start, end in pairwise([0, *breaks, len(matches)]):
        yield matches[start:end]


def _kept_phrases(words: Sequence[Word], lexicon: Lexicon) -> Iterator[str]:
    """Yield the words of a run, and the phrases that are originals of the lexicon."""
    plain = tuple(word.form if word.kind in KEPT_KINDS else "" for word in words)
    yield from filter(None, plain)
    for size in range(2, MAX_PHRASE_WORDS + 1):
        for start in range(len(plain) - size + 1):
            phrase = plain[start : start + size]
            if phrase in lexicon.replaced_share:
                yield " ".join(phrase)


if __name__ == "__main__":
    main(Path(sys.argv[1]), set(sys.argv[2:]))
