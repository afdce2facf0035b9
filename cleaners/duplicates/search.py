"""One search for copies: articles come in, and what is known of all texts is brought up to date.

Whatever came in before, and in how many searches, the outcome is that of one search among all
articles that are there now. Of texts of earlier searches only those are read that new ones are held
against, and those that proofs tie to these.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates.candidates import (
    ANCHORS,
    Bands,
    Population,
    Postings,
    Ties,
    are_enough,
    choose_pairs,
    find_ties,
)
from cleaners.duplicates.columns import chosen, holds, joined
from cleaners.duplicates.components import Groups
from cleaners.duplicates.hashing import BASE, Hashes, Hashes32, Numbers
from cleaners.duplicates.index import Known, Proofs, Texts
from cleaners.duplicates.ingestion import Intake, Library, Shelf, Spool, in_batches
from cleaners.duplicates.records import Cluster, Document
from cleaners.duplicates.repeated_lines import REPEATS, whole_line
from cleaners.duplicates.signatures import MARK_SHARE, SHARE, SHINGLE, sketch
from cleaners.duplicates.verification import Proof, Text, compare
from cleaners.duplicates.word_classes import Classes
from cleaners.duplicates.words import Words, read

VERSION = 1  # of words, lines, keys and proofs: to be raised whenever one of them is made in another way
_WORD = np.uint64(32)
_FIGURES = attrgetter(*(item.name for item in fields(Proof)))


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to: all that is known now, and every cluster that may have changed."""

    known: Known
    clusters: tuple[Cluster, ...]


@dataclass(frozen=True, slots=True)
class Tools:
    """What a search works with: the word classes, and places to read and keep texts."""

    classes: Classes
    library: Library
    spool: Spool
    shelf: Shelf


def stamp(classes: Classes) -> str:
    """Name all that decides which numbers stand for a text: what is known under another stamp is of no use."""
    sketches = f"shingles of {SHINGLE} words, 1 in {SHARE}; pairs of marks, 1 in {MARK_SHARE}; {ANCHORS} anchors"
    return f"version {VERSION}: {sketches}; furniture from {REPEATS} texts on; seed {BASE:x}; classes {classes.digest}"


def update(
    known: Known, documents: Iterable[Document], tools: Tools, gone: Iterable[str] = ()
) -> Found:
    """Find what new articles are copies of. `gone` names earlier articles that are no longer there."""
    intake = Intake(known, tools.classes, tools.library, tools.spool)
    names = frozenset(gone)
    if names:
        rows = np.isin(known.articles.ids, np.array(sorted(names)).astype(np.bytes_))
        intake.put_away(np.unique(known.articles.text[rows]), names)
    intake.read(documents)
    furniture = intake.find_furniture()
    while True:
        sketches = _sketch(intake, furniture, tools.shelf)
        texts, articles, lines = intake.finish(sketches.size)
        fresh, ties = _tie(known, texts, sketches)
        if not len(ties.risen):
            break
        intake.put_away(ties.risen)
    stays = _still_hold(known.proofs, ties.lost, texts)
    pairs, counts = choose_pairs(ties.gained, texts.size)
    shelver = _Shelver(known, furniture, tools)
    shelver.shelve(np.unique(_ends(pairs)))
    proofs = _joined(stays, _prove(pairs, counts, tools.shelf))
    now = Known(
        texts,
        articles,
        proofs,
        furniture,
        (*known.postings, fresh),
        (*known.lines, lines),
    )
    groups = Groups.around(now, _touched(known, now))
    shelver.shelve(groups.larger_than_pairs)
    return Found(now, tuple(groups.settle(tools.shelf.get)))


@dataclass(frozen=True, slots=True)
class _Sketches:
    """The sketches of the texts that came in; `size` by text, as in `Texts`."""

    hashes: Hashes32
    texts: Hashes32
    size: Hashes32


def _sketch(intake: Intake, furniture: Hashes, shelf: Shelf) -> _Sketches:
    hashes, texts = [np.empty(0, np.uint32)], [np.empty(0, np.uint32)]
    for numbers, words in intake.spool:
        flags = _put(numbers.tolist(), words, furniture, shelf)
        found, places = sketch(words, flags)
        hashes.append(found)
        texts.append(numbers[places].astype(np.uint32))
    every = np.concatenate(texts)
    size = np.bincount(
        every.astype(np.int64) - intake.first_fresh,
        minlength=intake.count - intake.first_fresh,
    )
    return _Sketches(np.concatenate(hashes), every, size.astype(np.uint32))


