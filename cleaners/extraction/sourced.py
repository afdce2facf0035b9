"""A value together with where it was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sourced(Generic[T]):
    """A value of the metadata, and its source: "json-ld", "meta og:title", "h1"."""

    value: T
    source: str


def stated_in(
    properties: Mapping[str, Sequence[str]], names: Iterable[str]
) -> list[Sourced[str]]:
    """List the values of the named properties of a page, in the order of the names."""
    return [
        Sourced(value, f"meta {name}")
        for name in names
        for value in properties.get(name, ())
    ]
