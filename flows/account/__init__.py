"""The account of an article of a dataset: what it was, what it is, and why.

Its names are imported when they are asked for: a text that is in no dataset needs no Arrow.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaners.explain import Fate, KnownValue, Piece
    from flows.account.article import Account, CopyOf, Refusal
    from flows.account.matches import find
    from flows.account.questions import Match
    from flows.account.reading import (
        SeveralArticlesError,
        UnknownArticleError,
        account_of,
        accounts,
        read_match,
    )

__all__ = [
    "Account",
    "CopyOf",
    "Fate",
    "KnownValue",
    "Match",
    "Piece",
    "Refusal",
    "SeveralArticlesError",
    "UnknownArticleError",
    "account_of",
    "accounts",
    "find",
    "read_match",
]
MODULES = {
    "Account": "flows.account.article",
    "CopyOf": "flows.account.article",
    "Fate": "cleaners.explain",
    "KnownValue": "cleaners.explain",
    "Match": "flows.account.questions",
    "Piece": "cleaners.explain",
    "Refusal": "flows.account.article",
    "SeveralArticlesError": "flows.account.reading",
    "UnknownArticleError": "flows.account.reading",
    "find": "flows.account.matches",
    "account_of": "flows.account.reading",
    "accounts": "flows.account.reading",
    "read_match": "flows.account.reading",
}


def __getattr__(name: str) -> object:
    """Import a name from its module."""
    if name not in MODULES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(import_module(MODULES[name]), name)
