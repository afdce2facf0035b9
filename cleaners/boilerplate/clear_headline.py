"""Tell a headline of moderate score by its place, its form, and how far it is ahead of others."""

from __future__ import annotations

from collections.abc import Sequence

from cleaners.boilerplate.headline_features import Head
from cleaners.lines import Line, ends_sentence

NEVER = -1000.0  # log-odds of a line that is no candidate
# Log-odds above which a line in the form of a headline, below others, is one if it is so far ahead
# of other candidates. A first line may be a deck. Chosen on the development pages.
CLEAR_THRESHOLD = -0.65
AHEAD = 2.0
# The same of a line right above a byline or a date.
BYLINE_THRESHOLD = -0.5
AHEAD_OF_BYLINE = 1.0
CALLS = ("!", "?")
BYLINE_KINDS = frozenset({"byline", "date"})

Scores = dict[int, float]
"""The log-odds of candidates, by their positions on the page."""


def is_clear(head: Head, score_of: Scores, best: int) -> bool:
    """Whether the best candidate stands where a headline does, and far ahead of the others."""
    byline = _byline_below(head, best)
    if byline is None:
        return _is_clear_below_others(head, score_of, best)
    lead = _lead(score_of, best, byline)
    return score_of[best] > BYLINE_THRESHOLD and lead > AHEAD_OF_BYLINE


def _is_clear_below_others(head: Head, score_of: Scores, best: int) -> bool:
    """Whether the best candidate has the form of a headline, and other lines above it."""
    if best == 0 or len(score_of) == 1 or _is_repeated(head.page.lines, best):
        return False
    lead = _lead(score_of, best, len(head.page.lines))
    is_likely = score_of[best] > CLEAR_THRESHOLD and lead > AHEAD
    return is_likely and _has_form(head.page.lines[best])


def _is_repeated(lines: Sequence[Line], number: int) -> bool:
    """Whether a line is on a page twice, as those of menus are."""
    return sum(line.text == lines[number].text for line in lines) > 1


def _lead(score_of: Scores, best: int, end: int) -> float:
    """Return how far the best candidate is ahead of the others above a line."""
    others = {number: score for number, score in score_of.items() if number < end}
    score = others.pop(best)
    return score - max(others.values(), default=NEVER)


def _byline_below(head: Head, number: int) -> int | None:
    """Return where a byline or a date is below a line in the form of a headline.

    It is right below, or a label that a rule proposes is between.
    """
    if not _has_form_or_calls(head.page.lines[number]):
        return None
    first = number + 1
    return first if _is_byline(head, first) else _byline_below_label(head, first)


def _byline_below_label(head: Head, number: int) -> int | None:
    labels = head.page.lines[number : number + 1]
    is_label = any(line.index in head.proposed for line in labels)
    below = number + 1
    return below if is_label and _is_byline(head, below) else None


def _is_byline(head: Head, number: int) -> bool:
    """Whether there is a line at a position, and a rule matches it that tells who or when."""
    for scanned in head.page.scanned[number : number + 1]:
        kinds = {hit.rule.kind for hit in scanned.hits}
        return not kinds.isdisjoint(BYLINE_KINDS)
    return False


def _has_form_or_calls(line: Line) -> bool:
    calls = line.text.endswith(CALLS) and line.text[0].isupper()
    return calls or _has_form(line)


def _has_form(line: Line) -> bool:
    """Whether a line begins large and is no sentence, as slugs and decks are not."""
    is_sentence = line.is_prose or ends_sentence(line.text)
    return not line.text[0].islower() and not is_sentence
