"""Measure what a site's own pages add, on pages of sites made from labelled pages.

    python tests/bench/site_templates.py [--alone] [--list]

Of every site with two or more labelled pages (`text_boilerplate` in BENCH_DATA, by default
../shared/bench), four pages are made: the lines above and below the article of its pages in turn,
around articles of other sites. So a line that one page of the site has is on two pages at most,
which proves nothing, and one that its pages share is on more. When the lines of a page are used
again, their figures change. With --alone, the last page of each site comes in a second run, and
only it is counted. With --list, the lines that other pages removed are listed.

What the articles of a site itself repeat is not measured: each article is of another site.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flows.run import RunRequest, run
from flows.settings import Settings
from flows.snapshots import Dataset
from flows.storage import parquet
from flows.training.bench_data import BENCH_DATA

FILES = ("news_dev.jsonl.gz", "dev.jsonl.gz")
DUMPERS = ("bs4_art", "sloppy_art", "bs4_body", "inner_art")
PAGES = 4  # made for each site: two pages of a site give their lines to two each
MIN_BODY = 5  # lines of an article that a page is made with
FIGURE = re.compile(r"\d+")
REMOVING = ("boilerplate", "metadata")
BY_SITE = ("-on-site", "-between-copies", "/blank-lines")

PageRow = dict[str, Any]


@dataclass(frozen=True, slots=True)
class MadeLine:
    """A line of a made page: where it is in the text, and whether it is the article's."""

    start: int
    end: int
    text: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page of a site: its text and lines."""

    site: str
    name: str
    text: str
    lines: tuple[MadeLine, ...]


@dataclass(slots=True)
class Counts:
    """Lines that were removed, rightly or wrongly, and boilerplate that was kept."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, line: MadeLine, *, removed: bool) -> None:
        """Count a line."""
        if removed:
            self.right += not line.is_kept
            self.wrong += line.is_kept
        else:
            self.missed += not line.is_kept

    def __str__(self) -> str:
        """Return precision and recall."""
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        return (
            f"drop precision {precision:.4f}, recall {recall:.4f}"
            f" ({self.right} right, {self.wrong} wrong, {self.missed} missed)"
        )


@dataclass(slots=True)
class Comparison:
    """What is removed by each page alone, and with other pages; and the lines that these add."""

    alone: Counts = field(default_factory=Counts)
    together: Counts = field(default_factory=Counts)
    added: list[tuple[str, MadeLine, str]] = field(default_factory=list)

    def add(self, page: MadePage, rules: Mapping[int, str]) -> None:
        """Count the lines of a page; `rules` are those of removed lines, by start."""
        for line in page.lines:
            rule = rules.get(line.start)
            by_site = rule is not None and is_by_site(rule)
            self.alone.add(line, removed=rule is not None and not by_site)
            self.together.add(line, removed=rule is not None)
            if rule and by_site:
                self.added.append((rule, line, page.site))

    def show(self, *, listing: bool) -> None:
        """Print the counts, and with `listing` every line that other pages removed."""
        by_rule = Counter[tuple[str, bool]]()
        for rule, line, site in self.added:
            by_rule[rule.rpartition("/")[2], line.is_kept] += 1
            if listing:
                print("wrong" if line.is_kept else "right", rule, site, line.text[:80])
        print(f"by the page alone: {self.alone}")
        print(f"with other pages:  {self.together}")
        for (rule, is_kept), count in sorted(by_rule.items()):
            print(f"{rule}: {count} {'wrong' if is_kept else 'right'}")


