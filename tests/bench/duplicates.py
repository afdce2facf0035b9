"""Measure the search for copies: precision and recall by kind, and its speed.

    python tests/bench/duplicates.py [--documents 10000]

Genuine articles come from BENCH_DATA (default ../shared/bench); each gets one copy of every kind
made from it: verbatim, lightly and strongly edited, with boilerplate around it, truncated to 30 to
55 %, spun, spun and truncated. Spinning follows the table of substitutions seen in real copies; the
word classes are made from the same table, from the lexicon of the project, from one that never saw
the table, or not at all. Two of the articles are one, published twice: that pair is rightly merged,
and all that counts against precision.
"""

# ruff: noqa: S311, T201 - a benchmark prints, and its chance must come again
from __future__ import annotations

import argparse
import csv
import json
import os
import random
import runpy
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

from cleaners.duplicates import Cluster, Document, find_clusters, word_classes

BENCH = Path(os.environ.get("BENCH_DATA", Path(__file__).parents[3] / "shared" / "bench"))
LEXICON = Path(__file__).parents[2] / "cleaners" / "data" / "lexicon.tsv"
LONG = 400  # words of a document in the measurement of speed
Spinner = Callable[[str, random.Random], str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000, help="documents in the measurement of speed")
    wanted = parser.parse_args().documents
    if not (BENCH / "paraphrase" / "spin.py").exists():
        sys.exit(f"no benchmark data at {BENCH}: set BENCH_DATA to its folder")
    articles, spinner, tables = genuine(), load_spinner(), class_tables()
    print(f"{len(articles)} genuine articles alone; merged: {merged(find_clusters(plain(articles)))}")
    documents = [copy for number, text in enumerate(articles) for copy in copies(number, text, spinner)]
    for name, classes in tables.items():
        print(f"\nclasses: {name}, {sizes(classes)}")
        score(documents, find_clusters(documents, classes))
    print("\nclasses: development table, and no text known to be spun")
    unknown = [replace(document, spun=False) for document in documents]
    score(unknown, find_clusters(unknown, tables["development table"]))
    measure_speed(articles, spinner, tables["development table"], wanted)


