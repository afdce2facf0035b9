"""Put together the features of a page by which its type is told."""

from __future__ import annotations

from cleaners.extraction.page_types.address import Address, measure_address
from cleaners.extraction.page_types.arrays import PageArrays
from cleaners.extraction.page_types.declarations import (
    Declarations,
    measure_declarations,
)
from cleaners.extraction.page_types.group_features import measure_groups
from cleaners.extraction.page_types.labels import measure_labels
from cleaners.extraction.page_types.prose import (
    Features,
    measure_bodies,
    measure_prose,
)
from cleaners.extraction.page_types.roles import measure_roles, read_roles
from cleaners.extraction.page_types.story import measure_story


def page_features(
    page: PageArrays, declarations: Declarations, address: Address
) -> Features:
    """Return the features of a page by name, the same names of every page."""
    roles = read_roles(page)
    return {
        **measure_prose(page.blocks),
        **measure_bodies(page),
        **measure_groups(page, roles.in_frame),
        **measure_roles(page, roles),
        **measure_labels(page),
        **measure_declarations(declarations),
        **measure_address(address),
        **measure_story(page),
    }