def main() -> None:
    """Make the pages, clean them, and print how many lines are removed with and without."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    if not BENCH_DATA.exists():
        print(f"{BENCH_DATA}: no labelled pages; set BENCH_DATA")
        return
    rows = list(read_rows())
    compared = Comparison()
    for dumper in DUMPERS:
        made = list(make_pages(rows, dumper))
        last = [page for page in made if page.name.endswith(f"-{PAGES - 1}")]
        later = last if arguments.alone else []
        rules = clean(made, later)
        print(f"{dumper}: {len({page.site for page in made})} sites, {len(made)} pages")
        for page in later or made:
            compared.add(page, rules[page.name])
    compared.show(listing=arguments.list)


def is_by_site(rule: str) -> bool:
    """Return whether other pages alone led to a removal; its rules are joined by " + "."""
    return all(part.endswith(BY_SITE) for part in rule.split(" + "))


def read_rows() -> Iterator[PageRow]:
    """Yield all labelled pages by dumper."""
    for name in FILES:
        with gzip.open(
            BENCH_DATA / "text_boilerplate" / name, "rt", encoding="utf-8"
        ) as file:
            for line in file:
                yield json.loads(line)


def make_pages(rows: Sequence[PageRow], dumper: str) -> Iterator[MadePage]:
    """Yield PAGES pages for each site with two or more pages by this dumper."""
    donors = defaultdict(list)
    for row in rows:
        if row["dumper"] == dumper and furniture_of(row):
            donors[row["site"]].append(row)
    articles = {row["doc_id"]: row for row in rows if row["dumper"] == "inner_art"}
    bodies = [row for row in articles.values() if len(body_of(row)) >= MIN_BODY]
    unused = sorted(bodies, key=lambda row: row["doc_id"][::-1])
    for site in sorted(donors):
        own = donors[site]
        if len(own) < 2:
            continue
        for number in range(PAGES):
            article = next((row for row in unused if row["site"] != site), None)
            if article is None:
                return
            unused.remove(article)
            row = own[number % len(own)]
            yield make_page(row, article, number, number // len(own))


def furniture_of(row: PageRow) -> tuple[list[str], list[str]] | None:
    """Return the boilerplate above and below the article of a page; None if there is none."""
    kept = [number for number, line in enumerate(row["lines"]) if line["keep"]]
    if not kept:
        return None
    above = boilerplate(row["lines"][: kept[0]])
    below = boilerplate(row["lines"][kept[-1] + 1 :])
    return (above, below) if above or below else None


def boilerplate(lines: Sequence[PageRow]) -> list[str]:
    """Return the texts of lines that are certainly boilerplate."""
    return [line["text"] for line in lines if not line["keep"] and not line["amb"]]


def body_of(row: PageRow) -> list[str]:
    """Return the lines of the article of a page."""
    return [line["text"] for line in row["lines"] if line["keep"] and not line["amb"]]


def make_page(row: PageRow, article: PageRow, number: int, turn: int) -> MadePage:
    """Put an article between the boilerplate of a page, whose figures depend on the turn."""
    found = furniture_of(row)
    assert found
    above, below = ([shifted(line, turn) for line in part] for part in found)
    labelled = [(text, False) for text in above]
    labelled += [(text, True) for text in body_of(article)]
    labelled += [(text, False) for text in below]
    text, lines = "", []
    for content, is_kept in labelled:
        clean_content = content.strip()
        start = len(text)
        text += clean_content + "\n\n"
        line = MadeLine(start, start + len(clean_content), clean_content, is_kept)
        lines.append(line)
    name = f"{row['dumper']}-{row['site']}-{number}"
    return MadePage(f"{row['dumper']}.{row['site']}", name, text, tuple(lines))


def shifted(text: str, turn: int) -> str:
    """Return a line whose figures are larger by some, or smaller so that years stay likely."""
    return FIGURE.sub(lambda found: str(max(0, int(found.group()[:9]) - turn)), text)


def clean(
    pages: Sequence[MadePage], later: Sequence[MadePage]
) -> dict[str, dict[int, str]]:
    """Clean pages, some of them in a second run; return the rule of each removed line."""
    with TemporaryDirectory() as folder:
        dataset, inbox = Dataset(Path(folder) / "out"), Path(folder) / "in"
        inbox.mkdir()
        first = [page for page in pages if page not in later]
        for part in (first, later):
            for page in part:
                row = {"id": page.name, "site": page.site, "text": page.text}
                content = json.dumps(row) + "\n"
                (inbox / f"{page.name}.jsonl").write_text(content, encoding="utf-8")
            run(RunRequest((inbox,), dataset.folder, Settings(), workers=0))
        return removed_lines(dataset, pages)


def removed_lines(
    dataset: Dataset, pages: Sequence[MadePage]
) -> dict[str, dict[int, str]]:
    """Return the rule of each removed line by its start, for each page."""
    current = dataset.current()
    assert current
    names = {}
    for path in current.article_parts():
        for row in parquet.read_rows(path, ("article_id", "source_id")):
            names[row["article_id"]] = row["source_id"]
    spans = defaultdict(list)
    columns = ("article_id", "stage", "rule", "start", "end", "after")
    for path in current.parts("edits"):
        for row in parquet.read_rows(path, columns):
            if row["stage"] in REMOVING and not row["after"]:
                span = (row["start"], row["end"], row["rule"])
                spans[names[row["article_id"]]].append(span)
    return {page.name: dict(rules_of(page, spans[page.name])) for page in pages}


def rules_of(
    page: MadePage, spans: Sequence[tuple[int, int, str]]
) -> Iterator[tuple[int, str]]:
    """Yield the start and rule of each line of a page that an edit covers."""
    for line in page.lines:
        for start, end, rule in spans:
            if start <= line.start and line.end <= end and line.start < line.end:
                yield line.start, rule


if __name__ == "__main__":
    main()
