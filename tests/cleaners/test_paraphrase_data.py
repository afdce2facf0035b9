"""The data of the paraphrase stage is sound, and says where it comes from."""

from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from itertools import pairwise
from math import exp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.paraphrase import language_model, lexicon, topics
from cleaners.paraphrase.spelling import american, is_respelling, respells_against
from cleaners.paraphrase.surface import article
from cleaners.paraphrase.words import forms, sentences
from flows.training.build_lexicon import (
    CIRCLES,
    KNOWN_SHARE,
    LISTS,
    LineOccurrences,
    Row,
    circles,
    is_fit,
    merged,
    named_circles,
    rows,
    trusted,
)
from flows.training.inflection import agree, inflected

DATA = files("cleaners") / "data"
TEXT = (DATA / "lexicon.tsv").read_text(encoding="utf-8")
PAIRS = list(lexicon.parse(TEXT.splitlines(), "lexicon.tsv"))


def test_every_pair_of_the_lexicon_is_fit_and_stands_once() -> None:
    wrong = [pair for pair in PAIRS if not is_fit(pair.original, pair.spun)]
    assert not wrong
    twice = [
        key
        for key, times in Counter((pair.original, pair.spun) for pair in PAIRS).items()
        if times > 1
    ]
    assert not twice
    keys = [(pair.original, pair.spun) for pair in PAIRS]
    assert keys == sorted(keys), "sorted, so that a change shows as one line"
    assert all(pair.weight > 0 and 0 < pair.replaced < 1 for pair in PAIRS)


def test_the_pairs_of_the_lexicon_agree_in_form_unless_seen_or_meant() -> None:
    meant = {
        (row.original, spun)
        for row in rows(LISTS)
        if row.kind == "m"
        for spun in row.spun
    }
    unseen = [(pair.original, pair.spun) for pair in PAIRS if pair.dialects == "-"]
    assert [key for key in unseen if key not in meant and not agree(*key)] == []


def test_no_list_names_an_original_or_a_form_twice() -> None:
    listed = list(rows(LISTS))
    assert [row.place for row in listed if len(set(row.spun)) < len(row.spun)] == []
    heads = Counter(
        (row.place.partition(":")[0], row.kind, row.original) for row in listed
    )
    assert [head for head, times in heads.items() if times > 1] == []


def test_the_lexicon_runs_in_no_circle_that_is_not_meant() -> None:
    assert set(circles(PAIRS)) <= set(named_circles(CIRCLES))


def test_the_lexicon_holds_every_pair_of_the_lists_that_is_no_rare_original() -> None:
    known = {pair.original for pair in PAIRS}
    listed = [pair for row in rows(LISTS) for pair in row.pairs() if pair[0] in known]
    missing = set(listed) - {(pair.original, pair.spun) for pair in PAIRS}
    assert not missing, "build the lexicon anew"


@pytest.mark.parametrize(
    ("kind", "original", "spun", "message"),
    [
        ("x", "big", "big", "odd.tsv:7: .* are no pair"),
        ("x", "big", "", "odd.tsv:7: .* are no pair"),
        ("x", "Big", "large", "odd.tsv:7: .* are no pair"),
        ("x", "big", "one of the very largest kinds", "odd.tsv:7: .* are no pair"),
        ("x", "gadgets", "device", "odd.tsv:7: 'device' has not the form of 'gadgets'"),
        ("n", "gadget", "inventive", "odd.tsv:7: 'inventive' is no noun"),
    ],
)
def test_a_row_that_cannot_stand_stops_the_build(
    kind: str, original: str, spun: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        list(Row(kind, original, (spun,), "odd.tsv:7").pairs())


def test_a_form_that_differs_on_purpose_is_of_kind_m() -> None:
    assert list(Row("m", "gadgets", ("device",), "odd.tsv:7").pairs()) == [
        ("gadgets", "device")
    ]


def test_a_list_is_trusted_as_far_as_copies_bear_it_out() -> None:
    lists = [
        Row("x", f"{name}{letter}", ("aside",), f"{name}.tsv:1")
        for name in ("good", "poor")
        for letter in "abcd"
    ]
    seen = {(f"good{letter}", "aside"): LineOccurrences(3, "A") for letter in "abcd"}
    trusts = trusted([], lists, seen, {f"poor{letter}": 2 for letter in "abcd"})
    good, poor, known = (
        trusts["gooda", "aside"],
        trusts["poora", "aside"],
        LineOccurrences(3, "A"),
    )
    assert poor.share < KNOWN_SHARE < good.share
    assert merged({}, trusts, {})[0].replaced > merged({}, trusts, {})[-1].replaced
    assert (
        trusted([("gooda", "aside")], lists, {("gooda", "apart"): known}, {})[
            "gooda", "aside"
        ].share
        == KNOWN_SHARE
    )


def test_a_circle_is_found_unless_copies_show_it_both_ways() -> None:
    def pair(original: str, spun: str, dialects: str) -> lexicon.Pair:
        return lexicon.Pair(original, spun, 1, 0.5, 0, dialects)

    assert circles([pair("big", "large", "-"), pair("large", "big", "A")]) == [
        ("big", "large")
    ]
    assert circles([pair("big", "large", "A"), pair("large", "big", "A")]) == []
    assert circles([pair("big", "large", "-"), pair("large", "huge", "-")]) == []


def test_the_lexicon_is_large_and_names_its_terms() -> None:
    assert len({pair.original for pair in PAIRS}) > 9_000
    assert "Terms: MIT" in TEXT.split("original\t")[0]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["original\tspun"], "the columns are"),
        (["\t".join(lexicon.COLUMNS), "data\tinformation\t1"], "3 cells"),
        ([], "the columns are"),
    ],
)
def test_a_broken_lexicon_is_refused(lines: list[str], message: str) -> None:
    with pytest.raises(lexicon.LexiconError, match=message):
        list(lexicon.parse(lines, "lexicon.tsv"))


