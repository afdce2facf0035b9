"""Cut batches of words, and put them together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates.columns import AnyArray, Int64Array
from cleaners.duplicates.words import WordBatch


def between(batch: WordBatch, first: int, end: int) -> WordBatch:
    """Return the texts of a batch from the first to before the end."""
    words = _span(
        batch.text_ends,
        first,
        end,
    )
    lines = _span(
        batch.text_line_ends,
        first,
        end,
    )
    return WordBatch(
        words=batch.words[words],
        classes=batch.classes[words],
        text_ends=batch.text_ends[first:end] - words.start,
        lines=batch.lines[lines],
        line_ends=batch.line_ends[lines] - words.start,
        text_line_ends=batch.text_line_ends[first:end] - lines.start,
        keys=batch.keys[first:end],
    )


def joined(batches: Sequence[WordBatch]) -> WordBatch:
    """Put batches one after the other."""
    words = [batch.words for batch in batches]
    lines = [batch.lines for batch in batches]
    keys = [key for batch in batches for key in batch.keys]
    return WordBatch(
        words=_joined(words, np.uint32),
        classes=_joined([batch.classes for batch in batches], np.uint32),
        text_ends=_shifted([batch.text_ends for batch in batches], words),
        lines=_joined(lines, np.uint64),
        line_ends=_shifted([batch.line_ends for batch in batches], words),
        text_line_ends=_shifted(
            [batch.text_line_ends for batch in batches],
            lines,
        ),
        keys=tuple(keys),
    )


def _span(ends: Int64Array, first: int, end: int) -> slice:
    """Return from where to where some texts reach; `ends` has the end of each."""
    bounds = np.concatenate([[0], ends])
    return slice(int(bounds[first]), int(bounds[end]))


def _joined(arrays: Sequence[AnyArray], kind: type[np.generic]) -> NDArray[Any]:
    return np.concatenate([np.empty(0, kind), *arrays])


def _shifted(ends: Sequence[Int64Array], of: Sequence[AnyArray]) -> Int64Array:
    """Put ends one after the other, each shifted by the sizes of the arrays before its own."""
    sizes = np.array([len(array) for array in of], np.int64)
    starts = np.cumsum(sizes) - sizes
    shifted = [each + start for each, start in zip(ends, starts, strict=True)]
    return np.concatenate([np.empty(0, np.int64), *shifted])
