"""Propose the beginning of an article that is above it once more, cut short: "The lock gates …".

Editors make a subtitle of the first sentence where nobody wrote one.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.boilerplate.page import Removal, ScannedPage
from cleaners.boilerplate.repeated_headline import begin_apart, fold_words
from cleaners.lines import ELLIPSES, Line

RULE = "related/cut-beginning"
CONFIDENCE = 0.97  # that of a rule that is nearly certain
# All were set by hand.
REACH = 3  # lines at the top of a page, and below such a line: a byline may be between
MIN_CHARACTERS = 30  # a shorter line may be said in the article again


def cut_beginnings(page: ScannedPage) -> Iterator[Removal]:
    """Propose the lines above the running text that are its first words and an ellipsis."""
    for number, scanned in enumerate(page.scanned[:REACH]):
        below = page.lines[number + 1 : number + 1 + REACH]
        if _is_cut_from(scanned.line, below):
            yield Removal(scanned.line, RULE, CONFIDENCE)
        elif scanned.is_core:
            return


def _is_cut_from(line: Line, below: tuple[Line, ...]) -> bool:
    text = line.text
    if len(text) < MIN_CHARACTERS or not text.endswith(ELLIPSES):
        return False
    begun = fold_words(text.rstrip(" .…"))
    return bool(begun) and any(_goes_on(text, begun, other.text) for other in below)


def _goes_on(text: str, begun: str, longer: str) -> bool:
    """Whether a longer text is whole, and begins with the words of one that is cut short."""
    if begin_apart(text, longer) or longer.endswith(ELLIPSES):
        return False
    folded = fold_words(longer[: 2 * len(text)])
    return len(longer) > len(text) and folded.startswith(begun)
