"""A deck that the page declares as its description belongs to the article."""

import pytest

from cleaners.extraction.page import extract

TITLE = "Fenwick lock to be rebuilt next year"
DECK = "Forty boats ran aground above the weir in the dry weeks of last summer"
TEXT = (
    "The lock at Fenwick Mill will be rebuilt next year, the canal trust said, and its gate kept.",
    "Boats are to be lifted over the weir by a crane that the trust has hired, for eleven months.",
    "The work will cost two million, of which a third comes from the owners of forty house boats.",
    "Anglers welcomed the plan. The pool below the gate has silted up since the mill was closed.",
    "Perch have not been seen in it since the spring of the great flood, and nobody misses them.",
)
PARAGRAPHS = "".join(f"<p>{each}</p>" for each in TEXT)


def text_of(above: str, declared: str, paragraphs: str = PARAGRAPHS) -> str:
    """Return the text of a page with something between its headline and its paragraphs."""
    meta = f'<meta property="og:description" content="{declared}">'
    return extract(
        f"<html><head><title>{TITLE}</title>{meta}</head><body><div class='q1'>"
        f"<a href='/'>Home</a><a href='/n'>News</a></div><div class='q2'><h1>{TITLE}</h1>"
        f"{above}<div class='q5'>Share Save Print</div><div class='q4'>{paragraphs}</div></div>"
        "</body></html>"
    ).text


@pytest.mark.parametrize("declared", [DECK, f"{DECK}.", DECK.upper()])
def test_a_declared_deck_stays(declared: str) -> None:
    text = text_of(f"<div class='q3'>{DECK}</div>", declared)
    assert text.startswith(DECK)
    assert text.endswith(TEXT[-1])


@pytest.mark.parametrize(
    ("above", "declared"),
    [
        ("<div class='q3'>Canals and rivers</div>", "Canals and rivers"),
        (f"<div class='q3'><a href='/x'>{DECK}</a></div>", DECK),
    ],
)
def test_a_label_or_link_goes(above: str, declared: str) -> None:
    assert text_of(above, declared) == "\n\n".join(TEXT)


def test_the_beginning_of_the_text_is_no_deck() -> None:
    start = TEXT[0].partition(", the")[0]
    text = text_of(f"<div class='q3'>{start}</div>", start)
    assert text.count(start) == 1
