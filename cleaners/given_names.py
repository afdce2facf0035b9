"""Given names that are known: frequent ones, and those that are nothing but given names."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

DATA = files("cleaners") / "data"


@cache
def given_names() -> frozenset[str]:
    """Return frequent given names, some of which are surnames or places too.

    Sources: the names that one in 10,000 women or men had in the census of the United States,
    1990, and `clear_given_names`.
    """
    text = (DATA / "given_names.txt").read_text(encoding="utf-8")
    return clear_given_names().union(text.split())


@cache
def clear_given_names() -> frozenset[str]:
    """Return given names of many languages that are no frequent surnames and no places."""
    text = (DATA / "clear_given_names.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(text)["given_names"]
    return frozenset(name for names in lists.values() for name in names.split())
