"""Make news by templates: reports that have their form in common, and no event.

Each document depends on its family and number alone. story_templates.toml has the templates.
"""

# ruff: noqa: S311 - random choices must be repeatable
from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

TEMPLATES = Path(__file__).with_suffix(".toml")
OF_FAMILY = 12  # documents; each draws other words of a pool
SLOT = re.compile(r"\{([^}]+)\}")
WORDING = re.compile(r"<([^>]+)>")
SENTENCE_END = re.compile(r"(?<=\.) ")


@dataclass(frozen=True, slots=True)
class TemplatedArticle:
    """A document of a family."""

    family: str
    number: int
    title: str
    text: str
    language: str
    aside: bool


def templated_articles() -> list[TemplatedArticle]:
    """Return the documents of all families."""
    tables = tomllib.loads(TEMPLATES.read_text(encoding="utf-8"))
    made: list[TemplatedArticle] = []
    for family in tables["family"]:
        made.extend(_documents(family, tables["pools"]))
    return made


def _documents(
    family: Mapping[str, object], pools: Mapping[str, list[str]]
) -> Iterator[TemplatedArticle]:
    for number in range(OF_FAMILY):
        chance = random.Random(f"{family['name']}/{number}")
        drawn: dict[str, str] = {}
        text = _sentences(str(family["text"]).strip(), family, chance)
        yield TemplatedArticle(
            family=str(family["name"]),
            number=number,
            title=_fill(str(family["title"]), number, pools, drawn, chance),
            text=_fill(text, number, pools, drawn, chance),
            language=str(family.get("language", "en")),
            aside=bool(family.get("aside")),
        )


def _sentences(text: str, family: Mapping[str, object], chance: random.Random) -> str:
    """Return the sentences that a document has, in its order."""
    if not family.get("shuffled"):
        return text
    sentences = SENTENCE_END.split(text)
    return " ".join(chance.sample(sentences, int(str(family["drawn"]))))


def _fill(
    template: str,
    number: int,
    pools: Mapping[str, list[str]],
    drawn: dict[str, str],
    chance: random.Random,
) -> str:
    """Fill the slots of a template; a pool gives one word a document, figures are drawn anew."""

    def fill(slot: re.Match[str]) -> str:
        name = slot[1]
        if name[0].isdigit():
            return _figure(name, chance)
        if name not in drawn:
            drawn[name] = _from_pool(name, number, pools)
        return drawn[name]

    worded = WORDING.sub(lambda choice: chance.choice(choice[1].split("|")), template)
    return SLOT.sub(fill, worded)


def _from_pool(name: str, number: int, pools: Mapping[str, list[str]]) -> str:
    """Return the word of a pool for a document: `town2` is another one than `town`."""
    stem = name.rstrip("23")
    shift = int(name[len(stem) :] or 1) - 1
    pool = pools[stem]
    return pool[(number + 5 * shift) % len(pool)]


def _figure(limit: str, chance: random.Random) -> str:
    """Return a figure up to a limit, with as many decimals."""
    whole, _, decimals = limit.partition(".")
    value = str(chance.randint(1, int(whole)))
    if decimals:
        value += f".{chance.randint(0, int(decimals)):0{len(decimals)}}"
    return value
