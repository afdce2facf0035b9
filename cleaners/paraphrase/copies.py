"""Put back what genuine copies have in place of a spun text's words.

A genuine copy beats any lexicon where the words around a place agree. But a copy may have been edited, and
then says other things, not the same in other words: so names, numbers, and what begins or ends a line or a
sentence stay, unless the lexicon has the pair too. A figure goes only for the word that says the same number.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from cleaners.draft import Edit
from cleaners.paraphrase.alignment import Alignment, Block, are_words, forms_of
from cleaners.paraphrase.lexicon import LONGEST, Lexicon
from cleaners.paraphrase.words import Word

COPY = "paraphrase/copy"
SURE = 0.98  # confidence of a pair that the lexicon has, and of any other if all words around it are the same
UNSURE = 0.9  # confidence of any other pair, before the words around it speak
SPACES = " \t\xa0"
COUNTS = frozenset(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand
    thousands million millions billion billions first second third fourth fifth half quarter dozen dozens once twice
    no not never""".split()  # noqa: SIM905  # a list of 50 strings reads badly
)
NUMERALS = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
}

Stretch = tuple[int, int]


def copy_edits(
    text: str, copies: Sequence[str], known: Lexicon
) -> tuple[list[Edit], list[Stretch]]:
    """Return the edits that copies call for, and the stretches of the text that they settle.

    What one copy settles, those behind it have no say in.
    """
    edits: list[Edit] = []
    settled: list[Stretch] = []
    for copy in copies:
        aligned = Alignment.of(text, copy)
        blocks = list(aligned.blocks())
        if not blocks:
            continue
        beside = _Beside(text, copy, aligned, known)
        made = {block.start: list(beside.edits(block)) for block in blocks}
        found = [*beside.respelt(), *(edit for some in made.values() for edit in some)]
        refused = {
            block.start
            for block in blocks
            if not beside.is_settled(block, made[block.start])
        }
        stretches = list(_settled(aligned, refused))
        stretches += [
            (edit.start, edit.end) for edit in found if not is_settled(edit, stretches)
        ]
        edits += [edit for edit in found if not is_settled(edit, settled)]
        settled += stretches
    return edits, settled


def is_settled(edit: Edit, settled: Sequence[Stretch]) -> bool:
    """Whether an edit would change what copies have settled."""
    return any(edit.start < end and start < edit.end for start, end in settled)


def begins_inside(edit: Edit, stretches: Sequence[Stretch]) -> bool:
    """Whether an edit begins inside one of some stretches, which are in order and apart."""
    at = bisect(stretches, edit.start, key=itemgetter(0)) - 1
    return at >= 0 and edit.start < stretches[at][1]


@dataclass(frozen=True, slots=True)
class _Place:
    """Words of a spun text, and those of the copy in their place."""

    ours: list[Word]
    theirs: list[Word]

    def parted(self, known: Lexicon) -> tuple[list[_Place], _Place]:
        """Take pairs that the lexicon has off either end; give them, and what is left."""
        parts: list[_Place] = []
        rest = self
        while taken := rest.known_end(known):
            parts.append(taken[0])
            rest = taken[1]
        return parts, rest

    def known_end(self, known: Lexicon) -> tuple[_Place, _Place] | None:
        """Find the longest pair that the lexicon has at the beginning or the end; give it, and what is left."""
        ours, theirs = self.ours, self.theirs
        for count in range(len(ours), 0, -1):
            for candidate in known.candidates.get(forms_of(ours[:count]), ()):
                size = len(candidate.forms)
                if candidate.forms == forms_of(theirs[:size]):
                    return _Place(ours[:count], theirs[:size]), _Place(
                        ours[count:], theirs[size:]
                    )
            for candidate in known.candidates.get(forms_of(ours[-count:]), ()):
                size = len(candidate.forms)
                if candidate.forms == forms_of(theirs[-size:]):
                    return _Place(ours[-count:], theirs[-size:]), _Place(
                        ours[:-count], theirs[:-size]
                    )
        return None


