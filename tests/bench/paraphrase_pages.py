"""Measure the repair of real spun pages beside their originals.

    SPUN_PAGES=FOLDER python tests/bench/paraphrase_pages.py [--dev]

The texts are no part of the project: FOLDER/NAME/ has `spun.txt` and `original.txt`, and NAME is
that of the list of pages (flows/training/lexicon/observed/stories.tsv). The pages that judge are
those set aside before anything was learned from them. --dev takes the counted pages, each with a
lexicon without its text. An edit is `exact` if its place reads as the original does, `another
word` if it put another for a spun one, mostly a near-synonym, and `worse` if the words were right.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz.distance import Levenshtein

from cleaners.draft import Draft, Edit
from cleaners.paraphrase import OperatingPoint, ReferenceTexts, Unspinner, unspinner
from flows.training.build_chooser import unspinner_without
from flows.training.edit_judge import EditJudge, Grade
from flows.training.spun_pages import (
    SPUN_PAGES,
    SpunPage,
    fold_of,
    spun_pages,
    texts_of_fold,
)

TOKEN = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")  # as in the benchmark's score.py
WINDOW = 80  # words at the start of a page that are judged alone
BINS = 10  # of confidence, in the table that shows whether it is calibrated


@dataclass(slots=True)
class Tally:
    """What the repair of some pages came to; errors are counted in words."""

    words: int = 0
    before: int = 0
    after: int = 0
    beside: int = 0
    grades: Counter[Grade] = field(default_factory=Counter)
    by_confidence: dict[int, Counter[Grade]] = field(default_factory=dict)

    def add_edits(self, judge: EditJudge, edits: Sequence[Edit]) -> None:
        """Grade the edits of a page."""
        for edit in edits:
            grade = judge.grade(edit, edits)
            self.grades[grade] += 1
            confidence = min(BINS - 1, int(edit.confidence * BINS))
            self.by_confidence.setdefault(confidence, Counter())[grade] += 1

    def print(self, name: str) -> None:
        """Print the figures."""
        total = self.grades.total()
        removed = 1 - self.after / self.before
        shares = ", ".join(
            f"{grade} {self.grades[grade] / total:.3f}" for grade in Grade
        )
        print(f"{name}: word error {self.before / self.words:.4f}", end="")
        print(f" -> {self.after / self.words:.4f}, {removed:.3f} removed")
        print(f"  {total} edits: {shares}")
        print(f"  beside the original {self.beside / self.words:.4f} left")
        for confidence, grades in sorted(self.by_confidence.items()):
            right = grades[Grade.EXACT] / grades.total()
            print(f"  said {confidence / BINS:.1f}+: {right:.3f} of {grades.total()}")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dev", action="store_true", help="take the counted pages")
    arguments = parser.parse_args()
    pages = list(spun_pages("counted" if arguments.dev else "aside"))
    if not pages:
        sys.exit(f"no pages in {SPUN_PAGES}: set SPUN_PAGES to their folder")
    repairer = without_its_text if arguments.dev else shipped
    for point in OperatingPoint:
        tally(pages, repairer, point).print(point)
    print_recognised(pages, repairer)


@cache
def fold_unspinner(fold: int) -> Unspinner:
    """Build the unspinner that knows nothing of the texts of a fold."""
    return unspinner_without(texts_of_fold(fold))


def without_its_text(page: SpunPage) -> Unspinner:
    """Return an unspinner that knows nothing of a page's text."""
    return fold_unspinner(fold_of(page.page.text))


def shipped(_page: SpunPage) -> Unspinner:
    """Return the shipped unspinner."""
    return unspinner()


def tally(
    pages: Iterable[SpunPage],
    repairer: Callable[[SpunPage], Unspinner],
    point: OperatingPoint,
) -> Tally:
    """Repair pages alone and beside their originals, and add up the outcome."""
    total = Tally()
    for page in pages:
        unspin = repairer(page)
        alone = unspin.repair(page.spun, point).edits
        copies = ReferenceTexts(copies=(page.original,))
        beside = unspin.repair(page.spun, point, copies).edits
        total.words += len(words(page.original))
        total.before += errors(page.spun, page.original)
        total.after += errors(edited(page.spun, alone), page.original)
        total.beside += errors(edited(page.spun, beside), page.original)
        total.add_edits(EditJudge.of(page.spun, page.original), alone)
    return total


def print_recognised(
    pages: Iterable[SpunPage], repairer: Callable[[SpunPage], Unspinner]
) -> None:
    """Print how many pages are recognised, and how many by their first words."""
    long = [page for page in pages if len(page.spun.split()) >= WINDOW]
    whole = sum(repairer(page).judge(page.spun).spun for page in long)
    start = sum(repairer(page).judge(first_words(page.spun)).spun for page in long)
    print(f"recognised: {whole} of {len(long)}, by {WINDOW} words: {start}")


def first_words(text: str) -> str:
    """Return the beginning of a text."""
    ends = [match.end() for match in re.finditer(r"\S+", text)]
    return text[: ends[WINDOW - 1]]


def edited(text: str, edits: Sequence[Edit]) -> str:
    """Return a text with edits made."""
    return Draft.of(text).revise("paraphrase", edits).text


def words(text: str) -> list[str]:
    """Return the words and signs of a text in lower case."""
    return [token.lower().replace("’", "'") for token in TOKEN.findall(text)]


def errors(text: str, original: str) -> int:
    """Count the words to change until a text is its original."""
    return Levenshtein.distance(words(text), words(original))


if __name__ == "__main__":
    main()
