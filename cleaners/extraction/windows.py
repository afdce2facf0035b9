"""Average values of the blocks before and after each block of a page."""

from __future__ import annotations

import numpy as np

from cleaners.extraction.block_measures import (
    FeatureColumns,
    Flags,
    Floats,
    mean_ranges,
)


def window_means(name: str, values: Floats | Flags, width: int) -> FeatureColumns:
    """Average over as many blocks before each block, and over those after it; 0 without any."""
    count = len(values)
    number = np.arange(count)
    following = number + 1
    low = np.maximum(0, number - width)
    high = np.minimum(count, following + width)
    return {
        f"{name} {width} before": mean_ranges(values, low, number),
        f"{name} {width} after": mean_ranges(values, following, high),
    }
