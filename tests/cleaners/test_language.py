"""A text has one language, whatever was asked before and wherever it is asked."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langdetect import DetectorFactory
from langdetect.detector_factory import PROFILES_DIRECTORY

from cleaners import language
from cleaners.language import detect

CASES = json.loads(
    (Path(__file__).parents[1] / "cases/language/detect.json").read_text("utf-8")
)
TEXTS = [case["text"] for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_the_language_is_named(case: dict[str, str]) -> None:
    found = detect(case["text"])
    assert found.code == case["code"]
    assert found.confidence == 0 if found.code == "und" else found.confidence > 0.9


def test_the_answer_does_not_depend_on_what_was_asked_before() -> None:
    alone = [detect(text) for text in TEXTS]
    for _ in range(3):
        random.random()  # noqa: S311 - disturbs the global generator, which must not matter
        assert [detect(text) for text in reversed(TEXTS)] == alone[::-1]


def test_another_process_gives_the_same_answer() -> None:
    program = (
        "import json, sys; from cleaners.language import detect;"
        "print(json.dumps([[x.code, x.confidence] for x in map(detect, json.load(sys.stdin))]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(TEXTS[::-1]),
        capture_output=True,
        text=True,
        check=True,
    )
    here = [[found.code, found.confidence] for found in map(detect, TEXTS[::-1])]
    assert json.loads(run.stdout) == here


def test_profiles_on_demand_answer_as_langdetect_does() -> None:
    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    factory.set_seed(0)
    for text in TEXTS[:12]:
        theirs, ours = factory.create(), language.Detector(language._profiles())  # noqa: SLF001 - the claim is about it
        theirs.append(text)
        ours.append(text)
        assert [
            (guess.lang, round(guess.prob, 6)) for guess in ours.get_probabilities()
        ] == [
            (guess.lang, round(guess.prob, 6)) for guess in theirs.get_probabilities()
        ]


def test_a_long_text_is_sampled_in_several_places() -> None:
    english, german = TEXTS[0], TEXTS[1]
    assert detect(english + " " + (german + " ") * 200 + english).code == "de"
    assert len(language._sample(english * 10_000)) <= language.SAMPLE + language.PLACES  # noqa: SLF001 - bounds the time


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_text_has_an_answer(text: str) -> None:
    found = detect(text)
    assert 0 <= found.confidence <= 1
    assert found.code.isalpha()
    assert found == detect(text)
