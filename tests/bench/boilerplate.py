"""Measure boilerplate removal on labelled plain-text pages, beside published rules for lines.

    python tests/bench/boilerplate.py [--rules] [DUMPER ...]

Pages come from BENCH_DATA (default ../shared/bench), and so does the scorer. A title's line counts as
kept: it goes to its own column. With --rules, lists the rules that took most lines wrongly. With a
DUMPER, only its pages are measured, and nothing is published.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import argparse
import gc
import gzip
import json
import os
import runpy
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from drawing import draw_bars
from line_baselines import LINE_BASELINES, Judge
from scoreboard import Table, digest_of, hold_floors, publish

from cleaners.boilerplate import Removal, edits_of, find
from cleaners.draft import Draft
from flows import training

BENCH = (
    Path(os.environ.get("BENCH_DATA", Path(__file__).parents[3] / "shared" / "bench"))
    / "text_boilerplate"
)
DATA = [BENCH / name for name in ("dev.jsonl.gz", "adversarial.jsonl", "score.py")]
ADVERSARIAL = Path(__file__).parents[1] / "cases" / "adversarial.jsonl"
OURS, EVERY = "Unspun", "all dumpers"
EXTRACTED = ("traf", "readability")
CLOSEST = "inner_art"  # the dumper whose pages are most like a scrape
SHOWN = (CLOSEST, *EXTRACTED, EVERY)
INSERTIONS = 5  # pages into which each adversarial sentence is set
FEWEST_AROUND = 3  # kept paragraphs above and below it
PARAGRAPH = 80  # characters
LISTED = 20
FOLDS_FILE = Path(training.__file__).with_name("line_model_folds.json")
Page = dict[str, Any]
Cleaner = Callable[[Page], str]
Scores = Mapping[str, Mapping[str, Any]]
INTRO = """Labelled lines of {pages:,} plain-text pages ({sites} sites), as eight dumpers of HTML write them; *traf* and
*readability* are texts that an extractor has cleaned already. Macro char F1 is the mean over pages of the F1 of kept
characters; a page is exact when no line is wrong, and loses a paragraph when a kept line of 80 characters or more
is gone. The rules were written while looking at these pages and the shipped model learned from them: other sites will
score lower. What the model reaches on sites that it did not see stands in a table of its own. The cost is CPU time
over all pages, after one page has loaded what is loaded once; Python's garbage collector does not look through what
stood in memory before, for any method."""
UNSEEN = """Each page judged by a model that was fitted to pages of other sites, as `flows.training.build_line_model`
does it in {folds} folds. The rules, and the bounds that the model must reach, were still chosen on these pages."""
AGAIN = """What is left is cleaned once more. Every line that goes then should have gone, or stayed, the first time."""
INSERTED = """Each sentence is an article's own and looks like boilerplate. It is set into the middle of {count} of the
articles; the figures are the shares that are dropped there."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one method does: its scores by dumper, and CPU seconds a line."""

    scores: Scores
    cost: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dumpers", nargs="*", metavar="DUMPER")
    parser.add_argument("--rules", action="store_true")
    wanted = parser.parse_args()
    if not (BENCH / "score.py").exists():
        sys.exit(f"no benchmark data at {BENCH}: set BENCH_DATA to its parent folder")
    pages = [
        page
        for page in read_pages()
        if not wanted.dumpers or page["dumper"] in wanted.dumpers
    ]
    if wanted.rules:
        print_rules(pages)
    elif wanted.dumpers:
        print_scores(measure(clean, pages))
    else:
        publish_all(pages)


