"""Drop the paragraphs that a page repeats, for wide and narrow screens or in a running banner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cleaners.extraction.blocks import WORD

# Words of a paragraph that is dropped without a copied neighbour: chosen on the development pages.
MIN_WORDS = 12
NO_PARAGRAPH = ("- ", "|", " ", "\t")  # items, rows and code may repeat themselves


def drop_repeated_paragraphs(lines: Sequence[str]) -> list[str]:
    """Keep the first of paragraphs with the same words.

    Short lines go only where a neighbour goes and the neighbour's original is next to theirs.
    """
    original = _first_occurrences(lines)
    is_copy = _mark_repeated(lines, original)
    numbers = range(len(lines))
    _spread_copies(is_copy, original, numbers[1:], -1)
    _spread_copies(is_copy, original, reversed(numbers[:-1]), 1)
    return [lines[number] for number in numbers if not is_copy[number]]


def _first_occurrences(lines: Sequence[str]) -> list[int]:
    """Return for each line the index of the first with the same words."""
    first_with: dict[str, int] = {}
    numbers: list[int] = []
    for number, line in enumerate(lines):
        words = WORD.findall(line)
        key = " ".join(words)
        first_with.setdefault(key, number)
        original = first_with[key]
        numbers.append(original)
    return numbers


def _mark_repeated(lines: Sequence[str], original: Sequence[int]) -> list[bool]:
    """Mark the paragraphs that repeat an earlier one."""
    is_copy = []
    for number, line in enumerate(lines):
        is_repeated = original[number] < number
        is_copy.append(is_repeated and _is_paragraph(line))
    return is_copy


def _is_paragraph(line: str) -> bool:
    if line.startswith(NO_PARAGRAPH):
        return False
    return len(WORD.findall(line)) >= MIN_WORDS


def _spread_copies(
    is_copy: list[bool], original: Sequence[int], numbers: Iterable[int], step: int
) -> None:
    """Mark a repeated line as a copy where its neighbour is one, and so are their originals."""
    for number in numbers:
        first = original[number]
        if first == number:
            continue
        neighbour = number + step
        if is_copy[neighbour] and original[neighbour] == first + step:
            is_copy[number] = True
