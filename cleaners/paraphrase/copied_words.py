"""Write words of a genuine copy into a spun text: with its capitals, spaces and short forms."""

from __future__ import annotations

from dataclasses import dataclass

from cleaners.draft import Edit
from cleaners.paraphrase.copy_segments import Segment
from cleaners.paraphrase.words import Word

RULE = "paraphrase/copy"
SPACES = " \t\xa0"


@dataclass(frozen=True, slots=True)
class CopiedWords:
    """A spun text, and the copy that its words are taken from."""

    text: str
    copy: str

    def edit(self, segment: Segment, confidence: float) -> Edit:
        """Write the words of the copy over those of the text."""
        first = segment.words[0]
        copy_first = segment.copy_words[0]
        start = first.start
        end = segment.words[-1].end
        written = self._written(segment)
        is_clitic = first.kind == "clitic"
        copy_is_clitic = copy_first.kind == "clitic"
        if is_clitic and not copy_is_clitic:
            written = f" {written}"
        elif copy_is_clitic and not is_clitic:
            start = len(self.text[:start].rstrip(SPACES))
        unchanged = self.text[start:end]
        return Edit(
            start=start,
            end=end,
            text=written,
            rule=RULE,
            confidence=confidence,
            evidence=((unchanged, round(1 - confidence, 3)),),
        )

    def _written(self, segment: Segment) -> str:
        """Return the words of the copy as they are to be written in the text."""
        first = segment.copy_words[0]
        last = segment.copy_words[-1]
        copied = self.copy[first.start : last.end]
        with_single_spaces = " ".join(copied.split())
        return self._match_case(with_single_spaces, segment.words[0], first)

    def _match_case(self, written: str, word: Word, copy_word: Word) -> str:
        """Change the case of the first letter where only one of the texts begins a sentence."""
        if _begins_sentence(self.text, word) and not copy_word.is_name:
            return written[:1].upper() + written[1:]
        if self.text[word.start].islower() and _begins_sentence(self.copy, copy_word):
            return written[:1].lower() + written[1:]
        return written


def _begins_sentence(text: str, word: Word) -> bool:
    return text[word.start].isupper() and not word.is_name and word.form != "i"
