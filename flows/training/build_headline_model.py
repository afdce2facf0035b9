"""Fit the model that finds headlines: `python -m flows.training.build_headline_model`.

It reads the pages of BENCH_DATA with their titles, and the first half of the invented scrapes. A
candidate is the headline if its letters are those of the title, or nearly. Sites often word the
headline in another way than the title: a line that shares most of its words is left out. One model
for each fifth of the sites, fitted without that fifth, shows how many headlines are right on other
sites; the figures go to `headline_model_folds.json` next to this file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rapidfuzz import fuzz

from cleaners.boilerplate.headline import THRESHOLD, surely_proposed
from cleaners.boilerplate.headline_features import headline_features, read_head
from cleaners.boilerplate.headline_form import HeadlineFeatures
from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.removal import propose_by_rule
from cleaners.boilerplate.scan import shipped
from cleaners.decision_tables import Model, Reals
from flows.training.bench_data import BENCH_DATA
from flows.training.boosting import BoostingPlan, fit, to_json
from flows.training.folds import FOLDS, fold_of
from flows.training.labelled_pages import (
    DUMPER_WEIGHTS,
    SCRAPE,
    labelled_page,
    read_text_benchmark,
)
from flows.training.labelled_scrapes import read_scrapes

TARGET = Path(__file__).parents[2] / "cleaners" / "data" / "headline_model.json"
FOLDS_FILE = Path(__file__).with_name("headline_model_folds.json")
FILES = ("dev.jsonl.gz", "news_dev.jsonl.gz")
PLAN = BoostingPlan(tables=80, questions=4, row_share=0.6, feature_share=0.35)
WEIGHTS = {**DUMPER_WEIGHTS, SCRAPE: 4.0}
MIN_RATIO = 92.0  # of two titles' letters, from which they are one; chosen by hand
MIN_LETTERS = 12  # of a title that may be compared so
MIN_SHARED = (
    65.0  # ratio of words, from which a line may be the headline in other words
)


@dataclass(frozen=True, slots=True)
class TitledPage:
    """A page with its title, "" if the text does not state it."""

    site: str
    dumper: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates of a page: their features, and which are its headline (None if unclear)."""

    page: TitledPage
    rows: tuple[HeadlineFeatures, ...]
    right: tuple[bool | None, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """How many headlines of a group of pages are right or nearly, and how many are neither."""

    group: str
    stated: int
    right: int
    wrong: int


def main() -> None:
    """Measure in folds, fit to all pages, and write both results."""
    pages = [page for page in map(read_candidates, read_pages()) if page.rows]
    log_odds = score_in_folds(pages)
    write_figures(list(measure(pages, log_odds)))
    model = fit_pages(pages)
    TARGET.write_text(to_json(model), encoding="utf-8")
    sys.stdout.write(f"{TARGET.stat().st_size:,} bytes in {TARGET}\n")


def write_figures(found: Sequence[Found]) -> None:
    """Write what was found on other sites, and print it."""
    for each in found:
        sys.stdout.write(f"{each}\n")
    figures = {"folds": FOLDS, "found": [asdict(each) for each in found]}
    content = json.dumps(figures, indent=1)
    FOLDS_FILE.write_text(content + "\n", encoding="utf-8")


def read_pages() -> Iterator[TitledPage]:
    """Read the pages of the benchmark, and the scrapes of the first half."""
    for name in FILES:
        path = BENCH_DATA / "text_boilerplate" / name
        yield from map(_titled_page, read_text_benchmark(path))
    for scrape in read_scrapes():
        if scrape.half == "dev":
            title = scrape.stated.get("title", "")
            yield TitledPage(scrape.host, SCRAPE, title, scrape.text)


def _titled_page(row: Mapping[str, Any]) -> TitledPage:
    """Convert a row of the benchmark."""
    page = labelled_page(row)
    title = row["title"] or ""
    return TitledPage(page.site, page.dumper, title, page.text)


def read_candidates(titled: TitledPage) -> Candidates:
    """Describe the candidates of a page as the pipeline does, and label them."""
    page = ScannedPage.of(titled.text, shipped())
    head = read_head(page, surely_proposed(propose_by_rule(page)))
    right = [label(page.lines[number].text, titled.title) for number in head.numbers]
    return Candidates(titled, tuple(headline_features(head)), tuple(right))


def label(line: str, title: str) -> bool | None:
    """Return whether a line is the headline, None where it may be one in other words."""
    if is_title(line, title):
        return True
    is_similar = fuzz.token_set_ratio(line.lower(), title.lower()) >= MIN_SHARED
    return None if is_similar else False


def is_title(line: str, title: str) -> bool:
    """Whether a line has the letters of a title, or nearly."""
    found, wanted = _letters(line), _letters(title)
    if found == wanted:
        return bool(wanted)
    return len(wanted) > MIN_LETTERS and fuzz.ratio(found, wanted) >= MIN_RATIO


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def score_in_folds(pages: Sequence[Candidates]) -> list[Reals]:
    """Return the log-odds of each page's candidates, by a model that saw no page of its site."""
    models = []
    for fold in range(FOLDS):
        others = [page for page in pages if fold_of(page.page.site) != fold]
        models.append(fit_pages(others))
    return [models[fold_of(page.page.site)].score(_matrix(page)) for page in pages]


def _matrix(page: Candidates) -> Reals:
    return np.array([list(row.values()) for row in page.rows])


def fit_pages(pages: Sequence[Candidates]) -> Model:
    """Fit the model; the candidates of a page weigh less if there are many."""
    examples = [example for page in pages for example in _examples(page)]
    rows = np.array([example.row for example in examples])
    targets = np.array([example.target for example in examples])
    weights = np.array([example.weight for example in examples])
    names = tuple(pages[0].rows[0])
    return fit(names, rows, targets, weights, PLAN)


class _Example(NamedTuple):
    """A candidate with a clear label: its features, 1 if it is the headline, and its weight."""

    row: Reals
    target: float
    weight: float


def _examples(page: Candidates) -> Iterator[_Example]:
    """Yield the candidates of a page that are clear."""
    page_weight = WEIGHTS.get(page.page.dumper, 1.0)
    weight = page_weight / len(page.rows) ** 0.5
    for row, is_right in zip(_matrix(page), page.right, strict=True):
        if is_right is not None:
            yield _Example(row, float(is_right), weight)


def measure(pages: Sequence[Candidates], log_odds: Sequence[Reals]) -> Iterator[Found]:
    """Count the headlines that the thresholds take, by dumper."""
    groups: dict[str, list[Found]] = {}
    for page, scores in zip(pages, log_odds, strict=True):
        own = groups.setdefault(page.page.dumper, [])
        own.append(_found_on(page, scores))
    for group in sorted(groups):
        yield _sum(groups[group])


def _found_on(page: Candidates, scores: Reals) -> Found:
    """Return whether the headline of one page is found, as counts of 0 or 1."""
    best = int(scores.argmax())
    is_taken = bool(scores[best] > THRESHOLD)
    is_right = page.right[best] is not False
    return Found(
        group=page.page.dumper,
        stated=int(any(page.right)),
        right=int(is_taken and is_right),
        wrong=int(is_taken and not is_right),
    )


def _sum(found: Sequence[Found]) -> Found:
    return Found(
        found[0].group,
        sum(each.stated for each in found),
        sum(each.right for each in found),
        sum(each.wrong for each in found),
    )


if __name__ == "__main__":
    main()
