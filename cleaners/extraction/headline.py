"""Choose an article's title among what its page offers.

The first-level heading is what readers saw, but some are the site's name; og:title and <title> are
about the article, but often end in the site's name or were written for search engines. Hence: the
heading that resembles them most, and one of them without the site's name where no heading does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# Share of common words (Dice) above which a heading counts as the title in other words.
RESEMBLES = 0.2
MAX_LENGTH = 300
WORD = re.compile(r"\w+")
SEPARATOR = re.compile(r"\s*(?:\||::|»|«|•|·)\s*|\s+[–—-]\s+|\s+[⁄~<>]\s+")


def choose_title(headings: Iterable[str], titles: Sequence[str], sites: Sequence[str]) -> str | None:
    """Choose among first-level headings and declared titles, the most trusted of these first.

    `sites` are names of the site, its host among them.
    """
    told = next((title for title in titles if title), None)
    honest = [text for text in headings if 0 < len(text) <= MAX_LENGTH and not _names_site(text, sites)]
    if told is None:
        return honest[0] if honest else None
    if honest:
        best = max(honest, key=lambda heading: _resemblance(heading, told))
        if _resemblance(best, told) >= RESEMBLES:
            return best
    return without_site(told, sites)


def without_site(title: str, sites: Sequence[str]) -> str:
    """Cut the site's name off either end of a title, with the sign that sets it apart.

    After an upright bar, what is shorter than the rest is taken for the site, known or not.
    """
    signs = list(SEPARATOR.finditer(title))
    if not signs:
        return title
    head, tail = title[: signs[-1].start()], title[signs[-1].end() :]
    if _names_site(tail, sites) or ("|" in signs[-1].group() and _words(head) > max(2, _words(tail))):
        return without_site(head, sites)
    if _names_site(title[: signs[0].start()], sites):
        return without_site(title[signs[0].end() :], sites)
    return title


def _names_site(text: str, sites: Iterable[str]) -> bool:
    """Tell whether the text is a name of the site, or the site's name with a word or two more."""
    letters = _letters(text)
    for name in filter(None, map(_letters, sites)):
        if letters and (letters in name or (name in letters and len(letters) < 2 * len(name))):
            return True
    return False


def _letters(text: str) -> str:
    return "".join(WORD.findall(text.casefold().removeprefix("www.")))


def _words(text: str) -> int:
    return len(WORD.findall(text))


def _resemblance(left: str, right: str) -> float:
    one, other = set(WORD.findall(left.casefold())), set(WORD.findall(right.casefold()))
    return 2 * len(one & other) / max(1, len(one) + len(other))
