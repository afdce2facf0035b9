r"""Read rules, which are data: one TOML table each, with the cases that prove it.

    [[rule]]
    id      = "comments/no-comments-yet"
    match   = '''no comments yet\b.{0,40}'''
    where   = "tail"
    why     = "Empty comment widget."
    repairs = ["Rain is due on Friday, the office said.\n<<No comments yet. => >>"]
    spares  = ["There are no comments yet from the ministry, which said it would answer on Friday."]

`match` must match a whole trimmed line; case does not matter. In a repair, `<<before => after>>`
marks what must change; all else must stay as it is. A rule's kind is the first part of its id and
the name of its file.

Patterns are parsed with `re._parser`, which is private: `cleaners.boilerplate.re2_prefilter` says
what that rests on and which test guards it.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from re import _parser  # type: ignore[attr-defined]  # private: see the docstring above
from typing import Any

MARK = re.compile(r"<<(?P<before>.*?) => (?P<after>.*?)>>", re.DOTALL)
PLACES = ("head", "tail", "edge", "anywhere")
COLUMNS = ("title", "author", "date", "site", "section", "tags", "source_credit")
REQUIRED = ("id", "match", "why", "repairs", "spares")

CaseEdit = tuple[int, int, str]
"""Start and end in the text of a case, and the replacement."""


class RuleError(ValueError):
    """A rule file has something in it that is not a valid rule."""


@dataclass(frozen=True, slots=True)
class Case:
    """A text, and the edits that a rule must make in it: these and no others."""

    text: str
    edits: tuple[CaseEdit, ...]

    @classmethod
    def of(cls, marked: str) -> Case:
        """Read a case in which `<<before => after>>` marks each edit."""
        text = ""
        edits: list[CaseEdit] = []
        position = 0
        for mark in MARK.finditer(marked):
            text += marked[position : mark.start()]
            start = len(text)
            text += mark["before"]
            end = len(text)
            edits.append((start, end, mark["after"]))
            position = mark.end()
        if not edits:
            raise RuleError(f"a repair marks no <<before => after>>: {marked!r}")
        return cls(text + marked[position:], tuple(edits))


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern for lines to remove, the places where it applies, and the cases that prove it.

    `where` is head (above the body), tail (below it), edge (either) or anywhere. `unless` is a
    pattern that spares a line. `opens` means that the line is the header of a section of
    boilerplate. `near` means that the rule applies only if another line within three is
    removed. `lifts` names the column that the group `value` of the match fills. `confidence` is
    the probability, 0 to 1, that a line that matches is boilerplate: .98 by default,
    which was set by hand.
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
        """Match a whole trimmed line; return None if `unless` is found in it."""
        match = _compiled(self.match).fullmatch(line)
        if match and self.unless and _compiled(self.unless).search(line):
            return None
        return match

    def allows(self, place: str) -> bool:
        """Whether the rule applies at a place: head, body or tail; edge if that is head or tail."""
        if self.where in ("anywhere", place):
            return True
        return place != "body" and "edge" in (self.where, place)


@cache
def parsed(pattern: str) -> Any:  # noqa: ANN401 - the parser names no types
    """Parse a pattern without compiling it, which takes longer. Raises re.error."""
    return _parser.parse(pattern, re.IGNORECASE)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def load(stage: str) -> tuple[Rule, ...]:
    """Read every rule in `cleaners/rules/<stage>`, by file name and then in file order.

    They are not checked, which would take most of a second: the tests check them with `parse`.
    Raises RuleError if two have the same id.
    """
    rules: list[Rule] = []
    for name, toml in shipped_files(stage):
        rules += map(_read, _tables(toml, name))
    _check_ids(rules, stage)
    return tuple(rules)


def shipped_files(stage: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file in `cleaners/rules/<stage>`, by name."""
    folder = files("cleaners") / "rules" / stage
    names = sorted(file.name for file in folder.iterdir())
    for name in names:
        if name.endswith(".toml"):
            yield name, (folder / name).read_text(encoding="utf-8")


