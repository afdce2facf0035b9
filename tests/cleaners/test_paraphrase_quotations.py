"""Quotations are repaired only where the spinner changed them too."""

from hypothesis import given
from hypothesis import strategies as st

from cleaners.draft import Draft, Edit
from cleaners.paraphrase import repair
from cleaners.paraphrase.quotations import spun_probs

SPUN = """\
The corporate stated on Monday that it had employed extra than three hundred folks for its new
manufacturing unit within the north. {} stated the mayor, who extensively promoted the plan to
voters final yr. The constructing will value forty million {{dollars}}, in line with the
corporate's web site. {} instructed us a trainer who has lived close by for ten years,
nonetheless the native authorities anticipate further jobs for younger folks within the area."""
SPUN = SPUN.replace("\n", " ")
KEPT = (
    "“We would have hired more people if we had them, and the last word is not spoken yet,”",
    "“My own house is old, and a new road will not bring the people of this town back,”",
)
KEPT_TOO = (
    "“There was nothing wrong with the old road, but people told us that they were afraid of it,”",
    "“When my children were small we used to walk to school along the river almost every day,”",
    "“I have lived here because it is quiet, and I am not going to move away just for a job,”",
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


def test_a_text_is_judged_by_what_it_does_not_quote() -> None:
    quoted = " ".join([*KEPT, *KEPT_TOO])
    text = f"{SPUN.format(*KEPT)} {quoted}"
    words = text.split()
    assert len(quoted.split()) > 0.4 * len(words)
    result = repair(text)
    assert result.spinning.spun
    assert inside_quotations(text) == []


@given(st.lists(st.floats(-200, 200), max_size=12))
def test_a_quotation_that_gains_more_is_likelier_spun(gains: list[float]) -> None:
    probs = spun_probs(gains)
    assert all(0 <= prob <= 1 for prob in probs)
    ranked = sorted(zip(gains, probs, strict=True))
    assert [prob for _, prob in ranked] == sorted(probs)


@given(st.lists(st.floats(1, 200), min_size=1, max_size=12))
def test_quotations_that_all_gain_or_all_lose_are_treated_alike(
    gains: list[float],
) -> None:
    assert all(prob > 0.5 for prob in spun_probs(gains))
    assert all(prob < 0.5 for prob in spun_probs([-gain for gain in gains]))
