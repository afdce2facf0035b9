"""Check which line becomes the title, and that no line does where none is a headline."""

import pytest

from cleaners.boilerplate import Removal, find_removals
from cleaners.boilerplate.headline_form import may_be_headline
from cleaners.boilerplate.late_headline import with_late_title
from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.scan import shipped

BODY = [
    "The lock at Fenwick Mill will be rebuilt next year, after forty boats ran aground above it.",
    "Engineers lowered the water in March and found that the oak floor had rotted through.",
    "Two firms have offered to do the work, and the trust will choose between them in the autumn.",
    "Until the new gates hang, boats are drawn past the mill on a trolley from the year 1921.",
    "The trust expects the work to cost two million pounds, and has raised half of that so far.",
]
TITLE = "Trust to rebuild the lock at Fenwick Mill"
CAPTION = "Boats aground above the lock at Fenwick Mill last summer."
LIST_LIKE = "Lock, Rot and Ruin, Fenwick Mill"
CRUMBS = (
    "Home Latest News Trust to rebuild the lock at Fenwick Mill, and boats you mig..."
)
CREDITED = [f"{TITLE}, and boats you might actually see above it – The Courier"] * 2
DATED = ["By Ada Keller", "March 3, 2024"]
HEADS = [
    ("alone", [TITLE], TITLE),
    ("twice", [TITLE, TITLE], TITLE),
    ("below a kicker", ["CANALS", TITLE, "By Ada Keller", "March 3, 2024"], TITLE),
    ("below a breadcrumb", ["Home > News > Canals", TITLE, "5 min read"], TITLE),
    ("with an ellipsis", [f"{TITLE}…", "By Ada Keller", "March 3, 2024"], f"{TITLE}…"),
    (
        "above a deck",
        [TITLE, "Forty boats ran aground last summer, and the floor has rotted."],
        TITLE,
    ),
    ("below a breadcrumb that is cut short", [CRUMBS, *CREDITED], CREDITED[0]),
    ("below itself with a label", [f"Canals | {TITLE}", TITLE], TITLE),
    ("below itself with a credit", [f"{TITLE} Photo: Ada", TITLE], TITLE),
    (
        "above a caption that stands twice",
        [TITLE, CAPTION, CAPTION],
        TITLE,
    ),
    ("like a list of tags", ["Lock, Rot and Ruin, Fenwick Mill", *DATED], LIST_LIKE),
    ("a byline alone", ["By NewsDesk  @townnews"], None),
    ("a price", ["Starting from $16"], None),
    ("a date alone", ["March 3, 2024"], None),
    ("no head", [], None),
]


@pytest.mark.parametrize(
    ("head", "title"), [pytest.param(*case[1:], id=case[0]) for case in HEADS]
)
def test_the_headline_is_the_title(head: list[str], title: str | None) -> None:
    removals = find_removals("\n\n".join([*head, *BODY]))
    titles = [removal.value for removal in removals if removal.column == "title"]
    assert titles == ([title] if title else [])
    assert not {removal.line.text for removal in removals} & set(BODY)


def test_a_headline_in_a_script_without_spaces_is_found() -> None:
    body = [
        "町の古い水門は来年建て直されることになったと、運河組合が月曜日に発表した。"
    ] * 1
    body += [
        "技術者が三月に水を抜いたところ、樫の床が全体に腐っていることが分かったという。"
    ]
    body += [
        "二つの会社が工事を申し出ており、組合は秋の総会でそのうちの一社を選ぶ予定である。"
    ]
    body += [
        "新しい門が完成するまで、舟は一九二一年に作られた台車で水車小屋の横を運ばれる。"
    ]
    page = "\n\n".join(["町の古い水門、来年建て直しへ", *body])
    titles = [found.value for found in find_removals(page) if found.column == "title"]
    assert titles == ["町の古い水門、来年建て直しへ"]


LATE = [
    ("a removed headline is lifted", [TITLE], TITLE),
    ("a kept one is not", ["Latest stories"], None),
    ("nor is a sentence of the body", [BODY[0]], None),
]


@pytest.mark.parametrize(
    ("removed", "title"), [pytest.param(*case[1:], id=case[0]) for case in LATE]
)
def test_a_line_that_goes_anyway_may_be_the_title(
    removed: list[str], title: str | None
) -> None:
    text = "\n\n".join(["Latest stories", TITLE, "By Ada Keller", *BODY])
    page = ScannedPage.of(text, shipped())
    removals = [
        Removal(line, "layout/model", 0.9)
        for line in page.lines
        if line.text in removed
    ]
    found = with_late_title(page, removals)
    assert [removal.value for removal in found] == [title] * len(removals)


GERMAN = [
    "Bei einem Zusammenstoß mit einem Streifenwagen ist am Freitag ein Müller verletzt worden.",
    "Der Wagen kam nach der Kurve auf die falsche Seite, wie ein Sprecher der Polizei mitteilte.",
    "Die Straße zur Mühle blieb zwei Stunden lang gesperrt, und der Bus fuhr über das Wehr.",
]
DOUBTFUL = [
    ("it has words of the article", "Zusammenstoß mit Streifenwagen", True),
    ("it has none", "Konzert für Viola", False),
    ("it begins small", "zusammenstoß mit Streifenwagen", False),
]


@pytest.mark.parametrize(
    ("line", "is_title"), [pytest.param(*case[1:], id=case[0]) for case in DOUBTFUL]
)
def test_a_doubtful_headline_is_of_the_article(line: str, *, is_title: bool) -> None:
    page = ["Unsere Dossiers", ":", line, *GERMAN]
    removals = find_removals("\n\n".join(page))
    titles = [removal.value for removal in removals if removal.column == "title"]
    assert titles == ([line] if is_title else [])


def test_a_page_has_one_title() -> None:
    page = ScannedPage.of("\n\n".join([TITLE, *BODY]), shipped())
    first, second = page.lines[:2]
    known = Removal(second, "headline/title", 1.0, "title", second.text)
    removals = (Removal(first, "layout/model", 0.9), known)
    assert with_late_title(page, removals) == removals


NUMBERED = [
    ("1. FC Fenwick loses at home to the lock keepers", True),
    ("51. session of the trust debates the lock at Fenwick Mill", True),
    ("2. Lock at Fenwick Mill", False),
]


@pytest.mark.parametrize(("line", "may_be"), NUMBERED)
def test_a_number_may_be_an_ordinal(line: str, *, may_be: bool) -> None:
    assert may_be_headline(line) is may_be
