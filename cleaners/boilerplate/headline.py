"""Find the line that is the title: a model scores the lines near the top of the page.

The model (`cleaners/data/headline_model.json`, fitted by `python -m
flows.training.build_headline_model`) reads the features of `headline_features`. A title is taken if
its score is above a threshold: no title is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cleaners.boilerplate.headline_features import Head, headline_features, read_head
from cleaners.boilerplate.headline_form import HeadlineFeatures
from cleaners.boilerplate.page import Removals, ScannedPage
from cleaners.boilerplate.repeated_headline import repeats
from cleaners.decision_tables import Reals, load
from cleaners.lines import ELLIPSES, Line, count_words, ends_sentence

MODEL = "headline_model.json"
# Log-odds above which a line is the headline. Chosen on the development pages for few wrong
# titles, also where an extractor has cleaned the text.
THRESHOLD = 0.5
# Rules of these kinds that are less sure than this may match a headline; set by hand.
WEAK_KINDS = frozenset({"tags", "author"})
SURE = 0.95  # confidence
NEVER = -1000.0  # log-odds of a line that is no candidate
BREADCRUMB_START = 20  # characters that find a headline in a breadcrumb; a guard
MARGIN = 1.5  # log-odds by which the headline may be behind its caption; set by hand
# Log-odds above which a line in the form of a headline, below others, is one if it is so far ahead
# of other candidates. A first line may be a deck. Chosen on the development pages.
CLEAR_THRESHOLD = -0.65
AHEAD = 2.0
# The same of a line right above a byline or a date.
BYLINE_THRESHOLD = -0.5
AHEAD_OF_BYLINE = 1.0
GOING_ON = frozenset(".,:; ")  # right behind the words of a headline in running text
CALLS = ("!", "?")
BYLINE_KINDS = frozenset({"byline", "date"})
MIN_WORDS = 4  # of a headline behind which its site is named; set by hand
SITE = re.compile(r" [|–—-] \S.*")

Scores = dict[int, float]
"""The log-odds of candidates, by their positions on the page."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The title's line, and whether a copy or a slug of it elsewhere on the page confirms it."""

    line: Line
    confirmed: bool


def find_headline(
    page: ScannedPage, proposed: Removals, *, threshold: float = THRESHOLD
) -> Headline | None:
    """Choose the title among the lines near the top of a page, or none.

    `proposed` holds the lines that rules propose to remove.
    """
    head = read_head(page, surely_proposed(proposed))
    if not head.numbers:
        return None
    number = _likeliest(head, threshold)
    if number is None:
        return None
    line = page.lines[number]
    return Headline(line, _has_copy(line, page.lines))


def _likeliest(head: Head, threshold: float) -> int | None:
    """Return the position of the likeliest candidate, None if it is not likely enough."""
    score_of = _scores_by_position(head)
    best = max(score_of, key=lambda number: score_of[number])
    if score_of[best] <= threshold and not _is_clear(head, score_of, best):
        return _begun_again(head)
    above = _above_copies(head, score_of, best)
    return _without_addition(head, score_of, best) if above is None else above


def _begun_again(head: Head) -> int | None:
    """Return the first candidate with whose words the text below it begins."""
    for number in head.numbers:
        line, *below = head.page.lines[number : number + 2]
        if any(_begins_with(other, line) for other in below):
            return number
    return None


def _begins_with(line: Line, title: Line) -> bool:
    """Whether running text begins with the words of a line, and goes on."""
    rest = line.text[len(title.text) :]
    is_same = line.text.startswith(title.text) and count_words(title.text) >= MIN_WORDS
    return is_same and line.is_prose and rest[:1] in GOING_ON and len(rest) > 1


def _is_clear(head: Head, score_of: Scores, best: int) -> bool:
    """Whether the best candidate stands where a headline does, and far ahead of the others."""
    byline = _byline_below(head, best)
    if byline is None:
        return _is_clear_below_others(head, score_of, best)
    lead = _lead(score_of, best, byline)
    return score_of[best] > BYLINE_THRESHOLD and lead > AHEAD_OF_BYLINE


