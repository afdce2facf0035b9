"""Count the language model of the paraphrase stage.

Run it with `python -m flows.training.build_language_model`. The result has figures alone: an n-gram
is kept only if `FEWEST_DOCUMENTS` documents or `FEWEST_SOURCES` sources have it, so that no text
can be read back. The others are dropped before the back-off weights are computed; probabilities and
weights are rounded to eight bits. Today's web pages are few but most like what gets spun, so they
weigh more. Names that consist of ordinary words (`names_of_words.txt`) are documents too.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from flows.training.bench_data import BENCH_DATA
from flows.training.corpus import (
    FEWEST_DOCUMENTS,
    SOURCES,
    Ids,
    encode,
    read_names,
    read_pages,
    read_source,
    with_texts,
)
from flows.training.kneser_ney import (
    LAST_TWO_WORDS,
    WORD_BITS,
    Integers,
    NGramProbabilities,
    Reals,
    TrigramModel,
    estimate,
    last_word,
)

GOLD = BENCH_DATA / "html_extraction" / "gold.jsonl"
TARGET = Path(__file__).parents[2] / "cleaners" / "data" / "language_model.npz"
# Weight of a web page, 1 for other documents. Share of places restored at a precision of .87, on
# held-out pages: .42 without pages, .49 at weight 1, .50 at 4.
PAGE_WEIGHT = 4.0
STEP = 1 / 14  # nats per unit of a packed logarithm; 255 units reach down to e^-18
LARGEST_LOG = 2  # nats; unit 0, as a back-off factor may be above 1
SMALLEST_MASS = 1e-4  # probability; a guard against division by rounding errors
BYTE = np.uint64(0xFF)
BYTE_BITS = np.uint64(8)


def main() -> None:
    """Build the model from the documents and pages of BENCH_DATA, and write it."""
    model = _estimate()
    arrays = pack(model)
    np.savez_compressed(TARGET, **arrays)  # type: ignore[arg-type]  # arrays by name
    _print_size(model)


def _estimate() -> TrigramModel:
    """Estimate the model from the documents, pages and names."""
    by_source = _documents_by_source()
    documents = list(chain.from_iterable(by_source))
    pages = list(read_pages(GOLD))
    names = read_names() * FEWEST_DOCUMENTS
    return estimate(
        corpus=with_texts(encode(documents + pages), names),
        sources=_sources([*map(len, by_source), *[1] * len(pages), len(names)]),
        weights=_weights(len(documents), len(pages), len(names)),
    )


def _documents_by_source() -> list[list[str]]:
    """Read the documents of each source."""
    genuine = BENCH_DATA / "paraphrase" / "genuine"
    return [list(read_source(genuine, source)) for source in SOURCES]


def _sources(sizes: Sequence[int]) -> Integers:
    """Return the number of the source of each document; `sizes` are those of the sources."""
    numbers = np.arange(len(sizes))
    return np.repeat(numbers, sizes)


def _weights(documents: int, pages: int, names: int) -> NDArray[np.float64]:
    return np.array([1.0] * documents + [PAGE_WEIGHT] * pages + [1.0] * names)


def _print_size(model: TrigramModel) -> None:
    words = len(model.words)
    bigrams = len(model.bigrams.keys)
    trigrams = len(model.trigrams.keys)
    size = TARGET.stat().st_size
    sys.stdout.write(f"{words:,} words, {bigrams:,} bigrams, {trigrams:,} trigrams\n")
    sys.stdout.write(f"{size:,} bytes in {TARGET}\n")


def pack(model: TrigramModel) -> dict[str, NDArray[np.generic]]:
    """Lay the model out as arrays.

    The followers of each context are in a row. Their numbers are split into low and high bytes,
    and logarithms of probabilities have eight bits.
    """
    two = model.bigrams
    three = model.trigrams
    words = "\n".join(model.words).encode()
    first_words = (two.keys >> WORD_BITS).astype(np.int64)
    first_pairs = np.searchsorted(two.keys, three.keys >> WORD_BITS)
    backoff2 = _bigram_backoff(model, first_words)
    backoff3 = _trigram_backoff(model, first_pairs)
    return {
        "words": np.frombuffer(words, dtype=np.uint8),
        "step": np.array([STEP]),
        "one": _pack_logarithm(model.unigrams),
        "one_backoff": _pack_logarithm(backoff2),
        **_pack_followers("two", two, first_words, len(model.words)),
        "two_backoff": _pack_logarithm(backoff3),
        **_pack_followers("three", three, first_pairs, len(two.keys)),
    }


def _pack_followers(
    order: str, grams: NGramProbabilities, heads: Integers, size: int
) -> dict[str, NDArray[np.generic]]:
    """Lay out the n-grams of an order: how many each of `size` contexts has, and which words."""
    sizes = np.bincount(heads, minlength=size)
    return {
        f"{order}_size": sizes.astype(np.uint16),
        f"{order}_low": _low_byte(grams.keys),
        f"{order}_high": _low_byte(grams.keys >> BYTE_BITS),
        order: _pack_logarithm(grams.probability),
    }


def _bigram_backoff(model: TrigramModel, heads: Integers) -> Reals:
    """Return the back-off factor of each word; `heads` are the contexts of the bigrams."""
    two = model.bigrams
    lower = model.unigrams[last_word(two.keys)]
    return _backoff(heads, two.probability, lower, len(model.words))


def _trigram_backoff(model: TrigramModel, heads: Integers) -> Reals:
    """Return the back-off factor of each bigram; `heads` are the contexts of the trigrams."""
    two = model.bigrams
    three = model.trigrams
    lower = _suffix_probability(three.keys, two)
    return _backoff(heads, three.probability, lower, len(two.keys))


def _low_byte(keys: Ids) -> NDArray[np.uint8]:
    return (keys & BYTE).astype(np.uint8)


def _suffix_probability(keys: Ids, two: NGramProbabilities) -> Reals:
    """Return the probability of the last two words of each trigram; all are kept bigrams."""
    return two.probability[np.searchsorted(two.keys, keys & LAST_TWO_WORDS)]


def _backoff(heads: Integers, own: Reals, lower: Reals, size: int) -> Reals:
    """Return the factor of each context that makes its missing followers sum up to the rest."""
    rest = 1 - np.bincount(heads, weights=own, minlength=size)
    lower_rest = 1 - np.bincount(heads, weights=lower, minlength=size)
    return np.clip(rest, SMALLEST_MASS, 1) / np.clip(lower_rest, SMALLEST_MASS, 1)


def _pack_logarithm(probability: Reals) -> NDArray[np.uint8]:
    """Pack logarithms: unit 0 is e^LARGEST_LOG, and each unit is STEP less."""
    units = np.rint((LARGEST_LOG - np.log(probability)) / STEP)
    return np.clip(units, 0, 255).astype(np.uint8)


if __name__ == "__main__":
    main()
