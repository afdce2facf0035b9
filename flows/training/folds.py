"""Assign sites to folds and halves, so that nothing is measured on a site that it learned from."""

from __future__ import annotations

from hashlib import sha256

FOLDS = 5  # the usual number; each fit sees four fifths of the sites
ASIDE_DIGITS = "01234"  # first hex digit of the digest of a site that is kept aside
HALVES = ("dev", "aside")


def fold_of(site: str) -> int:
    """Return the fold of a site, from 0 to FOLDS - 1; it depends on the name alone."""
    return int(sha256(site.encode()).hexdigest(), 16) % FOLDS


def half_of(site: str) -> str:
    """Return whether rules and models may be made with a site in view, or it is kept aside."""
    first = sha256(site.encode()).hexdigest()[0]
    return "aside" if first in ASIDE_DIGITS else "dev"