@pytest.mark.parametrize(
    ("original", "spun"),
    [
        ("data", "data"),
        ("an idea", "a idea"),
        ("two", "2"),
        ("Data", "info"),
        ("", "x"),
        ("dollars", "{dollars}"),
    ],
)
def test_an_unfit_pair_is_dropped(original: str, spun: str) -> None:
    assert not is_fit(original, spun)


@pytest.mark.parametrize("name", ["language_model.npz", "topics.npz", "lexicon.tsv"])
def test_data_is_small_and_documented(name: str) -> None:
    assert len((DATA / name).read_bytes()) < 3_000_000
    assert f"`{name}`" in (DATA / "README.md").read_text(encoding="utf-8")


def after(history: tuple[str, str], words: Sequence[int]) -> list[float]:
    """Ask the language model how likely each of some words is after two others."""
    model = language_model.load()
    first, second, third = np.broadcast_arrays(
        *([model.number.get(word, model.unknown)] for word in history), words
    )
    alone = model.after_one(second, third, model.pairs(second, third))
    return model.after_two(model.pairs(first, second), third, alone).tolist()


@pytest.mark.parametrize(
    "history",
    [("of", "the"), ("said", "it"), ("</s>", "in"), ("zzz", "the"), ("the", "zzz")],
)
def test_the_language_model_adds_up_to_one(history: tuple[str, str]) -> None:
    model = language_model.load()
    chances = [exp(likely) for likely in after(history, range(len(model.number)))]
    chances[model.unknown] /= exp(language_model.OUTSIDE)
    assert sum(chances) == pytest.approx(1, abs=0.03), "eight bits round"


def test_the_language_model_prefers_english() -> None:
    officer = [language_model.load().number["officer"]]
    assert (
        after(("chief", "executive"), officer)[0]
        > after(("chief", "government"), officer)[0] + 3
    )


def test_pairs_that_say_nothing_of_the_next_word_are_told_by_their_last_word() -> None:
    model = language_model.load()
    the, of, striker = (model.number[word] for word in ("the", "of", "striker"))
    first, second = np.array([the, of, of]), np.array([striker, striker, the])
    histories = model.histories(model.pairs(first, second), second).tolist()
    assert histories[0] == histories[1]
    assert after(("the", "striker"), range(1000)) == after(
        ("of", "striker"), range(1000)
    )
    assert model.as_pairs(np.array(histories)).tolist() == [
        model.unseen,
        model.unseen,
        histories[2],
    ]


def test_topics_lean_towards_their_words() -> None:
    number, lean = language_model.load().number, topics.load().leaning
    dividend, striker = number["dividend"], number["striker"]
    asked = np.array([dividend, striker])
    business = lean(
        np.array([number[word] for word in ("shares", "profit", "sales", "stock")]),
        asked,
    )
    sport = lean(
        np.array([number[word] for word in ("match", "coach", "goal", "league")]), asked
    )
    assert business[dividend] > sport[dividend] + 1
    assert sport[striker] > business[striker] + 1
    assert np.flatnonzero(business).tolist() == sorted(asked.tolist())
    assert abs(lean(asked[:0], asked)).max() < 1, (
        "a text without telling words leans nowhere in particular"
    )


