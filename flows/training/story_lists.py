"""Make pages with lists of other stories, in the forms in which sites write them.

The labelled pages are mostly blogs and shops, which seldom have such lists without a header. So a
list of headlines, teasers, sections and dates of other sites' stories is put above, below or inside
labelled articles in their language. Its lines are boilerplate. The forms are those seen on news
pages in twelve languages; the shares of places and forms were set by hand, not measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from cleaners.language import detect
from flows.training.labelled_line import LabelledLine, LabelledPage
from flows.training.stories import Story

LISTS = "lists"  # the dumper of the pages made here
DUMPERS = (
    "article",
    "inner_art",
    "traf",
    "news inner_art",
    "news readability",
    "news traf",
)
FEWEST_KEPT = 4  # lines of an article that a list is put around; a guard
FEWEST_STORIES = 6  # in a language, so that lists differ; a guard
LONG = 120  # characters of a paragraph that a list may follow inside the body
SAMPLE = 2000  # characters in which the language of an article is detected

# A place is drawn from these, so that what stands there twice is twice as frequent.
PLACES = (*["below"] * 6, "above", "above", "inside", "inside", "both")
# An item is written as its form says: S section, H headline, T teaser, D date, B bullet, - rule.
FORMS = (
    *["H"] * 6,
    *["HT", "T"] * 3,
    *["BH", "HD", "SH"] * 2,
    *["DH", "SHT", "HTD", "HH", "-H", "SHD"],
)
SIZES = (1, 2, 3, 3, 4, 4, 5, 5, 6, 6, 8, 10, 12)  # items of a list
SIZES_INSIDE = (1, 1, 1, 2, 2, 3)  # items of a list inside the body
BULLETS = ("- ", "• ", "* ", "» ", "– ")
RULES = ("-", "•", "|", "—")  # lines between items
DOTS = ("…", "...", " …", " [...]", "[…]")
CUTS = (60, 80, 90, 100, 110, 130, 150, 180)  # characters of a teaser that is cut
CUT_SHARE = 0.5  # of teasers; the others are the first sentence
CAPITALS_SHARE = 0.06  # of lists whose headlines are in capitals
BLANK_SHARE = 0.6  # of lists with a blank line above each item
SENTENCE_END = re.compile(r"(?<=[.!?]) ")
DATE_FORMS = (
    "{day:02}.{month:02}.{year}",
    "{day:02}/{month:02}/{year}",
    "{year}-{month:02}-{day:02}",
    "{day:02}.{month:02}.{year} {hour:02}:{minute:02}",
    "{hour:02}:{minute:02}",
)
FIRST_YEAR, LAST_YEAR = 2012, 2025  # of dates
LONG_WORD = 4  # letters of a word that can name a section


@dataclass(frozen=True, slots=True)
class ListForm:
    """How a list is written: the parts of each item, and what all items have."""

    parts: str
    bullet: str
    has_capitals: bool
    has_blanks: bool


def pages_with_lists(
    pages: Iterable[LabelledPage], stories: Mapping[str, Sequence[Story]]
) -> Iterator[LabelledPage]:
    """Put a list of other sites' stories on each page that has an article and enough stories."""
    for page in pages:
        if not _may_have_list(page):
            continue
        others = _stories_for(page, stories)
        if len(others) >= FEWEST_STORIES:
            lines = _with_list(page, others)
            yield LabelledPage(page.site, LISTS, tuple(lines), made=True)


def _may_have_list(page: LabelledPage) -> bool:
    """Whether a page is of a usual kind and has an article."""
    return page.dumper in DUMPERS and len(_kept_lines(page)) >= FEWEST_KEPT


def _kept_lines(page: LabelledPage) -> list[int]:
    """List the numbers of the article's lines."""
    return [number for number, line in enumerate(page.lines) if line.keep]


def _stories_for(
    page: LabelledPage, stories: Mapping[str, Sequence[Story]]
) -> list[Story]:
    """List the stories of other sites in the language of a page's article."""
    article = " ".join(line.text for line in page.lines if line.keep)
    language = detect(article[:SAMPLE]).code
    in_language = stories.get(language, ())
    return [story for story in in_language if story.site != page.site]


