"""Measure what the roles of a page's elements are, and the page without its edges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaners.extraction.block_measures import Flags, Floats
from cleaners.extraction.dom_roles import HINTS, MARKUP_ROLES
from cleaners.extraction.page_types.arrays import PageArrays
from cleaners.extraction.page_types.prose import Features, measure_prose

NAMES = (*MARKUP_ROLES, *HINTS)
# An element with more of the page's words describes the page, not a part of it; not tuned.
MAX_SHARE = 0.6
# What is around the text of a page and not of it.
EDGES = frozenset(
    {
        "aside",
        "comment",
        "consent",
        "dialog",
        "footer",
        "form",
        "header",
        "nav",
        "navigation",
        "newsletter",
        "related",
        "side",
        "side-role",
        "unseen",
    }
)
IS_EDGE = np.array([name in EDGES for name in NAMES])
# Where menus are: what they repeat does not make a page a listing.
FRAME = EDGES - {"comment", "form", "related"}
IS_FRAME = np.array([name in FRAME for name in NAMES])
COUNTED_TAGS = (
    "article",
    "button",
    "form",
    "h2",
    "h3",
    "input",
    "li",
    "nav",
    "p",
    "pre",
    "section",
    "table",
    "td",
)
Bits = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PageRoles:
    """The roles of a page's containers: one row a container, one column for each of NAMES."""

    own: Bits
    around: Bits  # its own, and those of the containers around it

    @property
    def in_frame(self) -> Flags:
        """Whether each container is in a menu or another part of the frame."""
        return np.asarray(self.around[:, IS_FRAME].any(axis=1))


def read_roles(page: PageArrays) -> PageRoles:
    """Read the roles of a page's containers."""
    own = _read_bits(page)
    return PageRoles(own=_unpack(own), around=_unpack(_pass_down(own, page)))


def measure_roles(page: PageArrays, roles: PageRoles) -> Features:
    """Count the elements of each role, and measure the words in them and outside the edges."""
    in_blocks = roles.around[page.blocks.container]
    counts = roles.own.sum(axis=0)
    shares = page.blocks.words @ in_blocks / page.total
    is_edge = in_blocks[:, IS_EDGE].any(axis=1)
    return {
        **_by_role("in", shares),
        **_by_role("count", counts.astype(float)),
        **_count_tags(page),
        **_measure_inner(page, np.asarray(~is_edge)),
    }


def _by_role(name: str, values: Floats) -> Features:
    listed = zip(NAMES, values.tolist(), strict=True)
    return {f"{name} {role}": value for role, value in listed}


def _read_bits(page: PageArrays) -> NDArray[np.int64]:
    """Return the roles of each container as one number, 0 for those of the whole page."""
    shift = len(MARKUP_ROLES)
    bits = np.array(
        [
            container.class_hints << shift | container.markup_roles
            for container in page.source_containers
        ],
        dtype=np.int64,
    )
    words = page.containers.sum(page.blocks.words)
    bits[words > MAX_SHARE * page.total] = 0
    return bits


def _pass_down(own: NDArray[np.int64], page: PageArrays) -> NDArray[np.int64]:
    """Add to the roles of each container those of the containers around it."""
    parents = page.containers.parent.tolist()
    bits = own.tolist()
    for number, parent in enumerate(parents):
        bits[number] |= bits[parent]
    return np.array(bits, dtype=np.int64)


def _unpack(bits: NDArray[np.int64]) -> Bits:
    """Return one column for each role."""
    rows = bits.astype("<i8")[:, np.newaxis].view(np.uint8)
    unpacked = np.unpackbits(rows, axis=1, bitorder="little", count=len(NAMES))
    return unpacked.view(np.bool_)


def _count_tags(page: PageArrays) -> Features:
    tags = [container.tag for container in page.source_containers]
    return {f"tag {tag}": float(tags.count(tag)) for tag in COUNTED_TAGS}


def _measure_inner(page: PageArrays, is_inner: Flags) -> Features:
    blocks = page.blocks.select(is_inner)
    features = measure_prose(blocks)
    features["share"] = features["words"] / page.total
    return {f"inner {name}": value for name, value in features.items()}
