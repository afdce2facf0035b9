"""Check that spun articles are repaired from copies and stories, and nothing else changes."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from cleaners.article import Article, OpenDoubt, Record
from cleaners.pipeline import clean
from flows.intake import discover, read
from flows.rebuild import rebuild_index
from flows.settings import Settings
from flows.snapshots import Dataset
from flows.stages import reference_choice, repair_from_copies
from flows.storage import open_articles, parquet, revisions, tables
from tests.cleaners.test_paraphrase_dialects import GENUINE as RETOLD_FROM
from tests.cleaners.test_paraphrase_dialects import RETOLD
from tests.flows.conftest import (
    SETTINGS,
    check_ledgers,
    clean_shards,
    decide,
    read_rows,
    take_in,
)

WHOLE = """\
The water company of Marlow said on Monday that it will close the old reservoir above the town \
in the spring, because engineers found cracks in the dam last year. About 4,200 people live in \
the valley below.

The company has hired a builder to repair the wall, and the work will cost 18 million crowns. \
The chief engineer, Tomas Brandt, said that nobody was in danger, but that the company could not \
wait any longer.

Some farmers in the valley are worried about their animals. They need the water in the summer, \
and many of them
have no other source. The council promised to help them with tankers until the work is finished.

The reservoir was built in 1931 and gave the town its first clean water. Fishermen and walkers \
can still visit
the path around the lake, which will stay open for the moment, the council said in a letter to \
all households.

Brandt expects the repairs to take fourteen months. Large lorries will bring stone from the \
quarry near Ostend Hill, and the road to the village of Pell will be narrow for most of that \
time."""
SPINS = {
    "a letter": "a missive", "about": "roughly", "animals": "beasts",
    "because": "as a result of", "bring": "deliver", "builder": "constructor",
    "built": "constructed", "but": "however", "clean": "clear", "close": "shut",
    "company": "firm", "cost": "price", "could": "might", "dam": "barrage",
    "danger": "hazard", "expects": "anticipates", "finished": "completed",
    "found": "discovered", "gave": "furnished", "help": "assist", "hired": "employed",
    "households": "homes", "in the spring": "within the spring", "large": "massive",
    "last year": "final yr", "live": "reside", "many of": "a lot of",
    "most of": "a lot of", "moment": "second", "narrow": "slender", "near": "close to",
    "need": "want", "nobody": "no person", "old": "outdated", "other": "different",
    "path": "trail", "people": "individuals", "promised": "pledged", "quarry": "pit",
    "repair": "restore", "repairs": "fixes", "road": "highway", "said": "mentioned",
    "source": "supply", "stay": "keep", "stone": "rock", "town": "city",
    "until": "till", "visit": "go to", "walkers": "strollers", "wall": "partition",
    "work": "job", "worried": "anxious",
}  # fmt: skip
SPUN_WORD = re.compile(
    rf"\b({'|'.join(sorted(SPINS, key=len, reverse=True))})\b", re.IGNORECASE
)
PART = WHOLE.partition("\n\nSome farmers")[0]
SIBLINGS = (
    """\
Marlow's reservoir is to be emptied in April. Tomas Brandt of the water company told the \
council on Tuesday that \
the dam above the town has cracks, and that a builder from the coast will mend it for 19 \
million crowns.

Farmers near Pell asked who will pay for water in the summer. Their animals drink from the \
lake, said Ida \
Corran, who keeps cows in the valley, and the old wells are dry. The council will send tankers. \
Some 4,500 \
people live below the dam, and the whole town drinks from it. The town hall is open to all of \
the town tonight.
Walkers may use the path around the reservoir, and lorries with stone from the quarry near \
Ostend Hill will use \
the narrow road through the village.""",
    """\
A company from Port Sele will repair the dam of the Marlow reservoir, whose cracks worried the \
town for a year.
The work begins in April and takes fourteen months, the engineer Tomas Brandt said in a letter \
to the council.

