"""The lexicon, language model and topics are consistent, and name their sources."""

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
from cleaners.paraphrase.spelling import american, contradicts_spelling, is_respelling
from cleaners.paraphrase.surface import article
from cleaners.paraphrase.words import forms, sentences
from flows.training.build_lexicon import CIRCLES, find_circles, read_circles
from flows.training.inflection import forms_agree, inflect
from flows.training.lexicon_sources import (
    LISTS,
    ListRow,
    PairOccurrences,
    is_valid_pair,
    read_lists,
)
from flows.training.lexicon_weights import KNOWN_SHARE, measure_trust, merge

DATA = files("cleaners") / "data"
TEXT = (DATA / "lexicon.tsv").read_text(encoding="utf-8")
PAIRS = list(lexicon.parse(TEXT.splitlines(), "lexicon.tsv"))


def test_every_pair_of_the_lexicon_is_valid_and_unique() -> None:
    wrong = [pair for pair in PAIRS if not is_valid_pair(pair.original, pair.spun)]
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


def test_the_pairs_of_the_lexicon_agree_in_form_unless_seen_or_marked() -> None:
    meant = {
        (row.original, spun)
        for row in read_lists(LISTS)
        if row.kind == "m"
        for spun in row.spun
    }
    unseen = [(pair.original, pair.spun) for pair in PAIRS if pair.dialects == "-"]
    assert [key for key in unseen if key not in meant and not forms_agree(*key)] == []


def test_no_list_has_an_original_or_a_form_twice() -> None:
    listed = list(read_lists(LISTS))
    assert [row.place for row in listed if len(set(row.spun)) < len(row.spun)] == []
    heads = Counter((row.list_name, row.kind, row.original) for row in listed)
    assert [head for head, times in heads.items() if times > 1] == []


def test_the_lexicon_has_no_circle_that_is_not_listed() -> None:
    assert set(find_circles(PAIRS)) <= set(read_circles(CIRCLES))


def test_the_lexicon_has_every_pair_of_the_lists_but_those_of_rare_originals() -> None:
    known = {pair.original for pair in PAIRS}
    listed = [
        pair for row in read_lists(LISTS) for pair in row.pairs() if pair[0] in known
    ]
    missing = set(listed) - {(pair.original, pair.spun) for pair in PAIRS}
    assert not missing, "build the lexicon again"


@pytest.mark.parametrize(
    ("kind", "original", "spun", "message"),
    [
        ("x", "big", "big", "odd.tsv:7: .* are not a pair"),
        ("x", "big", "", "odd.tsv:7: .* are not a pair"),
        ("x", "Big", "large", "odd.tsv:7: .* are not a pair"),
        ("x", "big", "one of the very largest kinds", "odd.tsv:7: .* are not a pair"),
        (
            "x",
            "gadgets",
            "device",
            "odd.tsv:7: 'device' does not have the form of 'gadgets'",
        ),
        ("n", "gadget", "inventive", "odd.tsv:7: 'inventive' is not a noun"),
    ],
)
def test_an_invalid_row_stops_the_build(
    kind: str, original: str, spun: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        list(ListRow(kind, original, (spun,), "odd.tsv:7").pairs())


def test_a_pair_of_kind_m_may_differ_in_form() -> None:
    assert list(ListRow("m", "gadgets", ("device",), "odd.tsv:7").pairs()) == [
        ("gadgets", "device")
    ]


def test_a_list_is_trusted_as_far_as_copies_confirm_it() -> None:
    lists = [
        ListRow("x", f"{name}{letter}", ("aside",), f"{name}.tsv:1")
        for name in ("good", "poor")
        for letter in "abcd"
    ]
    seen = {(f"good{letter}", "aside"): PairOccurrences(3, "A") for letter in "abcd"}
    trusts = measure_trust([], lists, seen, {f"poor{letter}": 2 for letter in "abcd"})
    good, poor, known = (
        trusts["gooda", "aside"],
        trusts["poora", "aside"],
        PairOccurrences(3, "A"),
    )
    assert poor.share < KNOWN_SHARE < good.share
    assert merge({}, trusts, {})[0].replaced > merge({}, trusts, {})[-1].replaced
    assert (
        measure_trust([("gooda", "aside")], lists, {("gooda", "apart"): known}, {})[
            "gooda", "aside"
        ].share
        == KNOWN_SHARE
    )


def test_a_circle_is_found_unless_copies_show_it_both_ways() -> None:
    def pair(original: str, spun: str, dialects: str) -> lexicon.Pair:
        return lexicon.Pair(original, spun, 1, 0.5, 0, dialects)

    assert find_circles([pair("big", "large", "-"), pair("large", "big", "A")]) == [
        ("big", "large")
    ]
    assert find_circles([pair("big", "large", "A"), pair("large", "big", "A")]) == []
    assert find_circles([pair("big", "large", "-"), pair("large", "huge", "-")]) == []


def test_the_lexicon_is_large_and_states_its_licence() -> None:
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
        ("20", "twenty"),
        ("Data", "info"),
        ("", "x"),
        ("dollars", "{dollars}"),
    ],
)
def test_an_invalid_pair_is_dropped(original: str, spun: str) -> None:
    assert not is_valid_pair(original, spun)


