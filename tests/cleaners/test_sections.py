"""Check what is proposed around headers and pictures inside the body, and what is left alone."""

import pytest

from cleaners.boilerplate import find_removals

ABOVE = [
    "The lock at Fenwick Mill will be rebuilt next year, after forty boats ran aground above it.",
    "Engineers lowered the water in March and found that the oak floor had rotted through.",
    "Two firms have offered to do the work, and the trust will choose between them in the autumn.",
]
BELOW = [
    "Until the new gates hang, boats are drawn past the mill on a trolley from the year 1921.",
    "The trust expects the work to cost two million pounds, and has raised half of that so far.",
    "Walkers can watch the building site from the bridge, where a guide answers questions daily.",
]
SECTIONS = [
    ("one headline", ["Read also", "Heron keeper retires after 40 years"], 2),
    (
        "two headlines",
        [
            "Read also:",
            "Heron keeper retires after 40 years",
            "Otters return to the weir",
        ],
        2,
    ),
    (
        "a headline with a question mark",
        ["Related articles", "Who owns the towpath?"],
        2,
    ),
    ("a header before a paragraph", ["Read also"], 1),
]
CAPTIONS = [
    (
        "alt text and caption",
        [
            "Ada Fenwick at the lower gate",
            "Ada Fenwick at the lower gate, March 2024. Leif Carrow",
        ],
        True,
    ),
    (
        "the same caption twice",
        ["The mill wheel in the yard of the carpenters"] * 2,
        True,
    ),
    (
        "both in one line",
        [
            "The mill wheel in the yard of Hale The mill wheel in the yard of Hale, 1911. L. Carrow"
        ],
        True,
    ),
    (
        "a credit before the text of the picture and behind it",
        [
            "IBC/Ada Fenwick Two oak gates lie in the grass beside the lower lock.IBC/Ada Fenwick"
        ],
        True,
    ),
    (
        "a sentence, and the sentence with a credit",
        [
            "Ada Fenwick shows the key of the lower gate to the trust on Monday.",
            "Ada Fenwick shows the key of the lower gate to the trust on Monday. Hale River Police",
        ],
        True,
    ),
    ("short items alike", ["Red wine", "Red wine vinegar"], False),
    (
        "a chant",
        ["“Row the boat below the mill tonight! Row the boat below the mill tonight!”"],
        False,
    ),
    (
        "a sentence that ends with the words it begins with",
        [
            "Hale Lock was shut on Monday, and nobody had a key that would open Hale Lock"
        ],
        False,
    ),
    (
        "two long paragraphs alike",
        [
            "The trust has said nothing so far about the price of the gates, " * 4
            + "it said."
        ]
        * 2,
        False,
    ),
    (
        "a refrain of three",
        ["Row the boat below the mill tonight"] * 3,
        False,
    ),
]


def removed_inside(lines: list[str]) -> list[str]:
    """Return which of some lines inside an article are removed; the article must be kept."""
    removed = find_removals("\n\n".join([*ABOVE, *lines, *BELOW]))
    texts = [removal.line.text for removal in removed]
    assert not {*ABOVE, *BELOW} & set(texts)
    return texts


@pytest.mark.parametrize(("lines", "gone"), [case[1:] for case in SECTIONS])
def test_the_headlines_right_below_a_header_go(lines: list[str], gone: int) -> None:
    assert removed_inside(lines)[:gone] == lines[:gone]


def test_a_subhead_below_other_headlines_stays() -> None:
    lines = ["Read also", "Heron keeper retires after 40 years", "What the trust plans"]
    assert "What the trust plans" not in removed_inside(lines)


HEADLINES = ["Heron keeper retires after 40 years", "Otters return to the weir"]
LOCK = "Why the lower lock is shut on Mondays"
BOATMEN = (
    "The boatmen carry their goods past the mill by hand, which takes them half a day."
)
ITEMS = ["- the lower gates", "- the oak floor of the lock", "- a crane of 1921"]


def test_the_last_headline_above_a_paragraph_goes() -> None:
    box = ["Read also", *HEADLINES, LOCK]
    assert removed_inside(box) == box


def test_a_line_above_a_paragraph_stays_where_an_article_has_subheads() -> None:
    box = ["Read also", HEADLINES[0], "What the trust plans for the lock"]
    lines = ["A trolley instead", BOATMEN, *box]
    assert removed_inside(lines) == box[:2]


