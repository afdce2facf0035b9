"""What ftfy calls misread is called so here, and nothing else."""

import re

import pytest
from ftfy import badness
from hypothesis import given
from hypothesis import strategies as st

from cleaners.badness import is_bad

# Every character that ftfy's pattern names, and some of sound text.
ALPHABET = sorted(
    set(re.sub(r"#.*", "", badness.BADNESS_RE.pattern)) | set("aZ .\ud800")
)


@given(st.from_regex(badness.BADNESS_RE))
def test_what_ftfy_finds_is_found(text: str) -> None:
    assert is_bad(text)


@given(st.text(st.sampled_from(ALPHABET)))
def test_it_agrees_with_ftfy(text: str) -> None:
    assert is_bad(text) == badness.is_bad(text)


@pytest.mark.parametrize("space", "\t\n\x0b\x0c\x1c\x85\u2003\u3000")
def test_any_white_space_stands_before_a_misread_letter(space: str) -> None:
    assert is_bad(f"costs{space}Å€")


@pytest.mark.parametrize(
    "sound", ["", "Öl und Âge", "L’été à Nîmes", "Москва", "\udcff"]
)
def test_sound_text_is_not_bad(sound: str) -> None:
    assert not is_bad(sound)
