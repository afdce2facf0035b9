"""An export of a news database is as many articles as it numbers."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from cleaners.article import Record
from tests.flows.reading import found, keep_the_laws, rows_of, texts_of

STORIES = [
    "Ferry ends\n\nThe ferry left on time.",
    "Bridge\n\nIt is shut.",
    "Salmon\n\nBack.",
]
LINE = "_" * 60


def export(heading: str, begin: int = 1, rule: str = "") -> str:
    """Write an export as databases do."""
    parts = []
    for number, text in enumerate(STORIES, begin):
        above = heading.format(number, begin + len(STORIES) - 1)
        parts.append(f"{above}\n\n{text}\n\n{rule}\n")
    return "\n".join(parts)


EXPORTS = {
    "documents": export("Document {} of {}", rule=LINE),
    "capitals": export("{} of {} DOCUMENTS"),
    "indented": "\n\n" + export("               {} of {} DOCUMENTS   "),
    "pages": export("\f   {} of {} DOCUMENTS"),
    "a later part": export("Document {} of {}", 101),
    "returns": export("Document {} of {}").replace("\n", "\r\n"),
}


@pytest.mark.parametrize("form", EXPORTS)
@pytest.mark.parametrize("name", ["export.txt", "export"])
def test_each_document_is_a_record(tmp_path: Path, form: str, name: str) -> None:
    rows = keep_the_laws(tmp_path, name, EXPORTS[form].encode(), 60)
    texts = [text.strip().replace("\r", "") for text in texts_of(rows)]
    assert texts == STORIES
    assert {row.source_format for row in rows if isinstance(row, Record)} == {
        "news_export"
    }


@pytest.mark.parametrize("codec", ["utf-16", "cp1252"])
def test_an_export_comes_in_any_encoding(tmp_path: Path, codec: str) -> None:
    data = export("Document {} of {}").replace("left", "fährt").encode(codec)
    first, *_ = rows_of(tmp_path, "a.txt", data)
    assert isinstance(first, Record)
    assert "The ferry fährt on time." in first.content


def test_an_export_in_an_archive_is_read(tmp_path: Path) -> None:
    archive = BytesIO()
    with ZipFile(archive, "w") as writer:
        writer.writestr("a.txt", EXPORTS["documents"])
    rows = rows_of(tmp_path, "a.zip", archive.getvalue())
    assert [text.strip() for text in texts_of(rows)] == STORIES


ONE_ARTICLE = [
    "Document 1 of 3\n\nThe ferry left on time.",
    "Document 1 of 3\n\nA.\n\nDocument 3 of 3\n\nB.",
    "Document 1 of 3\n\nA.\n\nDocument 2 of 4\n\nB.",
    "Document 2 of 3\n\nA.\n\nDocument 1 of 3\n\nB.",
    "Document 1 of 2\n\nA.\n\nAs Document 2 of 2 says,\n\nB.",
]
OTHER_TEXTS = [
    f"My list\n\n{EXPORTS['documents']}",
    "Document 1 of our series\n\nThe ferry left on time.",
    "Document 1 of 3 was lost.\n\nDocument 2 of 3\n\nwas not.",
]


@pytest.mark.parametrize("text", [*ONE_ARTICLE, *OTHER_TEXTS])
def test_what_is_not_numbered_stays_one_article(tmp_path: Path, text: str) -> None:
    (row,) = keep_the_laws(tmp_path, "a.txt", text.encode(), 60)
    assert isinstance(row, Record)
    assert row.content == text


@pytest.mark.parametrize("text", OTHER_TEXTS)
def test_a_heading_further_down_makes_no_export(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, "a.txt", text.encode()).source_format == "text"


def test_a_document_without_text_costs_itself(tmp_path: Path) -> None:
    text = "Document 1 of 2\n\n\nDocument 2 of 2\n\nThe ferry left.\n"
    rows = keep_the_laws(tmp_path, "a.txt", text.encode(), 60)
    assert texts_of(rows) == ["(empty)", "\nThe ferry left."]


def test_the_label_of_the_text_goes_once(tmp_path: Path) -> None:
    text = (
        "Document {0} of 2\n\nFull text: The full text: all of it.\n\nFull text: B.\n\n"
    )
    rows = rows_of(tmp_path, "a.txt", (text.format(1) + text.format(2)).encode())
    wanted = "\nThe full text: all of it.\n\nFull text: B."
    assert texts_of(rows) == [wanted, wanted]


def test_an_article_has_the_author_whose_surname_comes_first(tmp_path: Path) -> None:
    headers = "Author: Roe, Ann\n\nPublication info: The Post ; Orrin 04 Mar 2026: 3.\n"
    text = "".join(f"Document {at} of 2\n\n{headers}\nA.\n\n" for at in (1, 2))
    for row in rows_of(tmp_path, "a.txt", text.encode()):
        assert isinstance(row, Record)
        assert row.metadata.author == "Ann Roe"
        assert "Author: Roe, Ann" in row.content
