"""Which rules that match a line apply to it: by its place, and in a page by how sure they are."""

from __future__ import annotations

from collections.abc import Collection

from cleaners.boilerplate.scan import Hit, ScannedLine
from cleaners.lines import Line

# Probabilities, set by hand: least confidences of a rule for a text that was chosen among the
# blocks of a page, and of a rule for references to other articles where the line is a link.
EXTRACTED_CONFIDENCE, LINKED_CONFIDENCE = 0.97, 0.9
REFERENCES = "related"  # the kind of these rules
ITEM = "- "  # begins the item of a list in the text of a page


def applying(
    scanned: ScannedLine, place: str, linked: Collection[str] | None
) -> list[Hit]:
    """List the hits of a line whose rules are sure enough and apply at its place.

    `linked` are the lines of a page that are links; None for a text that is no page.
    """
    return [
        hit
        for hit in scanned.hits
        if hit.rule.allows(place) and _is_sure(hit, scanned.line, linked)
    ]


def _is_sure(hit: Hit, line: Line, linked: Collection[str] | None) -> bool:
    confidence = hit.rule.confidence
    if linked is None or confidence >= EXTRACTED_CONFIDENCE:
        return True
    is_reference = hit.rule.kind == REFERENCES
    is_linked = line.text.removeprefix(ITEM) in linked
    return is_reference and is_linked and confidence >= LINKED_CONFIDENCE
