"""Read pages whose lines are labelled as article or boilerplate.

The text benchmark has labelled lines of 236 sites, and of 82 news sites in some 20 languages. Those
of `labelled_html` are made from the HTML benchmark, for 199 further sites. The first half of the
invented scrapes adds 12 languages. Articles alone, and news in short paragraphs, are examples of
pages that have no boilerplate.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from flows.training.labelled_html import dump_page
from flows.training.labelled_line import LabelledLine, LabelledPage, site_of, squeeze
from flows.training.labelled_scrapes import LabelledScrape, read_scrapes

NEWS_PREFIX = "news "  # of the dumpers of news pages
SCRAPE = "scrape"  # the dumper of invented scrapes
# Weight of a page by its dumper, 1 for others. Chosen so that pages like a scrape count most, and
# dumps of the whole page around the article least.
DUMPER_WEIGHTS = {
    "bs4_body": 0.5,
    "inscriptis": 0.5,
    "html2text": 0.5,
    "readability": 0.7,
    "traf": 0.7,
}
NEWS = ("bbc2225", "fnc1")
NEWS_DOCUMENTS = 300  # of each source; a guard, so that news do not outnumber pages
FEWEST_SENTENCES = (
    12  # of a news article that is used; shorter ones have few paragraphs
)
SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z\"“])")
SHORTEST, LONGEST = 1, 3  # sentences of a news paragraph, as news sites write them


def read_labelled_pages(bench: Path) -> Iterator[LabelledPage]:
    """Read the pages of the text benchmark, then make those that only the HTML benchmark has."""
    known = set()
    for row in read_text_benchmark(bench / "text_boilerplate" / "dev.jsonl.gz"):
        known.add(row["url"])
        yield labelled_page(row)
    folder = bench / "html_extraction"
    gold = (folder / "gold.jsonl").read_text(encoding="utf-8")
    for line in gold.splitlines():
        row = json.loads(line)
        site = site_of(row["url"])
        yield _article_page(site, "article", row["text"].split("\n"))
        if row["url"] not in known:
            yield from _dumps(folder, row)


def _dumps(folder: Path, row: Mapping[str, Any]) -> Iterator[LabelledPage]:
    """Make pages of the HTML of a row of the HTML benchmark."""
    page = folder / "html" / f"{row['id']}.html.gz"
    html = gzip.decompress(page.read_bytes())
    title = row["title"] or ""
    yield from dump_page(row["url"], html, row["text"], title)


def read_news_pages(bench: Path) -> Iterator[LabelledPage]:
    """Read the news pages of the text benchmark; their dumpers have NEWS_PREFIX."""
    for row in read_text_benchmark(bench / "text_boilerplate" / "news_dev.jsonl.gz"):
        dumper = NEWS_PREFIX + row["dumper"]
        yield labelled_page({**row, "dumper": dumper})


def read_scrape_pages(half: str = "dev") -> Iterator[LabelledPage]:
    """Read the invented scrapes of a half."""
    for scrape in read_scrapes():
        if scrape.half == half:
            lines = tuple(_scrape_lines(scrape))
            yield LabelledPage(scrape.host, SCRAPE, lines, made=False)


def _scrape_lines(scrape: LabelledScrape) -> Iterator[LabelledLine]:
    """Convert the filled lines of a scrape; titles and lines in doubt are unclear."""
    after_blank = True
    for label, text in scrape.lines:
        if not text.strip():
            after_blank = True
            continue
        is_unclear = label in ("title", "unsure")
        keep = None if is_unclear else label == "keep"
        yield LabelledLine(text.strip(), keep, after_blank)
        after_blank = False


def read_text_benchmark(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a compressed JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def labelled_page(row: Mapping[str, Any]) -> LabelledPage:
    """Convert a row of the text benchmark."""
    lines = []
    for line in row["lines"]:
        keep = None if line["amb"] else line["keep"]
        lines.append(LabelledLine(line["text"], keep, bool(line["blank_before"])))
    return LabelledPage(row["site"], row["dumper"], tuple(lines), made=False)


def read_news(bench: Path) -> Iterator[LabelledPage]:
    """Read news articles that have lost their paragraphs, and split them into short ones."""
    for name in NEWS:
        texts = _first_texts(bench / "paraphrase" / "genuine" / f"{name}.txt.gz")
        for number, text in enumerate(texts):
            sentences = SENTENCE_END.split(text.strip())
            if len(sentences) < FEWEST_SENTENCES:
                continue
            size = SHORTEST + number % LONGEST
            paragraphs = _paragraphs(sentences, size)
            site = f"{name} {number}"
            yield _article_page(site, "news", paragraphs)


def _first_texts(path: Path) -> Iterator[str]:
    """Yield the first NEWS_DOCUMENTS texts of a source."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from islice(file, NEWS_DOCUMENTS)


def _paragraphs(sentences: list[str], size: int) -> Iterator[str]:
    """Join each `size` sentences."""
    for start in range(0, len(sentences), size):
        yield " ".join(sentences[start : start + size])


def _article_page(site: str, dumper: str, lines: Iterable[str]) -> LabelledPage:
    """Make a page that has nothing but its article."""
    labelled = (
        LabelledLine(squeeze(line), keep=True, after_blank=True)
        for line in lines
        if line.strip()
    )
    return LabelledPage(site, dumper, tuple(labelled), made=True)
