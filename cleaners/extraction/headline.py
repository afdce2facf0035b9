"""Choose an article's title among those that its page offers.

The first-level heading is what readers saw, but some are the site's name; og:title and <title> are
about the article, but often end in the site's name or were written for search engines. Hence: the
heading that resembles them most, and one of them without the site's name where no heading does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cleaners.dates import find_dates
from cleaners.extraction.site_names import (
    SEPARATOR,
    WORD,
    count_words,
    cut_joined_site,
    cut_site_name,
    cut_unknown_site,
    fold_letters,
    is_site_name,
    names_site,
)
from cleaners.languages import any_of

# Thresholds of resemblance: the Dice coefficient of the words of a heading and a declared title.
# Chosen on the 498 development pages, like the lengths below; the effect of each is not on record.
MIN_RESEMBLANCE = 0.2  # above which a heading counts as the title in other words
SURE_RESEMBLANCE = 0.5  # above which a lower heading has to show the most trusted title
MIN_WORDS = 3  # of a heading of a lower level that may be the title
MIN_WORDS_ALONE = (
    6  # of an only heading that counts though no declared title is like it
)
MIN_LETTERS = (
    8  # of a text that is part of another; fewer may be so by chance. A guard.
)
MAX_DATE_WORDS = 8  # of a date in the heading, with its label and a name
MAX_LENGTH = 300  # characters of a title, declared or shown
LOST = ".{1,3}?"  # a character, which some converters write as "?", and one or two beside it
LABEL = re.compile(rf"^{any_of('title_labels')}\s*:\s*(?=\S)", re.IGNORECASE)


def choose_title(
    headings: Iterable[str],
    titles: Sequence[str],
    sites: Sequence[str],
    lower_headings: Iterable[str] = (),
) -> str | None:
    """Choose among first-level headings and declared titles, the most trusted of these first.

    `sites` are names of the site, its host among them. `lower_headings` are those of lower levels,
    one of which is the title on some pages: it counts where it equals a declared title, and the
    most trusted one where a first-level heading resembles that too.
    """
    joined = [cut_joined_site(title, sites) for title in titles]
    declared = _without_names(joined, sites)
    shown = [
        text for text in _without_names(headings, sites) if _is_headline(text, sites)
    ]
    if not declared:
        return shown[0] if shown else None
    best, resemblance = _most_alike(shown, declared)
    candidates = _preferred_below(best, resemblance, declared)
    equal = _find_equal(lower_headings, candidates)
    if equal:
        return equal
    if resemblance >= MIN_RESEMBLANCE:
        if resemblance < SURE_RESEMBLANCE and _is_label(best, declared):
            return declared[0]
        return _cut_date(_as_declared(best, declared), declared)
    if len(shown) == 1 and count_words(shown[0]) >= MIN_WORDS_ALONE:
        return shown[0]
    is_window_title = len(set(declared)) == 1
    return cut_unknown_site(declared[0]) if is_window_title else declared[0]


def _without_names(texts: Iterable[str], sites: Sequence[str]) -> list[str]:
    """Cut labels and the site's name off titles; what is nothing but that name is no title."""
    titles: list[str] = []
    for text in texts:
        if len(text) > MAX_LENGTH:
            continue
        bare = _cut_label(text)
        title = cut_site_name(bare, sites)
        if not is_site_name(title, sites):
            titles.append(title)
    return titles


def _is_headline(text: str, sites: Sequence[str]) -> bool:
    return not names_site(text, sites)


def _as_declared(heading: str, declared: Iterable[str]) -> str:
    """Return the declared title that a heading is but for spaces or lost characters, or that."""
    letters = fold_letters(heading)
    for title in declared:
        if fold_letters(title) == letters:
            is_same = WORD.findall(title.casefold()) == WORD.findall(heading.casefold())
            return heading if is_same else title
        if _has_lost_characters(heading, title):
            return title
    return heading


