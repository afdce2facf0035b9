"""Revising decisions in place comes to what deciding from scratch on the final texts does."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaners.duplicates import Document, WordClasses
from flows.after_cleaning import revise_decisions
from flows.snapshots import CleanedRun, Current, Dataset, Outcome, shard_rows
from flows.stages import deduplicate, repair_from_copies, site_boilerplate, stories
from flows.stages.deduplicate import clusters
from flows.stages.revised_articles import RevisedArticles
from flows.storage import parquet
from flows.storage.shards import OPEN, Shard
from flows.storage.shards import SCHEMAS as SHARD_SCHEMAS
from flows.storage.tables import SCHEMAS, Decision, Decisions, Row
from tests.cleaners.test_paraphrase_dialects import GENUINE as RETOLD_FROM
from tests.cleaners.test_paraphrase_dialects import RETOLD
from tests.flows import test_site_boilerplate as pages
from tests.flows.conftest import SETTINGS, clean_shards
from tests.flows.test_deduplicate import prose
from tests.flows.test_repair_from_copies import PART, SIBLINGS, WHOLE, spin, write

GAZETTE, HERALD, LANTERN = pages.GAZETTE, pages.HERALD, pages.LANTERN


def decide(articles: CleanedRun) -> Decisions:
    """Decide from scratch."""
    return stories.assign_stories(articles, deduplicate.assign_clusters(articles))


@dataclass(frozen=True)
class Store:
    """The articles of a run whose output has the final texts already."""

    run: CleanedRun

    def fetch(self, article_ids: Sequence[str]) -> Iterator[Document]:
        """Yield some articles as the search for copies reads them."""
        for row in self.run.find(deduplicate.DOCUMENT, article_ids):
            yield Document(**row)


def revise(run: CleanedRun, decisions: Decisions, ids: set[str]) -> Decisions:
    """Revise decisions, and the index below the folder of the articles, in place."""
    changed = deduplicate.revise(run, decisions, ids, Store(run))
    return stories.revise(run, changed, run.find(stories.COLUMNS, ids))


def cluster(decision: Decision) -> tuple[object, ...]:
    return (
        decision.cluster_id,
        decision.copies,
        decision.canonical_id,
        decision.kind,
        decision.similarity,
    )


def index_content(articles: CleanedRun, decisions: Decisions) -> dict[str, object]:
    """List what an index has, with keys for the numbers of texts, which the order decides."""
    classes = WordClasses.of(deduplicate.spun_classes())
    index = deduplicate.read_written(
        articles.folder, articles.current, decisions.index, classes
    )
    heads, tails = index.texts.key_head.tolist(), index.texts.key_tail.tolist()
    key = list(zip(heads, tails, strict=True))
    alive = index.texts.alive.tolist()
    rows, verified, lines, postings = {}, {}, [], []
    standings = list(map(repr, index.articles.standings()))  # NaN is equal to nothing
    for row, name in enumerate(index.articles.ids.tolist()):
        rows[name] = (key[index.articles.text[row]], standings[row])
    pairs = index.verified_pairs
    for row, pair in enumerate(pairs.pairs.tolist()):
        texts = frozenset((key[pair >> 32], key[pair & 0xFFFFFFFF]))
        verified[texts] = (pairs.verification(row), int(pairs.links[row]))
    for run in index.lines:
        found = zip(run.site_lines.tolist(), run.texts.tolist(), strict=True)
        lines += [(line, key[text]) for line, text in found if alive[text]]
    for run_of_bands in index.postings:
        for band in run_of_bands:
            hashes = zip(band.hashes.tolist(), band.texts.tolist(), strict=True)
            postings += [(value, key[text]) for value, text in hashes if alive[text]]
    return {
        "articles": rows,
        "verified": verified,
        "lines": sorted(lines),
        "postings": sorted(postings),
        "repeated": index.repeated_lines.tolist(),
    }


def story_index(folder: Path) -> list[tuple[object, ...]]:
    return [
        (
            each.article_id,
            each.story_id,
            each.at,
            each.profile.words.tolist(),
            each.profile.weights.tolist(),
        )
        for each in stories.read_written(folder)
    ]


# Real runs: spun articles that are repaired, lines that are removed, retellings that are labelled.


def take_in(dataset: Dataset, inbox: Path, scratch: Path) -> int:
    """Publish new files with revised decisions, comparing them with those from scratch.

    Return how many articles were revised.
    """
    with dataset.lock():
        run, stats, cleaned = clean_shards(dataset, inbox)
        decisions = decide(cleaned)
        for number in repair_from_copies.find_references(cleaned, decisions):
            repair_from_copies.repair(run.shards[number], SETTINGS, cleaned.folder)
        site_boilerplate.remove(cleaned, decisions)
        articles = RevisedArticles.of(cleaned)
        write_final_texts(cleaned, scratch)
        anew = CleanedRun.of(cleaned.current, run.shards, scratch)
        expected, found = decide(anew), revise_decisions(cleaned, decisions)
        same = {name: found.by_article[name] for name in expected.by_article}
        assert same == expected.by_article
        assert index_content(cleaned, found) == index_content(anew, expected)
        assert story_index(cleaned.folder) == story_index(anew.folder)
        dataset.publish(Outcome(run, stats, cleaned, found))
    return len(articles.revised_ids)


def write_final_texts(cleaned: CleanedRun, scratch: Path) -> None:
    """Write the output of shards as if cleaning had come to the final texts."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    for shard in cleaned.shards:
        articles, _ = shard_rows.final_rows(shard, cleaned.folder, keep_before=True)
        write_shard(shard, scratch, articles)
        quarantine = "quarantine"
        shutil.copy(
            shard.output(cleaned.folder, quarantine), shard.output(scratch, quarantine)
        )


