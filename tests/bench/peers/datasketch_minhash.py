"""Find near-duplicates with datasketch: word 5-grams, 128 permutations, threshold .7.

python datasketch_minhash.py DOCUMENTS.jsonl OUTPUT.json
"""

from __future__ import annotations

from collections.abc import Iterator

from datasketch import MinHash, MinHashLSH
from exchange import exchange, shingles

PERMUTATIONS, SEED, THRESHOLD = 128, 1, 0.7


def find_pairs(texts: list[str]) -> Iterator[tuple[int, int]]:
    """Yield each text with the earlier ones that share a band with it."""
    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    for number, text in enumerate(texts):
        signature = MinHash(num_perm=PERMUTATIONS, seed=SEED)
        signature.update_batch([shingle.encode() for shingle in sorted(shingles(text))])
        yield from ((number, other) for other in index.query(signature))
        index.insert(number, signature)


exchange(find_pairs)
