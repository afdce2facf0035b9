"""The arrays of a language model as its file has them, and what they stand for.

A model has millions of n-grams: what is looked up of a few is unpacked at each look-up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
SmallFloatArray = NDArray[np.float32]
Key = TypeVar("Key", np.uint32, np.uint64)
PackedModel = Mapping[str, NDArray[np.generic]]
"""The arrays of the model's file by name, as `build_language_model` writes them."""

WORD_BITS = 16  # of a key, for the last word of an n-gram; above them is its context
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


def keys(packed: PackedModel, order: str, kind: type[Key]) -> NDArray[Key]:
    """Return the keys of the n-grams of an order, ascending: the context, and the last word.

    Stored are how many n-grams each context has, the last word of the first of them, and how far
    that of each other one is from the one before. `kind` of integer must have room for the keys.
    """
    sizes = packed[f"{order}_size"].astype(np.int64)
    sums = np.cumsum(_distances(packed, order), dtype=kind)
    contexts = np.arange(len(sizes), dtype=kind)
    shifts = contexts << kind(WORD_BITS)
    shifts -= _sums_before(
        sums, sizes
    )  # may wrap around, and then turns back in the next line
    sums += np.repeat(shifts, sizes)
    return sums


def _sums_before(sums: NDArray[Key], sizes: IntArray) -> NDArray[Key]:
    """Return what stands before the first n-gram of each context in running sums."""
    firsts = np.cumsum(sizes) - sizes
    zero = np.zeros(1, sums.dtype)
    before: NDArray[Key] = np.append(zero, sums)[firsts]
    return before


def _distances(packed: PackedModel, order: str) -> NDArray[np.uint16]:
    """Return integers that are stored as low and high bytes."""
    low = packed[f"{order}_low"].astype(np.uint16)
    high = packed[f"{order}_high"].astype(np.uint16)
    return low | high << np.uint16(8)


def nats(packed: PackedModel, name: str) -> PackedNats:
    """Return an array of logarithms."""
    return PackedNats(packed[name], step(packed))


def step(packed: PackedModel) -> float:
    """Return by how many nats two neighbouring bytes differ."""
    return float(packed["step"][0])
