"""Check that lifted values become metadata only if they are what the column means."""

from datetime import UTC, datetime

import pytest

from cleaners.article import Lift
from cleaners.dates import read_date, read_publication
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
PUBLICATIONS = [
    ("by Ann Keller / September 06, 2023", "2023-09-06T00:00"),
    ("Published on 30th Aug 2023", "2023-08-30T00:00"),
    ("Newswire, September 27, 2016 Adjust font size:", "2016-09-27T00:00"),
    ("July 29, 2016 / 10:02 PM / a year ago", "2016-07-29T22:02"),
    ("14.03.2022, 08:15 Uhr", "2022-03-14T08:15"),
    ("14 Mar 2022 at 8:15pm GMT", "2022-03-14T20:15"),
    ("Mon 14 Mar 2022 08.15 GMT", "2022-03-14T08:15"),
    ("Mon 14 Mar 2022 08.15 EDT", "2022-03-14T12:15"),
    ("14 March 2022 8.15pm", "2022-03-14T20:15"),
    ("Mar 14 2022 5:12 pm", "2022-03-14T17:12"),
    ("08:15, 14 марта 2022", "2022-03-14T08:15"),
    ("Published 10:02 AM EST, Mon March 14, 2022", "2022-03-14T15:02"),
    ("20:15 GMT | 14 March 2022", "2022-03-14T20:15"),
    ("Score 10:02, 14 March 2022 15:00", "2022-03-14T15:00"),
    ("Mar 14, 2022, 08:15 AM IST", "2022-03-14T08:15"),
    ("Mon., March 14, 2022", "2022-03-14T00:00"),
    ("2022-03-14 08:15", "2022-03-14T08:15"),
    ("14/03/2022 às 08h15", "2022-03-14T08:15"),
    ("Le 14 mars 2022 à 08h15", "2022-03-14T08:15"),
    ("Publié le 14 mars 2022 à 8 h 15", "2022-03-14T08:15"),
    ("Updated March 15, 2022, published March 14, 2022", "2022-03-14T00:00"),
    ("March 13, 2022 | Published March 14, 2022", "2022-03-14T00:00"),
    ("March 14, 2022 | March 15, 2022", "2022-03-14T00:00"),
    ("14.03.2022 15.03.2022", "2022-03-14T00:00"),
    ("14 March 2022 8.15 metres of water", "2022-03-14T00:00"),
    ("31 апреля 2022, 08:15", None),
    ("2022. február 30. 08:15", None),
    ("Published 14.13.2022 kl. 08.15", None),
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
    ("ANN KELLER", "Ann Keller"),
    ("By ANN KELLER, STAFF WRITER", "Ann Keller"),
    ("ANNA VAN DEN BERG AND JOHN E. O'NEIL", "Anna van den Berg and John E. O'Neil"),
    ("АННА КЕЛЛЕР", "Анна Келлер"),
    ("HARBOUR NPR", "Harbour NPR"),
    ("AFP", "AFP"),
    ("Ann Keller, Staff Writer", "Ann Keller"),
    ("Ann Keller and Ben Frost", "Ann Keller and Ben Frost"),
    ("Ann Keller | Harbour News", "Ann Keller"),
    ("Harbour News | By Ann Keller", "Ann Keller"),
    ("Ann Keller / Ben Frost", "Ann Keller / Ben Frost"),
    ("Mar 14, 2022 | Ann Keller", "Ann Keller"),
    ("by Ann Keller / September 06, 2023", "Ann Keller"),
    ("By Ann Keller on March 3, 2024", "Ann Keller"),
    ("Oleh Dewi Pelabuhan, Senin, 14 Maret 2022", "Dewi Pelabuhan"),
    ("Ann Keller @annkeller", "Ann Keller"),
    ("Анна Келлер", "Анна Келлер"),
    ("Автор: Анна Келлер, корреспондент", "Анна Келлер"),
    ("By NewsDesk  @townnews", None),
]
# What signs in place of a person, without a name of its own.
NO_AUTHORS = [
    "ABOUT THE AUTHOR",
    "Published on June 22, 2016",
    "Veröffentlicht am 13. Mai 2026 um 15:44",
    "NewsDesk",
    "News Desk",
    "Web Desk",
    "Executive",
    "Staff Reporter",
    "Our Correspondent",
    "Editorial Team",
    "Agencies",
    "Admin",
    "@townnews",
    "Redaktion",
    "Die Redaktion",
    "Redacción",
    "Por Redacción",
    "Redação",
    "Da Redação",
    "Redazione",
    "La Redazione",
    "La rédaction",
    "Redactie",
    "Redakcja",
    "Редакция",
    "Редакція",
    "Haber Merkezi",
    "Tim Redaksi",
    "Redaktionen",
    "Redakce",
    "Toimitus",
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


@pytest.mark.parametrize("value", NO_AUTHORS)
def test_a_desk_without_a_name_is_no_author(value: str) -> None:
    assert read_author(value) is None


@pytest.mark.parametrize(("line", "expected"), PUBLICATIONS)
def test_a_lifted_line_gives_the_date_with_its_time(
    line: str, expected: str | None
) -> None:
    moment = datetime.fromisoformat(f"{expected}Z") if expected else None
    assert read_publication(line) == moment
    assert read_lifts([Lift("date", line)]).published_at == moment


def test_the_date_of_a_change_is_read_with_its_time_but_is_no_publication() -> None:
    line = "Last Updated : Mar 14, 2022, 08:15 AM IST"
    assert read_date(line) == datetime(2022, 3, 14, 8, 15, tzinfo=UTC)
    assert read_publication(line) is None


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