def write_shard(shard: Shard, folder: Path, articles: pa.Table) -> None:
    parquet.write(shard.output(folder, "articles"), articles.sort_by("article_id"))
    for table in (OPEN, "edits"):
        empty = SHARD_SCHEMAS[table].empty_table()
        parquet.write(shard.output(folder, table), empty)


def texts(**named: str) -> Callable[[Path], None]:
    """Write these texts into the inbox."""

    def write_all(inbox: Path) -> None:
        for name, text in named.items():
            write(inbox, name, text)

    return write_all


def retelling(inbox: Path) -> None:
    write(inbox, "original", RETOLD_FROM, "2024-05-01")
    write(inbox, "retold", RETOLD, "2024-05-03")


def labelled(name: str, *rows: tuple[str, int, bool]) -> Callable[[Path], None]:
    """Write pages of sites by number, with or without a last line that is left in doubt."""

    def write_all(inbox: Path) -> None:
        for number, (site, page, has_label) in enumerate(rows):
            text = pages.page(page, pages.doubted() if has_label else "")
            pages.write_row(inbox, f"{name}-{number}", site, text)

    return write_all


@pytest.mark.parametrize(
    ("runs", "revised"),
    [
        ([texts(spun=spin(WHOLE), cut=PART)], [1]),
        ([texts(whole=WHOLE, spun=spin(WHOLE), cut=spin(PART))], [2]),
        ([texts(whole=PART, again=PART, spun=spin(PART))], [1]),
        ([texts(spun=spin(WHOLE), one=SIBLINGS[0], two=SIBLINGS[1])], [1]),
        ([texts(cut=PART), texts(spun=spin(WHOLE)), texts(whole=WHOLE)], [0, 1, 0]),
        ([texts(spun=spin(WHOLE)), texts(cut=PART, again=spin(WHOLE))], [0, 1]),
        ([texts(one=SIBLINGS[0]), texts(spun=spin(WHOLE), cut=PART)], [0, 1]),
        ([retelling], [1]),
        (
            [labelled("a", *((LANTERN, page, True) for page in range(3)))],
            [3],
        ),
        (
            [
                labelled("a", *((LANTERN, page, True) for page in range(2))),
                labelled("b", (LANTERN, 2, True), (GAZETTE, 2, False)),
                # Page 2 counts though it has lost the label: the templates know it.
                labelled("c", (HERALD, 2, True), (LANTERN, 0, True)),
            ],
            [0, 1, 2],
        ),
        (
            [
                labelled(
                    "a",
                    *(
                        (site, 0, site == LANTERN)
                        for site in (LANTERN, GAZETTE, HERALD)
                    ),
                ),
                labelled("b", *((LANTERN, page, True) for page in (1, 2, 3))),
            ],
            [1, 3],
        ),
    ],
)
def test_a_run_with_revised_articles(
    tmp_path: Path, runs: list[Callable[[Path], None]], revised: list[int]
) -> None:
    dataset, inbox = Dataset(tmp_path / "out"), tmp_path / "inbox"
    counts = []
    for add in runs:
        add(inbox)
        counts.append(take_in(dataset, inbox, tmp_path / "scratch"))
    assert counts == revised


