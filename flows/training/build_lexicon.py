"""Build the spin lexicon: `python -m flows.training.build_lexicon [--circles]`.

Four sources become one table: pairs counted in real spun copies (counts and word pairs only), the
pairs of single pages in `lexicon/observed/`, a first list written from knowledge of English, and
the lists in `lexicon/` next to this script, one for each subject, written in the same way and
inflected here. A pair that only a list has weighs
little next to a counted one and must keep the form of its original. It may be part of a circle (two
words, each spun as the other) only if `circles.tsv` names it: --circles writes that file again, for
a person to review the difference.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from cleaners.own_entries import Pair
from cleaners.paraphrase.lexicon import COLUMNS
from flows.training.bench_data import BENCH_DATA
from flows.training.lexicon_counts import read_all
from flows.training.lexicon_sources import (
    LISTS,
    Key,
    read_first_list,
    read_lists,
)
from flows.training.lexicon_weights import measure_trust, merge
from flows.training.observed_pages import counted_texts

CIRCLES = Path(__file__).with_name("circles.tsv")
TARGET = Path(__file__).parents[2] / "cleaners" / "data" / "lexicon.tsv"
STORIES = 66  # counted in substitutions_dev.tsv
HEADER = """\
# What dictionary spinners write (spun) for the original: one pair a row, lower case.
# weight: times seen in spun copies beside their originals; \
below 1 where only knowledge of English vouches for it.
# replaced: share of the original's places that the spinner replaces. \
stood: times that copies left the word `spun`
# where an original had it. dialects: the spinners that write the pair, "-" for none seen.
# Sources: word pairs counted in {stories} spun web stories and their originals \
(counts and pairs only, no text);
# lists written for this project from knowledge of English \
(flows/training/lexicon and its forerunner).
# Terms: MIT, as the project.
# Built by flows/training/build_lexicon.py; do not edit by hand.
"""


def main() -> None:
    """Build the lexicon from BENCH_DATA/paraphrase and the lists, and write it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--circles", action="store_true", help="name all circles in circles.tsv"
    )
    arguments = parser.parse_args()
    pairs = build(BENCH_DATA / "paraphrase")
    circles = find_circles(pairs)
    if arguments.circles:
        write_circles(CIRCLES, circles)
    unnamed = set(circles) - set(read_circles(CIRCLES))
    if unnamed:
        sys.exit(
            f"circles that {CIRCLES.name} does not name: {sorted(unnamed)}; "
            "remove one direction, or run with --circles"
        )
    write_lexicon(TARGET, pairs, STORIES + len(counted_texts()))
    originals = {pair.original for pair in pairs}
    sys.stdout.write(
        f"{len(pairs):,} pairs of {len(originals):,} originals in {TARGET}\n"
    )


def build(folder: Path, without: Collection[str] = ()) -> list[Pair]:
    """Merge the counts and the first list in `folder` with the project's counts and lists.

    What pages of the texts `without` show is left out.
    """
    counts = read_all(folder, without)
    first_list = read_first_list(folder / "lexicon_start.tsv")
    trusts = measure_trust(
        first_list, read_lists(LISTS), counts.occurrences, counts.kept
    )
    return merge(counts.occurrences, trusts, counts.kept)


def find_circles(pairs: Iterable[Pair]) -> list[Key]:
    """Return the words that are spun as each other, unless copies have both directions."""
    dialects = {(pair.original, pair.spun): pair.dialects for pair in pairs}
    ordered = [pair for pair in dialects if pair[0] <= pair[1]]
    return sorted(pair for pair in ordered if _is_open_circle(pair, dialects))


def _is_open_circle(pair: Key, dialects: Mapping[Key, str]) -> bool:
    """Return whether both directions of a pair are listed, and copies lack one of them."""
    original, spun = pair
    reverse = (spun, original)
    if reverse not in dialects:
        return False
    return "-" in (dialects[pair], dialects[reverse])


def read_circles(path: Path) -> list[Key]:
    """Read the circles that are intended."""
    circles = []
    for line in path.read_text(encoding="utf-8").splitlines():
        one, _, other = line.partition("\t")
        circles.append((one, other))
    return circles


def write_circles(path: Path, circles: Iterable[Key]) -> None:
    """Write circles, one a line."""
    lines = [f"{one}\t{other}\n" for one, other in circles]
    path.write_text("".join(lines), encoding="utf-8")


def write_lexicon(path: Path, pairs: Iterable[Pair], stories: int) -> None:
    """Write the lexicon below a header with its sources and terms."""
    lines = [HEADER.format(stories=stories) + "\t".join(COLUMNS)]
    for pair in pairs:
        figures = f"{pair.weight:g}\t{pair.replaced:g}\t{pair.stood:g}"
        lines.append(f"{pair.original}\t{pair.spun}\t{figures}\t{pair.dialects}")
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