@pytest.mark.parametrize(
    ("name", "largest"),
    [
        ("language_model.npz", 8_000_000),
        ("word_vectors.npz", 3_000_000),
        ("topics.npz", 1_000_000),
        ("lexicon.tsv", 3_000_000),
    ],
)
def test_data_is_small_and_documented(name: str, largest: int) -> None:
    assert len((DATA / name).read_bytes()) < largest
    assert f"`{name}`" in (DATA / "README.md").read_text(encoding="utf-8")


def after(history: tuple[str, str], words: Sequence[int]) -> list[float]:
    """Return the log-probability of each word after two others."""
    model = language_model.load()
    first, second, third = np.broadcast_arrays(
        *([model.word_id(word)] for word in history), words
    )
    alone = model.bigram_log_probs(second, third, model.bigram_ids(second, third))
    return model.trigram_log_probs(
        model.bigram_ids(first, second), third, alone
    ).tolist()


@pytest.mark.parametrize(
    "history",
    [("of", "the"), ("said", "it"), ("</s>", "in"), ("zzz", "the"), ("the", "zzz")],
)
def test_the_probabilities_of_the_language_model_add_up_to_one(
    history: tuple[str, str],
) -> None:
    model = language_model.load()
    chances = [exp(likely) for likely in after(history, range(len(model.vocabulary)))]
    chances[model.unknown] /= exp(language_model.UNKNOWN_WORD_LOG_PROB)
    assert sum(chances) == pytest.approx(1, abs=0.03), "eight bits round"


def test_words_read_without_the_model_are_as_likely_as_in_it() -> None:
    model = language_model.load()
    alone = language_model.word_log_probs()
    assert alone.keys() == model.vocabulary.keys()
    for word, log_prob in alone.items():
        assert log_prob == model.unigram_log_prob(model.word_id(word))


def test_the_language_model_prefers_english() -> None:
    officer = [language_model.load().vocabulary["officer"]]
    assert (
        after(("chief", "executive"), officer)[0]
        > after(("chief", "government"), officer)[0] + 3
    )


def test_bigrams_without_trigrams_share_the_history_of_their_last_word() -> None:
    model = language_model.load()
    the, of, despite = (model.vocabulary[word] for word in ("the", "of", "despite"))
    first, second = np.array([the, of, of]), np.array([despite, despite, the])
    histories = model.history_ids(model.bigram_ids(first, second), second).tolist()
    assert histories[0] == histories[1]
    assert after(("the", "despite"), range(1000)) == after(
        ("of", "despite"), range(1000)
    )
    assert model.history_bigrams(np.array(histories)).tolist() == [
        model.unseen_bigram,
        model.unseen_bigram,
        histories[2],
    ]


def test_topics_make_their_words_likelier() -> None:
    vocabulary, log_ratios = language_model.load().vocabulary, topics.load().log_ratios
    dividend, striker = vocabulary["dividend"], vocabulary["striker"]
    asked = np.array([dividend, striker])
    business = log_ratios(
        np.array([vocabulary[word] for word in ("shares", "profit", "sales", "stock")]),
        asked,
    )
    sport = log_ratios(
        np.array([vocabulary[word] for word in ("match", "coach", "goal", "league")]),
        asked,
    )
    assert business[dividend] > sport[dividend] + 1
    assert sport[striker] > business[striker] + 1
    assert np.flatnonzero(business).tolist() == sorted(asked.tolist())
    assert abs(log_ratios(asked[:0], asked)).max() < 1, (
        "a text without informative words has no particular topic"
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
    assert expected <= set(inflect(kind, original, spun))


def test_a_noun_without_a_plural_gives_one_pair() -> None:
    assert list(inflect("n", "traffic", "congestion")) == [("traffic", "congestion")]


@pytest.mark.parametrize(
    ("kind", "original", "spun", "message"),
    [
        ("q", "a", "b", "unknown kind"),
        ("v", "last", "final", "'final' is not a verb"),
        ("n", "expert", "skilled", "'skilled' is not a noun"),
    ],
)
def test_a_row_of_an_unknown_kind_is_refused(
    kind: str, original: str, spun: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        list(inflect(kind, original, spun))


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
    assert forms_agree(original, spun)


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
    assert not forms_agree(original, spun)


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
    assert contradicts_spelling(british, here, ["the", "labor"])
    assert not contradicts_spelling(british, here, ["the", "favourite"])
    assert contradicts_spelling(here, british, ["favourite"])


@pytest.mark.parametrize(
    "word", ["four", "advise", "rise", "promise", "filled", "hour", "data", "exercise"]
)
def test_words_with_one_spelling_stay(word: str) -> None:
    assert american(word) == word


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_words_are_in_order_and_inside_the_text(text: str) -> None:
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


def test_a_long_row_of_full_stops_is_split_in_linear_time() -> None:
    assert (
        len(sentences("." * 100_000 + "x")) == 1
    )  # in quadratic time this would take minutes


def test_a_phrase_is_split_like_a_text() -> None:
    assert forms("the company's") == ("the", "company", "'s")
    assert forms("an idea") == ("a", "idea")