def _is_clear_below_others(head: Head, score_of: Scores, best: int) -> bool:
    """Whether the best candidate has the form of a headline, and other lines above it."""
    if best == 0 or len(score_of) == 1:
        return False
    lead = _lead(score_of, best, len(head.page.lines))
    is_likely = score_of[best] > CLEAR_THRESHOLD and lead > AHEAD
    return is_likely and _has_form(head.page.lines[best])


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


def _scores_by_position(head: Head) -> Scores:
    scores = score_candidates(headline_features(head))
    return dict(zip(head.numbers, scores.tolist(), strict=True))


def surely_proposed(proposed: Removals) -> set[int]:
    """Return the indices of the lines that can be no headline.

    A bare name or a list of tags may be one: rules tell them by their form alone.
    """
    return {
        index
        for index, removal in proposed.items()
        if removal.kind not in WEAK_KINDS or removal.confidence >= SURE
    }


def _above_copies(head: Head, score_of: Scores, best: int) -> int | None:
    """Return the candidate above the best one, if that stands twice, as captions and decks do."""
    folded = head.folded[best]
    first = head.folded.index(folded)
    is_twice = head.folded[first + 1 : first + 2] == (folded,)
    if is_twice and score_of.get(first - 1, NEVER) > score_of[best] - MARGIN:
        return first - 1
    return None


def _without_addition(head: Head, score_of: Scores, best: int) -> int:
    """Return the candidate that the best one repeats with an addition, or that it cuts short."""
    likely = score_of[best] - 2 * MARGIN
    for number, score in score_of.items():
        is_within = _is_within(head.folded[number], head.folded[best])
        if (is_within and score > likely) or _is_same_in_full(head, number, best):
            return number
    return best


def _is_same_in_full(head: Head, number: int, best: int) -> bool:
    return _is_before_site(head, number, best) or _is_whole(head, number, best)


def _is_whole(head: Head, number: int, best: int) -> bool:
    """Whether a candidate goes on where the best one is cut short by an ellipsis."""
    text, cut = head.page.lines[number].text, head.page.lines[best].text
    start = cut.rstrip(".…")
    is_cut = cut.endswith(ELLIPSES) and count_words(start) >= MIN_WORDS
    return is_cut and not text.endswith(ELLIPSES) and text.startswith(start)


def _is_before_site(head: Head, number: int, best: int) -> bool:
    """Whether the best candidate is another one with the name of the site behind a bar."""
    text, longer = head.page.lines[number].text, head.page.lines[best].text
    is_begun = longer.startswith(text) and count_words(text) >= MIN_WORDS
    return is_begun and SITE.fullmatch(longer[len(text) :]) is not None


def _is_within(text: str, longer: str) -> bool:
    """Whether a longer text has a text beside a label or credit, or its beginning at its end."""
    return _is_most_of(text, longer) or _goes_on(longer, text)


def _is_most_of(shorter: str, longer: str) -> bool:
    """Whether a text is an end of another, and more than half of it."""
    if not len(longer) // 2 < len(shorter) < len(longer):
        return False
    return longer.startswith(shorter) or longer.endswith(shorter)


def _goes_on(cut: str, whole: str) -> bool:
    """Whether the end of a text, more than half of it, is where another begins: a breadcrumb."""
    start = cut.find(whole[:BREADCRUMB_START])
    end = cut[start:]
    return start > 0 and len(end) > len(cut) // 2 and whole.startswith(end)


def score_candidates(rows: Sequence[HeadlineFeatures]) -> Reals:
    """Return the log-odds that each candidate is the headline, shape (candidates,)."""
    names = tuple(rows[0])
    values = [list(row.values()) for row in rows]
    return load(MODEL, names).score(np.array(values))


def _has_copy(line: Line, lines: Sequence[Line]) -> bool:
    """Whether another line of the page repeats a line."""
    others = [other for other in lines if other.index != line.index]
    return any(repeats(other.text, line.text) for other in others)
