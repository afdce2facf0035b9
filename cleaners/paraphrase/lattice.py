"""All that a text may have said: at every word, what stands there and what may have stood there.

Most of it is hopeless. Two passes over pairs of words, from the front and from the back, tell how
good the best reading through each place is; what lies far below the best of all is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase.hypotheses import Node, Options
from cleaners.paraphrase.language_model import LanguageModel, Numbers
from cleaners.paraphrase.words import Word

HOPELESS = 4.0  # nats below the best reading
LOWEST = float("-inf")
LEXICAL = frozenset(("word", "short"))
BARRED = frozenset(("comma", "quote", "fixed", "number", "braced"))


@dataclass(frozen=True, slots=True)
class Lattice:
    """Edges in order of place: where each `starts` and `ends`, and what its option says.

    Place 0 is the end before the first sentence. Each word of a sentence has one place, and its end another.
    `left` and `right` are all edges that follow one another, in order, and `pairs` the words that meet there.
    """

    numbers: Numbers
    rows: NDArray[np.void]
    starts: Numbers
    ends: Numbers
    left: Numbers
    right: Numbers
    pairs: Numbers

    def only(self, kept: NDArray[np.bool_]) -> Lattice:
        """Drop the other edges."""
        number, both = np.cumsum(kept) - 1, kept[self.left] & kept[self.right]
        left, right = number[self.left[both]], number[self.right[both]]
        edges = self.numbers[kept], self.rows[kept], self.starts[kept], self.ends[kept]
        return Lattice(*edges, left, right, self.pairs[both])

    def first_edges(self) -> NDArray[np.bool_]:
        """Find the first edge of each place."""
        return np.diff(self.starts, prepend=-1) > 0

    def spanned(self) -> NDArray[np.bool_]:
        """Say of each place, and the one behind them all, whether an edge leads past it."""
        size = int(self.ends[-1]) + 1
        begun, ended = (
            np.bincount(self.starts + 1, minlength=size),
            np.bincount(self.ends, minlength=size),
        )
        spanned: NDArray[np.bool_] = np.cumsum(begun - ended) > 0
        return spanned

    def contested(self) -> NDArray[np.bool_]:
        """Find the edges at places that can be read in several ways, and at single words between two of these."""
        size = int(self.ends[-1])
        settled = (np.bincount(self.starts, minlength=size) == 1) & ~self.spanned()[:-1]
        settled[self.starts[~self.rows["stands"]]] = False
        settled[1:-1] &= settled[:-2] | settled[2:]
        contested: NDArray[np.bool_] = ~settled[self.starts]
        return contested


def lattice(
    text: Sequence[Sequence[Word]], options: Options, model: LanguageModel
) -> Lattice:
    """Lay out all readings of sentences; the first edge of each word leaves it as it stands."""
    places = _places(text, options)
    numbers = np.array(list(chain.from_iterable(places)))
    starts = np.repeat(np.arange(len(places)), list(map(len, places)))
    rows = options.table.rows(numbers)
    ends = starts + rows["length"]
    left, right = following(ends, starts)
    pairs = model.pairs(rows["last"][left], rows["numbers"][right, 0])
    return Lattice(numbers, rows, starts, ends, left, right, pairs)


def _places(text: Sequence[Sequence[Word]], options: Options) -> list[Sequence[int]]:
    """List the options that begin at each word, and the ends of sentences between them."""
    alone, named, fixed, end = (
        options.alone,
        options.alone_named,
        options.fixed,
        [options.table.end],
    )
    places: list[Sequence[int]] = [end]
    for sentence in text:
        last = len(sentence) - 1
        for at, (_, _, form, kind, _, name) in enumerate(sentence):
            here, after = (fixed if kind not in LEXICAL else named if name else alone)[
                form
            ]
            if after and at < last and sentence[at + 1].form in after:
                here = [*here, *_phrases(sentence, at, after, options)]
            places.append(here)
        places.append(end)
    return places


def _phrases(
    sentence: Sequence[Word], at: int, after: Mapping[str, Node], options: Options
) -> Iterator[int]:
    """Yield the originals of the spun phrases of two words or more that begin at a word."""
    named = sentence[at].name
    for word in sentence[at + 1 :]:
        if word.kind in BARRED or not word.adjoins or word.form not in after:
            return
        node, named = after[word.form], named and word.name
        if node.phrase:
            yield from (options.named if named else options.phrases)[node.phrase]
        after = node.after


def prune(whole: Lattice, model: LanguageModel) -> Lattice:
    """Keep the edges through which a reading leads that is nearly as good as the best."""
    last, first = whole.rows["last"][whole.left], whole.rows["numbers"][whole.right, 0]
    likely = (
        model.after_one(last, first, whole.pairs) + whole.rows["whole"][whole.right]
    )
    before, after, nats = whole.left.tolist(), whole.right.tolist(), likely.tolist()
    ahead, behind = (
        [0.0] + [LOWEST] * (len(whole.starts) - 1),
        [LOWEST] * (len(whole.starts) - 1) + [0.0],
    )
    for source, target, step in zip(before, after, nats, strict=True):
        score = ahead[source] + step
        if score > ahead[target]:  # noqa: PLR1730  # max() costs more than all else here
            ahead[target] = score
    for source, target, step in zip(*map(reversed, (before, after, nats)), strict=True):
        score = behind[target] + step
        if score > behind[source]:  # noqa: PLR1730  # as above
            behind[source] = score
    return whole.only(np.array(ahead) + np.array(behind) >= ahead[-1] - HOPELESS)


def following(ends: Numbers, starts: Numbers) -> tuple[Numbers, Numbers]:
    """Pair, by number, what ends at a place with what starts there; `starts` are in order, and so are the pairs."""
    order = np.argsort(ends, kind="stable")
    first, last = (
        np.searchsorted(ends[order], starts),
        np.searchsorted(ends[order], starts, side="right"),
    )
    sizes = last - first
    right = np.repeat(np.arange(len(starts)), sizes)
    return order[
        np.arange(len(right)) + np.repeat(first - np.cumsum(sizes) + sizes, sizes)
    ], right
