"""Link new texts to those whose signatures have the same hashes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cleaners.duplicates.candidates import LinkChanges, LinkedPairs
from cleaners.duplicates.columns import UInt32Array, UInt64Array
from cleaners.duplicates.index import Texts
from cleaners.duplicates.index_update import IndexUpdate
from cleaners.duplicates.labour import LinkSearch
from cleaners.duplicates.postings import Bands, TextStates
from cleaners.duplicates.signing import KnownLines


@dataclass(frozen=True, slots=True)
class LinkedTexts:
    """The table of all texts, the postings of new ones, and how links change, part by part."""

    texts: Texts
    postings: Bands
    changes: Sequence[LinkChanges]

    @property
    def gained(self) -> list[LinkedPairs]:
        """Return the pairs with a new text, part by part."""
        return [change.gained for change in self.changes]

    @property
    def lost(self) -> UInt64Array:
        """Return the pairs that lost links, once for each."""
        lost = [change.lost for change in self.changes]
        return np.concatenate([np.empty(0, np.uint64), *lost])

    @property
    def promoted(self) -> UInt32Array:
        """Return the earlier texts that are anchors now."""
        promoted = [change.promoted for change in self.changes]
        return np.concatenate([np.empty(0, np.uint32), *promoted])


def link_texts(changes: IndexUpdate, repeated: UInt64Array) -> LinkedTexts:
    """Link the new texts by the hashes of their signatures.

    Texts that are promoted to anchors are read again as new ones, until there are none.
    """
    while True:
        linked = _link_once(changes, repeated)
        promoted = linked.promoted
        if not len(promoted):
            return linked
        changes.read_again(promoted)


def _link_once(changes: IndexUpdate, repeated: UInt64Array) -> LinkedTexts:
    """Link the texts that are new so far."""
    index, workspace = changes.index, changes.workspace
    known = KnownLines(repeated, changes.other_lines())
    labour = workspace.labour
    signed = labour.sign(workspace.buffer, known, workspace.cache, changes.new_numbers)
    texts = changes.all_texts(signed.sizes)
    states = _text_states(index.texts, texts)
    search = LinkSearch(index.postings, states, index.verified_pairs.pairs)
    linked = labour.link(signed, search)
    return LinkedTexts(texts, linked.postings, linked.changes)


def _text_states(before: Texts, now: Texts) -> TextStates:
    """Return which texts were alive before, and which are now."""
    first_new = len(before)
    alive_before = np.zeros(len(now), np.bool_)
    alive_before[:first_new] = before.alive
    return TextStates(now.anchor_ranks(), alive_before, now.alive, first_new)
