r"""Rules are data: one TOML table each, with the cases that prove it.

    [[rule]]
    id      = "comments/no-comments-yet"
    match   = '''no comments yet\b.{0,40}'''
    where   = "tail"
    why     = "Empty comment widget."
    repairs = ["Rain is due on Friday, the office said.\n<<No comments yet. => >>"]
    spares  = ["There are no comments yet from the ministry, which said it would answer on Friday."]

`match` is held against a whole trimmed line, capitals or not. In a repair, `<<before => after>>`
marks what must change; all else must stay as it is. A rule's kind is the first part of its id and
the name of its file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from re import _parser  # type: ignore[attr-defined]  # the parser of `re` is public in all but name
from typing import Any

MARK = re.compile(r"<<(?P<before>.*?) => (?P<after>.*?)>>", re.DOTALL)
PLACES = ("head", "tail", "edge", "anywhere")
COLUMNS = ("title", "author", "date", "site", "section", "tags", "source_credit")
REQUIRED = ("id", "match", "why", "repairs", "spares")


class RuleError(ValueError):
    """A rule file says something that cannot be a rule."""


@dataclass(frozen=True, slots=True)
class Case:
    """A text, and the edits that a rule must make in it: these and no others."""

    text: str
    edits: tuple[tuple[int, int, str], ...]

    @classmethod
    def of(cls, marked: str) -> Case:
        """Read a case in which `<<before => after>>` marks each edit."""
        text, edits, at = "", [], 0
        for mark in MARK.finditer(marked):
            text += marked[at : mark.start()] + mark["before"]
            edits.append((len(text) - len(mark["before"]), len(text), mark["after"]))
            at = mark.end()
        if not edits:
            raise RuleError(f"a repair marks no <<before => after>>: {marked!r}")
        return cls(text + marked[at:], tuple(edits))


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of line to take out, where it may stand, and the cases that show when.

    `where` is head (before the body), tail (after it), edge (either) or anywhere. `opens` says that
    the line heads a section of boilerplate that runs on below it. `lifts` names the column that the
    group `value` of the match fills. `near` asks for another removed line within three lines.
    """

    id: str
    match: str
    why: str
    repairs: tuple[Case, ...]
    spares: tuple[str, ...]
    where: str = "anywhere"
    unless: str = ""
    opens: bool = False
    near: bool = False
    lifts: str = ""
    confidence: float = 0.98

    @property
    def kind(self) -> str:
        """The first part of the id."""
        return self.id.partition("/")[0]

    def read(self, line: str) -> re.Match[str] | None:
        """Match a whole trimmed line, unless `unless` is found in it."""
        found = _compiled(self.match).fullmatch(line)
        return (
            None
            if not found or (self.unless and _compiled(self.unless).search(line))
            else found
        )

    def allows(self, place: str) -> bool:
        """Whether the rule holds in a place: head, body or tail, or edge for either of head and tail."""
        return self.where in ("anywhere", place) or (
            place != "body" and "edge" in (self.where, place)
        )


@cache
def parsed(pattern: str) -> Any:  # noqa: ANN401 - the parser names no types
    """Parse a pattern without compiling it, which takes longer and most runs do not need. Raises re.error."""
    return _parser.parse(pattern, re.IGNORECASE)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def load(stage: str) -> tuple[Rule, ...]:
    """Read every rule in `cleaners/rules/<stage>`, by file name and then as written.

    Raises RuleError, which names file, rule and remedy.
    """
    folder = files("cleaners") / "rules" / stage
    found = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")),
        key=lambda file: file.name,
    )
    rules = tuple(
        rule
        for file in found
        for rule in parse(file.read_text(encoding="utf-8"), file.name)
    )
    ids = [rule.id for rule in rules]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise RuleError(f"{stage}: the id {twice[0]} is given twice; rename one")
    return rules


def parse(toml: str, name: str) -> Iterator[Rule]:
    """Read the rules of one file called `name`. Raises RuleError."""
    try:
        tables = tomllib.loads(toml)["rule"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise RuleError(
            f"{name}: not a rule file ({error}); write [[rule]] tables in TOML"
        ) from error
    for table in tables:
        yield _rule(table, name)


def _rule(table: Mapping[str, object], name: str) -> Rule:
    title = f"{name}: {table.get('id', 'a rule without id')}"
    known = {field.name for field in fields(Rule)}
    if unknown := sorted(set(table) - known):
        raise RuleError(
            f"{title}: no such key: {', '.join(unknown)}; known are {', '.join(sorted(known))}"
        )
    if missing := [key for key in REQUIRED if not table.get(key)]:
        raise RuleError(
            f"{title}: lacks {', '.join(missing)}; every rule needs {', '.join(REQUIRED)}"
        )
    try:
        cases = tuple(map(Case.of, _strings(table["repairs"])))
        spares = tuple(_strings(table["spares"]))
        rule = Rule(**{**table, "repairs": cases, "spares": spares})  # type: ignore[arg-type]  # checked next
        _check(rule, name.removesuffix(".toml"))
    except (RuleError, TypeError, re.error) as error:
        raise RuleError(f"{title}: {error}") from error
    return rule


def _strings(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RuleError("repairs and spares are lists of strings")
    return value


def _check(rule: Rule, kind: str) -> None:
    """Refuse what would fail or do nothing later."""
    pattern = parsed(rule.match)
    parsed(rule.unless)
    if rule.kind != kind:
        raise RuleError(f"the id must start with {kind}/, the name of its file")
    if rule.where not in PLACES:
        raise RuleError(
            f"where is {rule.where!r}; it must be one of {', '.join(PLACES)}"
        )
    if rule.lifts and rule.lifts not in COLUMNS:
        raise RuleError(
            f"lifts is {rule.lifts!r}; it must be one of {', '.join(COLUMNS)}"
        )
    if rule.lifts and "value" not in pattern.state.groupdict:
        raise RuleError("lifts needs a group (?P<value>…) in match")
    if not pattern.getwidth()[0] and rule.read(""):
        raise RuleError("match accepts an empty line; it must ask for some text")
    if not 0 < rule.confidence <= 1:
        raise RuleError("confidence must lie in 0..1")
