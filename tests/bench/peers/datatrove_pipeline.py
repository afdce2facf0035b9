"""Clean documents with datatrove, as the pipeline of FineWeb does that ships with its examples.

    python datatrove_pipeline.py pages|texts DOCUMENTS.jsonl OUTPUT.json

Its steps in their order: the text of a page by trafilatura, repair by ftfy, the filters of Gopher,
C4 and FineWeb, and near-duplicates by MinHash. Left out are its lists of addresses and its model of
languages, which are downloaded. What is counted is the CPU time of this process and of those that
it starts, after what is loaded once was loaded.
"""

from __future__ import annotations

import gzip
import json
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import (
    MinhashConfig,
    MinhashDedupBuckets,
    MinhashDedupCluster,
    MinhashDedupFilter,
)
from datatrove.pipeline.extractors import Trafilatura
from datatrove.pipeline.filters import (
    C4QualityFilter,
    FineWebQualityFilter,
    GopherQualityFilter,
    GopherRepetitionFilter,
)
from datatrove.pipeline.formatters import FTFYFormatter
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from datatrove.utils.word_tokenizers import load_word_tokenizer

logging.disable()
CONFIG = MinhashConfig()
SECONDS = 60  # for a page; the default of one second is too short on a busy machine
WARM_UP = "Loading the tokenizer is not measured."


def main() -> None:
    """Run the pipeline over a file, and write what it took."""
    kind, source, output = sys.argv[1:4]
    lines = Path(source).read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    load_word_tokenizer("eng").word_tokenize(WARM_UP)
    with tempfile.TemporaryDirectory() as folder:
        run(folder, "warm-up", kind, rows[:1])
        start = cpu_seconds()
        kept = run(folder, "measured", kind, rows)
        seconds = cpu_seconds() - start
    result = {"seconds": seconds, "kept": kept}
    Path(output).write_text(json.dumps(result), encoding="utf-8")


def cpu_seconds() -> float:
    """Return the CPU time of this process and of the children that it waited for."""
    return sum(os.times()[:4])


def run(folder: str, name: str, kind: str, rows: list[dict[str, str]]) -> int:
    """Run all steps over some documents; return how many are kept."""
    here = f"{folder}/{name}"
    filtered, signatures, buckets, found, kept = (
        f"{here}/{part}"
        for part in ("filtered", "signatures", "buckets", "found", "kept")
    )

    def documents(*_: object) -> Iterator[Document]:
        for row in rows:
            yield Document(text=row["text"], id=row["id"])

    extraction = [Trafilatura(favour_precision=True, timeout=SECONDS)]
    execute(
        here,
        1,
        documents,
        *(extraction if kind == "pages" else ()),
        FTFYFormatter(),
        GopherRepetitionFilter(),
        GopherQualityFilter(),
        C4QualityFilter(filter_no_terminal_punct=False),
        FineWebQualityFilter(),
        JsonlWriter(filtered),
    )
    if not any(Path(filtered).glob("*")):
        return 0
    execute(
        here,
        1,
        JsonlReader(filtered),
        MinhashDedupSignature(signatures, config=CONFIG, language="eng"),
    )
    execute(
        here,
        CONFIG.num_buckets,
        MinhashDedupBuckets(signatures, buckets, config=CONFIG),
    )
    execute(here, 1, MinhashDedupCluster(buckets, found, config=CONFIG))
    execute(
        here, 1, JsonlReader(filtered), MinhashDedupFilter(found), JsonlWriter(kept)
    )
    return sum(count_lines(path) for path in Path(kept).glob("*.jsonl.gz"))


def execute(folder: str, tasks: int, *steps: object) -> None:
    """Run steps in this process."""
    logs = tempfile.mkdtemp(dir=Path(folder).parent)
    LocalPipelineExecutor(list(steps), tasks=tasks, workers=1, logging_dir=logs).run()


def count_lines(path: Path) -> int:
    """Count the lines of a compressed file."""
    with gzip.open(path) as file:
        return sum(1 for _ in file)


main()
