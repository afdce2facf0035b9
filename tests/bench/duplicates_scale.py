"""Measure the search for copies at scale: speed and memory, and a day against a large index.

    python tests/bench/duplicates_scale.py speed 10000 50000 200000
    python tests/bench/duplicates_scale.py day 1000000

The news are generated when they are needed, so that memory has only what the search itself needs;
the time for generating them is not counted. Each measurement of speed runs in a process of its own,
for its peak memory. The index is built in parts of 100,000 documents.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import generated_news

from cleaners.duplicates import (
    Document,
    DuplicateIndex,
    UpdateResult,
    WordClasses,
    Workspace,
    update,
)
from flows.snapshots import Current
from flows.stages.deduplicate import index_files, spun_classes
from flows.stages.deduplicate.word_files import kept_words

IN_PROCESS = "speed-in-process"  # internal: run by `speed` in a new process

PART = 100_000  # documents of one search while the index is built
DAY = 10_000  # documents that are new in a day


class NewsGenerator:
    """A source of generated news that counts its own CPU seconds."""

    def __init__(self) -> None:
        """Start with nothing generated."""
        self.seconds = 0.0
        self.fetched = 0

    def documents(self, numbers: Iterable[int]) -> Iterator[Document]:
        """Generate documents by number."""
        for number in numbers:
            start = time.process_time()
            document = generated_news.document(number)
            self.seconds += time.process_time() - start
            yield document

    def fetch(self, article_ids: Sequence[str]) -> Iterator[Document]:
        """Generate documents of earlier searches again."""
        self.fetched += len(article_ids)
        numbers = sorted(int(article_id, 16) for article_id in article_ids)
        yield from self.documents(numbers)


def main() -> None:
    """Measure what the command line asks for."""
    what, *counts = sys.argv[1:]
    measure = {"speed": speed, "day": day, IN_PROCESS: speed_in_process}[what]
    for count in map(int, counts):
        figures = measure(count).items()
        print(what, count, json.dumps({name: round(each, 4) for name, each in figures}))


def speed(count: int) -> dict[str, float]:
    """Measure the speed in a new process."""
    command = [sys.executable, __file__, IN_PROCESS, str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    _, brace, rest = done.stdout.partition("{")
    figures: dict[str, float] = json.loads(brace + rest)
    return figures


def speed_in_process(count: int) -> dict[str, float]:
    """Measure documents per second of CPU, peak megabytes, precision and recall."""
    generator = NewsGenerator()
    with tempfile.TemporaryDirectory() as folder:
        found, seconds = search(
            DuplicateIndex.empty(), range(count), generator, Path(folder)
        )
    speed_and_size = {"per second": count / seconds, "megabytes": peak_megabytes()}
    return speed_and_size | pair_scores(found)


def peak_megabytes() -> float:
    """Return the largest memory that this process has used."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def day(count: int) -> dict[str, float]:
    """Measure the search of DAY documents against an index of `count` others."""
    with tempfile.TemporaryDirectory() as folder:
        current = build(Path(folder), count)
        generator = NewsGenerator()
        sizes = [(current.folder / name).stat().st_size for name in current.index]
        start = time.process_time()
        held = index_files.read(current, WordClasses.of(spun_classes()))
        assert held, "the index was just written"
        found, seconds = search(
            held.index, range(count, count + DAY), generator, Path(folder)
        )
        index_files.write(
            Path(folder), found.index, held, WordClasses.of(spun_classes())
        )
        return {
            "seconds": time.process_time() - start - generator.seconds,
            "of it search": seconds,
            "index megabytes": sum(sizes) / 1e6,
            "read again": generator.fetched,
            "megabytes": peak_megabytes(),
        }


def build(folder: Path, count: int) -> Current:
    """Build an index of generated news, search by search."""
    current = Current(folder, 0, "", "", "", {})
    classes = WordClasses.of(spun_classes())
    (folder / index_files.FOLDER).mkdir()
    for first in range(0, count, PART):
        held = index_files.read(current, classes)
        numbers = range(first, min(first + PART, count))
        found, _ = search(
            held.index if held else DuplicateIndex.empty(),
            numbers,
            NewsGenerator(),
            folder,
        )
        files = index_files.write(folder, found.index, held, classes)
        new = tuple(f"{first:09}-{Path(name).name}" for name in files.new)
        for name, target in zip(files.new, new, strict=True):
            (folder / name).rename(folder / target)
        for gone in set(current.index) - set(files.kept):
            (folder / gone).unlink()
        current = Current(folder, 0, "", "", "", {}, (*files.kept, *new))
    return current


def search(
    index: DuplicateIndex, numbers: range, generator: NewsGenerator, folder: Path
) -> tuple[UpdateResult, float]:
    """Search copies, and return the CPU seconds that this takes."""
    classes = WordClasses.of(spun_classes())
    before = generator.seconds
    start = time.process_time()
    with kept_words(folder) as (spool, shelf):
        found = update(
            index,
            generator.documents(numbers),
            Workspace(classes, generator, spool, shelf),
        )
        found = replace(found, clusters=tuple(found.clusters))
    seconds = time.process_time() - start
    return found, seconds - (generator.seconds - before)


def pair_scores(found: UpdateResult) -> dict[str, float]:
    """Return precision and recall of pairs of one cluster."""
    joined = 0
    right = 0
    copies_of: Counter[int] = Counter()
    for cluster in found.clusters:
        copies = [copy.article_id for copy in cluster.duplicates]
        numbers = [int(name, 16) for name in (cluster.canonical_id, *copies)]
        originals = Counter(map(generated_news.original_of, numbers))
        joined += pair_count(len(numbers))
        right += sum(pair_count(count) for count in originals.values())
        copies_of.update(originals)
    expected = sum(pair_count(count) for count in copies_of.values())
    return {"precision": right / max(1, joined), "recall": right / max(1, expected)}


def pair_count(size: int) -> int:
    """Return the number of pairs among so many documents."""
    return size * (size - 1) // 2


if __name__ == "__main__":
    main()
