"""`unspun rules`: list the boilerplate rules, show one, check rules of your own."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from cleaners.rule import Case, Rule, RuleError
from cleaners.rule_files import load, parse
from flows.commands.errors import CliError, UsageError, exit_on

SIMILAR = (
    0.4  # difflib ratio from which an id is suggested for a mistyped one: tried by hand
)
SUGGESTED = 3  # ids
SHIPPED = ("cleaners", "rules", "boilerplate")  # folders of the rules that ship


@click.group(invoke_without_command=True)
@click.pass_context
def rules(context: click.Context) -> None:
    """List, show or check boilerplate rules."""
    if context.invoked_subcommand is None:
        context.invoke(list_rules)


@rules.command("list")
def list_rules() -> None:
    """List every rule: id, place on a page, reason."""
    loaded = load("boilerplate")
    width = max((len(rule.id) for rule in loaded), default=0)
    for rule in loaded:
        click.echo(f"{rule.id:{width}}  {rule.where:8}  {rule.why}")


@rules.command("show")
@click.argument("rule_id", metavar="ID")
def show_rule(rule_id: str) -> None:
    """Show a rule with its cases."""
    loaded = {rule.id: rule for rule in load("boilerplate")}
    rule = loaded.get(rule_id)
    if rule is None:
        raise UsageError(f"no rule is called {rule_id}; {_suggest(rule_id, loaded)}")
    for line in _lines(rule):
        click.echo(line)


def _suggest(rule_id: str, known: Iterable[str]) -> str:
    """Suggest ids that are similar to an unknown one."""
    similar = difflib.get_close_matches(rule_id, known, SUGGESTED, SIMILAR)
    if not similar:
        return "see unspun rules list"
    listed = ", ".join(similar)
    return f"similar: {listed}"


@rules.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_rules(file: Path) -> None:
    """Check a rule file: its form and all cases.

    FILE is a TOML file that is named after the kind of its rules, or after their
    language: comments.toml or nl.toml.
    """
    with exit_on(RuleError, OSError, UnicodeDecodeError):
        own = _read(file)
    _check_cases(file, own)
    cases = sum(map(_count_cases, own))
    click.echo(f"{file}: {len(own)} rules, {cases} cases, all hold")


def _read(file: Path) -> tuple[Rule, ...]:
    """Read the rules of a file. Raises RuleError, OSError and UnicodeDecodeError."""
    from cleaners.boilerplate import check_ids

    content = file.read_text(encoding="utf-8")
    own = tuple(parse(content, file.name))
    if file.resolve().parent.parts[-3:] != SHIPPED:
        check_ids(own, file.name, {})
    return own


def _check_cases(file: Path, own: Sequence[Rule]) -> None:
    """Print the cases that do not hold. Raises CliError if there are any."""
    from cleaners.boilerplate import broken_next_to_shipped

    with exit_on(ValueError):
        broken = broken_next_to_shipped(own)
    for message in broken:
        click.echo(message)
    if broken:
        raise CliError(f"{file}: {len(broken)} cases do not hold")


def _count_cases(rule: Rule) -> int:
    return len(rule.repairs) + len(rule.spares)


def _lines(rule: Rule) -> list[str]:
    """Lay a rule out, a line for each key."""
    lines = [rule.id, f"  why         {rule.why}"]
    if rule.match:
        lines.append(f"  match       {rule.match}")
    lines += [f"  line        {label}" for label in rule.lines]
    if rule.unless:
        lines.append(f"  unless      {rule.unless}")
    lines.append(f"  where       {rule.where}")
    lines += [f"  site        {site}" for site in rule.sites]
    lines.append(f"  confidence  {rule.confidence}")
    if rule.lifts:
        lines.append(f"  lifts       {rule.lifts}")
    if rule.opens:
        lines.append("  opens       a section that runs on below it")
    if rule.near:
        lines.append("  near        only next to another line that is removed")
    for case in rule.repairs:
        lines += [f"  removes     {text!r}" for text in _removed_by(case)]
    lines += [f"  spares      {text!r}" for text in rule.spares]
    return lines


def _removed_by(case: Case) -> list[str]:
    return [case.text[start:end] for start, end, _ in case.edits]