@pytest.mark.parametrize(
    ("kind", "original", "spun", "expected"),
    [
        (
            "v",
            "cut",
            "chop",
            {
                ("cut", "chopped"),
                ("cutting", "chopping"),
                ("cuts", "chops"),
                ("cut", "chop"),
            },
        ),
        (
            "v",
            "try",
            "strive",
            {("tried", "strove"), ("tried", "striven"), ("tries", "strives")},
        ),
        ("v", "refer", "open", {("referred", "opened"), ("referring", "opening")}),
        ("v", "die", "agree", {("dying", "agreeing"), ("died", "agreed")}),
        ("v", "google", "look up", {("googled", "looked up")}),
        ("n", "company", "wife", {("companies", "wives")}),
        ("n", "document", "paperwork", {("documents", "paperwork")}),
        ("n", "credit card", "bank card", {("credit cards", "bank cards")}),
        ("x", "as well", "as effectively", {("as well", "as effectively")}),
    ],
)
def test_pairs_are_inflected(
    kind: str, original: str, spun: str, expected: set[tuple[str, str]]
) -> None:
    assert expected <= set(inflected(kind, original, spun))


def test_a_noun_without_a_plural_gives_one_pair() -> None:
    assert list(inflected("n", "traffic", "congestion")) == [("traffic", "congestion")]


@pytest.mark.parametrize(
    ("kind", "original", "spun", "message"),
    [
        ("q", "a", "b", "no such kind"),
        ("v", "last", "final", "'final' is no verb"),
        ("n", "expert", "skilled", "'skilled' is no noun"),
    ],
)
def test_a_row_of_no_such_kind_is_refused(
    kind: str, original: str, spun: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        list(inflected(kind, original, spun))


@pytest.mark.parametrize(
    ("original", "spun"),
    [
        ("companies", "firms"),
        ("results", "findings"),
        ("moved", "went on"),
        ("legal", "authorized"),
        ("yet", "but"),
    ],
)
def test_forms_agree(original: str, spun: str) -> None:
    assert agree(original, spun)


@pytest.mark.parametrize(
    ("original", "spun"),
    [
        ("companies", "firm"),
        ("moved", "shift"),
        ("making", "create"),
        ("gets", "will get"),
    ],
)
def test_forms_that_differ_are_found(original: str, spun: str) -> None:
    assert not agree(original, spun)


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("data", "a"),
        ("office", "an"),
        ("hour", "an"),
        ("useful", "a"),
        ("union", "a"),
        ("unimportant", "an"),
        ("one", "a"),
    ],
)
def test_the_article_follows_the_sound(word: str, right: str) -> None:
    assert article(word) == right


@pytest.mark.parametrize(
    ("british", "here"),
    [
        ("specialised", "specialized"),
        ("labelling", "labeling"),
        ("colours", "colors"),
        ("centre", "center"),
    ],
)
def test_spelling_follows_the_text(british: str, here: str) -> None:
    assert american(british) == american(here) == here
    assert is_respelling(british, here)
    assert respells_against(british, here, ["the", "labor"])
    assert not respells_against(british, here, ["the", "favourite"])
    assert respells_against(here, british, ["favourite"])


@pytest.mark.parametrize(
    "word", ["four", "advise", "rise", "promise", "filled", "hour", "data", "exercise"]
)
def test_words_without_a_second_spelling_stay(word: str) -> None:
    assert american(word) == word


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_words_stand_in_order_and_inside_the_text(text: str) -> None:
    words = [word for sentence in sentences(text) for word in sentence]
    assert all(word.start < word.end <= len(text) for word in words)
    assert all(before.end <= after.start for before, after in pairwise(words))
    assert all(sentence for sentence in sentences(text))


@pytest.mark.parametrize(
    "end",
    [".", "!", "...", "." * 63, "." * 64, "." * 65, "?!" * 99, "\n", " -\n", " - \n"],
)
def test_a_stop_or_the_end_of_a_line_ends_a_sentence(end: str) -> None:
    forms = [
        [word.form for word in sentence if word.kind == "word"]
        for sentence in sentences(f"one{end} two")
    ]
    assert forms == [["one"], ["two"]]


def test_a_row_of_stops_that_ends_no_sentence_costs_no_more_than_its_length() -> None:
    assert (
        len(sentences("." * 100_000 + "x")) == 1
    )  # if it cost its square, this would take minutes


def test_a_phrase_is_split_the_way_a_text_is() -> None:
    assert forms("the company's") == ("the", "company", "'s")
    assert forms("an idea") == ("a", "idea")
