"""Name what was probably meant by a name that does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

CUTOFF = (
    0.7  # similarity of names that are offered, 0 to 1: a letter or two. Not tuned.
)
NEAR = 3  # names that are offered: more is no hint. Not tuned.


def near_names(name: str, known: Iterable[str]) -> list[str]:
    """List what is nearly called like that, the nearest first."""
    unique = dict.fromkeys(known)
    return get_close_matches(name.lower(), unique, NEAR, CUTOFF)


def meant(name: str, known: Iterable[str], otherwise: str) -> str:
    """Ask whether a near name was meant; where there is none, return `otherwise`."""
    near = " or ".join(near_names(name, known))
    return f"did you mean {near}?" if near else otherwise
