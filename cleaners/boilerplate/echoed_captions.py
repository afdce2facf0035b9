"""Propose captions that stand twice: dumps have the text of a picture and its caption below it.

Both may also be in one line, as may be a credit before the text of the picture and behind it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

from cleaners.boilerplate.page import Removal, Removals, ScannedPage
from cleaners.boilerplate.repeated_headline import begin_apart, fold_words
from cleaners.boilerplate.scan import ScannedLine
from cleaners.lines import Line, count_words, ends_sentence

# All were set by hand on the first half of the invented scrapes.
CHARACTERS = (25, 300)  # of the shorter line, and of the longer one
MIN_WORDS = 4
MAX_SURPLUS = 90  # characters of a credit or date that only one of the two has
CORE_ABOVE = 2  # lines of running text above two sentences that are no deck
SENTENCE_CHARACTERS = 200  # of two sentences that are a caption
CONFIDENCE = 0.9
RULE = "caption/said-twice"
BREAKS = (". ", "! ", "? ")  # between two sentences: a paragraph is no caption
MAX_BREAKS = 2
CREDIT_CHARACTERS = (8, 60)  # of a credit before and behind the text of a picture
QUOTES = "“\"'‘«„"  # a chant may be said twice


def echoed_captions(page: ScannedPage, proposed: Removals) -> Iterator[Removal]:
    """Propose lines that say a caption twice, and two lines of which one begins with the other.

    A line that the page has elsewhere too is a refrain, and stays.
    """
    refrains = _Refrains(page)
    for number, scanned in enumerate(page.scanned):
        if _is_said_twice(scanned.line.text):
            yield from _removals([scanned], proposed)
        if number and _is_caption_again(page, number, proposed, refrains):
            yield from _removals(page.scanned[number - 1 : number + 1], proposed)


def _removals(lines: Sequence[ScannedLine], proposed: Removals) -> Iterator[Removal]:
    """Yield a removal for each of some lines that is not proposed yet."""
    for scanned in lines:
        if scanned.line.index not in proposed:
            yield Removal(scanned.line, RULE, CONFIDENCE)


def _is_said_twice(text: str) -> bool:
    """Whether one line is a caption twice, or has one credit before and behind a description."""
    shortest, longest = CHARACTERS
    if text[0] in QUOTES:
        return False
    if len(text) < shortest * 2 or len(text) > longest * 2:
        return False
    return _is_doubled(text) or _is_between_credits(text)


def _is_doubled(text: str) -> bool:
    """Whether the second part of a text begins with all that the first part says."""
    shortest, _ = CHARACTERS
    start = text.find(text[:shortest], shortest)
    first = text[:start].strip()
    second = text[start:]
    is_echo = start > 0 and _may_be_echo(first, second)
    return is_echo and _begin_alike(first, second)


def _is_between_credits(text: str) -> bool:
    """Whether a text begins and ends with one name, with a slash or without a space before it."""
    credit = _common_end(text)
    if not credit[:1].isupper():
        return False
    before = text.removesuffix(credit)
    return "/" in credit or not before[-1].isspace()


def _common_end(text: str) -> str:
    """Return the longest credit with which a text begins and ends, or nothing."""
    shortest, longest = CREDIT_CHARACTERS
    if text[:shortest] not in text[-longest:]:
        return ""
    for size in range(longest, shortest - 1, -1):
        credit = text[:size]
        if len(text) > size * 2 and text.endswith(credit):
            return credit
    return ""


def _is_caption_again(
    page: ScannedPage, number: int, proposed: Removals, refrains: _Refrains
) -> bool:
    """Whether a line and the one above are one caption twice."""
    pair = page.scanned[number - 1 : number + 1]
    if not _are_echo(*pair) or refrains.has(pair):
        return False
    if _are_same(*pair) and _is_credited(page, number, proposed):
        return True
    return not _may_be_deck(page, number) and not _is_lead(pair, proposed)


def _are_same(above: ScannedLine, below: ScannedLine) -> bool:
    return fold_words(above.line.text) == fold_words(below.line.text)


def _is_credited(page: ScannedPage, number: int, proposed: Removals) -> bool:
    """Whether the line below is a picture's credit."""
    below = page.lines[number + 1 : number + 2]
    return any(_is_credit(proposed.get(line.index)) for line in below)


