"""Other extractors that are installed in an environment of their own, for comparison.

`make bench` makes the environment where extraction is measured; see tests/bench/page_peers. The
CPU time is measured in the process of the tool.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from extracted import Extracted, Found
from scoreboard import PROJECT

PAGE_PEERS = ("readability", "resiliparse", "newspaper4k")
SCRIPT = Path(__file__).with_name("page_peers") / "extract.py"
READY = PROJECT / "build" / "page_peers" / "ready"
PYTHON = READY.parent / "bin" / "python"


def extract_with_peers(pages: Mapping[str, str]) -> Iterator[tuple[str, Extracted]]:
    """Yield each tool with what it finds; none where their environment was not made."""
    if not READY.exists():
        missing = ", ".join(PAGE_PEERS)
        remedy = f"run make {READY.relative_to(PROJECT)}"
        print(f"not measured: {missing}; {remedy}", file=sys.stderr)
        return
    with TemporaryDirectory() as folder:
        source = Path(folder) / "pages.jsonl"
        with source.open("w", encoding="utf-8") as file:
            for page, html in pages.items():
                file.write(json.dumps({"id": page, "html": html}) + "\n")
        for name in PAGE_PEERS:
            yield name, run_peer(name, source)


def run_peer(name: str, source: Path) -> Extracted:
    """Extract the pages of a file with a tool, in its own process."""
    output = source.with_name(f"{name}.jsonl")
    command = [str(PYTHON), str(SCRIPT), name, str(source), str(output)]
    subprocess.run(command, check=True)
    found = {}
    seconds = 0.0
    with output.open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            seconds += row["cpu_seconds"]
            values = (row[column] for column in ("text", "title", "author", "date"))
            found[row["id"]] = Found(*values)
    return Extracted(found, seconds / len(found))
