"""Check what removed lines tell about their article, whoever removed them."""

from datetime import UTC, datetime

import pytest

from cleaners.metadata import RemovedLine, read_removed_lines, read_source_of_text


def head(text: str, kind: str = "layout", column: str | None = None) -> RemovedLine:
    return RemovedLine(text, kind, "head", column, text if column else None)


def tail(text: str, kind: str) -> RemovedLine:
    return RemovedLine(text, kind, "tail")


TITLE = head("Trust to rebuild the lock", "headline", "title")


def lifted(text: str, kind: str, column: str, value: str) -> RemovedLine:
    return RemovedLine(text, kind, "head", column, value)


def guessed(text: str, kind: str) -> RemovedLine:
    return RemovedLine(text, kind, "head", is_guess=True)


AUTHORS = [
    ("a label", [head("By Ann Keller")], "Ann Keller"),
    ("a label alone", [head("Written by"), head("Ann Keller")], "Ann Keller"),
    ("beside a date", [head("Ann Keller / September 06, 2023")], "Ann Keller"),
    ("a role", [head("Ann Keller, Staff Writer")], "Ann Keller"),
    ("a kind", [head("Ann Keller", "byline")], "Ann Keller"),
    (
        "a name above",
        [lifted("Ann Keller", "author", "author", "Ann Keller")],
        "Ann Keller",
    ),
    (
        "who can be heard",
        [
            head("On Air Now", "navigation"),
            lifted("Ann Keller", "author", "author", "Ann Keller"),
        ],
        None,
    ),
    ("a label below", [tail("By Ann Keller", "byline")], "Ann Keller"),
    (
        "two, each at a place",
        [head("By Ann Keller in Bath and Bo Frost in Ulm")],
        "Ann Keller, Bo Frost",
    ),
    ("in Hebrew", [head("מאת: דנה לוי")], "דנה לוי"),
    ("in Arabic", [head("كتب: خالد منصور")], "خالد منصور"),
    ("in Japanese", [head("文・写真 高橋健一")], "高橋健一"),
    ("in Chinese", [head("记者 林晓东")], "林晓东"),
    (
        "beside a source in Chinese",
        [head("2025-11-07 来源：县报 作者：王丽华")],
        "王丽华",
    ),
    ("an agency in Japanese", [head("文 共同通信")], None),
    ("an editor in Chinese", [head("文：编辑")], None),
    (
        "a reader",
        [
            tail("3 comments", "comments"),
            tail("By Ann Keller May 3, 2024", "byline"),
            tail("Well said.", "comments"),
        ],
        None,
    ),
    (
        "above the comments",
        [
            tail("Share", "share"),
            tail("By Ann Keller", "byline"),
            tail("Reply", "comments"),
        ],
        "Ann Keller",
    ),
    (
        "the headline and a figure",
        [head("Lock Pie", "headline", "title"), head("Lock Pie (Serves 4 people)")],
        None,
    ),
    (
        "words of the headline in capitals",
        [head("Pier Fair: grand opening", "headline", "title"), head("GRAND OPENING")],
        None,
    ),
    (
        "a paper above its headline, and who wrote for it",
        [
            lifted("Jornal do Cais", "author", "author", "Jornal do Cais"),
            lifted("Ann Keller", "author", "author", "Ann Keller"),
        ],
        "Ann Keller",
    ),
    (
        "a paper",
        [head("At the lock", "headline", "title"), head("By Harbour Mirror")],
        None,
    ),
    (
        "a label, of whom the headline names",
        [head("Ann Keller: At the lock", "headline", "title"), head("By Ann Keller")],
        "Ann Keller",
    ),
    ("a glued label", [head("ByAnn Keller and HARBOUR5 staff")], "Ann Keller"),
    (
        "a glued date",
        [TITLE, guessed("Ann KellerUpdated: Sunday, May 5, 2024", "comments")],
        "Ann Keller",
    ),
    ("a row of a table", [tail("Author | : | Ann Keller |", "byline")], "Ann Keller"),
    ("initials", [head("By A. K.")], "A. K."),
    ("a hand in brackets", [head("By Ann Keller (text)")], "Ann Keller"),
    ("an agency beside", [head("By Ann Keller and Reuters")], "Ann Keller"),
    (
        "several below the headline",
        [TITLE, guessed("Ann Keller and Ben Frost - The Lock Star", "layout")],
        "Ann Keller, Ben Frost",
    ),
    ("capitals below it", [TITLE, guessed("ANN KELLER", "related")], "Ann Keller"),
    ("a paper's staff", [TITLE, head("Ann Keller, Lock Staff", "tags")], "Ann Keller"),
    (
        "a byline below a bare name",
        [
            lifted("Ben Frost", "author", "author", "Ben Frost"),
            lifted("By Ann Keller", "byline", "author", "Ann Keller"),
        ],
        "Ann Keller",
    ),
    ("a place beside a date", [head("Quayside, September 06, 2023")], None),
    ("no label", [head("Ann Keller")], None),
    ("a desk", [head("By NewsDesk  @townnews")], None),
    ("an agency", [head("By Reuters", "byline")], None),
    ("a station", [TITLE, head("Harbour TV", "author")], None),
    (
        "a word twice",
        [lifted("Global Global", "author", "author", "Global Global")],
        None,
    ),
    ("a newsroom", [lifted("Lock Staff", "author", "author", "Lock Staff")], None),
    ("a label of a date", [head("Posted Tue, May 9, 2023")], None),
    (
        "whom a caption names",
        [TITLE, head("Ben Frost", "author"), head("Ben Frost at the lock", "caption")],
        None,
    ),
    ("a menu above the headline", [guessed("HARBOUR MENU", "layout"), TITLE], None),
    ("another story", [head("By Ann Keller", "related")], None),
    ("a reader's comment", [tail("By Ann Keller", "comments")], None),
]
DATES = [
    (
        "with its time",
        [head("14 March 2022, 08:15")],
        datetime(2022, 3, 14, 8, 15, tzinfo=UTC),
    ),
    (
        "the first",
        [head("3 May 2024"), head("4 May 2024")],
        datetime(2024, 5, 3, tzinfo=UTC),
    ),
    (
        "not today's date above",
        [head("Sunday 5 May 2024"), head("3 May 2024"), TITLE],
        datetime(2024, 5, 3, tzinfo=UTC),
    ),
    (
        "not that of a story far below",
        [head("5 May 2024"), TITLE, *[head("Share")] * 4, head("3 May 2024")],
        datetime(2024, 5, 5, tzinfo=UTC),
    ),
    ("in figures with stops", [head("06.05.2025")], datetime(2025, 5, 6, tzinfo=UTC)),
    ("in figures with strokes", [head("06/05/2025")], None),
    ("of another story", [tail("3 May 2024", "related")], None),
    (
        "of a change, without another",
        [head("Updated 3 May 2024")],
        datetime(2024, 5, 3, tzinfo=UTC),
    ),
    (
        "of publication, below a change",
        [head("Updated 3 May 2024"), head("2 May 2024")],
        datetime(2024, 5, 2, tzinfo=UTC),
    ),
    (
        "not today's date above, without a headline",
        [head("Sunday 5 May 2024"), head("3 May 2024")],
        datetime(2024, 5, 3, tzinfo=UTC),
    ),
    (
        "not that of a story below, without a headline",
        [head("10 May 2024"), head("Advertisement"), head("3 May 2023")],
        datetime(2024, 5, 10, tzinfo=UTC),
    ),
    (
        "of a list of stories",
        [
            tail("Related", "related"),
            tail("3 May 2024", "date"),
            tail("4 May 2024", "date"),
        ],
        None,
    ),
    (
        "with a label, below a list of stories",
        [tail("Related", "related"), tail("Published 3 May 2024", "date")],
        datetime(2024, 5, 3, tzinfo=UTC),
    ),
    (
        "below a source",
        [tail("Source: Lock News", "source"), tail("3 May 2024", "date")],
        datetime(2024, 5, 3, tzinfo=UTC),
    ),
    ("of a deadline", [head("Deadline: 3 May 2024")], None),
    ("of a life", [head("16 February 1929 – 30 December 2019")], None),
    ("relative", [head("Published 3 hours ago")], None),
]
NEWS = lifted("News", "section", "section", "News")
SECTIONS = [
    ("a trail", [head("Home > Sport > Rowing"), TITLE], "Rowing"),
    ("a trail to the headline", [head(f"Home / Sport / {TITLE.text}"), TITLE], "Sport"),
    ("a trail to a place", [head("Home > News > Local > Quayside"), TITLE], "Local"),
    (
        "a trail of which a rule lifts the last part",
        [
            lifted("Home › Region › Dunmouth", "navigation", "section", "Dunmouth"),
            TITLE,
        ],
        "Region",
    ),
    ("a host", [head("Trust to rebuild the lock - quayside.example"), TITLE], None),
    ("a button", [head("Expand / Collapse search"), TITLE], None),
    (
        "a paper and its section",
        [lifted("The Lock > Canals", "navigation", "section", "Canals"), TITLE],
        "Canals",
    ),
    ("a label above", [head("Canals"), TITLE], "Canals"),
    ("a labelled name above", [head("Category: Canals", "tags"), TITLE], "Canals"),
    (
        "a label above the date",
        [head("Canals"), head("May 3", "date"), TITLE],
        "Canals",
    ),
    (
        "the nearest of two",
        [NEWS, lifted("Canals", "section", "section", "Canals"), TITLE],
        "Canals",
    ),
    ("a menu", [NEWS, NEWS, NEWS, head("Search", "navigation"), TITLE], None),
    ("a row of links", [head("Wine | Beer | Tea", "navigation"), TITLE], None),
    ("a credit", [TITLE, head("Ann Keller / Lock Images", "caption")], None),
    ("a guess", [guessed("Latest Stories", "related"), TITLE], None),
    ("a sentence above", [head("Canals are open, says the trust"), TITLE], None),
    ("a figure above", [head("Page 3"), TITLE], None),
]
SOURCES = [
    ("a label", [tail("Source: Harbour News", "source")], "Harbour News"),
    (
        "a label in another language",
        [tail("Bron: Lock| Beeld: Ann", "caption")],
        "Lock",
    ),
    (
        "a row of a table",
        [tail("Sumber | : | Harbour News |", "layout")],
        "Harbour News",
    ),
    ("a host", [tail("source harbour.example", "layout")], "harbour.example"),
    (
        "a name below a label",
        [tail("Source: /", "source"), tail("Harbour News", "layout")],
        "Harbour News",
    ),
    ("a sign alone", [guessed("TT", "layout")], "TT"),
    ("a sign and initials", [tail("EFE jmr/plv", "layout")], "EFE"),
    ("a sign and a date", [head("PTI / Updated: May 4, 2024, 22:47")], "PTI"),
    ("beside an author", [head("By Ann Keller, Quayside, with AFP")], "AFP"),
    ("a sign and its desk", [tail("Source: AFP/kr", "source")], "AFP"),
    (
        "an archive number",
        [RemovedLine("©", "source", "tail", "source_credit", "© dpa-infocom, dpa:2/1")],
        "dpa",
    ),
    (
        "a name, a time and an editor",
        [lifted("-", "source", "source_credit", "Lock News| 2020-09-22 14:32| Ed: kr")],
        "Lock News",
    ),
    ("a desk's sign", [tail("Source: HBR/kr(om)", "source")], None),
    ("a link", [tail("Source: Read more", "source")], None),
    ("no name", [tail("Sources: harbour office; own watching", "source")], None),
    ("an agency of a picture", [head("Ann Keller/AFP", "caption")], None),
    ("a word", [tail("Sourceless rivers", "layout")], None),
]
TEXT_SOURCES = [
    ("a dateline", "QUAYSIDE (AP) — The lock is shut.\nA boat waits.", "AP"),
    ("with a desk", "Quayside (dpa/lno) – Die Schleuse ist zu.", "dpa"),
    ("with a date", "Quayside, 9 ago (EFE).- La esclusa está cerrada.", "EFE"),
    ("between strokes", "QUAYSIDE, August 21/HNS/ The lock is shut.", "HNS"),
    ("any name after capitals", "QUAYSIDE (Harbour) - The lock is shut.", "Harbour"),
    ("at the end", "The lock is shut.\nA boat waits.(IANS)", "IANS"),
    ("labelled at the end", "The lock is shut.\nA boat waits. (Source: IANS)", "IANS"),
    ("after the end", "The lock is shut.\nA boat waits. TT", "TT"),
    ("a line of its own", "The lock is shut.\nReuters\nA boat waits.", "Reuters"),
    ("a station", "QUAYSIDE (WHBR) -- The lock is shut.", None),
    ("a date", "QUAYSIDE (May 14): The lock is shut.", None),
    ("a short form", "Lock Safety Board (LSB) - its head said so.", None),
    ("in a sentence", "The lock is shut, the AP says.", None),
    ("far below", "The lock is shut.\n" * 6 + "QUAYSIDE (AP) - A boat waits.", None),
]


