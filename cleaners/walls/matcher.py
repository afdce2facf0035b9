"""Match lines and sentences against what walls say.

One search for literals names the patterns that may match, and `re` decides: a sentence takes about
20 microseconds in all languages together. In one automaton of all patterns, which may begin
anywhere and have gaps, the states would multiply.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import re2

from cleaners import languages
from cleaners.boilerplate.re2_prefilter.folding import fold_line
from cleaners.walls.literals import Literals, literals_of_all
from cleaners.walls.phrases import TALK, load

AUTOMATON_BYTES = 64 << 20  # that RE2 may use for one search; a guard, not tuned
SHORTEST_DAY = 5  # letters of a weekday; shorter names are other words elsewhere
NOT_IN_A_WORD = r"(?<!\w)"
MARKS = re.compile(r"\\.|[()\[\]|]", re.DOTALL)  # of a pattern, and escaped characters


class Phrase(NamedTuple):
    """A kind of wall, or TALK, and a pattern that shows it."""

    kind: str
    pattern: str


class Matcher:
    """Phrases, and the search that names those that may match."""

    def __init__(self, phrases: Sequence[Phrase], literals: Sequence[Literals]) -> None:
        self._phrases = phrases
        self._always = [number for number, each in enumerate(literals) if not each]
        numbers_of = _by_literal(literals)
        self._numbers = list(numbers_of.values())
        self._search = _search_automaton(numbers_of)

    def search(self, folded: str) -> frozenset[str]:
        """Return the kinds of which a phrase begins at a word of a folded text."""
        return frozenset(
            phrase.kind
            for phrase in self._candidates(folded)
            if compiled(phrase.pattern).search(folded)
        )

    def match_whole(self, folded: str) -> frozenset[str]:
        """Return the kinds of which a phrase matches the whole of a folded text."""
        return frozenset(
            phrase.kind
            for phrase in self._candidates(folded)
            if compiled(phrase.pattern).fullmatch(folded)
        )

    def _candidates(self, folded: str) -> list[Phrase]:
        """List the phrases that may match a text, in their own order."""
        found = self._search.Match(fold_line(folded)) or ()
        numbers = set(self._always)
        for literal in found:
            numbers.update(self._numbers[literal])
        return [self._phrases[number] for number in sorted(numbers)]


def _by_literal(literals: Sequence[Literals]) -> dict[str, list[int]]:
    """Return the numbers of the phrases that have each literal."""
    numbers: dict[str, list[int]] = {}
    for number, of_phrase in enumerate(literals):
        for literal in of_phrase:
            numbers.setdefault(literal, []).append(number)
    return numbers


def _search_automaton(literals: dict[str, list[int]]) -> re2.Set:
    """Compile literals that are searched for anywhere in a folded text."""
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.max_mem = AUTOMATON_BYTES
    automaton = re2.Set.SearchSet(options)
    for literal in literals:
        pattern = _in_bytes(literal)
        automaton.Add(pattern)
    automaton.Compile()
    return automaton


def _in_bytes(literal: str) -> str:
    """Return a pattern of the bytes of a literal."""
    return "".join(rf"\x{{{byte:x}}}" for byte in literal.encode())


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern that begins at a word, once."""
    return re.compile(rf"{NOT_IN_A_WORD}(?:{pattern})")


@cache
def titles() -> Matcher:
    """Return the matcher of whole short lines."""
    return _matcher("titles")


@cache
def sentences() -> Matcher:
    """Return the matcher of sentences: what shows a wall, and what all walls say."""
    return _matcher("sentences")


def _matcher(key: str) -> Matcher:
    phrases = shipped_phrases()[key]
    patterns = [phrase.pattern for phrase in phrases]
    return Matcher(phrases, literals_of_all(key, patterns))


def shipped_phrases() -> dict[str, list[Phrase]]:
    """Return the phrases of all languages: those of titles, and those of sentences."""
    of_titles: list[Phrase] = []
    of_sentences: list[Phrase] = []
    for language in load():
        talks = _phrases(TALK, language.talks)
        of_sentences.extend(talks)
        for kind, said in language.kinds.items():
            of_kind = _phrases(kind, said.titles)
            shows = _phrases(kind, said.shows)
            of_titles.extend(of_kind)
            of_sentences.extend(shows)
    return {"titles": of_titles, "sentences": of_sentences}


def _phrases(kind: str, patterns: Sequence[str]) -> Iterator[Phrase]:
    """Yield a phrase for each alternative of some patterns, which have rarer literals."""
    for pattern in patterns:
        for alternative in split_alternatives(pattern):
            yield Phrase(kind, alternative)


def split_alternatives(pattern: str) -> Iterator[str]:
    """Yield the parts of a pattern that bars divide outside of all groups and classes."""
    depth = start = 0
    for sign in MARKS.finditer(pattern):
        depth += (sign[0] in "([") - (sign[0] in ")]")
        if sign[0] == "|" and not depth:
            yield pattern[start : sign.start()]
            start = sign.end()
    yield pattern[start:]


@cache
def words(kind: str) -> re.Pattern[str]:
    """Return a pattern of the words that walls of a kind use, in all languages."""
    known = [language.kinds[kind] for language in load() if kind in language.kinds]
    patterns = [pattern for each in known for pattern in each.words]
    return re.compile(rf"{NOT_IN_A_WORD}(?:{'|'.join(patterns)})")


@cache
def reports() -> re.Pattern[str]:
    """Return a pattern of words of sentences that report: what was said, by whom, when."""
    words = [pattern for language in load() for pattern in language.reports]
    days = [day for language in languages.load() for day in language.weekdays]
    names = [day for day in days if day.isalpha() and len(day) >= SHORTEST_DAY]
    return re.compile(rf"{NOT_IN_A_WORD}(?:{'|'.join([*words, *names])})(?!\w)")
