"""Propose the lines of a page that link another article and have a label for it.

The label is above the link, or begins its line: "Read also Ferry sinks", or "RELATED STORYFerry
sinks" where only the style sheet parts the two. Lines that are links are an article's own as often
as not; the label tells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache

from cleaners.boilerplate.page import Removal, Removals, ScannedPage
from cleaners.boilerplate.scan import ScannedLine, shipped
from cleaners.lines import count_words, ends_sentence
from cleaners.rule import Rule, fold_label

KIND = "related"
BELOW, BEHIND = f"{KIND}/link-below-label", f"{KIND}/link-behind-label"
CONFIDENCE = 0.97  # that of a rule that is nearly certain
ITEM = "- "  # begins the item of a list in the text of a page
# All were set by hand.
LONGEST_LABEL = 40  # characters; of the labels only a few are longer
WORDS_OF_LABEL = 2  # at least: "More" and "Video" begin headlines of an article's own
LAST_LETTERS = 3  # of a label, at least: "Mais de" begins sentences
WORDS_OF_TITLE = 3  # at least
LONGEST_TITLE = 200  # characters


def linked_titles(
    page: ScannedPage,
    proposed: Removals,
    linked: Collection[str],
    openers: Collection[str],
) -> Iterator[Removal]:
    """Propose the links of a page below a label that goes, and those that begin with one.

    `linked` are the lines that are links, or nearly. `openers` are the ids of the rules that head a
    section.
    """
    yield from _below_labels(page, proposed, linked, openers)
    for scanned in page.scanned:
        line = scanned.line
        if line.index in proposed or not _is_title(scanned, linked):
            continue
        if _begins_with_label(line.text):
            yield Removal(line, BEHIND, CONFIDENCE)


def _below_labels(
    page: ScannedPage,
    proposed: Removals,
    linked: Collection[str],
    openers: Collection[str],
) -> Iterator[Removal]:
    for number, line in enumerate(page.lines):
        removal = proposed.get(line.index)
        if removal is None or removal.kind != KIND or removal.rule not in openers:
            continue
        for title in _titles_below(page, number, linked):
            yield Removal(title.line, BELOW, CONFIDENCE)


def _titles_below(
    page: ScannedPage, number: int, linked: Collection[str]
) -> Iterator[ScannedLine]:
    """Yield the links right below a line, one after the other."""
    for scanned in page.scanned[number + 1 :]:
        if not _is_title(scanned, linked):
            return
        yield scanned


def _is_title(scanned: ScannedLine, linked: Collection[str]) -> bool:
    """Whether a line is a link that is short and no sentence."""
    text = scanned.line.text
    is_link = text.removeprefix(ITEM) in linked
    return is_link and len(text) <= LONGEST_TITLE and not ends_sentence(text)


def _begins_with_label(text: str) -> bool:
    """Whether a line has a label at its beginning, and a title behind it."""
    labels = _labels()
    return any(
        fold_label(text[:cut]) in labels and count_words(text[cut:]) >= WORDS_OF_TITLE
        for cut in _cuts(text)
    )


def _cuts(text: str) -> Iterator[int]:
    """Yield the places of a line at which a label may end: before what begins a title."""
    for cut in range(2, min(len(text), LONGEST_LABEL)):
        title = text[cut:].lstrip()
        begins = title[:1].isalpha() and not title[:1].islower()
        if begins and text[cut - 1].isalnum():
            yield cut


@cache
def _labels() -> frozenset[str]:
    """Return the labels of some words that head references inside an article."""
    heading = filter(_heads_references, shipped().rules)
    return frozenset(label for rule in heading for label in _long(rule.labels))


def _heads_references(rule: Rule) -> bool:
    return rule.kind == KIND and rule.opens and rule.where == "anywhere"


def _long(labels: Collection[str]) -> Sequence[str]:
    return [
        label
        for label in labels
        if count_words(label) >= WORDS_OF_LABEL
        and len(label.rsplit(maxsplit=1)[-1]) >= LAST_LETTERS
    ]