def _is_credit(removal: Removal | None) -> bool:
    return removal is not None and removal.kind == "caption"


def _may_be_deck(page: ScannedPage, number: int) -> bool:
    """Whether a line and the one above are sentences that may be the deck, or a long paragraph."""
    lines = [scanned.line for scanned in page.scanned[number - 1 : number + 1]]
    short, long = sorted(lines, key=_size)
    if short.is_prose and long.is_prose and _size(long) > SENTENCE_CHARACTERS:
        return True
    return _is_near_top(page, number) and _may_be_deck_and_lead(short, long)


def _size(line: Line) -> int:
    return len(line.text)


def _may_be_deck_and_lead(short: Line, long: Line) -> bool:
    """Whether two lines are sentences; a deck that says the same as the lead has no stop."""
    if fold_words(short.text) == fold_words(long.text):
        return short.is_prose or long.is_prose
    is_prose = short.is_prose and long.is_prose
    return is_prose and not _ends_in_credit(short.text, long.text)


def _ends_in_credit(short: str, long: str) -> bool:
    """Whether the longer of two texts has the shorter sentence and then words without a stop."""
    if not ends_sentence(short) or ends_sentence(long):
        return False
    return long.startswith(short)


def _is_near_top(page: ScannedPage, number: int) -> bool:
    above = page.scanned[: max(0, number - 1)]
    core = (scanned for scanned in above if scanned.is_core)
    return len(list(islice(core, CORE_ABOVE))) < CORE_ABOVE


def _is_lead(pair: tuple[ScannedLine, ...], proposed: Removals) -> bool:
    """Whether running text follows the headline: it may begin with the same words."""
    above, below = pair
    removal = proposed.get(above.line.index)
    is_headline = removal is not None and removal.kind == "headline"
    return is_headline and below.line.is_prose


class _Refrains:
    """The lines that a page has several times, which are counted when first asked for."""

    def __init__(self, page: ScannedPage) -> None:
        self._page = page

    @cached_property
    def _times(self) -> Counter[str]:
        return Counter(fold_words(line.text) for line in self._page.lines)

    def has(self, pair: tuple[ScannedLine, ...]) -> bool:
        """Whether the page has one of two lines elsewhere too."""
        words = [fold_words(scanned.line.text) for scanned in pair]
        return max(self._times[each] for each in words) > words.count(words[0])


def _are_echo(above: ScannedLine, below: ScannedLine) -> bool:
    """Whether one of two lines begins with all that the other says."""
    short, long = above.line.text, below.line.text
    if len(short) > len(long):
        short, long = long, short
    return _may_be_echo(short, long) and _begin_alike(short, long)


def _may_be_echo(short: str, long: str) -> bool:
    """Whether two texts have the length of captions, one first letter, and hardly a break."""
    if not _have_size_of_captions(short, long) or begin_apart(short, long):
        return False
    is_long_enough = count_words(short) >= MIN_WORDS
    return is_long_enough and sum(map(long.count, BREAKS)) <= MAX_BREAKS


def _have_size_of_captions(short: str, long: str) -> bool:
    shortest, longest = CHARACTERS
    if len(short) < shortest or len(long) > longest:
        return False
    return len(long) - len(short) <= MAX_SURPLUS


def _begin_alike(short: str, long: str) -> bool:
    """Whether the text of fewer words has some, and the other begins with them."""
    words = fold_words(short), fold_words(long)
    fewer, more = sorted(words, key=len)
    return bool(fewer) and more.startswith(fewer)