The builder will need large lorries to bring stone from the quarry at Ostend Hill. People in \
Pell fear for their \
narrow road, and farmers of the valley for the water that their animals need. The town has no \
other lake, and \
the town clerk wrote that the town must save. Nobody was told of the danger until the council \
asked for it, a \
farmer said. The reservoir, built in 1931, gave Marlow clean water.""",
)
FACTS = re.compile(r"\d[\d,]*|(?<=[a-z,] )[A-Z]\w+")


def spin(text: str) -> str:
    """Do as a dictionary spinner does: replace every word that it knows."""

    def spun(found: re.Match[str]) -> str:
        word = SPINS[found[0].lower()]
        return word.capitalize() if found[0][0].isupper() else word

    return SPUN_WORD.sub(spun, text)


def publish(
    dataset: Dataset, inbox: Path, settings: Settings = SETTINGS, **texts: str
) -> dict[str, dict[str, object]]:
    """Take in more texts, check all ledgers, and return the rows by the name of their file."""
    for name, text in texts.items():
        write(inbox, name, text)
    take_in(dataset, inbox, settings)
    raws = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))["text"]
        for path in inbox.iterdir()
    }
    check_ledgers(dataset, raws)
    return rows(dataset)


def write(inbox: Path, name: str, text: str, published_at: str | None = None) -> None:
    inbox.mkdir(exist_ok=True)
    row = json.dumps(
        {"text": text, "id": name, "date": published_at, "site": f"{name}.example"}
    )
    (inbox / f"{name}.jsonl").write_text(row + "\n", encoding="utf-8")


def rows(dataset: Dataset) -> dict[str, dict[str, object]]:
    return {
        str(row["source_id"]): row
        for row in read_rows(dataset, "articles", "duplicates")
    }


def rules(dataset: Dataset, name: str) -> set[str]:
    own = rows(dataset)[name]["article_id"]
    return {
        str(row["rule"])
        for row in read_rows(dataset, "edits")
        if row["article_id"] == own
    }


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return Dataset(tmp_path / "out")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return tmp_path / "inbox"


@pytest.mark.parametrize("keep_before", [True, False])
def test_an_original_that_was_cut_off_restores_the_words_of_its_part(
    dataset: Dataset,
    inbox: Path,
    tmp_path: Path,
    keep_before: bool,  # noqa: FBT001  # a parameter of the case
) -> None:
    settings = replace(SETTINGS, keep_before=keep_before)
    alone = publish(
        Dataset(tmp_path / "alone"), tmp_path / "in", settings, spun=spin(WHOLE)
    )["spun"]
    both = publish(dataset, inbox, settings, spun=spin(WHOLE), cut=PART)
    text = str(both["spun"]["text"])
    assert "canonical_id" not in both["spun"], (
        "the original is too short to be its canonical: both are articles"
    )
    assert text.startswith(PART)
    assert not str(alone["text"]).startswith(PART)
    assert text.removeprefix(PART) == str(alone["text"]).partition("longer.")[2], (
        "the lexicon decides the rest"
    )
    assert (both["spun"]["spun"], both["spun"]["spun_score"]) == (
        True,
        alone["spun_score"],
    )
    assert (both["cut"]["text"], both["cut"]["repairs"], both["cut"]["spun"]) == (
        PART,
        0,
        False,
    )
    assert "paraphrase/copy" in rules(dataset, "spun")
    assert rules(dataset, "cut") == set()


def test_a_spun_copy_gets_the_words_of_its_canonical_and_stays_a_spun_copy(
    dataset: Dataset, inbox: Path
) -> None:
    found = publish(dataset, inbox, whole=WHOLE, spun=spin(WHOLE), cut=spin(PART))
    whole = found["whole"]
    assert (whole["text"], whole["copies"], whole["repairs"]) == (WHOLE, 2, 0)
    for name in ("spun", "cut"):
        copy = found[name]
        assert (copy["canonical_id"], copy["kind"]) == (whole["article_id"], "spun")
    assert found["cut"]["text"] == PART
    assert found["cut"]["similarity"] == 1.0
    (inbox / "again.jsonl").write_text(
        (inbox / "spun.jsonl").read_text().replace("spun", "again")
    )
    assert {row.get("kind") for row in publish(dataset, inbox).values()} == {
        None,
        "spun",
    }


def test_a_copy_with_the_very_words_of_its_canonical_is_spun_where_they_were_put_back(
    dataset: Dataset, inbox: Path
) -> None:
    found = publish(dataset, inbox, whole=PART, again=PART, spun=spin(PART))
    assert found["spun"]["text"] == PART
    kinds = {name: row.get("kind") for name, row in found.items()}
    assert kinds["spun"] == "spun"
    assert {kinds["whole"], kinds["again"]} == {None, "exact"}


def test_siblings_change_no_fact(dataset: Dataset, inbox: Path) -> None:
    found = publish(dataset, inbox, spun=spin(WHOLE), one=SIBLINGS[0], two=SIBLINGS[1])
    assert {row.get("canonical_id") for row in found.values()} == {None}
    assert len({row["story_id"] for row in found.values()}) == 1
    assert FACTS.findall(str(found["spun"]["text"])) == FACTS.findall(spin(WHOLE))
    assert "paraphrase/copy" not in rules(dataset, "spun")
    assert [found[name]["text"] for name in ("one", "two")] == list(SIBLINGS)


def test_siblings_lend_words(dataset: Dataset, inbox: Path, tmp_path: Path) -> None:
    alone = publish(Dataset(tmp_path / "alone"), tmp_path / "in", spun=spin(WHOLE))[
        "spun"
    ]
    found = publish(dataset, inbox, spun=spin(WHOLE), one=SIBLINGS[0], two=SIBLINGS[1])
    assert wrong(str(found["spun"]["text"])) < wrong(str(alone["text"]))


def wrong(text: str) -> int:
    """Count the words that are not the original's."""
    return sum(
        one != other for one, other in zip(text.split(), WHOLE.split(), strict=False)
    )


