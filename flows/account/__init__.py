"""The account of an article of a dataset: what it was, what it is, and why."""

from cleaners.explain import Fate, KnownValue, Piece
from flows.account.article import Account, CopyOf, Refusal
from flows.account.find import Match, find
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