def _has_lost_characters(heading: str, title: str) -> bool:
    """Return whether a heading is a title with "?" for characters that its encoding lacks."""
    if title.count("?") >= heading.count("?"):
        return False
    parts = [re.escape(part) for part in heading.split("?")]
    return re.fullmatch(LOST.join(parts), title) is not None


def _most_alike(shown: Sequence[str], declared: Sequence[str]) -> tuple[str, float]:
    """Find the heading most like the most trusted title that any of them resembles at all."""
    best = ""
    resemblance = 0.0
    for title in declared:
        best = _closest(shown, title)
        resemblance = _resemblance(best, title)
        if resemblance >= MIN_RESEMBLANCE:
            break
    return best, resemblance


def _closest(headings: Sequence[str], title: str) -> str:
    """Return the first of the headings that resemble a title most, "" without headings."""
    return max(headings, key=lambda heading: _resemblance(heading, title), default="")


def _preferred_below(
    best: str, resemblance: float, declared: Sequence[str]
) -> Sequence[str]:
    """List the titles that, shown by a lower heading, are preferred to the best of the first level.

    Where that surely resembles them, it is the most trusted title alone, unless both are the same.
    """
    if resemblance < MIN_RESEMBLANCE:
        return _with_parts(declared)
    if resemblance < SURE_RESEMBLANCE:
        return declared
    is_same = fold_letters(best) == fold_letters(declared[0])
    return [] if is_same else declared[:1]


def _is_label(heading: str, declared: Iterable[str]) -> bool:
    """Return whether a heading is in capitals, and no declared title is."""
    return heading.isupper() and not any(title.isupper() for title in declared)


def _with_parts(titles: Sequence[str]) -> list[str]:
    """List titles, each with the parts around the separators of an unknown site's name."""
    candidates: list[str] = []
    for title in titles:
        candidates.append(title)
        candidates.extend(SEPARATOR.split(title))
    return candidates


def _find_equal(headings: Iterable[str], titles: Iterable[str]) -> str | None:
    """Find the first heading that has the same letters as one of the titles."""
    wanted = {
        fold_letters(title) for title in titles if count_words(title) >= MIN_WORDS
    }
    if not wanted:
        return None  # the headings are read when they are asked for
    for text in headings:
        if len(text) > MAX_LENGTH:
            continue
        heading = _cut_label(text)
        if fold_letters(heading) in wanted:
            return heading
    return None


def _cut_label(heading: str) -> str:
    return LABEL.sub("", heading)


def _cut_date(heading: str, declared: Iterable[str]) -> str:
    """Return the declared title where the heading is that title and its date, else the heading."""
    for title in declared:
        if _extends(heading, title) and find_dates(heading) and not find_dates(title):
            return title
    return heading


def _extends(heading: str, title: str) -> bool:
    """Return whether a heading is a title and a few words more."""
    part = fold_letters(title)
    letters = fold_letters(heading)
    if not part or letters == part or part not in letters:
        return False
    return count_words(heading) - count_words(title) <= MAX_DATE_WORDS


def _resemblance(left: str, right: str) -> float:
    """Compute the Dice coefficient of the words of two texts, 0..1.

    Where one text is part of the other, their lengths are compared instead if that gives more:
    some scripts have no spaces between words.
    """
    left_words = set(WORD.findall(left.casefold()))
    right_words = set(WORD.findall(right.casefold()))
    common = len(left_words & right_words)
    by_words = 2 * common / max(1, len(left_words) + len(right_words))
    return max(by_words, _share_in_common(fold_letters(left), fold_letters(right)))


def _share_in_common(left: str, right: str) -> float:
    """Return the share of letters that a text has in another that it is part of, 0 for no part."""
    shorter, longer = sorted((left, right), key=len)
    is_part = len(shorter) >= MIN_LETTERS and shorter in longer
    return 2 * len(shorter) / (len(left) + len(right)) if is_part else 0.0