# Made-up runs, with wilder revisions than any stage makes.

BASES = 6  # texts that copies are made of
LABELS = (
    "Read more in the Lantern today.\n",
    "Letters to the editor of the Gazette.\n",
)
FIRST_DAY = datetime(2024, 5, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Maker:
    """Makes random articles, the same for the same seed."""

    random: random.Random

    def text(self) -> str:
        """Make a copy of a base: exact, cut, edited, longer or with another one; add labels."""
        lines = self.base().splitlines(keepends=True)
        kind = self.random.choice(("exact", "cut", "edited", "longer", "mixed"))
        if kind == "cut":
            lines = lines[: self.random.randint(2, 5)]
        elif kind == "edited":
            lines[2] = lines[2].replace(lines[2].split()[4], "changed")
        elif kind == "longer":
            lines.append(prose(100 + self.random.randrange(3), 15))
        elif kind == "mixed":
            lines.append(self.base())
        lines += [label for label in LABELS if self.random.random() < 0.4]
        return "".join(lines)

    def base(self) -> str:
        """Choose one of the bases."""
        return prose(self.random.randrange(BASES))

    def rows(self, first: int) -> list[Row]:
        """Make the rows of some articles, numbered from the first."""
        return [self.row(first + more) for more in range(self.random.randint(1, 6))]

    def row(self, number: int) -> Row:
        """Make the row of an article."""
        published_at = FIRST_DAY + timedelta(days=self.random.randrange(30))
        return {
            "article_id": f"{self.random.getrandbits(128):032x}",
            "text": self.text(),
            "spun": self.random.random() < 0.3,
            "published_at": published_at if self.random.random() < 0.8 else None,
            "site": self.random.choice((LANTERN, GAZETTE, None)),
            "language": "und",
            "source_path": f"{number}.txt",
            "record_number": 0,
            "raw_sha256": f"{number:064x}",
        }

    def revised(self, row: Row) -> Row:
        """Change an article: a line, a word, the whole text, the labels, or whether it is spun."""
        lines = str(row["text"]).splitlines(keepends=True)
        kind = self.random.choice(("line", "word", "text", "labels", "spun"))
        if kind == "line":
            lines.pop(self.random.randrange(len(lines)))
        elif kind == "word":
            lines[0] = lines[0].replace(lines[0].split()[3], "repaired")
        elif kind == "text":
            lines = [self.text()]
        elif kind == "labels":
            lines = [line for line in lines if line not in LABELS]
        else:
            return row | {"spun": not row["spun"]}
        return row | {"text": "".join(lines)}


def shard_of(folder: Path, number: int, rows: list[Row]) -> Shard:
    """Write the output of a shard with these articles."""
    folder.mkdir(parents=True, exist_ok=True)
    shard = Shard(number, f"{number:032x}" * 2, ())
    articles = pa.Table.from_pylist(rows, schema=SCHEMAS["articles"])
    write_shard(shard, folder, articles)
    quarantine = SCHEMAS["quarantine"].empty_table()
    parquet.write(shard.output(folder, "quarantine"), quarantine)
    return shard


NONE = ("duplicates", "quarantine", "runs")  # tables without files


def snapshot(dataset: Path, articles: CleanedRun, decisions: Decisions) -> Current:
    """Make a snapshot of the articles of a run and of the one before, with their stories."""
    number, rows = 1, {}
    if articles.current:
        number += articles.current.snapshot
        for path in articles.current.parts("articles"):
            rows.update(
                (row["article_id"], row) for row in parquet.read(path).to_pylist()
            )
    for shard in articles.shards:
        path = shard.output(articles.folder, "articles")
        rows.update((row["article_id"], row) for row in parquet.read(path).to_pylist())
    for article_id, decision in decisions.by_article.items():
        rows[article_id]["story_id"] = decision.story_id
    table = pa.Table.from_pylist(list(rows.values()), schema=SCHEMAS["articles"])
    parquet.write(dataset / f"{number}.parquet", table)
    index = list(decisions.index.kept)
    for file in decisions.index.new:
        index.append(f"{number}-{Path(file).name}")
        parquet.share(articles.folder / file, dataset / index[-1])
    tables = {"articles": (f"{number}.parquet",), **dict.fromkeys(NONE, ())}
    return Current(dataset, number, "", "", "", tables, tuple(index))


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 1 << 32), most_gone=st.sampled_from([0.1, 0.5, 1.0]))
@example(seed=257, most_gone=0.5)
@example(seed=795, most_gone=1.0)
def test_random_revisions_of_random_runs(seed: int, most_gone: float) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(clusters, "MOST_GONE", most_gone)
        patched.setattr(os, "fsync", lambda _: None)  # no crash is tested here
        check_random_revisions(Path(folder), seed)


