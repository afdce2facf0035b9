"""Find the article in a page of HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from cleaners.article import Metadata, PageType
from cleaners.draft import Draft, Edit
from cleaners.extraction.block_choice import BlockChoice
from cleaners.extraction.block_measures import BlockMeasures, measure_blocks
from cleaners.extraction.blocks import HtmlPage, read_blocks
from cleaners.extraction.body import choose_body
from cleaners.extraction.end_notes import without_notes_on_author
from cleaners.extraction.extractor import extracted_lines, is_affordable
from cleaners.extraction.features import MeasuredPage
from cleaners.extraction.hostile_markup import refuse_hostile, refuse_too_many_blocks
from cleaners.extraction.left_out_kinds import name_kinds
from cleaners.extraction.page_metadata import read_metadata
from cleaners.extraction.page_text import (
    PageText,
    RangedUnit,
    leave_out,
    unit_ranges,
    write_page,
)
from cleaners.extraction.page_type import classify_page
from cleaners.extraction.parsing import parse
from cleaners.extraction.payload import reveal_payload
from cleaners.extraction.stated_decks import with_stated_deck

if TYPE_CHECKING:
    from lxml.html import HtmlElement

STAGE = "extraction"
LINKED = 0.5  # least share of linked characters: "READ ALSO: <a>…</a>" has some .8. Not tuned


@dataclass(frozen=True, slots=True)
class Extraction:
    """The visible text of a page, what to leave out of it, the metadata, and the page's type.

    `confidence` is the expected F1 of the words that stay, 0..1; None where there is no text,
    as is the type. `linked_lines` are the texts of the blocks that stay and are links, or nearly.
    """

    raw: str
    edits: tuple[Edit, ...]
    metadata: Metadata
    page_type: PageType | None = None
    confidence: float | None = None
    linked_lines: frozenset[str] = frozenset()

    @property
    def draft(self) -> Draft:
        """The raw text, revised to the article."""
        return Draft.of(self.raw).revise(STAGE, self.edits)

    @property
    def text(self) -> str:
        """The article, empty where the page has none."""
        return self.draft.text


def extract(html: str, url: str | None = None) -> Extraction:
    """Extract the article of a page, without its comments.

    `url` is the known address of the page. Raises HostileMarkupError for what no honest page has.
    """
    refuse_hostile(html)
    tree = parse(html)
    if tree is None:
        return Extraction("", (), Metadata(url=url))
    # lxml makes the Python object of an element anew whenever none is left: all readers of the
    # page are faster while these are held.
    elements = list(tree.iter())
    metadata = read_metadata(tree, url)
    page, measures = _read_page(tree)
    if not page.blocks:
        return Extraction("", (), metadata)
    refuse_too_many_blocks(len(page.blocks))
    page_type = classify_page(tree, page, metadata.url)
    measured = MeasuredPage.of(page, metadata.title, measures)

    def ask() -> list[str]:
        """Ask trafilatura, where that takes no minutes."""
        if not is_affordable(elements, page.blocks):
            return []
        return extracted_lines(tree, metadata.url)

    body = choose_body(measured, ask)
    decked = with_stated_deck(body.chosen, page, measured.titled, tree)
    chosen = without_notes_on_author(decked, page, metadata.author)
    choice = replace(body, chosen=chosen)
    text, edits = _leave_out(measured, choice)
    return Extraction(
        raw=text.raw,
        edits=edits,
        metadata=metadata,
        page_type=page_type,
        confidence=choice.confidence,
        linked_lines=_linked_lines(page, choice),
    )


def _read_page(tree: HtmlElement) -> tuple[HtmlPage, BlockMeasures]:
    """Read the blocks of a page, with the article of its scripts where its markup has none."""
    page = read_blocks(tree)
    measures = measure_blocks(page)
    if reveal_payload(tree, measures):
        page = read_blocks(tree)
        measures = measure_blocks(page)
    return page, measures


def _linked_lines(page: HtmlPage, choice: BlockChoice) -> frozenset[str]:
    """Return the texts of the chosen blocks that are links, but for a label."""
    chosen = (page.blocks[number] for number in np.flatnonzero(choice.chosen).tolist())
    return frozenset(block.text for block in chosen if block.link_share >= LINKED)


def _leave_out(
    measured: MeasuredPage, choice: BlockChoice
) -> tuple[PageText, tuple[Edit, ...]]:
    """Write the page, and the edits that leave out what was not chosen."""
    page = measured.page
    container = measured.measures.container
    text = write_page(page, measured.groups)
    kinds = name_kinds(page, choice, container, measured.titled)
    return text, tuple(_edits(text, choice, kinds))


def _edits(text: PageText, choice: BlockChoice, kinds: list[str]) -> Iterator[Edit]:
    """Yield an edit for each run of blocks of one kind that is left out."""
    for run in leave_out(text, choice.chosen):
        ranges = unit_ranges(run)
        for kind, members in groupby(ranges, partial(_kind_of, kinds)):
            yield _edit(kind, list(members), choice)


def _kind_of(kinds: list[str], ranged: RangedUnit) -> str:
    """Return the kind of a unit, which is that of its first block."""
    unit, _, _ = ranged
    return kinds[unit.blocks[0]]


def _edit(kind: str, ranged: list[RangedUnit], choice: BlockChoice) -> Edit:
    """Return the edit that leaves out units of one kind."""
    blocks = [number for unit, _, _ in ranged for number in unit.blocks]
    wanted = np.where(choice.repeated, 0, choice.probability)
    probability = float(wanted[blocks].mean())
    start = ranged[0][1]
    end = ranged[-1][2]
    return Edit(start, end, "", f"{STAGE}/{kind}", 1 - probability)
