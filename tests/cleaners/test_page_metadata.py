"""Small pages say, or do not say, who wrote an article, when it was published, and the like."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from cleaners.extraction.page_metadata import read_metadata

FOLDER = Path(__file__).parents[1] / "cases/page_metadata"
CASES = [
    pytest.param(case, id=f"{file.stem}: {case['label']}")
    for file in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(file.read_text("utf-8"))["case"]
]
# Stands for {body}: paragraphs long enough to end the lines that belong to a headline.
BODY = 4 * f"<p>{'The keeper says that the lock stays shut until the river has fallen by a foot or two. ' * 3}</p>"
GIVEN = {"label", "html", "url", "lacks"}


@pytest.mark.parametrize("case", CASES)
def test_a_page_says_this_and_no_more(case: dict[str, Any]) -> None:
    page = html.document_fromstring(case["html"].replace("{body}", BODY))
    found = read_metadata(page, case.get("url"))
    wanted = {name: value for name, value in case.items() if name not in GIVEN}
    assert wanted or case["lacks"]
    for name, value in wanted.items():
        assert getattr(found, name.removesuffix("_is")) == settled(name, value)
    for name in case.get("lacks", ()):
        assert not getattr(found, name)


def settled(name: str, value: object) -> object:
    if name == "published_at":
        return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)
    return tuple(value) if isinstance(value, list) else value
