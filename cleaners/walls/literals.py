"""The literals by which a search finds the patterns that may match a text.

To compute them takes more than a second of CPU. Those of the shipped phrases are in a data file,
which `python -m flows.training.build_derived` writes. The file names the patterns that it was made
from by their hash: for any others, the literals are computed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from cleaners.boilerplate.re2_prefilter.literals import literals_of
from cleaners.boilerplate.re2_prefilter.relaxed_patterns import patterns_sha256

FILE = "wall_literals.json"
FREQUENT = 1e9  # frequency that no literals reach: all patterns need some
SHORTEST = 2  # bytes of a literal that is searched for; shorter ones are in most texts

Literals = Sequence[str]
"""Folded strings of which each text that a pattern matches has one; none where there are none."""


def literals_of_all(key: str, patterns: Sequence[str]) -> list[Literals]:
    """Return the literals of the patterns of a key, in their order."""
    stored = _stored()[key]
    if stored["sha256"] == patterns_sha256(patterns):
        return list(stored["literals"])
    return compute_literals(key, patterns)


@cache
def _stored() -> Any:  # noqa: ANN401 - JSON
    path = files("cleaners") / "data" / FILE
    return json.loads(path.read_text(encoding="utf-8"))


def compute_literals(key: str, patterns: Sequence[str]) -> list[Literals]:
    """Find the literals of patterns that match a whole text (titles), or a part of one."""
    is_whole = key == "titles"
    return [_found(each if is_whole else f".*(?:{each}).*") for each in patterns]


def _found(pattern: str) -> Literals:
    literals = literals_of(pattern, FREQUENT)
    if any(len(literal.encode()) < SHORTEST for literal in literals):
        return ()
    return literals


def encode(patterns: Mapping[str, Sequence[str]]) -> str:
    """Return the content of the data file, for the patterns of each key."""
    table = {
        key: {
            "sha256": patterns_sha256(of_key),
            "literals": compute_literals(key, of_key),
        }
        for key, of_key in patterns.items()
    }
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n"
