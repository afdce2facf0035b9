"""Members of archives are read like files; an archive can neither do harm nor lose a member."""

import gzip
import io
import json
import struct
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cleaners.article import Reason, Record
from flows.intake import LeftAside, Quarantined, discover, read, record_ranges
from flows.intake.readers.reader import Item
from flows.settings import Settings

SETTINGS = Settings()
PAGE = (
    b"<!DOCTYPE html><html><body><p>The ferry sails again on Monday.</p></body></html>"
)
PROSE = (
    b"The ferry to Orrin sails again on Monday, said the harbour master on Friday.\n"
)
ROWS = b"".join(json.dumps({"text": f"Story {n}."}).encode() + b"\n" for n in range(3))
MEMBERS = {
    "2024/a.html": PAGE,
    "2024/slug": PAGE,
    "feed.jsonl": ROWS,
    "packed.jsonl.gz": gzip.compress(ROWS, mtime=0),
    "story.txt": PROSE,
    "photo.jpg": b"\xff\xd8\xff\xe0",
    "style.css": b"p { }",
    "draft.txt.part": PROSE,
    "__MACOSX/2024/._a.html": b"\0\5\x16\7",
    ".DS_Store": b"\0\0\0\1Bud1",
    "last.html": PAGE,
}
WANT = {
    "2024/a.html": ("html", 1),
    "2024/slug": ("html", 1),
    "feed.jsonl": ("jsonl", 3),
    "packed.jsonl.gz": ("jsonl", 3),
    "story.txt": ("text", 1),
    "last.html": ("html", 1),
}
ASIDE = {
    "draft.txt.part": "still being written",
    "photo.jpg": "a picture",
    "style.css": "a style sheet",
}


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.mkdir("2024")
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:  # type: ignore[call-overload]
        folder = tarfile.TarInfo("./2024")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        for name, data in members.items():
            info = tarfile.TarInfo(f"./{name}")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


def zst(data: bytes) -> bytes:
    return bytes(pa.compress(data, "zstd", asbytes=True))


def items(
    folder: Path, name: str, data: bytes, settings: Settings = SETTINGS
) -> list[Item]:
    (folder / name).write_bytes(data)
    (file,) = discover([folder / name]).files
    return list(read(file, settings))


def rows(found: list[Item]) -> list[Record | Quarantined]:
    return [item for item in found if not isinstance(item, LeftAside)]


ARCHIVES = {
    "scrapes.zip": zipped(MEMBERS),
    "stored.zip": zipped(MEMBERS, zipfile.ZIP_STORED),
    "bzip2.zip": zipped(MEMBERS, zipfile.ZIP_BZIP2),
    "lzma.zip": zipped(MEMBERS, zipfile.ZIP_LZMA),
    "scrapes": zipped(MEMBERS),
    "scrapes.html": zipped(MEMBERS),
    "scrapes.zip.gz": gzip.compress(zipped(MEMBERS), mtime=0),
    "scrapes.tar": tarred(MEMBERS),
    "scrapes.dat": tarred(MEMBERS),
    "scrapes.tgz": tarred(MEMBERS, "w:gz"),
    "scrapes.tar.gz": tarred(MEMBERS, "w:gz"),
    "scrapes.tar.bz2": tarred(MEMBERS, "w:bz2"),
    "scrapes.tar.xz": tarred(MEMBERS, "w:xz"),
    "scrapes.tar.zst": zst(tarred(MEMBERS)),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_every_member_is_read_by_the_reader_of_its_format(
    tmp_path: Path, name: str
) -> None:
    found = items(tmp_path, name, ARCHIVES[name])
    records = [item for item in found if isinstance(item, Record)]
    assert len(records) == len(rows(found))
    counted = {
        member: (kind, sum(f"{name}/{member}" == item.source_path for item in records))
        for member, (kind, _) in WANT.items()
    }
    assert counted == WANT
    assert len(records) == sum(count for _, count in WANT.values())
    for record in records:
        member = record.source_path.removeprefix(f"{name}/")
        assert record.source_format == WANT[member][0]
    numbers = [record.record_number for record in records]
    assert numbers == sorted(set(numbers))
    aside = {
        item.path.removeprefix(f"{name}/"): item.reason
        for item in found
        if isinstance(item, LeftAside)
    }
    assert aside == ASIDE


@pytest.mark.parametrize("name", ["scrapes.zip", "scrapes.tar", "scrapes.tar.gz"])
def test_a_page_in_an_archive_is_the_page_outside(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    (file,) = discover([tmp_path / "a.html"]).files
    (outside,) = read(file, SETTINGS)
    inside = items(tmp_path, name, ARCHIVES[name])[0]
    assert isinstance(outside, Record)
    assert inside == replace(outside, source_path=f"{name}/2024/a.html")


@hypothesis_settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.sampled_from(sorted(MEMBERS)), unique=True),
    st.integers(1, 400),
    st.sampled_from(
        [zipped, tarred, lambda members: gzip.compress(tarred(members), mtime=0)]
    ),
    st.integers(0, 600),
)
def test_ranges_tile_an_archive(
    tmp_path: Path,
    names: list[str],
    size: int,
    pack: Callable[[dict[str, bytes]], bytes],
    lost: int,
) -> None:
    data = pack({name: MEMBERS[name] for name in names})
    path = tmp_path / "archive.zip"
    path.write_bytes(data[: len(data) - lost] if lost > 300 else data)
    (file,) = discover([path]).files
    cut = replace(SETTINGS, shard_bytes=size)
    ranges = record_ranges(file, cut)
    assert [item for part in ranges for item in read(file, cut, part)] == list(
        read(file, SETTINGS)
    )