def _with_list(page: LabelledPage, others: Sequence[Story]) -> list[LabelledLine]:
    """Put a list above, below or inside an article, or above and below it."""
    draw = _draw_for(page)
    place = draw.choice(PLACES)
    sizes = SIZES_INSIDE if place == "inside" else SIZES
    numbers = _numbers_at(place, page, draw)
    result = list(page.lines)
    for number in numbers:
        items = _list_of(others, sizes, draw)
        result[number:number] = items
    return result


def _draw_for(page: LabelledPage) -> Random:
    """Return the source of random choices for a page, the same each time."""
    seed = f"{page.site} {page.dumper} {len(page.lines)}"
    return Random(seed)  # noqa: S311 - no secret depends on it


def _numbers_at(place: str, page: LabelledPage, draw: Random) -> tuple[int, ...]:
    """Return the numbers of the lines that lists stand before, the last first."""
    kept = _kept_lines(page)
    below = kept[-1] + 1
    above = draw.choice((0, kept[0]))
    inside = draw.choice(_between_paragraphs(page, kept))
    at = {"below": (below,), "above": (above,), "inside": (inside,)}
    return at.get(place, (below, above))


def _between_paragraphs(page: LabelledPage, kept: Sequence[int]) -> list[int]:
    """List the numbers of paragraphs below another; if there is none, that of the end."""
    numbers = [number for number in kept[1:] if _is_below_paragraph(page, number)]
    return numbers or [len(page.lines)]


def _is_below_paragraph(page: LabelledPage, number: int) -> bool:
    """Whether a line and the one above it are both long."""
    pair = page.lines[number - 1 : number + 1]
    return all(len(line.text) > LONG for line in pair)


def _list_of(
    others: Sequence[Story], sizes: Sequence[int], draw: Random
) -> Iterator[LabelledLine]:
    """Write a list of some stories, each in the same form."""
    size = min(draw.choice(sizes), len(others))
    form = _form(draw)
    for story in draw.sample(list(others), size):
        is_first = True
        for part in form.parts:
            text = _part(part, story, draw)
            shown = _shown(text, part, form)
            is_apart = form.has_blanks and is_first
            yield LabelledLine(shown, keep=False, after_blank=is_apart)
            is_first = False


def _form(draw: Random) -> ListForm:
    """Draw the form of a list."""
    parts = draw.choice(FORMS)
    bullet = draw.choice(BULLETS)
    return ListForm(
        parts=parts.strip("B"),
        bullet=bullet if "B" in parts else "",
        has_capitals=draw.random() < CAPITALS_SHARE,
        has_blanks=draw.random() < BLANK_SHARE,
    )


def _shown(text: str, part: str, form: ListForm) -> str:
    """Return a part as its list shows it: after a bullet, headlines in capitals."""
    is_capital = form.has_capitals and part == "H"
    return form.bullet + (text.upper() if is_capital else text)


def _part(part: str, story: Story, draw: Random) -> str:
    """Write a part of an item: S section, H headline, T teaser, D date or - rule."""
    if part == "H":
        return story.headline
    if part == "T":
        return _teaser(story.lead, draw)
    if part == "S":
        return _section(story.headline, draw)
    if part == "D":
        return _date(draw)
    return draw.choice(RULES)


def _teaser(lead: str, draw: Random) -> str:
    """Cut a paragraph after some words, or after its first sentence."""
    cut = draw.choice(CUTS)
    is_cut = draw.random() < CUT_SHARE
    if is_cut and len(lead) > cut:
        return _whole_words(lead, cut) + draw.choice(DOTS)
    return SENTENCE_END.split(lead)[0]


def _whole_words(text: str, length: int) -> str:
    """Return the words that fit into a length."""
    return text[:length].rsplit(" ", 1)[0]


def _section(headline: str, draw: Random) -> str:
    """Return a name of a headline as the name of a section, half of them in capitals."""
    words = headline.split()
    names = [word for word in words if word[0].isupper() and len(word) >= LONG_WORD]
    name = draw.choice(names or words)
    return name.upper() if draw.random() < 1 / 2 else name


def _date(draw: Random) -> str:
    """Return a date or a time in figures, in one of the usual forms."""
    form = draw.choice(DATE_FORMS)
    return form.format(
        year=draw.randint(FIRST_YEAR, LAST_YEAR),
        month=draw.randint(1, 12),
        day=draw.randint(1, 28),
        hour=draw.randint(0, 23),
        minute=draw.randint(0, 59),
    )
