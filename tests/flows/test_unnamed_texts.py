"""A record without a known text is quarantined with its address and with honest advice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaners.article import Reason, Record
from flows.intake import Quarantined
from flows.jsonl_fields import Fields
from flows.settings import Settings
from tests.flows.reading import rows_of

LONG = "The ferry left on time, and nobody was aboard. " * 6
SHORT = "The ferry left."
ADDRESS = "https://a.example/1"
ADVICE = [
    ({"txt": LONG}, "its longest text is in txt: --field text=txt"),
    ({"parts": {"lines": [LONG, LONG]}, "txt": LONG}, "--field text=parts.lines"),
    ({"blocks": [{"words": LONG}, {"words": SHORT}]}, "--field text=blocks.words"),
    ({"text": None, "title": "A"}, "nothing is in text, and no other field has a text"),
    ({"body": {"id": 3}}, "nothing is in body, and no other field has a text"),
    ({"text": None, "txt": LONG}, "--field text=txt"),
    ({"title": "A", "words": 3}, "name the one with the text: --field text=NAME"),
    ({"picture": "QUJD" * 200}, "name the one with the text: --field text=NAME"),
]


@pytest.mark.parametrize(("fields", "advice"), ADVICE)
def test_advice_names_what_is_there(
    tmp_path: Path, fields: dict[str, object], advice: str
) -> None:
    line = json.dumps({**fields, "url": ADDRESS})
    (row,) = rows_of(tmp_path, "a.jsonl", line.encode())
    assert isinstance(row, Quarantined)
    assert row.reason == Reason.NO_TEXT_FIELD
    assert advice in row.detail


@pytest.mark.parametrize("fields", [{"text": " "}, {"text": None}, {"words": 3}])
def test_the_row_has_the_address_that_the_record_states(
    tmp_path: Path, fields: dict[str, object]
) -> None:
    line = json.dumps({**fields, "link": ADDRESS})
    (row,) = rows_of(tmp_path, "a.jsonl", line.encode())
    assert isinstance(row, Quarantined)
    assert row.url == ADDRESS


def test_the_path_that_is_advised_works(tmp_path: Path) -> None:
    """What the message says is the text, once it is named."""
    line = json.dumps({"parts": {"lines": [LONG.strip(), SHORT]}}).encode()
    settings = Settings(fields=Fields(text=("parts.lines",)))
    (row,) = rows_of(tmp_path, "a.jsonl", line, settings)
    assert isinstance(row, Record)
    assert row.content == f"{LONG.strip()}\n\n{SHORT}"


ROWS = [
    ("title,text\nA,\n", "it has title, text; nothing is in text"),
    ("title,text\nA, \n", "it has title, text; nothing is in text"),
    (f"title;text;txt\nA;;{LONG}\n", "--field text=txt"),
    ("title,html,text\nA,,\n", "nothing is in html"),
]


@pytest.mark.parametrize(("table", "advice"), ROWS)
def test_an_empty_cell_of_a_table_is_named(
    tmp_path: Path, table: str, advice: str
) -> None:
    (row,) = rows_of(tmp_path, "a.csv", table.encode())
    assert isinstance(row, Quarantined)
    assert row.reason == Reason.NO_TEXT_FIELD
    assert advice in row.detail
    assert "NAME" not in row.detail
