"""What surrounds the places of a decoded text: its words by place, titles, quotations."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cleaners.paraphrase.decoder import DecodedText
from cleaners.paraphrase.quotation_marks import QUOTATION
from cleaners.paraphrase.spans import Span
from cleaners.paraphrase.words import END, Word

# Share (0..1) of its longer words that a title has in capitals, and how many such words it needs.
TITLE_CAPITALS = 0.75
TITLE_WORDS = 3
LONGER = 4  # letters; titles leave shorter words small


@dataclass(frozen=True, slots=True)
class Segment:
    """Consecutive places of a text."""

    start: int
    end: int


class PageWords:
    """The words of a decoded text by place; ends of sentences have places too, without a word."""

    def __init__(self, text: str, decoded: DecodedText) -> None:
        self.text = text
        self.words: list[Word | None] = [None]
        self.sentences: list[Segment] = []
        for paragraph in decoded.paragraphs:
            for sentence in paragraph.sentences:
                self._add(sentence)
        self.forms = [word.form if word else END for word in self.words]

    def _add(self, sentence: Sequence[Word]) -> None:
        """Add a sentence and its end."""
        start = len(self.words)
        end = start + len(sentence)
        self.words += sentence
        self.words.append(None)
        self.sentences.append(Segment(start, end))

    def word(self, place: int) -> Word:
        """Return the word at a place that is no end of a sentence."""
        word = self.words[place]
        assert word, f"place {place} is the end of a sentence"
        return word

    @cached_property
    def title_places(self) -> frozenset[int]:
        """The places in sentences that are written like titles."""
        titles = filter(self._is_title, self.sentences)
        return _all_places(titles)

    def _is_title(self, sentence: Segment) -> bool:
        """Return whether most of the longer words of a sentence are capitalised."""
        words = self.words[sentence.start : sentence.end]
        longer = list(filter(_is_longer, words))
        capitals = sum(map(self._is_capitalised, longer))
        count = len(longer)
        return count >= TITLE_WORDS and capitals >= TITLE_CAPITALS * count

    def _is_capitalised(self, word: Word | None) -> bool:
        """Return whether a word begins with a capital."""
        return word is not None and self.text[word.start].isupper()

    @property
    def quotations(self) -> list[Segment]:
        """The places inside quotation marks."""
        return list(self.spans_of_quotations)

    @cached_property
    def spans_of_quotations(self) -> Mapping[Segment, Span]:
        """The spans of the text inside quotation marks, by the places of their words."""
        spans = {}
        for match in QUOTATION.finditer(self.text):
            segment = self._segment(match.span())
            if segment.start < segment.end:
                spans[segment] = match.span()
        return spans

    def _segment(self, span: Span) -> Segment:
        """Return the places whose words start in a span of the text."""
        start, end = (bisect_left(self._starts, offset) for offset in span)
        return Segment(start, end)

    @cached_property
    def _starts(self) -> list[int]:
        """The offset of each place; that of the end of a sentence is where its last word begins."""
        starts = [0]
        for word in self.words[1:]:
            starts.append(word.start if word else starts[-1])
        return starts

    def are_names(self, start: int, end: int) -> bool:
        """Return whether all words of some places are capitalised within a sentence."""
        if start in self.title_places:
            return False
        words: Sequence[Word | None] = self.words[start:end]
        return all(word is not None and word.is_name for word in words)


def _is_longer(word: Word | None) -> bool:
    """Return whether a word is so long that titles capitalise it."""
    if word is None or word.kind != "word":
        return False
    return len(word.form) >= LONGER


def _all_places(segments: Iterable[Segment]) -> frozenset[int]:
    """Return all places of some segments."""
    places: set[int] = set()
    for segment in segments:
        places.update(range(segment.start, segment.end))
    return frozenset(places)
