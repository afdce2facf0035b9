"""Spun text is restored; genuine text is not changed."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.draft import Draft, Edit, replay, rewind
from cleaners.paraphrase import OperatingPoint, Repair, repair, spun_score

CASES = Path(__file__).parents[1] / "cases" / "paraphrase"
MARK = re.compile(r"<<(?P<spun>.*?) (?P<kind>=>|~) (?P<original>.*?)>>", re.DOTALL)


@dataclass(frozen=True)
class Place:
    """A marked place of a spun text, with the readings that are allowed there.

    An optional place may also stay as it is.
    """

    start: int
    end: int
    readings: tuple[str, ...]
    is_optional: bool


@dataclass(frozen=True)
class SpunCase:
    """A spun passage in which every spun place is marked."""

    text: str
    places: tuple[Place, ...]

    @classmethod
    def parse(cls, marked: str) -> "SpunCase":
        """Parse a passage with marks."""
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


def repaired(text: str, result: Repair) -> str:
    return Draft.of(text).revise("paraphrase", result.edits).text


def text_at_places(case: SpunCase, result: Repair) -> Iterator[tuple[Place, str]]:
    """Yield each marked place with the text there after the repair."""
    for place in case.places:
        inside = [
            edit
            for edit in result.edits
            if place.start <= edit.start and edit.end <= place.end
        ]
        at, reads = place.start, ""
        for edit in inside:
            reads, at = reads + case.text[at : edit.start] + edit.text, edit.end
        yield place, reads + case.text[at : place.end]


def check(case: SpunCase) -> None:
    result = repair(case.text)
    assert (result.spinning.spun, result.spinning.dialect) == (True, "dictionary")
    for place, reads in text_at_places(case, result):
        spun = case.text[place.start : place.end]
        allowed = {*place.readings, spun} if place.is_optional else set(place.readings)
        assert reads in allowed, f"{spun!r} reads {reads!r}"
    for edit in result.edits:
        assert any(
            place.start <= edit.start and edit.end <= place.end for place in case.places
        ), edit


@pytest.mark.parametrize("marked", params("spun"))
def test_a_spun_passage_reads_like_its_original(marked: str) -> None:
    check(SpunCase.parse(marked))


@pytest.mark.xfail(
    reason="the language model knows too little of the context", strict=True
)
@pytest.mark.parametrize("marked", params("known_failures"))
def test_a_known_failure_still_fails(marked: str) -> None:
    check(SpunCase.parse(marked))


@pytest.mark.parametrize("marked", params("spun"))
def test_the_conservative_point_makes_fewer_edits_with_higher_confidence(
    marked: str,
) -> None:
    text = SpunCase.parse(marked).text
    readable, conservative = repair(text), repair(text, OperatingPoint.CONSERVATIVE)
    assert len(conservative.edits) <= len(readable.edits)
    assert replacements(conservative) <= replacements(readable)
    assert mean_confidence(conservative) >= mean_confidence(readable)


def replacements(result: Repair) -> set[Edit]:
    return {edit for edit in result.edits if edit.rule.startswith("lexicon/")}


def mean_confidence(result: Repair) -> float:
    confidences = [edit.confidence for edit in replacements(result)]
    return fmean(confidences) if confidences else 1.0


@pytest.mark.parametrize("marked", params("spun"))
def test_a_repair_is_reversible_and_records_rules_and_alternatives(marked: str) -> None:
    text = SpunCase.parse(marked).text
    result = repair(text)
    ledger = list(Draft.of(text).revise("paraphrase", result.edits).ledger())
    assert replay(text, ledger) == repaired(text, result)
    assert rewind(repaired(text, result), ledger) == text
    for edit in result.edits:
        assert re.fullmatch(
            r"lexicon/[a-z'.-]+|artefact/(braces|a-an|doubled-word)", edit.rule
        )
        assert 0 < edit.confidence <= 1
        posteriors = [posterior for _, posterior in edit.evidence]
        assert posteriors == sorted(posteriors, reverse=True)
        assert edit.confidence + sum(posteriors) <= 1.01


@pytest.mark.parametrize("marked", params("spun"))
def test_repairing_twice_changes_little_or_finds_no_spun_text(marked: str) -> None:
    text = SpunCase.parse(marked).text
    once = repair(text)
    again = repair(repaired(text, once))
    assert not again.spinning.spun or len(again.edits) <= len(once.edits) / 4
    assert (again.spinning.score or 0) < (once.spinning.score or 0)


@pytest.mark.parametrize("text", params("genuine"))
def test_genuine_text_is_not_changed(text: str) -> None:
    assert repair(text) == Repair(spun_score(text))
    assert not spun_score(text).spun


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["id"]) for case in cases("restoration")]
)
def test_a_repair_corrects_capitals_articles_and_braces(case: dict[str, str]) -> None:
    frame = cases("frame")[0]["text"].strip()
    result = repair(f"{frame} {case['text']}")
    after = repaired(f"{frame} {case['text']}", result).partition("June. ")[2]
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


SPUN = (
    "the corporate stated information of fashions final yr and to a in take care "
    "Weblog submit as effectively is"
)
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
    result = repair(text)
    assert all(before.end <= after.start for before, after in pairwise(result.edits))
    assert all(0 <= edit.start < edit.end <= len(text) for edit in result.edits)
    assert re.findall(r"[\d“”]|http\S+", repaired(text, result)) == re.findall(
        r"[\d“”]|http\S+", text
    )
    assert result == repair(text), "repairing is deterministic"


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["the", "of", "Zyx", "and", "in", "qwv", "to", "a", "by", "42", "is"]
        ),
        max_size=90,
    )
)
def test_text_without_words_of_the_lexicon_is_not_changed(words: list[str]) -> None:
    assert not repair(" ".join(words)).edits


def test_a_very_long_ambiguous_sentence_does_not_affect_other_sentences() -> None:
    endless = "information on knowledge change " * 1500
    result = repair(f"{SPUN}\n{endless}")
    assert result.spinning.spun
    text = repaired(f"{SPUN}\n{endless}", result)
    assert text.startswith("the company said data of models last year")
