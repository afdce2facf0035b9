"""Link new texts to those whose signatures have the same hashes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cleaners.duplicates.columns import UInt64Array
from cleaners.duplicates.index import Texts
from cleaners.duplicates.index_update import IndexUpdate
from cleaners.duplicates.labour import LinkedBands, LinkSearch
from cleaners.duplicates.postings import TextStates
from cleaners.duplicates.signing import KnownLines


@dataclass(frozen=True, slots=True)
class LinkedTexts:
    """The table of all texts, the postings of new ones, and how links change."""

    texts: Texts
    bands: LinkedBands


def link_texts(changes: IndexUpdate, repeated: UInt64Array) -> LinkedTexts:
    """Link the new texts by the hashes of their signatures.

    Texts that are promoted to anchors are read again as new ones, until there are none.
    """
    while True:
        linked = _link_once(changes, repeated)
        promoted = linked.bands.promoted
        if not len(promoted):
            return linked
        changes.read_again(promoted)


def _link_once(changes: IndexUpdate, repeated: UInt64Array) -> LinkedTexts:
    """Link the texts that are new so far."""
    index, workspace = changes.index, changes.workspace
    known = KnownLines(
        repeated,
        changes.other_lines(),
    )
    labour = workspace.labour
    signed = labour.sign(
        workspace.buffer,
        known,
        workspace.cache,
        changes.new_numbers,
    )
    texts = changes.all_texts(signed.sizes)
    states = _text_states(
        index.texts,
        texts,
    )
    search = LinkSearch(
        index.postings,
        states,
        index.verified_pairs.pairs,
    )
    return LinkedTexts(
        texts,
        labour.link(signed, search),
    )


def _text_states(before: Texts, now: Texts) -> TextStates:
    """Return which texts were alive before, and which are now."""
    first_new = len(before)
    alive_before = np.zeros(len(now), np.bool_)
    alive_before[:first_new] = before.alive
    return TextStates(now.anchor_ranks(), alive_before, now.alive, first_new)
