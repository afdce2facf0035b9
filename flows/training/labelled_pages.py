"""Read pages whose lines are labelled as article or not, and make more of them from HTML with a known text.

The text benchmark has labelled lines of 236 sites. The HTML benchmark has pages of 199 others with
the article's text: written out as a browser would show them, and as the extractor does, their
lines are labelled by whether the article has them. Articles by themselves, and news in short
paragraphs, say what a page looks like that holds nothing else.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

import trafilatura
from lxml import html

BLOCKS = frozenset(
    """
    address article aside blockquote body button center dd details dialog div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre section select summary table
    tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905 - a list of words reads best as one
)
PARAGRAPHS = BLOCKS & {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "ul",
    "ol",
    "pre",
    "figure",
    "table",
    "dl",
}
UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "object",
        "canvas",
        "head",
        "title",
    ]
)
WORD = re.compile(r"\w+")
BULLET = re.compile(r"[-*•]\s*")
GRAM = 4  # words by which a line is looked for in the article
KEPT, UNSURE = (
    0.7,
    0.3,
)  # share of them that it must have to be the article's, and to be in doubt
ENOUGH = 0.6  # share of the article's characters that the lines of a page must hold
MOST_LINES = 1500
NEWS = ("bbc2225", "fnc1")
NEWS_DOCUMENTS = 300  # of each
FEWEST_SENTENCES = 12
SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z\"“])")
SHORTEST, LONGEST = 1, 3  # sentences of a paragraph of news
SECOND_LEVEL = frozenset(("co", "com", "org", "ac", "gov", "edu", "net"))


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """A line, whether it is the article's (None if in doubt), and whether a blank line stands above it."""

    text: str
    keep: bool | None
    apart: bool


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """The lines of one page as one program wrote them out."""

    site: str
    dumper: str
    lines: tuple[LabelledLine, ...]
    made: bool  # from HTML, here

    @property
    def text(self) -> str:
        """The page as plain text."""
        return "\n".join("\n" * line.apart + line.text for line in self.lines)


