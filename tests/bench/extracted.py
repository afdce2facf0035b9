"""What extractors find on pages, in the form in which it is scored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """What an extractor finds on a page; None for a column that it does not fill."""

    text: str = ""
    title: str | None = None
    author: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """What an extractor finds on pages, and its CPU seconds a page."""

    found: Mapping[str, Found]
    cost: float


Extractor = Callable[[str], Found]
