"""Search for many keys among many sorted ones."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def first_places(keys: NDArray[Any], wanted: NDArray[Any]) -> NDArray[np.intp]:
    """Return where each wanted key is among sorted keys, or would be; both are of one type.

    They are looked up in their own order, each near the last one, so that less memory is read.
    """
    order = np.argsort(wanted)
    places = np.empty(len(wanted), np.intp)
    places[order] = np.searchsorted(keys, wanted[order])
    return places
