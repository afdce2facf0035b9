"""Put every proved copy under one canonical.

The texts are taken in the order of their rank. Each joins the canonical that it matches best, or
becomes one itself. So a copy is proved against the text that is kept in its stead, never through a
third one. What a text can join hangs on those that it is tied to by proofs, and those on others: on
the group of texts that proofs hold together, and on no other text, nor on their order or on earlier runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cleaners.duplicates.records import Cluster, Duplicate, Kind, Rank
from cleaners.duplicates.verification import LONGEST_COPY, Proof, Text, are_kin, compare

Pair = tuple[int, int]  # the smaller number first


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that proofs hold together, by their numbers.

    `ranks` has for each text the ranks of its articles, best first; all have the same words, which
    `lengths` counts.
    `proofs` are those that tie the texts; `read` gives the words of a text where another proof is needed.
    """

    ranks: Mapping[int, Sequence[Rank]]
    lengths: Mapping[int, int]
    proofs: Mapping[Pair, Proof]
    read: Callable[[int], Text]
    _more: dict[Pair, Proof] = field(default_factory=dict)

    def proof(self, one: int, other: int) -> Proof:
        """Hold two texts against each other, once."""
        pair = (min(one, other), max(one, other))
        if pair in self.proofs:
            return self.proofs[pair]
        if pair not in self._more:
            self._more[pair] = compare(self.read(pair[0]), self.read(pair[1]))
        return self._more[pair]

    def is_spun(self, text: int) -> bool:
        """Whether all articles with these words are spun."""
        return self.ranks[text][0][0]

    def are_copies(self, one: int, other: int) -> bool:
        """Whether two texts tell the same in the same words."""
        return self.proof(one, other).shows_copies(
            spun=self.is_spun(one) or self.is_spun(other)
        )

    def can_stand_for(self, canonical: int, copy: int) -> bool:
        """Whether nothing of note is lost when one text is kept in the other's stead."""
        return self.lengths[copy] <= LONGEST_COPY * self.lengths[
            canonical
        ] and self.are_copies(canonical, copy)

    def is_near(self, one: int, other: int) -> bool:
        """Whether two texts are of about the same length."""
        return self.proof(one, other).is_near

    def are_kin(self, one: int, other: int) -> bool:
        """Whether two texts may be parts of one story."""
        return are_kin(self.read(one), self.read(other))

    def kind(self, canonical: int, copy: int) -> Kind:
        """Say how a copy relates to its canonical: spun if it is known to be, or if only classes match."""
        proof = self.proof(canonical, copy)
        if proof.is_spun or (self.is_spun(copy) and not self.is_spun(canonical)):
            return Kind.SPUN
        return Kind.NEAR if proof.is_near else Kind.CONTAINED

    def kind_of_same(self, canonical: int, copy: Rank) -> Kind:
        """Say how an article with the canonical's words relates to it: spun if these words were put back."""
        return Kind.SPUN if copy[0] and not self.is_spun(canonical) else Kind.EXACT


def settle(group: Group) -> Iterator[Cluster]:
    """Divide a group into clusters, with no page of several stories standing for any of them."""
    ranked = sorted(group.ranks, key=lambda text: group.ranks[text][0])
    neighbours: dict[int, list[int]] = {text: [] for text in ranked}
    for (one, other), proof in group.proofs.items():
        if proof.shows_copies(spun=group.is_spun(one) or group.is_spun(other)):
            neighbours[one].append(other)
            neighbours[other].append(one)
    barred: set[Pair] = set()
    while True:
        canonicals = _assign(group, ranked, neighbours, barred)
        strangers = set(_strangers(group, canonicals))
        if not strangers:
            return _clusters(group, canonicals)
        barred |= strangers


def _assign(
    group: Group,
    ranked: Sequence[int],
    neighbours: Mapping[int, Sequence[int]],
    barred: set[Pair],
) -> dict[int, int]:
    """Give every text the canonical that it matches best, or itself.

    It is held against the canonicals of its neighbours, and against those of their neighbours: two
    copies of a story are tied by its longest copies, which need not be ranked before them.
    """
    canonicals: dict[int, int] = {}
    around: dict[int, set[int]] = {
        text: set() for text in ranked
    }  # canonicals of the neighbours
    place = {text: at for at, text in enumerate(ranked)}
    for copy in ranked:
        reached = around[copy].union(*(around[text] for text in neighbours[copy]))
        found = [
            (group.proof(kept, copy).strength, -place[kept])
            for kept in reached
            if (kept, copy) not in barred and group.can_stand_for(kept, copy)
        ]
        canonicals[copy] = ranked[-max(found)[1]] if found else copy
        for text in neighbours[copy]:
            around[text].add(canonicals[copy])
    return canonicals


def _strangers(group: Group, canonicals: Mapping[int, int]) -> Iterator[Pair]:
    """Yield (canonical, copy) where the canonical is a page of several stories and the copy one of them.

    Where the canonical has copies of its own length, a part that is in none of them is no part of
    its story. Parts that have nothing in common show that it tells several stories.
    """
    held: dict[int, list[int]] = {}
    for copy, kept in canonicals.items():
        if copy != kept:
            held.setdefault(kept, []).append(copy)
    for kept, copies in held.items():
        wholes = [copy for copy in copies if group.is_near(kept, copy)]
        parts = [copy for copy in copies if not group.is_near(kept, copy)]
        inside = [
            part
            for part in parts
            if not wholes or any(group.are_copies(whole, part) for whole in wholes)
        ]
        own = set() if _tell_several(group, inside) else set(inside)
        yield from ((kept, part) for part in parts if part not in own)


def _tell_several(group: Group, parts: Sequence[int]) -> bool:
    """Whether two of the parts are neither copies of each other nor parts of one story."""
    apart: list[int] = []
    for part in parts:
        if any(group.are_copies(other, part) for other in apart):
            continue
        if not all(group.are_kin(other, part) for other in apart):
            return True
        apart.append(part)
    return False


def _clusters(group: Group, canonicals: Mapping[int, int]) -> Iterator[Cluster]:
    """Write down each canonical with its copies: those of the same words, and those of its matches."""
    copies: dict[int, list[Duplicate]] = {
        text: [] for text, kept in canonicals.items() if text == kept
    }
    for text, kept in canonicals.items():
        canonical_id = group.ranks[kept][0][-1]
        if text == kept:
            copies[kept] += [
                Duplicate(rank[-1], canonical_id, group.kind_of_same(kept, rank), 1.0)
                for rank in group.ranks[kept][1:]
            ]
            continue
        kind, similarity = group.kind(kept, text), group.proof(kept, text).similarity
        copies[kept] += [
            Duplicate(rank[-1], canonical_id, kind, similarity)
            for rank in group.ranks[text]
        ]
    for kept, duplicates in copies.items():
        canonical_id = group.ranks[kept][0][-1]
        duplicates.sort(key=lambda duplicate: duplicate.article_id)
        yield Cluster(
            min([canonical_id, *(copy.article_id for copy in duplicates)]),
            canonical_id,
            tuple(duplicates),
        )
