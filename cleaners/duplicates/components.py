"""Groups: the texts that proofs hold together. Clusters are settled in each group alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates.assignment import Group, Pair, settle
from cleaners.duplicates.columns import chosen, is_first
from cleaners.duplicates.hashing import Hashes, Numbers
from cleaners.duplicates.index import Known
from cleaners.duplicates.records import Cluster, Rank
from cleaners.duplicates.verification import Proof, Text

_WORD = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Groups:
    """Some groups: `texts` has their texts, group by group, `starts` where each begins."""

    known: Known
    texts: Numbers
    starts: Numbers
    proofs: dict[int, dict[Pair, Proof]]  # by the first text of the group

    @classmethod
    def around(cls, known: Known, touched: NDArray[np.bool_]) -> Groups:
        """Find the groups that have a touched text."""
        heads = _heads(len(known.texts), known.proofs.pairs)
        wanted = np.zeros(len(heads), np.bool_)
        wanted[heads[touched]] = True
        members = np.flatnonzero(wanted[heads] & known.texts.alive)
        members = members[np.argsort(heads[members], kind="stable")]
        starts = np.flatnonzero(is_first(heads[members]))
        proofs: dict[int, dict[Pair, Proof]] = {}
        for row in np.flatnonzero(wanted[heads[known.proofs.pairs >> _WORD]]).tolist():
            one, other = sorted(divmod(int(known.proofs.pairs[row]), 1 << 32))
            proofs.setdefault(int(heads[one]), {})[one, other] = known.proofs.proof(row)
        return cls(known, members, starts, proofs)

    @property
    def larger_than_pairs(self) -> Numbers:
        """Give the texts of groups in which other proofs than those at hand may be needed."""
        sizes = np.diff(self.starts, append=len(self.texts))
        texts: Numbers = self.texts[np.repeat(sizes > 2, sizes)]  # noqa: PLR2004  # a pair has its proof
        return texts

    def settle(self, read: Callable[[int], Text]) -> Iterator[Cluster]:
        """Divide every group into clusters. `read` gives the words of a text."""
        ranks, texts = self._ranks(), self.texts.tolist()
        bounds = [*self.starts.tolist(), len(texts)]
        for start, end in pairwise(bounds):
            first = texts[start]
            if end == start + 1 and len(ranks[first]) == 1:
                yield Cluster(ranks[first][0][-1], ranks[first][0][-1])
                continue
            group = texts[start:end]
            lengths = {text: int(self.known.texts.words[text]) for text in group}
            yield from settle(
                Group(
                    {text: ranks[text] for text in group},
                    lengths,
                    self.proofs.get(first, {}),
                    read,
                )
            )

    def _ranks(self) -> dict[int, list[Rank]]:
        """List the ranks of the articles of each text, best first."""
        wanted = np.zeros(len(self.known.texts), np.bool_)
        wanted[self.texts] = True
        rows = chosen(self.known.articles, wanted[self.known.articles.text])
        columns = (rows.text, rows.spun, rows.length, rows.at, rows.ids)
        ranks: dict[int, list[Rank]] = {}
        for text, spun, length, at, name in zip(
            *(column.tolist() for column in columns), strict=True
        ):
            ranks.setdefault(text, []).append((spun, -length, at, name.decode()))
        for each in ranks.values():
            each.sort()
        return ranks


def _heads(count: int, pairs: Hashes) -> Numbers:
    """Give every text the smallest number in its group."""
    heads = np.arange(count)
    one, other = (
        (pairs >> _WORD).astype(np.int64),
        pairs.astype(np.uint32).astype(np.int64),
    )
    while True:
        least = np.minimum(heads[one], heads[other])
        before = heads.copy()
        np.minimum.at(heads, one, least)
        np.minimum.at(heads, other, least)
        heads = heads[heads]
        if (heads == before).all():
            return heads
