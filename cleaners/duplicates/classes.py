"""Word classes: a spun word and its original count as one when texts are matched.

A spinner's pairs run in circles and long chains (data -> information -> info -> data ...): joining
all that is linked would put a large part of English into one class. So pairs join in order of
their weight, and a join that would make a class too large is not made.
"""

from __future__ import annotations

from collections.abc import Iterable

from cleaners.duplicates.words import fold

# Over 2,320 pairs seen in real copies, capped at 4, 8, 20 and 50 words a class: words in common, in
# order, of spun copies and originals (lowest of 150) .84 .84 .85 .87; of independent articles on one
# event (highest of 10) .34 .34 .35 .35; without classes .59 and .26. Classes above 8 bring little.
MOST_WORDS = 8


def word_classes(pairs: Iterable[tuple[str, str, float]], most_words: int = MOST_WORDS) -> dict[str, str]:
    """Map words to the word that stands for their class, from (original, spun, weight) triples.

    Phrases of several words are left out. Words that stand for their own class are not listed.
    """
    members: dict[str, list[str]] = {}
    for original, spun in _heaviest_first(pairs):
        left, right = members.setdefault(original, [original]), members.setdefault(spun, [spun])
        if left is not right and len(left) + len(right) <= most_words:
            left += right
            members.update(dict.fromkeys(right, left))
    return {word: joined[0] for word, joined in members.items() if word != joined[0]}


def _heaviest_first(pairs: Iterable[tuple[str, str, float]]) -> list[tuple[str, str]]:
    single = []
    for original, spun, weight in pairs:
        before, after = fold(original), fold(spun)
        if len(before) == len(after) == 1:
            single.append((-weight, before[0], after[0]))
    return [(original, spun) for _, original, spun in sorted(single)]
