"""The documents on which the whole pipeline is measured, and an inbox of them with copies."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaners.article import Record
from flows.training.bench_data import BENCH_DATA
from flows.training.labelled_scrapes import SCRAPES, read_scrapes

HTML_SETS = ("html_extraction", "html_news")
LINE_SETS = ("dev.jsonl.gz", "news_dev.jsonl.gz")
DUMPER = "inner_art"  # the dump of each page that is most like what people scrape
DATA = (
    *(BENCH_DATA / name for name in HTML_SETS),
    *(BENCH_DATA / "text_boilerplate" / name for name in LINE_SETS),
    SCRAPES,
)
SETS = ("pages", "texts", "scrapes")
COPIES = 0.3  # of the documents of the inbox
EVERY_PAGE = 3  # one page in so many is in the inbox
# What the sites that copy an article put around it.
ABOVE = "Home | News | Weather | Jobs"
BELOW = (
    "Read more of our stories",
    "Sign up for our newsletter",
    "All rights reserved",
)


@dataclass(frozen=True, slots=True)
class Item:
    """A document: its name, its content, and whether that is HTML."""

    name: str
    content: str
    is_html: bool

    def record(self) -> Record:
        """Return it as the pipeline takes it."""
        source = "html" if self.is_html else "text"
        path = f"{self.name}.{source}"
        return Record(path, source, 0, self.content, "", is_html=self.is_html)


def items_of(name: str) -> list[Item]:
    """Read the documents of one of SETS."""
    readers = {"pages": _pages, "texts": _texts, "scrapes": _scrapes}
    return list(readers[name]())


def _pages() -> Iterator[Item]:
    for folder in HTML_SETS:
        gold = (BENCH_DATA / folder / "gold.jsonl").read_text(encoding="utf-8")
        for row in map(json.loads, gold.splitlines()):
            path = BENCH_DATA / folder / "html" / f"{row['id']}.html.gz"
            html = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
            yield Item(f"{folder}-{row['id']}", html, is_html=True)


def _texts() -> Iterator[Item]:
    for name in LINE_SETS:
        with gzip.open(BENCH_DATA / "text_boilerplate" / name, "rt") as file:
            for row in map(json.loads, file):
                if row["dumper"] == DUMPER:
                    yield Item(
                        f"{name}-{row['doc_id']}", _text(row["lines"]), is_html=False
                    )


def _text(lines: Sequence[dict[str, str]]) -> str:
    """Return labelled lines as the text that they were."""
    parts = ["\n" * bool(line["blank_before"]) + line["text"] for line in lines]
    return "\n".join(parts)


def _scrapes() -> Iterator[Item]:
    for scrape in read_scrapes():
        yield Item(scrape.name, scrape.text, is_html=False)


def write_folder(folder: Path, items: Sequence[Item]) -> None:
    """Write documents as an inbox: pages as files, texts as lines of JSON."""
    folder.mkdir()
    with (folder / "texts.jsonl").open("w", encoding="utf-8") as file:
        for number, item in enumerate(items):
            url = f"https://paper-{number % 40}.example/{number}"
            if item.is_html:
                (folder / f"{number:05}.html").write_text(
                    item.content, encoding="utf-8"
                )
            else:
                row = {"url": url, "text": item.content}
                file.write(json.dumps(row) + "\n")


def inbox() -> list[Item]:
    """Return texts, one page in EVERY_PAGE, and copies of the texts under other boilerplate."""
    texts = items_of("texts")
    originals = [*items_of("pages")[::EVERY_PAGE], *texts]
    count = round(len(originals) * COPIES / (1 - COPIES))
    copies = [_copy(number, texts[number % len(texts)]) for number in range(count)]
    return [*originals, *copies]


def _copy(number: int, item: Item) -> Item:
    """Return a text as another site has it; every second copy lacks the last line."""
    lines = item.content.split("\n")
    kept = lines[:-1] if number % 2 else lines
    below = BELOW[number % len(BELOW)]
    content = "\n".join([ABOVE, "", *kept, "", below])
    return Item(f"copy-{number}", content, is_html=False)
