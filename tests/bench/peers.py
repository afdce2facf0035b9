"""Compare the search for copies with other tools, on the same documents and one core.

    python tests/bench/peers.py [--documents 10000] [--python PATH]

The other tools are installed in an environment of their own (`make bench-peers` makes it) and run
with the settings that their documentation shows; see tests/bench/peers. Start-up and reading the
documents are not measured. The documents are generated news with known copies.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import argparse
import gc
import json
import subprocess
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import generated_news
from duplicates import class_tables
from scoreboard import PROJECT, Table, digest_of, publish, record_scores

from cleaners.duplicates import Document, find_clusters

PEERS = ("datatrove", "text_dedup", "rensa", "datasketch")
FOLDER = Path(__file__).with_name("peers")
PYTHON = PROJECT / "build" / "peers" / "bin" / "python"
INTRO = """Documents are generated news with known copies: other boilerplate, light and stronger
edits, truncation, and replaced words. Every tool runs on one core with the settings that its
documentation shows; start-up and reading are not measured. What Unspun misses are truncated texts:
the words of generated news are drawn at random, so the rest of an original may look like another
story, and both are kept. Run with `make bench-peers`."""
BASELINE = "datatrove"  # speeds are also given as multiples of this tool's
WARM_UP = (
    50  # documents searched before the clock starts, as the others load their tables
)
COLUMNS = (
    "tool",
    "documents a CPU second",
    f"times {BASELINE}",
    "precision",
    "recall",
    "distinct articles lost",
)

Clusters = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The clusters that a tool finds, as ids, and the CPU seconds that it takes."""

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
    arguments = parser.parse_args()
    documents = list(generated_news.documents(0, arguments.documents))
    originals = {}
    for number, document in enumerate(documents):
        originals[document.article_id] = generated_news.original_of(number)
    found = {"unspun": measure(run_product(documents), originals)}
    for name in PEERS:
        outcome = run_peer(name, documents, arguments.python)
        found[name] = measure(outcome, originals)
    publish_figures(found, len(documents))


def run_product(documents: Sequence[Document]) -> Outcome:
    """Search with Unspun: signatures, candidates, verification and clusters."""
    classes = class_tables()["lexicon of the project"]
    find_clusters(documents[:WARM_UP], classes)
    gc.collect()
    gc.freeze()  # hides what is in memory from the garbage collector, as for the others
    start = time.process_time()
    clusters = find_clusters(documents, classes)
    seconds = time.process_time() - start
    named = []
    for cluster in clusters:
        copies = [copy.article_id for copy in cluster.duplicates]
        named.append([cluster.canonical_id, *copies])
    return Outcome(seconds, named)


def run_peer(name: str, documents: Sequence[Document], python: Path) -> Outcome:
    """Search with another tool, in its own process."""
    work = PROJECT / "build" / "bench-peers"
    work.mkdir(parents=True, exist_ok=True)
    source = work / "documents.jsonl"
    output = work / f"{name}.json"
    with source.open("w", encoding="utf-8") as file:
        for document in documents:
            row = {"id": document.article_id, "text": document.text}
            file.write(json.dumps(row) + "\n")
    print(f"running {name}", flush=True)
    script = FOLDER / f"{name}_minhash.py"
    command = [str(python), str(script), str(source), str(output)]
    subprocess.run(command, check=True, capture_output=True)
    return Outcome(**json.loads(output.read_text(encoding="utf-8")))


def measure(outcome: Outcome, originals: Mapping[str, int]) -> dict[str, float]:
    """Return documents a CPU second, precision and recall of pairs, and lost distinct articles."""
    joined = 0
    right = 0
    for cluster in outcome.clusters:
        for one, other in combinations(cluster, 2):
            joined += 1
            right += originals[one] == originals[other]
    sizes = Counter(originals.values())
    expected = sum(size * (size - 1) // 2 for size in sizes.values())
    kept = {originals[cluster[0]] for cluster in outcome.clusters}
    return {
        "speed": len(originals) / outcome.seconds,
        "precision": right / max(1, joined),
        "recall": right / max(1, expected),
        "lost": len(sizes) - len(kept),
    }


def publish_figures(found: Mapping[str, Mapping[str, float]], count: int) -> None:
    """Publish the table, and record the precision and recall of Unspun."""
    rows = []
    for name, figures in found.items():
        times = figures["speed"] / found[BASELINE]["speed"]
        speed = f"{figures['speed']:,.0f}"
        quality = (figures["precision"], figures["recall"], int(figures["lost"]))
        shown = name.replace("_", "-")
        rows.append((shown, speed, f"{times:.1f}", *quality))
    note = "Lost: articles of which no text was kept."
    table = Table(f"{count:,} documents", COLUMNS, rows, note)
    publish("peers", "Copies, compared with other tools", INTRO, [table])
    own = found["unspun"]
    digest = digest_of(Path(generated_news.__file__))
    record_scores(
        "peers", digest, {name: own[name] for name in ("precision", "recall")}
    )


if __name__ == "__main__":
    main()