def test_a_genuine_article_is_never_edited(dataset: Dataset, inbox: Path) -> None:
    edited = (
        WHOLE.replace("old", "ancient")
        .replace("4,200", "2,400")
        .replace("Brandt", "Grandt")
    )
    found = publish(
        dataset,
        inbox,
        whole=edited,
        spun=spin(WHOLE),
        other=spin(edited),
        one=SIBLINGS[0],
    )
    assert (found["whole"]["text"], found["one"]["text"]) == (edited, SIBLINGS[0])
    assert rules(dataset, "whole") == rules(dataset, "one") == set()
    assert FACTS.findall(str(found["spun"]["text"])) == FACTS.findall(WHOLE), (
        "a copy with other facts changes none"
    )


def test_copies_of_earlier_runs_count_and_later_ones_change_nothing_published(
    dataset: Dataset, inbox: Path, tmp_path: Path
) -> None:
    first = publish(dataset, inbox, cut=PART)
    assert str(publish(dataset, inbox, spun=spin(WHOLE))["spun"]["text"]).startswith(
        PART
    )
    late = Dataset(tmp_path / "late")
    before = publish(late, tmp_path / "in", spun=spin(WHOLE))["spun"]
    after = publish(late, tmp_path / "in", cut=PART)
    assert (after["spun"], after["cut"]["text"]) == (before, first["cut"]["text"])


DECIDED = ("cluster_id", "canonical_id", "kind", "copies", "story_id")


def decided(dataset: Dataset) -> dict[str, tuple[object, ...]]:
    return {
        name: tuple(row.get(column) for column in DECIDED)
        for name, row in rows(dataset).items()
    }


def test_run_by_run_clusters_canonicals_and_kinds_are_those_of_one_run(
    dataset: Dataset, inbox: Path, tmp_path: Path
) -> None:
    texts = {
        "one": SIBLINGS[0],
        "spun": spin(WHOLE),
        "retold": spin(SIBLINGS[1]),
        "cut": PART,
    }
    publish(dataset, inbox, **texts)
    apart = Dataset(tmp_path / "apart")
    for name, text in texts.items():
        publish(apart, tmp_path / "in", **{name: text})
    assert {name: row[:4] for name, row in decided(apart).items()} == {
        name: row[:4] for name, row in decided(dataset).items()
    }


def test_the_next_index_knows_the_texts_that_were_published(
    dataset: Dataset, inbox: Path
) -> None:
    publish(dataset, inbox, whole=WHOLE, spun=spin(WHOLE))
    publish(dataset, inbox, cut=spin(PART), one=SIBLINGS[0])
    before = decided(dataset)
    rebuild_index(dataset)
    assert decided(dataset) == before


