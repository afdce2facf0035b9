"""Read the names in a byline: after a label such as "By", or marked by a link or a class."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from cleaners.extraction.author_markup import (
    is_classed_author,
    leads_to_author,
    leads_to_topic,
    list_of,
)
from cleaners.extraction.headline_context import Fragment
from cleaners.extraction.other_hands import OTHER_HAND, names_other_hand, writers_part
from cleaners.extraction.persons import name_in
from cleaners.languages import any_of
from cleaners.names import LABEL_ALONE, LEAD, PARTICLE_LEAD, clean_name

if TYPE_CHECKING:
    from cleaners.extraction.headline_context import PageLine

# "by" at the end of a text, with the name in the next one; and at the head of a line, where it
# may be of a teaser.
BY = re.compile(rf"(?:^|[\s|·•,]){any_of('by')}$", re.IGNORECASE)
BARE_BY = re.compile(rf"(?:{any_of('by')}|{any_of('by_or_surname')})\s", re.IGNORECASE)
JOINT = re.compile(
    rf",|(?:, ?)?(?:{any_of('between_names')}|&)|{any_of('together_with')}|\+|;|/",
    re.IGNORECASE,
)
BAR = re.compile(r"\s*[|•·]\s*")
GOES_ON = re.compile(rf"(?:,|\b{any_of('between_names')}|&)$")
# Chosen on the 498 development pages; the effect of each is not on record.
MAX_BYLINE = 250  # characters; what is longer is prose
MAX_NAMES = 8  # lines below a label that may name authors


def short_lines(lines: Iterable[PageLine]) -> list[PageLine]:
    """Leave out prose, and the lines that name an editor, a photographer or the like alone."""
    return [
        line
        for line in lines
        if len(line.text) <= MAX_BYLINE and not _is_of_other_hand(line)
    ]


def _is_of_other_hand(line: PageLine) -> bool:
    """Return whether a line starts with another hand, and no label names the writer after it."""
    if not OTHER_HAND.match(line.text):
        return False
    texts = [fragment.text for fragment in line.fragments]
    return not any(map(_names_writer, texts))


def _names_writer(text: str) -> bool:
    """Return whether a text has more than "By" before the writer, as "By" may be another's."""
    part = writers_part(text)
    if BARE_BY.match(part):
        return False
    return LEAD.match(part) is not None


def name_after_label(lines: Sequence[PageLine]) -> str | None:
    """Read the names after the first "By" of any language that has names after it."""
    for position, line in enumerate(lines):
        for start, fragment in _writers_fragments(line):
            text = writers_part(fragment.text).split(";")[0]
            following = lines[position + 1 :]
            name = _join_names(_labelled_fragments(line, start, text, following))
            if name:
                return name
    return None


def _writers_fragments(line: PageLine) -> Iterator[tuple[int, Fragment]]:
    """Yield the fragments of a line up to another hand, and those that name the writer after it."""
    is_others = False
    for number, fragment in enumerate(line.fragments):
        part = writers_part(fragment.text)
        if OTHER_HAND.search(part):
            is_others = True
        if not is_others or _names_writer(fragment.text):
            yield number, fragment


def _labelled_fragments(
    line: PageLine, start: int, text: str, following: Sequence[PageLine]
) -> Sequence[Fragment]:
    """Return the fragments that a label in the fragment at `start` introduces; none without it.

    `text` is that fragment up to a semicolon, `following` are the lines below.
    """
    if LABEL_ALONE.fullmatch(text) or BY.search(text):
        return line.fragments[start + 1 :] or _fragments_below(following)
    is_lead = LEAD.match(text) or (start == 0 and PARTICLE_LEAD.match(text))
    return line.fragments[start:] if is_lead else _behind_bar(line, start, text)


def _behind_bar(line: PageLine, start: int, text: str) -> Sequence[Fragment]:
    """Return the fragments from a label that follows date or section and a bar in one text."""
    labelled = next(_labelled_ends(text), None)
    if labelled is None:
        return ()
    first = Fragment(labelled, line.fragments[start].element)
    return (first, *line.fragments[start + 1 :])


def _labelled_ends(text: str) -> Iterator[str]:
    """Yield what is behind each bar of a text and begins with a label."""
    for bar in BAR.finditer(text):
        end = text[bar.end() :]
        if LEAD.match(end):
            yield end


def _fragments_below(lines: Sequence[PageLine]) -> list[Fragment]:
    """Return the fragments below a label: one line, or more of a list or after a comma."""
    fragments: list[Fragment] = []
    last: Fragment | None = None
    for line in islice(lines, MAX_NAMES):
        first = line.fragments[0]
        if last and not GOES_ON.search(last.text):
            if not _are_in_one_list(first, last):
                break
            comma = Fragment(",", first.element)
            fragments.append(comma)
        fragments += line.fragments
        last = fragments[-1]
    return fragments


def _are_in_one_list(fragment: Fragment, other: Fragment) -> bool:
    items = list_of(fragment.element)
    return items is not None and items is list_of(other.element)


def marked_name(lines: Sequence[PageLine]) -> str | None:
    """Read the first name that a link or a class marks as an author's."""
    for line in lines:
        start = _first_marked(line)
        if start is not None:
            name = _join_names(line.fragments[start:])
            if name:
                return name
    return None


def _first_marked(line: PageLine) -> int | None:
    """Return the index of the first fragment with an author's link or class."""
    for number, fragment in enumerate(line.fragments):
        if leads_to_author(fragment.element) or is_classed_author(fragment.element):
            return number
    return None


def _join_names(fragments: Sequence[Fragment]) -> str | None:
    """Join the names at the start of a byline, up to what is no name and no word between names."""
    names = _NameList(fragments)
    for fragment in fragments:
        if not names.take(fragment):
            break
        if names_other_hand(fragment.text):
            break
    return names.join()


class _NameList:
    """The names of a byline, in order, with the words between them.

    Where some names are links to authors' pages, a text without a link ends the list.
    """

    __slots__ = ("has_links", "parts")

    def __init__(self, fragments: Sequence[Fragment]) -> None:
        self.has_links = any(leads_to_author(each.element) for each in fragments)
        self.parts: list[str] = []

    def take(self, fragment: Fragment) -> bool:
        """Append what a fragment adds; return False where the list of names ends before it."""
        text = writers_part(fragment.text)
        if JOINT.fullmatch(text):
            self.parts.append(text)
            return True
        if LABEL_ALONE.fullmatch(text):
            return True
        if leads_to_topic(fragment.element):
            return False
        if not self.parts:
            text = LEAD.sub("", text)
        is_link = leads_to_author(fragment.element)
        name = name_in(text, is_linked=is_link)
        if name is None:
            return False
        return self._append(name, is_link=is_link)

    def _append(self, name: str, *, is_link: bool) -> bool:
        last = self.parts[-1] if self.parts else ","
        follows_name = not JOINT.fullmatch(last)
        if follows_name and _is_one_word(last) and _is_one_word(name):
            # First name and surname, each in its own tag.
            self.parts[-1] = f"{last} {name}"
            return True
        if not is_link:
            ends_links = self.has_links and bool(self.parts)
            if ends_links or follows_name:
                return False
        if follows_name:
            self.parts.append(",")
        self.parts.append(name)
        return True

    def join(self) -> str | None:
        """Return all names as they are written; None without any."""
        while self.parts and JOINT.fullmatch(self.parts[-1]):
            self.parts.pop()
        if not self.parts:
            return None
        names = " ".join(self.parts)
        return clean_name(names.replace(" ,", ","))


def _is_one_word(text: str) -> bool:
    return " " not in text
