"""The page docs/rules.md, written from the rules: `python -m flows.docs.rule_pages`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from cleaners.rule import Rule
from cleaners.rule_files import load

PLACES = {
    "head": "before the body",
    "tail": "after it",
    "edge": "before or after it",
    "anywhere": "anywhere",
}

STRUCTURE = {
    "headline/title": "The headline: into its column.",
    "headline/repeated": "A line that repeats the headline.",
    "headline/slug": "The headline's words in lower case, as addresses have them.",
    "headline/above": "A short label above a headline that is repeated, or next to boilerplate.",
    "KIND/section": "A line below the header of a section of that kind, below the body.",
    "KIND/section-inside": "A headline right below such a header inside the body.",
    "related/link-below-label": "In a page, a link right below such a header.",
    "related/link-behind-label": "In a page, a link to another article that begins with a label.",
    "promo/appeal": "A line that asks the reader to subscribe, donate, follow, download or write.",
    "cookie/dialogue": "A consent dialogue above or below an article that speaks of other things.",
    "caption/said-twice": "A caption that follows the same text of its picture, and that text.",
    "widget/cue-number": "The number of a subtitle, above its times.",
    "pagination/slide-counter": "The counter above a slide, one of three or more in order.",
    "layout/amid": "A short line below the body with boilerplate above it and more of it below.",
    "KIND/model": "A line that the model removes; its kind is that of lines near it.",
    "layout/blank-lines": "Blank lines at the ends of the text, and all but one in a row.",
}


def write() -> str:
    """Return the page."""
    return "\n".join(_lines(load("boilerplate"))) + "\n"


def _lines(rules: tuple[Rule, ...]) -> Iterator[str]:
    yield from ("# Rules that remove boilerplate", "")
    yield "Generated from `cleaners/rules/boilerplate` by `make docs`."
    yield f"A rule matches a whole line, by a pattern or by labels. There are {len(rules)} rules."
    yield "Each is listed with one line that it removes. Ids of rules for one language end in its"
    yield "code. `unspun rules show ID` prints a rule with all its labels and cases."
    yield ""
    yield "Some lines are removed because of the lines around them, under these rules:"
    yield ""
    yield from ("| rule | what is removed |", "|---|---|")
    for name, meaning in STRUCTURE.items():
        yield f"| `{name}` | {meaning} |"
    by_kind = sorted(rules, key=attrgetter("kind"))
    for kind, members in groupby(by_kind, key=attrgetter("kind")):
        yield from ("", f"## {kind}", "")
        yield from ("| rule | why | where | an example |", "|---|---|---|---|")
        for rule in members:
            yield _row(rule)


def _row(rule: Rule) -> str:
    example = _code(_example(rule))
    if rule.lines:
        example += f", one of {len(rule.labels)} labels"
    cells = (_code(rule.id), _cell(rule.why), PLACES[rule.where], example)
    return f"| {' | '.join(cells)} |"


def _example(rule: Rule) -> str:
    """Return the first line that the first case removes."""
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
