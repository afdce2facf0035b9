"""Fit the weights of the chooser: `python -m flows.training.build_chooser`.

They are fitted to genuine pages of BENCH_DATA that are spun here (`pages_spun_here.py`), and to
real spun pages beside their originals where SPUN_PAGES names a folder of them (`spun_pages.py`).
The shipped weights were fitted with 251 of them; without, the error that goes from real pages is
.003 less. A real page is decoded with a lexicon that was built
without its text, as the pages will be that the weights are used for.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from cleaners.own_entries import Pair
from cleaners.paraphrase import Unspinner, language_model, topics
from cleaners.paraphrase.lexicon import Lexicon
from cleaners.paraphrase.page_words import PageWords
from cleaners.paraphrase.resources import Resources
from flows.training.bench_data import BENCH_DATA
from flows.training.build_lexicon import build
from flows.training.choice_fit import Place, fit
from flows.training.edit_judge import EditJudge
from flows.training.pages_spun_here import pages_spun_here
from flows.training.spun_pages import (
    SpunPage,
    spun_pages,
    texts_of_fold,
)

TARGET = Path(__file__).parents[2] / "cleaners" / "data" / "choice_weights.tsv"
HEADER = (
    "# Weights of the features of a reading, by name (cleaners/paraphrase/chooser.py).\n"
    "# Built by flows/training/build_chooser.py; do not edit by hand.\n"
)
REAL_WEIGHT = (
    2.0  # of a place of a real page; a place of a page spun here counts 1 or 4
)
# Weights of the fit to 122 real pages, held: pages that are spun here have no spun
# names, titles or quotations, and their spinner changes modal verbs as any other word.
# They show a spinner's choice among synonyms less well, too: the weight of how often it was seen
# is that of .4, .6 and .8 which did best on 11 other real pages.
HELD = {
    "modal": -0.491,
    "name": 1.6,
    "quotation": 1.083,
    "share_of_form": 0.6,
    "title": 0.906,
}


def main() -> None:
    """Fit the weights to all pages, and write them."""
    pages = list(spun_pages("counted"))
    real = chain.from_iterable(places_of_real_pages(pages))
    places = [*_places_spun_here(), *real]
    _write(fit(places, HELD))
    sys.stdout.write(f"{len(places):,} places, {len(pages)} real pages; {TARGET}\n")


def _write(model: Mapping[str, float]) -> None:
    """Write the weights below a header, sorted by name."""
    lines = [f"{name}\t{weight}\n" for name, weight in sorted(model.items())]
    TARGET.write_text(HEADER + "".join(lines), encoding="utf-8")


def _places_spun_here() -> Iterator[Place]:
    """Yield the places of the pages that are spun here."""
    for spun_here in pages_spun_here():
        unspinner = unspinner_of(spun_here.pairs)
        for spun, original in spun_here.pages:
            yield from places_of(spun, original, unspinner, spun_here.weight)


def places_of_real_pages(pages: Sequence[SpunPage]) -> Iterator[list[Place]]:
    """Yield the places of each real page, read with a lexicon without its text."""
    for fold in sorted({page.fold for page in pages}):
        unspinner = unspinner_without(texts_of_fold(fold))
        for page in pages:
            if page.fold == fold:
                yield list(places_of(page.spun, page.original, unspinner, REAL_WEIGHT))


def unspinner_without(texts: set[str]) -> Unspinner:
    """Build an unspinner whose lexicon knows nothing of some texts."""
    return unspinner_of(build(BENCH_DATA / "paraphrase", texts))


def unspinner_of(pairs: Iterable[Pair]) -> Unspinner:
    """Build an unspinner with a lexicon of some pairs."""
    lexicon = Lexicon.from_pairs(pairs)
    return Unspinner.of(Resources(lexicon, language_model.load(), topics.load()))


def places_of(
    spun: str, original: str, unspinner: Unspinner, weight: float
) -> Iterator[Place]:
    """Yield the places of a spun text, if it is recognised."""
    decoded = unspinner.decode(spun)
    if decoded is None:
        return
    repairer = unspinner.lexicon_repair
    words = PageWords(spun, decoded)
    readings = repairer.readings(decoded, ())
    text = repairer.chooser.read(readings, words)
    judge = EditJudge.of(spun, original)
    features = repairer.chooser.features(text)
    for (start, end), found in features.items():
        first = words.word(start)
        last = words.word(end - 1)
        place = []
        for reading, values in found.items():
            right = _is_right(judge, first.start, last.end, reading)
            place.append((values, right))
        yield Place(place, weight)


def _is_right(judge: EditJudge, start: int, end: int, reading: str | None) -> bool:
    """Return whether a reading of a place is the original's."""
    if reading is None:
        return judge.is_right(start, end)
    return judge.restores(start, end, reading)


if __name__ == "__main__":
    main()
