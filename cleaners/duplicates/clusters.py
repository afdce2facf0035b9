"""Put every proved copy under one canonical.

The texts are taken in the order of their rank. Each joins the canonical that it matches best, or
becomes one itself. So a copy is proved against the text that is kept in its stead, never through a
third one; and the result hangs on the set of documents alone, not on their order or on earlier runs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cleaners.duplicates.candidates import find_neighbours
from cleaners.duplicates.records import Cluster, Document, Duplicate, Kind
from cleaners.duplicates.texts import Texts
from cleaners.duplicates.words import exact_key, shingles

FEWEST_WORDS = 20  # shorter texts are copies only of the same words


def find_clusters(documents: Iterable[Document], classes: Mapping[str, str] | None = None) -> tuple[Cluster, ...]:
    """Group copies, each group under the article to keep; sorted by cluster id.

    `classes` maps folded words to the word of their class, as `word_classes` makes it. Raises
    ValueError when two documents have one id.
    """
    ranked = sorted(documents, key=lambda document: document.rank)
    _check_ids(ranked)
    alike: dict[bytes, list[Document]] = {}
    for document in ranked:
        alike.setdefault(exact_key(document.text), []).append(document)
    groups = list(alike.values())
    texts = Texts.of([group[0] for group in groups], classes or {})
    clusters = _clusters(groups, texts, _settle(texts))
    return tuple(sorted(clusters, key=lambda cluster: cluster.cluster_id))


def _check_ids(documents: Sequence[Document]) -> None:
    counts = Counter(document.article_id for document in documents)
    if twice := sorted(name for name, count in counts.items() if count > 1):
        raise ValueError(f"two documents have the id {twice[0]}; every article needs its own")


def _settle(texts: Texts) -> dict[int, int]:
    """Give the canonical of every text, with no page of several stories standing for any of them."""
    long_enough = (text.words if len(text.words) >= FEWEST_WORDS else text.words[:0] for text in texts.every)
    neighbours = find_neighbours([shingles(words) for words in long_enough])
    barred: set[tuple[int, int]] = set()
    while True:
        canonicals = _assign(texts, neighbours, barred)
        strangers = set(_strangers(texts, canonicals))
        if not strangers:
            return canonicals
        barred |= strangers


def _assign(texts: Texts, neighbours: Sequence[Sequence[int]], barred: set[tuple[int, int]]) -> dict[int, int]:
    """Give every text the canonical that it matches best, among those that its neighbours have; or itself."""
    canonicals: dict[int, int] = {}
    for copy, around in enumerate(neighbours):
        reached = {canonicals[text] for text in around if text < copy}
        found = [
            (texts.proof(kept, copy), -kept)
            for kept in reached
            if (kept, copy) not in barred and texts.can_stand_for(kept, copy)
        ]
        canonicals[copy] = -max(found)[1] if found else copy
    return canonicals


def _strangers(texts: Texts, canonicals: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield (canonical, copy) where the canonical is a page of several stories and the copy one of them.

    Where the canonical has copies of its own length, a part that is in none of them is no part of
    its story. Parts that have nothing in common show that it tells several stories.
    """
    held: dict[int, list[int]] = {}
    for copy, kept in canonicals.items():
        if copy != kept:
            held.setdefault(kept, []).append(copy)
    for kept, copies in held.items():
        wholes = [copy for copy in copies if texts.is_near(kept, copy)]
        parts = [copy for copy in copies if not texts.is_near(kept, copy)]
        inside = [part for part in parts if not wholes or any(texts.are_copies(whole, part) for whole in wholes)]
        own = set() if _tell_several(texts, inside) else set(inside)
        yield from ((kept, part) for part in parts if part not in own)


def _tell_several(texts: Texts, parts: Sequence[int]) -> bool:
    """Whether two of the parts are neither copies of each other nor parts of one story."""
    apart: list[int] = []
    for part in parts:
        if any(texts.are_copies(other, part) for other in apart):
            continue
        if not all(texts.are_kin(other, part) for other in apart):
            return True
        apart.append(part)
    return False


def _clusters(groups: Sequence[Sequence[Document]], texts: Texts, canonicals: Mapping[int, int]) -> Iterator[Cluster]:
    """Write down each canonical with its copies: those of the same words, and those of its matches."""
    copies: dict[int, list[Duplicate]] = {number: [] for number, kept in canonicals.items() if number == kept}
    for number, kept in canonicals.items():
        canonical_id = groups[kept][0].article_id
        if number == kept:
            kind, similarity, others = Kind.EXACT, 1.0, groups[number][1:]
        else:
            kind, similarity, others = texts.kind(kept, number), texts.proof(kept, number).similarity, groups[number]
        copies[kept] += [Duplicate(other.article_id, canonical_id, kind, similarity) for other in others]
    for kept, duplicates in copies.items():
        canonical_id = groups[kept][0].article_id
        duplicates.sort(key=lambda duplicate: duplicate.article_id)
        yield Cluster(min([canonical_id, *(copy.article_id for copy in duplicates)]), canonical_id, tuple(duplicates))
