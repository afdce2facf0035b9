"""Measure boilerplate removal on labelled plain-text pages, beside keeping everything.

    python tests/bench/boilerplate.py [--rules] [DUMPER ...]

Pages come from BENCH_DATA (default ../shared/bench), and so does the scorer. A title's line counts as
kept: it goes to its own column. With --rules, lists the rules that took most lines wrongly. The rules
were written while looking at these pages: other sites will score lower.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import argparse
import gzip
import json
import os
import runpy
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from cleaners.boilerplate import Removal, edits_of, find
from cleaners.draft import Draft

BENCH = Path(os.environ.get("BENCH_DATA", Path(__file__).parents[3] / "shared" / "bench")) / "text_boilerplate"
EXTRACTED = ("traf", "readability")
LISTED = 20
Page = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dumpers", nargs="*", metavar="DUMPER")
    parser.add_argument("--rules", action="store_true")
    wanted = parser.parse_args()
    if not (BENCH / "score.py").exists():
        sys.exit(f"no benchmark data at {BENCH}: set BENCH_DATA to its parent folder")
    scorer = load_scorer()
    pages = [page for page in read_pages() if not wanted.dumpers or page["dumper"] in wanted.dumpers]
    started = time.process_time()
    removals = [find(text_of(page), extracted=page["dumper"] in EXTRACTED) for page in pages]
    spent = (time.process_time() - started) / sum(len(page["lines"]) for page in pages)
    print(f"{len(pages)} pages, {1e6 * spent:.0f} microseconds of CPU a line")
    print_scores("keep all", scorer, pages, [text_of(page) for page in pages])
    kept = [without(text_of(page), found) for page, found in zip(pages, removals, strict=True)]
    print_scores("unspun", scorer, pages, kept)
    if wanted.rules:
        print_rules(pages, removals)


def load_scorer() -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(BENCH / "score.py")))


def read_pages() -> Iterator[Page]:
    with gzip.open(BENCH / "dev.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def text_of(page: Page) -> str:
    return "\n".join("\n" * bool(line["blank_before"]) + line["text"] for line in page["lines"])


def without(text: str, removals: Sequence[Removal]) -> str:
    body = [removal for removal in removals if removal.column != "title"]
    return Draft.of(text).revise("boilerplate", [edit for _, edit in edits_of(text, body)]).text


def print_scores(name: str, scorer: SimpleNamespace, pages: Sequence[Page], texts: Sequence[str]) -> None:
    totals: dict[str, Any] = defaultdict(scorer.Acc)
    for page, text in zip(pages, texts, strict=True):
        mask, extra = scorer.match([line["text"] for line in page["lines"]], text)
        for group in (page["dumper"], "ALL"):
            totals[group].add(page["lines"], mask, extra)
    for group in sorted(totals):
        found = totals[group].res()
        print(
            f"  {name:8} {group:11} macro char F1 {found['macro_char_f1']:.4f}  exact {found['exact']:.4f}"
            f"  lost a paragraph {found['lost_par']:.4f}  keep F1 {found['line_keep'][2]:.4f}"
            f"  drop P {found['line_drop'][0]:.3f} R {found['line_drop'][1]:.3f}"
        )


def print_rules(pages: Sequence[Page], removals: Sequence[Sequence[Removal]]) -> None:
    right, wrong = Counter[str](), Counter[str]()
    for page, found in zip(pages, removals, strict=True):
        labels: dict[str, set[bool]] = defaultdict(set)
        for line in page["lines"]:
            if not line["amb"]:
                labels[line["text"].strip()].add(line["keep"])
        for removal in found:
            if removal.column != "title" and len(keeps := labels[removal.line.text]) == 1:
                (wrong if keeps.pop() else right)[removal.rule] += 1
    for rule, count in wrong.most_common(LISTED):
        print(f"  {rule:36} {right[rule]:5} right {count:4} wrong")


if __name__ == "__main__":
    main()
