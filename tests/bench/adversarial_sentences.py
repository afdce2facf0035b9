"""Measure which sentences of articles are dropped because they look like boilerplate."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from scoreboard import Table

from flows.training.bench_data import BENCH_DATA

THEIRS = BENCH_DATA / "text_boilerplate" / "adversarial.jsonl"
OWN = Path(__file__).parents[1] / "cases" / "adversarial.jsonl"
HOST_DUMPER = "inner_art"  # the dumper whose pages are most like a scrape
INSERTIONS = 5  # pages into which each sentence is inserted
FEWEST_AROUND = 3  # kept paragraphs above and below it
PARAGRAPH = 80  # characters
Page = dict[str, Any]
Cleaner = Callable[[Page], str]
NOTE = """Each sentence belongs to an article and looks like boilerplate. It is inserted into the
middle of {count} articles; the figures are the shares of insertions that are dropped."""


def sentence_table(dropped: Mapping[str, Mapping[str, float]]) -> Table:
    """Return a table of the dropped shares by method and set of sentences."""
    rows = [[name, *shares.values()] for name, shares in dropped.items()]
    sizes = {name: len(sentences) for name, sentences in read_sentences().items()}
    columns = ["method", *(f"{name} ({size})" for name, size in sizes.items())]
    note = NOTE.format(count=INSERTIONS)
    return Table("Sentences that look like boilerplate, dropped", columns, rows, note)


def measure_sentences(cleaner: Cleaner, pages: Sequence[Page]) -> dict[str, float]:
    """Return the share of each set of sentences that is dropped in the middle of articles."""
    likely = [page for page in pages if page["dumper"] == HOST_DUMPER]
    hosts = [page for page in likely if middle_line(page) is not None]
    shares = {}
    for name, sentences in read_sentences().items():
        insertions = sentences * INSERTIONS
        dropped = 0
        for number, sentence in enumerate(insertions):
            host = hosts[number % len(hosts)]
            cleaned = cleaner(insert(host, sentence))
            dropped += sentence not in cleaned.split("\n")
        shares[name] = dropped / len(insertions)
    return shares


def read_sentences() -> dict[str, list[str]]:
    """Read the sentences of the benchmark, and the project's own in English and other languages."""
    english = []
    others = []
    for case in _read_lines(OWN):
        target = english if case["language"] == "en" else others
        target.append(case["text"])
    return {
        "of the data": [case["text"] for case in _read_lines(THEIRS)],
        "own, English": english,
        "own, five other languages": others,
    }


def _read_lines(path: Path) -> list[dict[str, str]]:
    """Read a JSONL file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def middle_line(page: Page) -> int | None:
    """Return the number of the middle kept paragraph of a page; None if there are too few."""
    kept = []
    for number, line in enumerate(page["lines"]):
        if line["keep"] and len(line["text"]) >= PARAGRAPH:
            kept.append(number)
    if len(kept) < 2 * FEWEST_AROUND:
        return None
    return kept[len(kept) // 2]


def insert(page: Page, text: str) -> Page:
    """Return a page with a paragraph inserted in its middle."""
    number = middle_line(page)
    line = {"text": text, "keep": True, "amb": False, "blank_before": True}
    before = page["lines"][:number]
    after = page["lines"][number:]
    return {**page, "lines": [*before, line, *after]}
