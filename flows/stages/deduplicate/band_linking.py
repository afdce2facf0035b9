"""Find the links of some bands: work for a worker.

It gets the signatures of new texts and the earlier postings of each band, and the states of all
texts. It leaves the new postings, and how links change, some hashes at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from cleaners.duplicates.candidates import BandSearch
from cleaners.duplicates.columns import UInt32Array, UInt64Array
from cleaners.duplicates.labour import LinkSearch, band_search, link_band
from cleaners.duplicates.linked_pairs import LinkedPairs
from cleaners.duplicates.postings import Postings, TextStates
from cleaners.duplicates.signing import SignatureRows
from flows.settings import Settings
from flows.stages.deduplicate import arrow_files, work_files
from flows.storage.shards import Shard

COLUMNS = ("hashes", "texts")


def ask(
    part: Shard, folder: Path, bands: Sequence[int], search: LinkSearch, runs: int
) -> None:
    """Write what a worker must know to link some bands; their signatures are there already."""
    states = search.states
    arrays = {
        "bands": np.array(bands),
        "runs": np.array(runs),
        "anchor_ranks": states.anchor_ranks,
        "alive_before": states.alive_before,
        "alive_now": states.alive_now,
        "first_new": np.array(states.first_new),
        "verified": search.verified,
    }
    work_files.write(part, folder, "states", arrays)
    for band in bands:
        for run, postings in enumerate(search.runs):
            for name in COLUMNS:
                column = getattr(postings[band], name)
                work_files.write_large(part, folder, f"{band}-{run}-{name}", column)


def link(part: Shard, settings: Settings, folder: Path) -> None:  # noqa: ARG001  # as all work
    """Find the links of some bands."""
    asked = work_files.read(part, folder, "states")
    states = TextStates(
        asked["anchor_ranks"],
        asked["alive_before"],
        asked["alive_now"],
        int(asked["first_new"]),
    )
    for band in asked["bands"].tolist():
        runs = [_mapped(part, folder, band, run) for run in range(int(asked["runs"]))]
        signed = signatures(part, folder, band)
        search = band_search(signed, runs, states, asked["verified"])
        _link(part, folder, band, search)


def _link(part: Shard, folder: Path, band: int, search: BandSearch) -> None:
    """Find the links of one band."""
    found = list(link_band(search))
    gained = [each.gained for each in found]
    lost = [each.lost for each in found]
    promoted = [each.promoted for each in found]
    path = work_files.path_of(part, folder, f"{band}-postings.arrow")
    arrow_files.write(path, Postings, [search.new], {})
    path = work_files.path_of(part, folder, f"{band}-gained.arrow")
    arrow_files.write(path, LinkedPairs, gained, {})
    arrays: work_files.Arrays = {
        "lost": np.concatenate(lost),
        "promoted": np.concatenate(promoted),
    }
    work_files.write(part, folder, f"{band}-changes", arrays)


def postings(part: Shard, folder: Path, band: int) -> Postings:
    """Map the postings of new texts in a band."""
    path = work_files.path_of(part, folder, f"{band}-postings.arrow")
    (found,) = arrow_files.read(path, Postings)
    return found


def gained(part: Shard, folder: Path, band: int) -> Sequence[LinkedPairs]:
    """Map the pairs with a new text that a band links."""
    path = work_files.path_of(part, folder, f"{band}-gained.arrow")
    return arrow_files.read(path, LinkedPairs)


def changes(part: Shard, folder: Path, band: int) -> tuple[UInt64Array, UInt32Array]:
    """Read the pairs that lost links in a band, and the texts that were promoted."""
    found = work_files.read(part, folder, f"{band}-changes")
    return found["lost"], found["promoted"]


def signatures(part: Shard, folder: Path, band: int) -> SignatureRows:
    """Map the signatures of new texts in a band, as `signature_files` gathered them."""
    columns = []
    for name in COLUMNS:
        path = work_files.path_of(part, folder, f"{band}-{name}.raw")
        columns.append(_raw(path))
    return SignatureRows(*columns)


def _raw(path: Path) -> UInt32Array:
    if not path.stat().st_size:
        return np.empty(0, np.uint32)
    return np.asarray(np.memmap(path, np.uint32, "r"))


def _mapped(part: Shard, folder: Path, band: int, run: int) -> Postings:
    """Map the postings of an earlier run in a band."""
    columns = [
        work_files.map_large(part, folder, f"{band}-{run}-{name}") for name in COLUMNS
    ]
    return Postings(*columns)
