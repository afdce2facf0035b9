"""Search lines for words by RE2, which is faster than Python and reads a whole page at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeAlias

import re2

# For RE2, whose own classes know ASCII alone.
LETTER = r"[\pL\pN_]"
APART = r"[^\pL\pN_]"

Pattern: TypeAlias = Any
"""A pattern of RE2, which has no types; it reads UTF-8, and is faster than Python's."""


class Words(NamedTuple):
    """A pattern that is compiled when it is first asked for: few texts need all of them."""

    pattern: str

    def search(self, line: bytes) -> bool:
        """Return whether a line has any of the words."""
        return bool(_compiled(self.pattern).search(line))

    def starts(self, text: bytes) -> Iterator[int]:
        """Yield where the words start that a text has."""
        for match in _compiled(self.pattern).finditer(text):
            yield match.start(1)

    def count(self, line: bytes) -> int:
        """Return how many different words of these a line has."""
        found = _compiled(self.pattern).findall(line)
        return len({word.lower() for word in found})


def whole_words(words: Sequence[str]) -> Words:
    """Return a pattern of whole words."""
    return Words(rf"(?:^|{APART})({'|'.join(words)})(?:{APART}|$)")


@cache
def _compiled(pattern: str) -> Pattern:
    options = re2.Options()
    options.case_sensitive = False
    return re2.compile(pattern.replace(r"\w", LETTER).encode(), options)
