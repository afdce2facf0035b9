"""Find near-duplicates with datatrove's default MinHash: 5-grams, 14 buckets of 8 hashes.

python datatrove_minhash.py DOCUMENTS.jsonl OUTPUT.json
"""

from __future__ import annotations

import logging
import struct
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import (
    MinhashConfig,
    MinhashDedupBuckets,
    MinhashDedupCluster,
)
from datatrove.utils.word_tokenizers import load_word_tokenizer
from exchange import exchange

logging.disable()
CONFIG = MinhashConfig()
load_word_tokenizer("eng").word_tokenize("Loading the tokenizer is not measured.")


def find_pairs(texts: list[str]) -> Iterator[tuple[int, int]]:
    """Run the three steps in one process, and read the clusters that they write."""
    with tempfile.TemporaryDirectory() as folder:
        signatures, buckets, found = (
            f"{folder}/{name}" for name in ("signatures", "buckets", "found")
        )

        def documents(*_: object) -> Iterator[Document]:
            yield from (
                Document(text=text, id=str(number)) for number, text in enumerate(texts)
            )

        _run(
            folder,
            1,
            documents,
            MinhashDedupSignature(signatures, config=CONFIG, language="eng"),
        )
        _run(
            folder,
            CONFIG.num_buckets,
            MinhashDedupBuckets(signatures, buckets, config=CONFIG),
        )
        _run(
            folder,
            1,
            MinhashDedupCluster(buckets, found, config=CONFIG, save_cluster_id=True),
        )
        yield from _pairs(Path(found) / "000000.clusters")


def _run(folder: str, tasks: int, *steps: object) -> None:
    logs = tempfile.mkdtemp(dir=folder)
    LocalPipelineExecutor(list(steps), tasks=tasks, workers=1, logging_dir=logs).run()


def _pairs(path: Path) -> Iterator[tuple[int, int]]:
    clusters: dict[int, list[int]] = defaultdict(list)
    for number, cluster in struct.iter_unpack(
        "<2I", path.read_bytes() if path.exists() else b""
    ):
        clusters[cluster].append(number)
    for members in clusters.values():
        yield from pairwise(members)


exchange(find_pairs)
