"""Check that other pages decide about lines in doubt, and about no other lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.article import OpenDoubt
from cleaners.boilerplate import (
    Classification,
    Doubt,
    LineOccurrences,
    Removal,
    open_doubts,
    site_boilerplate_edits,
)
from cleaners.lines import split_lines

BODY = (
    "The harbour office counted ninety boats on Monday, more than in any "
    "week since the pier was mended.\n\n"
    "Skippers said that the weather helped, and that the price of fuel had "
    "come down a little since May."
)
REPEATED, COPIED = LineOccurrences(pages=2), LineOccurrences(copies=1, elsewhere=1)
SHAPED = LineOccurrences(pages=1, similar=2)
AGENCY = "Coast Wire Service"
DEFAULTS: dict[str, object] = {
    "kind": "widget",
    "probability": 0.4,
    "threshold": 0.0,
    "is_below": True,
}


def left_of(
    text: str, line: str, found: LineOccurrences, **fields: object
) -> tuple[str, ...]:
    """Return the lines that are left if one is in doubt and occurs elsewhere."""
    start = text.rindex(line)
    doubt = OpenDoubt(start, start + len(line), **(DEFAULTS | fields))  # type: ignore[arg-type]  # as named
    edits = site_boilerplate_edits(text, {doubt: found})
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return tuple(text.split("\n\n"))


@pytest.mark.parametrize(
    ("name", "line", "found", "fields"),
    [
        ("repeated by its site", "Tide tables", REPEATED, {}),
        (
            "repeated above the body",
            "Tide tables",
            REPEATED,
            {"is_below": False, "threshold": 0.2},
        ),
        ("of a shape that its site repeats", "Tide tables", SHAPED, {}),
        ("left out by a copy of another site", "Tide tables", COPIED, {}),
        (
            "left out by two copies of unknown sites",
            "Tide tables",
            LineOccurrences(copies=2),
            {},
        ),
        (
            "both findings pass a threshold that one does not",
            "Tide tables",
            LineOccurrences(3, 2, 2),
            {"threshold": 1.2},
        ),
    ],
)
def test_a_line_in_doubt_is_removed(
    name: str, line: str, found: LineOccurrences, fields: dict[str, object]
) -> None:
    assert left_of(f"{BODY}\n\n{line}", line, found, **fields) == tuple(
        BODY.split("\n\n")
    ), name


@pytest.mark.parametrize(
    ("name", "text", "line", "found", "fields"),
    [
        (
            "seen nowhere else",
            f"{BODY}\n\nTide tables",
            "Tide tables",
            LineOccurrences(),
            {},
        ),
        (
            "a quote in two articles of a site",
            f"{BODY}\n\n“We wait.”",
            "“We wait.”",
            LineOccurrences(pages=1),
            {},
        ),
        (
            "an agency's last line",
            f"{BODY}\n\n{AGENCY}",
            AGENCY,
            LineOccurrences(5, 2, 2, with_line=1),
            {},
        ),
        (
            "one copy of an unknown site",
            f"{BODY}\n\nTide tables",
            "Tide tables",
            LineOccurrences(copies=1),
            {},
        ),
        (
            "copies decide nothing above the body",
            f"{BODY}\n\nTide tables",
            "Tide tables",
            COPIED,
            {"is_below": False},
        ),
        (
            "one finding under a high threshold",
            f"{BODY}\n\nTide tables",
            "Tide tables",
            REPEATED,
            {"threshold": 4.5},
        ),
        (
            "a refrain",
            f"{BODY}\n\nOh, the tide\n\nIt rose\n\nOh, the tide",
            "Oh, the tide",
            REPEATED,
            {},
        ),
        (
            "a shape of one other page",
            f"{BODY}\n\nTide tables",
            "Tide tables",
            LineOccurrences(similar=1),
            {},
        ),
        (
            "a shape in an agency's last line",
            f"{BODY}\n\n{AGENCY}",
            AGENCY,
            LineOccurrences(similar=5, copies=2, elsewhere=2, with_line=1),
            {},
        ),
        ("most of the page", f"Low tide\n\n{AGENCY}", AGENCY, REPEATED, {}),
    ],
)
def test_a_line_is_kept(
    name: str, text: str, line: str, found: LineOccurrences, fields: dict[str, object]
) -> None:
    assert left_of(text, line, found, **fields) == tuple(text.split("\n\n")), name


SERIAL = (
    "This is the third of nine reports from the islands, which our reporters "
    "crossed on foot and by ferry."
)


@pytest.mark.parametrize(
    ("name", "line", "kind", "place"),
    [
        ("a serial's opening line", SERIAL, "related", "body"),
        ("a column's greeting", "Good morning, islanders", "layout", "body"),
        ("a line that may have tags", AGENCY, "tags", "tail"),
    ],
)
def test_a_doubt_stays_closed_about(
    name: str, line: str, kind: str, place: str
) -> None:
    text = f"{line}\n\n{BODY}"
    classified = Classification(
        doubts=(Doubt(split_lines(text)[0], kind, 0.9, place, 0.0),)
    )
    assert open_doubts(text, classified, text) == (), name


def test_doubts_are_found_again_in_the_clean_text() -> None:
    shown = f"Share this\n\n{BODY}\n\nTide tables"
    share, *_, tide = (line for line in split_lines(shown) if not line.is_blank)
    classified = Classification(
        (Removal(share, "share/label", 0.9),),
        (Doubt(tide, "widget", 0.4, "tail", 0.0),),
    )
    clean = f"{BODY}\n\nTide tables".replace("Monday", "Moon day")
    (doubt,) = open_doubts(shown, classified, clean)
    assert (clean[doubt.start : doubt.end], doubt.is_below, doubt.threshold) == (
        "Tide tables",
        True,
        0.0,
    )
    assert open_doubts(shown, classified, BODY) == (), (
        "no doubt is open where the number of lines differs"
    )


counts = st.integers(0, 4)


@settings(max_examples=100, deadline=None)
@given(
    st.floats(0.3, 1),
    st.sampled_from([(0.0, True), (1.8, True), (0.2, False), (2.0, False)]),
    counts,
    counts,
)
def test_more_occurrences_never_keep_a_line_and_none_remove_it(
    probability: float, place: tuple[float, bool], pages: int, copies: int
) -> None:
    fields = {"probability": probability, "threshold": place[0], "is_below": place[1]}
    few, more = (
        LineOccurrences(pages, copies, copies // 2),
        LineOccurrences(pages + 1, copies + 1, copies // 2 + 1),
    )
    left = [
        len(left_of(f"{BODY}\n\nTide tables", "Tide tables", each, **fields))
        for each in (few, more, LineOccurrences())
    ]
    assert left[1] <= left[0]
    assert left[2] == 3


def test_an_edit_has_the_count_of_what_it_rests_on() -> None:
    text = f"{BODY}\n\nTide tables"
    doubt = OpenDoubt(len(BODY) + 2, len(text), "widget", 0.4, 0.0, is_below=True)
    for found, rule, evidence in (
        (LineOccurrences(pages=3, similar=4), "widget/repeats-on-site", ("pages", 3.0)),
        (LineOccurrences(similar=4), "widget/shape-on-site", ("pages", 4.0)),
        (COPIED, "widget/differs-between-copies", ("copies", 1.0)),
    ):
        (edit,) = site_boilerplate_edits(text, {doubt: found})
        assert (edit.rule, edit.evidence) == (rule, (("model", 0.4), evidence))