def _put(
    numbers: Iterable[int], words: Words, furniture: Hashes, shelf: Shelf
) -> NDArray[np.bool_]:
    """Put texts on the shelf, with what is furniture flagged; tell which of their lines are."""
    flags = holds(furniture, whole_line(words.lines))
    flagged = words.flag_lines(flags) if flags.any() else words
    for number, (plain, classes) in zip(numbers, flagged.texts(), strict=True):
        shelf.put(number, Text(plain, classes))
    return flags


def _tie(known: Known, texts: Texts, sketches: _Sketches) -> tuple[Bands, Ties]:
    """Find all ties of the texts that came in, band by band."""
    were = np.zeros(len(texts), np.bool_)
    were[: len(known.texts)] = known.texts.alive
    population = Population(texts.places(), were, texts.alive, len(known.texts))
    fresh = Postings.of(sketches.hashes, sketches.texts, population.places).bands()
    found = [
        find_ties(
            band,
            [run[number] for run in known.postings],
            population,
            known.proofs.pairs,
        )
        for number, band in enumerate(fresh)
    ]
    return fresh, joined(*found)


def _still_hold(proofs: Proofs, lost: Hashes, texts: Texts) -> Proofs:
    """Keep earlier proofs of which both texts are alive and still tied."""
    pairs, counts = np.unique(lost, return_counts=True)
    ties = proofs.ties.copy()
    ties[np.searchsorted(proofs.pairs, pairs)] -= counts.astype(np.uint32)
    alive = (
        texts.alive[proofs.pairs >> _WORD] & texts.alive[proofs.pairs.astype(np.uint32)]
    )
    stay = alive & are_enough(proofs.pairs, ties, texts.size)
    return chosen(replace(proofs, ties=ties), stay)


def _ends(pairs: Hashes) -> Hashes32:
    return np.concatenate([(pairs >> _WORD).astype(np.uint32), pairs.astype(np.uint32)])


def _prove(pairs: Hashes, ties: Numbers, shelf: Shelf) -> Proofs:
    """Hold the texts of candidate pairs against each other, and keep what is proved."""
    rows = []
    for pair, count in zip(pairs.tolist(), ties.tolist(), strict=True):
        proof = compare(shelf.get(pair >> 32), shelf.get(pair & 0xFFFFFFFF))
        if proof.holds:
            rows.append((pair, count, *_FIGURES(proof)))
    columns = zip(*rows, strict=True) if rows else ((),) * 8
    kinds = (np.uint64, *(np.uint32,) * 6, np.bool_)
    return Proofs(
        *(np.array(column, kind) for column, kind in zip(columns, kinds, strict=True))
    )


def _joined(one: Proofs, other: Proofs) -> Proofs:
    both = joined(one, other)
    return chosen(both, np.argsort(both.pairs))


@dataclass(frozen=True, slots=True)
class _Shelver:
    """Gets the words of texts of earlier searches where they may be compared."""

    known: Known
    furniture: Hashes
    tools: Tools

    def shelve(self, texts: NDArray[np.integer]) -> None:
        """Fetch those texts that are not yet on the shelf."""
        wanted = [
            text
            for text in texts.tolist()
            if text < len(self.known.texts) and text not in self.tools.shelf
        ]
        rows = np.flatnonzero(
            np.isin(self.known.articles.text, np.array(wanted, np.uint32))
        )
        numbers, first = np.unique(self.known.articles.text[rows], return_index=True)
        ids = [name.decode() for name in self.known.articles.ids[rows[first]].tolist()]
        by_id = dict(zip(ids, numbers.tolist(), strict=True))
        for batch in in_batches(self.tools.library.fetch(ids)):
            words = read([document.text for document in batch], self.tools.classes)
            _put(
                [by_id[document.article_id] for document in batch],
                words,
                self.furniture,
                self.tools.shelf,
            )


def _touched(known: Known, now: Known) -> NDArray[np.bool_]:
    """Tell which texts may have changed their cluster: those that came in, got an article, or lost a proof."""
    touched = np.zeros(len(now.texts), np.bool_)
    touched[len(known.texts) :] = True
    touched[now.articles.text[len(now.articles.ids) - _count_new(known, now) :]] = True
    touched[_ends(np.setdiff1d(known.proofs.pairs, now.proofs.pairs))] = True
    return touched & now.texts.alive


def _count_new(known: Known, now: Known) -> int:
    """Count the articles that came in, which stand last."""
    return len(now.articles.ids) - int(now.texts.alive[known.articles.text].sum())
