"""Find the blocks of a page that the lines of an extracted text came from."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from cleaners.extraction.blocks import WORD, HtmlBlock

# All of these were chosen on the 498 development pages; the effect of each is not on record.
NGRAM = 3  # words in a row that a line shares with the blocks that it was made of
MAX_OCCURRENCES = 8  # of an n-gram that are counted: commoner ones identify nothing
MAX_CELL_OCCURRENCES = 32  # the same, of a table cell shorter than NGRAM
CELL_WEIGHT = 0.5  # of a short table cell, where an n-gram weighs 1
NEIGHBOURHOOD = 40  # blocks around the best one that may belong to the same line
MIN_BEST_SHARE = 0.3  # of the line's n-grams that the best block must have
MIN_TOTAL_SHARE = 0.5  # or else, of the line's n-grams that all its blocks must have
MIN_BLOCK_SHARE = 0.5  # of a block's n-grams that the line must have

Ngram = tuple[str, ...]
NgramIndex = Mapping[Ngram, Sequence[int]]  # the blocks that have an n-gram, in order


def align(lines: Sequence[str], blocks: Sequence[HtmlBlock]) -> list[list[int]]:
    """List for each line the indices of its blocks; none where the page does not show the line.

    A text that occurs more than once on the page is taken to be the next one below the line before.
    """
    blocks_of_text = _index_texts(blocks)
    ngram_index: NgramIndex = {}
    found: list[list[int]] = []
    last = -1
    for line in lines:
        words = WORD.findall(line)
        candidates = blocks_of_text.get(" ".join(words), [])
        if candidates:
            own = [_first_after(candidates, last)]
        else:
            if words and not ngram_index:
                ngram_index = _index_ngrams(blocks)
            own = _align_by_ngrams(line, words, ngram_index, blocks, last)
        if own:
            last = own[0]
        found.append(own)
    return found


def _index_texts(blocks: Sequence[HtmlBlock]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        index[block.key].append(number)
    return index


def _index_ngrams(blocks: Sequence[HtmlBlock]) -> NgramIndex:
    index: dict[Ngram, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        for ngram in _ngrams(block.words):
            index[ngram].append(number)
    return index


def _ngrams(words: Sequence[str]) -> Iterator[Ngram]:
    if len(words) < NGRAM:
        yield tuple(words)
    for start in range(len(words) - NGRAM + 1):
        yield tuple(words[start : start + NGRAM])


def _first_after(candidates: Sequence[int], last: int) -> int:
    """Return the first of sorted block indices above `last`, or the highest of them."""
    position = bisect_right(candidates, last)
    return candidates[min(position, len(candidates) - 1)]


def _align_by_ngrams(
    line: str,
    words: Sequence[str],
    index: NgramIndex,
    blocks: Sequence[HtmlBlock],
    last: int,
) -> list[int]:
    """List the blocks that share n-grams with a line, around the one that shares most."""
    weights = _count_shared_ngrams(line, words, index)
    if not weights:
        return []
    total = max(1, len(words) - NGRAM + 1)
    heaviest = _heaviest_blocks(weights)
    best = _first_after(heaviest, last)
    around = sorted(number for number in weights if abs(number - best) < NEIGHBOURHOOD)
    is_weak = weights[best] < MIN_BEST_SHARE * total
    weight_around = sum(weights[number] for number in around)
    if is_weak and weight_around < MIN_TOTAL_SHARE * total:
        return []
    own = []
    for number in around:
        min_weight = _min_weight(blocks[number], total)
        if number == best or weights[number] >= min_weight:
            own.append(number)
    return own


def _count_shared_ngrams(
    line: str, words: Sequence[str], index: NgramIndex
) -> dict[int, float]:
    """Count the n-grams that each block shares with a line; short table cells count too."""
    weights: dict[int, float] = defaultdict(float)
    for ngram in _ngrams(words):
        numbers = index.get(ngram, ())
        first_numbers = numbers[:MAX_OCCURRENCES]
        for number in first_numbers:
            weights[number] += 1
    for cell in _short_cells(line):
        numbers = index.get(cell, ())
        first_numbers = numbers[:MAX_CELL_OCCURRENCES]
        for number in first_numbers:
            weights[number] += CELL_WEIGHT
    return weights


def _short_cells(line: str) -> Iterator[Ngram]:
    if "|" not in line:
        return
    for cell in line.split("|"):
        words = tuple(WORD.findall(cell))
        if 0 < len(words) < NGRAM:
            yield words


def _heaviest_blocks(weights: Mapping[int, float]) -> list[int]:
    highest = max(weights.values())
    return sorted(number for number, weight in weights.items() if weight == highest)


def _min_weight(block: HtmlBlock, line_ngrams: int) -> float:
    block_ngrams = len(block.words) - NGRAM + 1
    return MIN_BLOCK_SHARE * max(1, min(block_ngrams, line_ngrams))