def read_labelled(bench: Path) -> Iterator[LabelledPage]:
    """Read the pages of the text benchmark, then make those of the HTML benchmark that it does not have."""
    known = set()
    with gzip.open(
        bench / "text_boilerplate" / "dev.jsonl.gz", "rt", encoding="utf-8"
    ) as file:
        for page in map(json.loads, file):
            known.add(page["url"])
            lines = (
                LabelledLine(
                    line["text"],
                    None if line["amb"] else line["keep"],
                    bool(line["blank_before"]),
                )
                for line in page["lines"]
            )
            yield LabelledPage(page["site"], page["dumper"], tuple(lines), made=False)
    folder = bench / "html_extraction"
    for row in map(
        json.loads, (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    ):
        yield _article(site_of(row["url"]), "article", row["text"].split("\n"))
        if row["url"] not in known:
            content = gzip.decompress(
                (folder / "html" / f"{row['id']}.html.gz").read_bytes()
            )
            yield from _made(row["url"], content, row["text"], row["title"] or "")


def read_news(bench: Path) -> Iterator[LabelledPage]:
    """Read articles of which the paragraphs are lost, and break them anew, into short ones."""
    for name in NEWS:
        with gzip.open(
            bench / "paraphrase" / "genuine" / f"{name}.txt.gz", "rt", encoding="utf-8"
        ) as file:
            for number, text in enumerate(islice(file, NEWS_DOCUMENTS)):
                sentences = SENTENCE.split(text.strip())
                if len(sentences) >= FEWEST_SENTENCES:
                    size = SHORTEST + number % LONGEST
                    lines = (
                        " ".join(sentences[at : at + size])
                        for at in range(0, len(sentences), size)
                    )
                    yield _article(f"{name} {number}", "news", lines)


def _article(site: str, dumper: str, lines: Iterable[str]) -> LabelledPage:
    """Make a page that is nothing but its article."""
    kept = (
        LabelledLine(_even(line), keep=True, apart=True)
        for line in lines
        if line.strip()
    )
    return LabelledPage(site, dumper, tuple(kept), made=True)


def _made(url: str, content: bytes, article: str, title: str) -> Iterator[LabelledPage]:
    """Write a page out in up to three ways, each only if most of the article is there."""
    document = html.fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    body = document.find(".//body")
    inner = _article_of(document, len(article))
    dumps = {"inner_art": list(shown(inner))}
    if body is not None and inner is not body:
        dumps["bs4_body"] = list(shown(body))
    extracted = trafilatura.extract(content, include_comments=False) or ""
    dumps["traf"] = [
        (_even(line), False) for line in extracted.split("\n") if line.strip()
    ]
    for dumper, lines in dumps.items():
        labelled = tuple(label(lines[:MOST_LINES], article, title))
        if sum(len(line.text) for line in labelled if line.keep) >= ENOUGH * len(
            article
        ):
            yield LabelledPage(site_of(url), dumper, labelled, made=True)


def _article_of(document: html.HtmlElement, size: int) -> html.HtmlElement:
    """Choose the first article element, or main, or the body: the first that can hold the text."""
    likely = [
        *document.xpath("//article")[:1],
        *document.xpath("//main|//*[@role='main']")[:1],
    ]
    large = [element for element in likely if len(element.text_content()) > size / 2]
    return large[0] if large else document.find(".//body")


def shown(root: html.HtmlElement) -> Iterator[tuple[str, bool]]:
    """Yield the lines that a browser would show, and whether a paragraph begins with them."""
    line, apart = "", False
    for text, breaks, paragraph in _pieces(root):
        if breaks:
            if _even(line):
                yield _even(line), apart
                apart = False
            line, apart = "", apart or paragraph
        line += text
    if _even(line):
        yield _even(line), apart


def _pieces(element: html.HtmlElement) -> Iterator[tuple[str, bool, bool]]:
    """Yield the texts inside an element, each with whether a line and a paragraph break comes before it."""
    if not isinstance(element.tag, str) or element.tag in UNSEEN or _is_hidden(element):
        return
    breaks, paragraph = (
        element.tag in BLOCKS or element.tag == "br",
        element.tag in PARAGRAPHS,
    )
    yield element.text or "", breaks, paragraph
    for child in element:
        yield from _pieces(child)
        yield child.tail or "", False, False
    if breaks:
        yield "", True, paragraph


def _is_hidden(element: html.HtmlElement) -> bool:
    style = element.get("style", "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None


def label(
    lines: Sequence[tuple[str, bool]], article: str, title: str
) -> Iterator[LabelledLine]:
    """Label lines by whether the article has them: whole, or most of their runs of four words."""
    whole = {
        BULLET.sub("", _even(line), count=1).lower() for line in article.split("\n")
    }
    words = WORD.findall(article.lower())
    grams = {tuple(words[at : at + GRAM]) for at in range(len(words) - GRAM + 1)}
    running = f" {' '.join(words)} "
    for text, apart in lines:
        plain = BULLET.sub("", text, count=1).lower()
        own = WORD.findall(plain)
        if not own or plain == _even(title).lower():
            keep = None
        elif plain in whole:
            keep = True
        elif len(own) >= GRAM:
            found = [
                tuple(own[at : at + GRAM]) in grams for at in range(len(own) - GRAM + 1)
            ]
            share = sum(found) / len(found)
            keep = None if UNSURE < share < KEPT else share >= KEPT
        else:
            inside = f" {' '.join(own)} " in running
            keep = (True if len(own) > 1 else None) if inside else False
        yield LabelledLine(text, keep, apart)


def site_of(url: str) -> str:
    """Name the registered domain of an address, by the usual second levels."""
    parts = urlsplit(url).netloc.lower().split(".")
    size = (
        3 if len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in SECOND_LEVEL else 2
    )  # noqa: PLR2004 - as in bbc.co.uk
    return ".".join(parts[-size:])


def _even(text: str) -> str:
    return " ".join(text.split())
