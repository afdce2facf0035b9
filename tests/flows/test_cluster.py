"""Run on a Dask cluster: a scheduler and workers with folders of their own, S3 between them."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows import versions
from flows.settings import Settings
from flows.snapshots import Dataset, mirrors
from flows.storage.shared import SharedPath
from flows.workers.cluster import Cluster as ClusterAddress
from flows.workers.cluster import ClusterError, Terms
from tests.flows.conftest import take_in
from tests.flows.object_storage import BUCKET, Storage, command, serving
from tests.flows.test_snapshots import SOAK, tree

ROOT = Path(__file__).parents[2]
PATIENCE = 120  # seconds, of a machine with other things to do
SHARD_FILES = 1 if SOAK else 2
SEEDS = "*" if SOAK else "0*.txt"
SEAL = re.compile(r"PUT .*/state/shards/[0-9a-f]{32}\.json")


@dataclass(slots=True)
class Cluster:
    """A scheduler and workers, as processes that can be killed."""

    folder: Path
    environment: dict[str, str]
    port: int
    stack: ExitStack

    @property
    def address(self) -> str:
        """The address of the scheduler."""
        return f"tcp://127.0.0.1:{self.port}"

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        """Start the scheduler, at the same address whenever it is started."""
        given = ("--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard")
        return self._start("scheduler", "dask.__main__", "scheduler", *given)

    def start_worker(self, name: str, path: Path = ROOT) -> subprocess.Popen[bytes]:
        """Start a worker in a folder of its own, with the code at a path."""
        home = self.folder / name
        home.mkdir()
        given = ("--name", name, "--no-nanny", "--nthreads", "1", "--no-dashboard")
        place = ("--local-directory", str(home), "--death-timeout", "60")
        arguments = ("dask.__main__", "worker", self.address, *given, *place)
        return self._start(name, *arguments, path=path)

    def home(self, name: str) -> Path:
        """Return the folder of a worker."""
        return self.folder / name

    def log(self, name: str) -> str:
        """Read what a process has logged."""
        return (self.folder / f"{name}.log").read_text()

    def _start(
        self, name: str, module: str, *arguments: str, path: Path = ROOT
    ) -> subprocess.Popen[bytes]:
        log = self.stack.enter_context((self.folder / f"{name}.log").open("ab"))
        home = self.folder / name
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=home if home.is_dir() else self.folder,
            env={**self.environment, "PYTHONPATH": str(path), "HOME": str(home)},
            stdout=log,
            stderr=log,
        )
        self.stack.callback(end, process)
        return process


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process, and wait for it."""
    process.kill()
    process.wait(PATIENCE)


@contextmanager
def starting(folder: Path, storage: Storage) -> Iterator[Cluster]:
    """Start a scheduler; its processes end with the block."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if "PREFECT" not in name}
    environment = {**kept, **storage.environment}
    with ExitStack() as stack:
        yield Cluster(folder, environment, port, stack)


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storage]:
    """Serve S3 with an inbox: a part of the sample data, or in the long form all of it."""
    inbox = tmp_path_factory.mktemp("inbox")
    for path in sorted((ROOT / "seeds").glob(SEEDS)):
        shutil.copyfile(path, inbox / path.name)
    with serving() as storage:
        storage.upload(inbox, "in")
        yield storage


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write settings for small shards."""
    path = tmp_path_factory.mktemp("settings") / "unspun.toml"
    path.write_text(f"shard_files = {SHARD_FILES}\nreport = false\n")
    return path


