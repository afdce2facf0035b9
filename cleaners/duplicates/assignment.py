"""Assign every copy to one canonical.

Texts are taken in the order of what they are worth. Each is assigned to the canonical
that it matches best, or becomes a canonical itself. Of the texts that come together so,
the cleanest is chosen (see `canonicals`), and all are assigned again, the chosen ones
first. So a copy is verified against the text that is kept in place of it, never through
a third one. The result depends on the texts of the component only, not on other texts,
their order, or earlier runs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from statistics import mean
from typing import TypeAlias

from cleaners.duplicates.canonicals import Claimants
from cleaners.duplicates.component import Component, Pair
from cleaners.duplicates.records import Cluster, Duplicate
from cleaners.duplicates.standings import NOT_KNOWN

# Share of long words that each two parts of one article have in common, and all of them on
# average. Of articles cut into 2, 3, 4 pages (299, 298, 297) .99, .96, .91 have both; of
# groups of as many articles .20, .08, .05.
MIN_SHARED_OF_PARTS = 0.08
MIN_MEAN_OF_PARTS = 0.13
# The same average where outlets are not known, and where no outlet has all of the parts:
# .97 and .91 of articles cut into two have it, and .06 and .01 of pairs of articles on
# neighbouring subjects.
MIN_MEAN_UNKNOWN_OUTLETS = 0.16
MIN_MEAN_OTHER_OUTLETS = 0.2

Canonicals: TypeAlias = dict[int, int]  # of texts; a canonical's is itself
NearbyCanonicals: TypeAlias = dict[int, set[int]]  # of the neighbours of each text
Neighbours: TypeAlias = Mapping[int, Sequence[int]]


def cluster_component(component: Component) -> Iterator[Cluster]:
    """Divide a component into clusters, each with its cleanest text as canonical."""
    claimants = Claimants(component.standings, component.support())
    neighbours = component.neighbours()
    ranked = claimants.ranked()
    barred: set[Pair] = set()
    together = _assign_parts(component, neighbours, ranked, barred)
    chosen = _choose(claimants, together)
    order = sorted(ranked, key=lambda text: text not in chosen)
    canonicals = _assign_parts(component, neighbours, order, barred)
    return _clusters(component, canonicals)


def _choose(claimants: Claimants, canonicals: Canonicals) -> frozenset[int]:
    """Return the text that is kept for each of the texts that were assigned to one."""
    groups: dict[int, list[int]] = defaultdict(list)
    for text, canonical in canonicals.items():
        groups[canonical].append(text)
    return frozenset(map(claimants.choose, groups.values()))


def _assign_parts(
    component: Component,
    neighbours: Neighbours,
    order: Sequence[int],
    barred: set[Pair],
) -> Canonicals:
    """Assign every text, and none to a page of several stories that it is a part of.

    The parts of such a page are `barred` from it, and all texts are assigned again, until
    no such page is left.
    """
    while True:
        canonicals = _assign(component, neighbours, order, barred)
        foreign = set(_foreign_parts(component, canonicals))
        if not foreign:
            return canonicals
        barred |= foreign


def _assign(
    component: Component,
    neighbours: Neighbours,
    order: Sequence[int],
    barred: set[Pair],
) -> Canonicals:
    """Assign every text to the canonical that it matches best, or to itself.

    A text is compared with the canonicals of its neighbours, and with those of their
    neighbours: two copies of a story are linked by its longest copies, which need not
    come before them.
    """
    canonicals: Canonicals = {}
    nearby: NearbyCanonicals = defaultdict(set)
    places = {text: place for place, text in enumerate(order)}
    for text in order:
        reached = _reached_canonicals(text, neighbours, nearby)
        allowed = [each for each in reached if (each, text) not in barred]
        allowed.sort(key=places.__getitem__)
        best = _best_canonical(component, text, allowed)
        canonicals[text] = best
        for other in neighbours[text]:
            nearby[other].add(best)
    return canonicals


def _reached_canonicals(
    text: int, neighbours: Neighbours, nearby: NearbyCanonicals
) -> set[int]:
    """Return the canonicals of a text's neighbours, and of their neighbours."""
    reached = set(nearby[text])
    for other in neighbours[text]:
        reached |= nearby[other]
    return reached


