"""Datasets on S3 and Google Cloud Storage: the pointer is one conditional write for all."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner

import unspun
from flows.cli import cli
from flows.snapshots import Dataset, DatasetError, mirrors
from flows.storage import conditional
from flows.storage.objects import ChangedError, Objects
from tests.flows import google_storage, object_storage
from tests.flows.conftest import ARTICLES, take_in
from tests.flows.google_storage import GoogleStorage
from tests.flows.object_storage import BUCKET, Storage
from tests.flows.test_snapshots import SOAK, tree

STRIDE = 1 if SOAK else 9  # of the requests, one in so many is struck


SERVERS = {"s3": object_storage.serving, "gs": google_storage.serving}
Server = Storage | GoogleStorage
on_both = pytest.mark.parametrize("storage", SERVERS, indirect=True)


@pytest.fixture(scope="module")
def storage(request: pytest.FixtureRequest) -> Iterator[Server]:
    """Serve S3, or what a test asks for."""
    with SERVERS[getattr(request, "param", "s3")]() as storage:
        yield storage


@pytest.fixture
def url(
    storage: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> str:
    """Give an address of its own to each test, and a cache."""
    monkeypatch.setenv(mirrors.CACHE, str(tmp_path / "cache"))
    name = re.sub(r"\W", "-", request.node.name)
    return f"{storage.scheme}://{BUCKET}/{name}"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Make an inbox with one article."""
    return write(tmp_path / "in", "ferry.txt")


def name_of(url: str) -> str:
    """Return the name of an address within the bucket."""
    return url.split(f"{BUCKET}/", 1)[1]


