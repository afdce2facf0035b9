"""Measure boilerplate removal on labelled plain-text pages, and compare published rules for lines.

    python tests/bench/boilerplate.py [--rules] [DUMPER ...]

Pages and the scorer come from BENCH_DATA (default ../shared/bench). A title's line counts as kept,
as it goes to its own column. With --rules, the rules that removed most lines wrongly are listed.
With a DUMPER, only its pages are measured, and nothing is published.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import argparse
import gc
import gzip
import json
import runpy
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from adversarial_sentences import (
    HOST_DUMPER,
    THEIRS,
    Cleaner,
    Page,
    measure_sentences,
    sentence_table,
)
from drawing import draw_bars
from line_baselines import LINE_BASELINES, LineRule
from scoreboard import Table, digest_of, publish, record_scores

from cleaners.boilerplate import Removal, edits_of, find_removals
from cleaners.draft import Draft
from flows import training
from flows.training.bench_data import BENCH_DATA

BENCH = BENCH_DATA / "text_boilerplate"
DATA = (BENCH / "dev.jsonl.gz", THEIRS, BENCH / "score.py")
FOLDS_FILE = Path(training.__file__).with_name("line_model_folds.json")
OURS = "Unspun"
ALL_DUMPERS = "all dumpers"
SHOWN = (HOST_DUMPER, "traf", "readability", ALL_DUMPERS)
LISTED = 20  # rules
COLUMNS = (
    "macro char F1",
    "exact",
    "lost a paragraph",
    "keep F1",
    "drop F1",
    "drop P",
    "drop R",
)
Scores = Mapping[str, Mapping[str, Any]]  # by dumper
INTRO = """Labelled lines of {pages:,} plain-text pages ({sites} sites), as eight dumpers of HTML
write them; *traf* and *readability* are texts that an extractor has already cleaned, and that
arrive here as plain text, as all do. Macro char F1 is the mean over pages of the F1 of kept
characters. A page is exact if no line is wrong, and loses a paragraph if a kept line of 80
characters or more is removed. Lines that ask the reader to write, register or comment are kept by
the labels of some pages; they count as lost here. The rules were written with these pages in view
and the shipped model was fitted to them, so other sites will score lower. A table of its own shows
what the model reaches on sites that it has not seen. The cost is CPU time over all pages, measured
after one page, which loads what is loaded once. What was in memory before is hidden from Python's
garbage collector, for every method."""
UNSEEN = """Each page is scored by a model that was fitted to pages of other sites, as
`flows.training.build_line_model` does it in {folds} folds. The rules, and the thresholds that the
model must reach, were still chosen on these pages."""
AGAIN = """The cleaned text is cleaned again. Each line that is removed then should have been
removed, or kept, the first time."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The result of one method: its scores by dumper, and its cost in CPU seconds a line."""

    scores: Scores
    cost: float


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dumpers", nargs="*", metavar="DUMPER")
    parser.add_argument("--rules", action="store_true")
    arguments = parser.parse_args()
    if not (BENCH / "score.py").exists():
        sys.exit(f"no benchmark data at {BENCH}: set BENCH_DATA to its parent folder")
    pages = list(read_pages())
    if arguments.dumpers:
        pages = [page for page in pages if page["dumper"] in arguments.dumpers]
    if arguments.rules:
        print_rules(pages)
    elif arguments.dumpers:
        print_scores(measure(clean, pages))
    else:
        publish_all(pages)


