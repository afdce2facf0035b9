"""Find texts that are spun, but not by a spinner that can be recognised: beside their original.

Alone, nothing tells "arsenic" for "as" from a text on poisons. Beside a genuine copy the words that
differ are pairs of the lexicon, all in one direction.
"""

from __future__ import annotations

from cleaners.paraphrase.alignment import Alignment, Difference, forms_of
from cleaners.paraphrase.lexicon import Lexicon, Phrase

OTHER_DIALECT = "other"
# Places with a pair of the lexicon that a text must have, so that no editor's changes count.
FEWEST_SWAPS = 5
# Share (0..1) of the places that differ which pairs of the lexicon must account for.
LEAST_SHARE = 0.15
# Places that differ, as a share of the words that match (0..1): an edited copy has fewer.
LEAST_DENSITY = 0.08
# Places with a pair, and their share of those that differ, from which fewer may differ: an editor
# does not write a spinner's words for half of what they change.
MANY_SWAPS = 12
LARGE_SHARE = 0.5
# How many times as many pairs must be spun by the text as by the copy.
LEAST_RATIO = 2


def swaps_words(
    text: str,
    copy: str,
    lexicon: Lexicon,
) -> bool:
    """Return whether a text has many words of spinners for those of a genuine copy."""
    alignment = Alignment.of(text, copy)
    differences = list(alignment.differences())
    count = len(differences)
    swaps = 0
    back = 0
    for difference in differences:
        spun, original = _pair_of(difference, alignment)
        swaps += _is_attested(spun, original, lexicon)
        back += _is_attested(original, spun, lexicon)
    if swaps < LEAST_RATIO * back:
        return False
    is_dense = count >= LEAST_DENSITY * len(alignment.matches)
    return swaps >= _fewest_swaps(count, is_dense=is_dense)


def _fewest_swaps(differences: int, *, is_dense: bool) -> float:
    """Return how many of the places that differ must have a pair of the lexicon."""
    if is_dense:
        return max(FEWEST_SWAPS, LEAST_SHARE * differences)
    return max(MANY_SWAPS, LARGE_SHARE * differences)


def _pair_of(difference: Difference, alignment: Alignment) -> tuple[Phrase, Phrase]:
    """Return the words of a difference in the text, and in the copy."""
    words, copy_words = alignment.words_of(difference)
    return forms_of(words), forms_of(copy_words)


def _is_attested(spun: Phrase, original: Phrase, lexicon: Lexicon) -> bool:
    """Return whether copies have shown a pair."""
    candidates = lexicon.candidates.get(spun, ())
    return any(each.phrase == original and each.is_attested for each in candidates)
