"""`unspun rules`: what is removed and why, and a check of rules of your own."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from cleaners.rule import Rule, RuleError, load, parse
from flows.commands.errors import CliError, UsageError, exit_on


@click.group(invoke_without_command=True)
@click.pass_context
def rules(context: click.Context) -> None:
    """List the rules that remove boilerplate, show one, or check a file of your own."""
    if context.invoked_subcommand is None:
        context.invoke(list_rules)


@rules.command("list")
def list_rules() -> None:
    """List every rule: its id, where on a page it holds, and why."""
    loaded = load("boilerplate")
    width = max((len(rule.id) for rule in loaded), default=0)
    for rule in loaded:
        click.echo(f"{rule.id:{width}}  {rule.where:8}  {rule.why}")


@rules.command("show")
@click.argument("rule_id", metavar="ID")
def show_rule(rule_id: str) -> None:
    """Show a rule with the cases that prove it."""
    loaded = {rule.id: rule for rule in load("boilerplate")}
    if rule_id not in loaded:
        near = difflib.get_close_matches(rule_id, loaded, n=3, cutoff=0.4)
        remedy = f"near: {', '.join(near)}" if near else "see unspun rules list"
        raise UsageError(f"no rule is called {rule_id}; {remedy}")
    click.echo(_page(loaded[rule_id]))


@rules.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_rules(file: Path) -> None:
    """Check the rules in FILE, a TOML file named after their kind: their form, and every case."""
    from cleaners.boilerplate import broken_cases

    with exit_on(RuleError, OSError, UnicodeDecodeError):
        own = tuple(parse(file.read_text(encoding="utf-8"), file.name))
    if broken := broken_cases(own):
        for message in broken:
            click.echo(message)
        raise CliError(f"{file}: {len(broken)} cases do not hold")
    cases = sum(len(rule.repairs) + len(rule.spares) for rule in own)
    click.echo(f"{file}: {len(own)} rules, {cases} cases, all hold")


def _page(rule: Rule) -> str:
    """Lay a rule out, key by key."""
    lines = [rule.id, f"  why         {rule.why}", f"  match       {rule.match}"]
    lines += [f"  unless      {rule.unless}"] if rule.unless else []
    lines += [f"  where       {rule.where}", f"  confidence  {rule.confidence}"]
    lines += [f"  lifts       {rule.lifts}"] if rule.lifts else []
    lines += ["  opens       a section that runs on below it"] if rule.opens else []
    lines += ["  near        only beside another line that goes"] if rule.near else []
    for case in rule.repairs:
        lines += [
            f"  removes     {case.text[start:end]!r}" for start, end, _ in case.edits
        ]
    lines += [f"  spares      {text!r}" for text in rule.spares]
    return "\n".join(lines)
