"""Read the persons whom a byline names; agencies, papers, desks and roles are left out."""

from __future__ import annotations

import re

from cleaners.agencies import is_agency
from cleaners.languages import any_of
from cleaners.lazy_patterns import compile_later
from cleaners.letters import CAPITALS, SMALL
from cleaners.metadata.lifted_values import read_author
from cleaners.metadata.surnames import is_name_of_east_asia
from cleaners.names import LEAD

# Letters of scripts without capitals, with the vowel signs of India.
UNCASED = rf"(?:[^\W\d_{CAPITALS}{SMALL}]|[\u0900-\u0dff])"
PERSON = compile_later(
    rf"[{CAPITALS}][\w.’'-]*\s+(?:(?:[{CAPITALS}][\w.’'-]*|{any_of('particles')})\s+){{0,4}}"
    rf"[{CAPITALS}][\w.’'-]+"
)
BETWEEN_NAMES = compile_later(
    rf"\s*[,;&]\s*(?:{any_of('between_names')}\s+)?|\s+{any_of('between_names')}\s+",
    re.IGNORECASE,
)
# Words of desks and of what stands beside a name: "Staff", "Posted".
OTHER_WORD = compile_later(
    rf"{any_of('no_author')}|{any_of('not_in_names')}|{any_of('roles')}|{any_of('agencies')}",
    re.IGNORECASE,
)
NO_UNCASED_NAME = compile_later(
    rf"{OTHER_WORD.pattern}|{any_of('other_hands')}|{any_of('source_labels')}",
    re.IGNORECASE,
)
# Labels and dates that lost the space beside them: "ByAnn Keller", "Ann KellerUpdated: May 3".
GLUED_BEFORE = compile_later(rf"^(?i:{any_of('by')})(?=[{CAPITALS}][{SMALL}])")
GLUED_AFTER = compile_later(
    rf"(?<=[{SMALL}])(?=[{CAPITALS}])(?=(?i:{any_of('labels_after_name')})\b)"
)
# "Author | : | Ann Keller |": a row of a table.
TABLE_COLON = compile_later(r"\s*\|\s*:\s*\|\s*")
BRACKETS = compile_later(r"\s*\([^()]*\)")
# "Ann Weir - Quayside", "Ann Weir in Bath": what is behind a name.
PLACE_OR_PAPER = compile_later(rf"\s+[-–—]\s+.*|\s+in\s+[{CAPITALS}].*")
# One to four words of letters that are neither small nor capital.
UNCASED_NAME = compile_later(rf"{UNCASED}+(?:[ \u3000·・]{UNCASED}+){{0,3}}")
LONGEST_UNCASED = 30  # characters; a guard, not tuned: longer is a sentence
LEAD_OR_BY = compile_later(rf"{any_of('by')}\s+", re.IGNORECASE)
# "NZ", "TV": signs of places and of stations, after the first word. "III" is a person's.
SIGN = compile_later(r"(?!I+V?$)[A-Z]{2,3}")


def read_persons(text: str) -> str | None:
    """Return the persons that a byline names, as it names them if it names nobody else."""
    parted = _part_glued(text)
    first = BETWEEN_NAMES.split(parted)[0]
    return _persons_of(parted) or _persons_of(first)


def _persons_of(byline: str) -> str | None:
    author = read_author(byline)
    if author is None:
        return None
    stated = [name for name in BETWEEN_NAMES.split(author) if name]
    names = [PLACE_OR_PAPER.sub("", name) for name in stated]
    is_known = _is_labelled if LEAD.match(byline) else is_person
    persons = list(filter(is_known, names))
    if persons == stated:
        return author
    begins_with_person = names[:1] == persons[:1]
    if begins_with_person or LEAD.match(byline):
        return ", ".join(persons) or None
    return None


def _is_labelled(name: str) -> bool:
    """Whether a text behind a label is a name; scripts without capitals do not show more."""
    if is_person(name):
        return True
    is_short = len(name) <= LONGEST_UNCASED and UNCASED_NAME.fullmatch(name) is not None
    words = [name, *name.split()]
    return is_short and not any(map(NO_UNCASED_NAME.fullmatch, words))


def is_person(name: str) -> bool:
    """Whether a name has the form of a person's, and no word of a desk, a place or an agency."""
    if is_name_of_east_asia(name):
        return True
    bare = LEAD_OR_BY.sub("", name, count=1)
    if is_agency(name) or is_agency(bare):
        return False
    return PERSON.fullmatch(name) is not None and _has_words_of_names(name)


def _has_words_of_names(name: str) -> bool:
    first, *others = name.split()
    words = [first, *others]
    if others == [first] or any(map(OTHER_WORD.fullmatch, words)):
        return False
    return name.isupper() or not any(map(SIGN.fullmatch, others))


def _part_glued(text: str) -> str:
    """Put spaces and colons back that a byline lost, and leave brackets out."""
    row = TABLE_COLON.sub(": ", BRACKETS.sub("", text)).strip(" |")
    spaced = GLUED_BEFORE.sub(r"\g<0> ", row)
    return GLUED_AFTER.sub(", ", spaced)
