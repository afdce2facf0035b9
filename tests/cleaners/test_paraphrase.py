"""Spun text reads as before; text that no one spun is not touched."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.draft import Draft, replay, rewind
from cleaners.paraphrase import OperatingPoint, Repair, repair, spun_score

CASES = Path(__file__).parents[1] / "cases" / "paraphrase"
MARK = re.compile(r"<<(?P<spun>.*?) (?P<kind>=>|~) (?P<original>.*?)>>", re.DOTALL)


@dataclass(frozen=True)
class Place:
    """A marked place of a spun text; `may` be left, or read as any of `readings`."""

    start: int
    end: int
    readings: tuple[str, ...]
    may: bool


@dataclass(frozen=True)
class SpunCase:
    """A spun passage in which every spun place is marked."""

    text: str
    places: tuple[Place, ...]

    @classmethod
    def of(cls, marked: str) -> "SpunCase":
        """Read a passage with its marks."""
        text, places, at = "", [], 0
        for mark in MARK.finditer(marked):
            text += marked[at : mark.start()]
            readings = tuple(mark["original"].split("|"))
            places.append(
                Place(
                    len(text),
                    len(text) + len(mark["spun"]),
                    readings,
                    mark["kind"] == "~",
                )
            )
            text, at = text + mark["spun"], mark.end()
        return cls(text + marked[at:], tuple(places))


def cases(name: str) -> list[dict[str, str]]:
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]


def params(name: str) -> list[object]:
    return [pytest.param(case["text"].strip(), id=case["id"]) for case in cases(name)]


def mended(text: str, made: Repair) -> str:
    return Draft.of(text).revise("paraphrase", made.edits).text


def found_in(case: SpunCase, made: Repair) -> Iterator[tuple[Place, str]]:
    """Yield each marked place and what stands there after the repair."""
    for place in case.places:
        inside = [
            edit
            for edit in made.edits
            if place.start <= edit.start and edit.end <= place.end
        ]
        at, reads = place.start, ""
        for edit in inside:
            reads, at = reads + case.text[at : edit.start] + edit.text, edit.end
        yield place, reads + case.text[at : place.end]


def check(case: SpunCase) -> None:
    made = repair(case.text)
    assert (made.spinning.spun, made.spinning.dialect) == (True, "dictionary")
    for place, reads in found_in(case, made):
        spun = case.text[place.start : place.end]
        allowed = {*place.readings, spun} if place.may else set(place.readings)
        assert reads in allowed, f"{spun!r} reads {reads!r}"
    for edit in made.edits:
        assert any(
            place.start <= edit.start and edit.end <= place.end for place in case.places
        ), edit


@pytest.mark.parametrize("marked", params("spun"))
def test_a_spun_passage_reads_as_before(marked: str) -> None:
    check(SpunCase.of(marked))


@pytest.mark.xfail(
    reason="the language model knows too little of the context", strict=True
)
@pytest.mark.parametrize("marked", params("known_failures"))
def test_a_known_failure(marked: str) -> None:
    check(SpunCase.of(marked))


@pytest.mark.parametrize("marked", params("spun"))
def test_the_conservative_point_makes_fewer_edits_and_each_is_surer(
    marked: str,
) -> None:
    text = SpunCase.of(marked).text
    bold, shy = repair(text), repair(text, OperatingPoint.CONSERVATIVE)
    assert len(shy.edits) <= len(bold.edits)
    assert all(edit.confidence >= 0.9 for edit in shy.edits)


@pytest.mark.parametrize("marked", params("spun"))
def test_a_repair_is_lossless_names_its_rules_and_its_rivals(marked: str) -> None:
    text = SpunCase.of(marked).text
    made = repair(text)
    ledger = list(Draft.of(text).revise("paraphrase", made.edits).ledger())
    assert replay(text, ledger) == mended(text, made)
    assert rewind(mended(text, made), ledger) == text
    for edit in made.edits:
        assert re.fullmatch(
            r"lexicon/[a-z'.-]+|artefact/(braces|a-an|doubled-word)", edit.rule
        )
        assert 0 < edit.confidence <= 1
        chances = [chance for _, chance in edit.evidence]
        assert chances == sorted(chances, reverse=True)
        assert edit.confidence + sum(chances) <= 1.01


@pytest.mark.parametrize("marked", params("spun"))
def test_repairing_again_changes_little_or_finds_nothing_spun(marked: str) -> None:
    text = SpunCase.of(marked).text
    once = repair(text)
    again = repair(mended(text, once))
    assert not again.spinning.spun or len(again.edits) <= len(once.edits) / 4
    assert (again.spinning.score or 0) < (once.spinning.score or 0)


@pytest.mark.parametrize("text", params("genuine"))
def test_genuine_text_is_not_touched(text: str) -> None:
    assert repair(text) == Repair(spun_score(text))
    assert not spun_score(text).spun


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["id"]) for case in cases("restoration")]
)
def test_an_edit_restores_more_than_the_words(case: dict[str, str]) -> None:
    frame = cases("frame")[0]["text"].strip()
    made = repair(f"{frame} {case['text']}")
    after = mended(f"{frame} {case['text']}", made).partition("June. ")[2]
    assert after.startswith(case["reads"])


def test_short_text_and_text_that_is_not_english_have_no_score() -> None:
    assert (
        spun_score("The corporate stated its monetary information was stolen.").score
        is None
    )
    assert (
        spun_score(
            "Der Vorsitzende sagte, das Unternehmen werde neue Filialen bauen. " * 9
        ).score
        is None
    )
    assert spun_score("").score is None


SPUN = "the corporate stated information of fashions final yr and to a in take care Weblog submit as effectively is"
SIGNS = [
    "{dollars}",
    "—",
    ",",
    ".",
    "\n",
    "“",
    "”",
    "isn’t",
    "OpenAI",
    "7.1",
    "http://a.org/x",
    "haven't",
    "any",
    "'s",
    "é",
]
WORDS = st.sampled_from([*SPUN.split(), *SIGNS, "monetary", "greatest"])


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=30, max_size=120))
def test_edits_never_overlap_or_leave_the_text(words: list[str]) -> None:
    text = " ".join(words)
    made = repair(text)
    assert all(before.end <= after.start for before, after in pairwise(made.edits))
    assert all(0 <= edit.start < edit.end <= len(text) for edit in made.edits)
    assert re.findall(r"[\d“”]|http\S+", mended(text, made)) == re.findall(
        r"[\d“”]|http\S+", text
    )
    assert made == repair(text), "the same text, the same repair"


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["the", "of", "Zyx", "and", "in", "qwv", "to", "a", "by", "42", "is"]
        ),
        max_size=90,
    )
)
def test_text_without_words_of_the_lexicon_is_not_touched(words: list[str]) -> None:
    assert not repair(" ".join(words)).edits


def test_words_without_end_that_can_all_be_read_in_many_ways_harm_nothing_else() -> (
    None
):
    endless = "information on knowledge change " * 1500
    made = repair(f"{SPUN}\n{endless}")
    assert made.spinning.spun
    assert made.edits
    assert all(edit.end <= len(SPUN) for edit in made.edits)