def _check_ids(rules: Iterable[Rule], stage: str) -> None:
    """Raise RuleError if two rules have the same id."""
    times = Counter(rule.id for rule in rules)
    repeated = sorted(name for name, count in times.items() if count > 1)
    if repeated:
        raise RuleError(f"{stage}: the id {repeated[0]} is given twice; rename one")


def parse(toml: str, name: str) -> Iterator[Rule]:
    """Read and check the rules of one file called `name`.

    Raises RuleError, which names the file, the rule and how to fix it.
    """
    for table in _tables(toml, name):
        yield _checked(table, name)


def _tables(toml: str, name: str) -> list[Mapping[str, object]]:
    """Read the tables of the file called `name`. Raises RuleError."""
    try:
        tables: list[Mapping[str, object]] = tomllib.loads(toml)["rule"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        message = f"{name}: not a rule file ({error}); write [[rule]] tables in TOML"
        raise RuleError(message) from error
    return tables


def _checked(table: Mapping[str, object], name: str) -> Rule:
    """Read one table of the file called `name`, and check it. Raises RuleError."""
    title = f"{name}: {table.get('id', 'a rule without id')}"
    _check_known(table, title)
    _check_required(table, title)
    try:
        rule = _read(table)
        parsed(rule.match)
        parsed(rule.unless)
        _check_place(rule, name.removesuffix(".toml"))
        _check_values(rule)
    except (RuleError, TypeError, re.error) as error:
        raise RuleError(f"{title}: {error}") from error
    return rule


def _read(table: Mapping[str, object]) -> Rule:
    """Build the rule of a table. Raises RuleError, or TypeError for a key that is no field."""
    values = dict(table)
    values["repairs"] = tuple(map(Case.of, _strings(table["repairs"])))
    values["spares"] = tuple(_strings(table["spares"]))
    return Rule(**values)  # type: ignore[arg-type]  # `_checked` checks the values


def _check_known(table: Mapping[str, object], title: str) -> None:
    """Raise RuleError if a key is unknown."""
    known = sorted(field.name for field in fields(Rule))
    unknown = ", ".join(sorted(set(table) - set(known)))
    if unknown:
        all_keys = ", ".join(known)
        raise RuleError(f"{title}: no such key: {unknown}; known are {all_keys}")


def _check_required(table: Mapping[str, object], title: str) -> None:
    """Raise RuleError if a required key is missing or empty."""
    missing = ", ".join(key for key in REQUIRED if not table.get(key))
    if missing:
        all_keys = ", ".join(REQUIRED)
        raise RuleError(f"{title}: lacks {missing}; every rule needs {all_keys}")


def _strings(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RuleError("repairs and spares are lists of strings")
    return value


def _check_place(rule: Rule, kind: str) -> None:
    """Raise RuleError if the rule is not in the file of its kind, or `where` is no place."""
    if rule.kind != kind:
        raise RuleError(f"the id must start with {kind}/, the name of its file")
    if rule.where not in PLACES:
        raise RuleError(
            f"where is {rule.where!r}; it must be one of {', '.join(PLACES)}"
        )


def _check_values(rule: Rule) -> None:
    """Raise RuleError if a value would fail or do nothing later."""
    pattern = parsed(rule.match)
    columns = ", ".join(COLUMNS)
    if rule.lifts and rule.lifts not in COLUMNS:
        raise RuleError(f"lifts is {rule.lifts!r}; it must be one of {columns}")
    groups = pattern.state.groupdict
    if rule.lifts and "value" not in groups:
        raise RuleError("lifts needs a group (?P<value>…) in match")
    shortest, _ = pattern.getwidth()
    if not shortest and rule.read(""):
        raise RuleError("match accepts an empty line; it must ask for some text")
    if not 0 < rule.confidence <= 1:
        raise RuleError("confidence must lie in 0..1")