def genuine() -> list[str]:
    """Read the genuine articles."""
    with (BENCH / "html_extraction" / "gold.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in file]


def plain(articles: Iterable[str]) -> list[Document]:
    """Make one document of each article."""
    return [Document(f"{number:06}", text) for number, text in enumerate(articles)]


def load_spinner() -> Spinner:
    """Load the spinner of the benchmark data, with the dictionary of the main dialect."""
    spinner = SimpleNamespace(**runpy.run_path(str(BENCH / "paraphrase" / "spin.py")))
    forms = spinner.table(BENCH / "paraphrase" / "substitutions_dev.tsv", "A")
    longest = max(map(len, forms))
    return lambda text, chance: spinner.spin(text, forms, chance, longest)[0]


def class_tables() -> dict[str, Mapping[str, str]]:
    """Make word classes from what spun the copies, from two lexicons, and none."""
    seen = pairs_of(BENCH / "paraphrase" / "substitutions_dev.tsv", "count")
    shipped = pairs_of(LEXICON, "weight")
    lines = (BENCH / "paraphrase" / "lexicon_start.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if "\t" in line and not line.startswith("#")]
    start = [(original, spun, 1.0) for original, forms in rows for spun in forms.split("|")]
    tables = {"development table": seen, "lexicon of the project": shipped, "another lexicon": start, "none": []}
    return {name: word_classes(pairs) for name, pairs in tables.items()}


def pairs_of(path: Path, weight: str) -> list[tuple[str, str, float]]:
    """Read the pairs of a table, with their weight from the column of that name."""
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return [(row["original"], row["spun"], float(row[weight])) for row in csv.DictReader(lines, delimiter="\t")]


def sizes(classes: Mapping[str, str]) -> str:
    """Say how many words the classes hold, and how large the largest is."""
    counts = Counter(classes.values())
    largest = max(counts.values(), default=0) + 1
    return f"{len(classes) + len(counts)} words in {len(counts)} classes, the largest of {largest}"


def copies(number: int, text: str, spin: Spinner) -> Iterator[Document]:
    """Yield an article and a copy of every kind; the id tells both."""
    chance = random.Random(number)
    words = text.split(" ")
    part = " ".join(words[: max(1, int(len(words) * chance.uniform(0.3, 0.55)))])
    made = {
        "original": text,
        "verbatim": text.upper().replace(",", " "),
        "light": edit(text, chance, 0.03),
        "medium": edit(text, chance, 0.12),
        "framed": f"Read more about this below\n{text}\nSign up for the letters of site {number % 40}.",
        "truncated": part,
        "spun": spin(text, chance),
        "spun-truncated": spin(part, chance),
    }
    for kind, copy in made.items():
        yield Document(f"{number:06}-{kind}", copy, spun=kind.startswith("spun"))


def edit(text: str, chance: random.Random, share: float) -> str:
    """Drop, double or swap a share of the words, and drop as many sentences."""
    words = [word for word in text.split(" ") if chance.random() > share / 3]
    for at in range(len(words) - 1):
        if chance.random() < share / 3:
            words[at], words[at + 1] = words[at + 1], words[at]
        elif chance.random() < share / 3:
            words[at] = chance.choice(words)
    sentences = [sentence for sentence in " ".join(words).split(". ") if chance.random() > share]
    return ". ".join(sentences)


def merged(clusters: Iterable[Cluster]) -> list[tuple[str, str]]:
    """List every pair of documents in one cluster."""
    members = ([cluster.canonical_id, *(copy.article_id for copy in cluster.duplicates)] for cluster in clusters)
    return [pair for ids in members for pair in combinations(sorted(ids), 2)]


def score(documents: list[Document], clusters: tuple[Cluster, ...]) -> None:
    """Print precision and recall over pairs, and for each kind what became of its copies."""
    found, truth = merged(clusters), Counter(document.article_id[:6] for document in documents)
    right = sum(one[:6] == other[:6] for one, other in found)
    all_pairs = sum(count * (count - 1) // 2 for count in truth.values())
    print(f"pairs: precision {right / len(found):.4f}, recall {right / all_pairs:.4f}")
    fellows = Counter(name for one, other in found if one[:6] == other[:6] for name in (one, other))
    given: dict[str, Counter[str]] = {}
    for document in documents:
        given.setdefault(document.article_id[7:], Counter())["found"] += document.article_id in fellows
    for cluster in clusters:
        for copy in cluster.duplicates:
            right = copy.canonical_id[:6] == copy.article_id[:6]
            given[copy.article_id[7:]][copy.kind.value if right else "WRONG"] += 1
    for kind, counts in given.items():
        print(f"  {kind:<15} found {counts.pop('found') / len(truth):.3f}  {dict(sorted(counts.items()))}")


def measure_speed(articles: list[str], spin: Spinner, classes: Mapping[str, str], wanted: int) -> None:
    """Print documents per second of CPU, a tenth of them copies."""
    words = [text.split() for text in articles]
    texts = [" ".join(row[at : at + LONG]) for row in words for at in range(0, len(row), LONG)]
    texts += [" ".join(row[at : at + LONG]) for row in words for at in range(LONG // 2, len(row), LONG)]
    chance = random.Random(0)
    texts = [text for text in texts if len(text) > LONG] * 4
    distinct = [" ".join(chance.sample(text.split(". "), text.count(". ") + 1)) for text in texts]
    documents = plain((distinct + [spin(text, chance) for text in distinct[: wanted // 10]])[-wanted:])
    start = time.process_time()
    clusters = find_clusters(documents, classes)
    took = time.process_time() - start
    mean = sum(len(document.text.split()) for document in documents) / len(documents)
    speed = f"{len(documents) / took:.0f} per second of CPU"
    print(f"\n{len(documents)} documents of {mean:.0f} words: {speed}, {len(clusters)} kept")


if __name__ == "__main__":
    main()