def test_names_cannot_lead_out_of_an_archive(tmp_path: Path) -> None:
    names = ["../../etc/a.html", "/abs/b.html", "..\\c.html", "x/../d.html", ".."]
    for name, pack in (("a.zip", zipped), ("a.tar", tarred)):
        found = items(tmp_path, name, pack(dict.fromkeys(names, PAGE)))
        paths = {item.source_path for item in rows(found)}
        assert {f"{name}/etc/a.html", f"{name}/abs/b.html", f"{name}/c.html"} < paths
        assert not any(".." in path.split("/") for path in paths)
    assert {path.name for path in tmp_path.iterdir()} == {"a.zip", "a.tar"}


def test_links_and_devices_in_an_archive_are_left_aside(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, kind in (
            ("soft.html", tarfile.SYMTYPE),
            ("hard.html", tarfile.LNKTYPE),
            ("pipe.html", tarfile.FIFOTYPE),
            ("zero.html", tarfile.CHRTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type = kind
            info.linkname = "/etc/passwd"
            archive.addfile(info)
    link = zipfile.ZipInfo("soft.html")
    link.external_attr = 0o120777 << 16
    linked = io.BytesIO()
    with zipfile.ZipFile(linked, "w") as zip_archive:
        zip_archive.writestr(link, "/etc/passwd")
    for name, data, want in (
        ("a.tar", packed.getvalue(), ["a link", "a link", *["not a regular file"] * 2]),
        ("a.zip", linked.getvalue(), ["a link"]),
    ):
        found = items(tmp_path, name, data)
        assert [item.reason for item in found if isinstance(item, LeftAside)] == want
        assert rows(found) == []


def encrypted() -> bytes:
    """Make an archive whose first member says that it is encrypted."""
    data = bytearray(zipped({"a.html": PAGE, "b.html": PAGE}))
    for signature, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = data.index(b"a.html", data.index(signature))
        data[data.rindex(signature, 0, place) + at] |= 1
    return bytes(data)


def damaged(data: bytes, needle: bytes) -> bytes:
    place = data.index(needle)
    return data[:place] + b"\xff" * len(needle) + data[place + len(needle) :]


STORED = zipped({"a.html": PAGE, "b.html": PAGE + b"<!-- b -->", "c.html": PAGE}, 0)
TARRED = tarred({"a.html": PAGE, "b.html": PAGE, "c.html": PAGE})
BROKEN = [
    ("encrypted.zip", encrypted(), 1, Reason.TRUNCATED, "encrypted"),
    ("checksum.zip", damaged(STORED, b"<!-- b -->"), 2, Reason.TRUNCATED, "CRC"),
    ("cut.zip", STORED[: STORED.index(b"c.html") + 20], 2, Reason.TRUNCATED, "cut off"),
    ("garbage.zip", b"PK\3\4" + bytes(99), 0, Reason.TRUNCATED, "directory"),
    (
        "nested.zip",
        zipped({"in.zip": STORED, "a.html": PAGE}),
        1,
        Reason.BINARY,
        "inside",
    ),
    ("nested.tar", tarred({"in": TARRED, "a.html": PAGE}), 1, Reason.BINARY, "inside"),
    ("cut.tar", TARRED[: TARRED.index(b"./c.html") + 530], 2, Reason.TRUNCATED, "end"),
    ("header.tar", damaged(TARRED, b"./b.html"), 1, Reason.TRUNCATED, "breaks off"),
    (
        "cut.tar.gz",
        gzip.compress(TARRED, mtime=0)[:-30],
        None,
        Reason.TRUNCATED,
        "breaks after",
    ),
    ("bomb.zip", zipped({"a.txt": b"x" * 60_000_000}), 0, Reason.TOO_LARGE, "members"),
    (
        "bomb.tar.gz",
        gzip.compress(tarred({"a.txt": bytes(60_000_000)}), mtime=0),
        0,
        Reason.TOO_LARGE,
        "bytes",
    ),
]


@pytest.mark.parametrize(
    ("name", "data", "good", "reason", "detail"), BROKEN, ids=[row[0] for row in BROKEN]
)
def test_a_broken_archive_yields_its_good_members_and_a_row(  # noqa: PLR0913, PLR0917 - one for each column
    tmp_path: Path,
    name: str,
    data: bytes,
    good: int | None,
    reason: Reason,
    detail: str,
) -> None:
    found = items(tmp_path, name, data)
    records = [item for item in found if isinstance(item, Record)]
    refused = [item for item in found if isinstance(item, Quarantined)]
    assert good is None or len(records) == good
    assert {item.reason for item in refused} == {reason}
    assert detail in refused[0].detail
    numbers = [item.record_number for item in rows(found)]
    assert numbers == sorted(set(numbers))


def test_a_directory_of_millions_is_refused_before_it_is_read(tmp_path: Path) -> None:
    entry = struct.pack("<4s42x", b"PK\1\2")
    directory = entry * 800_000
    end = struct.pack("<4s4x2HII2x", b"PK\5\6", 1, 1, len(directory), 0)
    (item,) = items(tmp_path, "many.zip", directory + end)
    assert isinstance(item, Quarantined)
    assert (item.reason, "directory" in item.detail) == (Reason.TOO_LARGE, True)


@hypothesis_settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.sampled_from(["scrapes.zip", "stored.zip", "scrapes.tar", "scrapes.tar.gz"]),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=6),
    st.floats(0.2, 1),
)
def test_a_mutated_archive_makes_rows_and_never_an_error(
    tmp_path: Path, name: str, flips: list[tuple[float, int]], kept: float
) -> None:
    data = bytearray(ARCHIVES[name])
    for place, byte in flips:
        data[int(place * len(data))] = byte
    found = items(tmp_path, name, bytes(data[: int(kept * len(data))]))
    assert found
    numbers = [item.record_number for item in rows(found)]
    assert numbers == sorted(numbers)
