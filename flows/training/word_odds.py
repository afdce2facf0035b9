"""Count the words of labelled blocks, and turn the counts into log-odds.

Counts add up over folds of sites, so that a page can be given the odds of other sites alone.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

PRIOR_SITES = 2.0  # sites that are added to the counts of each term; chosen, not tuned
MIN_SITES = 3  # that a term must be on; fewer teach one site's words


@dataclass(frozen=True, slots=True)
class TermCounts:
    """On how many sites each term is, and of these, the shares inside and outside articles.

    A site adds one to `sites`, and divides one between `inside` and `outside`.
    """

    sites: Counter[str] = field(default_factory=Counter)
    inside: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    outside: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def add_site(self, inside: Mapping[str, int], outside: Mapping[str, int]) -> None:
        """Add the blocks of one site that have each term, in articles and beside them."""
        for term in {**inside, **outside}:
            kept = inside.get(term, 0)
            share = kept / (kept + outside.get(term, 0))
            self.sites[term] += 1
            self.inside[term] += share
            self.outside[term] += 1 - share

    def only(self, terms: Iterable[str]) -> TermCounts:
        """Return the counts of some terms."""
        chosen = TermCounts()
        for term in terms:
            if term in self.sites:
                chosen.sites[term] = self.sites[term]
                chosen.inside[term] = self.inside[term]
                chosen.outside[term] = self.outside[term]
        return chosen


def without_rare(counts: Sequence[TermCounts]) -> list[TermCounts]:
    """Leave out the terms that are on fewer than MIN_SITES sites in all of the counts."""
    sites: Counter[str] = Counter()
    for each in counts:
        sites.update(each.sites)
    common = [term for term, number in sites.items() if number >= MIN_SITES]
    return [each.only(common) for each in counts]


def log_odds(counts: Iterable[TermCounts]) -> dict[str, float]:
    """Return the log-odds of terms over some counts, relative to those of all terms."""
    total = _sum(counts)
    share = _share_inside(total)
    base = _logit(share)
    common = [term for term, sites in total.sites.items() if sites >= MIN_SITES]
    return {term: _log_odds_of(term, total, share) - base for term in common}


def _log_odds_of(term: str, counts: TermCounts, prior: float) -> float:
    """Return the log-odds of a term; `prior` is the share inside articles before counting."""
    inside = counts.inside[term] + PRIOR_SITES * prior
    sites = counts.sites[term] + PRIOR_SITES
    return _logit(inside / sites)


def _share_inside(counts: TermCounts) -> float:
    """Return the share of all terms that is inside articles."""
    inside = sum(counts.inside.values())
    outside = sum(counts.outside.values())
    return inside / (inside + outside)


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def _sum(counts: Iterable[TermCounts]) -> TermCounts:
    total = TermCounts()
    for each in counts:
        total.sites.update(each.sites)
        for term, value in each.inside.items():
            total.inside[term] += value
        for term, value in each.outside.items():
            total.outside[term] += value
    return total
