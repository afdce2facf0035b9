"""Find lines that ask the reader for something: to subscribe, donate, follow, download, write.

Such a line is told by its parts: a sentence that asks, in the imperative, and words for what only
an outlet offers. Lines in which someone is quoted or spoken of are running text.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate

from cleaners.boilerplate.appeal_words import APART, Words, whole_words
from cleaners.boilerplate.page import Removal, Removals, ScannedPage
from cleaners.lines import count_words

TABLE = "appeals.toml"
APPEAL = "promo/appeal"

# Of 235 lines of the development pages 221 are outside the articles, and 10 of the other 14 ask for
# something too.
CONFIDENCE = 0.97
# All below were set by hand.
LEAST = 3.7  # points of a line that asks
LEAST_BESIDE = 2.7  # points of one right beside another
LEAST_UNASKED = (
    5.5  # points of one that only hints: "Good journalism needs your support."
)
SURE, LIKELY, WEAK = 3.0, 2.0, 1.0  # points of a word for what an outlet offers
PERSON = (
    0.7  # points where the reader is spoken to, and where the outlet speaks of itself
)
REPORTED = 4.0  # points off where others speak or are spoken of
WORDS = (5, 60)  # at the start of a line; an appeal is short
MAX_CHARACTERS = 500  # of a line; the longest of the development pages have 370
SUBJECT_LINES = 3  # of running text about such things: then they are the subject
HOOK_WORDS = 10  # of a question or half sentence before what is asked: "Love bread?"

SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”»]?\s+")
BREAK = b"\n\n"
QUOTES = re.compile(r"[\"“”„«»]")
BEGINNING = (
    r"(?:^|[.!?…:,–—-] +|(?:^|{apart})(?:{polite}) )[¡¿*>•]* ?(?:{asks})(?:{apart}|$)"
)


@dataclass(frozen=True, slots=True)
class AppealWords:
    """The words of one language."""

    own: Words  # what is in every line that appeals
    asks: Words
    sure: Words
    goods: tuple[tuple[Words, float], ...]
    reader: Words
    outlet: Words
    reported: Words

    @classmethod
    def of(cls, words: Mapping[str, Sequence[str]]) -> AppealWords:
        """Read the words of a table."""
        asks = "|".join(words["asks"])
        polite = "|".join(words["polite"])
        beginning = BEGINNING.format(apart=APART, polite=polite, asks=asks)
        sure = whole_words(words["sure"])
        likely = whole_words(words["likely"])
        weak = whole_words(words["weak"])
        return cls(
            own=whole_words((*words["sure"], *words["outlet"])),
            asks=Words(beginning),
            sure=sure,
            goods=((sure, SURE), (likely, LIKELY), (weak, WEAK)),
            reader=whole_words(words["reader"]),
            outlet=whole_words(words["outlet"]),
            reported=whole_words(words["reported"]),
        )

    def is_appeal(self, text: str, least: float) -> bool:
        """Return whether a line of so many points asks its reader for something."""
        if not self.own.search(text.encode()):
            return False
        sentences = SENTENCE_END.split(text)
        others = [sentence for sentence in sentences if not self._asks(sentence)]
        if len(others) == len(sentences):
            return self._hints(text)
        if not all(map(self._may_go_with, others)):
            return False
        return self._points(text) >= least

    def _asks(self, sentence: str) -> bool:
        return self.asks.search(sentence.encode())

    def _hints(self, text: str) -> bool:
        """Whether an outlet speaks to its reader of what it needs, without asking for it."""
        line = text.encode()
        speaks = self.reader.search(line) and self.outlet.search(line)
        return speaks and self._points(text) >= LEAST_UNASKED

    def mentions_offer(self, text: str) -> bool:
        """Return whether a line has a word for what only an outlet offers."""
        return self.sure.search(text.encode())

    def speaks_to_reader(self, text: str) -> bool:
        """Return whether a line speaks to its reader, or of an outlet or what it offers."""
        line = text.encode()
        persons = self.reader.search(line) or self.outlet.search(line)
        return persons or self._goods(line) > 0

    def _points(self, text: str) -> float:
        line = text.encode()
        persons = self.reader.search(line) + self.outlet.search(line)
        is_reported = QUOTES.search(text) or self.reported.search(line)
        off = REPORTED if is_reported else 0.0
        return self._goods(line) + PERSON * persons - off

    def _may_go_with(self, sentence: str) -> bool:
        """Whether a sentence that asks nothing may stand beside one that does."""
        is_short = count_words(sentence) <= HOOK_WORDS
        return is_short or self._goods(sentence.encode()) >= LIKELY

    def _goods(self, line: bytes) -> float:
        """Return the points of the different words for what an outlet offers."""
        return sum(weight * words.count(line) for words, weight in self.goods)


def appeals(page: ScannedPage, proposed: Removals) -> Iterator[Removal]:
    """Propose the lines of a page that ask the reader for something.

    An article about newsletters or subscriptions speaks of them in its running text; there the
    rules alone decide.
    """
    found = _find(page)
    if not found or _is_subject(page, found):
        return
    for number in found:
        line = page.lines[number]
        if line.index not in proposed:
            yield Removal(line, APPEAL, CONFIDENCE)


def _find(page: ScannedPage) -> list[int]:
    """List the numbers of the lines that appeal, with those beside them that nearly do."""
    languages = page.languages
    found = {
        number
        for number in _with_own_words(page)
        if is_appeal(page.lines[number].text, languages)
    }
    for number in _beside(found, len(page.lines)):
        if is_appeal(page.lines[number].text, languages, LEAST_BESIDE):
            found.add(number)
    return sorted(found)


def _beside(found: set[int], count: int) -> set[int]:
    """Return the numbers below `count` right before and after some."""
    beside = {number + step for number in found for step in (-1, 1)}
    return (beside - found) & set(range(count))


def _with_own_words(page: ScannedPage) -> set[int]:
    """Return the numbers of the lines that have a word which every appeal has: one search a page.

    Two breaks part the lines, as a word takes a sign before and one behind it.
    """
    lines = [line.text.encode("utf-8", "surrogatepass") for line in page.lines]
    ends = list(accumulate(len(line) + len(BREAK) for line in lines))
    starts = _starts_of_own_words(page, BREAK.join(lines))
    return {bisect(ends, start) for start in starts}


def _starts_of_own_words(page: ScannedPage, text: bytes) -> Iterator[int]:
    """Yield where such words start in the text of a page, in each of its languages."""
    for words in _of_languages(page.languages):
        yield from words.own.starts(text)


def _is_subject(page: ScannedPage, found: Collection[int]) -> bool:
    """Whether the running text of a page speaks of what outlets offer."""
    others = [
        scanned.line.text
        for number, scanned in enumerate(page.scanned)
        if scanned.is_core and number not in found
    ]
    languages = _of_languages(page.languages)
    speaking = [
        text
        for text in others
        if any(words.mentions_offer(text) for words in languages)
    ]
    return len(speaking) >= SUBJECT_LINES


def is_appeal(
    text: str, languages: Collection[str] | None = None, least: float = LEAST
) -> bool:
    """Return whether a line asks its reader for something, in one of some languages or any."""
    fewest, most = WORDS
    if len(text) > MAX_CHARACTERS or not fewest <= count_words(text) <= most:
        return False
    return any(words.is_appeal(text, least) for words in _of_languages(languages))


def speaks_to_reader(text: str, languages: Collection[str] | None) -> bool:
    """Return whether a line may speak to its reader, in one of some languages or any."""
    words = _of_languages(languages)
    return not words or any(own.speaks_to_reader(text) for own in words)


def _of_languages(languages: Collection[str] | None) -> list[AppealWords]:
    """Return the words of some languages, or of all."""
    known = _by_language()
    chosen = known if languages is None else languages
    return [words for code, words in known.items() if code in chosen]


@cache
def _by_language() -> dict[str, AppealWords]:
    text = files("cleaners.data").joinpath(TABLE).read_text("utf-8")
    return {code: AppealWords.of(words) for code, words in tomllib.loads(text).items()}