def check_random_revisions(folder: Path, seed: int) -> None:
    make = Maker(random.Random(seed))  # noqa: S311  # the same articles for the same seed
    (folder / "dataset").mkdir()
    current = None
    for number in range(make.random.randint(0, 2)):
        shard = shard_of(folder / f"run-{number}", 0, make.rows(number * 10))
        run = CleanedRun.of(current, [shard], folder / f"run-{number}")
        current = snapshot(folder / "dataset", run, decide(run))
    original = [make.rows(100), make.rows(200)]
    share = make.random.random()
    final, ids = [], set()
    for rows in original:
        revised = [
            make.revised(row) if make.random.random() < share else row for row in rows
        ]
        final.append(revised)
        ids |= {str(row["article_id"]) for row in revised if row not in rows}
    shards = [shard_of(folder / "run", *each) for each in enumerate(original)]
    articles = CleanedRun.of(current, shards, folder / "run")
    first = decide(articles)
    for number, rows in enumerate(final):
        shard_of(articles.folder, number, rows)
        shard_of(folder / "scratch", number, rows)
    found = revise(articles, first, ids)
    anew = CleanedRun.of(current, shards, folder / "scratch")
    expected = decide(anew)
    for article_id, decision in expected.by_article.items():
        assert cluster(found.by_article[article_id]) == cluster(decision)
    assert index_content(articles, found) == index_content(anew, expected)
    check_stories(articles, first, found)


def check_stories(articles: CleanedRun, first: Decisions, found: Decisions) -> None:
    """Assert that articles keep their stories and copies follow their canonicals, in the index too.

    A story that began in the run is named after its first article, which a revision can change.
    """
    before = stories_of_snapshot(articles.current)
    names: dict[object, set[object]] = {}
    for article_id, decision in found.by_article.items():
        canonical = found.by_article[decision.canonical_id or article_id]
        assert decision.story_id == canonical.story_id
        earlier = first.by_article.get(article_id)
        if canonical is decision and article_id in before:
            assert decision.story_id == before[article_id]
        elif earlier and cluster(earlier) == cluster(decision):
            names.setdefault(earlier.story_id, set()).add(decision.story_id)
    assert all(len(each) == 1 for each in names.values())
    for each in stories.read_written(articles.folder):
        if each.article_id in found.by_article and each.article_id not in before:
            assert each.story_id == found.by_article[each.article_id].story_id


def stories_of_snapshot(current: Current | None) -> dict[str, str]:
    paths = current.parts("articles") if current else ()
    rows = [row for path in paths for row in parquet.read(path).to_pylist()]
    return {row["article_id"]: row["story_id"] for row in rows}
