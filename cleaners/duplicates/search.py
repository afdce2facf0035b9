"""Search for duplicates: add articles to an index, and return the clusters that change.

Whatever was added before, and in how many searches, the result is that of one search
among all articles that are there now. Of earlier texts, only those are read again that
new ones are compared with, and those linked to them by verified pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from cleaners.duplicates.columns import (
    BoolArray,
    UInt32Array,
    UInt64Array,
    high_half,
    low_half,
    sort_unique,
    take_rows,
)
from cleaners.duplicates.components import Components
from cleaners.duplicates.hashing import HASH_BASE
from cleaners.duplicates.index import DuplicateIndex
from cleaners.duplicates.index_update import IndexUpdate
from cleaners.duplicates.linked_pairs import have_enough_links, select_candidates
from cleaners.duplicates.linking import LinkedTexts, link_texts
from cleaners.duplicates.posting_lists import ANCHORS
from cleaners.duplicates.reading import ReadTexts
from cleaners.duplicates.records import Cluster, Document
from cleaners.duplicates.repeated_lines import MIN_TEXTS
from cleaners.duplicates.signatures import (
    ENTITY_SAMPLING,
    LEAD_SAMPLING,
    LEAD_WORDS,
    PAIR_SAMPLING,
    SHINGLE_SAMPLING,
    SHINGLE_WORDS,
)
from cleaners.duplicates.verified_pairs import VerifiedPairs
from cleaners.duplicates.word_classes import WordClasses
from cleaners.duplicates.word_loader import WordLoader
from cleaners.duplicates.workspace import Workspace

# Raise this when words, lines, keys, verified pairs or the columns of the index change.
VERSION = 6


@dataclass(frozen=True, slots=True)
class UpdateResult:
    """The new index, and every cluster that may have changed.

    Clusters are made as they are iterated over, while the workspace is there: all at once take some
    200 bytes an article, and what they are made of 130.
    """

    index: DuplicateIndex
    clusters: Iterable[Cluster]


@dataclass(frozen=True, slots=True)
class _Clusters:
    """The clusters of the components of an index that have touched texts."""

    index: DuplicateIndex
    touched: BoolArray
    loader: WordLoader

    def __iter__(self) -> Iterator[Cluster]:
        """Read the texts that are to be compared, and divide every component into clusters."""
        components = Components.around(self.index, self.touched)
        self.loader.load(components.texts_to_compare)
        yield from components.clusters(self.loader.workspace.cache.get)


def stamp(classes: WordClasses) -> str:
    """Return a description of all that the hashes of an index depend on.

    An index with another stamp cannot be used.
    """
    shingles = (
        f"shingles of {SHINGLE_WORDS} words, 1 in {SHINGLE_SAMPLING}, "
        f"of the first {LEAD_WORDS} 1 in {LEAD_SAMPLING}, pairs of them 1 in {PAIR_SAMPLING}"
    )
    entities = f"pairs of entities, 1 in {ENTITY_SAMPLING}"
    return (
        f"version {VERSION}: {shingles}; {entities}; {ANCHORS} anchors; "
        f"lines repeated in {MIN_TEXTS} texts; seed {HASH_BASE:x}; "
        f"classes {classes.digest}"
    )


def update(
    index: DuplicateIndex,
    documents: Iterable[Document],
    workspace: Workspace,
    removed: Iterable[str] = (),
    read: Iterable[ReadTexts] = (),
) -> UpdateResult:
    """Add new articles to an index, and find what they are copies of.

    `removed` are ids of earlier articles that are no longer there, `read` more new ones that were
    read already.
    """
    updated, loader = _updated(index, documents, workspace, frozenset(removed), read)
    touched = _touched_texts(index, updated)
    return UpdateResult(updated, _Clusters(updated, touched, loader))


def _updated(
    index: DuplicateIndex,
    documents: Iterable[Document],
    workspace: Workspace,
    removed: frozenset[str],
    read: Iterable[ReadTexts],
) -> tuple[DuplicateIndex, WordLoader]:
    """Return the new index, and what loads the words of its texts.

    What only the changes need is forgotten at the end: it takes as much memory as the index.
    """
    changes = IndexUpdate(index, workspace)
    changes.remove(removed)
    for texts in read:
        changes.add_read(texts)
    changes.add(documents)
    changes.read_other_breaks()
    repeated = changes.find_repeated_lines()
    linked = link_texts(changes, repeated)
    loader = WordLoader(index, repeated, workspace)
    verified = _verify_links(linked, loader)
    kept = _still_linked(index.verified_pairs, linked)
    updated = DuplicateIndex(
        linked.texts,
        changes.all_articles(),
        kept.with_rows(verified),
        repeated,
        postings=(*index.postings, linked.bands.postings),
        lines=(*index.lines, changes.new_lines()),
    )
    return updated, loader


def _verify_links(linked: LinkedTexts, loader: WordLoader) -> VerifiedPairs:
    """Select candidates from new links, and return those that are verified."""
    sizes = linked.texts.signature_size
    candidates = select_candidates(linked.bands.gained, sizes)
    loader.load(sort_unique(_both_texts(candidates.pairs)))
    workspace = loader.workspace
    return workspace.labour.verify(candidates, workspace.cache)


def _still_linked(verified: VerifiedPairs, linked: LinkedTexts) -> VerifiedPairs:
    """Return earlier pairs of which both texts are alive and still linked enough."""
    texts = linked.texts
    remaining = _without_links(verified, linked.bands.lost)
    pairs = remaining.pairs
    enough = have_enough_links(pairs, remaining.links, texts.signature_size)
    kept = enough & _both_alive(pairs, texts.alive)
    return take_rows(remaining, kept)


def _without_links(verified: VerifiedPairs, lost: UInt64Array) -> VerifiedPairs:
    """Subtract lost links from those of verified pairs."""
    pairs, counts = np.unique(lost, return_counts=True)
    rows = np.searchsorted(verified.pairs, pairs)
    links = verified.links.copy()
    links[rows] -= counts.astype(np.uint32)
    return replace(verified, links=links)


def _both_alive(pairs: UInt64Array, alive: BoolArray) -> BoolArray:
    """Return a mask of the pairs of which both texts are alive."""
    return alive[high_half(pairs)] & alive[low_half(pairs)]


def _touched_texts(before: DuplicateIndex, now: DuplicateIndex) -> BoolArray:
    """Return a mask of the texts whose cluster may have changed.

    These are new, have a new article, or lost a verified pair.
    """
    alive = now.texts.alive
    touched = np.zeros(len(alive), np.bool_)
    touched[len(before.texts) :] = True
    touched[_texts_of_new_articles(before, now)] = True
    touched[_texts_of_lost_pairs(before, now)] = True
    return touched & alive


def _texts_of_new_articles(before: DuplicateIndex, now: DuplicateIndex) -> UInt32Array:
    """Return the texts of new articles, which follow those that were kept."""
    is_kept = now.texts.alive[before.articles.text]
    kept_count = int(is_kept.sum())
    return now.articles.text[kept_count:]


def _texts_of_lost_pairs(before: DuplicateIndex, now: DuplicateIndex) -> UInt32Array:
    """Return the texts of pairs that are no longer verified."""
    pairs_before = before.verified_pairs.pairs
    lost = np.setdiff1d(pairs_before, now.verified_pairs.pairs)
    return _both_texts(lost)


def _both_texts(pairs: UInt64Array) -> UInt32Array:
    return np.concatenate([high_half(pairs), low_half(pairs)])
