"""Read and prove the rules that a user adds to the shipped ones, and match with both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256

from cleaners.boilerplate.cases import broken_cases, broken_cases_of
from cleaners.boilerplate.scan import Scanner, shipped
from cleaners.own_entries import OwnRules
from cleaners.rule import Rule, RuleError
from cleaners.rule_files import parse


@cache
def scanner_with(own: OwnRules) -> Scanner:
    """Return the scanner of the shipped rules and, after them, a user's own."""
    scanner = shipped()
    return scanner.extended(own.rules) if own.rules else scanner


def parse_own_rules(files: Iterable[tuple[str, str]]) -> OwnRules:
    """Read a user's rules from names and texts of files, and run their cases.

    Raises RuleError, which names the file, the rule and how to fix it.
    """
    places: dict[str, str] = {}
    rules: list[Rule] = []
    digest = sha256()
    for name, toml in files:
        digest.update(f"{name}\n{toml}\n".encode())
        found = list(parse(toml, name))
        check_ids(found, name, places)
        rules += found
    own = OwnRules(digest.hexdigest(), tuple(rules))
    _check_cases(own, places)
    return own


def check_ids(rules: Sequence[Rule], name: str, places: dict[str, str]) -> None:
    """Add the file of each rule to `places`. Raises RuleError if an id is taken."""
    taken = {rule.id for rule in shipped().rules}
    for rule in rules:
        if rule.id in taken:
            raise RuleError(
                f"{name}: {rule.id}: a shipped rule has this id; rename yours"
            )
        if rule.id in places:
            other = places[rule.id]
            raise RuleError(f"{name}: {rule.id}: also in {other}; rename one")
        places[rule.id] = name


def _check_cases(own: OwnRules, places: dict[str, str]) -> None:
    """Raise RuleError for the first case that does not hold."""
    try:
        scanner = scanner_with(own)
    except ValueError as error:
        files = ", ".join(sorted(set(places.values())))
        raise RuleError(f"{files}: a match cannot be searched for: {error}") from error
    for rule in own.rules:
        for problem in broken_cases_of(rule, scanner):
            name = places[rule.id]
            raise RuleError(f"{name}: {problem}; change the rule or its case")


def broken_next_to_shipped(rules: Sequence[Rule]) -> list[str]:
    """Run every case of `rules` as a run would, with the shipped ones; describe what fails.

    Where a shipped rule is among them, they are run alone. Raises ValueError.
    """
    taken = {rule.id for rule in shipped().rules}
    if any(rule.id in taken for rule in rules):
        return broken_cases(rules)
    scanner = shipped().extended(tuple(rules))
    messages: list[str] = []
    for rule in rules:
        messages += broken_cases_of(rule, scanner)
    return messages