def write(folder: Path, *names: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text(ARTICLES[name], encoding="utf-8")
    return folder


def ask(url: str, query: str) -> str:
    """Return the last value that a query prints."""
    answer = CliRunner().invoke(cli, ["sql", url, query, "--csv"])
    return answer.output.split("\n")[-2]


def other_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be a machine with a cache of its own."""
    monkeypatch.setenv(mirrors.CACHE, str(tmp_path / "other cache"))


@on_both
def test_an_object_is_replaced_only_if_it_is_as_known(url: str) -> None:
    objects = Objects(url)
    first = objects.replace("pointer", b"1", None)
    with pytest.raises(ChangedError):
        objects.replace("pointer", b"2", None)
    second = objects.replace("pointer", b"2", first)
    with pytest.raises(ChangedError):
        objects.replace("pointer", b"3", first)
    assert objects.read("pointer") == (b"2", second)
    objects.remove(["pointer"])
    with pytest.raises(ChangedError):
        objects.replace("pointer", b"3", second)
    assert objects.read("pointer") is None


@pytest.mark.parametrize("storage", ["gs"], indirect=True)
def test_an_object_that_is_replaced_while_it_is_read_is_read_again(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    objects = Objects(url)
    first = objects.replace("pointer", b"1", None)
    ask_for = conditional.GoogleStorage._object  # noqa: SLF001 - between its two questions
    versions = [first]

    def overtaken(
        self: conditional.GoogleStorage, path: str, **given: object
    ) -> object:
        if given.get("generation") == first:
            versions.append(objects.replace("pointer", b"2", first))
            raise FileNotFoundError(path)
        return ask_for(self, path, **given)

    monkeypatch.setattr(conditional.GoogleStorage, "_object", overtaken)
    assert objects.read("pointer") == (b"2", versions[-1])
    assert len(versions) == 2


@on_both
def test_runs_of_two_machines_have_the_bytes_of_a_local_dataset(
    url: str,
    storage: Server,
    inbox: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    local = Dataset(tmp_path / "local")
    take_in(local, inbox)
    take_in(Dataset(mirrors.writing(url)), inbox)
    write(inbox, "bridge.txt")
    take_in(local, inbox)
    other_machine(tmp_path, monkeypatch)
    take_in(Dataset(mirrors.writing(url)), inbox)
    name = name_of(url)
    found = tree(storage.download(name, tmp_path / "found"))
    claims = [path for path in found if path.endswith("/claim")]
    for path in claims:
        assert found.pop(path) == b"published\n"
    assert len(claims) == 2
    assert found == tree(local.folder)
    left = [path.split("/", 1)[1] for path in storage.names(name) if "/state/" in path]
    assert set(left) <= {
        "state/hashes.json"
    }  # of files that were left alone for a while


@on_both
def test_of_two_writers_one_wins(
    url: str,
    storage: Server,
    inbox: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slow = Dataset(mirrors.writing(url))
    publish = slow.store.publish

    def overtaken(newest: object) -> None:
        other_machine(tmp_path, monkeypatch)
        take_in(Dataset(mirrors.writing(url)), write(tmp_path / "other", "bridge.txt"))
        publish(newest)  # type: ignore[arg-type]  # it is handed on

    monkeypatch.setattr(
        "flows.snapshots.object_store.ObjectStore.publish", _once(overtaken)
    )
    with pytest.raises(DatasetError, match="another run has published"):
        take_in(slow, inbox)
    folder = mirrors.reading(url)
    current = Dataset(folder).current()
    assert current
    assert current.snapshot == 2  # the first number was claimed by the one that lost
    assert tree(folder)
    name = name_of(url)
    assert not [path for path in storage.names(name) if "/000001/articles" in path]
    take_in(Dataset(mirrors.writing(url)), inbox)
    newest = Dataset(mirrors.reading(url)).current()
    assert newest
    assert newest.snapshot == 3
    assert not [path for path in storage.names(name) if "/000001/" in path]


def _once(instead: object) -> object:
    """Call another function the first time, and the real one from then on."""
    from flows.snapshots.object_store import ObjectStore  # noqa: PLC0415

    real, calls = ObjectStore.publish, []

    def publish(self: ObjectStore, newest: object) -> None:
        calls.append(newest)
        if len(calls) == 1:
            instead(newest)  # type: ignore[operator]
        else:
            real(self, newest)  # type: ignore[arg-type]

    return publish


@on_both
def test_a_run_that_is_killed_before_the_pointer_is_never_seen(
    url: str, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Objects.replace

    def killed(self: Objects, name: str, data: bytes, version: str | None) -> str:
        if name == "CURRENT.json":
            raise KeyboardInterrupt
        return replace(self, name, data, version)

    with monkeypatch.context() as patched:
        patched.setattr(Objects, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            take_in(Dataset(mirrors.writing(url)), inbox)
    assert Dataset(mirrors.reading(url)).current() is None
    take_in(Dataset(mirrors.writing(url)), inbox)
    current = Dataset(mirrors.reading(url)).current()
    assert current
    assert current.snapshot == 2


@on_both
def test_an_answer_that_was_lost_is_no_defeat(
    url: str, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Objects.replace

    def tried_twice(self: Objects, name: str, data: bytes, version: str | None) -> str:
        if name == "CURRENT.json":
            replace(self, name, data, version)
        return replace(self, name, data, version)

    monkeypatch.setattr(Objects, "replace", tried_twice)
    take_in(Dataset(mirrors.writing(url)), inbox)
    assert Dataset(mirrors.reading(url)).current()


@on_both
def test_a_storage_that_ignores_conditions_is_refused(
    url: str, storage: Server, inbox: Path, tmp_path: Path
) -> None:
    with SERVERS[storage.scheme](conditions=False):
        given = ["clean", str(inbox), "--output", url]
        refused = CliRunner().invoke(cli, given)
    assert refused.exit_code == 1
    assert "ignores conditions (If-Match" in refused.output
    assert str(tmp_path / "cache") not in refused.output


@pytest.mark.parametrize("address", ["az://news/out", "memory://out", "ftp://x/out"])
def test_a_storage_without_conditions_is_refused(address: str, inbox: Path) -> None:
    refused = CliRunner().invoke(cli, ["clean", str(inbox), "--output", address])
    assert refused.exit_code == 2
    assert "name an s3:// or gs:// address" in refused.output


@on_both
def test_readers_see_what_is_published(url: str, inbox: Path) -> None:
    take_in(Dataset(mirrors.writing(url)), inbox)
    assert ask(url, "SELECT title FROM articles") == "Ferry crews end strike"
    assert unspun.open_dataset(url).snapshot == 1
    place = CliRunner().invoke(cli, ["path", url]).output.strip()
    assert place == f"{url}/snapshots/000001"
    sound = CliRunner().invoke(cli, ["verify", url])
    assert (sound.exit_code, sound.output.startswith(f"{url}: ")) == (0, True)
    write(inbox, "bridge.txt")
    take_in(Dataset(mirrors.writing(url)), inbox)
    assert ask(url, "SELECT count(*) FROM articles") == "2"


@on_both
def test_a_mirror_that_was_damaged_is_made_whole(url: str, inbox: Path) -> None:
    take_in(Dataset(mirrors.writing(url)), inbox)
    folder = mirrors.reading(url)
    expected = tree(folder)
    (articles,) = folder.glob("snapshots/*/articles/*.parquet")
    articles.write_bytes(b"damaged")
    shutil.rmtree(folder / "index")
    assert tree(mirrors.reading(url)) == expected


@on_both
def test_what_is_taken_down_is_gone_from_the_storage(
    url: str, storage: Server, inbox: Path
) -> None:
    write(inbox, "bridge.txt")
    take_in(Dataset(mirrors.writing(url)), inbox)
    row = ask(url, "SELECT article_id FROM articles ORDER BY title LIMIT 1")
    done = CliRunner().invoke(cli, ["forget", url, "--id", row])
    assert done.exit_code == 0, done.output
    name = name_of(url)
    assert not [path for path in storage.names(name) if "/000001/" in path]
    assert any(path.endswith("state/suppression.json") for path in storage.names(name))
    assert ask(url, "SELECT count(*) FROM articles") == "1"


@pytest.mark.parametrize("pointer", [None, b"", b"{", b'{"snapshot": 9}'], ids=repr)
def test_a_pointer_that_is_lost_or_damaged_is_written_again(
    url: str, inbox: Path, pointer: bytes | None
) -> None:
    take_in(Dataset(mirrors.writing(url)), inbox)
    expected = Objects(url).read("CURRENT.json")
    if pointer is None:
        Objects(url).remove(["CURRENT.json"])
    else:
        Objects(url).put("CURRENT.json", pointer)
    take_in(Dataset(mirrors.writing(url)), inbox)
    assert Objects(url).read("CURRENT.json") == expected


CHANGES = ("put", "replace", "upload", "copy", "remove")


def test_a_run_struck_at_any_request_leaves_a_whole_dataset_that_heals(
    url: str, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, both = Dataset(tmp_path / "local"), Dataset(tmp_path / "local")
    take_in(first, inbox)
    before = contents(first)
    after_inbox = write(tmp_path / "more", "ferry.txt", "bridge.txt")
    take_in(both, after_inbox)
    after = contents(both)
    for step in count(0, STRIDE):
        place = f"{url}/{step}"
        take_in(Dataset(mirrors.writing(place)), inbox)
        with monkeypatch.context() as patched:
            strike_at(step, patched)
            try:
                take_in(Dataset(mirrors.writing(place)), after_inbox)
            except KeyboardInterrupt:
                was_struck = True
            else:
                was_struck = False
        assert contents(Dataset(mirrors.reading(place))) in (before, after)
        monkeypatch.setenv(mirrors.CACHE, str(tmp_path / f"machine {step}"))
        take_in(Dataset(mirrors.writing(place)), after_inbox)
        assert contents(Dataset(mirrors.reading(place))) == after, f"at {step}"
        if not was_struck:
            break
    assert step > 20


def strike_at(step: int, patched: pytest.MonkeyPatch) -> None:
    """Die right before the n-th change to the storage."""
    left = [step]
    for name in CHANGES:
        patched.setattr(Objects, name, _dying(getattr(Objects, name), left))


def _dying(real: Callable[..., object], left: list[int]) -> Callable[..., object]:
    def change(*given: object) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return real(*given)

    return change


def contents(dataset: Dataset) -> dict[str, bytes]:
    """Read the tables of the newest snapshot, whatever its number, but those of clocks."""
    current = dataset.current()
    assert current
    return {
        f"{table}/{path.name}": path.read_bytes()
        for table in current.tables
        if table != "runs"
        for path in current.parts(table)
    }
