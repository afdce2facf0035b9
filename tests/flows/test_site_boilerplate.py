"""Check that doubtful lines go where a site repeats them or copies lack them.

The ledger must still replay.
"""

import hashlib
import json
from dataclasses import replace
from functools import cache
from math import log
from pathlib import Path

import pytest

from cleaners.article import Article, Metadata, OpenDoubt, Record
from cleaners.boilerplate.site_boilerplate import REPEATED
from cleaners.pipeline import clean
from flows.rebuild import rebuild_index
from flows.settings import Settings
from flows.snapshots import Dataset
from flows.stages import site_boilerplate
from flows.storage import revisions
from tests.flows.conftest import (
    SETTINGS,
    check_ledgers,
    clean_shards,
    decide,
    read_rows,
    take_in,
)

WORDS = """
    harbour library orchard railway quarry theatre brewery lighthouse airfield
    museum council market bridge garden school river winter summer morning evening
    worker engineer teacher doctor farmer sailor painter baker judge letter window
    ladder engine barrel basket carpet candle hammer kettle mirror needle pillow
    ribbon saddle anchor moved found built closed opened sold bought carried painted
    mended counted measured promised refused
""".split()  # noqa: SIM905  # a list of 60 strings reads badly
SHARE = "Share this article\n\n"
LABELS = (
    "A letter to the harbour",
    "The next paper is printed on Tuesday.",
    "Ferry times are on the last page.",
    "We thank the library for the maps.",
    "Letters to the Lantern",
    "Islands | Harbour",
    "Harbour | Tides | Weather",
    "Lantern readers",
    "Your island",
    "Tide tables",
    "Lantern TV",
    "Nordpress",
)
LANTERN, GAZETTE, HERALD = "lantern.example", "gazette.example", "herald.example"


def article(number: int, last: str = "") -> str:
    """Write ten sentences, different ones for each number, and a last line."""
    lines = []
    for turn in range(10):
        digest = hashlib.sha256(f"page {number} {turn}".encode()).digest()
        lines.append(
            "The " + " ".join(WORDS[byte % len(WORDS)] for byte in digest[:16]) + "."
        )
    return "\n\n".join([*lines, last]).strip()


def page(number: int, last: str = "") -> str:
    """Put an article on a page with a line that a rule removes.

    On a cleaner page, fewer lines are in doubt.
    """
    return f"{SHARE}{article(number, last)}\n"


def cleaned(text: str) -> Article:
    made = clean(
        Record("a.txt", "text", 0, text, "0" * 64, metadata=Metadata(site=LANTERN))
    )
    assert isinstance(made, Article)
    return made


def is_near(doubt: OpenDoubt) -> bool:
    return (
        doubt.is_below
        and log(doubt.probability / (1 - doubt.probability)) + REPEATED
        > doubt.threshold
    )


@cache
def doubted() -> str:
    """Pick the first label that one finding turns into boilerplate below all pages.

    Which labels these are depends on the model.
    """
    for label in LABELS:
        found = [cleaned(page(number, label)) for number in range(8)]
        if all(
            label in [each.text[d.start : d.end] for d in each.doubts if is_near(d)]
            for each in found
        ):
            return label
    raise AssertionError(
        "the model leaves none of the labels in doubt: add labels of which it is less sure"
    )


def take_in_rows(
    dataset: Dataset,
    inbox: Path,
    name: str,
    rows: list[tuple[str, str]],
    settings: Settings = SETTINGS,
) -> int:
    """Take in some more (site, text); count the revised articles."""
    for number, (site, text) in enumerate(rows):
        write_row(inbox, f"{name}-{number}", site, text)
    return take_in(dataset, inbox, settings)


def write_row(inbox: Path, name: str, site: str, text: str) -> None:
    inbox.mkdir(exist_ok=True)
    row = json.dumps({"text": text, "site": site, "id": name})
    (inbox / f"{name}.jsonl").write_text(row + "\n", encoding="utf-8")


def texts(dataset: Dataset) -> dict[str, str]:
    return {
        str(row["source_id"]): str(row["text"])
        for row in read_rows(dataset, "articles", "duplicates")
    }


def check(dataset: Dataset, raws: dict[str, str]) -> None:
    check_ledgers(dataset, raws)
    for row in read_rows(dataset, "articles", "duplicates"):
        words = str(row["text"]).replace(".", "").replace("|", "").split()
        assert row["word_count"] == len(words)


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return Dataset(tmp_path / "out")


