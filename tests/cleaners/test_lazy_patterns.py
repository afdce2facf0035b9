"""Patterns that are compiled when they are first used are the same as others."""

import re

import pytest

from cleaners import lazy_patterns, pipeline
from cleaners.lazy_patterns import compile_all, compile_later, count_uncompiled


def test_a_pattern_is_compiled_by_its_first_use_and_answers_as_any() -> None:
    before = count_uncompiled()
    lazy = compile_later("(?P<word>rain)|sun", re.IGNORECASE)
    assert count_uncompiled() == before + 1
    assert lazy.pattern == "(?P<word>rain)|sun"
    assert count_uncompiled() == before + 1
    eager = re.compile(lazy.pattern, re.IGNORECASE)
    for text in ("RAIN and sun", "sun", "snow", ""):
        assert bool(lazy.match(text)) == bool(eager.match(text))
        assert lazy.findall(text) == eager.findall(text)
        assert lazy.sub("x", text) == eager.sub("x", text)
    assert (lazy.flags, lazy.groupindex) == (eager.flags, eager.groupindex)
    assert count_uncompiled() == before


def test_every_pattern_of_the_package_compiles() -> None:
    assert pipeline.STAGES
    compile_all()
    assert count_uncompiled() == 0


def test_a_wrong_pattern_is_an_error_when_it_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lazy_patterns, "_PATTERNS", [])
    wrong = compile_later("(")
    with pytest.raises(re.error):
        wrong.search("a")
