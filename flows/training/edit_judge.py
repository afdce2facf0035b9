"""Judge edits of a spun page by its original: which places read as the original does.

The words of both texts are aligned with the fewest edits. A place is judged together with the
differences that it touches, as the alignment may divide these otherwise than the spinner did.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from cleaners.draft import Edit

_TOKEN = re.compile(r"\w+(?:-\w+)*(?=['’]s\b)|['’]s\b|\w+(?:['’-]\w+)*|[^\w\s]")


class Grade(StrEnum):
    """What an edit did to its place.

    EXACT reads as the original does. ANOTHER put a word for a spun one that is not the original's,
    mostly a near-synonym. WORSE changed words that were right.
    """

    EXACT = "exact"
    ANOTHER = "another word"
    WORSE = "worse"


class _Token(NamedTuple):
    word: str
    start: int
    end: int


class _Block(NamedTuple):
    """Words that differ: `start` to `end` of the spun text stand for those of the original."""

    start: int
    end: int
    original_start: int
    original_end: int

    def joined(self, following: _Block) -> _Block:
        """Return this difference and the following one as one."""
        return self._replace(
            end=following.end,
            original_end=following.original_end,
        )


class _Region(NamedTuple):
    """Characters `start` to `end` of the spun text, and the words of the original there."""

    start: int
    end: int
    original: list[str]

    def contains(self, edit: Edit) -> bool:
        """Return whether an edit is inside."""
        return self.start <= edit.start and edit.end <= self.end


@dataclass(frozen=True, slots=True)
class EditJudge:
    """A spun text, aligned with its original."""

    spun: str
    tokens: list[_Token]
    original: list[str]
    blocks: list[_Block]

    @classmethod
    def of(cls, spun: str, original: str) -> EditJudge:
        """Align a spun text with its original."""
        tokens = list(_tokens(spun))
        original_words = _words(original)
        blocks = _blocks([token.word for token in tokens], original_words)
        return cls(
            spun=spun,
            tokens=tokens,
            original=original_words,
            blocks=blocks,
        )

    def is_right(self, start: int, end: int) -> bool:
        """Return whether the words at some characters are those of the original."""
        first, last = self._token_range(start, end)
        return not self._touched_blocks(first, last)

    def restores(self, start: int, end: int, text: str) -> bool:
        """Return whether a text in place of some characters reads as the original does."""
        edit = Edit(start, end, text, "", 1.0)
        return self._restores(edit, [edit])

    def grade(self, edit: Edit, edits: Sequence[Edit]) -> Grade:
        """Grade one of the `edits` of the text."""
        if self._restores(edit, [edit]) or self._restores(edit, edits):
            return Grade.EXACT
        if self.is_right(edit.start, edit.end):
            return Grade.WORSE
        return Grade.ANOTHER

    def _restores(
        self,
        edit: Edit,
        edits: Iterable[Edit],
    ) -> bool:
        """Return whether an edit's words are the original's, with the edits around it made."""
        region = self._region(edit.start, edit.end)
        inside = [each for each in edits if region.contains(each)]
        before = self._words_written(region.start, edit.start, inside)
        words = _words(edit.text)
        after = self._words_written(edit.end, region.end, inside)
        repaired = [*before, *words, *after]
        if repaired == region.original:
            return True
        if not words or not self._is_closer(repaired, region):
            return False
        matched = _matched(repaired, region.original)
        first = len(before)
        last = first + len(words)
        return matched.issuperset(range(first, last))

    def _is_closer(self, repaired: list[str], region: _Region) -> bool:
        """Return whether repaired words of a region are closer to the original."""
        spun = _words(self.spun[region.start : region.end])
        errors_before = Levenshtein.distance(spun, region.original)
        errors = Levenshtein.distance(repaired, region.original)
        return errors < errors_before

    def _words_written(
        self,
        start: int,
        end: int,
        edits: Iterable[Edit],
    ) -> list[str]:
        """Return the words of a part of the text with the edits in it made."""
        written = self._written(start, end, edits)
        return _words(written)

    def _written(self, start: int, end: int, edits: Iterable[Edit]) -> str:
        """Return a part of the text with the edits in it made."""
        parts = []
        for edit in sorted(edits):
            if start <= edit.start and edit.end <= end:
                unchanged = self.spun[start : edit.start]
                parts.append(unchanged)
                parts.append(edit.text)
                start = edit.end
        rest = self.spun[start:end]
        parts.append(rest)
        return "".join(parts)

    def _region(self, start: int, end: int) -> _Region:
        """Return the place of some characters with the differences that it touches."""
        first, last = self._token_range(start, end)
        touched = self._touched_blocks(first, last)
        if touched:
            first = min(first, touched[0].start)
            last = max(last, touched[-1].end)
        original_first = self._original_position(first)
        original_last = self._original_position(last)
        words = self.original[original_first:original_last]
        if first < last:
            first_token = self.tokens[first]
            last_token = self.tokens[last - 1]
            start = min(start, first_token.start)
            end = max(end, last_token.end)
        return _Region(
            start=start,
            end=end,
            original=words,
        )

    def _touched_blocks(self, first: int, last: int) -> list[_Block]:
        """Return the differences that some words touch."""
        return [
            block for block in self.blocks if block.start < last and first < block.end
        ]

    def _original_position(self, position: int) -> int:
        """Return the position of the original at a position outside all differences."""
        shift = 0
        for block in self.blocks:
            if block.end <= position:
                shift = block.original_end - block.end
        return position + shift

    def _token_range(self, start: int, end: int) -> tuple[int, int]:
        """Return the positions of the words that some characters touch."""
        touched = []
        for at, token in enumerate(self.tokens):
            if token.end > start and token.start < end:
                touched.append(at)
        if not touched:
            return 0, 0
        return touched[0], touched[-1] + 1


def _tokens(text: str) -> Iterable[_Token]:
    for match in _TOKEN.finditer(text):
        word = match.group().lower().replace("’", "'")
        yield _Token(word, *match.span())


def _words(text: str) -> list[str]:
    return [token.word for token in _tokens(text)]


def _blocks(words: list[str], original: list[str]) -> list[_Block]:
    """Return the differences between two texts; those that touch are one."""
    blocks: list[_Block] = []
    for op in Levenshtein.opcodes(words, original):
        if op.tag == "equal":
            continue
        block = _Block(
            start=op.src_start,
            end=op.src_end,
            original_start=op.dest_start,
            original_end=op.dest_end,
        )
        if blocks and blocks[-1].end == block.start:
            earlier = blocks.pop()
            block = earlier.joined(block)
        blocks.append(block)
    return blocks


def _matched(words: list[str], original: list[str]) -> set[int]:
    """Return the positions of words that the alignment with an original matches."""
    matched: set[int] = set()
    for op in Levenshtein.opcodes(words, original):
        if op.tag == "equal":
            matched.update(range(op.src_start, op.src_end))
    return matched
