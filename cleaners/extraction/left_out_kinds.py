"""Name what is left out of a page, by the markup around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from cleaners.extraction.block_choice import BlockChoice
from cleaners.extraction.block_measures import Flags, Floats, Indices
from cleaners.extraction.blocks import HtmlContainer, HtmlPage
from cleaners.extraction.dom_roles import HINT_BITS, ROLE_BITS

OTHER = "other"
TITLE = "title"
REPEATED = "repeated"
CACHED_KINDS = 8_192  # sets of roles whose kind is remembered; a guard on memory
# The first kind applies whose roles or hints are around a block. Hints are looked for after the
# roles of the same kind, because markup is surer than the name of a class.
KINDS: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "hidden": (("unseen",), ()),
    "consent": ((), ("consent",)),
    "comments": ((), ("comment",)),
    "navigation": (("nav",), ("navigation",)),
    "related": ((), ("related",)),
    "newsletter": ((), ("newsletter",)),
    "footer": (("footer",), ("footer",)),
    "share": ((), ("share",)),
    "promotion": ((), ("promotion",)),
    "form": (("form", "dialog"), ("form",)),
    "author": ((), ("author",)),
    "caption": (("figure",), ("caption",)),
    "tags": ((), ("tags",)),
    "dateline": ((), ("dateline",)),
    "header": (("header",), ()),
    "aside": (("aside", "side-role"), ("side", "card")),
    "table": (("table",), ()),
}


def name_kinds(
    page: HtmlPage, choice: BlockChoice, container: Indices, titled: Floats
) -> list[str]:
    """Return the kind of each block, as it would be called if it is left out.

    Only the elements count that hold nothing of the article: what is around the article says
    nothing of a block. `container` is the innermost one of each block, `titled` is above zero for
    blocks that say the title.
    """
    kinds = list(_kinds_of_containers(page, choice.chosen))
    names = [kinds[number] for number in container.tolist()]
    for number in np.flatnonzero(titled).tolist():
        names[number] = TITLE
    for number in np.flatnonzero(choice.repeated).tolist():
        names[number] = REPEATED
    return names


def _kinds_of_containers(page: HtmlPage, chosen: Flags) -> Iterator[str]:
    """Yield the kind of each container, with what it inherits."""
    inherited: list[tuple[int, int]] = []
    counts = np.cumsum(chosen).tolist()
    chosen_before = [0, *counts]
    for container in page.containers:
        roles = hints = 0
        before = chosen_before[container.start]
        within = chosen_before[container.end] - before
        if not within:
            roles, hints = _with_inherited(container, inherited)
        inherited.append((roles, hints))
        yield _kind_of(roles, hints)


def _with_inherited(
    container: HtmlContainer, inherited: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """Return the roles and hints of a container, with those of the one around it."""
    roles = container.markup_roles
    hints = container.class_hints
    if container.parent < 0:
        return roles, hints
    outer_roles, outer_hints = inherited[container.parent]
    return roles | outer_roles, hints | outer_hints


@lru_cache(maxsize=CACHED_KINDS)
def _kind_of(roles: int, hints: int) -> str:
    for kind, role_bits, hint_bits in KIND_BITS:
        if roles & role_bits or hints & hint_bits:
            return kind
    return OTHER


def _bits(names: Sequence[str], bit_of: dict[str, int]) -> int:
    return sum(bit_of[name] for name in names)


KIND_BITS = [
    (kind, _bits(roles, ROLE_BITS), _bits(hints, HINT_BITS))
    for kind, (roles, hints) in KINDS.items()
]
