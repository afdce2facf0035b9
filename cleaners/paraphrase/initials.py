"""Tell initials among words ("TV", "NIL") from words in capitals, and write them out."""

from __future__ import annotations

import re

MOST_LETTERS = 4  # of initials; set by hand
CONSONANTS = re.compile(r"[B-DF-HJ-NP-TV-Z]+")


def are_initials(written: str, sentence: str) -> bool:
    """Return whether a word in capitals stands in a sentence that is not."""
    is_short = 1 < len(written) <= MOST_LETTERS and written.isalpha()
    return is_short and written.isupper() and not sentence.isupper()


def stand_for(initials: str, original: str) -> bool:
    """Return whether initials are those of a phrase, or no word: "US", "TV".

    What else is in capitals has another sense than the word of the same letters: all six
    edits of "NIL" (name, image, likeness) on real pages were wrong.
    """
    return _begin_all(initials, original) or CONSONANTS.fullmatch(initials) is not None


def written_out(initials: str, original: str) -> str:
    """Return a phrase as a sentence has it: with capitals if its words begin with the initials."""
    return original.title() if _begin_all(initials, original) else original


def _begin_all(initials: str, original: str) -> bool:
    """Return whether each word of a phrase begins with its letter; "USA" has one more."""
    words = original.split()
    first_letters = "".join(word[0] for word in words).upper()
    return len(words) > 1 and initials.startswith(first_letters)
