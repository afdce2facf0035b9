"""Run the cases that rules carry through the same code as a real page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cleaners.boilerplate.line_model import find_removals
from cleaners.boilerplate.page import Removal
from cleaners.boilerplate.scan import Scanner
from cleaners.lines import Line
from cleaners.rule import Case, CaseEdit, Rule


def broken_cases(rules: Sequence[Rule]) -> list[str]:
    """Run every case of `rules` with all of them active; describe each case that fails."""
    scanner = Scanner(tuple(rules))
    messages: list[str] = []
    for rule in rules:
        messages += broken_cases_of(rule, scanner)
    return messages


def broken_cases_of(rule: Rule, scanner: Scanner) -> Iterator[str]:
    """Run the cases of one rule with all rules of `scanner` active; describe each that fails."""
    for case in rule.repairs:
        yield from _check_repair(rule, case, scanner)
    for text in rule.spares:
        removals = find_removals(text, scanner=scanner, site=_site_of(rule))
        removed = _removed_lines(rule, text, removals)
        if removed:
            yield f"{rule.id}: should spare {_quoted(text, removed)}"


def _site_of(rule: Rule) -> str | None:
    """Return a site that the rule applies to; None for any."""
    return rule.sites[0] if rule.sites else None


def _check_repair(rule: Rule, case: Case, scanner: Scanner) -> Iterator[str]:
    """Describe what is wrong with a repair: its edits, or that cleaning again removes more."""
    text = case.text
    wanted = list(case.edits)
    removals = find_removals(text, scanner=scanner, site=_site_of(rule))
    removed = _removed_lines(rule, text, removals)
    by_others = _lines_of_others(rule, text, removals)
    others = _among(by_others, wanted)
    found_by_any = sorted([*removed, *others])
    if found_by_any == wanted:
        yield from _check_repaired(rule, case, scanner)
        return
    expected = _quoted(text, wanted)
    found = _quoted(text, removed)
    yield f"{rule.id}: should remove {expected}, but removes {found}"


def _check_repaired(rule: Rule, case: Case, scanner: Scanner) -> Iterator[str]:
    """Describe what is wrong if cleaning again removes more."""
    count = _count_removed_again(rule, case, scanner)
    if count:
        yield f"{rule.id}: cleaning again removes {count} more line(s) of {case.text!r}"


def _count_removed_again(rule: Rule, case: Case, scanner: Scanner) -> int:
    """Return how many lines the rule removes from the text that it has repaired."""
    repaired = _repaired(case)
    removals = find_removals(repaired, scanner=scanner, site=_site_of(rule))
    return sum(removal.rule == rule.id for removal in removals)


def _removed_lines(
    rule: Rule, text: str, removals: Iterable[Removal]
) -> list[CaseEdit]:
    """List the edits that remove lines by the rule; each covers a trimmed line."""
    lines = [removal.line for removal in removals if removal.rule == rule.id]
    return _trimmed_edits(text, lines)


def _lines_of_others(
    rule: Rule, text: str, removals: Iterable[Removal]
) -> list[CaseEdit]:
    """List the edits that remove lines by other rules, though this one matches them as well."""
    lines = [removal.line for removal in removals if removal.rule != rule.id]
    return _trimmed_edits(text, [line for line in lines if rule.read(line.text)])


def _among(edits: Sequence[CaseEdit], wanted: Sequence[CaseEdit]) -> list[CaseEdit]:
    return [edit for edit in edits if edit in wanted]


def _trimmed_edits(text: str, lines: Iterable[Line]) -> list[CaseEdit]:
    return [_trimmed_edit(text, line) for line in lines]


def _trimmed_edit(text: str, line: Line) -> CaseEdit:
    """Return the edit that removes a line without the white space around it."""
    start = text.index(line.text, line.start)
    end = start + len(line.text)
    return start, end, ""


def _repaired(case: Case) -> str:
    """Return the text of a case with its edits applied."""
    text = case.text
    for start, end, after in reversed(case.edits):
        text = text[:start] + after + text[end:]
    return text


def _quoted(text: str, edits: Sequence[CaseEdit]) -> list[str]:
    return [text[start:end] for start, end, _ in edits]
