"""Measure the repair of spun text, and that genuine text is left alone.

    python tests/bench/paraphrase.py [--spun 60] [--genuine 300]

Genuine articles are spun with the benchmark's spinner, whose table was made from real spun copies.
The lexicon knows that table: the figures say how well places are told apart, not how much of an unseen
spinner's vocabulary is known. Genuine text comes from corpora of which nine tenths of the documents were
counted for the language model.
"""

# ruff: noqa: S311, T201 - a benchmark prints, and its chance must come again
from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import runpy
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from cleaners.paraphrase import OperatingPoint, repair

BENCH = Path(os.environ.get("BENCH_DATA", Path(__file__).parents[3] / "shared" / "bench"))
SHORTEST = 1_200  # characters of a text that is spun
LONGEST = 6_000
SEED = 3


@dataclass(frozen=True, slots=True)
class Spun:
    """A spun text, the text it was made from, and each place: where it stands, and what stood there."""

    original: str
    text: str
    places: tuple[tuple[int, int, str], ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spun", type=int, default=60, help="texts to spin")
    parser.add_argument("--genuine", type=int, default=300, help="documents of each corpus")
    wanted = parser.parse_args()
    if not (BENCH / "paraphrase" / "spin.py").exists():
        sys.exit(f"no benchmark data at {BENCH}: set BENCH_DATA to its folder")
    texts = spun_texts(wanted.spun)
    print(f"{len(texts)} spun texts")
    for point in OperatingPoint:
        print_repair(point, texts)
    for path in sorted((BENCH / "paraphrase" / "genuine").glob("*.txt.gz")):
        print_harm(path.name, list(genuine(path, wanted.genuine)))


def spun_texts(count: int) -> list[Spun]:
    spinner = load_spinner()
    forms = spinner.table(BENCH / "paraphrase" / "substitutions_dev.tsv", "A")
    longest = max(map(len, forms))
    with (BENCH / "html_extraction" / "gold.jsonl").open(encoding="utf-8") as file:
        texts = [row["text"][:LONGEST] for row in map(json.loads, file) if len(row["text"]) >= SHORTEST]
    out = []
    for number, text in enumerate(texts[:count]):
        spun, spans = spinner.spin(text, forms, random.Random(f"{SEED}:{number}"), longest)
        out.append(Spun(text, spun, tuple(map(tuple, spans))))
    return out


def load_spinner() -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(BENCH / "paraphrase" / "spin.py")))


def print_repair(point: OperatingPoint, texts: Sequence[Spun]) -> None:
    """Print how many places read as before, and how many edits read as before."""
    places = restored = edits = right = found = 0
    begun = time.process_time()
    outcomes = [repair(spun.text, point) for spun in texts]
    speed = sum(len(spun.text.split()) for spun in texts) / (time.process_time() - begun)
    for spun, outcome in zip(texts, outcomes, strict=True):
        found += outcome.spinning.spun
        mended = {(edit.start, edit.end): edit.text for edit in outcome.edits}
        places += len(spun.places)
        restored += sum(reads_as(mended, start, end) == original.lower() for start, end, original in spun.places)
        edits += len(mended)
        right += sum(is_right(mended, start, end, spun) for start, end in mended)
    print(
        f"  {point:12} restored {restored / max(1, places):.3f} of {places:,} places, {right / max(1, edits):.3f} of"
        f" {edits:,} edits right, {found} of {len(texts)} texts found spun, {speed:,.0f} words/s"
    )


def is_right(mended: dict[tuple[int, int], str], start: int, end: int, spun: Spun) -> bool:
    """Whether the places under an edit read as in the original again."""
    under = [place for place in spun.places if place[0] < end and start < place[1]]
    if not under:
        return False
    return reads_as(mended, under[0][0], under[-1][1]) == " ".join(original.lower() for *_, original in under)


def reads_as(mended: dict[tuple[int, int], str], start: int, end: int) -> str | None:
    """Tell what stands at a place after repair, where the edits there fill it exactly."""
    inside = sorted(span for span in mended if span[0] < end and start < span[1])
    if not inside or inside[0][0] != start or inside[-1][1] != end:
        return None
    return " ".join(mended[span].lower() for span in inside)


def genuine(path: Path, count: int) -> Iterator[str]:
    """Yield documents of a corpus, one a line, spread over the whole of it."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = [line for line in file if len(line) > SHORTEST]
    yield from lines[:: max(1, len(lines) // count)][:count]


def print_harm(name: str, texts: Sequence[str]) -> None:
    begun = time.process_time()
    outcomes = [repair(text) for text in texts]
    speed = sum(len(text.split()) for text in texts) / (time.process_time() - begun)
    spun, edits = sum(found.spinning.spun for found in outcomes), sum(len(found.edits) for found in outcomes)
    highest = max((found.spinning.score or -9.0 for found in outcomes), default=0.0)
    print(
        f"  {name:22} {len(texts)} genuine documents: {spun} taken for spun, {edits} edits,"
        f" highest score {highest:+.3f}  {speed:,.0f} words/s"
    )


if __name__ == "__main__":
    main()
