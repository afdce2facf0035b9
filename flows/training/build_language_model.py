"""Count the language model of the paraphrase stage.

Run it with `python -m flows.training.build_language_model`. The result has figures alone: an n-gram
is kept only if `FEWEST_DOCUMENTS` documents or `FEWEST_SOURCES` sources have it, so that no text
can be read back. The others are dropped before the back-off weights are computed; probabilities and
weights are rounded to eight bits. Today's web pages are few but most like what gets spun, so they
weigh more. Names that consist of ordinary words (`known_names.txt`) are documents too.

Two models of speech recognisers are mixed in (`mixed_model.py`). They come with packages of the
extra `train`, and know far more word sequences than our texts have.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase.known_names import shipped_names
from flows.training.backoff_model import BackoffModel, pair_factors, word_factors
from flows.training.bench_data import BENCH_DATA
from flows.training.corpus import (
    FEWEST_DOCUMENTS,
    SOURCES,
    encode,
    read_pages,
    read_source,
    with_texts,
)
from flows.training.kneser_ney import (
    WORD_BITS,
    Integers,
    NGramProbabilities,
    Reals,
    TrigramModel,
    estimate,
    last_word,
)
from flows.training.known_words import with_our_words
from flows.training.mixed_model import Mixture, Part
from flows.training.sphinx_model import SphinxModel

GOLD = BENCH_DATA / "html_extraction" / "gold.jsonl"
TARGET = Path(__file__).parents[2] / "cleaners" / "data" / "language_model.npz"
# Weight of a web page, 1 for other documents. Share of places restored at a precision of .87, on
# held-out pages: .42 without pages, .49 at weight 1, .50 at 4.
PAGE_WEIGHT = 4.0
# Share (0..1) of our own model and of each foreign one, by package and file. On held-out texts of
# our corpora .7 of our own is best, on originals of real spun pages .3 to .5; they differ little.
OWN_SHARE = 0.5
FOREIGN = {
    ("pocketsphinx", "model/en-us/en-us.lm.bin"): 0.2,
    ("speech_recognition", "pocketsphinx-data/en-US/language-model.lm.bin"): 0.3,
}
STEP = 1 / 14  # nats per unit of a packed logarithm; 255 units reach down to e^-18
LARGEST_LOG = 2  # nats; unit 0, as a back-off factor may be above 1
BYTE = 0xFF  # mask


def main() -> None:
    """Build the model from BENCH_DATA and the models of two packages, and write it."""
    model = _mix(_estimate())
    arrays = pack(model)
    np.savez_compressed(TARGET, **arrays)  # type: ignore[arg-type]  # arrays by name
    _print_size(model)


def _mix(own: TrigramModel) -> TrigramModel:
    """Mix our model with the foreign ones."""
    ours = Part(BackoffModel.of(own), OWN_SHARE)
    return Mixture(own.words, ours, list(_foreign(own.words))).model()


def _foreign(words: Sequence[str]) -> Iterator[Part]:
    """Read the foreign models, with the numbers of our words."""
    for (package, file), share in FOREIGN.items():
        model = SphinxModel.read(_folder(package) / file)
        yield Part(with_our_words(model, words), share)


def _folder(package: str) -> Path:
    """Return the folder of a package, which is not imported: it needs sound."""
    found = find_spec(package)
    if found is None or found.origin is None:
        message = f"{package} is not installed: pip install -e '.[train]'"
        raise ModuleNotFoundError(message)
    return Path(found.origin).parent


def _estimate() -> TrigramModel:
    """Estimate the model from the documents, pages and names."""
    by_source = _documents_by_source()
    documents = list(chain.from_iterable(by_source))
    pages = list(read_pages(GOLD))
    names = list(shipped_names()) * FEWEST_DOCUMENTS
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

    The followers of each context are in a row. Each but the first is its distance from the one
    before, split into a low and a high byte, and logarithms of probabilities have eight bits.
    """
    two = model.bigrams
    three = model.trigrams
    words = "\n".join(model.words).encode()
    first_words = (two.keys >> WORD_BITS).astype(np.int64)
    first_pairs = np.searchsorted(two.keys, three.keys >> WORD_BITS)
    return {
        "words": np.frombuffer(words, dtype=np.uint8),
        "step": np.array([STEP]),
        "one": _pack_logarithm(model.unigrams),
        "one_backoff": _pack_logarithm(word_factors(model)),
        **_pack_followers("two", two, first_words, len(model.words)),
        "two_backoff": _pack_logarithm(pair_factors(model)),
        **_pack_followers("three", three, first_pairs, len(two.keys)),
    }


def _pack_followers(
    order: str, grams: NGramProbabilities, heads: Integers, size: int
) -> dict[str, NDArray[np.generic]]:
    """Lay out the n-grams of an order: how many each of `size` contexts has, and which words."""
    sizes = np.bincount(heads, minlength=size)
    distances = _distances(heads, last_word(grams.keys))
    return {
        f"{order}_size": sizes.astype(np.uint16),
        f"{order}_low": _low_byte(distances),
        f"{order}_high": _low_byte(distances >> 8),
        order: _pack_logarithm(grams.probability),
    }


def _distances(heads: Integers, followers: Integers) -> Integers:
    """Return the distance of each follower from the one before, of the first from 0."""
    before = np.append(0, followers[:-1])
    is_first = np.append(True, heads[1:] != heads[:-1])
    return np.where(is_first, followers, followers - before)


def _low_byte(values: Integers) -> NDArray[np.uint8]:
    return (values & BYTE).astype(np.uint8)


def _pack_logarithm(probability: Reals) -> NDArray[np.uint8]:
    """Pack logarithms: unit 0 is e^LARGEST_LOG, and each unit is STEP less."""
    units = np.rint((LARGEST_LOG - np.log(probability)) / STEP)
    return np.clip(units, 0, 255).astype(np.uint8)


if __name__ == "__main__":
    main()
