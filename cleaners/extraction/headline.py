"""Choose an article's title among what its page offers.

The first-level heading is what readers saw, but some are the site's name; og:title and <title> are
about the article, but often end in the site's name or were written for search engines. Hence: the
heading that resembles them most, and one of them without the site's name where no heading does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cleaners.dates import find_dates

# Share of common words (Dice) above which a heading counts as the title in other words.
RESEMBLES = 0.2
SURE = 0.5  # above which a lesser heading is not even looked at
MIN_WORDS = 3  # of a lesser heading that may be the title
DATE_WORDS = 8  # of a date that stands in the heading, with its label and a name
MAX_LENGTH = 300  # characters of a title, declared or shown
MIN_LETTERS = 8  # of words that each stand in the host's name
LABEL = re.compile(r"^(?:title|titel|titre|título|titolo)\s*:\s*(?=\S)", re.IGNORECASE)
WORD = re.compile(r"\w+")
SEPARATOR = re.compile(r"\s*(?:\||::|»|«|•|·)\s*|\s+[–—-]\s+|\s+[⁄~<>]\s+")


def choose_title(
    headings: Iterable[str],
    titles: Sequence[str],
    sites: Sequence[str],
    lesser: Iterable[str] = (),
) -> str | None:
    """Choose among first-level headings and declared titles, the most trusted of these first.

    `sites` are names of the site, its host among them; `lesser` are the headings of lower levels, one
    of which is the title on some pages: it counts where it says just what a declared title says.
    """
    told = [
        without_site(title, sites) for title in titles if 0 < len(title) <= MAX_LENGTH
    ]
    honest = [
        without_site(_bare(text), sites)
        for text in headings
        if 0 < len(text) <= MAX_LENGTH and not names_site(text, sites)
    ]
    if not told:
        return honest[0] if honest else None
    best, alike = _best(honest, told)
    if alike < SURE and (exact := _same(lesser, told, apart=alike < RESEMBLES)):
        return exact
    return _undated(best, told) if alike >= RESEMBLES else told[0]


def _best(headings: Sequence[str], told: Sequence[str]) -> tuple[str, float]:
    """Find the heading most like the most trusted title that any of them resembles at all."""
    best, alike = "", 0.0
    for title in told:
        best = max(
            headings, key=lambda heading: _resemblance(heading, title), default=""
        )
        alike = _resemblance(best, title)
        if alike >= RESEMBLES:
            break
    return best, alike


def _same(lesser: Iterable[str], told: Sequence[str], *, apart: bool) -> str | None:
    """Find the heading that equals a declared title or, where wanted, a part of it beside an unknown site's name."""
    parts = [
        part
        for title in told
        for part in (title, *(SEPARATOR.split(title) if apart else ()))
    ]
    wanted = {letters_of(part) for part in parts if _words(part) >= MIN_WORDS}
    short = (_bare(text) for text in lesser if len(text) <= MAX_LENGTH)
    return next((text for text in short if letters_of(text) in wanted), None)


def _bare(heading: str) -> str:
    return LABEL.sub("", heading)


def _undated(heading: str, told: Iterable[str]) -> str:
    """Take the declared title where the heading is that title and its date."""
    letters = letters_of(heading)
    within = (
        title
        for title in told
        if (part := letters_of(title)) and letters != part and part in letters
    )
    return next(
        (
            title
            for title in within
            if _words(heading) - _words(title) <= DATE_WORDS
            and find_dates(heading)
            and not find_dates(title)
        ),
        heading,
    )


def without_site(title: str, sites: Sequence[str]) -> str:
    """Cut the site's name off either end of a title, with the sign that sets it apart.

    After an upright bar, what is shorter than the rest is taken for the site, known or not.
    """
    signs = list(SEPARATOR.finditer(title))
    if not signs:
        return title
    head, tail = title[: signs[-1].start()], title[signs[-1].end() :]
    if names_site(tail, sites) or (
        "|" in signs[-1].group() and _words(head) > max(2, _words(tail))
    ):
        return without_site(head, sites)
    if names_site(title[: signs[0].start()], sites):
        return without_site(title[signs[0].end() :], sites)
    return title


def names_site(text: str, sites: Iterable[str]) -> bool:
    """Tell whether the text is a name of the site, or the site's name with a word or two more."""
    letters = letters_of(text)
    for name in filter(None, map(letters_of, sites)):
        if letters and (
            letters in name or (name in letters and len(letters) < 2 * len(name))
        ):
            return True
        words = WORD.findall(text.casefold())
        if (
            len(words) > 1
            and len(letters) >= MIN_LETTERS
            and all(word in name for word in words)
        ):
            return True
    return False


def letters_of(text: str) -> str:
    """Fold a text to its letters and figures, so that spaces, case and signs make no difference."""
    return "".join(WORD.findall(text.casefold().removeprefix("www.")))


def _words(text: str) -> int:
    return len(WORD.findall(text))


def _resemblance(left: str, right: str) -> float:
    one, other = set(WORD.findall(left.casefold())), set(WORD.findall(right.casefold()))
    return 2 * len(one & other) / max(1, len(one) + len(other))
