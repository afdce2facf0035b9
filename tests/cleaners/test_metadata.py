"""Check that lifted values become metadata only if they are what the column means."""

from datetime import UTC, datetime

import pytest

from cleaners.article import Lift
from cleaners.dates import read_date
from cleaners.metadata import read_author, read_lifts, read_tags
from cleaners.sites import site_of

DATES = [
    ("Sep 13", None),
    ("13 September", None),
    ("Monday, 10:42", None),
    ("03/04/2025", None),
    ("12.11.10", None),
    ("2025", None),
    ("June 2025", None),
    ("2025-02-31", None),
    ("By Mara Quill | October 21, 2025", datetime(2025, 10, 21, tzinfo=UTC)),
    ("Updated on 3 March 2026 by the desk", datetime(2026, 3, 3, tzinfo=UTC)),
    ("Some 30 people in 2025", None),
    ("Room 12 2025", None),
    ("2025-06-12", datetime(2025, 6, 12, tzinfo=UTC)),
    ("June 12, 2025", datetime(2025, 6, 12, tzinfo=UTC)),
    ("12. Juni 2025", datetime(2025, 6, 12, tzinfo=UTC)),
    ("12 de junio de 2025", datetime(2025, 6, 12, tzinfo=UTC)),
    ("Sept. 13, 2024, 5:30 p.m.", datetime(2024, 9, 13, 17, 30, tzinfo=UTC)),
    ("13 Sep 2024 17:30 +0200", datetime(2024, 9, 13, 15, 30, tzinfo=UTC)),
]
AUTHORS = [
    ("By Mara Quill", "Mara Quill"),
    ("Mara Quill, Staff Writer", "Mara Quill"),
    ("Mara QuillSenior Editor", "Mara Quill"),
    ("Mara Quill | Correspondent", "Mara Quill"),
    ("Quayside Editorial Team", "Quayside Editorial Team"),
    ("Mara Quill, Local Democracy Reporter", "Mara Quill"),
    ("Mara Quill, Staff Writer | 13 Sep 2024", "Mara Quill"),
    ("Mara Quill and Ben Okri", "Mara Quill and Ben Okri"),
    ("Byron Vance", "Byron Vance"),
    ("Dieter Vondel", "Dieter Vondel"),
    ("  ", None),
]
TAGS = [
    (["Ferry, Harbour"], ("Ferry", "Harbour")),
    (["#news #ports"], ("news", "ports")),
    (["Ferry | C# | Harbour"], ("Ferry", "C#", "Harbour")),
    (["Ferry", "Ferry, Pay"], ("Ferry", "Pay")),
    ([], ()),
]
SITES = [
    ("https://www.quayside.example/a?b=c", "quayside.example"),
    ("http://news.quayside.example:8080/", "news.quayside.example"),
    ("not an address", None),
    ("http://[broken", None),
    (None, None),
]


@pytest.mark.parametrize(("value", "expected"), DATES)
def test_a_date_is_read_only_if_it_is_complete(
    value: str, expected: datetime | None
) -> None:
    assert read_date(value) == expected


@pytest.mark.parametrize(("value", "expected"), AUTHORS)
def test_an_author_is_a_name_without_by_and_role(
    value: str, expected: str | None
) -> None:
    assert read_author(value) == expected


@pytest.mark.parametrize(("values", "expected"), TAGS)
def test_tags_are_split_and_kept_once(
    values: list[str], expected: tuple[str, ...]
) -> None:
    assert read_tags(values) == expected


@pytest.mark.parametrize(("url", "expected"), SITES)
def test_a_site_is_a_host(url: str | None, expected: str | None) -> None:
    assert site_of(url) == expected


def test_the_first_value_that_can_be_read_wins() -> None:
    lifts = [
        Lift("date", "Sep 13"),
        Lift("date", "13 Sep 2024"),
        Lift("author", " By "),
        Lift("section", "Ports"),
    ]
    found = read_lifts(lifts)
    assert found.published_at == datetime(2024, 9, 13, tzinfo=UTC)
    assert (found.section, found.title) == ("Ports", None)
