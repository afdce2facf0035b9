"""The work after cleaning comes to the same whoever does it, and in however many parts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from cleaners.duplicates import labour, linked_pairs
from cleaners.stories import term_table
from flows.run import RunRequest, run
from flows.settings import Settings
from flows.snapshots import Dataset
from flows.stages import division
from flows.stages.deduplicate import clusters, divided_labour
from flows.stages.deduplicate.divided_labour import DividedLabour
from flows.storage.shards import Shard
from flows.workers.cluster import Cluster
from flows.workers.isolation import Isolated, ShardError
from flows.workers.pool import Pool
from tests.flows import lethal
from tests.flows.conftest import read_rows
from tests.flows.object_storage import BUCKET, serving
from tests.flows.test_repair_from_copies import PART, SIBLINGS, WHOLE, spin
from tests.flows.test_site_boilerplate import GAZETTE, LANTERN, doubted, page, write_row
from tests.flows.test_snapshots import tree

ROOT = Path(__file__).parents[2]
SMALL = Settings(shard_files=3, report=False)
TABLES = ("articles", "duplicates", "edits", "quarantine", "relations")
MEMORY = 1_500_000_000  # bytes of a worker
PATIENCE = 120  # seconds, of a machine with other things to do
# `unspun` as if every run had much to divide.
DIVIDED = """
from flows.stages import division
division.DIVIDED_FROM = 1
from flows.cli import main
main()
"""


def write_first(inbox: Path) -> None:
    """Write copies of several kinds, spun ones, and lines that a site repeats."""
    inbox.mkdir(exist_ok=True)
    for number in range(4):
        write_row(inbox, f"page-{number}", LANTERN, page(number, doubted()))
        write_row(inbox, f"copy-{number}", GAZETTE, page(number, ""))
    texts = {"whole": WHOLE, "spun": spin(WHOLE), "part": PART, "cut": spin(PART)}
    texts |= {f"sibling-{number}": text for number, text in enumerate(SIBLINGS[:3])}
    for name, text in texts.items():
        (inbox / f"{name}.txt").write_text(text)


def write_second(inbox: Path) -> None:
    """Write more of the same, which changes what the first ones are."""
    for number in (2, 3, 4, 5):
        write_row(inbox, f"later-{number}", LANTERN, page(number, doubted()))
    (inbox / "longer.txt").write_text(f"{WHOLE}\n{SIBLINGS[0]}")
    (inbox / "page-0.jsonl").unlink()


@contextmanager
def divided(parts: int) -> Iterator[None]:
    """Divide all runs into parts, and all that is done at once into small pieces.

    With one part, the run itself links new texts to earlier ones; with more, others always do.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(division, "DIVIDED_FROM", 1)
        made = partial(DividedLabour, band_parts=parts)
        patch.setattr(clusters, "DividedLabour", made)
        patch.setattr(divided_labour, "PAIRS_OF_PART", 1 if parts > 1 else 1_000)
        patch.setattr(divided_labour, "MUCH_LARGER", 1_000_000 if parts > 1 else 0)
        if parts > 1:
            patch.setattr(labour, "LINKED_ROWS", 5)
            patch.setattr(linked_pairs, "PAIRS_AT_ONCE", 2)
            patch.setattr(linked_pairs, "SAMPLED", 1)
            patch.setattr(term_table, "ROWS_AT_ONCE", 64)
        yield


def clean(
    folder: Path, inbox: Path, workers: int = 0, cluster: Cluster | None = None
) -> int:
    request = RunRequest((inbox,), folder, SMALL, workers, cluster=cluster)
    return run(request).revised


def two_runs(folder: Path, workers: int = 0, cluster: Cluster | None = None) -> Dataset:
    """Take in the first files, then the second ones."""
    inbox = folder / "in"
    write_first(inbox)
    assert clean(folder / "out", inbox, workers, cluster), "some articles are revised"
    write_second(inbox)
    clean(folder / "out", inbox, workers, cluster)
    return Dataset(folder / "out")


@pytest.fixture(scope="module")
def one_part(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Two runs in one part, in this process."""
    folder = tmp_path_factory.mktemp("one")
    folder.joinpath("in").mkdir()
    with divided(1):
        return two_runs(folder)


def test_what_is_divided_says_what_is_done_at_once(
    one_part: Dataset, tmp_path: Path
) -> None:
    whole = two_runs(tmp_path)
    for table in TABLES:
        assert read_rows(one_part, table) == read_rows(whole, table), table
    kinds = {row["kind"] for row in read_rows(whole, "duplicates")}
    assert kinds >= {"exact", "contained"}


@pytest.mark.parametrize(
    ("parts", "workers", "cluster"),
    [(7, 0, None), (1, 2, None), (16, 1, None), (7, 0, Cluster(None, 2))],
    ids=("seven parts", "two workers", "sixteen parts", "Dask"),
)
def test_the_bytes_do_not_depend_on_parts_or_workers(
    one_part: Dataset,
    tmp_path: Path,
    parts: int,
    workers: int,
    cluster: Cluster | None,
) -> None:
    with divided(parts):
        other = two_runs(tmp_path, workers, cluster)
    assert tree(other.folder) == tree(one_part.folder)


def test_nothing_of_the_search_is_left(one_part: Dataset) -> None:
    assert not list(one_part.folder.rglob("*-search-*"))


def test_a_worker_that_ends_costs_a_retry(tmp_path: Path) -> None:
    part = Shard(3, "a" * 64, ())
    with Pool(1, MEMORY) as pool:
        Isolated(lethal.end_once)(pool, part, SMALL, tmp_path)
        with pytest.raises(ShardError, match=r"part 3: .* run it again"):
            Isolated(lethal.end_always)(pool, part, SMALL, tmp_path)


def test_workers_with_folders_of_their_own_divide_the_work(tmp_path: Path) -> None:
    """A scheduler, and a worker that reaches the dataset on object storage alone."""
    inbox = tmp_path / "in"
    write_first(inbox)
    settings = tmp_path / "unspun.toml"
    settings.write_text("shard_files = 3\nreport = false\n")
    with divided(1):
        clean(tmp_path / "out", inbox)
    from tests.flows.test_cluster import published, starting  # noqa: PLC0415  # slow

    with serving() as storage, starting(tmp_path, storage) as cluster:
        storage.upload(inbox, "in")
        cluster.start_scheduler()
        cluster.start_worker("worker")
        given = ["clean", f"s3://{BUCKET}/in", "--output", f"s3://{BUCKET}/out"]
        given += ["--settings", str(settings), "--runner", "dask"]
        given += ["--dask-address", cluster.address]
        environment = {**cluster.environment, "PYTHONPATH": str(ROOT)}
        environment["UNSPUN_CACHE"] = str(tmp_path / "cache")
        subprocess.run(
            [sys.executable, "-c", DIVIDED, *given],
            cwd=tmp_path,
            env=environment,
            check=True,
            timeout=PATIENCE,
        )
        assert published(storage, "out", tmp_path) == tree(tmp_path / "out")
