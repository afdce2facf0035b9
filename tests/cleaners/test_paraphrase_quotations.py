"""Quotations are repaired only where the spinner changed them too."""

from hypothesis import given
from hypothesis import strategies as st

from cleaners.draft import Draft, Edit
from cleaners.paraphrase import repair
from cleaners.paraphrase.quotations import drop_edits_in_genuine_quotations

SPUN = """\
The corporate stated on Monday that it had employed extra than three hundred folks for its new
manufacturing unit within the north. {} stated the mayor, who extensively promoted the plan to
voters final yr. The constructing will value forty million {{dollars}}, in line with the
corporate's web site. {} instructed us a trainer who has lived close by for ten years,
nonetheless the native authorities anticipate further jobs for younger folks within the area."""
SPUN = SPUN.replace("\n", " ")
KEPT = (
    "“We would have taken extra hands if we had them, and the final word is not spoken yet,”",
    "“My own house is old, and a brand new road will not bring the folks of this town back,”",
)
QUOTED = (
    (
        "“We would like extra folks, and the constructing is simply the beginning of "
        "what we would like right here,”"
    ),
    (
        "“Youngsters is not going to have to depart the city to search out a superb job "
        "within the south,”"
    ),
)


def inside_quotations(text: str) -> list[Edit]:
    """List the edits between quotation marks."""
    return [
        edit
        for edit in repair(text).edits
        if text[: edit.start].count("“") > text[: edit.start].count("”")
    ]


def test_a_quotation_that_a_spinner_did_not_change_stays() -> None:
    text = SPUN.format(*KEPT)
    result = repair(text)
    assert result.spinning.spun
    assert (
        "more than three hundred people"
        in Draft.of(text).revise("paraphrase", result.edits).text
    )
    assert inside_quotations(text) == []


def test_a_quotation_that_was_spun_like_the_rest_is_repaired() -> None:
    repaired = {edit.text for edit in inside_quotations(SPUN.format(*QUOTED))}
    assert {"more", "building"} <= repaired


@given(
    st.lists(st.integers(0, 59), unique=True),
    st.sampled_from(["“{}”", '"{}"', "„{}”", "{}"]),
)
def test_edits_outside_quotations_are_always_kept(
    places: list[int], marks: str
) -> None:
    words = [f"word{number:02}" for number in range(60)]
    quoted = marks.format(" ".join(words[20:30]))
    text = " ".join([*words[:20], quoted, *words[30:]])
    edits = [
        Edit(text.index(words[at]), text.index(words[at]) + 6, "x", "lexicon/x", 0.9)
        for at in sorted(places)
    ]
    kept = drop_edits_in_genuine_quotations(text, edits)
    outside = [
        edit
        for edit in edits
        if marks == "{}" or not 20 <= int(text[edit.start + 4 : edit.end]) < 30
    ]
    assert kept in (edits, outside)
