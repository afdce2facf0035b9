"""Repairs are ftfy's, in the smallest edits, with their fixers named; what is sound stays."""

import json
import re
import unicodedata
from pathlib import Path

import ftfy
import pytest
from ftfy.badness import is_bad
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.combining_marks import MAX_MARKS
from cleaners.draft import Draft, replay, rewind
from cleaners.edit_runs import MAX_EDITS
from cleaners.encoding import CJK, FIXERS, UNNORMALIZED, repair
from cleaners.smallest_edits import MAX_SEGMENT
from tests.growth import assert_linear

FOLDER = Path(__file__).parents[1] / "cases/encoding"
REPAIRS = json.loads((FOLDER / "repairs.json").read_text("utf-8"))
SPARES = json.loads((FOLDER / "spares.json").read_text("utf-8"))
HIDDEN_RULES = {"invisible-character", "terminal-escape", "control-character"}
FRAGMENTS = [
    *(case["raw"] for case in REPAIRS),
    *(case["text"] for case in SPARES),
    *"Ã Â â€ ™ © Ì ﬁ Ａ ﾊ é ß Ж 部 a B 7 .".split(),  # noqa: SIM905 - a list of 18 strings reads worse
    *"\xa0\x81\x85\x9d\u0301\u0323\ufeff\ufffd",
    "\x1b[1m",
    *(
        "\r",
        "\n",
        " ",
        "&amp;",
        "amp;",
        "&#39;",
        "&eacute;",
        "&lt;",
        "<",
        "Ã©",
        "â€™",
        "\ud83d",
        "\ude00",
    ),
]
TEXTS = st.lists(st.sampled_from(FRAGMENTS), max_size=7).map("".join)


def draft_of(raw: str) -> Draft:
    return Draft.of(raw).revise("encoding", repair(raw))


def peer(raw: str) -> str:
    """Do what ftfy does, with line breaks first and marks capped, until nothing changes."""
    wide = bool(CJK.search(raw))
    options = ftfy.TextFixerConfig(
        uncurl_quotes=False,
        fix_character_width=not wide,
        unescape_html=True,
        explain=False,
    )
    while True:
        text = re.sub(r"\r\n?|[\u2028\u2029]", "\n", raw)
        text = re.sub(rf"([\u0300-\u036f]{{{MAX_MARKS}}})[\u0300-\u036f]+", r"\1", text)
        text = ftfy.fix_text(text, options)
        text = re.sub("[\x80-\x9f\xad]", "", text)
        if text == raw:
            return text
        raw = text


# What ftfy does not repair, leaves since nobody sees it, or takes for a fault.
OWN_FAULTS = {case["raw"] for case in REPAIRS if peer(case["raw"]) != case["clean"]}
OWN_SPARES = {case["text"] for case in SPARES if peer(case["text"]) != case["text"]}
NOT_OF_FTFY = OWN_FAULTS | OWN_SPARES | {"â€"}
FTFY_TEXTS = st.lists(
    st.sampled_from([each for each in FRAGMENTS if each not in NOT_OF_FTFY]), max_size=7
).map("".join)


@pytest.mark.parametrize("case", REPAIRS, ids=lambda case: case["label"])
def test_a_fault_is_repaired(case: dict[str, str]) -> None:
    edits = repair(case["raw"])
    assert draft_of(case["raw"]).text == case["clean"]
    assert sorted({edit.rule for edit in edits}) == case["rules"]
    assert repair(case["clean"]) == ()


@pytest.mark.parametrize("case", SPARES, ids=lambda case: case["label"])
def test_what_is_sound_stays(case: dict[str, str]) -> None:
    assert repair(case["text"]) == ()


@settings(max_examples=300, deadline=None)
@given(FTFY_TEXTS)
def test_the_edits_make_what_ftfy_makes(raw: str) -> None:
    # A command of a terminal may begin with a control character and a figure.
    if not re.search(r"<|\x9d\d", raw) and CJK.search(raw) is None:
        assert draft_of(raw).text == peer(raw)


@pytest.mark.xfail(
    reason="the line alone reads as MacRoman, which ftfy does not try on the whole text"
)
def test_a_ligature_before_mojibake_reads_as_ftfy_reads_it() -> None:
    raw = "\ufb01â€™One.&#13;&#10;Two.The mayor saidÂ it â€” the bridge â€” wonâ€™t close."
    assert draft_of(raw).text == peer(raw)


@settings(max_examples=300, deadline=None)
@given(TEXTS | st.text(max_size=60))
def test_a_repair_is_lossless_and_final(raw: str) -> None:
    draft = draft_of(raw)
    ledger = list(draft.ledger())
    assert replay(raw, ledger) == draft.text
    assert rewind(draft.text, ledger) == raw
    assert repair(draft.text) == (), "a second repair finds nothing"
    assert unicodedata.is_normalized("NFC", draft.text)
    assert all(entry.before != entry.after for entry in ledger)


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        st.characters(max_codepoint=0x7E, min_codepoint=0x20) | st.sampled_from("\n\t"),
        max_size=80,
    )
)
def test_plain_ascii_is_never_touched(text: str) -> None:
    assert repair(text.replace("&", "+")) == ()


