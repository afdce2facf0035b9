"""Check that the data files that are computed from others are up to date.

If this fails after a change of rules, lexicon, language model or py3langid, run `make data`.
"""

from pathlib import Path

import numpy as np
import pytest

from cleaners import compact_rules, rule_files
from cleaners.duplicates import spun_classes, word_classes
from cleaners.paraphrase import lexicon, word_odds
from cleaners.rule_files import load
from flows.training import build_derived

RELATIVE_ERROR = (
    1e-12  # what the last digits of exp and log may differ by between platforms
)


def test_the_rules_that_run_are_those_of_the_rule_files(tmp_path: Path) -> None:
    computed = build_derived.write_rules(tmp_path)
    stored = build_derived.TARGET / computed.name
    assert stored.read_text(encoding="utf-8") == computed.read_text(encoding="utf-8")
    expected = tuple(map(compact_rules.without_proof, load("boilerplate")))
    assert compact_rules.load("boilerplate") == expected


def test_changed_rule_files_are_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    toml = """[[rule]]
    id = "related/new"
    match = "new words"
    why = "Invented."
    repairs = ["<<New words => >>"]
    spares = ["Old words"]"""
    changed = [("related.toml", toml)]
    monkeypatch.setattr(rule_files, "shipped_files", lambda _: iter(changed))
    rule = compact_rules.without_proof(next(rule_files.parse(toml, "related.toml")))
    assert compact_rules.load("boilerplate") == (rule,)
    assert not rule.repairs


def test_the_patterns_for_re2_are_those_of_the_rules(tmp_path: Path) -> None:
    computed = build_derived.write_re2_patterns(tmp_path)
    stored = build_derived.TARGET / computed.name
    assert stored.read_text(encoding="utf-8") == computed.read_text(encoding="utf-8")


def test_the_literals_of_walls_are_those_of_the_phrases(tmp_path: Path) -> None:
    computed = build_derived.write_wall_literals(tmp_path)
    stored = build_derived.TARGET / computed.name
    assert stored.read_text(encoding="utf-8") == computed.read_text(encoding="utf-8")


def test_the_model_of_languages_is_that_of_py3langid(tmp_path: Path) -> None:
    computed = build_derived.write_language_tables(tmp_path)
    stored = build_derived.TARGET / computed.name
    names = {path.name for path in computed.iterdir()}
    assert names == {path.name for path in stored.iterdir()}
    for name in names:
        assert (stored / name).read_bytes() == (computed / name).read_bytes(), name


def test_the_word_classes_are_those_of_the_lexicon(tmp_path: Path) -> None:
    computed = build_derived.write_spun_classes(tmp_path)
    stored = build_derived.TARGET / computed.name
    assert stored.read_text(encoding="utf-8") == computed.read_text(encoding="utf-8")
    pairs = (
        (pair.original, pair.spun, pair.weight) for pair in lexicon.shipped_pairs()
    )
    assert spun_classes() == word_classes(pairs)


def test_the_odds_of_words_are_those_of_the_lexicon(tmp_path: Path) -> None:
    computed = np.load(build_derived.write_word_odds(tmp_path))
    words = computed["words"].tobytes().decode().split("\n")
    stored = word_odds.load()
    assert list(stored) == words
    expected = computed["log_odds"].tolist()
    assert list(stored.values()) == pytest.approx(expected, rel=RELATIVE_ERROR)