def _best_canonical(component: Component, text: int, canonicals: Sequence[int]) -> int:
    """Return the canonical that a text matches best; the text itself if none."""
    suitable = [each for each in canonicals if component.can_replace(each, text)]
    if not suitable:
        return text
    # Of equally strong matches, the first canonical wins.
    return max(suitable, key=lambda each: component.verification(each, text).strength)


def _foreign_parts(component: Component, canonicals: Canonicals) -> Iterator[Pair]:
    """Yield (canonical, copy) for each part of a page that has several stories.

    If the canonical has copies of its own length, a part that is in none of them does
    not belong to its story. Parts that have nothing in common show several stories.
    """
    for canonical, copies in _copies_by_canonical(canonicals).items():
        for part in _parts_of_others(component, canonical, copies):
            yield canonical, part


def _copies_by_canonical(canonicals: Canonicals) -> dict[int, list[int]]:
    """Return the copies of each canonical that has any."""
    copies: dict[int, list[int]] = defaultdict(list)
    for text, canonical in canonicals.items():
        if text != canonical:
            copies[canonical].append(text)
    return copies


def _parts_of_others(
    component: Component, canonical: int, copies: Sequence[int]
) -> list[int]:
    """Return the copies that are parts of another story than the canonical's."""
    complete: list[int] = []
    parts: list[int] = []
    for copy in copies:
        verification = component.verification(canonical, copy)
        if verification.is_near:
            complete.append(copy)
        elif not component.are_pages(canonical, copy):
            parts.append(copy)
    required = _required_mean(component, [canonical, *parts])
    if complete:
        return _parts_outside(component, parts, complete, required)
    return parts if _have_several_stories(component, parts, required) else []


def _required_mean(component: Component, texts: Sequence[int]) -> float:
    """Return what parts of one article share on average, by the outlets that have it."""
    outlets = component.shared_outlets(texts)
    if outlets - {NOT_KNOWN}:
        return MIN_MEAN_OF_PARTS
    return MIN_MEAN_UNKNOWN_OUTLETS if outlets else MIN_MEAN_OTHER_OUTLETS


def _parts_outside(
    component: Component, parts: list[int], complete: Sequence[int], required: float
) -> list[int]:
    """Return the parts that are in no complete copy and share no story with one.

    If the other parts are from several stories, the complete copies are such pages
    too, and all parts are returned.
    """
    inside: list[int] = []
    outside: list[int] = []
    for part in parts:
        if component.is_copy_of_any(part, complete):
            inside.append(part)
        elif not any(component.may_share_story(part, copy) for copy in complete):
            outside.append(part)
    return parts if _have_several_stories(component, inside, required) else outside


def _have_several_stories(
    component: Component, parts: Sequence[int], required: float
) -> bool:
    """Return whether parts that are no copies of each other are of several stories.

    `required` is the share of long words that parts of one have in common on average.
    """
    distinct = _without_copies(component, parts)
    pairs = combinations(distinct, 2)
    shares = [component.shared_story(one, other) for one, other in pairs]
    if not shares:
        return False
    return min(shares) < MIN_SHARED_OF_PARTS or mean(shares) < required


def _without_copies(component: Component, parts: Sequence[int]) -> list[int]:
    """Return the parts that are no copies of those before them."""
    distinct: list[int] = []
    for part in parts:
        if not component.is_copy_of_any(part, distinct):
            distinct.append(part)
    return distinct


def _clusters(component: Component, canonicals: Canonicals) -> Iterator[Cluster]:
    """Yield each canonical with its copies."""
    for canonical, duplicates in _duplicates(component, canonicals).items():
        canonical_id = component.best(canonical).article_id
        yield make_cluster(canonical_id, duplicates)


def _duplicates(
    component: Component, canonicals: Canonicals
) -> dict[int, list[Duplicate]]:
    """Return the duplicates of each canonical."""
    duplicates: dict[int, list[Duplicate]] = defaultdict(list)
    for text, canonical in canonicals.items():
        duplicates[canonical] += component.duplicates(canonical, text)
    return duplicates


def make_cluster(canonical_id: str, duplicates: Sequence[Duplicate]) -> Cluster:
    """Return a cluster, with its duplicates sorted by id."""
    ordered = sorted(duplicates, key=lambda duplicate: duplicate.article_id)
    cluster_id = canonical_id
    if ordered:
        cluster_id = min(canonical_id, ordered[0].article_id)
    return Cluster(cluster_id, canonical_id, tuple(ordered))
