"""Measure the cleaning of five real scrapes against their labels, line by line and word by word.

    python tests/bench/scrapes.py

The scrapes stand in the folder `seeds` beside BENCH_DATA (default ../shared/bench). Prints for each how
many labelled lines are right, what its columns say, and for the spun one its distance in words from
the original, which the list of its substitutions gives back.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from cleaners.article import Article, Record
from cleaners.draft import rewind
from cleaners.paraphrase import OperatingPoint
from cleaners.pipeline import clean

BENCH = Path(os.environ.get("BENCH_DATA", Path(__file__).parents[3] / "shared" / "bench"))
SCRAPES = BENCH.parent / "seeds"
WORD = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]|\{\w+\}")
Label = dict[str, object]


def main() -> None:
    labels_file = BENCH / "text_boilerplate" / "seeds_labels.jsonl"
    if not labels_file.exists():
        sys.exit(f"no benchmark data at {BENCH}: set BENCH_DATA to its folder")
    labels = [json.loads(line) for line in labels_file.read_text(encoding="utf-8").splitlines()]
    right = 0
    for path in sorted(SCRAPES.glob("*.txt")):
        article = cleaned(path)
        own = [label for label in labels if label["doc"] == path.stem]
        good = sum(is_right(article, label) for label in own)
        right += good
        known = article.metadata
        print(f"{path.stem}: {good} of {len(own)} lines right; {article.spinning}; {article.language}")
        print(f"    {known.title!r} by {known.author!r}; source {known.source_credit!r}, tags {known.tags}", end="")
        print(f", section {known.section!r}, site {known.site!r}, date {known.published_at}")
        assert rewind(article.text, article.ledger) == article.raw, "the ledger must give the file back"
        if article.spinning.spun:
            print_distance(path, article)
    print(f"together {right} of {len(labels)} lines right")


def cleaned(path: Path, point: OperatingPoint = OperatingPoint.READABLE) -> Article:
    content = path.read_bytes().decode("utf-8")
    article = clean(Record(path.name, "text", 0, content, ""), point)
    assert isinstance(article, Article)
    return article


def is_right(article: Article, label: Label) -> bool:
    """Whether a line is where its label says: a title in its column alone, a kept line in the text, others gone."""
    lines = article.raw.split("\n")
    number = int(str(label["line_no"])) - 1
    start = sum(len(line) + 1 for line in lines[:number])
    end = start + len(lines[number].rstrip())
    gone = [entry for entry in article.ledger if entry.stage in ("boilerplate", "metadata") and not entry.after]
    removed = [entry for entry in gone if entry.start <= start and end <= entry.end]
    if label["kind"] == "title":
        return bool(removed) and article.metadata.title == str(label["text"]).strip()
    return bool(removed) is not label["keep"]


def print_distance(path: Path, article: Article) -> None:
    """Print the word error of a spun text before and after its repair."""
    original = words(rebuilt(article.raw))
    body = [entry for entry in article.ledger if entry.stage == "boilerplate"]
    caption = words(body[0].before) if body and not body[0].start else []
    original = original[len(caption) :]
    print(f"    word error as scraped {distance(words(article.raw)[len(caption) :], original):.3f}", end="")
    for point in OperatingPoint:
        print(f", {point} {distance(words(cleaned(path, point).text), original):.3f}", end="")
    print()


def rebuilt(spun: str) -> str:
    """Put the original words back, in reading order."""
    with (BENCH / "paraphrase" / "seed_003_substitutions.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    at, parts = 0, []
    for row in rows:
        pattern = re.escape(row["spun"]).replace("'", "['’]")
        found = re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE).search(spun, at)
        if not found:
            continue
        like = row["original"][:1].upper() + row["original"][1:] if found[0][:1].isupper() else row["original"]
        parts += [spun[at : found.start()], like]
        at = found.end()
    return "".join([*parts, spun[at:]])


def words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in WORD.findall(text)]


def distance(read: Sequence[str], original: Sequence[str]) -> float:
    return Levenshtein.distance(read, original) / len(original)


if __name__ == "__main__":
    main()
