"""Choose how sure the model must be to remove a line, by the line's form and its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise

from cleaners.boilerplate.announced import COLONS, announced_lines, announces
from cleaners.boilerplate.closing_sentence import closing_sentence
from cleaners.boilerplate.continued import continued
from cleaners.boilerplate.cut_paragraph import cut_paragraphs
from cleaners.boilerplate.decks import decks
from cleaners.boilerplate.fact_lists import fact_lists
from cleaners.boilerplate.headline_form import BULLET
from cleaners.boilerplate.own_lists import own_lists
from cleaners.boilerplate.page import Removals, ScannedPage
from cleaners.boilerplate.points import is_point
from cleaners.boilerplate.scan import ScannedLine
from cleaners.boilerplate.signed_end import signed_end
from cleaners.boilerplate.small_items import small_items
from cleaners.boilerplate.subtitles import spoken_lines
from cleaners.boilerplate.ticker import entry_heads
from cleaners.boilerplate.wrapped import wrapped_lines
from cleaners.lines import ELLIPSES, Line, ends_sentence

PARAGRAPH = 80  # characters from which a line is a paragraph; set by hand
MIN_SENTENCE_WORDS = 4  # of a line that counts as a sentence; set by hand
MIN_TEASER = 30  # characters of a line that counts as cut short; set by hand
MIN_SUBHEAD = 12  # characters of one in capitals; set by hand
BRACKETS = "])"  # that may close after an ellipsis

# The log-odds above which the model removes a line, by the form of the line. They were chosen
# on the development pages for many pages that are exactly right and few lost paragraphs.
# Thresholds by place gained nothing on sites not seen.
THRESHOLDS = {"label": 0.5, "sentence": 1.0, "teaser": 0.5, "paragraph": 3.5}
# If rules propose hardly anything, an extractor has cleaned the page before, or it never held
# more than its article (on the development pages: nine in ten of the extracted ones). Then a
# sentence is removed only if it is nearly certain to be boilerplate. Chosen on the same pages.
CLEAN_SHARE = 0.05  # of the lines of a page, below which it is clean
CLEAN_THRESHOLDS = {"label": 0.5, "sentence": 1.7, "teaser": 0.8, "paragraph": 4.0}
# Equal lines of a page. A paragraph that stands so often is judged like a sentence, unless the page
# is clean: consent notes of players and offers are repeated. Chosen on the development pages.
SAID_OFTEN = 3
# In log-odds, like the thresholds.
SUBHEAD_THRESHOLD = 0.8  # least, of a line that may be a subhead; set by hand
CAPITALS_THRESHOLD = 3.5  # the same where several in capitals stand so; set by hand
CERTAIN = 1000.0  # more than any score or cost: for lines that are removed or kept in any case


def thresholds_of(page: ScannedPage, proposed: Removals) -> list[float]:
    """List the log-odds above which each line is removed."""
    thresholds = _by_form(page, proposed)
    capitals = _subheads_in_capitals(page, proposed)
    _raise(thresholds, capitals, CAPITALS_THRESHOLD)
    _raise(thresholds, closing_sentence(page, proposed), THRESHOLDS["paragraph"])
    _raise(thresholds, _certain(page, proposed), CERTAIN)
    return thresholds


def _raise(thresholds: list[float], numbers: Iterable[int], least: float) -> None:
    """Raise the thresholds at some positions."""
    for number in numbers:
        thresholds[number] = max(thresholds[number], least)


def _by_form(page: ScannedPage, proposed: Removals) -> list[float]:
    """List the log-odds for the forms of the lines."""
    is_clean = _is_clean(page, proposed)
    by_form = CLEAN_THRESHOLDS if is_clean else THRESHOLDS
    often = frozenset() if is_clean else _said_often(page)
    numbers = range(len(page.lines))
    return [_threshold(page, number, by_form, often) for number in numbers]


def _subheads_in_capitals(page: ScannedPage, proposed: Removals) -> list[int]:
    """Return the positions of subheads in capitals, if the text has several of them."""
    lines = range(1, len(page.lines) - 1)
    last = _last_before_proposed(page, proposed)
    inside = [number for number in lines if page.lines[number].index <= last]
    subheads = [number for number in inside if _is_in_capitals(page, number)]
    return subheads if len(subheads) > 1 else []


def _last_before_proposed(page: ScannedPage, proposed: Removals) -> int:
    """Return the index of the last line of the body, or of what follows without boilerplate."""
    below = [index for index in proposed if index > page.zone.last]
    end = page.lines[-1].index + 1
    return min(below, default=end) - 1


def _is_in_capitals(page: ScannedPage, number: int) -> bool:
    """Whether a line is in capitals, between two sentences that are not."""
    above, line, below = page.lines[number - 1 : number + 2]
    if line.index < page.zone.first or not _is_long_in_capitals(line.text):
        return False
    return _is_in_small_letters(above.text) and _is_in_small_letters(below.text)


def _is_in_small_letters(text: str) -> bool:
    """Whether a line ends a sentence, and is not all in capitals, as calls to act are."""
    return ends_sentence(text) and not text.isupper()


def _is_long_in_capitals(text: str) -> bool:
    """Whether a line is in capitals, and longer than a button is."""
    return text.isupper() and len(text) >= MIN_SUBHEAD


def _threshold(
    page: ScannedPage, number: int, by_form: Mapping[str, float], often: Collection[str]
) -> float:
    """Return the log-odds for the form of a line, and at least those of a subhead."""
    line = page.lines[number]
    form = "sentence" if line.text in often else _form(line)
    least = SUBHEAD_THRESHOLD if _may_be_subhead(page, number) else 0.0
    return max(by_form[form], least)


def _certain(page: ScannedPage, proposed: Removals) -> Iterator[int]:
    """Yield the positions of the lines that are the article's in any case."""
    yield from _listed(page, proposed)
    yield from decks(page, proposed)
    yield from signed_end(page)
    yield from continued(page)
    yield from cut_paragraphs(page)
    yield from spoken_lines(page)
    yield from entry_heads(page)
    yield from _wrapped_in_body(page, proposed)


