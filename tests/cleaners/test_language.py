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
from py3langid.langid import MODEL_FILE, LanguageIdentifier, visit_counts

from cleaners.article import Language
from cleaners.language import (
    detect,
    model,
    model_file,
    parts,
    referee,
    stored_model,
)
from cleaners.language.automaton import BYTES, Automaton
from cleaners.language.identifier import StoredIdentifier
from cleaners.language.sample import PLACES, SAMPLE, take
from flows.training import language_tables

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


@pytest.fixture(scope="module")
def theirs() -> LanguageIdentifier:
    """Return the model as py3langid reads it."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def test_the_stored_model_answers_as_py3langid_does(theirs: LanguageIdentifier) -> None:
    assert theirs.nb_ptc.dtype == np.float16
    assert model.load().nb_ptc[np.arange(3)].dtype == np.float32
    for text in TEXTS:
        assert model.load().rank(text) == theirs.rank(text)


def test_the_stored_model_is_read_and_not_theirs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(model_file, "read", pytest.fail)
    model.load.cache_clear()
    assert isinstance(model.load(), StoredIdentifier)


def test_the_stored_table_has_the_numbers_of_py3langid(
    theirs: LanguageIdentifier,
) -> None:
    stored = stored_model.read()
    assert stored is not None
    numbers = np.arange(len(theirs.nb_ptc))
    assert np.array_equal(stored.nb_ptc[numbers], theirs.nb_ptc)
    assert stored.nb_ptc.shape == theirs.nb_ptc.shape
    assert not len(stored.nb_ptc[numbers[:0]])


def test_another_model_of_py3langid_is_read_instead(
    monkeypatch: pytest.MonkeyPatch, theirs: LanguageIdentifier
) -> None:
    monkeypatch.setattr(model_file, "sha256", lambda: bytes(32))
    assert stored_model.read() is None
    model.load.cache_clear()
    try:
        assert type(model.load()) is LanguageIdentifier
        for text in TEXTS:
            assert model.load().rank(text) == theirs.rank(text)
    finally:
        model.load.cache_clear()


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


def test_each_ngram_has_the_probabilities_of_langdetect() -> None:
    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    ours = referee.load().word_lang_prob_map
    order = [factory.langlist.index(name) for name in referee.load().langlist]
    assert sorted(order) == list(range(len(factory.langlist)))
    for gram, theirs in factory.word_lang_prob_map.items():
        assert gram in ours
        assert ours[gram] == [theirs[place] for place in order], gram
    for gram in ("", "\0", "a\0", "\0a", "zqx", "abcd", "\ud800", 3 * "\U0010ffff"):
        assert (gram in ours) == (gram in factory.word_lang_prob_map), repr(gram)


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
def test_any_text_has_the_answer_of_py3langid(
    theirs: LanguageIdentifier, text: str
) -> None:
    assert model.load().rank(text) == theirs.rank(text)


# Words of few letters, of which one often is the end or the middle of another.
SHORT_WORDS = st.lists(st.text("ab", min_size=1, max_size=4), min_size=1, max_size=9)


def dense_table(words: list[str]) -> tuple[list[list[int]], list[int]]:
    """Return the next states for each byte, and the word that ends in each state, or -1."""
    beginnings = {word[:end] for word in words for end in range(len(word) + 1)}
    states = sorted(beginnings)
    known = sorted(set(words))
    table = []
    for state in states:
        row = [0] * BYTES
        for letter in "ab":
            read = state + letter
            ends = (read[start:] for start in range(len(read) + 1))
            row[ord(letter)] = states.index(next(filter(beginnings.__contains__, ends)))
        table.append(row)
    return table, [known.index(state) if state in known else -1 for state in states]


@given(SHORT_WORDS, st.text("abc", max_size=30))
def test_an_automaton_reads_on_as_its_table_says(words: list[str], text: str) -> None:
    table, features = dense_table(words)
    rows = np.arange(len(table))
    tree = language_tables.state_tree(np.array(table), rows, np.array(features))
    nextmove = [state for row in table for state in row]
    starts = [number * BYTES for number in range(len(table))]
    expected = visit_counts(nextmove, starts, features, text.encode())
    found = Automaton(tree).visits(text.encode())
    assert list(found.items()) == list((expected or {}).items())


def test_a_table_that_no_words_make_is_refused() -> None:
    table, features = dense_table(["ab", "b"])
    table[1][ord("c")] = 2
    with pytest.raises(ValueError, match="not made from n-grams"):
        language_tables.state_tree(np.array(table), np.arange(4), np.array(features))


@settings(max_examples=150, deadline=None)
@given(ANYTHING | WORDS.map(" ".join) | MIXTURES)
def test_any_text_has_an_answer(text: str) -> None:
    found = detect(text)
    assert 0 <= found.confidence <= 1
    assert found.code == "und" or len(found.code) == 2
    assert (found.confidence == 0) == (found.code == "und")
    assert found == detect(text)
