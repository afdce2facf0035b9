"""Pass the roles of containers down to the containers inside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


class _Inheritance:
    """Collects the fields of ContainerRoles, container by container."""

    __slots__ = ("branch", "class_hints", "depth", "markup_roles", "outer_roles")

    def __init__(self) -> None:
        self.branch: list[int] = []
        self.markup_roles: list[int] = []
        self.class_hints: list[int] = []
        self.outer_roles: list[int] = []
        self.depth: list[int] = []

    def add_main(self, container: HtmlContainer) -> None:
        """Start afresh at a main container, whose own roles are outer ones."""
        outer_roles = container.markup_roles
        if container.parent >= 0:
            outer_roles |= self.outer_roles[container.parent]
        self._inherit(branch=len(self.branch), outer_roles=outer_roles, depth=0)
        self._add_roles(0, 0)

    def add_inner(self, container: HtmlContainer, *, is_branch: bool) -> None:
        """Add the roles of a container to those around it."""
        around = container.parent
        branch = len(self.branch) if is_branch else self.branch[around]
        depth = self.depth[around] + 1
        outer_roles = self.outer_roles[around]
        self._inherit(branch, outer_roles, depth)
        roles_around = self.markup_roles[around]
        hints_around = self.class_hints[around]
        markup_roles = roles_around | container.markup_roles
        class_hints = hints_around | container.class_hints
        self._add_roles(markup_roles, class_hints)

    def _inherit(self, branch: int, outer_roles: int, depth: int) -> None:
        """Add what the place of a container gives it."""
        self.branch.append(branch)
        self.outer_roles.append(outer_roles)
        self.depth.append(depth)

    def _add_roles(self, markup_roles: int, class_hints: int) -> None:
        """Add the roles from the branch down to a container."""
        self.markup_roles.append(markup_roles)
        self.class_hints.append(class_hints)


def inherit_roles(
    containers: Sequence[HtmlContainer], is_main: Flags
) -> ContainerRoles:
    """Pass roles and hints down from container to container, each after the one around it."""
    found = _Inheritance()
    main = is_main.tolist()
    for container, container_is_main in zip(containers, main, strict=True):
        around = container.parent
        if around < 0 or container_is_main:
            found.add_main(container)
        else:
            found.add_inner(container, is_branch=main[around])
    return ContainerRoles(
        branch=np.array(found.branch),
        markup_roles=np.array(found.markup_roles),
        class_hints=np.array(found.class_hints),
        outer_roles=np.array(found.outer_roles),
        depth=np.array(found.depth, float),
    )