@pytest.mark.parametrize(("lines", "author"), [case[1:] for case in AUTHORS])
def test_a_person_is_the_author(lines: list[RemovedLine], author: str | None) -> None:
    assert read_removed_lines(lines).author == author


@pytest.mark.parametrize(("lines", "date"), [case[1:] for case in DATES])
def test_the_first_date_is_that_of_publication(
    lines: list[RemovedLine], date: datetime | None
) -> None:
    assert read_removed_lines(lines).published_at == date


def test_the_order_of_figures_may_be_known() -> None:
    found = read_removed_lines([head("06/05/2025")], day_first=True)
    assert found.published_at == datetime(2025, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize(("lines", "section"), [case[1:] for case in SECTIONS])
def test_what_leads_to_the_headline_is_the_section(
    lines: list[RemovedLine], section: str | None
) -> None:
    assert read_removed_lines(lines).section == section


@pytest.mark.parametrize(("lines", "source"), [case[1:] for case in SOURCES])
def test_what_supplied_the_text_is_the_source(
    lines: list[RemovedLine], source: str | None
) -> None:
    assert read_removed_lines(lines).source_credit == source


@pytest.mark.parametrize(("text", "source"), [case[1:] for case in TEXT_SOURCES])
def test_a_text_names_its_agency(text: str, source: str | None) -> None:
    assert read_source_of_text(text) == source


def test_the_head_counts_before_the_tail() -> None:
    lines = [head("By Ann Keller"), tail("By Ben Frost", "byline")]
    assert read_removed_lines(lines).author == "Ann Keller"
