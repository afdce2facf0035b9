"""What a peer is given and gives back: documents as JSON lines, clusters and CPU seconds as JSON.

Imports and reading are outside the clock for every peer, and for the product.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

SHINGLE = 5  # words
Rows = Sequence[tuple[str, str]]  # id, text


def exchange(find_pairs: Callable[[list[str]], Iterable[tuple[int, int]]]) -> None:
    """Read documents, let a peer find pairs, join the pairs into clusters and write them down."""
    source, output = map(Path, sys.argv[1:3])
    rows = [
        json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()
    ]
    gc.collect()
    gc.freeze()  # what was there before is no garbage of the search
    begun = time.process_time()
    clusters = joined(len(rows), find_pairs([row["text"] for row in rows]))
    seconds = time.process_time() - begun
    named = [[rows[number]["id"] for number in cluster] for cluster in clusters]
    output.write_text(
        json.dumps({"seconds": seconds, "clusters": named}), encoding="utf-8"
    )


def joined(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Join numbers that are tied by pairs, directly or through others."""
    parent = list(range(count))
    for one, other in pairs:
        low, high = sorted((root(parent, one), root(parent, other)))
        parent[high] = low
    clusters: dict[int, list[int]] = {}
    for number in range(count):
        clusters.setdefault(root(parent, number), []).append(number)
    return list(clusters.values())


def root(parent: list[int], number: int) -> int:
    """Follow the parents of a number to the end, and shorten the way."""
    while parent[number] != number:
        parent[number] = number = parent[parent[number]]
    return number


def shingles(text: str) -> set[str]:
    """List the runs of five words of a text."""
    words = text.lower().split()
    return {
        " ".join(words[at : at + SHINGLE])
        for at in range(max(1, len(words) - SHINGLE + 1))
    }
