"""Measure what a genuine copy gives a spun text back, and how many genuine texts are labelled as retellings.

    python tests/bench/paraphrase_copies.py [--articles N] [--retellings]

Genuine articles come from BENCH_DATA (default ../shared/bench), and are spun with the substitutions seen in
real copies. Each is repaired by the lexicon alone, beside the first half of its original, and beside the whole.
Retellings are looked for among pairs of news texts with like words (cosine .4): all of them are genuine.
"""

# ruff: noqa: T201, S311 - a benchmark prints, and its chance must come again
from __future__ import annotations

import argparse
import gzip
import random
import re
import sys
from collections.abc import Iterator

from duplicates import BENCH, genuine, spinners
from rapidfuzz.distance import Levenshtein

from cleaners.draft import Draft
from cleaners.paraphrase import Evidence, language_model, repair, retelling
from cleaners.stories import profile

WORD = re.compile(r"\w+(?:['’-]\w+)*")
NEWS = ("reuters21578", "fnc1", "bbc2225")
LIKE = 0.4  # cosine of the two texts of a pair
LENGTHS = range(250, 900)  # words of an article
FEWEST = 80  # words of a news text


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument(
        "--retellings",
        action="store_true",
        help="look for retellings too: some ten minutes",
    )
    wanted = parser.parse_args()
    if not (BENCH / "paraphrase" / "spin.py").exists():
        sys.exit(f"no benchmark data at {BENCH}: set BENCH_DATA to its folder")
    for name, error in word_errors(wanted.articles).items():
        print(f"{error:.4f} word error, {name}")
    if wanted.retellings:
        pairs, labelled = retellings()
        print(
            f"{labelled} of {pairs:,} ordered pairs of genuine news texts labelled as retellings"
        )


def word_errors(most: int = 60) -> dict[str, float]:
    """Give the share of words that differ from the original, as spun and after repair with each kind of evidence."""
    texts = [text for text in genuine() if len(text.split()) in LENGTHS][:most]
    spin = spinners()["spun"]
    wrong = dict.fromkeys(
        ("as spun", "lexicon alone", "beside half", "beside the whole"), 0
    )
    for number, text in enumerate(texts):
        spun, parts = spin(text, random.Random(number)), text.split(" ")
        half = " ".join(parts[: len(parts) // 2])
        made = (spun, *(mended(spun, copies) for copies in ((), (half,), (text,))))
        for name, read in zip(wrong, made, strict=True):
            wrong[name] += Levenshtein.distance(words(read), words(text))
    count = sum(len(words(text)) for text in texts)
    return {name: errors / count for name, errors in wrong.items()}


def mended(spun: str, copies: tuple[str, ...]) -> str:
    return (
        Draft.of(spun)
        .revise("paraphrase", repair(spun, evidence=Evidence(copies=copies)).edits)
        .text
    )


def words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def retellings() -> tuple[int, int]:
    """Count ordered pairs of genuine news texts on like subjects, and those that are labelled."""
    pairs = [
        (one, other)
        for name in NEWS
        for pair in like_pairs(news(name))
        for one, other in (pair, pair[::-1])
    ]
    return len(pairs), sum(retelling(one, other) is not None for one, other in pairs)


def news(name: str) -> list[str]:
    """Read the different texts of a corpus that are long enough."""
    with gzip.open(
        BENCH / "paraphrase" / "genuine" / f"{name}.txt.gz", "rt", encoding="utf-8"
    ) as file:
        return list(
            dict.fromkeys(
                text for text in file.read().split("\n") if len(text.split()) >= FEWEST
            )
        )


def like_pairs(texts: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of texts with profiles at least as like as LIKE."""
    model = language_model.load()
    commonness = {word: model.alone(number) for word, number in model.number.items()}
    profiles = [profile(None, text, commonness) for text in texts]
    holders: dict[int, list[tuple[int, float]]] = {}
    for number, each in enumerate(profiles):
        near: dict[int, float] = {}
        for word, weight in zip(
            each.words.tolist(), each.weights.tolist(), strict=True
        ):
            for other, there in holders.get(word, ()):
                near[other] = near.get(other, 0.0) + weight * there
            holders.setdefault(word, []).append((number, weight))
        yield from (
            (texts[number], texts[other])
            for other, cosine in sorted(near.items())
            if cosine >= LIKE
        )


if __name__ == "__main__":
    main()
