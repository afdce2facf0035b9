r"""Define rules, which are data: patterns or labels of lines, with the cases that prove them.

`cleaners.rule_files` reads them from TOML. Patterns are parsed with `re._parser`, which is
private: `cleaners.boilerplate.re2_prefilter` says what that rests on and which test guards it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from re import _parser  # type: ignore[attr-defined]  # private: see the docstring above
from typing import Any

from cleaners.sites import domains_of

ANYTHING = re.compile(r".*", re.DOTALL)
MARK = re.compile(r"<<(?P<before>.*?) => (?P<after>.*?)>>", re.DOTALL)
# What may surround a label: bullets, brackets, arrows, a colon or stop, a count.
LABEL_EDGES = (
    " \t\u00a0-–—_#*+•·●▪◦■◆»«›‹<>|/\\:;.,!…→➜▶►▼▾↓↑()[]{}【】「」『』（）“”\"'：。！、"
)
COUNT = "0123456789"
MAX_LABEL = 90  # characters of a line that may be a label; a guard, not tuned

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

    A rule has a `match` or `lines`, which are labels: a line is one if it has the same words, in
    any case, with or without bullets, brackets, a stop and a count around them.

    `where` is head (above the body), tail (below it), edge (either) or anywhere. `unless` is a
    pattern that spares a line. `opens` means that the line is the header of a section of
    boilerplate. `near` means that the rule applies only if another line within three is
    removed. `lifts` names the column that the group `value` of the match fills. `confidence` is
    the probability, 0 to 1, that a line that matches is boilerplate: .98 by default,
    which was set by hand. `language` is that of the rule's file, "" if it applies in all.
    `sites` are the hosts whose pages, and those of hosts below them, it applies to; none for all.
    """

    id: str
    why: str
    repairs: tuple[Case, ...]
    spares: tuple[str, ...]
    match: str = ""
    lines: tuple[str, ...] = ()
    where: str = "anywhere"
    unless: str = ""
    opens: bool = False
    near: bool = False
    lifts: str = ""
    confidence: float = 0.98
    language: str = ""
    sites: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The first part of the id."""
        return self.id.partition("/")[0]

    def read(self, line: str) -> re.Match[str] | None:
        """Match a whole trimmed line; return None if `unless` is found in it."""
        match = self._match(line)
        if match and self.unless and _compiled(self.unless).search(line):
            return None
        return match

    @property
    def labels(self) -> frozenset[str]:
        """The labels of `lines`, folded."""
        return _folded_labels(self.lines)

    def _match(self, line: str) -> re.Match[str] | None:
        if not self.lines:
            return _compiled(self.match).fullmatch(line)
        is_label = fold_label(line) in self.labels
        return ANYTHING.fullmatch(line) if is_label else None

    def allows(self, place: str) -> bool:
        """Whether the rule applies at a place: head, body or tail; edge if that is head or tail."""
        if self.where in ("anywhere", place):
            return True
        return place != "body" and "edge" in (self.where, place)

    def is_at(self, site: str | None) -> bool:
        """Whether the rule applies to the pages of a host."""
        if not self.sites:
            return True
        return not set(self.sites).isdisjoint(domains_of(site))


def fold_label(line: str) -> str:
    """Return the words of a short line without what may surround a label; "" for a long one."""
    if len(line) > MAX_LABEL:
        return ""
    bare = line.strip(LABEL_EDGES).rstrip(COUNT).strip(LABEL_EDGES)
    return " ".join(bare.casefold().split())


@cache
def _folded_labels(lines: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold_label, lines))


@cache
def parsed(pattern: str) -> Any:  # noqa: ANN401 - the parser names no types
    """Parse a pattern without compiling it, which takes longer. Raises re.error."""
    return _parser.parse(pattern, re.IGNORECASE)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
