"""Successions: whether a text is an update of an earlier one, or a reprint of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from cleaners.duplicates.records import UNDATED
from cleaners.duplicates.standings import NOT_KNOWN, Standing, credits_of

# Microseconds between two fetches of one article that may differ by what was added meanwhile;
# within one crawl they differ by the page they are on (not tuned).
MIN_REFETCHED = timedelta(hours=12) // timedelta(microseconds=1)


def is_update(later: Sequence[Standing], earlier: Sequence[Standing]) -> bool:
    """Return whether an outlet published one text after the other, or had it at a later fetch."""
    shared = outlets_of(later) & outlets_of(earlier) - {NOT_KNOWN}
    return any(
        _follows(_articles_of(outlet, later), _articles_of(outlet, earlier))
        for outlet in shared
    )


def _follows(later: Sequence[Standing], earlier: Sequence[Standing]) -> bool:
    """Return whether one text of an outlet came after the other."""
    return _came_before(earlier, later) or _was_refetched(earlier, later)


def _was_refetched(earlier: Sequence[Standing], later: Sequence[Standing]) -> bool:
    """Return whether both texts have one date, and one of them was fetched much later."""
    dates = {standing.published for standing in (*earlier, *later)}
    last = max(standing.fetched for standing in earlier)
    first = min(standing.fetched for standing in later)
    has_one_date = len(dates) == 1 and UNDATED not in dates
    return has_one_date and last + MIN_REFETCHED <= first < UNDATED


def is_reprint(later: Sequence[Standing], earlier: Sequence[Standing]) -> bool:
    """Return whether outlets published one text after others had published the other.

    A text that credits an outlet was not its source, even if it came before.
    """
    outlets, others = outlets_of(later), outlets_of(earlier)
    are_known = NOT_KNOWN not in outlets | others
    are_others = outlets.isdisjoint(others | credits_of(earlier))
    return are_known and are_others and _came_before(earlier, later)


def outlets_of(standings: Sequence[Standing]) -> frozenset[int]:
    """Return the outlets that have the words of a text; unknown ones are one."""
    return frozenset(standing.outlet for standing in standings)


def _articles_of(outlet: int, standings: Sequence[Standing]) -> list[Standing]:
    return [standing for standing in standings if standing.outlet == outlet]


def _came_before(earlier: Sequence[Standing], later: Sequence[Standing]) -> bool:
    """Return whether a text was surely published before the other was."""
    first = min(standing.published_by for standing in earlier)
    second = min(standing.published for standing in later)
    return first < second < UNDATED