@dataclass(frozen=True, slots=True)
class _Beside:
    """A spun text beside one copy."""

    text: str
    copy: str
    aligned: Alignment
    known: Lexicon

    def edits(self, block: Block) -> Iterator[Edit]:
        """Yield what the copy calls for in one block."""
        place = _Place(
            self.aligned.ours[block.start : block.end],
            self.aligned.theirs[block.first : block.last],
        )
        if not place.theirs:
            yield from self._superfluous(block)
            return
        if self._is_same_number(place):
            yield self._edit(place, SURE)
            return
        parts, rest = place.parted(self.known)
        yield from (self._edit(part, SURE) for part in parts if self._is_whole(part))
        if self._may_be_put_back(rest) and not block.is_edge:
            yield self._edit(rest, round(UNSURE + (SURE - UNSURE) * block.agreeing, 3))

    def is_settled(self, block: Block, edits: Sequence[Edit]) -> bool:
        """Whether edits change all words of a block."""
        words = self.aligned.ours[block.start : block.end]
        return all(
            any(edit.start <= word.start and word.end <= edit.end for edit in edits)
            for word in words
        )

    def respelt(self) -> Iterator[Edit]:
        """Yield words without their braces, and a and an, as the copy has them."""
        for at, there in self.aligned.same:
            word = self.aligned.ours[at]
            if word.kind == "braced" or word.form == "a":
                edit = self._edit(_Place([word], [self.aligned.theirs[there]]), SURE)
                if edit.text.lower() != self.text[edit.start : edit.end].lower():
                    yield edit

    def _superfluous(self, block: Block) -> Iterator[Edit]:
        """Take out what belongs to the words before or behind: "tons of of", "brand new" for "new"."""
        ours, (start, end) = self.aligned.ours, block[:2]
        for count in range(1, min(start, LONGEST) + 1):
            if self._stands_for(ours[start - count : end], ours[start - count : start]):
                yield Edit(ours[start - 1].end, ours[end - 1].end, "", COPY, SURE)
                return
        for count in range(1, min(len(ours) - end, LONGEST) + 1):
            is_lower = self.text[ours[start].start].islower()
            if is_lower and self._stands_for(
                ours[start : end + count], ours[end : end + count]
            ):
                yield Edit(ours[start].start, ours[end].start, "", COPY, SURE)
                return

    def _stands_for(self, words: Sequence[Word], left: Sequence[Word]) -> bool:
        """Whether a phrase says no more than what is left of it, by the lexicon or because it says it twice."""
        forms, short = forms_of(words), forms_of(left)
        is_known = any(
            candidate.forms == short
            for candidate in self.known.candidates.get(forms, ())
        )
        return (is_known or forms == (*short, *short)) and _is_phrase(
            self.text, words, SPACES
        )

    def _is_same_number(self, place: _Place) -> bool:
        """Whether the text has a figure for the copy's number word."""
        if len(place.ours) != 1 or len(place.theirs) != 1:
            return False
        word = place.ours[0]
        return NUMERALS.get(place.theirs[0].form) == self.text[word.start : word.end]

    def _may_be_put_back(self, place: _Place) -> bool:
        """Whether a spinner can have made it though no lexicon has it, and a person who edited the copy cannot."""
        return (
            are_words(place.ours, place.theirs)
            and self._is_whole(place)
            and not self._says_who_or_how_many(place)
        )

    def _says_who_or_how_many(self, place: _Place) -> bool:
        sides = ((self.text, place.ours), (self.copy, place.theirs))
        return any(
            written[word.start].isupper() or word.form in COUNTS
            for written, words in sides
            for word in words
        )

    def _is_whole(self, place: _Place) -> bool:
        """Whether nothing but words would change, and no end of a line or sentence."""
        return _is_phrase(self.text, place.ours, SPACES) and _is_phrase(
            self.copy, place.theirs
        )

    def _edit(self, place: _Place, sureness: float) -> Edit:
        """Write what the copy has over what the text has."""
        start, end = place.ours[0].start, place.ours[-1].end
        written = self._cased(
            " ".join(self.copy[place.theirs[0].start : place.theirs[-1].end].split()),
            place,
        )
        if place.ours[0].kind == "clitic" != place.theirs[0].kind:
            written = f" {written}"
        elif place.theirs[0].kind == "clitic" != place.ours[0].kind:
            start = len(self.text[:start].rstrip(SPACES))
        return Edit(
            start,
            end,
            written,
            COPY,
            sureness,
            ((self.text[start:end], round(1 - sureness, 3)),),
        )

    def _cased(self, written: str, place: _Place) -> str:
        """Begin with a capital or not, where only one of the texts begins a sentence."""
        ours, theirs = place.ours[0], place.theirs[0]
        if _begins_sentence(self.text, ours) and not theirs.name:
            return written[:1].upper() + written[1:]
        if _begins_sentence(self.copy, theirs) and self.text[ours.start].islower():
            return written[:1].lower() + written[1:]
        return written


def _settled(aligned: Alignment, refused: AbstractSet[int]) -> Iterator[Stretch]:
    """Yield the stretches of the text that stand in the copy word for word, or nearly.

    Places that begin with the words of these numbers were `refused`: the copy settles nothing there.
    """
    ours, start, end = aligned.ours, 0, 0
    for (before, left), (after, right) in pairwise(aligned.same):
        is_near = after - before <= LONGEST + 1 and right - left <= LONGEST + 1
        if is_near and (after == before + 1 or before + 1 not in refused):
            start, end = start if end else ours[before].start, ours[after].end
        elif end:
            yield start, end
            end = 0
    if end:
        yield start, end


def _begins_sentence(text: str, word: Word) -> bool:
    return text[word.start].isupper() and not word.name and word.form != "i"


def _is_phrase(text: str, words: Sequence[Word], spaces: str | None = None) -> bool:
    """Whether nothing but spaces parts the words; with None, line ends count as spaces."""
    gaps = (text[before.end : after.start] for before, after in pairwise(words))
    return not any(gap.strip(spaces) for gap in gaps)
