"""Find the blocks of a page that the lines of an extracted text came from."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from cleaners.extraction.blocks import WORD, Block

GRAM = 3  # words; a line shares so many in a row with the blocks that it was made of
COMMON = 8  # places of a gram that are looked at: more say nothing
NEAR = 40  # blocks around the best one that may belong to the same line
CELLS = 0.5  # weight of a short table cell beside a gram
FEWEST = 0.3  # of a line's grams that the best block must hold
FEWEST_TOGETHER = (
    0.5  # of a line's grams that all its blocks must hold, where no block has enough
)
SHARE = 0.5  # of a block's grams that the line must hold for the block to be part of it

Grams = Mapping[tuple[str, ...], Sequence[int]]


def align(lines: Sequence[str], blocks: Sequence[Block]) -> list[list[int]]:
    """List for each line the numbers of its blocks, in order; none where the page does not show the line.

    Text that stands on the page more than once is taken to be the next one below the line before.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        places[block.key].append(number)
    grams: Grams = {}
    found: list[list[int]] = []
    last = -1
    for line in lines:
        words = WORD.findall(line)
        same = places.get(" ".join(words), [])
        if not same and words:
            grams = grams or _grams(blocks)
        own = [_next(same, last)] if same else _gather(line, words, grams, blocks, last)
        last = own[0] if own else last
        found.append(own)
    return found


def _grams(blocks: Sequence[Block]) -> Grams:
    grams: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        for gram in _split(block.words):
            grams[gram].append(number)
    return grams


def _split(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    if len(words) < GRAM:
        yield tuple(words)
    for start in range(len(words) - GRAM + 1):
        yield tuple(words[start : start + GRAM])


def _next(places: Sequence[int], last: int) -> int:
    return places[min(bisect_right(places, last), len(places) - 1)]


def _gather(
    line: str, words: Sequence[str], grams: Grams, blocks: Sequence[Block], last: int
) -> list[int]:
    """Gather the blocks that share grams with a line, around the one that shares most."""
    shared: Counter[int] = Counter()
    for gram in _split(words):
        shared.update(grams.get(gram, ())[:COMMON])
    weights: dict[int, float] = dict(shared)
    for cell in line.split("|") if "|" in line else ():
        gram = tuple(WORD.findall(cell))
        if 0 < len(gram) < GRAM:
            for number in grams.get(gram, ())[: 4 * COMMON]:
                weights[number] = weights.get(number, 0) + CELLS
    if not weights:
        return []
    most, total = max(weights.values()), max(1, len(words) - GRAM + 1)
    best = _next(
        sorted(number for number, weight in weights.items() if weight == most), last
    )
    around = sorted(number for number in weights if abs(number - best) < NEAR)
    if (
        most < FEWEST * total
        and sum(weights[number] for number in around) < FEWEST_TOGETHER * total
    ):
        return []
    return [
        number
        for number in around
        if number == best or weights[number] >= _needed(blocks[number], total)
    ]


def _needed(block: Block, total: int) -> float:
    return SHARE * max(1, min(len(block.words) - GRAM + 1, total))