def test_a_run_killed_while_it_restored_comes_to_the_same(
    dataset: Dataset, inbox: Path, tmp_path: Path
) -> None:
    settings = replace(SETTINGS, shard_files=1)
    whole = Dataset(tmp_path / "whole")
    publish(whole, inbox, settings, cut=PART, spun=spin(WHOLE), one=SIBLINGS[0])
    with dataset.lock():  # and killed before it could publish
        run, _, cleaned = clean_shards(dataset, inbox, settings)
        (number,) = repair_from_copies.find_references(cleaned, decide(cleaned))
        shard = run.shards[number]
        assert repair_from_copies.repair(shard, settings, cleaned.folder) == 1
    take_in(dataset, inbox, settings)
    for table in ("articles", "duplicates", "edits"):
        one, other = (
            now.parts(table) for now in (dataset.current(), whole.current()) if now
        )
        assert [path.read_bytes() for path in one] == [
            path.read_bytes() for path in other
        ]


def test_a_shard_that_failed_half_way_is_repaired_at_the_second_try(
    dataset: Dataset, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(inbox, "cut", PART)
    write(inbox, "spun", spin(WHOLE))
    with dataset.lock():
        run, _, cleaned = clean_shards(dataset, inbox)
        (shard,) = run.shards
        repair_from_copies.find_references(cleaned, decide(cleaned))
        with monkeypatch.context() as patched:
            patched.setattr(parquet, "write", full_disk)
            with pytest.raises(OSError, match="full"):
                repair_from_copies.repair(shard, SETTINGS, cleaned.folder)
        assert repair_from_copies.repair(shard, SETTINGS, cleaned.folder) == 1


def full_disk(*_: object) -> None:
    raise OSError("the disk is full")


def test_a_draft_is_kept_without_loss(dataset: Dataset, inbox: Path) -> None:
    write(inbox, "spun", "Share this article\n\n" + spin(WHOLE))
    (item,) = read(*discover([inbox]).files, SETTINGS)
    assert isinstance(item, Record)
    article = clean(item)
    assert isinstance(article, Article)
    with dataset.lock():
        run, _, _ = clean_shards(dataset, inbox)
    (shard,) = run.shards
    (kept,) = revisions.revised_articles(shard, dataset.shards)
    assert tuple(kept.draft.ledger()) == article.ledger
    assert kept.spun_draft
    assert tuple(kept.spun_draft.ledger()) == article.spun_ledger
    assert kept.doubts == article.doubts
    assert any(mark.evidence for entry in article.ledger for mark in entry.marks)
    known = tables.article_row(article)
    assert {name: kept.final_row()[name] for name in known} == known


def test_where_nothing_is_spun_no_index_is_read(
    dataset: Dataset, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference_choice, "deduplicate", None)
    write(inbox, "whole", WHOLE)
    write(inbox, "one", SIBLINGS[0])
    assert take_in(dataset, inbox) == 0


@pytest.mark.parametrize(
    ("retold", "original", "dialect"),
    [
        ("2024-05-03", "2024-05-01", "round_trip"),
        ("2024-05-01", "2024-05-03", None),
        ("2024-05-01", "2024-05-01", None),
        (None, "2024-05-01", None),
        ("2024-05-03", None, None),
    ],
)
def test_a_machines_retelling_of_an_earlier_article_is_labelled_and_not_edited(
    dataset: Dataset,
    inbox: Path,
    retold: str | None,
    original: str | None,
    dialect: str | None,
) -> None:
    write(inbox, "original", RETOLD_FROM, original)
    write(inbox, "retold", RETOLD, retold)
    found = publish(dataset, inbox)
    assert (found["retold"]["spun"], found["retold"]["spun_dialect"]) == (
        dialect is not None,
        dialect,
    )
    assert (found["original"]["spun"], found["original"]["spun_dialect"]) == (
        False,
        None,
    )
    assert (found["retold"]["text"], found["original"]["text"]) == (RETOLD, RETOLD_FROM)
    assert read_rows(dataset, "edits") == []


def test_lines_in_doubt_are_found_again_where_words_have_changed() -> None:
    first = OpenDoubt(0, 4, "related", 0.5, 0.0, is_below=True)
    second = OpenDoubt(10, 15, "widget", 0.5, 0.0, is_below=True)
    before, after = "More\nfirm\nTides", "More\nthe company\nTide"
    moved = open_articles.move_doubts([first, second], before, after)
    assert moved == (first, replace(second, start=17, end=21))
