"""XML of an article that was extracted says in attributes what is known of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cleaners.article import Metadata, Record
from flows.intake.readers.extracted_document import stated_in
from flows.settings import Settings
from tests.flows.reading import rows_of

NAMES = Settings().fields
ABOUT = (
    'sitename="Tilling News" title="Boat &amp; books aground" author="Obi Marsh; Wanda Rice"'
    ' date="2025-10-03" source="https://tilling.example/boat" excerpt="" tags="boats;books"'
)
MAIN = "<main><p>The canal boat ran aground on Friday near the lock.</p></main>"
OTHERS = [
    f"<doc>{MAIN}</doc>",
    f'<doc {ABOUT} title="cut off',
    f"<doc {ABOUT}><p>No main.</p></doc>",
    f"<p>See this:</p><doc {ABOUT}>{MAIN}</doc>",
    f"<document {ABOUT}>{MAIN}</document>",
    f"<html><body {ABOUT}>{MAIN}</body></html>",
]


@pytest.mark.parametrize("start", ["", "\n"])
def test_the_attributes_are_read(tmp_path: Path, start: str) -> None:
    page = f"{start}<doc {ABOUT}>\n  {MAIN}<comments/></doc>"
    (row,) = rows_of(tmp_path, "boat.xml", page.encode())
    assert isinstance(row, Record)
    assert row.is_html
    assert row.metadata == Metadata(
        url="https://tilling.example/boat",
        site="Tilling News",
        title="Boat & books aground",
        author="Obi Marsh, Wanda Rice",
        published_at=datetime(2025, 10, 3, tzinfo=UTC),
        tags=("boats", "books"),
    )


@pytest.mark.parametrize("page", OTHERS)
def test_other_markup_says_nothing(page: str) -> None:
    assert stated_in(page, NAMES) == Metadata()
