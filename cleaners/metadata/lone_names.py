"""Read a name that stands alone between a headline and its article, as who wrote it.

Rules want another sign of a byline. Here it is the place: nothing else was removed above the
article but the headline and a date.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaners.metadata.persons import is_person
from cleaners.metadata.removed_line import HEAD, RemovedLine, place_of_title
from cleaners.metadata.surnames import is_name_of_east_asia

DATE = "date"
NO_LINE = RemovedLine("", "", HEAD)


def read_lone_name(lines: Sequence[RemovedLine]) -> str | None:
    """Return the person whom the only line below the headline names; dates do not count.

    `lines` are those above the article. A headline that has the name is about the person.
    """
    place = place_of_title(lines)
    if place is None:
        return None
    title, *below = lines[place:]
    line = _lone_line(lines)
    return _name_in(line, title) if line in below else None


def _lone_line(lines: Sequence[RemovedLine]) -> RemovedLine:
    """Return the only line that is no headline and no date; an empty one if there are more."""
    others = [line for line in lines if not (line.is_title or line.kind == DATE)]
    return others[0] if len(others) == 1 else NO_LINE


def _name_in(line: RemovedLine, title: RemovedLine) -> str | None:
    """Return a text that is a person's name and nothing else; a rule must know its form."""
    if is_name_of_east_asia(line.text):
        return line.text
    is_bare_name = line.kind == "author" and is_person(line.text)
    is_subject = line.text.casefold() in title.text.casefold()
    return line.text if is_bare_name and not is_subject else None
