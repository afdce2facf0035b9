"""Fuzz one target with atheris; `make fuzz` runs this for each.

    python -m tests.fuzz.run TARGET SECONDS FOLDER

Inputs that break a law, hang or take too much memory are written to FOLDER/TARGET. The corpus in
FOLDER/corpus-TARGET grows from run to run.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["cleaners", "flows"]):
    from tests.fuzz.targets import CORPORA, TARGETS

LONGEST_SECONDS = 120  # of wall time, for one input: it may be run on a busy machine
MOST_MEGABYTES = 3_000  # of memory: models and coverage take some hundreds
LARGEST_BYTES = (
    20_000  # of an input: what is quadratic shows, and most are tried in milliseconds
)


def main(target: str, seconds: int, folder: Path) -> None:
    """Fuzz a target for some seconds."""
    found, corpus = folder / target, folder / f"corpus-{target}"
    for made in (found, corpus):
        made.mkdir(parents=True, exist_ok=True)
    for data in CORPORA[target]():
        TARGETS[target](data)  # the first loads models, which counts against no input
        if len(data) <= LARGEST_BYTES:
            name = hashlib.sha256(data).hexdigest()
            (corpus / name).write_bytes(data)
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={LONGEST_SECONDS}",
        f"-rss_limit_mb={MOST_MEGABYTES}",
        f"-max_len={LARGEST_BYTES}",
        f"-artifact_prefix={found}/",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], keeping(TARGETS[target], found))
    atheris.Fuzz()


def keeping(target: Callable[[bytes], None], folder: Path) -> Callable[[bytes], None]:
    """Return a target that writes down on what input it raises; atheris only ends then."""

    def run(data: bytes) -> None:
        try:
            target(data)
        except BaseException:
            name = hashlib.sha256(data).hexdigest()
            (folder / name).write_bytes(data)
            sys.stderr.write(f"\nBroken law: {folder / name}\n")
            raise

    return run


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
