"""A record of a member of an archive is found by its number there, and by that in the archive."""

from __future__ import annotations

import tarfile
from io import BytesIO

import pytest

from flows.account.matches import find
from flows.run import RunRequest, run
from flows.settings import Settings
from flows.snapshots.current import Current
from tests.flows.conftest import ARTICLES
from tests.flows.shown import record

TEXTS = tuple(ARTICLES.values())
MEMBERS = {
    "x/first.jsonl": record(TEXTS[0]) + record(TEXTS[1]),
    "x/second.jsonl": record(TEXTS[2], id="two-0") + "broken\n",
    "x/third.jsonl": record(TEXTS[0] + "\n\nA third word.", id="three-0"),
}


@pytest.fixture(scope="module")
def current(tmp_path_factory: pytest.TempPathFactory) -> Current:
    folder = tmp_path_factory.mktemp("members")
    inbox = folder / "inbox"
    inbox.mkdir()
    with tarfile.open(inbox / "all.tar.gz", "w:gz") as archive:
        for name, text in MEMBERS.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            archive.addfile(info, BytesIO(text.encode()))
    (inbox / "rows.jsonl").write_text("\n\n" + record(TEXTS[1] + "\n\nRain."))
    made = folder / "dataset"
    run(RunRequest((inbox,), made, Settings(), workers=0))
    current = Current.read(made)
    assert current
    return current


@pytest.mark.parametrize(
    ("wanted", "table"),
    [
        ("inbox/all.tar.gz/x/second.jsonl:0", "articles"),
        ("all.tar.gz/x/second.jsonl:1", "quarantine"),
    ],
)
def test_a_number_in_the_member_names_its_row(
    current: Current, wanted: str, table: str
) -> None:
    (match,) = find(current, wanted)
    assert match.table == table
    assert match.source_path == "all.tar.gz/x/second.jsonl"


def test_the_number_in_the_archive_counts_first(current: Current) -> None:
    for path in MEMBERS:
        for match in find(current, f"all.tar.gz/{path}"):
            place = f"{match.source_path}:{match.record_number}"
            assert find(current, place) == (match,)


@pytest.mark.parametrize(
    "wanted",
    [
        "all.tar.gz/x/second.jsonl:2",
        "all.tar.gz/x/fourth.jsonl:0",
        "rows.jsonl:0",
        "all.tar.gz:0",
        ":0",
    ],
)
def test_other_numbers_name_nothing(current: Current, wanted: str) -> None:
    assert find(current, wanted) == ()
