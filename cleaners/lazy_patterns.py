"""Regular expressions that are compiled when they are first used.

Those with the words of all languages take a millisecond or more each, and a text needs few of them.
A match knows the compiled one: `match.re` is none of these.
"""

from __future__ import annotations

import re
from typing import Any, cast

_PATTERNS: list[_LazyPattern] = []


class _LazyPattern:
    """A pattern whose methods are those of the compiled one, from the first use of any of them."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags
        self._compiled: re.Pattern[str] | None = None

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a compiled pattern has
        found = getattr(self.compile(), name)
        setattr(self, name, found)  # from now on, it is found without this method
        return found

    @property
    def is_compiled(self) -> bool:
        return self._compiled is not None

    def compile(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self._flags)
        return self._compiled


def compile_later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled when it is first used."""
    lazy = _LazyPattern(pattern, flags)
    _PATTERNS.append(lazy)
    return cast("re.Pattern[str]", lazy)


def compile_all() -> None:
    """Compile all patterns of the modules that are imported."""
    for lazy in _PATTERNS:
        lazy.compile()


def count_uncompiled() -> int:
    """Count the patterns that nothing has used yet."""
    return sum(not lazy.is_compiled for lazy in _PATTERNS)
