"""Find near-duplicates with rensa: word 5-grams, 128 permutations, 16 bands of 8.

python rensa_minhash.py DOCUMENTS.jsonl OUTPUT.json
"""

from __future__ import annotations

from collections.abc import Iterator

from exchange import exchange, shingles
from rensa import RMinHash, RMinHashLSH

PERMUTATIONS, BANDS, SEED, THRESHOLD = 128, 16, 1, 0.8
BATCH = 1_000  # texts whose shingles are in memory at once


def find_pairs(texts: list[str]) -> Iterator[tuple[int, int]]:
    """Yield each text with the earlier ones that share a band with it."""
    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=BANDS)
    for start in range(0, len(texts), BATCH):
        batch = [sorted(shingles(text)) for text in texts[start : start + BATCH]]
        signatures = RMinHash.from_token_sets(batch, PERMUTATIONS, SEED)
        for number, signature in enumerate(signatures, start):
            for other in index.query(signature):
                yield number, other
            index.insert(number, signature)


exchange(find_pairs)
