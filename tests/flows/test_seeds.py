"""Compare the sample scrapes with their labels, stage by stage and in a complete dataset."""

import json
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import duckdb
import pytest

from cleaners.article import Article, Record
from cleaners.draft import Entry, Mark, replay, rewind
from cleaners.pipeline import clean
from flows.intake import Quarantined, discover, read
from flows.settings import Settings
from flows.snapshots import Dataset
from tests.flows.conftest import take_in

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
TRUTH = [
    json.loads(line)
    for line in (ROOT / "tests/cases/seeds.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
COLUMNS = ("title", "author", "site", "section", "source_credit")
Key = tuple[str, int]
Row = dict[str, object]


def key(row: Row) -> Key:
    return str(row["source_path"]), int(str(row["record_number"]))


@pytest.fixture(scope="module")
def outcomes() -> dict[Key, object]:
    """Clean every record of seeds/ once."""

    def items() -> Iterator[Record | Quarantined]:
        for file in discover([SEEDS]).files:
            yield from read(file, Settings())

    return {
        (item.source_path, item.record_number): clean(item)
        if isinstance(item, Record)
        else item
        for item in items()
    }


def test_every_record_has_its_truth(outcomes: dict[Key, object]) -> None:
    assert sorted(outcomes) == sorted(map(key, TRUTH))


@pytest.mark.parametrize(
    "row", [pytest.param(row, id="{}-{}".format(*key(row))) for row in TRUTH]
)
def test_a_record_becomes_what_a_perfect_cleaner_makes_of_it(
    row: Row, outcomes: dict[Key, object]
) -> None:
    outcome = outcomes[key(row)]
    if row["expect"] == "quarantine":
        assert getattr(outcome, "reason", None) == row["reason"]
        return
    assert isinstance(outcome, Article)
    known = outcome.metadata
    assert {name: getattr(known, name) for name in COLUMNS} == {
        name: row[name] for name in COLUMNS
    }
    assert list(known.tags) == row["tags"]
    published = known.published_at and known.published_at.astimezone(UTC)
    assert (published and published.isoformat()) == row["published_at"]
    assert (outcome.language.code, outcome.spinning.spun) == (
        row["language"],
        row["spun"],
    )
    if row["text"] is not None:
        assert legible(outcome.text) == row["text"]


def legible(text: str) -> str:
    """Trim lines, and show hard spaces as the spaces that a reader sees."""
    return "\n".join(" ".join(line.split()) for line in text.split("\n"))


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish seeds/ as a dataset."""
    folder = tmp_path_factory.mktemp("seeds")
    take_in(Dataset(folder), SEEDS)
    current = Dataset(folder).current()
    assert current
    return (folder / current.path).resolve()


def table(dataset: Path, name: str, columns: str) -> list[tuple[object, ...]]:
    return duckdb.sql(
        f"SELECT {columns} FROM '{dataset}/{name}/*.parquet' ORDER BY ALL"  # noqa: S608  # names from this test
    ).fetchall()


def test_copies_are_separated_from_articles(dataset: Path) -> None:
    copies = duckdb.sql(
        f"SELECT d.source_path, d.kind, a.source_path FROM '{dataset}/duplicates/*.parquet' d"  # noqa: S608  # ours
        f" JOIN '{dataset}/articles/*.parquet' a ON a.article_id = d.canonical_id"
    ).fetchall()
    assert sorted(copies) == [
        (row["source_path"], row["kind"], row["canonical"])
        for row in TRUTH
        if row["expect"] == "duplicate"
    ]


def test_nothing_is_lost(dataset: Path) -> None:
    rows = [
        found
        for name in ("articles", "duplicates", "quarantine")
        for found in table(dataset, name, "source_path")
    ]
    assert sorted(path for (path,) in rows) == sorted(
        str(row["source_path"]) for row in TRUTH
    )


def test_the_edits_table_replays_both_ways(
    dataset: Path, outcomes: dict[Key, object]
) -> None:
    ledgers: dict[object, list[Entry]] = {}
    for name, stage, rule, start, end, before, after in table(
        dataset, "edits", 'article_id, stage, rule, start, "end", "before", "after"'
    ):
        entry = Entry(
            int(str(start)),
            int(str(end)),
            str(before),
            str(after),
            (Mark(str(stage), str(rule)),),
        )
        ledgers.setdefault(name, []).append(entry)
    articles = [
        outcome for outcome in outcomes.values() if isinstance(outcome, Article)
    ]
    texts = dict(
        table(dataset, "articles", "article_id, text")
        + table(dataset, "duplicates", "article_id, text")
    )
    for article in articles:
        ledger = sorted(
            ledgers.get(article.article_id, []),
            key=lambda entry: (entry.start, entry.end),
        )
        assert replay(article.raw, ledger) == texts[article.article_id]
        assert rewind(str(texts[article.article_id]), ledger) == article.raw
        if not article.record.is_html:
            assert article.raw == article.record.content, (
                "for text, the raw text is the file's own"
            )
