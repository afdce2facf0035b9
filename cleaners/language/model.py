"""Ask py3langid, which knows 139 languages, and measure whether it knows the one of a text."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cleaners.article import Language
from cleaners.language import model_file, stored_model
from cleaners.language.guess import rank
from cleaners.language.sparse_table import SparseTable

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Its best label is compared with this one: those between are near relatives.
RIVAL = 10
# A lead where the rival has no share at all: no text is that far from being foreign.
FAR = 9.0
UNREAD = -1  # the place of a row that was not converted
FIRST_ROWS = (
    4_096  # there is room for at first; 207 pages in some 20 languages read 14,000
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What py3langid reads in a text: the likeliest languages, the best first.

    "und" among them is a language without a code, or no language at all. `lead` is by how much the
    best label explains the text better than its tenth rival, in nats a byte. It is low where no
    label fits.
    """

    languages: list[Language]
    lead: float

    @property
    def code(self) -> str:
        """Return the code of the likeliest language."""
        return self.languages[0].code

    @property
    def confidence(self) -> float:
        """Return the share of the likeliest language."""
        return self.languages[0].confidence


def read(text: str) -> Reading:
    """Read a text."""
    labels = load().rank(text)
    languages = rank(labels[:RIVAL])
    best = labels[0][1]
    rival = labels[RIVAL][1]
    lead = _lead(best, rival, text)
    return Reading(languages, lead)


def _lead(best: float, rival: float, text: str) -> float:
    """Return by how much the best label leads, from the shares of two labels."""
    if rival <= 0.0:
        return FAR
    # py3langid divides log-likelihoods by the root of the length before it makes shares of them.
    length = len(text.encode("utf-8", "surrogatepass"))
    root = math.sqrt(max(1, length))
    return math.log(best / rival) / root


class Rows:
    """A table of 16-bit numbers, whose rows are converted to 32 bits when they are first read.

    With 32 bits they are the same numbers. A text reads a few hundred of the 100,000 rows, all
    texts of a run some thousands: only these are kept, one after the other.
    """

    def __init__(self, table: NDArray[np.float16] | SparseTable) -> None:
        self._table = table
        self._place = np.full(table.shape[0], UNREAD, np.intp)
        self._count = 0
        self._converted = np.empty((FIRST_ROWS, table.shape[1]), np.float32)

    def __getitem__(self, numbers: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return some rows."""
        new = numbers[self._place[numbers] == UNREAD]
        if new.size:
            self._convert(new)
        return self._converted[self._place[numbers]]

    def _convert(self, new: NDArray[np.intp]) -> None:
        """Convert rows that were never read."""
        first, end = self._count, self._count + len(new)
        self._make_room(end)
        self._converted[first:end] = self._table[new]
        self._place[new] = np.arange(first, end)
        self._count = end

    def _make_room(self, rows: int) -> None:
        """Take twice the room that is needed, where there is not enough."""
        if rows > len(self._converted):
            room = np.empty((2 * rows, self._table.shape[1]), np.float32)
            room[: self._count] = self._converted[: self._count]
            self._converted = room  # what is not written yet takes no memory


@cache
def load() -> LanguageIdentifier:
    """Load py3langid's model, at the first text."""
    identifier = stored_model.read() or model_file.read()
    identifier.nb_ptc = Rows(identifier.nb_ptc)
    return identifier
