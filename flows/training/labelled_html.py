"""Write HTML pages as plain text, and label the lines by the known text of the article.

A page is written as a browser shows it and as the extractor does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import trafilatura
from lxml import html

from flows.training.labelled_line import LabelledLine, LabelledPage, site_of, squeeze
from flows.training.word_grams import GRAM, word_grams

BLOCKS = frozenset(
    """
    address article aside blockquote body button center dd details dialog div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav
    ol option p pre section select summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905 - a list of words is easiest to read as text
)
PARAGRAPHS = frozenset(
    "p h1 h2 h3 h4 h5 h6 blockquote ul ol pre figure table dl".split()  # noqa: SIM905 - as above
)
INVISIBLE = frozenset(
    "script style noscript template svg iframe object canvas head title".split()  # noqa: SIM905 - as above
)
WORD = re.compile(r"\w+")
BULLET = re.compile(r"[-*•]\s*")
# Share of a line's 4-grams in the article: from KEPT the line belongs to it, up to UNCLEAR it does
# not, in between the label is unclear. Chosen, not measured.
KEPT, UNCLEAR = 0.7, 0.3
LEAST_COVERAGE = (
    0.6  # of the article's characters in a dump; a guard against wrong labels
)
MOST_LINES = 1500  # of a dump; a guard

Lines = Sequence[tuple[str, bool]]  # text, and whether a paragraph begins with it


def dump_page(
    url: str, content: bytes, article: str, title: str
) -> Iterator[LabelledPage]:
    """Write a page in up to three ways; yield those that have most of the article."""
    site = site_of(url)
    least_kept = LEAST_COVERAGE * len(article)
    dumps = _dumps(content, len(article))
    for dumper, lines in dumps.items():
        labelled = label(lines[:MOST_LINES], article, title)
        if _count_kept(labelled) >= least_kept:
            yield LabelledPage(site, dumper, tuple(labelled), made=True)


def _count_kept(lines: Iterable[LabelledLine]) -> int:
    """Count the characters of lines that belong to the article."""
    return sum(len(line.text) for line in lines if line.keep)


def _dumps(content: bytes, article_size: int) -> dict[str, Lines]:
    """Return the lines of a page by dumper; the names are those of the text benchmark."""
    document = _parse(content)
    body = document.find(".//body")
    inner = _article_element(document, article_size)
    dumps: dict[str, Lines] = {"inner_art": list(visible_lines(inner))}
    has_more = body is not None and inner is not body
    if has_more:
        dumps["bs4_body"] = list(visible_lines(body))
    dumps["traf"] = _extracted_lines(content)
    return dumps


def _parse(content: bytes) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8")
    return html.fromstring(content, parser=parser)


def _extracted_lines(content: bytes) -> Lines:
    """Return the lines that trafilatura extracts; it does not mark paragraphs."""
    extracted = trafilatura.extract(content, include_comments=False) or ""
    lines = [squeeze(line) for line in extracted.split("\n")]
    return [(line, False) for line in lines if line]


def _article_element(document: html.HtmlElement, size: int) -> html.HtmlElement:
    """Return the first of article element, main element and body that can have the text."""
    candidates = [
        *document.xpath("//article")[:1],
        *document.xpath("//main|//*[@role='main']")[:1],
    ]
    for element in candidates:
        if len(element.text_content()) > size / 2:
            return element
    return document.find(".//body")


def visible_lines(root: html.HtmlElement) -> Iterator[tuple[str, bool]]:
    """Yield the lines that a browser would show, and whether a paragraph begins with each."""
    line = ""
    after_blank = False
    for piece in _pieces(root):
        if piece.breaks_line:
            text = squeeze(line)
            if text:
                yield text, after_blank
                after_blank = False
            line = ""
            after_blank = after_blank or piece.breaks_paragraph
        line += piece.text
    if squeeze(line):
        yield squeeze(line), after_blank


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A text of an element, and which breaks come before it."""

    text: str
    breaks_line: bool
    breaks_paragraph: bool


def _pieces(element: html.HtmlElement) -> Iterator[TextPiece]:
    """Yield the visible texts inside an element in document order."""
    if not _is_visible(element):
        return
    is_block = element.tag in BLOCKS or element.tag == "br"
    is_paragraph = element.tag in PARAGRAPHS
    yield TextPiece(element.text or "", is_block, is_paragraph)
    for child in element:
        yield from _pieces(child)
        yield TextPiece(child.tail or "", breaks_line=False, breaks_paragraph=False)
    if is_block:
        yield TextPiece("", breaks_line=True, breaks_paragraph=is_paragraph)


def _is_visible(element: html.HtmlElement) -> bool:
    """Return whether a browser would show an element; comments are none."""
    if not isinstance(element.tag, str) or element.tag in INVISIBLE:
        return False
    style = element.get("style", "").replace(" ", "").lower()
    return "display:none" not in style and element.get("hidden") is None


def label(lines: Lines, article: str, title: str) -> list[LabelledLine]:
    """Label lines by whether the article has them, whole or most of their 4-grams."""
    text = ArticleText.of(article, title)
    return [
        LabelledLine(line, text.has_line(line), after_blank)
        for line, after_blank in lines
    ]


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The text of an article in lower case: its lines, all its words, and their 4-grams."""

    title: str
    lines: frozenset[str]
    words: str
    grams: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, article: str, title: str) -> ArticleText:
        """Index an article."""
        words = WORD.findall(article.lower())
        lines = [_normalise(squeeze(line)) for line in article.split("\n")]
        joined = f" {' '.join(words)} "
        return cls(
            squeeze(title).lower(),
            frozenset(lines),
            joined,
            frozenset(word_grams(words)),
        )

    def has_line(self, line: str) -> bool | None:
        """Return whether the article has a line; None where that is unclear."""
        plain = _normalise(line)
        words = WORD.findall(plain)
        if not words or plain == self.title:
            return None
        if plain in self.lines:
            return True
        if len(words) < GRAM:
            return self._has_words(words)
        grams = word_grams(words)
        share = sum(gram in self.grams for gram in grams) / len(grams)
        if UNCLEAR < share < KEPT:
            return None
        return share >= KEPT

    def _has_words(self, words: Sequence[str]) -> bool | None:
        """Return whether the article has a few words in a row; a single word is unclear."""
        if f" {' '.join(words)} " not in self.words:
            return False
        return True if len(words) > 1 else None


def _normalise(line: str) -> str:
    """Remove a bullet and convert to lower case."""
    return BULLET.sub("", line, count=1).lower()