def _listed(page: ScannedPage, proposed: Removals) -> Iterator[int]:
    """Yield the positions of the lines of lists of the article, and of what announces them."""
    yield from _items_of_article(page, proposed)
    yield from own_lists(page, proposed)
    yield from fact_lists(page, proposed)
    yield from announced_lines(page, proposed)
    yield from small_items(page, proposed)
    numbers = range(len(page.lines))
    yield from (number for number in numbers if _leads_list(page, number))


def _wrapped_in_body(page: ScannedPage, proposed: Removals) -> Iterator[int]:
    """Yield the positions of lines of wrapped paragraphs that no boilerplate is above of."""
    last = _last_before_proposed(page, proposed)
    for number in wrapped_lines(page.lines):
        line = page.lines[number]
        if line.index <= last:
            yield number


def _said_often(page: ScannedPage) -> frozenset[str]:
    """Return the paragraphs that stand on a page several times."""
    times = Counter(line.text for line in page.lines if len(line.text) >= PARAGRAPH)
    return frozenset(text for text, count in times.items() if count >= SAID_OFTEN)


def _leads_list(page: ScannedPage, number: int) -> bool:
    """Whether a line ends in a colon and a list follows it."""
    is_last = number + 1 == len(page.lines)
    if is_last or page.lines[number].text[-1] not in COLONS:
        return False
    below = page.lines[number + 1]
    return BULLET.match(below.text) is not None


def _items_of_article(page: ScannedPage, proposed: Removals) -> set[int]:
    """Return the positions of items below the title, or below a line that ends in a colon."""
    items: set[int] = set()
    for number, (above, item) in enumerate(pairwise(page.scanned), 1):
        is_listed = number - 1 in items or _leads(above, item, proposed)
        if is_listed and _is_item(item.line, proposed):
            items.add(number)
    return items


def _is_item(line: Line, proposed: Removals) -> bool:
    return BULLET.match(line.text) is not None and line.index not in proposed


def _leads(above: ScannedLine, item: ScannedLine, proposed: Removals) -> bool:
    """Whether a line announces the item below it, or is the headline of that point."""
    is_headed = _is_title(above, proposed) and is_point(item.line)
    return is_headed or announces(above)


def _is_title(scanned: ScannedLine, proposed: Removals) -> bool:
    removal = proposed.get(scanned.line.index)
    return removal is not None and removal.is_title


def _may_be_subhead(page: ScannedPage, number: int) -> bool:
    """Whether a line inside the body stands alone between two lines of running text."""
    if page.places[number] != "body" or page.scanned[number].is_core:
        return False
    around = page.scanned[max(0, number - 1) : number + 2]
    cores = [scanned.is_core for scanned in around]
    return cores == [True, False, True]


def _is_clean(page: ScannedPage, proposed: Removals) -> bool:
    """Whether rules propose hardly anything but the title."""
    boilerplate = sum(not removal.is_title for removal in proposed.values())
    return boilerplate < CLEAN_SHARE * len(page.scanned)


def _form(line: Line) -> str:
    """Return the form of a line: teaser, paragraph, label, or sentence (also one above a list)."""
    text = line.text
    unclosed = text.rstrip(BRACKETS)
    if len(text) >= MIN_TEASER and unclosed.endswith(ELLIPSES):
        return "teaser"
    if len(text) >= PARAGRAPH:
        return "paragraph"
    if line.is_prose or text[-1] in COLONS:
        return "sentence"
    words = text.split()
    if ends_sentence(text) and len(words) >= MIN_SENTENCE_WORDS:
        return "sentence"
    return "label"
