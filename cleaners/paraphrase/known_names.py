"""Find well-known names in a spun text, whatever words a spinner has put for theirs.

"Greenback Normal" is no company, and "Dollar General" is one: a name that consists of ordinary
words is known by all of them together, where each word alone may stand for many others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from itertools import chain
from operator import attrgetter
from typing import TypeAlias

from cleaners.paraphrase.chosen_readings import DecodedPlace, without_overlaps
from cleaners.paraphrase.found_names import FoundName, Spelling
from cleaners.paraphrase.lexicon import Candidate, Lexicon, Phrase
from cleaners.paraphrase.words import Word, forms

# Words inside a name that are not capitalised.
SMALL_WORDS = frozenset(
    ("of", "the", "and", "a", "in", "on", "to", "for", "with", "at", "by")
)


TwoWords: TypeAlias = tuple[str, str]


class KnownNames:
    """Well-known names of two words or more, and what spinners write for their words."""

    def __init__(self, names: Iterable[str], lexicon: Lexicon) -> None:
        phrases = {forms(name.lower()) for name in names}
        words = set(chain.from_iterable(phrases))
        self._spun = _spun_forms(lexicon, words)
        self._firsts = self._by_beginning(sorted({phrase[0] for phrase in phrases}))
        self._by_two = self._by_two_words(sorted(phrases))

    def corrected(
        self,
        sentences: Sequence[Sequence[Word]],
        places: Iterable[Iterable[DecodedPlace]],
    ) -> Iterator[list[DecodedPlace]]:
        """Yield the places of each sentence with those of known names in their stead, in order.

        A name that a text has in full may be shortened to its first word there.
        """
        names = [list(self._found(sentence)) for sentence in sentences]
        short = _first_words(chain.from_iterable(names))
        for sentence, found, of_sentence in zip(
            sentences,
            names,
            places,
            strict=True,
        ):
            found.extend(self._shortened(sentence, short))
            ranked = sorted(found, key=attrgetter("rank"))
            yield _replaced(of_sentence, without_overlaps(ranked))

    def _by_beginning(self, words: Iterable[str]) -> Mapping[str, list[str]]:
        """Return the first words of names by each word that may be written for their beginning."""
        firsts: dict[str, list[str]] = defaultdict(list)
        for word in words:
            for written in self._written_for(word):
                firsts[written].append(word)
        return firsts

    def _by_two_words(
        self, phrases: Iterable[Phrase]
    ) -> Mapping[TwoWords, list[Phrase]]:
        """Return names by their first word and each that may be written for the second."""
        by_two: dict[TwoWords, list[Phrase]] = defaultdict(list)
        for phrase in phrases:
            for written in self._written_for(phrase[1]):
                by_two[phrase[0], written].append(phrase)
        return by_two

    def _written_for(self, word: str) -> set[str]:
        """Return the first words of all that may be written for a word."""
        return {word, *self._spun.get(word, ())}

    def _found(self, sentence: Sequence[Word]) -> Iterator[FoundName]:
        """Yield the names of a sentence, those that are written as they should be too."""
        for at, word in enumerate(sentence):
            if at and not word.is_name:
                continue
            for first in self._firsts.get(word.form, ()):
                yield from self._names_from(first, sentence, at)

    def _names_from(
        self, first: str, sentence: Sequence[Word], at: int
    ) -> Iterator[FoundName]:
        """Yield the names with some first word that begin at a place."""
        for end in self._ends(first, sentence, at):
            begun = Spelling(at, end, first)
            yield from self._names_after(begun, sentence)

    def _names_after(
        self, first: Spelling, sentence: Sequence[Word]
    ) -> Iterator[FoundName]:
        """Yield the names that begin with a word that was found."""
        if first.end == len(sentence):
            return
        following = sentence[first.end].form
        for name in self._by_two.get((first.original, following), ()):
            for others in self._spellings(name[1:], sentence, first.end):
                yield FoundName.of((first, *others), sentence)

    def _shortened(
        self, sentence: Sequence[Word], words: Collection[str]
    ) -> Iterator[FoundName]:
        """Yield the places of some words that stand as names of their own."""
        for at in filter(partial(_is_alone, sentence), range(len(sentence))):
            for word in words:
                for spellings in self._spellings((word,), sentence, at):
                    yield FoundName.of(spellings, sentence)

    def _spellings(
        self, name: Phrase, sentence: Sequence[Word], at: int
    ) -> Iterator[Sequence[Spelling]]:
        """Yield the spellings of the words of a name, or of its end."""
        if not name:
            yield ()
            return
        for end in self._ends(name[0], sentence, at):
            first = Spelling(at, end, name[0])
            for others in self._spellings(name[1:], sentence, end):
                yield (first, *others)

    def _ends(self, word: str, sentence: Sequence[Word], at: int) -> Iterator[int]:
        """Yield where the words that stand for a word of a name may end."""
        if at == len(sentence):
            return
        written = sentence[at]
        is_capitalised = at == 0 or written.is_name
        is_small = word in SMALL_WORDS
        if written.form == word and (is_capitalised or is_small):
            yield at + 1
        if is_capitalised:
            spun = self._spun.get(word, {}).get(written.form, ())
            yield from _ends_of(spun, sentence, at)


def _first_words(names: Iterable[FoundName]) -> set[str]:
    """Return the first words of names, as they should be."""
    words = {name.spellings[0].original for name in names}
    return words.difference(SMALL_WORDS)


def _ends_of(
    phrases: Iterable[Phrase], sentence: Sequence[Word], at: int
) -> Iterator[int]:
    """Yield where those of some phrases end that a sentence has at a place."""
    for phrase in phrases:
        end = at + len(phrase)
        written = tuple(word.form for word in sentence[at:end])
        if written == phrase:
            yield end


def _is_alone(sentence: Sequence[Word], at: int) -> bool:
    """Return whether a capitalised word inside a sentence is the whole of a name."""
    if not sentence[at].is_name:
        return False
    following = sentence[at + 1 : at + 3]
    if following and following[0].form not in SMALL_WORDS:
        following = following[:1]
    neighbours = (*sentence[at - 1 : at], *following)
    return not any(word.is_name for word in neighbours)


def _replaced(
    places: Iterable[DecodedPlace], names: Sequence[FoundName]
) -> list[DecodedPlace]:
    """Return places with those of some names in their stead, in order."""
    covered: set[int] = set()
    of_names: list[DecodedPlace] = []
    for name in names:
        covered.update(name.words)
        of_names.extend(name.places())
    others = [place for place in places if covered.isdisjoint(place.words)]
    return sorted(of_names + others)


def _spun_forms(
    lexicon: Lexicon, words: set[str]
) -> Mapping[str, Mapping[str, list[Phrase]]]:
    """Return what spinners write for each of some words, by the first word of it."""
    spun_forms: dict[str, dict[str, list[Phrase]]] = defaultdict(dict)
    for spun, candidates in lexicon.candidates.items():
        originals = words.intersection(_single_words(candidates))
        for original in originals:
            of_word = spun_forms[original]
            of_word.setdefault(spun[0], []).append(spun)
    return spun_forms


def _single_words(candidates: Iterable[Candidate]) -> Iterator[str]:
    """Yield the originals that are one word."""
    for candidate in candidates:
        if len(candidate.phrase) == 1:
            yield candidate.phrase[0]


@cache
def shipped_names() -> tuple[str, ...]:
    """Read the names that ship with the package, once per process."""
    path = files("cleaners") / "data" / "known_names.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if not line.startswith("#"))
