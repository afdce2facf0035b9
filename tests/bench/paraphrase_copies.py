"""Measure how genuine copies help to repair spun texts, and count false labels of retellings.

    python tests/bench/paraphrase_copies.py [--articles N] [--retellings]

Genuine articles come from BENCH_DATA (default ../shared/bench) and are spun with the substitutions
seen in real copies. Each is repaired with the lexicon alone, with the first half of its original,
and with the whole original. Retellings are searched among pairs of similar news texts (cosine .4);
all of these are genuine, so each label is wrong.
"""

# ruff: noqa: T201, S311 - a benchmark prints, and its random choices must be repeatable
from __future__ import annotations

import argparse
import gzip
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator

from duplicates import genuine, spinners
from rapidfuzz.distance import Levenshtein

from cleaners.draft import Draft
from cleaners.paraphrase import ReferenceTexts, language_model, repair, retelling
from cleaners.stories import Frequencies, Source, make_profiles
from flows.training.bench_data import BENCH_DATA

WORD = re.compile(r"\w+(?:['’-]\w+)*")
NEWS = ("reuters21578", "fnc1", "bbc2225")
LEAST_COSINE = 0.4  # of the two texts of a pair
LENGTHS = range(250, 900)  # words of an article
FEWEST_WORDS = 80  # of a news text


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument(
        "--retellings",
        action="store_true",
        help="search retellings too; takes about ten minutes",
    )
    arguments = parser.parse_args()
    if not (BENCH_DATA / "paraphrase" / "spin.py").exists():
        sys.exit(f"no benchmark data at {BENCH_DATA}: set BENCH_DATA to its folder")
    for name, error in word_errors(arguments.articles).items():
        print(f"{error:.4f} word error, {name}")
    if arguments.retellings:
        pairs, labelled = count_retellings()
        print(f"{labelled} of {pairs:,} ordered pairs of genuine news texts", end="")
        print(" labelled as retellings")


def word_errors(most: int = 60) -> dict[str, float]:
    """Return the share of words that differ from the original, as spun and after each repair."""
    texts = [text for text in genuine() if len(text.split()) in LENGTHS][:most]
    spin = spinners()["spun"]
    errors: Counter[str] = Counter()
    count = 0
    for number, text in enumerate(texts):
        original = words(text)
        count += len(original)
        spun = spin(text, random.Random(number))
        for name, repaired in repairs(spun, text).items():
            errors[name] += Levenshtein.distance(words(repaired), original)
    return {name: wrong / count for name, wrong in errors.items()}


def repairs(spun: str, original: str) -> dict[str, str]:
    """Return a spun text, and its repairs with more and more of the original at hand."""
    parts = original.split(" ")
    half = " ".join(parts[: len(parts) // 2])
    return {
        "as spun": spun,
        "lexicon alone": repair_with(spun, ()),
        "with half the original": repair_with(spun, (half,)),
        "with the whole original": repair_with(spun, (original,)),
    }


def repair_with(spun: str, copies: tuple[str, ...]) -> str:
    """Repair a spun text with genuine copies of it."""
    result = repair(spun, references=ReferenceTexts(copies=copies))
    return Draft.of(spun).revise("paraphrase", result.edits).text


def words(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return [word.lower() for word in WORD.findall(text)]


def count_retellings() -> tuple[int, int]:
    """Count ordered pairs of similar genuine news texts, and those labelled as retellings."""
    pairs = 0
    labelled = 0
    for name in NEWS:
        for one, other in similar_pairs(read_news(name)):
            pairs += 2
            labelled += retelling(one, other) is not None
            labelled += retelling(other, one) is not None
    return pairs, labelled


def read_news(name: str) -> list[str]:
    """Read the different texts of a corpus that are long enough."""
    path = BENCH_DATA / "paraphrase" / "genuine" / f"{name}.txt.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        texts = file.read().split("\n")
    long = [text for text in texts if len(text.split()) >= FEWEST_WORDS]
    return list(dict.fromkeys(long))


def similar_pairs(texts: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of texts whose profiles have at least the cosine LEAST_COSINE."""
    model = language_model.load()
    commonness = {
        word: model.unigram_log_prob(number)
        for word, number in model.vocabulary.items()
    }
    frequencies = Frequencies.of(commonness)
    sources = [Source(text, frequencies=frequencies) for text in texts]
    profiles = list(make_profiles(sources))
    index: dict[int, list[tuple[int, float]]] = {}  # texts and weights by word
    for number, each in enumerate(profiles):
        cosines: dict[int, float] = {}
        words_of_text = each.words.tolist()
        for word, weight in zip(words_of_text, each.weights.tolist(), strict=True):
            for other, other_weight in index.get(word, ()):
                cosines[other] = cosines.get(other, 0.0) + weight * other_weight
            index.setdefault(word, []).append((number, weight))
        for other, cosine in sorted(cosines.items()):
            if cosine >= LEAST_COSINE:
                yield texts[number], texts[other]


if __name__ == "__main__":
    main()
