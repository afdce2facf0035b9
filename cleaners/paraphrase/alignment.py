"""Another copy of a spun text says what its words were: align the two word by word.

A genuine copy of the same text beats any lexicon, where the words around a place agree. The same
alignment yields pairs that a lexicon may learn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from cleaners.draft import Edit
from cleaners.paraphrase.lexicon import LONGEST, Lexicon
from cleaners.paraphrase.words import Word, sentences

COPY = "paraphrase/copy"
AROUND = 4  # words on each side of a place that are looked at
AGREEING = 0.35  # share of these that must be the same
SURE = 0.98  # confidence of a pair that the lexicon has, and of any other if all words around it are the same
UNSURE = 0.9  # confidence of any other pair, before the words around it speak
SAME_TEXT = 0.4  # share of a text's words that stand, in order, in a copy of it; spinners change .26 to .56
KEPT = frozenset(("number", "fixed", "quote", "comma"))
COUNTS = frozenset(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand
    thousands million millions billion billions first second third fourth fifth half quarter dozen dozens once twice
    no not never""".split()  # noqa: SIM905  # a list of 50 strings reads badly
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Other texts that say something of this one, none of them spun.

    `copies` are near-duplicates of the text as it was before; `siblings` are independent articles on
    the same event.
    """

    copies: tuple[str, ...] = ()
    siblings: tuple[str, ...] = ()


class AlignedPair(NamedTuple):
    """A phrase of an original and what a spun copy has in its place, in lower case, with words around it."""

    original: str
    spun: str
    context: str


class _Block(NamedTuple):
    """The words from `start` to `end` of a spun text, and from `first` to `last` of its copy, in place of them."""

    start: int
    end: int
    first: int
    last: int
    agreeing: float
    is_edge: bool


def aligned_pairs(spun: str, original: str) -> Iterator[AlignedPair]:
    """Yield the phrases of up to five words that differ between a spun text and its original.

    Only places between words that agree count, and nothing at all where the texts are no copies.
    """
    ours, theirs = _words(spun), _words(original)
    for block in _blocks(ours, theirs):
        place = _Place(ours[block.start : block.end], theirs[block.first : block.last], block.agreeing)
        if place.is_a_substitution:
            around = ours[max(0, block.start - AROUND)].start, ours[min(len(ours), block.end + AROUND) - 1].end
            context = " ".join(spun[slice(*around)].split())
            yield AlignedPair(_phrase(original, place.theirs), _phrase(spun, place.ours), context)


def copy_edits(text: str, copies: Sequence[str], known: Lexicon) -> tuple[list[Edit], list[tuple[int, int]]]:
    """Return the edits that copies call for, and the stretches of the text that they settle.

    What one copy settles, those behind it have no say in.
    """
    ours, edits, settled = _words(text), list[Edit](), list[tuple[int, int]]()
    for copy in copies:
        theirs = _words(copy)
        if not (blocks := list(_blocks(ours, theirs))):
            continue
        found, refused = list(_respelt(text, copy, ours, theirs)), set[int]()
        for block in blocks:
            place = _Place(ours[block.start : block.end], theirs[block.first : block.last], block.agreeing)
            made = list(_put_back(text, copy, place, known, is_edge=block.is_edge))
            found += made
            refused.update([] if made else [block.start])
        stretches = list(_settled(ours, theirs, refused))
        stretches += [(edit.start, edit.end) for edit in found if not is_settled(edit, stretches)]
        edits += [edit for edit in found if not is_settled(edit, settled)]
        settled += stretches
    return edits, settled


def is_settled(edit: Edit, settled: Sequence[tuple[int, int]]) -> bool:
    """Whether an edit would change what copies have settled."""
    return any(edit.start < end and start < edit.end for start, end in settled)


@dataclass(frozen=True, slots=True)
class _Place:
    """Words of a spun text, those of the copy in their place, and the share of the words around that agree."""

    ours: list[Word]
    theirs: list[Word]
    agreeing: float

    @property
    def is_a_substitution(self) -> bool:
        """Whether a spinner can have made it: numbers, signs and insertions are no spinner's work."""
        kinds = {word.kind for word in (*self.ours, *self.theirs)}
        return bool(self.ours and self.theirs) and not KEPT.intersection(kinds)

    def parts(self, known: Lexicon) -> list[_Place]:
        """Divide it into pairs that the lexicon has, one behind the other; none where that cannot be done."""
        for end in range(1, len(self.ours) + 1):
            for candidate in known.candidates.get(tuple(word.form for word in self.ours[:end]), ()):
                count = len(candidate.forms)
                if candidate.forms == tuple(word.form for word in self.theirs[:count]):
                    first = _Place(self.ours[:end], self.theirs[:count], self.agreeing)
                    rest = _Place(self.ours[end:], self.theirs[count:], self.agreeing)
                    behind = rest.parts(known)
                    if behind or not (rest.ours or rest.theirs):
                        return [first, *behind]
        return []

    def says_who_or_how_many(self, text: str, copy: str) -> bool:
        """Whether either side has a capital or a number word: an edited copy may have other facts."""
        sides = ((text, self.ours), (copy, self.theirs))
        return any(written[word.start].isupper() or word.form in COUNTS for written, words in sides for word in words)

    def is_whole(self, text: str, copy: str) -> bool:
        """Whether nothing but words would change, and no end of a line or sentence."""
        return _is_phrase(text, self.ours, " \t\xa0") and _is_phrase(copy, self.theirs)


