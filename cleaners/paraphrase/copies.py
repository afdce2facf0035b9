"""Repair a spun text from genuine copies of it.

A genuine copy is better evidence than any lexicon where the words around a place agree. But a copy
may have been edited, and then says other things, not the same in other words. So names, numbers,
and what begins or ends a line or a sentence stay, unless the lexicon has the pair too. A figure is
replaced only by the word for the same number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cleaners.draft import Edit
from cleaners.paraphrase.alignment import Alignment, Difference, Match
from cleaners.paraphrase.copy_repair import CopyRepair
from cleaners.paraphrase.copy_segments import Segment
from cleaners.paraphrase.lexicon import MAX_PHRASE_WORDS, Lexicon
from cleaners.paraphrase.spans import Span, overlaps_any
from cleaners.paraphrase.words import Word

# Words between two that match. In a longer gap the texts say other things. Not tuned.
LONGEST_GAP = 12
# Words of two differences that may be one, with those between.
LONGEST_JOINED = 2 * MAX_PHRASE_WORDS


@dataclass(frozen=True, slots=True)
class CopyResult:
    """The edits that copies call for, and the spans of the text that they decide.

    In a decided span nothing but the copy's edits may change: the words that match it are right.
    """

    edits: list[Edit]
    decided: list[Span]


def repair_from_copies(
    text: str, copies: Sequence[str], lexicon: Lexicon
) -> CopyResult:
    """Return the edits and decided spans of several copies; earlier copies take precedence."""
    edits: list[Edit] = []
    decided: list[Span] = []
    for copy in copies:
        result = _repair_from_copy(text, copy, lexicon)
        edits += _outside(decided, result.edits)
        decided += result.decided
    return CopyResult(edits, decided)


def _repair_from_copy(text: str, copy: str, lexicon: Lexicon) -> CopyResult:
    """Return the edits that one copy calls for, and the spans that it decides."""
    alignment = Alignment.of(text, copy)
    repair = CopyRepair(text, copy, alignment, lexicon)
    gaps = list(_joined(alignment.gaps(LONGEST_GAP), alignment, lexicon))
    if not gaps:
        return CopyResult([], [])
    edits, undecided = _edits(repair, gaps)
    edited = [(edit.start, edit.end) for edit in edits]
    edits += _outside(edited, list(repair.respellings()))
    decided = _decided_spans(
        alignment,
        undecided,
        edits,
    )
    return CopyResult(edits, decided)


def _edits(
    repair: CopyRepair, gaps: Sequence[Difference]
) -> tuple[list[Edit], set[int]]:
    """Return the edits of some gaps, and where those begin that the copy does not decide."""
    edits: list[Edit] = []
    undecided: set[int] = set()
    for difference in repair.differences(gaps):
        found = list(repair.edits(difference))
        edits += found
        words, _ = repair.alignment.words_of(difference)
        if not _are_all_edited(words, found):
            undecided.add(difference.start)
    return edits, undecided


def _joined(
    differences: Iterable[Difference], alignment: Alignment, lexicon: Lexicon
) -> Iterator[Difference]:
    """Yield differences; two with matching words between are one if the lexicon has their pairs.

    In "a time period" for "a period of time" the word "time" matches.
    """
    waiting: Difference | None = None
    for difference in differences:
        if waiting is None:
            waiting = difference
            continue
        if _are_one(waiting, difference, alignment, lexicon):
            waiting = waiting.joined(difference)
        else:
            yield waiting
            waiting = difference
    if waiting is not None:
        yield waiting


def _are_one(
    one: Difference, other: Difference, alignment: Alignment, lexicon: Lexicon
) -> bool:
    """Return whether the lexicon has the pairs of two differences only together."""
    parts = (one, other)
    if all(_are_known_pairs(part, alignment, lexicon) for part in parts):
        return False
    return _are_known_pairs(one.joined(other), alignment, lexicon)


def _are_known_pairs(
    difference: Difference, alignment: Alignment, lexicon: Lexicon
) -> bool:
    """Return whether the lexicon has pairs for all words of a difference."""
    if difference.end - difference.start > LONGEST_JOINED:
        return False
    segment = Segment(*alignment.words_of(difference))
    _, rest = segment.split_known_pairs(lexicon)
    return not rest.words and not rest.copy_words


def _decided_spans(
    alignment: Alignment, undecided: Collection[int], edits: Sequence[Edit]
) -> list[Span]:
    """Return the spans that match the copy, and those of other edits."""
    spans = list(_matching_spans(alignment, undecided))
    other_edits = _outside(spans, edits)
    return spans + [(edit.start, edit.end) for edit in other_edits]


def _outside(spans: Sequence[Span], edits: Sequence[Edit]) -> list[Edit]:
    """Return the edits that overlap none of some spans."""
    return [edit for edit in edits if not overlaps_any(edit, spans)]


def _are_all_edited(words: Sequence[Word], edits: Sequence[Edit]) -> bool:
    """Return whether each of some words is inside an edit."""
    return all(_is_edited(word, edits) for word in words)


def _is_edited(word: Word, edits: Sequence[Edit]) -> bool:
    """Return whether a word is inside one of some edits."""
    return any(edit.start <= word.start and word.end <= edit.end for edit in edits)


def _matching_spans(alignment: Alignment, undecided: Collection[int]) -> Iterator[Span]:
    """Yield the spans of the text whose words match the copy, with decided differences inside.

    `undecided` are the positions of words at which differences begin that the copy does not decide.
    """
    words = alignment.words
    start: int | None = None
    end = 0
    for before, after in pairwise(alignment.matches):
        if _is_decided_between(before, after, undecided):
            if start is None:
                start = words[before.text].start
            end = words[after.text].end
        elif start is not None:
            yield start, end
            start = None
    if start is not None:
        yield start, end


def _is_decided_between(
    before: Match, after: Match, undecided: Collection[int]
) -> bool:
    """Return whether two matches are near each other, without an undecided difference between."""
    if before.words_until(after) > MAX_PHRASE_WORDS:
        return False
    following = before.text + 1
    return following == after.text or following not in undecided
