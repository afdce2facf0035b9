"""Check that what was not read is read by the next run, and that quarantine can be tried again."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest
from click.testing import CliRunner

from cleaners.article import Reason
from flows import run as run_module
from flows.cli import cli
from flows.intake import InputFile, discover, streams
from flows.run import RunRequest, run
from flows.snapshots import Dataset
from flows.snapshots.unread import in_quarantine
from flows.storage.markers import Poison
from tests.flows.conftest import ARTICLES, SETTINGS, read_rows
from tests.flows.test_seen_again import dataset, fetch, folder, take_in  # noqa: F401
from tests.flows.test_snapshots import check, story

FAULTY = Path("/proc/self/mem")  # no address 0 can be read there: EIO, as from a disk
LATER = 1_000_000_000  # ns; added to the time of a file, so that it is another one


def touch(path: Path) -> None:
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + LATER))


@contextmanager
def touched_while_cleaning(
    monkeypatch: pytest.MonkeyPatch, *paths: Path
) -> Iterator[None]:
    """Touch files after they were discovered, and before they are read."""
    plan: Callable[..., object] = run_module.plan

    def plan_and_touch(*arguments: object) -> object:
        planned = plan(*arguments)
        for path in paths:
            touch(path)
        return planned

    with monkeypatch.context() as patched:
        patched.setattr(run_module, "plan", plan_and_touch)
        yield


def reasons(made: Dataset) -> list[tuple[object, object]]:
    rows = read_rows(made, "quarantine")
    return [(row["source_path"], row["reason"]) for row in rows]


def test_a_file_touched_while_the_run_cleans_is_read_by_the_next(
    dataset: Dataset,  # noqa: F811
    folder: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("ferry.txt", "bridge.txt"):
        (folder / name).write_text(ARTICLES[name])
    (folder / "rows.jsonl").write_text(fetch(story(1), 1) + fetch(story(2), 1, "b"))
    touched = folder / "ferry.txt", folder / "rows.jsonl"
    with touched_while_cleaning(monkeypatch, *touched):
        summary = take_in(dataset, folder)
    assert (summary.articles, summary.quarantined) == (1, {"unreadable": 2})
    assert all(reason == "unreadable" for _, reason in reasons(dataset))
    summary = take_in(dataset, folder)
    assert (summary.inputs, summary.articles, summary.replaced) == (3, 1, 2)
    assert reasons(dataset) == []
    assert len(read_rows(dataset, "articles")) == 4
    assert take_in(dataset, folder).nothing_new


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz", "page.txt"])
def test_a_fault_of_the_disk_is_tried_again(
    dataset: Dataset,  # noqa: F811
    folder: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    rows = "".join(fetch(story(n), 1, f"https://example.org/{n}") for n in range(3))
    text = story(1) if name == "page.txt" else rows
    data = text.encode()
    (folder / name).write_bytes(
        gzip.compress(data, mtime=0) if name.endswith("z") else data
    )
    (folder / "other.txt").write_text(ARTICLES["ferry.txt"])
    open_unchanged = streams.open_unchanged

    def failing(file: InputFile) -> BinaryIO:
        return FAULTY.open("rb") if file.path.name == name else open_unchanged(file)

    with monkeypatch.context() as patched:
        patched.setattr(streams, "open_unchanged", failing)
        summary = take_in(dataset, folder)
    assert (summary.articles, summary.quarantined) == (1, {"unreadable": 1})
    summary = take_in(dataset, folder)
    count = 1 if name == "page.txt" else 3
    assert (summary.inputs, summary.replaced) == (count, 1)
    assert reasons(dataset) == []
    assert len(read_rows(dataset, "articles")) == 1 + count
    assert take_in(dataset, folder).nothing_new


EMPTY = {
    "one empty file": {"a.txt": ""},
    "only broken lines": {"a.jsonl": "broken\n{\n[1]\n", "b.jsonl": "\n"},
    "only a listing": {"a.html": "<html><body>" + "<a href='/x'>More</a>" * 40},
    "binary": {"a.txt": "\x00\x01\x02"},
}


@pytest.mark.parametrize("files", EMPTY.values(), ids=EMPTY)
def test_a_first_run_without_any_article_publishes_its_quarantine(
    dataset: Dataset,  # noqa: F811
    folder: Path,  # noqa: F811
    files: dict[str, str],
) -> None:
    for name, text in files.items():
        (folder / name).write_text(text)
    summary = take_in(dataset, folder)
    assert (summary.snapshot, summary.articles) == (1, 0)
    assert summary.inputs == sum(summary.quarantined.values()) > 0
    assert take_in(dataset, folder).nothing_new
    (folder / "later.txt").write_text(ARTICLES["ferry.txt"])
    assert take_in(dataset, folder).articles == 1
    (folder / "latest.txt").write_text(ARTICLES["bridge.txt"])
    assert take_in(dataset, folder).articles == 1


def test_what_is_in_quarantine_is_tried_again(
    dataset: Dataset,  # noqa: F811
    folder: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fails = {"now": True}
    clean = run_module.clean_isolated

    def failing(*arguments: object) -> object:
        if not fails["now"]:
            return clean(*arguments)  # type: ignore[arg-type]  # as they came
        pool, shard, settings, where = arguments
        poisoned = (
            Poison("rows.jsonl", 1, "timed_out"),
            Poison("rows.jsonl", 2, "failed"),
        )
        return clean(pool, shard, settings, where, lambda *a: _work(*a, poisoned))  # type: ignore[arg-type]  # the same

    monkeypatch.setattr(run_module, "clean_isolated", failing)
    rows = "".join(fetch(story(n), 1, f"https://example.org/{n}") for n in range(4))
    (folder / "rows.jsonl").write_text(rows + "broken\n")
    (folder / "bridge.txt").write_text(ARTICLES["bridge.txt"])
    take_in(dataset, folder)
    assert {reason for _, reason in reasons(dataset)} == {
        "broken_record",
        "timed_out",
        "failed",
    }
    assert take_in(dataset, folder).nothing_new
    fails["now"] = False
    request = RunRequest((folder,), dataset.folder, SETTINGS, 0, ("empty",))
    assert run(request).nothing_new, "nothing is in quarantine for that reason"
    summary = run(replace(request, retried=("timed_out", "broken_record")))
    check(dataset)
    assert (summary.inputs, summary.already_known, summary.replaced) == (5, 2, 3)
    assert [reason for _, reason in reasons(dataset)] == ["broken_record"]
    assert len(read_rows(dataset, "articles")) == 5


def _work(*arguments: object) -> object:
    from flows.stages import clean_shard  # noqa: PLC0415

    shard, settings, where, _, poisoned = arguments
    return clean_shard.clean(shard, settings, where, poisoned)  # type: ignore[arg-type]  # as they came


def test_a_file_inside_an_archive_is_tried_again_with_it(
    dataset: Dataset,  # noqa: F811
    folder: Path,  # noqa: F811
) -> None:
    (folder / "a.jsonl").write_text("broken\n")
    (folder / "a.jsonl2.txt").write_text(" ")
    take_in(dataset, folder)
    files = discover([folder]).files
    current = dataset.current()
    assert in_quarantine(files, current, ("empty",)) == [files[1]]
    assert in_quarantine(files, current, ("empty", "broken_record")) == list(files)
    assert in_quarantine(files, None, ("empty",)) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["--retry-quarantined", "empty", "binary", "IN", "--output", "OUT"],
        ["IN", "--output", "OUT", "--retry-quarantined"],
        ["--retry-quarantined", "IN", "--output", "OUT"],
        ["IN", "--retry-quarantined=empty", "--output", "OUT", "--workers", "1"],
    ],
)
def test_reasons_follow_the_option(
    dataset: Dataset,  # noqa: F811
    folder: Path,  # noqa: F811
    arguments: list[str],
) -> None:
    (folder / "a.txt").write_text(" ")
    take_in(dataset, folder)
    paths = {"IN": str(folder), "OUT": str(dataset.folder)}
    given = [paths.get(argument, argument) for argument in arguments]
    result = CliRunner().invoke(cli, ["clean", *given, "--json", "--strict"])
    assert result.exit_code == 3, result.output
    figures = json.loads(result.stdout.splitlines()[-1])
    assert (figures["inputs"], figures["still_quarantined"]) == (1, 1)


NO_REASONS = [
    (["--retry-quarantined=gone"], "gone is no reason; there are unreadable"),
    (["--retry-quarantined", "gone"], "gone is no reason; there are unreadable"),
    (["--retry-quarantined", "no_artcle"], "no reason; did you mean no_article? there"),
    (
        ["--retry-quarantined", "empty", "binery"],
        "no reason; did you mean binary? there",
    ),
]


@pytest.mark.parametrize(("option", "message"), NO_REASONS)
def test_a_reason_that_is_none_is_refused(
    folder: Path,  # noqa: F811
    option: list[str],
    message: str,
) -> None:
    arguments = ["clean", str(folder), "--output", "x", *option]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 2
    assert message in result.output
    assert all(reason.value in result.output for reason in Reason)
