"""Write docs/rules.md from the rules themselves: `python -m flows.docs.rule_pages`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby

from cleaners.rule import Rule, load

PLACES = {
    "head": "before the body",
    "tail": "after it",
    "edge": "before or after it",
    "anywhere": "anywhere",
}

STRUCTURE = {
    "headline/title": "The headline: into its column.",
    "headline/repeated": "A line that says the headline again.",
    "headline/slug": "The headline's words in lower case, as addresses have them.",
    "headline/above": "A short label above the headline, beside other boilerplate or where the headline is repeated.",
    "KIND/section": "A line below the header of a section of that kind, which stands below the body.",
    "layout/amid": "A short line below the body with boilerplate above it and more of it below.",
    "KIND/model": "A line that the model of docs/boilerplate.md takes; the kind is that of what stands near.",
    "layout/blank-lines": "Blank lines at the ends of the text, and all but one in a row.",
}


def write() -> str:
    """Write the page."""
    return "\n".join(_lines(load("boilerplate"))) + "\n"


def _lines(rules: tuple[Rule, ...]) -> Iterator[str]:
    yield from ("# Rules that remove boilerplate", "")
    yield "Generated from `cleaners/rules/boilerplate` by `make docs`."
    yield f"A rule is held against a whole line. There are {len(rules)}; each stands here with one line that it"
    yield "removes, and `unspun rules show ID` prints it with all its cases."
    yield from (
        "",
        "Some lines go for what stands around them and not for their wording. In `edits` they have these names:",
        "",
    )
    yield from ("| rule | what goes |", "|---|---|")
    yield from (f"| `{name}` | {meaning} |" for name, meaning in STRUCTURE.items())
    for kind, members in groupby(rules, key=lambda rule: rule.kind):
        yield from (
            "",
            f"## {kind}",
            "",
            "| rule | why | where | an example |",
            "|---|---|---|---|",
        )
        for rule in members:
            yield f"| {_code(rule.id)} | {_cell(rule.why)} | {PLACES[rule.where]} | {_code(_example(rule))} |"


def _example(rule: Rule) -> str:
    """Take the first line that the first case removes."""
    case = rule.repairs[0]
    start, end, _ = case.edits[0]
    return case.text[start:end].strip().split("\n")[0]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _code(text: str) -> str:
    """Quote a text as code; one that holds a backtick gets two around it."""
    fence = "``" if "`" in text else "`"
    pad = " " if "`" in text else ""
    return f"{fence}{pad}{_cell(text)}{pad}{fence}"


if __name__ == "__main__":
    sys.stdout.write(write())
