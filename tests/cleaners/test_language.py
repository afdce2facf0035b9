"""A text has one language, whatever was asked before and wherever it is asked."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langdetect import DetectorFactory
from langdetect.detector import Detector
from langdetect.detector_factory import PROFILES_DIRECTORY
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from cleaners.article import Language
from cleaners.language import detect, model, model_file, parts, referee
from cleaners.language.sample import PLACES, SAMPLE, take

FOLDER = Path(__file__).parents[1] / "cases/language"
# Of what is certain, and of what must not be.
CERTAIN = 0.9
ROOT = Path(__file__).parents[2]


def read(name: str) -> list[dict[str, Any]]:
    """Read a file of cases."""
    cases: list[dict[str, Any]] = json.loads((FOLDER / name).read_text("utf-8"))
    return cases


CASES = read("detect.json")
TEXTS = [case["text"] for case in CASES]


def label(case: dict[str, Any]) -> str:
    """Return what a case is called."""
    return str(case["label"])


@pytest.mark.parametrize("case", CASES, ids=label)
def test_the_language_is_named(case: dict[str, Any]) -> None:
    found = detect(case["text"])
    assert found.code == case["code"]
    assert found.confidence == 0 if found.code == "und" else found.confidence > CERTAIN


@pytest.mark.parametrize("case", read("mixed.json"), ids=label)
def test_the_confidence_shows_that_languages_are_mixed(case: dict[str, Any]) -> None:
    found = detect(case["text"])
    assert found.code in case["codes"]
    assert found.confidence <= case["most"]


@pytest.mark.parametrize("case", read("doubtful.json"), ids=label)
def test_what_is_doubtful_is_never_certain(case: dict[str, Any]) -> None:
    found = detect(case["text"])
    assert found.code in case["codes"]
    assert found.confidence < CERTAIN


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=pytest.mark.xfail(strict=True))
        for case in read("known_failures.json")
    ],
    ids=label,
)
def test_known_failures(case: dict[str, Any]) -> None:
    found = detect(case["text"])
    assert found.code in case["codes"]
    assert found.confidence <= case.get("most", 1)


def test_the_cases_are_in_many_languages() -> None:
    assert len({case["code"] for case in CASES}) > 40


@pytest.mark.parametrize("case", CASES, ids=label)
def test_a_language_has_a_code_of_two_letters(case: dict[str, Any]) -> None:
    for language in model.read(case["text"]).languages:
        assert language.code == "und" or len(language.code) == 2


def test_no_model_is_loaded_before_the_first_text() -> None:
    code = (
        "import sys, unspun, cleaners.pipeline, cleaners.language;"
        "print({'py3langid', 'langdetect'} & set(sys.modules));"
        "cleaners.language.detect(sys.argv[1]);"
        "print({'py3langid', 'langdetect'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, TEXTS[0]],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert run.stdout.split() == ["set()", "{'py3langid'}"]


def test_the_model_is_read_as_py3langid_reads_it() -> None:
    theirs, ours = LanguageIdentifier.from_model_file(MODEL_FILE), model_file.read()
    for name in ("nb_ptc", "nb_pc"):
        assert np.array_equal(getattr(theirs, name), getattr(ours, name))
    for name in ("nb_classes", "tk_nextmove", "tk_output", "tk_row", "_rowbase"):
        assert list(getattr(theirs, name)) == list(getattr(ours, name)), name


def test_the_table_of_32_bits_answers_as_that_of_16_does() -> None:
    theirs = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    assert theirs.nb_ptc.dtype == np.float16
    assert model.load().nb_ptc[np.arange(3)].dtype == np.float32
    for text in filter(None, TEXTS):
        assert model.load().rank(text) == theirs.rank(text)


def test_the_referee_is_asked_only_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ask = referee.ask

    def note(text: str) -> Language:
        asked.append(text)
        return ask(text)

    monkeypatch.setattr(referee, "ask", note)
    for text in TEXTS:
        detect(text)
    assert len(asked) < len(TEXTS) / 10
    doubtful = read("doubtful.json")
    croatian = next(case for case in doubtful if case["codes"] == ["hr"])
    assert detect(croatian["text"]).confidence == parts.DOUBTFUL
    assert asked[-1] == croatian["text"]


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
        theirs, ours = factory.create(), Detector(referee.load())
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
    assert len(take(english * 10_000)) <= SAMPLE + PLACES


# Any characters, lone surrogates among them, and letters of few alphabets, as texts have.
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=120)
WORDS = st.lists(
    st.sampled_from([*"abcdeilmnorstu", "the", "der", "и", "на", "한", "的", "ال"])
)
MIXTURES = st.lists(st.sampled_from(TEXTS), max_size=6).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(ANYTHING | WORDS.map(" ".join) | MIXTURES)
def test_any_text_has_an_answer(text: str) -> None:
    found = detect(text)
    assert 0 <= found.confidence <= 1
    assert found.code == "und" or len(found.code) == 2
    assert (found.confidence == 0) == (found.code == "und")
    assert found == detect(text)