def read_pages() -> Iterator[Page]:
    """Read the labelled pages."""
    with gzip.open(BENCH / "dev.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def text_of(page: Page) -> str:
    """Return a page as plain text."""
    lines = ["\n" * bool(line["blank_before"]) + line["text"] for line in page["lines"]]
    return "\n".join(lines)


def clean(page: Page) -> str:
    """Remove what Unspun takes for boilerplate, except the title."""
    text = text_of(page)
    removals = [removal for removal in find_in(page) if removal.column != "title"]
    edits = [edit for _, edit in edits_of(text, removals)]
    return Draft.of(text).revise("boilerplate", edits).text


def find_in(page: Page) -> tuple[Removal, ...]:
    """Find the boilerplate of a page."""
    return find_removals(text_of(page))


def by_lines(rule: LineRule) -> Cleaner:
    """Return a cleaner that keeps the lines that a rule keeps."""

    def cleaner(page: Page) -> str:
        lines = [line["text"] for line in page["lines"]]
        decisions = zip(lines, rule(lines), strict=True)
        return "\n".join(line for line, is_kept in decisions if is_kept)

    return cleaner


def all_methods() -> dict[str, Cleaner]:
    """Return all cleaners by name, ours first."""
    methods: dict[str, Cleaner] = {OURS: clean}
    for name, rule in LINE_BASELINES.items():
        methods[name] = by_lines(rule)
    return methods


def measure(cleaner: Cleaner, pages: Sequence[Page]) -> Measured:
    """Score one method on each dumper and on all of them."""
    texts, seconds = timed(cleaner, pages)
    scorer = SimpleNamespace(**runpy.run_path(str(BENCH / "score.py")))
    totals: dict[str, Any] = defaultdict(scorer.Acc)
    line_count = 0
    for page, text in zip(pages, texts, strict=True):
        lines = [line["text"] for line in page["lines"]]
        line_count += len(lines)
        kept, extra = scorer.match(lines, text)
        for group in (page["dumper"], ALL_DUMPERS):
            totals[group].add(page["lines"], kept, extra)
    scores = {group: totals[group].res() for group in sorted(totals)}
    return Measured(scores, seconds / line_count)


def timed(cleaner: Cleaner, pages: Sequence[Page]) -> tuple[list[str], float]:
    """Clean all pages, and return the CPU seconds that this takes."""
    cleaner(pages[0])  # loads what is loaded once
    gc.collect()
    gc.freeze()  # hides the pages from the garbage collector, for every method
    start = time.process_time()
    texts = [cleaner(page) for page in pages]
    return texts, time.process_time() - start


def print_scores(found: Measured) -> None:
    """Print the scores of one method by dumper."""
    print(f"{1e6 * found.cost:.0f} microseconds of CPU a line")
    for group, scores in found.scores.items():
        named = zip(COLUMNS, format_row(scores), strict=True)
        cells = [f"{name} {cell}" for name, cell in named]
        print(f"  {group:11} {'  '.join(cells)}")


def format_row(scores: Mapping[str, Any]) -> list[str]:
    """Return the cells of COLUMNS."""
    precision, recall, f1 = scores["line_drop"]
    others = (
        scores["exact"],
        scores["lost_par"],
        scores["line_keep"][2],
        f1,
        precision,
        recall,
    )
    return [f"{scores['macro_char_f1']:.4f}", *(f"{cell:.3f}" for cell in others)]


def publish_all(pages: Sequence[Page]) -> None:
    """Measure each method on all pages and sentences, publish the tables and record our scores."""
    methods = all_methods()
    found = {name: measure(cleaner, pages) for name, cleaner in methods.items()}
    dropped = {}
    for name, cleaner in methods.items():
        dropped[name] = measure_sentences(cleaner, pages)
    unseen = json.loads(FOLDS_FILE.read_text(encoding="utf-8"))
    exact = [(name, each.scores[HOST_DUMPER]["exact"]) for name, each in found.items()]
    caption = f"Share of {HOST_DUMPER} pages that are exactly right"
    picture = draw_bars("boilerplate-exact", caption, exact, (0, 0.5))
    tables = [
        *score_tables(found),
        dumper_table(found),
        unseen_table(unseen),
        sentence_table(dropped),
        again_table(pages),
    ]
    sites = {page["site"] for page in pages}
    intro = INTRO.format(pages=len(pages), sites=len(sites))
    publish("boilerplate", "Boilerplate in plain text", intro, tables, [picture])
    figures = page_figures(found[OURS].scores) | unseen_figures(unseen)
    for name, share in dropped[OURS].items():
        figures[f"sentences kept: {name}"] = 1 - share
    record_scores("boilerplate", digest_of(*DATA), figures)


def score_tables(found: Mapping[str, Measured]) -> Iterator[Table]:
    """Yield a table of all methods for each shown dumper."""
    for group in SHOWN:
        rows = []
        for name, each in found.items():
            cost = f"{1e6 * each.cost:.1f}"
            rows.append([name, *format_row(each.scores[group]), cost])
        title = f"{group}: {found[OURS].scores[group]['docs']} pages"
        yield Table(title, ("method", *COLUMNS, "µs a line"), rows)


def dumper_table(found: Mapping[str, Measured]) -> Table:
    """Return a table of the macro char F1 of all methods on each dumper."""
    rows = []
    for group in found[OURS].scores:
        scores = [each.scores[group]["macro_char_f1"] for each in found.values()]
        rows.append([group, *scores])
    return Table("Macro char F1 by dumper", ("dumper", *found), rows)


def page_figures(scores: Scores) -> dict[str, float]:
    """Return the scores of pages that must not get worse."""
    figures = {}
    for group, row in scores.items():
        figures[f"{group}: macro char F1"] = row["macro_char_f1"]
    for group in SHOWN:
        row = scores[group]
        figures[f"{group}: exact pages"] = row["exact"]
        figures[f"{group}: pages that lose no paragraph"] = 1 - row["lost_par"]
    return figures


def unseen_table(unseen: Mapping[str, Any]) -> Table:
    """Return a table of the scores on sites that the model has not seen."""
    rows = []
    for each in unseen["scores"]:
        exact = f"{each['exact']:.3f}"
        lost = f"{each['lost_a_paragraph']:.3f}"
        rows.append([each["group"], f"{each['macro_char_f1']:.4f}", exact, lost])
    columns = ("dumper", *COLUMNS[:3])
    note = UNSEEN.format(**unseen)
    return Table("Sites that the model has not seen", columns, rows, note)


def unseen_figures(unseen: Mapping[str, Any]) -> dict[str, float]:
    """Return the scores on unseen sites that must not get worse."""
    figures = {}
    for row in unseen["scores"]:
        if row["group"] in SHOWN:
            name = f"unseen sites, {row['group']}"
            kept_all = 1 - row["lost_a_paragraph"]
            figures[f"{name}: macro char F1"] = row["macro_char_f1"]
            figures[f"{name}: exact pages"] = row["exact"]
            figures[f"{name}: pages that lose no paragraph"] = kept_all
    return figures


def again_table(pages: Sequence[Page]) -> Table:
    """Return a table of the share of pages from which a second cleaning removes another line."""
    changed: dict[str, list[bool]] = defaultdict(list)
    for page in pages:
        dumper = page["dumper"]
        removals = find_removals(clean(page))
        is_changed = any(not removal.column for removal in removals)
        changed[dumper].append(is_changed)
    rows = []
    for dumper, results in sorted(changed.items()):
        rows.append((dumper, sum(results) / len(results)))
    return Table("Cleaning again", ("dumper", "pages that change"), rows, AGAIN)


def print_rules(pages: Iterable[Page]) -> None:
    """Print the rules that remove most lines wrongly; lines with two labels do not count."""
    right = Counter[str]()
    wrong = Counter[str]()
    for page in pages:
        labels = labels_of(page)
        for removal in find_in(page):
            found = labels[removal.line.text]
            if removal.column != "title" and len(found) == 1:
                counter = wrong if True in found else right
                counter[removal.rule] += 1
    for rule, count in wrong.most_common(LISTED):
        print(f"  {rule:36} {right[rule]:5} right {count:4} wrong")


def labels_of(page: Page) -> Mapping[str, set[bool]]:
    """Return the clear labels of each text of a line: whether it is to be kept."""
    labels: dict[str, set[bool]] = defaultdict(set)
    for line in page["lines"]:
        if not line["amb"]:
            labels[line["text"].strip()].add(line["keep"])
    return labels


if __name__ == "__main__":
    main()
