"""Propose captions that stand twice: dumps have the text of a picture and its caption below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cleaners.boilerplate.page import Removal, Removals, ScannedPage
from cleaners.boilerplate.repeated_headline import fold_words
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
    folded = [fold_words(line.text) for line in page.lines]
    times = Counter(folded)
    for number in range(1, len(folded)):
        pair = page.scanned[number - 1 : number + 1]
        words = folded[number - 1], folded[number]
        is_refrain = max(map(times.__getitem__, words)) > words.count(words[0])
        if is_refrain or not _are_echo(pair, words):
            continue
        if _may_be_deck(page, number) or _is_lead(pair, proposed):
            continue
        for scanned in pair:
            if scanned.line.index not in proposed:
                yield Removal(scanned.line, RULE, CONFIDENCE)


def _may_be_deck(page: ScannedPage, number: int) -> bool:
    """Whether a line and the one above are sentences that may be the deck, or a long paragraph."""
    pair = page.scanned[number - 1 : number + 1]
    if not all(scanned.line.is_prose for scanned in pair):
        return False
    above = page.scanned[: number - 1]
    is_near_top = sum(scanned.is_core for scanned in above) < CORE_ABOVE
    longest = max(len(scanned.line.text) for scanned in pair)
    return is_near_top or longest > SENTENCE_CHARACTERS


def _is_lead(pair: tuple[ScannedLine, ...], proposed: Removals) -> bool:
    """Whether running text follows the headline: it may begin with the same words."""
    above, below = pair
    removal = proposed.get(above.line.index)
    is_headline = removal is not None and removal.kind == "headline"
    return is_headline and below.line.is_prose


def _are_echo(pair: tuple[ScannedLine, ...], words: tuple[str, str]) -> bool:
    """Whether one of two lines begins with all that the other says."""
    texts = sorted((scanned.line.text for scanned in pair), key=len)
    shortest, longest = CHARACTERS
    if len(texts[0]) < shortest or len(texts[1]) > longest:
        return False
    if len(texts[1]) - len(texts[0]) > MAX_SURPLUS or count_words(texts[0]) < MIN_WORDS:
        return False
    if sum(map(texts[1].count, BREAKS)) > MAX_BREAKS:
        return False
    short, long = sorted(words, key=len)
    return bool(short) and long.startswith(short)