@settings(max_examples=300, deadline=None)
@given(st.text("ab AZ09.,;!?'\"-$%()\t\xa0‘’“”–—…", max_size=40))
def test_the_first_check_overlooks_no_mojibake(text: str) -> None:
    assert repair(text) == ()
    assert not is_bad(text)


def test_the_halves_of_an_emoji_are_joined() -> None:
    edits = repair(
        "Good morning \ud83d\ude00 all"
    )  # not among the cases: JSON would join them
    assert [(edit.text, edit.rule) for edit in edits] == [("😀", "surrogate")]


HOSTILE = ["\x1b[", "x\x1b[m", "\x1b]0;x", "a\xad", "\u200b", "a\u202e", "\x07"]
TIMES = 2 * MAX_EDITS


@pytest.mark.parametrize("piece", HOSTILE, ids=ascii)
def test_many_faults_are_a_bounded_number_of_edits(piece: str) -> None:
    assert_linear(lambda times: repair(piece * times), TIMES // 8)
    raw = piece * TIMES
    edits = repair(raw)
    text = Draft.of(raw).revise("encoding", edits).text
    assert 0 < len(edits) <= MAX_EDITS
    assert text.isprintable()


@pytest.mark.parametrize("folder", ["language", "languages", "decoding"])
def test_sound_text_of_many_languages_stays(folder: str) -> None:
    for file in sorted((FOLDER.parent / folder).iterdir()):
        for line in file.read_text("utf-8").splitlines():
            edits = [edit for edit in repair(line) if edit.rule in HIDDEN_RULES]
            assert edits == [], line


ALPHABETS = "aé жא ب می क ก ខ 人 あ 👩 ❤ 🏴 1"
HIDDEN = (
    "\xad\u200b\u200c\u200d\u200e\u202e\u2066\u2060\u180e\ufe0f\ufeff"
    "\U000e0067\U000e007f\x1b\x9b\x07"
)
CODES = "[]0;m\n"


@settings(max_examples=300, deadline=None)
@given(st.text(ALPHABETS + HIDDEN + CODES, max_size=30))
def test_hidden_characters_go_for_good(raw: str) -> None:
    draft = draft_of(raw)
    assert repair(draft.text) == ()
    assert replay(raw, list(draft.ledger())) == draft.text
    assert not set(draft.text) & set("\xad\u2060\ufeff\x1b\x9b\x07")
    shown = unicodedata.normalize("NFC", re.sub(f"[{HIDDEN}]", "", raw))
    if not re.search("[\x1b\x9b]", raw):
        kept = re.sub(f"[{HIDDEN}]", "", draft.text)
        assert kept == shown, "what is seen stays"


def test_edits_are_small() -> None:
    raw = "The cafÃ© on the quay, the mayor said, wonâ€™t close.\r\nIt stays."
    assert [(raw[edit.start : edit.end], edit.text) for edit in repair(raw)] == [
        ("Ã©", "é"),
        ("â€™", "’"),
        ("\r", ""),
    ]


def test_piled_up_marks_are_cut_before_they_cost_anything() -> None:
    raw = "Z" + "\u0301\u0323" * 200_000 + "algo rose"
    edits = repair(raw)
    text = Draft.of(raw).revise("encoding", edits).text
    assert unicodedata.normalize("NFD", text).startswith("Z")
    assert text.endswith("algo rose")
    assert len(text) <= len("Zalgo rose") + MAX_MARKS
    assert "combining-marks" in {
        part for edit in edits for part in edit.rule.split(" + ")
    }


def test_a_stack_of_marks_within_reason_stays() -> None:
    assert not any(
        "combining-marks" in edit.rule
        for edit in repair("Z" + "\u0323" * MAX_MARKS + "a")
    )


def test_escapes_of_escapes_cost_one_round() -> None:
    assert draft_of("&" + "amp;" * 100_000 + "lt;").text == "<"


def test_a_line_of_any_length_is_repaired() -> None:
    sentence = "The cafÃ© wonâ€™t close, NÃO. "
    for raw in (sentence * 1_000, "Ã©" * MAX_SEGMENT * 3):
        draft = draft_of(raw)
        assert "Ã©" not in draft.text
        assert repair(draft.text) == ()


@given(TEXTS)
def test_a_fixer_finds_nothing_without_one_of_its_signs(text: str) -> None:
    for fixer in FIXERS:
        if not fixer.signs.search(text):
            assert list(fixer.find(text)) == []


def test_what_counts_as_normalized_stays_so_beside_any_letter() -> None:
    for code in range(0x3000):
        character = chr(code)
        if not UNNORMALIZED.match(character):
            assert not unicodedata.combining(character)
            for before in ("a", "\u1100", "\u09c7"):
                assert unicodedata.is_normalized("NFC", before + character)


def test_figures_load_no_models_of_alphabets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("chardet.detect")  # with 25 MB of models
    speeds = "\n".join(f"{speed / 10}×" for speed in range(100, 160))
    assert repair(speeds) == ()
