"""Other pipelines for whole documents, each in an environment of its own, for comparison.

`make bench` makes the environments where the pipeline is measured. A script of each tool runs with
the Python of its environment and measures its own CPU time, without its start.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline_sets import Item, items_of
from scoreboard import PROJECT

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool, the Python that has it, the script that runs it, and the sets that it can clean."""

    name: str
    python: Path
    script: Path
    sets: Sequence[str]

    @property
    def ready(self) -> Path:
        """Return the file that `make` leaves when the environment is complete."""
        return self.python.parents[1] / "ready"


@dataclass(frozen=True, slots=True)
class PeerRun:
    """What a tool took for a set, in seconds of CPU, and how many documents it keeps."""

    peer: str
    name: str
    documents: int
    seconds: float
    kept: int

    @property
    def milliseconds(self) -> float:
        """Return the CPU a document."""
        return 1000 * self.seconds / self.documents


def in_environment(folder: str, name: str, *sets: str) -> Peer:
    """Return the tool of an environment, whose script is beside what is installed there."""
    python = PROJECT / "build" / folder / "bin" / "python"
    return Peer(name, python, HERE / folder / f"{name}_pipeline.py", sets)


PEERS = (
    in_environment("peers", "datatrove", "pages", "texts"),
    in_environment("dolma_peer", "dolma", "texts"),  # it extracts no page but from WARC
)


def measure_peers(folder: Path, limit: int | None) -> Iterator[PeerRun]:
    """Yield what each tool takes for each of its sets; none where its environment is missing."""
    for peer in PEERS:
        if not peer.ready.exists():
            remedy = f"run make {peer.ready.relative_to(PROJECT)}"
            sys.stderr.write(f"not measured: {peer.name}; {remedy}\n")
            continue
        for name in peer.sets:
            yield run_peer(peer, name, folder, items_of(name)[:limit])


def run_peer(peer: Peer, name: str, folder: Path, items: Sequence[Item]) -> PeerRun:
    """Clean a set with a tool, in its own process."""
    source = folder / f"{peer.name}-{name}.jsonl"
    output = source.with_suffix(".json")
    rows = [json.dumps({"id": item.name, "text": item.content}) for item in items]
    source.write_text("\n".join(rows) + "\n", encoding="utf-8")
    command = [str(peer.python), str(peer.script), name, str(source), str(output)]
    subprocess.run(command, check=True, capture_output=True)  # its log is long
    result = json.loads(output.read_text(encoding="utf-8"))
    return PeerRun(peer.name, name, len(items), result["seconds"], result["kept"])
