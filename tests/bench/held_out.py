"""Spin genuine pages with substitutions that a lexicon has never seen.

The lexicon is built once more in memory, without the sightings of one group of pairs; pages that the
language model was not counted in are spun with all pairs of the table, or only with what the group calls
for, and the truth is kept beside them.
"""

# ruff: noqa: S311 - the spinner's chance must come again
from __future__ import annotations

import csv
import json
import os
import random
import runpy
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from cleaners.paraphrase import Unspinner, language_model, lexicon, topics
from cleaners.paraphrase.lexicon import Lexicon
from flows.training import build_lexicon
from flows.training.build_language_model import is_kept_back

BENCH = Path(
    os.environ.get("BENCH_DATA", Path(__file__).parents[3] / "shared" / "bench")
)
DATA = BENCH / "paraphrase"
SHORTEST, LONGEST = 1_200, 6_000  # characters of a page that is spun
SEED = 3
DIALECT = "A"
REPLACED = 0.97  # share of an original's places that the benchmark's spinner replaces
Key = tuple[str, str]  # original, spun
Spin = dict[str, object]  # a row of the spinner: id, original, spun, spans

# How each group of pairs is left out, and into how many groups.
KINDS = {
    "nothing left out": 1,
    "half of the pairs seen in one story": 2,
    "the same, replaced as often as in real copies": 2,
    "a fifth of the originals": 5,
    "a fifth of the spun forms": 5,
    "a fifth of the originals, from the lists too": 5,
}
STORIES, LIFELIKE, ORIGINALS, FORMS, BLIND = list(KINDS)[1:]


@dataclass(frozen=True, slots=True)
class Fold:
    """What reads, and what it has to read: `hidden` are the pairs that its lexicon was not shown."""

    unspinner: Unspinner
    hidden: frozenset[Key]
    texts: Sequence[Spin]

    def unseen(self, row: Spin) -> Spin:
        """Keep only the places whose pair is hidden."""
        spun = str(row["spun"])
        kept = [
            span
            for span in row["spans"]
            if (span[2].lower(), spun[span[0] : span[1]].lower()) in self.hidden
        ]  # type: ignore[attr-defined]
        return {**row, "spans": kept}


def folds(kind: str) -> Iterator[Fold]:
    """Yield a fold for each group of a kind, the pages dealt out among them."""
    spinner = SimpleNamespace(**runpy.run_path(str(DATA / "spin.py")))
    seen, stories = (
        build_lexicon.sightings(DATA / "substitutions_dev.tsv"),
        story_counts(),
    )
    for group in range(KINDS[kind]):
        hidden = frozenset(
            key for key in seen if is_hidden(kind, key, stories[key], group)
        )
        shown = {key: sighting for key, sighting in seen.items() if key not in hidden}
        left = build_lexicon.kept(DATA / "kept_words.tsv")
        trusts = build_lexicon.trusted(
            first_list(), build_lexicon.rows(build_lexicon.LISTS), shown, left
        )
        if kind == BLIND:
            trusts = {
                key: trust
                for key, trust in trusts.items()
                if not is_hidden(kind, key, 1, group)
            }
        pairs = build_lexicon.merged(shown, trusts, left)
        table = defaultdict(list)
        for (original, spun), sighting in seen.items():
            fits = (
                DIALECT in sighting.dialects
                and tuple(original.split()) not in spinner.KEPT
            )
            if fits and not (
                kind in (STORIES, LIFELIKE)
                and stories[original, spun] == 1
                and (original, spun) not in hidden
            ):
                table[tuple(original.split())].append((spun, sighting.count))
        texts = [
            spin(spinner, table, number, text)
            for number, text in pages()
            if number % KINDS[kind] == group
        ]
        if kind == LIFELIKE:
            texts = [thinned(row) for row in texts]
        yield Fold(
            Unspinner(Lexicon.of(pairs), language_model.load(), topics.load()),
            hidden,
            texts,
        )


def is_hidden(kind: str, key: Key, stories: int, group: int) -> bool:
    """Whether a pair belongs to the group of a kind; a pair of two stories is hidden half as often as one of one."""
    original, spun = key
    if kind in (STORIES, LIFELIKE):
        return (
            stories <= 2
            and zlib.crc32("\t".join(key).encode()) % (2 * stories) == group
        )
    if kind in (ORIGINALS, BLIND):
        return zlib.crc32(original.encode()) % 5 == group
    return kind == FORMS and zlib.crc32(spun.encode()) % 5 == group


def spin(
    spinner: SimpleNamespace,
    table: dict[tuple[str, ...], list[tuple[str, int]]],
    number: int,
    text: str,
) -> Spin:
    chance = random.Random(f"{SEED}:{number}")
    spun, spans = spinner.spin(text, table, chance, max(map(len, table)))
    return {"id": str(number), "original": text, "spun": spun, "spans": spans}


def thinned(row: Spin) -> Spin:
    """Undo places by chance: real copies replace "from" for "of" once in a thousand times, not in 97 of 100."""
    chance = random.Random(f"{SEED}:{row['id']}")
    spun, shares, at, text = str(row["spun"]), replaced_shares(), 0, ""
    kept: list[list[object]] = []
    for start, end, original in row["spans"]:  # type: ignore[attr-defined]  # a row is what the spinner's JSON holds
        text += spun[at:start]
        at = end
        if chance.random() * REPLACED < shares.get(original.lower(), 0.0):
            kept.append([len(text), len(text) + end - start, original])
            text += spun[start:end]
        else:
            text += original
    return {**row, "spun": text + spun[at:], "spans": kept}


@cache
def replaced_shares() -> dict[str, float]:
    """Read the share of its places in which real copies replace each original."""
    return {pair.original: pair.replaced for pair in lexicon.shipped_pairs()}


@cache
def pages() -> tuple[tuple[int, str], ...]:
    """Read the pages that the language model was not counted in, and number them."""
    with (BENCH / "html_extraction" / "gold.jsonl").open(encoding="utf-8") as file:
        texts = [row["text"] for row in map(json.loads, file)]
    kept = [
        text[:LONGEST] for text in texts if len(text) >= SHORTEST and is_kept_back(text)
    ]
    return tuple(enumerate(kept))


@cache
def first_list() -> tuple[Key, ...]:
    """Read the list that came before our own."""
    return tuple(
        key
        for key in build_lexicon.listed(DATA / "lexicon_start.tsv")
        if build_lexicon.agree(*key)
    )


def story_counts() -> dict[Key, int]:
    with (DATA / "substitutions_dev.tsv").open(encoding="utf-8") as file:
        rows = csv.DictReader(
            (line for line in file if not line.startswith("#")), delimiter="\t"
        )
        return {(row["original"], row["spun"]): int(row["stories"]) for row in rows}
