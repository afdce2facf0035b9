"""Exchange documents and clusters with the tools that Unspun is compared with.

Documents are read as JSON lines; clusters and CPU seconds are written as JSON. Imports and reading
are not measured, for any tool.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

SHINGLE = 5  # words
Rows = Sequence[tuple[str, str]]  # id, text


def exchange(find_pairs: Callable[[list[str]], Iterable[tuple[int, int]]]) -> None:
    """Read documents, measure a search for pairs, and write the clusters."""
    source, output = map(Path, sys.argv[1:3])
    lines = source.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    gc.collect()
    gc.freeze()  # hides what is in memory from the garbage collector
    start = cpu_seconds()
    clusters = join(len(rows), find_pairs([row["text"] for row in rows]))
    seconds = cpu_seconds() - start
    named = [[rows[number]["id"] for number in cluster] for cluster in clusters]
    result = {"seconds": seconds, "clusters": named}
    output.write_text(json.dumps(result), encoding="utf-8")


def cpu_seconds() -> float:
    """Return the CPU time of this process and of the children that it waited for."""
    return sum(os.times()[:4])


def join(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the connected components of the numbers below `count`."""
    parent = list(range(count))
    for one, other in pairs:
        low, high = sorted((root(parent, one), root(parent, other)))
        parent[high] = low
    clusters: dict[int, list[int]] = {}
    for number in range(count):
        clusters.setdefault(root(parent, number), []).append(number)
    return list(clusters.values())


def root(parent: list[int], number: int) -> int:
    """Return the root of a number, and shorten the path to it."""
    while parent[number] != number:
        parent[number] = number = parent[parent[number]]
    return number


def shingles(text: str) -> set[str]:
    """Return the shingles of a text."""
    words = text.lower().split()
    count = max(1, len(words) - SHINGLE + 1)
    return {" ".join(words[start : start + SHINGLE]) for start in range(count)}
