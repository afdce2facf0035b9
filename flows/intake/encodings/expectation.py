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
# Bits a letter that a record may be less likely than the sample itself. Measured on own texts: at
# most .67 in nine of ten of the same encoding, and .81 and more in 99 of 100 of another.
MAX_SURPRISE = 0.7
UNSEEN = (
    0.0005  # the share of a letter that the sample does not have. Chosen, not tuned
)


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
        rarity = {
            byte: -log2(count / counted.total()) for byte, count in counted.items()
        }
        total = sum(rarity[byte] * count for byte, count in counted.items())
        return cls(codec, rarity, total / max(1, counted.total()))

    def is_like(self, data: bytes) -> bool:
        """Return whether a record has the letters of the sample, about as often."""
        counted = _count_letters(data)
        if counted.total() < FEWEST_LETTERS:
            return False
        unseen = -log2(UNSEEN)
        bits = sum(self.rarity.get(each, unseen) * n for each, n in counted.items())
        return bits / counted.total() <= self.entropy + MAX_SURPRISE


def _count_letters(data: bytes) -> Counter[int]:
    high = data.translate(None, ASCII)
    return Counter(high[:MAX_LETTERS])
