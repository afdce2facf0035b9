"""Inputs are folders, files, patterns, standard input and addresses; nothing is hashed twice."""

import io
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from cleaners.article import Reason, Record
from flows.intake import (
    InputError,
    Quarantined,
    check_inputs,
    discover,
    fetch,
    read,
    remote,
    spooling,
)
from flows.intake.hash_cache import NAME, HashCache
from flows.intake.inputs import InputFile
from flows.settings import Settings

SETTINGS = Settings()
PROSE = "The ferry to Orrin sails again on Monday, said the harbour master on Friday.\n"
TREE = (
    "a.html",
    "b.txt",
    "2024/c.html",
    "2024/05/d.html",
    "2025/e.txt",
    "2025/[x].txt",
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in (*TREE, ".hidden/f.html", "2024/g.html.part"):
        path = tmp_path / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{PROSE}{name}\n")
    return tmp_path / "data"


def names(*inputs: str | Path) -> list[str]:
    return [file.source_path for file in discover(inputs).files]


PATTERNS = {
    "*.html": ["a.html"],
    "**/*.html": ["2024/05/d.html", "2024/c.html", "a.html"],
    "*/*.html": ["2024/c.html"],
    "202[45]/*": ["2024/05/d.html", "2024/c.html", "2025/[x].txt", "2025/e.txt"],
    "2024/**": ["05/d.html", "c.html"],
    "?.txt": ["b.txt"],
    "2025/[x].txt": ["[x].txt"],
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_names_files_from_the_folder_before_it(
    tree: Path, pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert names(f"{tree}/{pattern}") == PATTERNS[pattern]
    monkeypatch.chdir(tree)
    assert names(pattern) == PATTERNS[pattern]
    assert names(f"file://{tree}/{pattern}") == PATTERNS[pattern]


def test_a_pattern_without_files_and_a_missing_input_are_errors(tree: Path) -> None:
    for given, message in (
        (f"{tree}/*.pdf", "no file matches"),
        (f"{tree}/none", "no such file"),
        (f"file://{tree}/none", "no such file"),
        ("", "an input has no name"),
        (str(tree), "is the input and the dataset"),
        ("nosuch://bucket/a", "nosuch"),
    ):
        with pytest.raises(InputError, match=message):
            check_inputs([given], tree)


def test_standard_input_is_read_as_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = json.dumps({"text": PROSE}) + "\n"
    for data, kind in ((lines, "jsonl"), (PROSE, "text"), ("short", "text")):
        piped = io.TextIOWrapper(io.BytesIO(data.encode()))
        monkeypatch.setattr(sys, "stdin", piped)
        with spooling(tmp_path):
            (file,) = discover(["-"], SETTINGS, tmp_path).files
            (item,) = read(file, SETTINGS)
        assert isinstance(item, Record)
        assert (item.source_path, item.source_format) == ("stdin", kind)
        assert list(tmp_path.iterdir()) == [] or not (tmp_path / "spool").exists()


def test_an_unlistable_folder_and_an_endless_path_cost_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.txt").write_text(PROSE)
    monkeypatch.chdir(inbox)
    for _ in range(20):
        deeper = "d" * 250
        os.mkdir(deeper)  # noqa: PTH102  # pathlib cannot name it from outside
        os.chdir(deeper)  # the same
        Path("b.txt").write_text(PROSE)
    os.chdir(tmp_path)
    found = discover([inbox]).files
    refused = [file for file in found if file.unreadable]
    assert "a.txt" in [file.source_path for file in found]
    assert len(refused) >= 1
    for file in refused:
        (item,) = read(file, SETTINGS)
        assert isinstance(item, Quarantined)
        assert item.reason is Reason.UNREADABLE
        assert "too long" in item.detail
    shutil.rmtree(inbox)


def test_a_file_of_holes_or_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "holes.jsonl").open("wb") as file:
        file.write(b'{"text": "a"}\n')
        file.truncate(1 << 40)
    with (tmp_path / "gaps.jsonl").open("wb") as file:
        file.write(b'{"text": "a"}\n')
        file.truncate(90_000_000_000)
    (tmp_path / "large.txt").write_text(PROSE)
    limited = replace(SETTINGS, input_bytes=20)
    (holes,) = discover([tmp_path / "holes.jsonl"]).files
    (gaps,) = discover([tmp_path / "gaps.jsonl"]).files
    (large,) = discover([tmp_path / "large.txt"], limited).files
    for refused, detail in (
        (holes, "input_bytes"),
        (gaps, "sparse"),
        (large, "input_bytes"),
    ):
        (item,) = read(refused, SETTINGS)
        assert isinstance(item, Quarantined)
        assert (item.reason, detail in item.detail) == (Reason.TOO_LARGE, True)


def aged(path: Path, text: str, seconds: int) -> None:
    path.write_text(text)
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_unchanged_files_are_hashed_once_and_changed_ones_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, inbox = tmp_path / "state", tmp_path / "inbox"
    state.mkdir()
    inbox.mkdir()
    for name in ("a.txt", "b.txt"):
        aged(inbox / name, PROSE + name, 60)
    monkeypatch.setattr("flows.intake.hash_cache.SETTLED_NS", -(10**18))
    first = discover([inbox], SETTINGS, state)
    cache = HashCache.load(state)
    assert len(cache.known) == 2
    tampered = {key: ["0" * 64, *rest] for key, (_, *rest) in cache.known.items()}
    HashCache(state / NAME, {}, tampered).save()
    taken = discover([inbox], SETTINGS, state)  # nothing was read
    assert {file.sha256 for file in taken.files} == {"0" * 64}
    aged(inbox / "a.txt", PROSE.replace("Monday", "Sunday") + "a.txt", 60)
    changed, unchanged = discover([inbox], SETTINGS, state).files
    assert unchanged.sha256 == "0" * 64
    assert changed.sha256 not in {"0" * 64, first.files[0].sha256}
    for damage in ("", "{}", (state / NAME).read_text()[:-3]):
        (state / NAME).write_text(damage)
        again = discover([inbox], SETTINGS, state)
        assert again.files[1] == first.files[1]


def test_a_file_that_was_just_written_is_not_remembered(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PROSE)
    discover([tmp_path / "a.txt"], SETTINGS, tmp_path)
    assert HashCache.load(tmp_path).known == {}


@pytest.fixture
def bucket(tree: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Fill a bucket of a storage server on this machine with the files of the tree."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    for name, value in (
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_ENDPOINT_URL", endpoint),
        ("FSSPEC_S3_ENDPOINT_URL", endpoint),
    ):
        monkeypatch.setenv(name, value)
    client = boto3.client("s3", endpoint_url=endpoint)
    client.create_bucket(Bucket="news")
    for name in TREE:
        client.upload_file(str(tree / name), "news", f"crawl/{name}")
    yield "s3://news/crawl"
    server.stop()


def contents(files: tuple[InputFile, ...]) -> list[tuple[str, str | None, object]]:
    return [
        (file.source_path, file.sha256, list(read(file, SETTINGS))) for file in files
    ]


def test_remote_files_are_those_of_the_folder(
    tree: Path, bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "state"
    state.mkdir()
    local = contents(discover([tree]).files)
    fetched: list[str] = []
    original = remote.RemoteFile.fetch

    def counted(file: remote.RemoteFile, folder: Path) -> Path:
        fetched.append(file.url)
        return original(file, folder)

    monkeypatch.setattr(remote.RemoteFile, "fetch", counted)
    with spooling(state):
        found = discover([bucket], SETTINGS, state).files
        assert contents(found) == local
        assert len(fetched) == len(TREE)
        known = discover([bucket], SETTINGS, state).files
        assert [file.sha256 for file in known] == [file.sha256 for file in found]
        assert len(fetched) == len(TREE)  # known by their versions
        assert contents(fetch(known, SETTINGS, state)) == local
        pattern = discover([f"{bucket}/**/*.html"], SETTINGS, state).files
        assert [file.source_path for file in pattern] == PATTERNS["**/*.html"]
        (single,) = discover([f"{bucket}/b.txt"], SETTINGS, state).files
        assert single.source_path == "b.txt"
    assert not (state / "spool").exists()
    with pytest.raises(InputError, match="nothing is there"):
        discover(["s3://news/none"], SETTINGS, state)
