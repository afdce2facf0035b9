"""Read HTML pages as the product does, and label each block by the known text of the article."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from cleaners.decision_tables import Reals
from cleaners.extraction.block_measures import Flags
from cleaners.extraction.blocks import WORD, HtmlPage, read_blocks
from cleaners.extraction.body import take_vote
from cleaners.extraction.extractor import extracted_lines
from cleaners.extraction.page_metadata import read_metadata
from cleaners.extraction.parsing import parse
from flows.training.marked_pages import read_marked_pages
from flows.training.word_grams import GRAM, word_grams

LEAST_SHARE = 0.5  # of a block's 4-grams in the article; a majority, not tuned
FEWEST_WORDS = (
    50  # of an article; a guard, so that blocks of tiny articles do not dominate
)
FOLDERS = ("html_extraction", "html_news")
OWN = "own pages"
FRAGMENT = "fragments"
MOST_OF_ARTICLE = 0.95  # of its words, in a fragment; chosen, not tuned


@dataclass(frozen=True, slots=True)
class LabelledHtml:
    """A page with the true text of its article, and a label and a weight for each block.

    `taken` marks the blocks that the extractor chose, `lines` are what it extracted.
    """

    source: str  # the folder that it is from
    name: str
    site: str
    title: str | None
    page: HtmlPage
    lines: Sequence[str]
    taken: Flags
    text: str
    targets: Reals  # 1 for the article, 0 beside it
    weights: Reals


def read_labelled(bench: Path) -> Iterator[LabelledHtml]:
    """Yield the labelled pages of the benchmark, then those of our own that models may learn."""
    for folder in FOLDERS:
        for name, html, gold in read_gold(bench / folder):
            page = label(folder, name, html, gold)
            if page is not None:
                yield page
    yield from read_own("dev")


def fragment_of(page: LabelledHtml) -> LabelledHtml | None:
    """Return the element that holds the article as a page of its own, as feeds have it.

    None where the article is spread, or no element but the page holds it.
    """
    number = _innermost_holder(page)
    if number <= 0:
        return None
    inside = slice(page.page.containers[number].start, page.page.containers[number].end)
    return replace(
        page,
        source=FRAGMENT,
        page=_part(page.page, number),
        taken=page.taken[inside],
        targets=page.targets[inside],
        weights=page.weights[inside],
    )


def _innermost_holder(page: LabelledHtml) -> int:
    """Return the index of the smallest container with MOST_OF_ARTICLE of the article's words."""
    words = page.targets * [block.size for block in page.page.blocks]
    least = MOST_OF_ARTICLE * float(words.sum())
    holder = 0
    for number, container in enumerate(page.page.containers):
        if words[container.start : container.end].sum() >= least:
            holder = number
    return holder


def _part(page: HtmlPage, number: int) -> HtmlPage:
    """Return a container and what is in it as a page."""
    outer = page.containers[number]
    last = number + 1
    while last < len(page.containers) and page.containers[last].parent >= number:
        last += 1
    containers = [
        replace(
            container,
            parent=max(-1, container.parent - number),
            start=container.start - outer.start,
            end=container.end - outer.start,
        )
        for container in page.containers[number:last]
    ]
    blocks = [
        replace(block, container=block.container - number)
        for block in page.blocks[outer.start : outer.end]
    ]
    return HtmlPage(blocks, containers)


def read_own(half: str) -> Iterator[LabelledHtml]:
    """Yield the labelled pages of our own of one half."""
    for own in read_marked_pages():
        gold = {"text": own.text, "publisher": own.name}
        page = label(OWN, own.name, own.html, gold) if own.half == half else None
        if page is not None:
            yield page


def read_gold(folder: Path) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield the name, the HTML and the gold of the pages of a folder."""
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            gold = json.loads(line)
            packed = (folder / "html" / f"{gold['id']}.html.gz").read_bytes()
            html = gzip.decompress(packed).decode("utf-8", "replace")
            yield gold["id"], html, gold


def label(
    source: str, name: str, html: str, gold: Mapping[str, Any]
) -> LabelledHtml | None:
    """Read and label one page; None if it has no text."""
    tree = parse(html)
    if tree is None or not (page := read_blocks(tree)).blocks:
        return None
    metadata = read_metadata(tree, None)
    lines = extracted_lines(tree, metadata.url)
    text = gold["text"]
    share = share_in_text(text, [block.words for block in page.blocks])
    sizes = np.array([block.size for block in page.blocks])
    article_size = max(FEWEST_WORDS, len(WORD.findall(text)))
    return LabelledHtml(
        source=source,
        name=name,
        site=gold.get("publisher") or urlsplit(gold["url"]).netloc,
        title=metadata.title,
        page=page,
        lines=lines,
        taken=take_vote(page, lines),
        text=text,
        targets=(share >= LEAST_SHARE).astype(float),
        weights=np.sqrt(sizes / article_size),
    )


def share_in_text(text: str, blocks: Sequence[Sequence[str]]) -> Reals:
    """Return for each block, given as words, the share of its 4-grams that are in the text.

    A block that is a whole line of the text counts as 1. Any other block of fewer than GRAM words
    counts as 1 if it has several words and is in the text, or else as 0.
    """
    words = WORD.findall(text)
    grams = set(word_grams(words))
    lines = {" ".join(WORD.findall(line)) for line in text.split("\n")}
    all_words = f" {' '.join(words)} "
    shares = []
    for block in blocks:
        if " ".join(block) in lines:
            share = 1.0
        elif len(block) < GRAM:
            share = float(_has_phrase(all_words, block))
        else:
            share = _share_of_grams(block, grams)
        shares.append(share)
    return np.array(shares)


def _has_phrase(text: str, words: Sequence[str]) -> bool:
    """Return whether several words follow one another in a text."""
    phrase = " ".join(words)
    return len(words) > 1 and f" {phrase} " in text


def _share_of_grams(block: Sequence[str], known: set[tuple[str, ...]]) -> float:
    own = word_grams(block)
    return sum(gram in known for gram in own) / len(own)