def _put_back(text: str, copy: str, place: _Place, known: Lexicon, *, is_edge: bool) -> Iterator[Edit]:
    """Write what the copy has over what the text has; where the lexicon has no such pairs, with more care."""
    if not place.is_a_substitution:
        return
    parts = place.parts(known)
    if parts and all(part.is_whole(text, copy) for part in parts):
        yield from (_edit(text, copy, part, SURE) for part in parts)
    elif place.is_whole(text, copy) and not (is_edge or place.says_who_or_how_many(text, copy)):
        yield _edit(text, copy, place, round(UNSURE + (SURE - UNSURE) * place.agreeing, 3))


def _respelt(text: str, copy: str, ours: list[Word], theirs: list[Word]) -> Iterator[Edit]:
    """Write words without braces, and a and an, as the copy has them."""
    for at, there in _same(ours, theirs):
        if ours[at].kind == "braced" or ours[at].form == "a":
            place = _Place([ours[at]], [theirs[there]], 1.0)
            edit = _edit(text, copy, place, SURE)
            if edit.text.lower() != text[edit.start : edit.end].lower():
                yield edit


def _edit(text: str, copy: str, place: _Place, sureness: float) -> Edit:
    start, end = place.ours[0].start, place.ours[-1].end
    written = " ".join(copy[place.theirs[0].start : place.theirs[-1].end].split())
    return Edit(start, end, written, COPY, sureness, ((text[start:end], round(1 - sureness, 3)),))


def _blocks(ours: list[Word], theirs: list[Word]) -> Iterator[_Block]:
    """Yield the places that differ, short and between words that agree, if one text is a copy of the other."""
    same = _same(ours, theirs)
    if len(same) < SAME_TEXT * min(len(ours), len(theirs)):
        return
    agrees = [False] * (len(ours) + 2 * AROUND)
    for at, _ in same:
        agrees[at + AROUND] = True
    for (before, left), (after, right) in zip([(-1, -1), *same], [*same, (len(ours), len(theirs))], strict=True):
        start, end, first, last = before + 1, after, left + 1, right
        if max(end - start, last - first) in range(1, LONGEST + 1):
            around = (*agrees[start : start + AROUND], *agrees[end + AROUND : end + 2 * AROUND])
            if sum(around) >= AGREEING * len(around):
                is_edge = before < 0 or after == len(ours)
                yield _Block(start, end, first, last, sum(around) / len(around), is_edge)


def _settled(ours: list[Word], theirs: list[Word], refused: AbstractSet[int]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of the text that stand in the copy word for word, or nearly.

    Places that begin with the words of these numbers were `refused`: the copy settles nothing there.
    """
    start, end = 0, 0
    for (before, left), (after, right) in pairwise(_same(ours, theirs)):
        is_near = after - before <= LONGEST + 1 and right - left <= LONGEST + 1
        if is_near and (after == before + 1 or before + 1 not in refused):
            start, end = start if end else ours[before].start, ours[after].end
        elif end:
            yield start, end
            end = 0
    if end:
        yield start, end


def _same(ours: list[Word], theirs: list[Word]) -> list[tuple[int, int]]:
    """Pair the words that both texts have, in order."""
    codes = Levenshtein.opcodes([word.form for word in ours], [word.form for word in theirs])
    equal = [code for code in codes if code.tag == "equal"]
    return [(code.src_start + n, code.dest_start + n) for code in equal for n in range(code.src_end - code.src_start)]


def _words(text: str) -> list[Word]:
    return list(chain.from_iterable(sentences(text)))


def _is_phrase(text: str, words: Sequence[Word], spaces: str | None = None) -> bool:
    """Whether nothing but spaces parts the words; with None, line ends count as spaces."""
    gaps = (text[before.end : after.start] for before, after in pairwise(words))
    return not any(gap.strip(spaces) for gap in gaps)


def _phrase(text: str, words: Sequence[Word]) -> str:
    return " ".join(text[words[0].start : words[-1].end].lower().replace("’", "'").split())