def read_pages() -> Iterator[Page]:
    with gzip.open(BENCH / "dev.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def text_of(page: Page) -> str:
    return "\n".join(
        "\n" * bool(line["blank_before"]) + line["text"] for line in page["lines"]
    )


def clean(page: Page) -> str:
    """Remove what Unspun calls boilerplate, but for the title."""
    text = text_of(page)
    body = [removal for removal in find_in(page) if removal.column != "title"]
    return (
        Draft.of(text)
        .revise("boilerplate", [edit for _, edit in edits_of(text, body)])
        .text
    )


def find_in(page: Page) -> tuple[Removal, ...]:
    return find(text_of(page), extracted=page["dumper"] in EXTRACTED)


def by_lines(judge: Judge) -> Cleaner:
    """Make a cleaner of a rule for lines."""

    def cleaner(page: Page) -> str:
        lines = [line["text"] for line in page["lines"]]
        return "\n".join(
            line for line, kept in zip(lines, judge(lines), strict=True) if kept
        )

    return cleaner


def cleaners() -> dict[str, Cleaner]:
    return {OURS: clean} | {
        name: by_lines(judge) for name, judge in LINE_BASELINES.items()
    }


def measure(cleaner: Cleaner, pages: Sequence[Page]) -> Measured:
    """Score one method on every dumper and on all of them."""
    scorer = SimpleNamespace(**runpy.run_path(str(BENCH / "score.py")))
    cleaner(pages[0])  # what is loaded once is no cost of a line
    gc.collect()
    gc.freeze()  # nor are the pages in memory, for any method
    begun = time.process_time()
    texts = [cleaner(page) for page in pages]
    cost = (time.process_time() - begun) / sum(len(page["lines"]) for page in pages)
    totals: dict[str, Any] = defaultdict(scorer.Acc)
    for page, text in zip(pages, texts, strict=True):
        mask, extra = scorer.match([line["text"] for line in page["lines"]], text)
        for group in (page["dumper"], EVERY):
            totals[group].add(page["lines"], mask, extra)
    return Measured({group: totals[group].res() for group in sorted(totals)}, cost)


def print_scores(found: Measured) -> None:
    print(f"{1e6 * found.cost:.0f} microseconds of CPU a line")
    for group, scores in found.scores.items():
        print(
            f"  {group:11} "
            + "  ".join(
                f"{name} {cell}"
                for name, cell in zip(COLUMNS, row(scores), strict=True)
            )
        )


COLUMNS = (
    "macro char F1",
    "exact",
    "lost a paragraph",
    "keep F1",
    "drop F1",
    "drop P",
    "drop R",
)


def row(scores: Mapping[str, Any]) -> list[str]:
    precision, recall, f1 = scores["line_drop"]
    cells = (
        scores["macro_char_f1"],
        scores["exact"],
        scores["lost_par"],
        scores["line_keep"][2],
        f1,
        precision,
        recall,
    )
    return [f"{cells[0]:.4f}", *(f"{cell:.3f}" for cell in cells[1:])]


def publish_all(pages: Sequence[Page]) -> None:
    """Measure every method on every page and sentence, publish it, and hold the floors of ours."""
    found = {name: measure(cleaner, pages) for name, cleaner in cleaners().items()}
    dropped = {
        name: measure_sentences(cleaner, pages) for name, cleaner in cleaners().items()
    }
    intro = INTRO.format(pages=len(pages), sites=len({page["site"] for page in pages}))
    exact = [
        (name, measured.scores[CLOSEST]["exact"]) for name, measured in found.items()
    ]
    picture = draw_bars(
        "boilerplate-exact",
        f"Share of {CLOSEST} pages that are exactly right",
        exact,
        (0, 0.5),
    )
    unseen = json.loads(FOLDS_FILE.read_text(encoding="utf-8"))
    again = share_changed_again(pages)
    tables = [
        *score_tables(found),
        dumper_table(found),
        unseen_table(unseen),
        sentence_table(dropped),
    ]
    tables.append(
        Table(
            "Cleaning again",
            ("dumper", "pages that change"),
            [[*row] for row in again.items()],
            AGAIN,
        )
    )
    publish("boilerplate", "Boilerplate in plain text", intro, tables, [picture])
    hold_floors(
        "boilerplate",
        digest_of(*DATA),
        floors(found[OURS].scores, dropped[OURS]) | unseen_floors(unseen),
    )


def score_tables(found: Mapping[str, Measured]) -> Iterator[Table]:
    for group in SHOWN:
        rows = [
            [name, *row(each.scores[group]), f"{1e6 * each.cost:.1f}"]
            for name, each in found.items()
        ]
        yield Table(
            f"{group}: {found[OURS].scores[group]['docs']} pages",
            ("method", *COLUMNS, "µs a line"),
            rows,
        )


def dumper_table(found: Mapping[str, Measured]) -> Table:
    groups = found[OURS].scores
    rows = [
        [group, *(each.scores[group]["macro_char_f1"] for each in found.values())]
        for group in groups
    ]
    return Table("Macro char F1 by dumper", ("dumper", *found), rows)


def floors(scores: Scores, dropped: Mapping[str, float]) -> dict[str, float]:
    figures = {
        f"{group}: macro char F1": scores[group]["macro_char_f1"] for group in scores
    }
    figures |= {f"{group}: exact pages": scores[group]["exact"] for group in SHOWN}
    figures |= {
        f"{group}: pages that lose no paragraph": 1 - scores[group]["lost_par"]
        for group in SHOWN
    }
    return figures | {
        f"sentences kept: {name}": 1 - share for name, share in dropped.items()
    }


def unseen_table(unseen: Mapping[str, Any]) -> Table:
    """Lay out what the model reaches on sites that it did not see."""
    rows = [
        [
            each["group"],
            f"{each['macro_char_f1']:.4f}",
            f"{each['exact']:.3f}",
            f"{each['lost_a_paragraph']:.3f}",
        ]
        for each in unseen["scores"]
    ]
    return Table(
        "Sites that the model did not see",
        ("dumper", *COLUMNS[:3]),
        rows,
        UNSEEN.format(**unseen),
    )


def unseen_floors(unseen: Mapping[str, Any]) -> dict[str, float]:
    scores = [each for each in unseen["scores"] if each["group"] in SHOWN]
    figures = {
        f"unseen sites, {each['group']}: macro char F1": each["macro_char_f1"]
        for each in scores
    }
    figures |= {
        f"unseen sites, {each['group']}: exact pages": each["exact"] for each in scores
    }
    return figures | {
        f"unseen sites, {each['group']}: pages that lose no paragraph": 1
        - each["lost_a_paragraph"]
        for each in scores
    }


def share_changed_again(pages: Sequence[Page]) -> dict[str, float]:
    """Measure on which share of the pages cleaning the cleaned text takes another line."""
    changed: dict[str, list[bool]] = defaultdict(list)
    for page in pages:
        once = clean(page)
        extracted = page["dumper"] in EXTRACTED
        changed[page["dumper"]].append(
            any(not removal.column for removal in find(once, extracted=extracted))
        )
    return {
        dumper: sum(found) / len(found) for dumper, found in sorted(changed.items())
    }


def sentence_table(dropped: Mapping[str, Mapping[str, float]]) -> Table:
    rows = [[name, *shares.values()] for name, shares in dropped.items()]
    columns = (
        "method",
        *(f"{name} ({len(sentences)})" for name, sentences in read_sentences().items()),
    )
    return Table(
        "Sentences that look like boilerplate, dropped",
        columns,
        rows,
        INSERTED.format(count=INSERTIONS),
    )


def measure_sentences(cleaner: Cleaner, pages: Sequence[Page]) -> dict[str, float]:
    """Measure which share of each set of adversarial sentences is dropped in mid-article."""
    hosts = [
        page for page in pages if page["dumper"] == CLOSEST and middle(page) is not None
    ]
    shares = {}
    for name, sentences in read_sentences().items():
        trials = [
            (text, hosts[number % len(hosts)])
            for number, text in enumerate(sentences * INSERTIONS)
        ]
        lost = sum(
            text not in cleaner(inserted(page, text)).split("\n")
            for text, page in trials
        )
        shares[name] = lost / len(trials)
    return shares


def read_sentences() -> dict[str, list[str]]:
    """Read the sets of sentences: those of the data, and our own, in English and not."""
    theirs = [
        json.loads(line)
        for line in (BENCH / "adversarial.jsonl")
        .read_text(encoding="utf-8")
        .splitlines()
    ]
    own = [
        json.loads(line)
        for line in ADVERSARIAL.read_text(encoding="utf-8").splitlines()
    ]
    sets = {
        "of the data": theirs,
        "own, English": [case for case in own if case["language"] == "en"],
        "own, five other languages": [case for case in own if case["language"] != "en"],
    }
    return {name: [case["text"] for case in cases] for name, cases in sets.items()}


def middle(page: Page) -> int | None:
    """Find the line number amid the kept paragraphs of a page, or None where they are few."""
    kept = [
        number
        for number, line in enumerate(page["lines"])
        if line["keep"] and len(line["text"]) >= PARAGRAPH
    ]
    return kept[len(kept) // 2] if len(kept) >= 2 * FEWEST_AROUND else None


def inserted(page: Page, text: str) -> Page:
    at = middle(page)
    line = {"text": text, "keep": True, "amb": False, "blank_before": True}
    return {**page, "lines": [*page["lines"][:at], line, *page["lines"][at:]]}


def print_rules(pages: Iterable[Page]) -> None:
    right, wrong = Counter[str](), Counter[str]()
    for page in pages:
        labels: dict[str, set[bool]] = defaultdict(set)
        for line in page["lines"]:
            if not line["amb"]:
                labels[line["text"].strip()].add(line["keep"])
        for removal in find_in(page):
            if (
                removal.column != "title"
                and len(keeps := labels[removal.line.text]) == 1
            ):
                (wrong if keeps.pop() else right)[removal.rule] += 1
    for rule, count in wrong.most_common(LISTED):
        print(f"  {rule:36} {right[rule]:5} right {count:4} wrong")


if __name__ == "__main__":
    main()
