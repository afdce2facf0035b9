"""Join the text nodes of a page, as `::text` and `//text()` list them, into its paragraphs.

Such a list has every link as an entry of its own: a paragraph is torn apart at each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cleaners.lazy_patterns import compile_later
from cleaners.line_joints import IDEOGRAPH, NO_LINE_ENDS
from cleaners.lines import ends_sentence

# What no paragraph begins with, even where the piece before ends a sentence: “No.”, she said.
COMMA = compile_later(r"[)\]»”’]*[,;](?!\S)|[،؛、，；]")
STOP = compile_later(r"(?!\.\s*\.|:\))[.:!?)\]»”]+(?!\S)|['’]s\b|[。！？：」』）؟।۔]")
OPENING = f"([{NO_LINE_ENDS}«"  # what a space never follows


@dataclass(frozen=True, slots=True)
class _Joint:
    """Where two pieces meet: both trimmed, and the white space between them.

    `is_line` says that a line break stands there as an entry of its own.
    """

    left: str
    before: str  # white space at the end of the left piece, and blank entries
    after: str  # white space at the start of the right piece
    right: str
    is_line: bool

    @property
    def gap(self) -> str:
        """All white space between the pieces."""
        return self.before + self.after

    @property
    def is_open(self) -> bool:
        """Whether the left piece ends inside a sentence."""
        return not ends_sentence(self.left)

    @property
    def is_closed_by_sign(self) -> bool:
        """Whether the right piece begins with a sign that belongs to the left one."""
        if COMMA.match(self.right):
            return True
        return self.is_open and STOP.match(self.right) is not None

    @property
    def goes_on(self) -> bool:
        """Whether a sentence goes on from one piece to the other."""
        return self.is_closed_by_sign or (self.is_open and self.right[0].islower())

    @property
    def is_inline(self) -> bool:
        """Whether the pieces can be nothing but parts of one line.

        A paragraph may have a space behind it; behind a link, the space is of what follows.
        """
        if self.is_line or "\n" in self.gap:
            return False
        is_behind_link = bool(self.after) and not self.before
        return self.is_closed_by_sign or (is_behind_link and self.goes_on)


def paragraphs_of_nodes(entries: Sequence[str]) -> list[str] | None:
    """Return the paragraphs of a list of text nodes; None for any other list."""
    joints = list(_joints(entries))
    are_nodes = any(joint.is_inline for joint in joints)
    return list(_joined(joints)) if are_nodes else None


def _joined(joints: Sequence[_Joint]) -> Iterator[str]:
    is_spaced = any(joint.gap for joint in joints)
    has_lines = any("\n" in joint.gap for joint in joints)
    paragraph = joints[0].left
    for joint in joints:
        if _parts_paragraphs(joint, is_spaced=is_spaced, has_lines=has_lines):
            yield paragraph
            paragraph = joint.right
        else:
            paragraph += _space_at(joint, is_spaced=is_spaced)
            paragraph += joint.right
    yield paragraph


def _joints(entries: Iterable[str]) -> Iterator[_Joint]:
    left = ""
    before = ""
    is_line = False
    for entry in entries:
        right = entry.strip()
        if not right:
            before += entry
            is_line = is_line or "\n" in entry
            continue
        after, _, behind = entry.partition(right)
        if left:
            yield _Joint(left, before, after, right, is_line)
        left = right
        before = behind
        is_line = False


def _parts_paragraphs(joint: _Joint, *, is_spaced: bool, has_lines: bool) -> bool:
    """Return whether a paragraph ends at a joint.

    Where line breaks part them, a sentence that ends before a space ends no paragraph.
    """
    if joint.is_line:
        return not joint.is_closed_by_sign
    if joint.goes_on or joint.right[0].islower():
        return False
    if "\n" in joint.gap:
        return True
    if not joint.is_open:
        return not (joint.gap and has_lines)
    return is_spaced and not joint.gap and _is_below_heading(joint)


def _is_below_heading(joint: _Joint) -> bool:
    """Return whether words meet without a space, so that both are of blocks of their own."""
    return joint.left[-1].isalnum() and joint.right[0].isupper()


def _space_at(joint: _Joint, *, is_spaced: bool) -> str:
    """Return the space between pieces of a line; where all were trimmed, by their signs."""
    if is_spaced:
        return " " if joint.gap else ""
    is_unspaced = IDEOGRAPH.search(joint.left[-1] + joint.right[0])
    is_tight = joint.is_closed_by_sign or joint.left[-1] in OPENING or is_unspaced
    return "" if is_tight else " "
