"""A value together with where it was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sourced(Generic[T]):
    """A value of the metadata, and its source: "json-ld", "meta og:title", "h1"."""

    value: T
    source: str
