"""Read the section of an article: from a breadcrumb trail, or from a label near its headline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaners.metadata.lifted_values import DIGIT
from cleaners.metadata.removed_line import RemovedLine, place_of_title

# All below were set by hand on the labelled scrapes.
MAX_SECTION = 32  # characters of a section's name
MAX_SECTION_WORDS = 4
MAX_CRUMBS = 8  # parts of a breadcrumb trail
ARROWS = r"\s*[>»›→⟩❯]+\s*|\s*::\s*"
CRUMB_BREAK = re.compile(rf"\s+[/\\-]\s+|{ARROWS}")
# Parts of a trail that name no section while a part below them does.
WIDE = re.compile(
    r"(?:you are here:?\s*)?(?:home(?:page)?|front page|start(?:seite)?|startsida|portada|inicio"
    r"|accueil|início|página inicial|strona główna|главная|ana sayfa|anasayfa|beranda)"
    r"|news|noticias|notícias|notizie|nachrichten|nieuws|nyheter|wiadomości|новости|haberler|berita"
    r"|actualités|sports?|deportes|esportes?|спорт|spor",
    re.IGNORECASE,
)
# Buttons and hosts, of which a trail may seem to have one: "Expand / Collapse search".
NO_SECTION = re.compile(
    r"(?:expand|collapse|search|menu|close|toggle|subscribe|sign in|log ?in)\b.*|\S+\.\w{2,8}",
    re.IGNORECASE,
)
LABEL_KINDS = frozenset({"headline", "section", "layout", "widget", "tags"})
SKIPPED_KINDS = frozenset({"date", "counters", "caption"})
SEVERAL_STEPS = 3  # of a trail, from which its first ones are wide
MENU = 3  # sections in a row that are a menu
NEAR = 2  # removed lines between a label and the headline


def without_menus(lines: Sequence[RemovedLine]) -> list[RemovedLine]:
    """Return the lines with their sections nearest to the headline first, without menus."""
    place = place_of_title(lines)
    above = lines[:place]
    below = lines[len(above) :]
    others = [line for line in above if line.column != "section"]
    return [*_sections_above(above), *others, *below]


def _sections_above(above: Sequence[RemovedLine]) -> list[RemovedLine]:
    """Return the sections that rules found above the headline, the nearest first."""
    sections = [line for line in above if line.column == "section"]
    if len(sections) >= MENU:
        sections = [line for line in sections if line is above[-1]]
    return sections[::-1]


def read_section(lines: Sequence[RemovedLine]) -> str | None:
    """Return the section that lines above an article name."""
    place = place_of_title(lines)
    if place is None:
        return _first_of_trails(lines, "")
    above, title = lines[:place], lines[place].text
    near = above[-NEAR:]
    return _first_of_trails(above, title) or _label(near[::-1], title)


def _first_of_trails(lines: Sequence[RemovedLine], title: str) -> str | None:
    sections = (trail_section(line, title) for line in lines)
    return next(filter(None, sections), None)


def lifted_section(line: RemovedLine, title: str) -> str | None:
    """Return the section that a rule lifts, or the one of a trail of several steps."""
    steps = len(CRUMB_BREAK.split(line.text))
    from_trail = trail_section(line, title) if steps >= SEVERAL_STEPS else None
    return from_trail or line.value


def trail_section(line: RemovedLine, title: str) -> str | None:
    """Return the first part of a breadcrumb trail that names a section, and not a wide one."""
    is_foreign = line.is_foreign and line.kind != "headline"
    steps = _steps(line.text)
    if is_foreign or not 1 < len(steps) <= MAX_CRUMBS:
        return None
    crumbs = [step for step in steps if step.casefold() != title.casefold()]
    return _first_narrow(crumbs) if all(map(is_section, crumbs)) else None


def _steps(text: str) -> list[str]:
    parts = [part.strip() for part in CRUMB_BREAK.split(text)]
    return list(filter(None, parts))


def _first_narrow(crumbs: Sequence[str]) -> str | None:
    for crumb in crumbs:
        if not WIDE.fullmatch(crumb):
            return crumb
    return crumbs[-1] if crumbs else None


def _label(upwards: Sequence[RemovedLine], title: str) -> str | None:
    """Return the label right above the headline, among the lines from it upwards."""
    for line in upwards:
        name = line.text.rpartition(": ")[2]
        if _may_be_label(line) and is_section(name):
            return name
        is_copy = line.text.casefold() == title.casefold()
        if not is_copy and line.kind not in SKIPPED_KINDS:
            break
    return None


def _may_be_label(line: RemovedLine) -> bool:
    return line.kind in LABEL_KINDS and not line.is_guess


def is_section(text: str) -> bool:
    """Whether a text may be the name of a section: a few words, no figure."""
    if len(text) > MAX_SECTION or DIGIT.search(text) or NO_SECTION.fullmatch(text):
        return False
    if not text[:1].isupper():
        return False
    return len(text.split()) <= MAX_SECTION_WORDS and text[-1].isalpha()
