"""Pass the roles of containers down to the containers inside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cleaners.extraction.block_measures import Flags, Floats, Indices
from cleaners.extraction.blocks import HtmlContainer


@dataclass(frozen=True, slots=True)
class ContainerRoles:
    """The roles around each container of a page: arrays with one entry a container.

    The main containers have most of the marked words: they are around the article, and their
    roles do not describe its parts. A branch is an outermost container below them.
    """

    branch: Indices  # the branch that the container is in, or the main container itself
    markup_roles: Indices  # bits of MARKUP_ROLES, from the branch down to the container
    class_hints: Indices  # bits of HINTS, likewise
    outer_roles: Indices  # bits of MARKUP_ROLES of the main containers around
    depth: Floats  # containers below the main ones


class _Row(NamedTuple):
    """The roles around one container, in the order of the fields of ContainerRoles."""

    branch: int
    markup_roles: int
    class_hints: int
    outer_roles: int
    depth: int


def inherit_roles(
    containers: Sequence[HtmlContainer], is_main: Flags
) -> ContainerRoles:
    """Pass roles and hints down from container to container, each after the one around it."""
    rows: list[_Row] = []
    for number, container in enumerate(containers):
        around = rows[container.parent] if container.parent >= 0 else None
        if around is None or is_main[number]:
            row = _main_row(container, number, around)
        else:
            row = _inner_row(container, around)
            if is_main[container.parent]:
                row = row._replace(branch=number)
        rows.append(row)
    branch, markup_roles, class_hints, outer_roles, depth = np.array(rows).T
    return ContainerRoles(
        branch=branch,
        markup_roles=markup_roles,
        class_hints=class_hints,
        outer_roles=outer_roles,
        depth=depth.astype(float),
    )


def _main_row(container: HtmlContainer, number: int, around: _Row | None) -> _Row:
    """Start afresh at a main container, whose own roles are outer ones."""
    outer_roles = container.markup_roles
    if around:
        outer_roles |= around.outer_roles
    return _Row(
        branch=number, markup_roles=0, class_hints=0, outer_roles=outer_roles, depth=0
    )


def _inner_row(container: HtmlContainer, around: _Row) -> _Row:
    """Add the roles of a container to those around it."""
    return _Row(
        branch=around.branch,
        markup_roles=around.markup_roles | container.markup_roles,
        class_hints=around.class_hints | container.class_hints,
        outer_roles=around.outer_roles,
        depth=around.depth + 1,
    )
