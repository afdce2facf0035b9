"""What the records of a file are expected to be in, so that not each has to be guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import log2

ASCII = bytes(range(128))
# High bytes from which on a record is compared with its file; in fewer chance says too much.
FEWEST_LETTERS = 25
MAX_LETTERS = 2_000  # that are counted, for the sake of cost. Not tuned
# Bits a letter that a record may be less likely than the sample itself. Measured on own texts of 25
# and 60 letters: at most .67 in nine of ten of the same encoding, more in 19 of 20 of another.
MAX_SURPRISE = 0.7
UNSEEN = 11.0  # bits of a letter that the sample lacks. Chosen, not tuned


@dataclass(frozen=True, slots=True)
class Expectation:
    """A codec, and how rare each high byte is in the text that showed it, in bits.

    `entropy` is the mean of that over the text.
    """

    codec: str
    rarity: Mapping[int, float]
    entropy: float

    @classmethod
    def of(cls, codec: str, sample: bytes) -> Expectation:
        """Expect records to be like a sample."""
        counted = _count_letters(sample)
        total = counted.total()
        rarity = {}
        bits = 0.0
        for byte, count in counted.items():
            rarity[byte] = log2(total / count)
            bits += count * rarity[byte]
        return cls(codec, rarity, bits / total)

    def is_like(self, data: bytes) -> bool:
        """Return whether a record has the letters of the sample, about as often."""
        counted = _count_letters(data)
        total = counted.total()
        if total < FEWEST_LETTERS:
            return False
        bits = 0.0
        for byte, count in counted.items():
            bits += count * self.rarity.get(byte, UNSEEN)
        most = self.entropy + MAX_SURPRISE
        return bits <= most * total


def _count_letters(data: bytes) -> Counter[int]:
    high = data.translate(None, ASCII)
    return Counter(high[:MAX_LETTERS])
