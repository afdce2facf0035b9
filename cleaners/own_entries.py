"""What a user adds to what ships: rules against boilerplate, and pairs of a lexicon.

Settings hold them, so this module imports nothing that takes long.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256

from cleaners.rule import Rule, RuleError


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of the lexicon: a spinner writes `spun` in place of `original`.

    `weight` counts sightings. `replaced` is the share (0..1) of the original's places that the
    spinner replaces. `stood` counts the places where spun copies left the word `spun` as it was.
    `dialects` names the spinners that write the pair, "-" where no copy has shown it yet.
    """

    original: str
    spun: str
    weight: float
    replaced: float
    stood: float
    dialects: str


@dataclass(frozen=True, slots=True)
class OwnLexicon:
    """The pairs that a user adds to the shipped ones; equal if the digests of their files are."""

    digest: str = ""
    pairs: tuple[Pair, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class OwnRules:
    """The rules that a user adds to the shipped ones; equal if the digests of their files are."""

    digest: str = ""
    rules: tuple[Rule, ...] = field(default=(), compare=False)


NO_LEXICON = OwnLexicon()
NO_RULES = OwnRules()


@cache
def join_rules(first: OwnRules, second: OwnRules) -> OwnRules:
    """Return the rules of both, which were proved before. Raises RuleError if an id is twice."""
    if not (first.rules and second.rules):
        return first if first.rules else second
    taken = {rule.id for rule in first.rules}
    for rule in second.rules:
        if rule.id in taken:
            raise RuleError(
                f"{rule.id}: two of your own rules have this id; rename one"
            )
    digest = sha256(f"{first.digest}\n{second.digest}".encode())
    return OwnRules(digest.hexdigest(), (*first.rules, *second.rules))


@cache
def join_own(first: OwnLexicon, second: OwnLexicon) -> OwnLexicon:
    """Return the pairs of both, each once."""
    if not (first.pairs and second.pairs):
        return first if first.pairs else second
    known = {(pair.original, pair.spun) for pair in first.pairs}
    new = [pair for pair in second.pairs if (pair.original, pair.spun) not in known]
    digest = sha256(f"{first.digest}\n{second.digest}".encode())
    return OwnLexicon(digest.hexdigest(), (*first.pairs, *new))