def test_a_subhead_above_a_list_stays() -> None:
    box = ["Read also", HEADLINES[0]]
    assert removed_inside([*box, "What must be built again?", *ITEMS]) == box


@pytest.mark.parametrize(("lines", "is_caption"), [case[1:] for case in CAPTIONS])
def test_a_caption_that_stands_twice_goes(
    lines: list[str], *, is_caption: bool
) -> None:
    rules = {
        removal.rule for removal in find_removals("\n\n".join([*ABOVE, *lines, *BELOW]))
    }
    assert ("caption/said-twice" in rules) is is_caption


def test_a_deck_without_a_stop_stays_above_a_lead_of_the_same_words() -> None:
    lead = "The lock at Fenwick Mill will be rebuilt next year, the canal trust has decided."
    page = ["Oak floor found rotten", lead.rstrip("."), lead, *BELOW]
    removed = find_removals("\n\n".join(page))
    assert "caption/said-twice" not in {removal.rule for removal in removed}


def test_a_lead_that_begins_with_the_headline_stays() -> None:
    title = "The lock at Fenwick Mill will be rebuilt"
    lead = f"{title} next year, the canal trust decided at its meeting on Tuesday."
    removed = find_removals("\n\n".join([title, lead, *BELOW]))
    assert [removal.line.text for removal in removed] == [title]


@pytest.mark.parametrize("is_credited", [True, False])
def test_a_sentence_that_stands_twice_goes_above_a_credit(*, is_credited: bool) -> None:
    caption = "Boats lie aground above the lock at Fenwick Mill on a day in August."
    credit = ["Leif Carrow/NurPhoto via Reuters"] if is_credited else []
    page = ["Oak floor found rotten", caption, caption, *credit, *ABOVE, *BELOW]
    removed = find_removals("\n\n".join(page))
    texts = [removal.line.text for removal in removed]
    assert texts.count(caption) == 2 * is_credited


SIGNED = (
    "Boats wait below the mill. The miller lends the crews his stove at night. (AP)"
)
SMALL_SIGNS = (
    "dpa",
    "dpa/mbe",
    "lr/epd",
    "dpa-infocom",
    "afp/dpa",
    "APA, sda",
    "kna/mg/rt",
)
PLACES = [
    ("the last paragraph", [*BELOW, SIGNED], True),
    ("above a form", [*BELOW, SIGNED, "Leave a Reply"], True),
    *((sign, [*BELOW, SIGNED.replace("AP", sign)], True) for sign in SMALL_SIGNS),
    ("in the middle", [SIGNED, *BELOW], False),
    ("a photographer", [*BELOW, SIGNED.replace("AP", "dpa/Ann Keller")], False),
    ("a photo's", [*BELOW, SIGNED.replace("(AP)", "(AP Photo)")], False),
]


@pytest.mark.parametrize(("lines", "is_kept"), [case[1:] for case in PLACES])
def test_a_paragraph_that_an_agency_signs_is_kept_at_the_end(
    lines: list[str], *, is_kept: bool
) -> None:
    removed = find_removals("\n\n".join([*ABOVE, *lines]))
    signed = [line for line in removed if line.line.text.startswith(SIGNED[:20])]
    assert (not signed) is is_kept


LAST = "The fair opens at ten."
HEADED = [
    ("its headline beside it", "Read also: How the valley lost its mills", False),
    ("no headline", "Read also:", True),
]


@pytest.mark.parametrize(("header", "goes"), [case[1:] for case in HEADED])
def test_a_header_with_its_headline_heads_no_section(
    header: str, *, goes: bool
) -> None:
    lines = [*ABOVE, *BELOW, header, LAST, "Share this article", "More from Sport"]
    removed = find_removals("\n\n".join(lines))
    rules = {removal.line.text: removal.rule for removal in removed}
    assert header in rules
    assert (rules.get(LAST) == "related/section") is goes


def test_a_last_sentence_between_two_offers_is_kept() -> None:
    offers = ["Follow us on Instagram", "More from Sport", "© 2023 Fenwick Post"]
    lines = [*ABOVE, *BELOW, "Sign up for our newsletter", LAST, *offers]
    removed = find_removals("\n\n".join(lines))
    texts = {removal.line.text for removal in removed}
    assert LAST not in texts
    assert texts >= set(offers)
