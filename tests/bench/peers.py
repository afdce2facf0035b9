"""Measure the search for copies beside other tools, on the same documents, in CPU seconds of one core.

    python tests/bench/peers.py [--documents 10000] [--python PATH]

The others live in an environment of their own (`make bench-peers` makes it) and run as they come,
each with the settings that its own documentation shows; see tests/bench/peers. Start-up and the
reading of the documents are outside the clock. The documents are made-up news with known copies.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import argparse
import gc
import json
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import generated_news
from duplicates import class_tables
from scoreboard import PROJECT, Table, digest_of, hold_floors, publish

from cleaners.duplicates import Document, find_clusters

PEERS = ("datatrove", "rensa", "datasketch")
FOLDER = Path(__file__).with_name("peers")
PYTHON = PROJECT / "build" / "peers" / "bin" / "python"
INTRO = """Documents are made-up news with known copies: another frame, light and stronger edits, truncation, other
words put in. Every tool runs as it comes, with the settings that its own documentation shows, on one core; start-up and
reading are outside the clock. Run with `make bench-peers`."""
GOAL = "datatrove"  # the speed of the product is given as a multiple of this one's
WARM = 50  # documents that the product sees before the clock starts, as the others load their tables

Clusters = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a tool found among documents, and the CPU seconds that it took."""

    seconds: float
    clusters: Clusters


def main() -> None:
    """Run all tools, print their figures and publish them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--documents", type=int, default=10_000, help="how many to search"
    )
    parser.add_argument(
        "--python",
        type=Path,
        default=PYTHON,
        help="the Python that has the other tools",
    )
    wanted = parser.parse_args()
    documents = list(generated_news.documents(0, wanted.documents))
    truth = {
        document.article_id: generated_news.original_of(number)
        for number, document in enumerate(documents)
    }
    outcomes = {"unspun": run_product(documents)}
    outcomes |= {name: run_peer(name, documents, wanted.python) for name in PEERS}
    publish_figures(
        {name: figures(outcome, truth) for name, outcome in outcomes.items()},
        len(documents),
    )


def run_product(documents: Sequence[Document]) -> Outcome:
    """Search with the product: signatures, candidates, proofs and clusters."""
    classes = class_tables()["lexicon of the project"]
    find_clusters(documents[:WARM], classes)
    gc.collect()
    gc.freeze()  # what was there before is no garbage of the search; the others have the same
    begun = time.process_time()
    clusters = find_clusters(documents, classes)
    seconds = time.process_time() - begun
    return Outcome(
        seconds,
        [
            [each.canonical_id, *(copy.article_id for copy in each.duplicates)]
            for each in clusters
        ],
    )


def run_peer(name: str, documents: Sequence[Document], python: Path) -> Outcome:
    """Search with another tool, in its own process."""
    work = PROJECT / "build" / "bench-peers"
    work.mkdir(parents=True, exist_ok=True)
    given, found = work / "documents.jsonl", work / f"{name}.json"
    rows = (
        {"id": document.article_id, "text": document.text} for document in documents
    )
    given.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    print(f"running {name}", flush=True)
    command = [str(python), str(FOLDER / f"{name}_minhash.py"), str(given), str(found)]
    subprocess.run(command, check=True, capture_output=True)
    return Outcome(**json.loads(found.read_text(encoding="utf-8")))


def figures(outcome: Outcome, truth: Mapping[str, int]) -> dict[str, float]:
    """Give documents a CPU second, precision and recall over pairs, and distinct articles that were lost."""
    found = [pair for cluster in outcome.clusters for pair in combinations(cluster, 2)]
    right = sum(truth[one] == truth[other] for one, other in found)
    sizes: dict[int, int] = {}
    for article in truth.values():
        sizes[article] = sizes.get(article, 0) + 1
    every = sum(size * (size - 1) // 2 for size in sizes.values())
    return {
        "speed": len(truth) / outcome.seconds,
        "precision": right / max(1, len(found)),
        "recall": right / max(1, every),
        "lost": len(sizes) - len({truth[cluster[0]] for cluster in outcome.clusters}),
    }


def publish_figures(found: Mapping[str, Mapping[str, float]], count: int) -> None:
    """Publish the table, and hold the product's figures; the speed is held as a multiple of the goal's."""
    rows = [
        (name, f"{row['speed']:,.0f}", f"{row['speed'] / found[GOAL]['speed']:.1f}", row["precision"], row["recall"],
         int(row["lost"]))
        for name, row in found.items()
    ]  # fmt: skip
    columns = (
        "tool",
        "documents a CPU second",
        f"times {GOAL}",
        "precision",
        "recall",
        "distinct articles lost",
    )
    table = Table(
        f"{count:,} documents",
        columns,
        rows,
        "Lost: articles of which no text was kept.",
    )
    publish("peers", "Copies, beside other tools", INTRO, [table])
    own = found["unspun"]
    digest = digest_of(Path(generated_news.__file__))
    hold_floors("peers", digest, {name: own[name] for name in ("precision", "recall")})


if __name__ == "__main__":
    main()
