"""Run the cases that rules carry, through the same decisions as a real page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaners.boilerplate.line_model import find
from cleaners.boilerplate.scan import Scanner
from cleaners.rule import Case, Rule


def broken_cases(rules: Sequence[Rule]) -> list[str]:
    """Run every case of `rules` with all of them at work; describe each that does not hold."""
    scanner = Scanner(tuple(rules))
    return [message for rule in rules for message in broken_cases_of(rule, scanner)]


def broken_cases_of(rule: Rule, scanner: Scanner) -> Iterator[str]:
    """Run the cases of one rule among the rules of `scanner`."""
    for case in rule.repairs:
        if (got := _spans(rule, case.text, scanner)) != list(case.edits):
            yield f"{rule.id}: should remove {_quoted(case)}, but removes {[case.text[a:b] for a, b, _ in got]}"
        elif again := _spans(rule, _cut(case), scanner):
            yield f"{rule.id}: cleaning again removes {len(again)} more line(s) of {case.text!r}"
    for text in rule.spares:
        if got := _spans(rule, text, scanner):
            yield f"{rule.id}: should spare {[text[a:b] for a, b, _ in got]}"


def _spans(rule: Rule, text: str, scanner: Scanner) -> list[tuple[int, int, str]]:
    """List the lines that the rule removes, as (start, end, "") of the trimmed line."""
    spans = []
    for removal in find(text, scanner=scanner):
        if removal.rule == rule.id:
            start = text.index(removal.line.text, removal.line.start)
            spans.append((start, start + len(removal.line.text), ""))
    return spans


def _cut(case: Case) -> str:
    text = case.text
    for start, end, after in reversed(case.edits):
        text = text[:start] + after + text[end:]
    return text


def _quoted(case: Case) -> list[str]:
    return [case.text[start:end] for start, end, _ in case.edits]
