"""Find the article that a page hides in its data: JSON-LD, the state of a script, a text box.

Frameworks send an empty page and the article as JSON, which a script writes into the page. Where
the markup has next to no running text, what the data has is put where the script would put it.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from cleaners.extraction.block_measures import BlockMeasures
from cleaners.extraction.blocks import estimate_words
from cleaners.extraction.parsing import parse

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Chosen, not tuned: none of the 618 development pages needs its data.
MAX_VISIBLE = 60  # words of prose that a page without its article may show
MIN_PAYLOAD = 60  # words of an article
MIN_PARAGRAPH = 8  # words of a text that is a paragraph of one
MAX_DEPTH = 40  # of objects inside objects; a guard against endless nesting
MAX_SCRIPT = 5_000_000  # characters; a guard on cost
# The places of a list are one place, so that the paragraphs of an article share theirs. What has
# an address or a headline of its own is an article in a list of them.
ITEM = "[]"
OWN_NAMES = ("slug", "permalink", "url", "canonical_url", "canonicalUrl", "headline")
# The keys under which a part of an article says what it is, and parts that are no text of it.
TYPES = ("type", "_type", "__typename", "kind", "component", "blockType")
NO_TEXT = re.compile(
    r"related|recirc|interstitial|read[-_ ]?(?:more|also|next)|newsletter|sign-?up|promo|donat"
    r"|advert|(?:^|[-_ ])ads?(?:$|[-_ ])|paywall|teaser|image|gallery|video|audio|podcast|poll",
    re.IGNORECASE,
)
# "window.__STATE__ = {…}"; other statements may follow, if they are no larger.
ASSIGNMENT = re.compile(r"\s*(?:(?:var|let|const)\s+)?[\w.$]+\s*=\s*(?=[\[{])")
LEAST_ASSIGNED = 0.5  # of the characters of a script; chosen, not tuned
BLANK_LINE = re.compile(r"\s*\n\s*\n\s*|\n")
TAG = re.compile(r"<\w+[^>]*>")
# A string of JavaScript, and the key before it if there is one.
LITERAL = re.compile(r'(?:"?(\w+)"?\s*:\s*)?("(?:[^"\\\n]|\\.)*+")')
NESTED = '":"'  # in a string that is data itself

Place = tuple[str, ...]
"""The keys around a text in data, from the outermost."""


def reveal_payload(tree: HtmlElement, measures: BlockMeasures) -> bool:
    """Add the article in the data of a page to its markup, where that has none; say whether."""
    if measures.prose_words.sum() > MAX_VISIBLE:
        return False
    paragraphs = _best_article(tree)
    if not paragraphs:
        return False
    body = tree.find(".//body")
    root = tree if body is None else body
    root.append(_as_article(paragraphs))
    return True


def _best_article(tree: HtmlElement) -> Sequence[str]:
    """Return the paragraphs of the longest article in the data, none where all are short."""
    found = list(_articles(tree))
    longest = max(found, key=_count_words, default=[])
    return longest if _count_words(longest) >= MIN_PAYLOAD else []


def _articles(tree: HtmlElement) -> Iterator[list[str]]:
    """Yield what may be articles: texts of each place in JSON, in text boxes, in other scripts."""
    scripts = list(tree.iter("script"))
    for script in scripts:
        yield from _by_place(_read_json(script))
    for box in tree.iter("textarea"):
        yield _from_first_to_last(_paragraphs(box.text or ""))
    # Streams send one article piece by piece, in many scripts.
    streams = map(_read_code, scripts)
    yield from _by_place(chain.from_iterable(streams))


def _by_place(texts: Iterable[tuple[Place, str]]) -> Iterator[list[str]]:
    """Yield the paragraphs of each place."""
    paragraphs: dict[Place, list[str]] = defaultdict(list)
    for place, text in texts:
        paragraphs[place] += _paragraphs(text)
    for found in paragraphs.values():
        yield _from_first_to_last(found)


def _count_words(paragraphs: Sequence[str]) -> float:
    return sum(map(_size, paragraphs))


def _size(text: str) -> float:
    return estimate_words(text, len(text.split()))


def _from_first_to_last(texts: Sequence[str]) -> list[str]:
    """Return the texts from the first paragraph to the last; subheads between them stay."""
    long = [place for place, text in enumerate(texts) if _size(text) >= MIN_PARAGRAPH]
    return list(texts[long[0] : long[-1] + 1]) if long else []


def _is_json(script: HtmlElement) -> bool:
    return "json" in (script.get("type") or "")


def _read_code(script: HtmlElement) -> Iterator[tuple[Place, str]]:
    """Yield the strings of a script that is a program, or sets one variable to data."""
    text = script.text or ""
    if _is_json(script) or len(text) > MAX_SCRIPT:
        return
    data = _assigned(text)
    yield from _literals(text) if data is None else _texts(data, ())


def _assigned(script: str) -> Any:  # noqa: ANN401 - JSON
    """Return the data that a script sets a variable to; None for other scripts."""
    found = ASSIGNMENT.match(script)
    if not found:
        return None
    decoder = json.JSONDecoder()
    try:
        data, end = decoder.raw_decode(script, found.end())
    except (ValueError, RecursionError):
        return None
    least = LEAST_ASSIGNED * len(script)
    return data if end >= least else None


def _read_json(script: HtmlElement) -> Iterator[tuple[Place, str]]:
    """Yield the texts of a script that is JSON; a broken one has none."""
    text = script.text or ""
    if not _is_json(script) or len(text) > MAX_SCRIPT:
        return
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    yield from _texts(data, ())


def _texts(
    data: Any,  # noqa: ANN401 - JSON
    place: Place,
) -> Iterator[tuple[Place, str]]:
    """Yield the strings of data with their places."""
    if len(place) > MAX_DEPTH:
        return
    if isinstance(data, str):
        yield place, data
    elif isinstance(data, list):
        for number, value in enumerate(data):
            if _is_no_text(value):
                continue
            item = f"[{number}]" if _has_own_name(value) else ITEM
            yield from _texts(value, (*place, item))
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*place, str(key)))


def _has_own_name(value: Any) -> bool:  # noqa: ANN401 - JSON
    return isinstance(value, dict) and any(map(value.get, OWN_NAMES))


def _is_no_text(value: Any) -> bool:  # noqa: ANN401 - JSON
    """Whether a part of an article says that it is a link to others, a call or a picture."""
    if not isinstance(value, dict):
        return False
    named = map(value.get, TYPES)
    return any(NO_TEXT.search(name) for name in named if isinstance(name, str))


def _literals(script: str) -> Iterator[tuple[Place, str]]:
    """Yield the strings of a script with their key, and those in strings that are data."""
    for key, literal in LITERAL.findall(script):
        try:
            text = json.loads(literal)
        except ValueError:
            continue
        if NESTED in text:
            yield from _literals(text)
        else:
            yield (key,), text


def _paragraphs(text: str) -> list[str]:
    """Divide a text into its paragraphs by blank lines; markup stays as it is."""
    if TAG.search(text):
        return [text]
    lines = [line.strip() for line in BLANK_LINE.split(text)]
    return [line for line in lines if line]


def _as_article(paragraphs: Sequence[str]) -> HtmlElement:
    """Make an article element of paragraphs, which may be markup."""
    from lxml.html import Element  # noqa: PLC0415 - plain text need not load lxml

    article = Element("article")
    for paragraph in paragraphs:
        fragment = parse(f"<div>{paragraph}</div>") if TAG.search(paragraph) else None
        if fragment is None:
            element = Element("p")
            element.text = paragraph
        else:
            element = fragment
            element.tag = "div"
        article.append(element)
    return article
