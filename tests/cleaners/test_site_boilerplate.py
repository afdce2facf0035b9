"""Other pages raise the doubt in a line, and nothing else: most of what a site repeats is none of their business."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.article import OpenDoubt
from cleaners.boilerplate import (
    Doubt,
    Judgement,
    LineOccurrences,
    Removal,
    confirm,
    open_doubts,
)
from cleaners.lines import split_lines

BODY = (
    "The harbour office counted ninety boats on Monday, more than in any week since the pier was mended.\n\n"
    "Skippers said that the weather helped, and that the price of fuel had come down a little since May."
)
REPEATED, COPIED = LineOccurrences(pages=2), LineOccurrences(copies=1, elsewhere=1)
AGENCY = "Coast Wire Service"


def seen(
    text: str, line: str, sighting: LineOccurrences, **known: object
) -> tuple[str, ...]:
    """Say what is left of a text, line by line, when one of its lines is in doubt and was seen elsewhere."""
    start = text.rindex(line)
    fields = {
        "kind": "widget",
        "probability": 0.4,
        "bound": 0.0,
        "is_below": True,
    } | known
    edits = confirm(text, {OpenDoubt(start, start + len(line), **fields): sighting})  # type: ignore[arg-type]  # as named
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return tuple(text.split("\n\n"))


@pytest.mark.parametrize(
    ("name", "line", "sighting", "known"),
    [
        ("repeated by its site", "Tide tables", REPEATED, {}),
        (
            "repeated above the body",
            "Tide tables",
            REPEATED,
            {"is_below": False, "bound": 0.2},
        ),
        ("left out by a copy of another site", "Tide tables", COPIED, {}),
        (
            "left out by two copies of unknown sites",
            "Tide tables",
            LineOccurrences(copies=2),
            {},
        ),
        (
            "both carry what one does not",
            "Tide tables",
            LineOccurrences(3, 2, 2),
            {"bound": 1.2},
        ),
    ],
)
def test_a_line_in_doubt_goes(
    name: str, line: str, sighting: LineOccurrences, known: dict[str, object]
) -> None:
    assert seen(f"{BODY}\n\n{line}", line, sighting, **known) == tuple(
        BODY.split("\n\n")
    ), name


@pytest.mark.parametrize(
    ("name", "text", "line", "sighting", "known"),
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
            "copies say nothing of a head",
            f"{BODY}\n\nTide tables",
            "Tide tables",
            COPIED,
            {"is_below": False},
        ),
        (
            "one vote under a high bound",
            f"{BODY}\n\nTide tables",
            "Tide tables",
            REPEATED,
            {"bound": 1.8},
        ),
        (
            "a refrain",
            f"{BODY}\n\nOh, the tide\n\nIt rose\n\nOh, the tide",
            "Oh, the tide",
            REPEATED,
            {},
        ),
        ("most of the page", f"Low tide\n\n{AGENCY}", AGENCY, REPEATED, {}),
    ],
)
def test_a_line_stays(
    name: str, text: str, line: str, sighting: LineOccurrences, known: dict[str, object]
) -> None:
    assert seen(text, line, sighting, **known) == tuple(text.split("\n\n")), name


SERIAL = "This is the third of nine reports from the islands, which our reporters crossed on foot and by ferry."


@pytest.mark.parametrize(
    ("name", "line", "kind", "place"),
    [
        ("a serial's opening line", SERIAL, "related", "body"),
        ("a column's greeting", "Good morning, islanders", "layout", "body"),
        ("a line that may name its source", AGENCY, "source", "tail"),
    ],
)
def test_no_other_page_is_asked_about(
    name: str, line: str, kind: str, place: str
) -> None:
    text = f"{line}\n\n{BODY}"
    judged = Judgement(doubts=(Doubt(split_lines(text)[0], kind, 0.9, place, 0.0),))
    assert open_doubts(text, judged, text) == (), name


def test_doubts_are_found_again_behind_what_has_gone() -> None:
    shown = f"Share this\n\n{BODY}\n\nTide tables"
    share, *_, tide = (line for line in split_lines(shown) if not line.is_blank)
    judged = Judgement(
        (Removal(share, "share/label", 0.9),),
        (Doubt(tide, "widget", 0.4, "tail", 0.0),),
    )
    clean = f"{BODY}\n\nTide tables".replace("Monday", "Moon day")
    (doubt,) = open_doubts(shown, judged, clean)
    assert (clean[doubt.start : doubt.end], doubt.is_below, doubt.bound) == (
        "Tide tables",
        True,
        0.0,
    )
    assert open_doubts(shown, judged, BODY) == (), (
        "where lines have come or gone, nothing is certain"
    )


counts = st.integers(0, 4)


@settings(max_examples=100, deadline=None)
@given(
    st.floats(0.3, 1),
    st.sampled_from([(0.0, True), (1.8, True), (0.2, False), (2.0, False)]),
    counts,
    counts,
)
def test_more_witnesses_never_save_a_line_and_none_condemn_it(
    probability: float, place: tuple[float, bool], pages: int, copies: int
) -> None:
    known = {"probability": probability, "bound": place[0], "is_below": place[1]}
    few, more = (
        LineOccurrences(pages, copies, copies // 2),
        LineOccurrences(pages + 1, copies + 1, copies // 2 + 1),
    )
    left = [
        len(seen(f"{BODY}\n\nTide tables", "Tide tables", each, **known))
        for each in (few, more, LineOccurrences())
    ]
    assert left[1] <= left[0]
    assert left[2] == 3
