"""Propose the lines of sections of boilerplate: what follows a header such as "Read also".

Below the body a section runs on to the next running text, or to the end of the page. Inside the
body it is the headlines right below the header.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from cleaners.boilerplate.continued import continued
from cleaners.boilerplate.page import Removal, Removals, ScannedPage
from cleaners.boilerplate.scan import ScannedLine
from cleaners.boilerplate.zones import FINAL_KINDS
from cleaners.lines import ELLIPSES, STOPS, Line, count_words

# All were chosen by hand on the development pages. Distances are in filled lines.
LABEL_CHARACTERS = 80  # a longer line is no label, nor a headline in a list
MIN_BELOW = 2  # proposed lines that must follow a line amid boilerplate
SECTION_CONFIDENCE = (
    0.9  # of lines in a section, set by hand: lower than what was counted
)
HEADLINE_CHARACTERS = (
    12,
    200,
)  # of a headline or teaser below a header inside the body
MAX_HEADLINES = 6  # below one header inside the body
WORDS_OF_HEADLINE = 3  # at least, in the line of its header
# At least, of the second headline of a list if text follows it, and of a later one.
WORDS_OF_SECOND, WORDS_OF_LATER = 6, 4
BULLETS = ("-", "–", "—", "•", "*", "·")  # of items in a list of the article's own
OPEN_ENDS = (*ELLIPSES, "?", "？")  # how a headline or teaser may end


def sections_below_body(
    page: ScannedPage, proposed: Removals, openers: Collection[str]
) -> Iterator[Removal]:
    """Propose what follows the header of a section of boilerplate, down to the next core line.

    Below the body an author's name is a header too. The sections of final kinds run to the end.
    """
    section: str | None = None
    if page.zone.last < page.zone.first:
        return  # without a body, nothing is below it
    for scanned in page.scanned:
        line = scanned.line
        if line.index <= page.zone.last:
            continue
        removal = proposed.get(line.index)
        if removal:
            if _heads_section(removal, openers) or _is_final(removal):
                section = removal.kind
        elif section:
            is_in_section = section in FINAL_KINDS or not scanned.is_core
            if is_in_section:
                yield Removal(line, f"{section}/section", SECTION_CONFIDENCE)


def _heads_section(removal: Removal, openers: Collection[str]) -> bool:
    """Whether a line is a header; "Read also: Ferry sinks" has its headline in the same line."""
    if removal.rule not in openers:
        return False
    _, colon, headline = removal.line.text.partition(": ")
    return not colon or count_words(headline) < WORDS_OF_HEADLINE


def _is_final(removal: Removal) -> bool:
    """Whether a line begins what ends a page; a label in capitals is rather a subhead."""
    return removal.kind in FINAL_KINDS and not removal.line.text.isupper()


def sections_inside_body(
    page: ScannedPage, proposed: Removals, openers: Collection[str]
) -> Iterator[Removal]:
    """Propose the headlines right below a header of boilerplate inside the body.

    The first line below is taken if it reads as a headline. Further ones are taken only if another
    headline, or a line that goes too, follows: a label above a paragraph is rather a subhead,
    unless it is long and the article has no others.
    """
    for number, scanned in enumerate(page.scanned):
        removal = proposed.get(scanned.line.index)
        if removal is None or page.places[number] != "body":
            continue
        if not _heads_section(removal, openers):
            continue
        for below in _headlines_below(page, number, proposed):
            yield Removal(
                below.line, f"{removal.kind}/section-inside", SECTION_CONFIDENCE
            )


def _headlines_below(
    page: ScannedPage, number: int, proposed: Removals
) -> Iterator[ScannedLine]:
    """Yield the lines below a header that read as headlines and are not proposed."""
    first = number + 1
    for below in range(first, min(first + MAX_HEADLINES, len(page.scanned))):
        scanned = page.scanned[below]
        if scanned.line.index in proposed:
            continue
        if not reads_as_headline(scanned):
            return
        if below == first or _is_followed(page, below, proposed):
            yield scanned
            continue
        if _ends_list(page, below, first, proposed):
            yield scanned
        return


def _ends_list(page: ScannedPage, number: int, first: int, proposed: Removals) -> bool:
    """Whether a line above running text is the last headline of a list, and no subhead."""
    least = WORDS_OF_SECOND if number == first + 1 else WORDS_OF_LATER
    words = count_words(page.lines[number].text)
    box = page.scanned[first : number + 1]
    return words >= least and not _has_subheads(page, box, proposed)


def _has_subheads(
    page: ScannedPage, box: Sequence[ScannedLine], proposed: Removals
) -> bool:
    """Whether lines of a page stand alone between running text, but for those of a list."""
    others = [scanned for scanned in page.scanned if scanned not in box]
    kept = [scanned for scanned in others if scanned.line.index not in proposed]
    return any(map(_is_subhead, kept, kept[1:], kept[2:]))


def _is_subhead(above: ScannedLine, line: ScannedLine, below: ScannedLine) -> bool:
    is_between = above.is_core and below.is_core
    is_label = not line.is_core
    return is_between and is_label and reads_as_headline(line)


def _is_followed(page: ScannedPage, number: int, proposed: Removals) -> bool:
    """Whether a headline, or a line that is proposed, follows a line."""
    if number + 1 == len(page.scanned):
        return True
    following = page.scanned[number + 1]
    is_gone = following.line.index in proposed
    return is_gone or _goes_on(page.lines[number], following)


def _goes_on(line: Line, following: ScannedLine) -> bool:
    """Whether a list of headlines goes on; the items of an article's own list are no headlines."""
    is_alike = _is_item(line) == _is_item(following.line)
    return is_alike and reads_as_headline(following)


def _is_item(line: Line) -> bool:
    return line.text.startswith(BULLETS)


def reads_as_headline(scanned: ScannedLine) -> bool:
    """Whether a line may be a headline or a teaser: not too long, and no whole sentence."""
    line = scanned.line
    if not _has_length_of_headline(line.text) or line.text.endswith((":", ",")):
        return False
    ends_open = line.text.endswith(OPEN_ENDS)
    return ends_open or not (line.is_prose or line.text[-1] in STOPS)


def _has_length_of_headline(text: str) -> bool:
    shortest, longest = HEADLINE_CHARACTERS
    return shortest <= len(text) <= longest


def is_label(line: Line) -> bool:
    """Whether a line is short, and no running text."""
    return not line.is_prose and len(line.text) <= LABEL_CHARACTERS


def labels_amid_boilerplate(page: ScannedPage, proposed: Removals) -> Iterator[Removal]:
    """Propose the labels below the body with boilerplate above them and more of it below.

    (On the development pages 90 of 93 such lines are boilerplate.)
    """
    sure = sorted(_sure_below(page, proposed))
    if len(sure) > MIN_BELOW:
        between = range(sure[0] + 1, sure[-MIN_BELOW])
        for line in _free_labels(page, proposed):
            if line.index in between:
                yield Removal(line, "layout/amid", SECTION_CONFIDENCE)


def _free_labels(page: ScannedPage, proposed: Removals) -> Iterator[Line]:
    """Yield the labels that are not proposed, and are not where the story continues."""
    own = continued(page)
    for number, line in enumerate(page.lines):
        is_free = line.index not in proposed and number not in own
        if is_free and is_label(line):
            yield line


def _sure_below(page: ScannedPage, proposed: Removals) -> list[int]:
    """List the indices of the lines below the body that are proposed with some confidence."""
    return [
        index
        for index, removal in proposed.items()
        if index > page.zone.last and removal.confidence >= SECTION_CONFIDENCE
    ]
