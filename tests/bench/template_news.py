"""Make news that is written by forms: every filling of a template is an article of its own."""

# ruff: noqa: S311 - the random choices of a benchmark must be repeatable
from __future__ import annotations

import json
import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.training.bench_data import BENCH_DATA

FAMILIES = Path(__file__).with_name("template_families.toml")
FILLINGS = 12  # of each family
SLOT = re.compile(r"\{(\w+)(?::(\d+):(\d+))?\}")


@dataclass(frozen=True, slots=True)
class FilledForm:
    """An article that was written by a form."""

    article_id: str
    family: str
    title: str
    text: str


def families(*, aside: bool) -> list[FilledForm]:
    """Fill the templates of this project that are aside, or the others."""
    data = tomllib.loads(FAMILIES.read_text(encoding="utf-8"))
    wanted = [family for family in data["family"] if family["aside"] == aside]
    return [form for family in wanted for form in _fillings(family, data["words"])]


def given() -> list[FilledForm]:
    """Read the filled templates of the benchmark data."""
    path = BENCH_DATA / "duplicates" / "templates.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        FilledForm(row["id"], row["id"].rsplit("_", 1)[0], row["title"], row["text"])
        for row in rows
    ]


def _fillings(
    family: Mapping[str, object], words: Mapping[str, Sequence[str]]
) -> Iterator[FilledForm]:
    name = str(family["name"])
    choices = dict(words)
    for key, value in family.items():
        if isinstance(value, list):
            choices[key] = value
    for number in range(FILLINGS):
        chance = random.Random(f"{name} {number}")
        title = _fill(str(family["title"]), choices, chance, number)
        text = _fill(str(family["text"]).strip(), choices, chance, number)
        yield FilledForm(f"{name}_{number}", name, title, text)


def _fill(
    template: str,
    choices: Mapping[str, Sequence[str]],
    chance: random.Random,
    number: int,
) -> str:
    """Fill the slots: each article draws anew, but says the same word for its subject."""
    subjects = {
        key: values[number % len(values)]
        for key, values in choices.items()
        if key in {"dish", "main", "role", "band"}
    }

    def drawn(slot: re.Match[str]) -> str:
        key, low, high = slot.groups()
        if low:
            return str(chance.randint(int(low), int(high)))
        return subjects.get(key) or chance.choice(choices[key])

    return SLOT.sub(drawn, template)
