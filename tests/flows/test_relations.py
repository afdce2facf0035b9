"""The table of relations: every run makes the same of it, and what is forgotten leaves it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import cli
from flows.forget import forget
from flows.rebuild import rebuild_index
from flows.snapshots import Dataset, verification
from flows.snapshots.takedown import Target
from tests.cleaners.test_proof import FLOOD, HALDEN, INSURERS, KESTREL, STATEMENT
from tests.cleaners.test_relations import BRIDGE, FERRY, WHALE
from tests.flows.conftest import read_rows, take_in
from tests.flows.test_snapshots import check

EDITED = HALDEN.replace("240", "245").replace("young people", "apprentices")
TEXTS = {
    "halden": HALDEN,
    "halden-edited": EDITED,
    "kestrel": KESTREL,
    "flood": f"{FLOOD} {STATEMENT}",
    "insurers": f"{INSURERS} {STATEMENT}",
    "page": f"{FERRY}\n{WHALE}\n{BRIDGE}",
    "ferry": FERRY,
    "whale": WHALE,
}
EXPECTED = {
    ("copy", "halden-edited", "halden"),
    ("same_form", "kestrel", "halden"),
    ("quotes", "insurers", "flood"),
    ("contains", "page", "ferry"),
    ("contains", "page", "whale"),
}


def write(inbox: Path, names: list[str]) -> None:
    """Write articles that were published in the order of TEXTS."""
    inbox.mkdir(exist_ok=True)
    for name in names:
        day = list(TEXTS).index(name) + 1
        record = {
            "url": f"https://{name}.example/1",
            "text": TEXTS[name],
            "date": f"2024-05-{day:02}",
        }
        path = inbox / f"{name}.jsonl"
        path.write_text(json.dumps(record), encoding="utf-8")


def read(dataset: Dataset) -> set[tuple[str, str, str]]:
    """Read the relations, by the names of files."""
    names = {
        row["article_id"]: str(row["source_path"]).removesuffix(".jsonl")
        for row in read_rows(dataset, "articles", "duplicates")
    }
    return {
        (str(row["relation"]), names[row["article_id"]], names[row["other_id"]])
        for row in read_rows(dataset, "relations")
    }


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    folder = tmp_path_factory.mktemp("relations")
    write(folder / "in", list(TEXTS))
    made = Dataset(folder / "out")
    take_in(made, folder / "in")
    return made


def test_articles_are_related(dataset: Dataset) -> None:
    assert read(dataset) == EXPECTED
    check(dataset)


@pytest.mark.parametrize("order", [list(TEXTS), list(TEXTS)[::-1]])
def test_a_run_for_each_article_gives_the_table_of_one_run(
    dataset: Dataset, tmp_path: Path, order: list[str]
) -> None:
    daily = Dataset(tmp_path / "out")
    for name in order:
        write(tmp_path / "in", [name])
        take_in(daily, tmp_path / "in")
    assert read_rows(daily, "relations") == read_rows(dataset, "relations")


def test_what_is_forgotten_leaves_the_table(tmp_path: Path) -> None:
    write(tmp_path / "in", list(TEXTS))
    made = Dataset(tmp_path / "out")
    take_in(made, tmp_path / "in")
    forget(made, Target(sites=("halden.example",)))
    left = {row for row in EXPECTED if "halden" not in row}
    assert read(made) == left | {("same_form", "kestrel", "halden-edited")}
    check(made)
    assert not verification.begin(made.folder).run(lambda _: None)


def test_an_index_that_is_rebuilt_says_the_same(tmp_path: Path) -> None:
    write(tmp_path / "in", list(TEXTS))
    made = Dataset(tmp_path / "out")
    take_in(made, tmp_path / "in")
    current = made.current()
    rebuild_index(made)
    rebuilt = made.current()
    assert current
    assert rebuilt
    assert read(made) == EXPECTED
    (before,), (now,) = current.parts("relations"), rebuilt.parts("relations")
    assert before.samefile(now), "a table that says the same is linked"


def asked(*arguments: str) -> str:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def test_relations_are_shown(dataset: Dataset) -> None:
    folder = str(dataset.folder)
    assert "shares a passage with" in asked("show", folder, "flood.jsonl")
    assert "is part of" in asked("clusters", folder, "whale.jsonl")
    assert "contains" in asked("clusters", folder, "page.jsonl")
    query = "SELECT relation FROM relations ORDER BY ALL"
    found = asked("sql", folder, query)
    assert found == "relation contains contains copy quotes same_form"
