"""A page that was saved by a browser keeps its address, and the time when it was saved."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cleaners.article import Record
from flows.intake import LeftAside, discover
from tests.flows.reading import rows_of

PAGE = "<html><body><p>The ferry left on time.</p></body></html>"
URL = "https://a.example/ferry?id=1"
NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
SAVED = {
    f"<!-- saved from url=(0028){URL} -->": (URL, None),
    f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: Tue Mar 03 2026"
    " 13:00:00 GMT+0100 (Central European Standard Time)\n-->": (URL, NOON),
    "<!-- Mirrored from a.example/ferry.html by HTTrack Website Copier/3.x [XR&CO'2014],"
    " Tue, 03 Mar 2026 12:00:00 GMT -->": ("https://a.example/ferry.html", NOON),
    "<!-- saved from url=(0014)about:internet -->": (None, None),
    "<!-- a page about https://a.example/ferry -->": (None, None),
    f"<p>Browsers write: saved from url=(0028){URL}</p>": (None, None),
}


@pytest.mark.parametrize("comment", SAVED)
def test_the_comment_of_a_saved_page_is_read(tmp_path: Path, comment: str) -> None:
    (row,) = rows_of(tmp_path, "a.html", f"<!DOCTYPE html>{comment}\n{PAGE}".encode())
    assert isinstance(row, Record)
    assert (row.metadata.url, row.metadata.fetched_at) == SAVED[comment]


def test_a_text_that_quotes_such_a_comment_has_no_address(tmp_path: Path) -> None:
    (comment, *_) = SAVED
    (row,) = rows_of(
        tmp_path, "a.txt", f"Browsers write {comment} at the top.".encode()
    )
    assert isinstance(row, Record)
    assert row.metadata.url is None


FRAME = "<html><body><p>A comment below the ferry.</p></body></html>"
PART = "a part of a saved page"
FOLDERS = [
    ("Ferry.html", "Ferry_files", True),
    ("Ferry.htm", "Ferry-Dateien", True),
    ("Паром.html", "Паром_файлы", True),
    ("Ferry.html", "Ferry", False),
    ("Ferry.html", "Other_files", False),
    ("Ferry.txt", "Ferry_files", False),
]


@pytest.mark.parametrize(("page", "folder", "is_part"), FOLDERS)
def test_the_frames_of_a_saved_page_are_left_aside(
    tmp_path: Path, page: str, folder: str, *, is_part: bool
) -> None:
    (tmp_path / page).write_text(PAGE * 3)
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "frame.html").write_text(FRAME)
    found = discover([tmp_path])
    names = [file.source_path for file in found.files]
    assert names == sorted([page, *(() if is_part else (f"{folder}/frame.html",))])
    aside = LeftAside(f"{folder}/frame.html", PART)
    assert found.left_aside == ((aside,) if is_part else ())


def test_a_frame_that_is_larger_than_its_page_may_be_the_article(
    tmp_path: Path,
) -> None:
    (tmp_path / "Ferry.html").write_text(PAGE)
    (tmp_path / "Ferry_files").mkdir()
    (tmp_path / "Ferry_files" / "main.html").write_text(PAGE * 3)
    assert len(discover([tmp_path]).files) == 2
