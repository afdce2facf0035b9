"""Metadata is read from small pages, and not invented where they have none."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from cleaners.article import Metadata
from cleaners.date_stamps import read_stamp
from cleaners.dates import find_dates, read_date, read_publication
from cleaners.extraction.heading_text import read_heading
from cleaners.extraction.local_day import move_to_day
from cleaners.extraction.page_metadata import read_metadata
from cleaners.moment import Moment, Precision
from cleaners.names import clean_name

FOLDER = Path(__file__).parents[1] / "cases/page_metadata"
CASES = [
    pytest.param(case, id=f"{file.stem}: {case['label']}")
    for file in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(file.read_text("utf-8"))["case"]
]
# In place of {body}: paragraphs long enough to end the lines around a headline.
SENTENCE = "The keeper says that the lock stays shut until the river has fallen by a foot or two. "
BODY = 4 * f"<p>{3 * SENTENCE}</p>"
INPUT_KEYS = {"label", "html", "url", "lacks"}


@pytest.mark.parametrize("case", CASES)
def test_the_metadata_of_a_page(case: dict[str, Any]) -> None:
    page = html.document_fromstring(case["html"].replace("{body}", BODY))
    found = read_metadata(page, case.get("url"))
    wanted = {name: value for name, value in case.items() if name not in INPUT_KEYS}
    assert wanted or case["lacks"]
    sourced = {mark.column for mark in found.provenance}
    assert {name for name in wanted if hasattr(found, name)} <= {*sourced, "url"}
    day = wanted.pop("published_day", None)
    if day:
        assert found.published_at
        assert found.published_at.date().isoformat() == day
    for name, value in wanted.items():
        assert getattr(found, name.removesuffix("_is")) == expected(name, value)
    for name in case.get("lacks", ()):
        assert not getattr(found, name)


def expected(name: str, value: object) -> object:
    if name in {"published_at", "modified_at"}:
        return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)
    return tuple(value) if isinstance(value, list) else value


COPY = "https://archive.ph/2026.02.02-101112/https://harrowby.example/lock"
LINK = (
    '<footer><a href="https://harrowby.example/@av/lock" class="p-canonical">Link</a>'
)
ADDRESSES = [
    (f'<link rel="canonical" href="{COPY}">', "https://harrowby.example/lock"),
    (LINK, "https://harrowby.example/@av/lock"),
    (
        f'<meta property="og:url" content="https://a.example/b">{LINK}',
        "https://a.example/b",
    ),
    (
        '<meta name="parsely-link" content="https://a.example/b">',
        "https://a.example/b",
    ),
    (
        '<meta name="twitter:url" content="https://a.example/c">',
        "https://a.example/c",
    ),
    (LINK.replace("p-canonical", "link"), None),
    (LINK.replace("https://harrowby.example", ""), None),
]


@pytest.mark.parametrize(("markup", "url"), ADDRESSES)
def test_the_address_of_a_page(markup: str, url: str | None) -> None:
    page = html.document_fromstring(f"<h1>Lock gates close</h1>{BODY}{markup}")
    assert read_metadata(page, None).url == url


NAMES = [
    ("By Mara Quill Wednesday 20 Oct 2021, 2:49 PM", "Mara Quill"),
    ("Mara Quill Wednesday", "Mara Quill"),
    ("Mara Sunday", "Mara Sunday"),
    ("Anna Mara Freitag", "Anna Mara Freitag"),
    ("Von Anna Muster", "Anna Muster"),
    ("Von Trapp", "Von Trapp"),
    ("Par Marie Dupont", "Marie Dupont"),
    ("Par Larsson", "Par Larsson"),
    ("Por Ana García, periodista", "Ana García"),
    ("Di Marco Rossi", "Marco Rossi"),
    ("De La Cruz, Ana", "De La Cruz, Ana"),
    ("a cura di Lia Neri", "Lia Neri"),
    ("Text: Jonas Weiß", "Jonas Weiß"),
    ("Text Messenger", "Text Messenger"),
    ("Lucie Marchal (avec AFP)", "Lucie Marchal"),
    ("Jane Roe (@janeroe)", "Jane Roe"),
    ("Jane Roe | jane@roe.example", "Jane Roe"),
    ("Jane Roe 3/4/2025", "Jane Roe"),
    ("Jane Roe, Head of Harbours", "Jane Roe"),
    ("Jane Roe Senior Autos Reporter", "Jane Roe"),
    ("Jane Roe and Cal Hume, extension educators", "Jane Roe and Cal Hume"),
    ("Jane Roe, MD, PhD", "Jane Roe, MD, PhD"),
    ("Newswire", "Newswire"),
    ("Harbour Team", "Harbour Team"),
    ("AV Club Staff", "AV Club Staff"),
    ("AF Harbour Press", "AF Harbour Press"),
    ("Door County Pulse", "Door County Pulse"),
    ("Oleh Kovalenko", "Oleh Kovalenko"),
    ("Dan Weir and Bea Frost", "Dan Weir and Bea Frost"),
    ("Von Łukasz Nowak", "Łukasz Nowak"),
    ("Анна Келлер, редактор отдела новостей", "Анна Келлер"),
    ("Redaktion", None),
    ("Author Bio", None),
    ("Guest Contributor", None),
    ("x" * 5_000, None),
]
CLAIMS = [
    ("Published May 3, 2024", "2024-05-03"),
    ("Updated June 9, 2024", None),
    ("Updated June 9, 2024; first published May 3, 2024", "2024-05-03"),
    ("Zuletzt aktualisiert am 9. Juni 2024", None),
    ("Mis à jour le 9 juin 2024", None),
    ("Actualizado el 9 de junio de 2024", None),
    ("Atualizado em 9 de junho de 2024", None),
    ("Aggiornato il 9 giugno 2024", None),
    ("By Ann Weir, June 9, 2024", "2024-06-09"),
]
FIGURES = [
    ("12/12/2025", None, "2025-12-12"),
    ("13/11/2025", None, "2025-11-13"),
    ("2/24/2026", True, "2026-02-24"),
    ("03/04/2025", None, None),
    ("03/04/2025", True, "2025-04-03"),
    ("03/04/2025", False, "2025-03-04"),
    ("31/31/2025", None, None),
    ("192.1.12.2025", None, None),
]
MONTHS = ["%d %B %Y", "%B %d, %Y", "%d. %b %Y", "%Y-%m-%d", "%Y/%m/%d", "%b. %dth, %Y"]
EMPTY = date(1970, 1, 1)  # a clock that was never set
TAGS = st.sampled_from(
    ["h1", "h2", "p", "time", "span", "a", "li", "article", "aside", "div", "meta"]
)
WORDS = st.sampled_from(
    [
        "By",
        "Ann Weir",
        "May 3, 2024",
        "Updated",
        "03/04/2024",
        "Von",
        ",",
        "and",
        "|",
        "\x0b",
        "",
    ]
)
NAMED = st.sampled_from(
    [
        "class",
        "itemprop",
        "rel",
        "datetime",
        "property",
        "content",
        "href",
        "name",
        "itemtype",
    ]
)
VALUES = st.sampled_from(
    [
        "author",
        "datePublished",
        "2024-05-03",
        "https://[",
        "/author/ann",
        "comments",
        "license",
        "",
    ]
)


@pytest.mark.parametrize(("text", "wanted"), NAMES)
def test_a_name_is_cleaned(text: str, wanted: str | None) -> None:
    assert clean_name(text) == wanted


@pytest.mark.parametrize(("line", "wanted"), CLAIMS)
def test_a_date_of_change_is_not_one_of_publication(
    line: str, wanted: str | None
) -> None:
    found = read_publication(line)
    assert (found and found.date().isoformat()) == wanted


@pytest.mark.parametrize(("line", "day_first", "wanted"), FIGURES)
def test_dates_in_figures_are_read_where_their_order_is_known(
    line: str,
    day_first: bool | None,  # noqa: FBT001 - pytest passes it by name
    wanted: str | None,
) -> None:
    found = read_date(line, day_first=day_first)
    assert (found and found.date().isoformat()) == wanted


@given(
    st.dates(date(1800, 1, 2), date(2099, 12, 30)).filter(lambda day: day != EMPTY),
    st.sampled_from(MONTHS),
    st.text(max_size=9),
)
def test_a_written_date_is_read_anywhere_in_a_line(
    day: date, form: str, before: str
) -> None:
    line = f"{day.strftime(form)} in Leith"
    assert [found.moment.date() for found in find_dates(line)] == [day]
    assert isinstance(find_dates(before + line), list)


@given(st.text())
def test_reading_dates_and_names_never_raises(text: str) -> None:
    assert read_stamp(text) is None or read_stamp(text).tzinfo  # type: ignore[union-attr] # just seen
    assert clean_name(text) != ""


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(TAGS, NAMED, VALUES, WORDS, st.booleans()), max_size=12))
def test_reading_metadata_never_raises(
    parts: list[tuple[str, str, str, str, bool]],
) -> None:
    markup = "".join(
        f'<{tag} {name}="{value}">{words}{f"</{tag}>" if closed else ""}'
        for tag, name, value, words, closed in parts
    )
    page = html.document_fromstring(
        f"<html><body><h1>Lock gates close</h1>{markup}</body></html>"
    )
    assert isinstance(read_metadata(page, None), Metadata)


def test_a_page_of_many_authors_is_read_in_linear_time() -> None:
    many = "".join(
        f'<meta name="author" content="Ann Weir {number}">' for number in range(2_000)
    )
    title = "a | " * 20_000
    page = html.document_fromstring(
        f"<html><head><title>{title}</title>{many}</head><body><h1>Lock</h1></body></html>"
    )
    assert (read_metadata(page, None).author or "").count(",") < 60


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),  # noqa: DTZ001 - made UTC below
    st.integers(-3, 3),
)
def test_a_moment_stays_the_same_on_whatever_day_it_is_put(
    moment: datetime, days: int
) -> None:
    in_utc = Moment.of(moment.replace(tzinfo=UTC), Precision.SECOND)
    day = in_utc.date() + timedelta(days=days)
    moved = move_to_day(in_utc, day)
    assert moved == in_utc
    assert moved.date() in {day, in_utc.date()}


@given(st.lists(st.sampled_from(["Lock", "gates", "c", "lose", " ", "–"]), min_size=1))
def test_inline_tags_change_no_heading(parts: list[str]) -> None:
    plain = "".join(parts)
    tagged = "".join(f"<em>{part}</em>" if part == "lose" else part for part in parts)
    headings = [html.fromstring(f"<h1>{text}.</h1>") for text in (plain, tagged)]
    first, second = (read_heading(heading).text for heading in headings)
    assert first == second


def test_provenance_follows_its_value() -> None:
    known = Metadata(title="Gates close").read_from("record")
    found = Metadata(title="Gates", author="Ann Weir").read_from("json-ld")
    both = known.or_else(found)
    assert (both.source_of("title"), both.source_of("author")) == ("record", "json-ld")
    assert both.source_of("section") is None
    assert [mark.column for mark in both.provenance] == ["title", "author"]
