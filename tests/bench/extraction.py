"""Measure extraction from HTML: the text beside trafilatura's alone, and the metadata.

    python tests/bench/extraction.py [--pages 498]

Pages, their gold and the scorer come from BENCH_DATA (default ../shared/bench). The gold's dates are
those a reader sees, often of the last change, where ours are of publication.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import trafilatura

from cleaners.article import Article, Record
from cleaners.pipeline import clean

BENCH = Path(os.environ.get("BENCH_DATA", Path(__file__).parents[3] / "shared" / "bench")) / "html_extraction"
Page = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=None)
    wanted = parser.parse_args().pages
    if not (BENCH / "score.py").exists():
        sys.exit(f"no benchmark data at {BENCH}: set BENCH_DATA to its parent folder")
    with (BENCH / "gold.jsonl").open(encoding="utf-8") as file:
        gold = [json.loads(line) for line in file][:wanted]
    pages = {page["id"]: read_page(page["id"]) for page in gold}
    articles = {name: cleaned(name, html) for name, html in timed("unspun", pages, dict.items)}
    plain = {name: by_trafilatura(html) for name, html in timed("trafilatura", pages, dict.items)}
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "unspun.jsonl", Path(folder) / "trafilatura.jsonl"
        write(ours, {name: article.text if article else "" for name, article in articles.items()})
        write(theirs, plain)
        command = [sys.executable, BENCH / "score.py", "--gold", BENCH / "gold.jsonl", "--jsonl", ours]
        subprocess.run([*command, "--baseline", theirs], check=True)
    print_metadata(gold, articles)


def read_page(name: str) -> str:
    with gzip.open(BENCH / "html" / f"{name}.html.gz", "rb") as file:
        return file.read().decode("utf-8", "replace")


def timed(name: str, pages: dict[str, str], items: Callable[[dict[str, str]], Any]) -> Any:  # noqa: ANN401 - pairs
    """Yield the pages, and print what each cost on the way."""
    begun = time.process_time()
    yield from items(pages)
    print(f"{name}: {1000 * (time.process_time() - begun) / len(pages):.0f} ms of CPU a page")


def cleaned(name: str, html: str) -> Article | None:
    outcome = clean(Record(f"{name}.html", "html", 0, html, "", is_html=True))
    return outcome if isinstance(outcome, Article) else None


def by_trafilatura(html: str) -> str:
    return trafilatura.extract(html, include_comments=False) or ""


def write(path: Path, texts: dict[str, str]) -> None:
    path.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items()))


def print_metadata(gold: Sequence[Page], articles: dict[str, Article | None]) -> None:
    for column in ("title", "author", "date"):
        stated = [page for page in gold if page[column]]
        right = sum(reads_alike(column, page[column], articles[page["id"]]) for page in stated)
        print(f"{column}: {right} of {len(stated)} exact ({right / len(stated):.3f})")


def reads_alike(column: str, wanted: str, article: Article | None) -> bool:
    if not article:
        return False
    if column == "date":
        published = article.metadata.published_at
        return bool(published) and published.date().isoformat() == wanted[:10]
    return folded(getattr(article.metadata, column) or "") == folded(wanted)


def folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


if __name__ == "__main__":
    main()
