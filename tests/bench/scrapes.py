"""Measure the cleaning of five real scrapes against their labels, line by line and word by word.

    python tests/bench/scrapes.py

The scrapes are in the folder `seeds` beside BENCH_DATA (default ../shared/bench). Prints for each
what its columns contain and how many labelled lines are right. For the spun scrape it prints the
distance in words from the original, which is rebuilt from the list of its substitutions.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from rapidfuzz.distance import Levenshtein
from scoreboard import Table, digest_of, publish, record_scores

from cleaners.article import Article, Record
from cleaners.draft import rewind
from cleaners.paraphrase import OperatingPoint
from cleaners.pipeline import clean
from flows.training.bench_data import BENCH_DATA

SCRAPES = BENCH_DATA.parent / "seeds"
LABELS = BENCH_DATA / "text_boilerplate" / "seeds_labels.jsonl"
SUBSTITUTIONS = BENCH_DATA / "paraphrase" / "seed_003_substitutions.tsv"
POINTS = tuple(OperatingPoint)
COLUMNS = ("as scraped", *POINTS)
WORD = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]|\{\w+\}")
Label = dict[str, object]
INTRO = """Pages as people scraped them, labelled line by line. A title's line must be removed from
the text and be in its column, boilerplate must be removed, and the article must be kept. For the
spun scrape: the share of words that differ from its original, as scraped and after repair at both
operating points. The rules were written with these pages in view."""


def main() -> None:
    """Clean the scrapes, and publish how many lines and words are right."""
    if not LABELS.exists():
        sys.exit(f"no benchmark data at {BENCH_DATA}: set BENCH_DATA to its folder")
    labels = read_labels()
    rows = []
    all_right = 0
    figures: dict[str, float] = {}
    for path in sorted(SCRAPES.glob("*.txt")):
        article = clean_scrape(path)
        print_columns(path, article)
        own = [label for label in labels if label["doc"] == path.stem]
        right = sum(is_right(article, label) for label in own)
        errors = word_errors(path, article) if article.spinning.spun else {}
        rows.append(table_row(path, f"{right} of {len(own)}", errors))
        for point in POINTS:
            if point in errors:
                figures[f"{path.stem[:3]}: words right, {point}"] = 1 - errors[point]
        all_right += right
    note = f"Together {all_right} of {len(labels)} lines."
    table = Table("Lines", ("scrape", "lines right", *COLUMNS), rows, note)
    publish("scrapes", "Five real scrapes", INTRO, [table])
    figures["lines right"] = all_right / len(labels)
    record_scores("scrapes", digest_of(LABELS, SUBSTITUTIONS, SCRAPES), figures)


def read_labels() -> list[Label]:
    """Read the labels of all lines."""
    lines = LABELS.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def table_row(path: Path, lines_right: str, errors: dict[str, float]) -> list[str]:
    """Return the row of one scrape; `errors` is empty for one that is not spun."""
    cells = ["—"] * len(COLUMNS)
    if errors:
        cells = [f"{errors[column]:.3f}" for column in COLUMNS]
    return [path.stem[:3], lines_right, *cells]


def print_columns(path: Path, article: Article) -> None:
    """Print the metadata of an article."""
    metadata = article.metadata
    print(f"{path.stem}: {article.spinning}; {article.language}")
    print(f"    {metadata.title!r} by {metadata.author!r}", end="")
    print(f"; source {metadata.source_credit!r}, tags {metadata.tags}", end="")
    print(f", section {metadata.section!r}, site {metadata.site!r}", end="")
    print(f", date {metadata.published_at}")


def clean_scrape(
    path: Path, point: OperatingPoint = OperatingPoint.READABLE
) -> Article:
    """Clean a scrape, and check that its edits give the file back."""
    content = path.read_bytes().decode("utf-8")
    article = clean(Record(path.name, "text", 0, content, ""), point)
    assert isinstance(article, Article)
    assert rewind(article.text, article.ledger) == article.raw
    return article


def is_right(article: Article, label: Label) -> bool:
    """Return whether a line is where its label says.

    A title is in its column only, a kept line in the text, and any other line is removed.
    """
    is_removed = is_line_removed(article, int(str(label["line_no"])))
    if label["kind"] == "title":
        return is_removed and article.metadata.title == str(label["text"]).strip()
    return is_removed is not label["keep"]


def is_line_removed(article: Article, number: int) -> bool:
    """Return whether one edit removes a whole line of the raw text; lines count from 1."""
    lines = article.raw.split("\n")
    start = sum(len(line) + 1 for line in lines[: number - 1])
    end = start + len(lines[number - 1].rstrip())
    for edit in article.ledger:
        is_removal = edit.stage in ("boilerplate", "metadata") and not edit.after
        if is_removal and edit.start <= start and end <= edit.end:
            return True
    return False


def word_errors(path: Path, article: Article) -> dict[str, float]:
    """Measure the word error of a spun text as scraped and after repair at each operating point.

    A caption that is removed from the start of the text is not compared.
    """
    boilerplate = [edit for edit in article.ledger if edit.stage == "boilerplate"]
    caption_size = 0
    if boilerplate and boilerplate[0].start == 0:
        caption_size = len(words(boilerplate[0].before))
    original = words(rebuild_original(article.raw))[caption_size:]
    scraped = words(article.raw)[caption_size:]
    errors = {COLUMNS[0]: word_error(scraped, original)}
    for point in POINTS:
        repaired = words(clean_scrape(path, point).text)
        errors[point] = word_error(repaired, original)
    return errors


def rebuild_original(spun: str) -> str:
    """Put the original words back, in reading order."""
    parts = []
    position = 0
    for row in read_substitutions():
        pattern = re.escape(row["spun"]).replace("'", "['’]")
        whole_word = re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE)
        found = whole_word.search(spun, position)
        if found is None:
            continue
        original = row["original"]
        if found[0][:1].isupper():
            original = original[:1].upper() + original[1:]
        parts += [spun[position : found.start()], original]
        position = found.end()
    return "".join([*parts, spun[position:]])


def read_substitutions() -> list[dict[str, str]]:
    """Read the substitutions of the spun scrape in reading order."""
    with SUBSTITUTIONS.open(encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


def words(text: str) -> list[str]:
    """Split a text into words and signs in lower case."""
    return [word.lower().replace("’", "'") for word in WORD.findall(text)]


def word_error(found: Sequence[str], original: Sequence[str]) -> float:
    """Return the edit distance as a share of the original's words."""
    return Levenshtein.distance(found, original) / len(original)


if __name__ == "__main__":
    main()
