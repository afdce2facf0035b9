"""Find near-duplicates with text-dedup's MinHash: 5-grams, 250 permutations, threshold .7.

python text_dedup_minhash.py DOCUMENTS.jsonl OUTPUT.json
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator

import datasets
from exchange import exchange
from text_dedup import minhash

logging.disable()
datasets.disable_progress_bars()


def find_pairs(texts: list[str]) -> Iterator[tuple[int, int]]:
    """Run its command in this process, and yield each text with the first of its cluster."""
    with tempfile.TemporaryDirectory() as folder:
        source = f"{folder}/documents"
        datasets.Dataset.from_dict({"text": texts}).save_to_disk(source)
        command = ["--local", "--path", source, "--column", "text"]
        command += ["--output", f"{folder}/kept", "--cache_dir", f"{folder}/cache"]
        minhash.main([*command, "--num_proc", "1"], standalone_mode=False)
    for number in range(len(texts)):
        yield number, minhash.uf.find(number)


exchange(find_pairs)