@pytest.mark.parametrize("keep_before", [True, False])
def test_a_line_that_a_site_repeats_is_removed_with_a_ledger_entry(
    dataset: Dataset,
    tmp_path: Path,
    keep_before: bool,  # noqa: FBT001  # a parameter of the case
) -> None:
    rows = [(LANTERN, page(number, doubted())) for number in range(3)] + [
        (GAZETTE, page(3, doubted()))
    ]
    settings = replace(SETTINGS, keep_before=keep_before)
    assert take_in_rows(dataset, tmp_path / "inbox", "a", rows, settings) == 3
    raws = {f"a-{number}": text for number, (_, text) in enumerate(rows)}
    assert texts(dataset) == {f"a-{number}": article(number) for number in range(3)} | {
        "a-3": article(3, doubted())
    }
    check(dataset, raws)
    made = [
        row
        for row in read_rows(dataset, "edits")
        if "repeats-on-site" in str(row["rule"])
    ]
    assert len(made) == 3
    for row in made:
        assert row["stage"] == "boilerplate"
        assert 0.5 < float(str(row["confidence"])) < 1


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("two pages of a site", [(LANTERN, 0, "The"), (LANTERN, 1, "The")]),
        ("copies of one page of a site", [(LANTERN, 0, "The")] * 4),
        (
            "edited copies of one page of a site",
            [(LANTERN, 0, word) for word in ("The", "A", "One", "That")],
        ),
        (
            "pages of three sites",
            [(LANTERN, 0, "The"), (GAZETTE, 1, "The"), (HERALD, 2, "The")],
        ),
        (
            "it came with the articles",
            [(site, n, "The") for n in range(3) for site in (LANTERN, GAZETTE)],
        ),
    ],
)
def test_what_is_not_seen_often_enough_stays(
    dataset: Dataset, tmp_path: Path, name: str, rows: list[tuple[str, int, str]]
) -> None:
    pages = [
        (site, page(number, doubted()).replace("The", word, 1))
        for site, number, word in rows
    ]
    assert take_in_rows(dataset, tmp_path / "inbox", "a", pages) == 0, name


def test_a_last_line_that_no_copy_elsewhere_has_goes(
    dataset: Dataset, tmp_path: Path
) -> None:
    rows = [(LANTERN, page(0, doubted())), (GAZETTE, page(0)), (HERALD, page(0))]
    rows += [
        (LANTERN, page(1, doubted())),
        (GAZETTE, page(1)),
        (HERALD, page(1, doubted())),
    ]
    assert take_in_rows(dataset, tmp_path / "inbox", "a", rows) == 1
    assert texts(dataset)["a-0"] == article(0)
    assert texts(dataset)["a-3"] == article(1, doubted()), "a copy ends with it too"
    assert [
        row["rule"]
        for row in read_rows(dataset, "edits")
        if "differs-between" in str(row["rule"])
    ]
    check(dataset, {f"a-{number}": text for number, (_, text) in enumerate(rows)})


def test_pages_of_earlier_runs_count_and_stay_as_they_are(
    dataset: Dataset, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    assert (
        take_in_rows(
            dataset,
            inbox,
            "a",
            [(LANTERN, page(number, doubted())) for number in (0, 1)],
        )
        == 0
    )
    before = texts(dataset)
    assert take_in_rows(dataset, inbox, "b", [(LANTERN, page(2, doubted()))]) == 1
    assert texts(dataset) == before | {"b-0": article(2)}


def test_the_next_index_knows_the_texts_that_were_published(
    dataset: Dataset, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    take_in_rows(
        dataset, inbox, "a", [(LANTERN, page(number, doubted())) for number in range(4)]
    )
    take_in_rows(
        dataset,
        inbox,
        "b",
        [(GAZETTE, page(0)), (LANTERN, page(1, doubted())), (HERALD, page(5))],
    )
    take_in_rows(
        dataset,
        inbox,
        "c",
        [(LANTERN, page(number, doubted())) for number in (0, 4, 5, 6)],
    )
    decided = {
        row["source_id"]: (row["cluster_id"], row.get("canonical_id"), row.get("kind"))
        for row in read_rows(dataset, "articles", "duplicates")
    }
    assert len(decided) == 11
    assert len({cluster for cluster, _, _ in decided.values()}) == 7
    rebuild_index(dataset)
    assert decided == {
        row["source_id"]: (row["cluster_id"], row.get("canonical_id"), row.get("kind"))
        for row in read_rows(dataset, "articles", "duplicates")
    }


def test_a_run_killed_after_it_asked_asks_again_and_comes_to_the_same(
    dataset: Dataset, tmp_path: Path
) -> None:
    inbox, whole = tmp_path / "inbox", Dataset(tmp_path / "whole")
    rows = [(LANTERN, page(number, doubted())) for number in range(4)]
    settings = replace(SETTINGS, shard_files=2)
    take_in_rows(whole, inbox, "a", rows, settings)
    with dataset.lock():  # and killed before it could publish
        _, _, cleaned = clean_shards(dataset, inbox, settings)
        revisions.clear(cleaned.folder)
        _, removed = site_boilerplate.remove(cleaned, decide(cleaned))
    assert removed == 4
    assert take_in_rows(dataset, inbox, "a", rows, settings) == 4
    for table in ("articles", "duplicates", "edits"):
        one, other = (
            now.parts(table) for now in (dataset.current(), whole.current()) if now
        )
        assert [path.read_bytes() for path in one] == [
            path.read_bytes() for path in other
        ]
