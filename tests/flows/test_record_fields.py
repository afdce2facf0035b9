"""Fields of records: found under any usual name, read with care, and nothing dropped in silence."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import pipeline
from cleaners.article import Article, Metadata, Record
from cleaners.draft import replay, rewind
from cleaners.listed_values import texts_of
from cleaners.metadata import read_stated_authors
from cleaners.moment import precision_of
from cleaners.placeholders import is_placeholder
from flows.intake import fields
from flows.intake.addresses import read_address
from flows.intake.field_texts import title_of
from flows.intake.record_fields import objects_of, values_of
from flows.settings import Settings
from flows.storage import tables

CASES = Path(__file__).parents[1] / "cases"
RECORDS = [
    json.loads(line) for line in (CASES / "records.jsonl").read_text().splitlines()
]
AUTHORS = [
    line.split("\t")
    for line in (CASES / "stated_authors.tsv").read_text("utf-8").splitlines()
]
SITES = ("Kelmouth Courier", "courier.example")
NAMES = Settings().fields
LONG = "The swing bridge at Kelmouth will close to cars and lorries for six weeks. " * 6
PLACEHOLDERS = [
    "", " ", "None", "none", "NULL", "nan", "NaN", "N/A", "n/a", "-", "--", "…", "[]", "{}",
    "['']", "[None]", "undefined", "unknown", "Unknown Author", "No title", "Untitled",
    "<NA>", "NaT", "[object Object]", "false", "missing", "TBA",
    "[removed]", "[Removed]", "[deleted by user]", "(no text)", "[ content removed ]",
    "ONLY AVAILABLE IN PAID PLANS", "Only available in professional and corporate plans",
]  # fmt: skip
NAMES_OF_LANGUAGES = [
    "Inhalt Titel Autor Veröffentlichungsdatum Ressort Schlagworte",
    "cuerpo titulo autora fecha_publicacion seccion palabras_clave",
    "texte titre auteurs date_publication catégorie mots_cles",
    "testo titolo autori data_pubblicazione sezione parole_chiave",
    "corpo título autor data_publicação seção palavras_chave",
    "tekst titel auteur publicatiedatum rubriek trefwoorden",
    "metin başlık yazar yayın_tarihi kategori etiketler",
]
VALUES = [
    "Removed",
    "Deleted scenes",
    "[removed] twice",
    "[Removed from the list]",
    "Nan Kempner",
    "Nullarbor burns",
    "None of us slept",
    "Only available in paid plans of the city",
    "Undefined borders",
    "A",
    "7",
]
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "$date", "rendered", "url", "a.b", "_source", ""]),
            inner,
        )
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(
    [
        "text", "url", "title", "author", "date", "published_at", "fetched_at", "site", "tags",
        "section", "language", "image", "id", "robots_ok", "source", "data", "metadata.url",
        "_source", "date_gmt", "description",
    ]
)  # fmt: skip


def read(record: dict[str, Any]) -> Metadata:
    """Read the metadata of a record."""
    return fields.metadata(record, NAMES)


def column(known: Metadata, name: str) -> object:
    """Return a column in the form in which the cases state it."""
    if name == "published_precision":
        return precision_of(known.published_at)
    value = getattr(known, name)
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("case", RECORDS, ids=[case["tool"] for case in RECORDS])
def test_the_records_of_usual_tools_are_read(case: dict[str, Any]) -> None:
    known = read(case["record"])
    columns = (
        "url", "site", "title", "author", "published_at", "published_precision", "tags",
        "section", "notes",
    )  # fmt: skip
    found = {name: column(known, name) for name in columns}
    assert {name: value for name, value in found.items() if value} == case["want"]
    text = fields.article_text(case["record"], NAMES)
    assert text or case["tool"] == "nyt", "its abstract is too short"


@pytest.mark.parametrize(
    ("item", "path", "expected"),
    [
        ({"metadata": {"url": "u"}}, "metadata.url", "u"),
        ({"metadata.url": "u"}, "metadata.url", "u"),
        ({"metadata": {"url": "u"}, "metadata.url": "flat"}, "metadata.url", "flat"),
        ({"a.b": {"c": "u"}}, "a.b.c", "u"),
        ({"a": {"b.c": "u"}}, "a.b.c", "u"),
        ({"a": [{"b": "u"}, {"b": "v"}]}, "a.b", ["u", "v"]),
        ({"a": [{"b": "u"}, {"b": "v"}]}, "a.1.b", "v"),
        ({"a": ["u", "v"]}, "a.1", "v"),
        ({"a": ["u"]}, "a.3", None),
        ({"a": '{"b": "u"}'}, "a.b", "u"),
        ({"a": '{"b": '}, "a.b", None),
        ({"A-B": {"C_d": "u"}}, "a_b.cd", "u"),
        ({"a": 3}, "a.b", None),
        ({"a": {"b": None}}, "a.b", None),
        ({"_source": {"url": "u"}}, "url", "u"),
        ({"url": "own", "data": {"url": "u"}}, "url", "own"),
        ({"data": [{"url": "u"}]}, "url", "u"),
        ({"data": [{"url": "u"}, {"url": "v"}]}, "url", None),
        ({"_source": "x"}, "source", None),
        ({"payload": '{"url": "u"}'}, "url", "u"),
        ({"payload": '{"url": '}, "url", None),
        ({"payload": '["u"]'}, "url", None),
        ({"article": '{"url": "u"}'}, "url", None),
    ],
)
def test_a_name_is_found_however_it_is_nested(
    item: dict[str, Any], path: str, expected: object
) -> None:
    assert next(values_of(objects_of(item), (path,)), None) == expected


def test_a_path_is_taken_from_the_command_line() -> None:
    names = Settings().with_fields(["url=where.found", "author=who.0.name"]).fields
    record = {
        "where": {"found": "https://courier.example/a"},
        "who": [{"name": "Ann Weir"}],
    }
    known = fields.metadata(record, names)
    assert (known.url, known.author) == ("https://courier.example/a", "Ann Weir")


@pytest.mark.parametrize("names", NAMES_OF_LANGUAGES)
def test_fields_are_named_in_many_languages(names: str) -> None:
    text, title, author, day, section, tags = names.split()
    record = {
        text: LONG,
        title: "Harbour bridge to close",
        author: "Ann Weir",
        day: "2025-03-05",
        section: "Harbour",
        tags: "bridges, traffic",
    }
    known = read(record)
    assert fields.article_text(record, NAMES) == (LONG, False)
    assert (known.title, known.author) == ("Harbour bridge to close", "Ann Weir")
    assert known.published_at == datetime(2025, 3, 5, tzinfo=UTC)
    assert (known.section, known.tags) == ("Harbour", ("bridges", "traffic"))


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_a_placeholder_is_no_value(text: str) -> None:
    assert is_placeholder(text)
    known = read(
        {"title": text, "author": text, "site": text, "date": text, "tags": text}
    )
    assert known == Metadata(), "and nothing to note"
    assert fields.article_text({"text": text}, NAMES) is None


@pytest.mark.parametrize("text", VALUES)
def test_a_value_that_begins_like_a_placeholder_is_one(text: str) -> None:
    assert not is_placeholder(text)
    assert read({"section": text}).section == text


@pytest.mark.parametrize(("value", "expected"), AUTHORS)
def test_authors_are_read_as_bylines(value: str, expected: str) -> None:
    author = read_stated_authors(texts_of(value), SITES)
    assert (author or "null") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bridge to close for weeks | Kelmouth Courier", "Bridge to close for weeks"),
        ("Bridge to close for weeks - Kelmouth Courier", "Bridge to close for weeks"),
        ("Bridge to close - and it is late", "Bridge to close - and it is late"),
        ("Bridge &amp;amp; tunnel", "Bridge & tunnel"),
        ("<b>Bridge</b> closes", "Bridge closes"),
        ("a < b and b > c", "a < b and b > c"),
        ("Home | Kelmouth Courier", None),
        ("Home", None),
        ("Homes for all", "Homes for all"),
        ("News", None),
    ],
)
def test_a_title_is_without_markup_and_site(text: str, expected: str | None) -> None:
    assert title_of(text, SITES) == expected


@pytest.mark.parametrize(
    ("record", "title"),
    [
        (
            {"@type": "Article", "name": "Bridge shuts", "articleBody": "T"},
            "Bridge shuts",
        ),
        ({"name": "N", "headline": "Bridge shuts", "articleBody": "T"}, "Bridge shuts"),
        ({"name": "Kelmouth Courier", "text": "T"}, None),
        ({"author": {"name": "Ann Weir"}, "articleBody": "T"}, None),
    ],
)
def test_the_name_of_an_article_is_its_title(
    record: dict[str, Any], title: str | None
) -> None:
    assert read(record).title == title


@pytest.mark.parametrize(
    ("text", "host", "expected"),
    [
        ("https://courier.example/a?utm_source=x", None, "https://courier.example/a?utm_source=x"),
        ("//courier.example/a", None, "https://courier.example/a"),
        ("www.courier.example/a", None, "https://www.courier.example/a"),
        ("courier.example/a b", None, "https://courier.example/a%20b"),
        ("/a/b", "courier.example", "https://courier.example/a/b"),
        ("/a/b", None, None),
        ("not a url", None, None),
        ("tag:courier.example,2025:7", None, None),
        ("javascript:void(0)", None, None),
        ("https://", None, None),
        ("https://[::1", None, None),
        ("https://courier.example:99999999/", None, None),
        ("http://localhost:8000/a", None, "http://localhost:8000/a"),
        ("https://courier.example/" + "a" * 5_000, None, None),
    ],
)  # fmt: skip
def test_an_address_is_absolute_or_none(
    text: str, host: str | None, expected: str | None
) -> None:
    assert read_address(text, host) == expected


@pytest.mark.parametrize(
    ("record", "notes"),
    [
        ({"date": "Tuesdayish"}, [f'published_at: "Tuesdayish" {fields.NO_DATE}']),
        ({"date": "Tuesdayish", "published": "2025-03-05"}, []),
        ({"date": "None", "author": "nan", "url": ""}, []),
        (
            {"date": "yesterday", "crawled": "2025-03-06"},
            [f'published_at: "yesterday" {fields.NO_DATE}'],
        ),
        ({"url": "not a url"}, ['url: "not a url" is no address of the web']),
        ({"author": "Staff"}, ['author: "Staff" names nobody']),
        (
            {"date": "2027-03-05", "crawled": "2025-03-06"},
            [f'published_at: "2027-03-05" {fields.NO_DATE}'],
        ),
        ({"date": "9" * 200}, [f'published_at: "{"9" * 79} {fields.NO_DATE}']),
        (
            {"text": "Cut … [+4123 chars]"},
            ["text: its source cut it off, 4123 characters are missing"],
        ),
    ],
)
def test_what_is_not_read_is_noted(record: dict[str, Any], notes: list[str]) -> None:
    assert list(read(record).notes) == notes


@pytest.mark.parametrize(
    ("record", "day"),
    [
        ({"date": "03/04/2025"}, None),
        ({"date": "03/04/2025", "language": "fr"}, "2025-04-03"),
        ({"date": "03/04/2025", "language": "en"}, None),
        ({"date": "03/04/2025", "language": "en-GB"}, "2025-04-03"),
        ({"date": "03/04/2025", "url": "https://courier.co.uk/a"}, "2025-04-03"),
        ({"date": "03/04/2025", "url": "https://town.gov/a"}, "2025-03-04"),
        ({"date": "03/04/2025", "url": "https://courier.com/a"}, None),
    ],
)
def test_the_order_of_figures_comes_from_language_or_country(
    record: dict[str, Any], day: str | None
) -> None:
    moment = read(record).published_at
    assert (moment and moment.date().isoformat()) == day


ESCLUSA = (
    "El guardián de la esclusa ha contado todos los barcos desde hace cuarenta años. El lunes no"
    " pasó ninguno, porque el río bajaba casi seco y nadie en el pueblo lo recordaba así. "
)
LOCK = (
    "The keeper of the lock has counted all of the boats for forty years. On Monday there was"
    " none, since the river was almost dry, which nobody in the town had ever seen. "
)


@pytest.mark.parametrize(
    ("record", "day"),
    [
        ({"date": "03/04/2025 - 14:05 h", "text": ESCLUSA}, "2025-04-03"),
        ({"date": "03.04.2025", "text": f"<p>{ESCLUSA}</p>"}, "2025-04-03"),
        ({"date": "03/04/2025", "text": LOCK}, None),
        ({"date": "03/13/2025", "text": ESCLUSA}, "2025-03-13"),
        ({"date": "03/04/2025", "text": f"{LOCK}{ESCLUSA}"}, None),
        ({"date": "03/04/2025", "html": f"<p>{ESCLUSA}</p>"}, None),
        ({"date": "03/04/2025", "text": "El río."}, None),
        ({"date": "03/04/2025", "text": ESCLUSA, "language": "en"}, "2025-04-03"),
        (
            {"date": "03/04/2025", "text": ESCLUSA, "url": "https://a.gov/a"},
            "2025-03-04",
        ),
    ],
)
def test_the_order_of_figures_may_come_from_the_text(
    record: dict[str, Any], day: str | None
) -> None:
    moment = read(record).published_at
    assert (moment and moment.date().isoformat()) == day


def test_a_text_counts_before_a_page_and_a_page_before_a_summary() -> None:
    record = {"text": "T", "html": "<p>H</p>", "markdown": "M", "description": LONG}
    assert fields.article_text(record, NAMES) == ("T", False)
    del record["text"]
    assert fields.article_text(record, NAMES) == ("<p>H</p>", True)
    del record["html"]
    assert fields.article_text(record, NAMES) == ("M", False)
    del record["markdown"]
    assert fields.article_text(record, NAMES) == (LONG, False)
    assert fields.article_text({"description": "Short."}, NAMES) is None
    assert fields.article_text({"text": ["One.", "Two."]}, NAMES) == (
        "One.\n\nTwo.",
        False,
    )


def test_a_body_in_sections_is_one_text() -> None:
    sections = [
        {"headline": [], "paragraphs": ["It is late.", "It is old."]},
        {"headline": ["Why"], "paragraphs": ["It rusts."]},
    ]
    record: dict[str, Any] = {"body": {"summary": ["It closes."], "sections": sections}}
    whole = "It closes.\n\nIt is late.\n\nIt is old.\n\nWhy\n\nIt rusts."
    assert fields.article_text(record, NAMES) == (whole, False)
    record["body"]["text"] = "T"
    assert fields.article_text(record, NAMES) == ("T", False)
    assert fields.article_text({"body": {"summary": "It closes."}}, NAMES) is None


def test_the_mark_of_a_cut_is_an_edit_and_the_note_a_column() -> None:
    raw = f"{LONG}It stays shut… [+4123 chars]"
    known = read({"text": raw})
    record = Record("a.jsonl", "jsonl", 0, raw, "0" * 64, metadata=known)
    article = pipeline.clean(record)
    assert isinstance(article, Article)
    assert article.text.endswith("It stays shut…")
    assert replay(raw, article.ledger) == article.text
    assert rewind(article.text, article.ledger) == raw
    assert [entry.rule for entry in article.ledger][-1] == "paywall/cut-mark"
    assert tables.article_row(article)["notes"] == known.notes


@pytest.mark.parametrize(
    ("end", "kept"),
    [
        ("… [+4123 chars]", "…"),
        ("... [4123 chars]", "..."),
        ("…[4,123 chars]", "…"),
        (" [4123 chars]", " [4123 chars]"),
        ("… [4123 words]", "… [4123 words]"),
        ("He wrote “[+4123 chars]” on the wall.",) * 2,
    ],
)
def test_a_cut_has_one_of_the_known_marks(end: str, kept: str) -> None:
    article = pipeline.clean(Record("b.txt", "text", 0, f"{LONG}{end}", "0" * 64))
    assert isinstance(article, Article)
    assert article.text == f"{LONG}{kept}"


def test_a_local_time_beside_one_in_utc_keeps_its_day() -> None:
    record = {"date": "2025-03-05T23:15:00", "date_gmt": "2025-03-06T04:15:00"}
    moment = read(record).published_at
    assert moment == datetime(2025, 3, 6, 4, 15, tzinfo=UTC)
    assert moment.date().isoformat() == "2025-03-05"


@settings(deadline=None)
@given(st.dictionaries(KEYS, JSON, max_size=6))
def test_no_record_raises_and_all_that_is_read_can_be_stored(
    record: dict[str, Any],
) -> None:
    known = fields.metadata(record, NAMES)
    texts = [fields.source_id(record, NAMES) or "", *known.notes, *known.tags]
    texts += [known.title or "", known.author or "", known.url or "", known.site or ""]
    text = fields.article_text(record, NAMES)
    texts += [text[0] if text else "", known.section or "", known.image_url or ""]
    fields.robots_ok(record, NAMES)
    for each in texts:
        each.encode()
    for moment in (known.published_at, known.modified_at, known.fetched_at):
        assert moment is None or moment.astimezone(UTC)
