"""Measure the search for copies at size: documents per CPU second and memory, and a day against a large index.

    python tests/bench/duplicates_scale.py speed 10000 50000 200000
    python tests/bench/duplicates_scale.py day 1000000

The news are made up, as they are needed, so that memory holds no more than the search itself needs;
the time to make them does not count. Each measurement of speed runs in a process of its own, for its
peak of memory. The index is built from parts of 100,000 documents.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import generated_news

from cleaners.duplicates import Classes, Document, Found, Known, Tools, update
from flows.snapshots import Current
from flows.stages.deduplicate import index_files, spun_classes
from flows.stages.deduplicate.word_files import kept_words

PART = 100_000
DAY = 10_000


class Making:
    """Made-up news, and the seconds of CPU that went into making them."""

    def __init__(self) -> None:
        """Begin with none."""
        self.seconds = 0.0
        self.fetched = 0

    def documents(self, numbers: Iterable[int]) -> Iterator[Document]:
        """Make documents."""
        for number in numbers:
            start = time.process_time()
            made = generated_news.document(number)
            self.seconds += time.process_time() - start
            yield made

    def fetch(self, article_ids: Sequence[str]) -> Iterator[Document]:
        """Make documents of earlier searches again."""
        self.fetched += len(article_ids)
        yield from self.documents(
            sorted(int(article_id, 16) for article_id in article_ids)
        )


def main() -> None:
    """Measure what the arguments name."""
    what, *counts = sys.argv[1:]
    for count in map(int, counts):
        print(
            what,
            count,
            {
                name: round(value, 4)
                for name, value in {"speed": speed, "day": day, "in here": _speed}[
                    what
                ](count).items()
            },
        )


def speed(count: int) -> dict[str, float]:
    """Give documents per second of CPU, megabytes, precision and recall."""
    command = [sys.executable, __file__, "in here", str(count)]
    printed = subprocess.run(
        command, check=True, capture_output=True, text=True
    ).stdout  # this file
    return dict(eval(printed.partition("{")[1] + printed.partition("{")[2]))  # noqa: S307  # our own figures


def _speed(count: int) -> dict[str, float]:
    making = Making()
    with tempfile.TemporaryDirectory() as folder:
        found, seconds = search(Known.nothing(), range(count), making, Path(folder))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"per second": count / seconds, "megabytes": peak, **right(found)}


def day(count: int) -> dict[str, float]:
    """Give the seconds of CPU for DAY documents against an index of so many, and what the index weighs."""
    with tempfile.TemporaryDirectory() as folder:
        current, making = build(Path(folder), count), Making()
        megabytes = (
            sum((current.folder / name).stat().st_size for name in current.index) / 1e6
        )
        start = time.process_time()
        held = index_files.read(current, Classes.of(spun_classes()))
        assert held, "the index was just written"
        found, seconds = search(
            held.known, range(count, count + DAY), making, Path(folder)
        )
        index_files.write(Path(folder), found.known, held, Classes.of(spun_classes()))
        whole = time.process_time() - start - making.seconds
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {
            "seconds": whole,
            "of it search": seconds,
            "index megabytes": megabytes,
            "read again": making.fetched,
            "megabytes": peak,
        }


def build(folder: Path, count: int) -> Current:
    """Build an index of made-up news, search by search."""
    current = Current(folder, 0, "", "", "", {})
    classes = Classes.of(spun_classes())
    (folder / index_files.FOLDER).mkdir()
    for first in range(0, count, PART):
        held = index_files.read(current, classes)
        numbers = range(first, min(first + PART, count))
        found, _ = search(
            held.known if held else Known.nothing(), numbers, Making(), folder
        )
        files = index_files.write(folder, found.known, held, classes)
        new = tuple(f"{first:09}-{Path(name).name}" for name in files.new)
        for name, target in zip(files.new, new, strict=True):
            (folder / name).rename(folder / target)
        for gone in set(current.index) - set(files.kept):
            (folder / gone).unlink()
        current = Current(folder, 0, "", "", "", {}, (*files.kept, *new))
    return current


def search(
    known: Known, numbers: range, making: Making, folder: Path
) -> tuple[Found, float]:
    """Look for copies; give the seconds of CPU that it took."""
    classes = Classes.of(spun_classes())
    before = making.seconds
    start = time.process_time()
    with kept_words(folder) as (spool, shelf):
        found = update(
            known, making.documents(numbers), Tools(classes, making, spool, shelf)
        )
    return found, time.process_time() - start - (making.seconds - before)


def right(found: Found) -> dict[str, float]:
    """Give precision and recall over pairs of a copy and the one that is kept, or its fellow copies."""
    truth = generated_news.original_of
    joined = right = 0
    sizes: dict[int, int] = {}
    for cluster in found.clusters:
        owners = [
            truth(int(name, 16))
            for name in (
                cluster.canonical_id,
                *(copy.article_id for copy in cluster.duplicates),
            )
        ]
        joined += len(owners) * (len(owners) - 1) // 2
        for owner in set(owners):
            right += owners.count(owner) * (owners.count(owner) - 1) // 2
        for owner in owners:
            sizes[owner] = sizes.get(owner, 0) + 1
    every = sum(size * (size - 1) // 2 for size in sizes.values())
    return {"precision": right / max(1, joined), "recall": right / max(1, every)}


if __name__ == "__main__":
    main()
