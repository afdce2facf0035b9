"""Read from whom a text comes: credits in removed lines, and agencies in the text itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from cleaners.agencies import AGENCY, is_agency
from cleaners.languages import any_of
from cleaners.lazy_patterns import compile_later
from cleaners.letters import CAPITALS, SMALL
from cleaners.metadata.lifted_values import DIGIT
from cleaners.metadata.removed_line import MAX_LINE, RemovedLine
from cleaners.names import LEAD

# All below were set by hand on the labelled scrapes.
MAX_SOURCE = 32  # characters of a name below its label
MAX_END = 200  # characters of a paragraph's end: a sentence's last words and its agency
MAX_PLACE = 60  # characters of a dateline before the agency
FIRST_PARAGRAPHS, LAST_PARAGRAPHS = 4, 3  # where a text may name its agency
# A label and a name, in one line or in one row of a table; without a colon, an address.
LABELLED = compile_later(
    rf"(?i:{any_of('source_labels')})"
    r"(?:\s*[:|/][\s:|/]*(?P<name>[^\s:|/].{1,60}?)|\s+(?P<host>[\w-]+(?:\.[\w-]+)+))"
    r"(?:\s*\|.*)?"
)
NAME_BEFORE_VIA = compile_later(r"\s+(?:via|\d+$)\s*.*", re.IGNORECASE)
# "AFP/kr": the agency, and the initials of the editor.
INITIALS = r"(?:[/\s]\(?[a-z]{2,4}\)?)*"
INITIALS_OF_EDITOR = compile_later(r"\S+/[a-z]{2}(?:\([a-z]{2}\))?")
LINK_WORDS = compile_later(
    r"(?:read|see|show|view|click|full) (?:more|here|post|article|story)|link|here|website|web",
    re.IGNORECASE,
)
SIGNED = compile_later(rf"\W*(?P<agency>{AGENCY})(?:-\w+)?{INITIALS}\W*")
SIGN_AND_MORE = compile_later(rf"(?:©\s*)?(?P<agency>{AGENCY})[/-][\w/:, -]*")
# Where the parts of a byline end: "By Ann Keller, with AFP", "PTI / Updated: 3 May".
PARTS = compile_later(
    rf"\s*[|/·•,()]\s*|\s+[-–—]\s+|\s+{any_of('between_names')}\s+"
    rf"|\b{any_of('together_with')}\s+|^{any_of('by')}\s+",
    re.IGNORECASE,
)
CREDIT_KINDS = frozenset({"byline", "author", "source", "date"})
# "QUAYSIDE (AP) — ", "Quayside, May 3 (Reuters) - ", "QUAYSIDE, May 3. /TASS/ ". A place in
# capitals is enough for any name but the sign of an American station.
DASH = r"[)\]/][\s.:,]*(?:[-–—]|(?<=/))"
KNOWN = compile_later(
    rf".{{2,{MAX_PLACE}}}?[(\[/](?P<agency>{AGENCY})(?:/\w{{2,4}})?{DASH}"
)
ANY = compile_later(
    rf"[{CAPITALS}][{CAPITALS} .’'-]{{2,40}}(?:,[^()/]{{2,30}})?[(/]"
    rf"(?P<agency>(?![KW][A-Z]{{2,3}}\b)[{CAPITALS}][\w .]{{1,20}}){DASH}"
)
END = compile_later(
    rf".*[.!?”\"»)]\s*[(\[–—-]?\s*(?:[Ss]ource\s*:\s*)?(?P<agency>{AGENCY})[)\]]?\.?"
)
# A name has at most one such word that begins small: "Coluna do Flamengo" has none.
SMALL_WORD = compile_later(rf"(?<!\S)[{SMALL}]{{5,}}(?!\S)")


def read_source(lines: Sequence[RemovedLine]) -> str | None:
    """Return the first source that removed lines name, or that stands below a label."""
    own = [line for line in lines if not line.is_foreign or line.is_guess]
    named = chain(map(labelled_source, lines), map(_agency_of, own))
    source = next(filter(None, named), None)
    return source or _source_below_label(lines)


def read_source_of_text(text: str) -> str | None:
    """Return the agency that the first paragraphs of a text name, or its last ones."""
    stripped = map(str.strip, text.split("\n"))
    paragraphs = list(filter(None, stripped))
    first = map(_agency_of_dateline, paragraphs[:FIRST_PARAGRAPHS])
    return next(filter(None, first), None) or _signed_agency(paragraphs)


def _signed_agency(paragraphs: Sequence[str]) -> str | None:
    """Return the agency that signs a text: on its own line, or at an end near the last."""
    alone = map(SIGNED.fullmatch, paragraphs)
    ends = [paragraph[-MAX_END:] for paragraph in paragraphs[-LAST_PARAGRAPHS:]]
    at_end = map(END.fullmatch, ends)
    found = next(filter(None, chain(alone, at_end)), None)
    return found and found["agency"]


def _agency_of_dateline(paragraph: str) -> str | None:
    found = KNOWN.match(paragraph) or ANY.match(paragraph)
    if found is None or DIGIT.search(found["agency"]):
        return None
    return found["agency"]


def clean_source(value: str) -> str | None:
    """Return the name in a credit; None for a desk's sign and for what is no name.

    Behind a bar stand the time and the editor.
    """
    name = value.partition("|")[0].strip()
    signed = SIGNED.fullmatch(name) or SIGN_AND_MORE.fullmatch(name)
    if signed:
        return signed["agency"]
    return None if _is_no_name(name) else NAME_BEFORE_VIA.sub("", name)


def _is_no_name(value: str) -> bool:
    """Whether a value is the sign of an editor, a link, or running text."""
    has_form = INITIALS_OF_EDITOR.fullmatch(value) or LINK_WORDS.fullmatch(value)
    return has_form is not None or len(SMALL_WORD.findall(value)) > 1


def labelled_source(line: RemovedLine) -> str | None:
    """Return the name behind a label such as "Source:"."""
    found = LABELLED.fullmatch(line.text)
    if found is None:
        return None
    return clean_source(found["name"] or found["host"])


def _agency_of(line: RemovedLine) -> str | None:
    """Return the agency that a line is, or that a byline names beside its author."""
    signed = SIGNED.fullmatch(line.text)
    if signed:
        return signed["agency"]
    if len(line.text) <= MAX_LINE and _may_credit(line):
        return next(_agencies_in(line.text), None)
    return None


def _may_credit(line: RemovedLine) -> bool:
    """Whether a line is a byline by its kind or its label, or has a date."""
    if line.kind in CREDIT_KINDS or LEAD.match(line.text):
        return True
    return DIGIT.search(line.text) is not None


def _agencies_in(text: str) -> Iterator[str]:
    for part in PARTS.split(LEAD.sub("", text)):
        if is_agency(part.strip()):
            yield part.strip()


def _source_below_label(lines: Sequence[RemovedLine]) -> str | None:
    """Return the line below a label such as "Source:" that has no name on its own line."""
    for line, below in pairwise(lines):
        is_label = line.kind == "source" and line.column is None
        ends_open = line.text.rstrip().endswith((":", "/"))
        if is_label and ends_open and len(below.text) <= MAX_SOURCE:
            return below.text.strip(" /:")
    return None
