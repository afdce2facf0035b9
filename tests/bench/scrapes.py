"""Measure the cleaning of five real scrapes against their labels, line by line and word by word.

    python tests/bench/scrapes.py

The scrapes stand in the folder `seeds` beside BENCH_DATA (default ../shared/bench). Prints for each what
its columns say, how many labelled lines are right, and for the spun one its distance in words from
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
from scoreboard import Table, digest_of, hold_floors, publish

from cleaners.article import Article, Record
from cleaners.draft import rewind
from cleaners.paraphrase import OperatingPoint
from cleaners.pipeline import clean

BENCH = Path(
    os.environ.get("BENCH_DATA", Path(__file__).parents[3] / "shared" / "bench")
)
SCRAPES = BENCH.parent / "seeds"
LABELS = BENCH / "text_boilerplate" / "seeds_labels.jsonl"
SUBSTITUTIONS = BENCH / "paraphrase" / "seed_003_substitutions.tsv"
POINTS = tuple(OperatingPoint)
COLUMNS = ("as scraped", *POINTS)
WORD = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]|\{\w+\}")
Label = dict[str, object]
INTRO = """Pages as people scraped them, labelled line by line: a title's line must be gone from the text and stand in
its column, boilerplate must be gone, the article must stand. Of the spun one, the share of words that differ from its
original, as scraped and after repair at both operating points. They were looked at while the rules were written."""


def main() -> None:
    if not LABELS.exists():
        sys.exit(f"no benchmark data at {BENCH}: set BENCH_DATA to its folder")
    labels = [
        json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()
    ]
    rows, right = [], 0
    figures: dict[str, float] = {}
    for path in sorted(SCRAPES.glob("*.txt")):
        article = cleaned(path)
        print_columns(path, article)
        assert rewind(article.text, article.ledger) == article.raw, (
            "the ledger must give the file back"
        )
        own = [label for label in labels if label["doc"] == path.stem]
        good = sum(is_right(article, label) for label in own)
        right += good
        errors = word_errors(path, article) if article.spinning.spun else {}
        shown = [f"{errors[column]:.3f}" if errors else "—" for column in COLUMNS]
        rows.append([path.stem[:3], f"{good} of {len(own)}", *shown])
        figures |= {
            f"{path.stem[:3]}: words right, {name}": 1 - errors[name]
            for name in errors
            if name in POINTS
        }
    note = f"Together {right} of {len(labels)} lines."
    publish(
        "scrapes",
        "Five real scrapes",
        INTRO,
        [Table("Lines", ("scrape", "lines right", *COLUMNS), rows, note)],
    )
    figures["lines right"] = right / len(labels)
    hold_floors("scrapes", digest_of(LABELS, SUBSTITUTIONS, SCRAPES), figures)


def print_columns(path: Path, article: Article) -> None:
    known = article.metadata
    print(f"{path.stem}: {article.spinning}; {article.language}")
    print(
        f"    {known.title!r} by {known.author!r}; source {known.source_credit!r}, tags {known.tags}",
        end="",
    )
    print(
        f", section {known.section!r}, site {known.site!r}, date {known.published_at}"
    )


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
    gone = [
        entry
        for entry in article.ledger
        if entry.stage in ("boilerplate", "metadata") and not entry.after
    ]
    removed = [entry for entry in gone if entry.start <= start and end <= entry.end]
    if label["kind"] == "title":
        return bool(removed) and article.metadata.title == str(label["text"]).strip()
    return bool(removed) is not label["keep"]


def word_errors(path: Path, article: Article) -> dict[str, float]:
    """Measure the word error of a spun text as scraped, and after its repair at each operating point."""
    body = [entry for entry in article.ledger if entry.stage == "boilerplate"]
    caption = len(words(body[0].before)) if body and not body[0].start else 0
    original = words(rebuilt(article.raw))[caption:]
    errors = [distance(words(article.raw)[caption:], original)]
    errors += [
        distance(words(cleaned(path, point).text), original) for point in OperatingPoint
    ]
    return dict(zip(COLUMNS, errors, strict=True))


def rebuilt(spun: str) -> str:
    """Put the original words back, in reading order."""
    with SUBSTITUTIONS.open(encoding="utf-8") as file:
        rows = list(
            csv.DictReader(
                (line for line in file if not line.startswith("#")), delimiter="\t"
            )
        )
    at, parts = 0, []
    for row in rows:
        pattern = re.escape(row["spun"]).replace("'", "['’]")
        found = re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE).search(spun, at)
        if not found:
            continue
        like = (
            row["original"][:1].upper() + row["original"][1:]
            if found[0][:1].isupper()
            else row["original"]
        )
        parts += [spun[at : found.start()], like]
        at = found.end()
    return "".join([*parts, spun[at:]])


def words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in WORD.findall(text)]


def distance(read: Sequence[str], original: Sequence[str]) -> float:
    return Levenshtein.distance(read, original) / len(original)


if __name__ == "__main__":
    main()