@pytest.fixture(scope="module")
def expected(
    storage: Storage, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """Make the dataset of a local run."""
    folder = tmp_path_factory.mktemp("local")
    inbox = storage.download("in", folder / "in")
    dataset = Dataset(folder / "out")
    take_in(dataset, inbox, Settings(shard_files=SHARD_FILES, report=False))
    return tree(dataset.folder)


@pytest.fixture(scope="module")
def cluster(
    storage: Storage, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cluster]:
    """Start a scheduler and a worker."""
    with starting(tmp_path_factory.mktemp("cluster"), storage) as cluster:
        cluster.start_scheduler()
        cluster.start_worker("steady")
        yield cluster


def clean(
    cluster: Cluster, settings: Path, output: str, cache: Path
) -> subprocess.Popen[str]:
    """Start `unspun clean` on a machine with a cache of its own."""
    given = ["--settings", str(settings), "--runner", "dask"]
    given += ["--dask-address", cluster.address]
    return subprocess.Popen(
        command(
            "clean", f"s3://{BUCKET}/in", "--output", f"s3://{BUCKET}/{output}", *given
        ),
        cwd=cluster.folder,
        env={**cluster.environment, "PYTHONPATH": str(ROOT), mirrors.CACHE: str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(run: subprocess.Popen[str]) -> str:
    """Wait for a run that succeeds; return what it says."""
    out, error = run.communicate(timeout=PATIENCE)
    assert run.returncode == 0, out + error
    return error


def published(storage: Storage, output: str, folder: Path) -> dict[str, bytes]:
    """Read a dataset without the claims of its snapshots and what clocks say."""
    found = tree(storage.download(output, folder / "found"))
    return {name: data for name, data in found.items() if not name.endswith("/claim")}


def wait_for(what: str, *, seconds: float = PATIENCE) -> Iterator[None]:
    """Yield until the caller has seen what it waits for."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        yield
        time.sleep(0.005)
    raise AssertionError(f"waited {seconds} s for {what}")


def other_version(folder: Path) -> Path:
    """Make a folder whose package says that it is another version of this one."""
    for name in ("flows", "cleaners"):
        (folder / name).symlink_to(ROOT / name)
    metadata = folder / "unspun-0.0.9.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: unspun\nVersion: 0.0.9\n"
    )
    return folder


def test_a_cluster_has_the_bytes_of_a_local_run_and_survives_its_workers(
    cluster: Cluster,
    storage: Storage,
    settings: Path,
    expected: dict[str, bytes],
    tmp_path: Path,
) -> None:
    """Three workers: one has another version, and one is killed while it cleans a shard."""
    killed = cluster.start_worker("killed")
    (tmp_path / "older").mkdir()
    cluster.start_worker("older", other_version(tmp_path / "older"))
    for _ in wait_for("three workers"):
        names = ("killed", "steady", "older")
        if all("Registered to" in cluster.log(name) for name in names):
            break
    run = clean(cluster, settings, "three", tmp_path / "cache")
    for _ in wait_for("a worker at work"):
        if list(cluster.home("killed").rglob("*.on")):
            break
    killed.send_signal(signal.SIGKILL)
    said = ended(run)
    refused = rf"worker older \(\S+\) has Unspun 0\.0\.9, the run {versions.pipeline_version()}"
    assert re.search(refused, said), said
    assert "gets no work" in said
    assert not list(cluster.home("older").rglob("unspun-*"))
    assert published(storage, "three", tmp_path) == expected


def test_a_run_goes_on_with_what_was_done_before_its_scheduler_was_lost(
    storage: Storage,
    settings: Path,
    expected: dict[str, bytes],
    tmp_path: Path,
) -> None:
    with starting(tmp_path, storage) as cluster:
        scheduler = cluster.start_scheduler()
        cluster.start_worker("first")
        storage.requests.clear()
        run = clean(cluster, settings, "lost", tmp_path / "cache")
        for _ in wait_for("a shard that is done"):
            if any(map(SEAL.fullmatch, storage.requests)):
                break
        scheduler.send_signal(signal.SIGKILL)
        _, error = run.communicate(timeout=PATIENCE)
        assert run.returncode == 1, error
        assert "the Dask scheduler was lost" in error
        assert "run the same command again" in error
        sealed = set(filter(SEAL.fullmatch, storage.requests))
        cluster.start_scheduler()
        cluster.start_worker("second")
        ended(clean(cluster, settings, "lost", tmp_path / "another machine's cache"))
    seals = Counter(filter(SEAL.fullmatch, storage.requests))
    assert len(seals) > len(sealed) > 0
    assert {seals[name] for name in sealed} == {1}, "what was done is done again"
    assert published(storage, "lost", tmp_path) == expected


def test_a_cluster_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.workers import dask_crew  # noqa: PLC0415 - Dask is slow to import

    monkeypatch.setattr(dask_crew, "CONNECT_SECONDS", 1)
    terms = Terms.of(Settings(), SharedPath(tmp_path))
    nobody = "tcp://127.0.0.1:1: no Dask scheduler answers"
    with (
        pytest.raises(ClusterError, match=nobody),
        dask_crew.direct(ClusterAddress("tcp://127.0.0.1:1", 1), terms),
    ):
        pass


def test_a_cluster_of_this_machine_has_the_same_bytes(
    storage: Storage, settings: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    inbox = storage.download("in", tmp_path / "in")
    given = ["clean", str(inbox), "--output", str(tmp_path / "out"), "--quiet"]
    given += ["--settings", str(settings), "--runner", "dask", "--workers", "2"]
    subprocess.run(command(*given), cwd=ROOT, check=True, timeout=PATIENCE)
    assert tree(tmp_path / "out") == expected


def test_a_run_in_a_shared_folder_goes_on_after_it_was_killed(
    cluster: Cluster,
    storage: Storage,
    settings: Path,
    expected: dict[str, bytes],
    tmp_path: Path,
) -> None:
    storage.download("in", tmp_path / "in")
    given = ["clean", "in", "--output", "out", "--settings", str(settings)]
    given += ["--runner", "dask", "--dask-address", cluster.address]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    killed = subprocess.Popen(command(*given), cwd=tmp_path, env=environment)
    for _ in wait_for("a shard that is done"):
        if list((tmp_path / "out" / "state" / "shards").glob("*.json")):
            break
    end(killed)
    started = "Starting Worker plugin unspun-"
    helpers = cluster.log("steady").count(started)
    subprocess.run(
        command(*given), cwd=tmp_path, env=environment, check=True, timeout=PATIENCE
    )
    assert tree(tmp_path / "out") == expected
    log = cluster.log("steady")
    assert log.count(started) == helpers + 1
    assert log.count("Removing Worker plugin unspun-") == helpers + 1
