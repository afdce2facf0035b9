"""The arrays of a language model as its file has them, and what they stand for.

A model has millions of n-grams: what is looked up of a few is unpacked at each look-up.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
SmallFloatArray = NDArray[np.float32]
PackedModel = Mapping[str, NDArray[np.generic]]
"""The arrays of the model's file by name, as `build_language_model` writes them."""

# Nats that the byte 0 stands for in the packed model: back-off weights can be above 0.
PACKED_MAX = 2


class PackedNats:
    """Logarithms (nats), kept as the file has them: one byte each, `step` nats apart."""

    def __init__(self, packed: NDArray[np.generic], step: float) -> None:
        self._packed = packed
        nats_of_byte = PACKED_MAX - step * np.arange(256)
        self._nats_of_byte: SmallFloatArray = nats_of_byte.astype(np.float32)

    def __getitem__(self, places: IntArray | slice) -> SmallFloatArray:
        """Unpack the logarithms at some places."""
        nats: SmallFloatArray = self._nats_of_byte[self._packed[places]]
        return nats


def vocabulary(packed: PackedModel) -> dict[str, int]:
    """Return the ids of the words of a model."""
    text = packed["words"].tobytes().decode()
    words = text.split("\n")
    return {word: number for number, word in enumerate(words)}


def contexts(sizes: NDArray[np.generic]) -> IntArray:
    """Return the context of each n-gram; `sizes` are the numbers of n-grams per context."""
    return np.repeat(np.arange(len(sizes)), sizes.astype(np.int64))


def last_words(packed: PackedModel, order: str) -> IntArray:
    """Return the last words of the n-grams of an order.

    Stored are the first of each context, and the distances of the others from the one before.
    """
    sums = np.cumsum(_unpack_distances(packed, order))
    sizes = packed[f"{order}_size"].astype(np.int64)
    before = np.append(0, sums)[np.cumsum(sizes) - sizes]
    words: IntArray = sums - np.repeat(before, sizes)
    return words


def _unpack_distances(packed: PackedModel, order: str) -> IntArray:
    """Return integers that are stored as low and high bytes."""
    low = packed[f"{order}_low"].astype(np.int64)
    high = packed[f"{order}_high"].astype(np.int64)
    return low | high << 8


def nats(packed: PackedModel, name: str) -> PackedNats:
    """Return an array of logarithms."""
    return PackedNats(packed[name], step(packed))


def step(packed: PackedModel) -> float:
    """Return by how many nats two neighbouring bytes differ."""
    return float(packed["step"][0])
