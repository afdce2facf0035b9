"""Propose captions that stand twice: dumps have the text of a picture and its caption below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cleaners.boilerplate.page import Removal, Removals, ScannedPage
from cleaners.boilerplate.repeated_headline import begin_apart, fold_words
from cleaners.boilerplate.scan import ScannedLine
from cleaners.lines import count_words

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


def echoed_captions(page: ScannedPage, proposed: Removals) -> Iterator[Removal]:
    """Propose two lines that follow each other, of which one says what the other begins with.

    A line that the page has elsewhere too is a refrain, and stays.
    """
    for number in range(1, len(page.scanned)):
        if not _is_caption_again(page, number, proposed):
            continue
        for scanned in page.scanned[number - 1 : number + 1]:
            if scanned.line.index not in proposed:
                yield Removal(scanned.line, RULE, CONFIDENCE)


def _is_caption_again(page: ScannedPage, number: int, proposed: Removals) -> bool:
    """Whether a line and the one above are one caption twice."""
    pair = page.scanned[number - 1 : number + 1]
    if not _are_echo(*pair) or _is_refrain(page, pair):
        return False
    return not _may_be_deck(page, number) and not _is_lead(pair, proposed)


def _may_be_deck(page: ScannedPage, number: int) -> bool:
    """Whether a line and the one above are sentences that may be the deck, or a long paragraph."""
    lines = [scanned.line for scanned in page.scanned[number - 1 : number + 1]]
    if not all(line.is_prose for line in lines):
        return False
    longest = max(len(line.text) for line in lines)
    return longest > SENTENCE_CHARACTERS or _is_near_top(page, number)


def _is_near_top(page: ScannedPage, number: int) -> bool:
    above = page.scanned[: number - 1]
    core = sum(scanned.is_core for scanned in above)
    return core < CORE_ABOVE


def _is_lead(pair: tuple[ScannedLine, ...], proposed: Removals) -> bool:
    """Whether running text follows the headline: it may begin with the same words."""
    above, below = pair
    removal = proposed.get(above.line.index)
    is_headline = removal is not None and removal.kind == "headline"
    return is_headline and below.line.is_prose


def _is_refrain(page: ScannedPage, pair: tuple[ScannedLine, ...]) -> bool:
    """Whether the page has one of two lines elsewhere too."""
    times = Counter(fold_words(line.text) for line in page.lines)
    words = [fold_words(scanned.line.text) for scanned in pair]
    return max(times[each] for each in words) > words.count(words[0])


def _are_echo(above: ScannedLine, below: ScannedLine) -> bool:
    """Whether one of two lines begins with all that the other says."""
    short, long = above.line.text, below.line.text
    if len(short) > len(long):
        short, long = long, short
    return _may_be_echo(short, long) and _begin_alike(short, long)


def _may_be_echo(short: str, long: str) -> bool:
    """Whether two texts have the length of captions, and hardly a break between sentences."""
    shortest, longest = CHARACTERS
    if len(short) < shortest or len(long) > longest:
        return False
    if len(long) - len(short) > MAX_SURPLUS or count_words(short) < MIN_WORDS:
        return False
    return sum(map(long.count, BREAKS)) <= MAX_BREAKS


def _begin_alike(short: str, long: str) -> bool:
    """Whether the text of fewer words has some, and the other begins with them."""
    if begin_apart(short, long):
        return False
    words = fold_words(short), fold_words(long)
    fewer, more = sorted(words, key=len)
    return bool(fewer) and more.startswith(fewer)
