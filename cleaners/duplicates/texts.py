"""The texts of one search, in the order of their rank, and what any two of them are to each other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cleaners.duplicates.proof import Proof, compare
from cleaners.duplicates.records import Document, Kind
from cleaners.duplicates.site_lines import own_texts
from cleaners.duplicates.words import Hashes, Words, fold

LONGEST_COPY = 1.5  # a copy's length over its canonical's: a longer one holds more than a copy
NEAR_BALANCE = 0.7  # shorter over longer; below this a copy is contained
SPUN_GAIN = 0.1  # similarity that word classes add where words were put in for others
PLAIN_SIMILARITY = 0.65  # least of a copy in which no words were put in for others
SPUN_SIMILARITY = 0.45  # least of a spun copy; without word classes, spun excerpts have .50 and more
MARK = re.compile(r"\d+(?:[.,/-]\d+)*|(?<=[a-z,;] )[A-Z]\w+")  # figures, and names inside a sentence
FEWEST_MARKS = 3  # of the shorter text, to tell a filled-in form by
SAME_MARKS = 0.8  # share of them that a copy keeps
LONG_WORD = 5  # letters
# Share of their long words: of 1,080 articles .95 have more in common between head and tail, of
# heads and tails of different articles .14.
KIN_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Text:
    """A document, its text without what its site repeats, and the words of that as numbers."""

    document: Document
    own: str
    words: Words


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one search by their numbers, and the proofs made so far."""

    every: Sequence[Text]
    classes: Mapping[str, str]
    _proofs: dict[tuple[int, int], Proof] = field(default_factory=dict)

    @classmethod
    def of(cls, documents: Sequence[Document], classes: Mapping[str, str]) -> Texts:
        """Read documents that differ from each other, in the order of their rank."""
        hashes = Hashes(classes)
        owns = zip(documents, own_texts(documents), strict=True)
        return cls([Text(document, own, hashes.of(own)) for document, own in owns], classes)

    def proof(self, one: int, other: int) -> Proof:
        """Hold two texts against each other, once."""
        pair = (min(one, other), max(one, other))
        if pair not in self._proofs:
            first, second = (self.every[number].words.tolist() for number in pair)
            self._proofs[pair] = compare(first, second)
        return self._proofs[pair]

    def are_copies(self, one: int, other: int) -> bool:
        """Whether two texts tell the same in the same words, and not the same form filled in twice.

        Spun texts may have less in common, and other figures and names: some spinners change those.
        """
        proof, texts = self.proof(one, other), (self.every[one], self.every[other])
        if any(text.document.spun for text in texts):
            return proof.holds and proof.similarity >= SPUN_SIMILARITY
        return proof.holds and proof.similarity >= PLAIN_SIMILARITY and _share_marks(*texts)

    def can_stand_for(self, canonical: int, copy: int) -> bool:
        """Whether nothing of note is lost when one text is kept in the other's stead."""
        longest = LONGEST_COPY * len(self.every[canonical].words)
        return len(self.every[copy].words) <= longest and self.are_copies(canonical, copy)

    def is_near(self, one: int, other: int) -> bool:
        """Whether two texts are of about the same length."""
        return self.proof(one, other).balance >= NEAR_BALANCE

    def kind(self, canonical: int, copy: int) -> Kind:
        """Say how a copy relates to its canonical: spun if it is known to be, or if only classes match."""
        kept, other, proof = self.every[canonical], self.every[copy], self.proof(canonical, copy)
        if other.document.spun and not kept.document.spun:
            return Kind.SPUN
        if self.classes and proof.similarity - compare(fold(kept.own), fold(other.own)).similarity > SPUN_GAIN:
            return Kind.SPUN
        return Kind.NEAR if self.is_near(canonical, copy) else Kind.CONTAINED

    def are_kin(self, one: int, other: int) -> bool:
        """Whether two texts may be parts of one story, by the long words that they share."""
        words = [{word for word in fold(self.every[at].own) if len(word) >= LONG_WORD} for at in (one, other)]
        return len(words[0] & words[1]) >= KIN_SHARE * max(1, min(map(len, words)))


def _share_marks(one: Text, other: Text) -> bool:
    """Whether most figures and names of the shorter text stand in the longer one too."""
    shorter, longer = sorted((one, other), key=lambda text: len(text.words))
    marks = {mark.casefold() for mark in MARK.findall(shorter.own)}
    found = marks.intersection(MARK.findall(longer.own)) | marks.intersection(fold(longer.own))
    return len(marks) < FEWEST_MARKS or len(found) >= SAME_MARKS * len(marks)
