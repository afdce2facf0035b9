"""A spun text is repaired from genuine copies and siblings of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.draft import Draft
from cleaners.paraphrase import (
    AlignedPair,
    OperatingPoint,
    ReferenceTexts,
    aligned_pairs,
    parse_own,
    repair,
    unspinner,
)

GENUINE = (
    "The company said on Monday that the data of forty clients had been stolen from an old "
    "server in the basement. "
    "It will hire two more engineers next year, and the chief executive apologised to every "
    "customer by letter. "
    "Police are looking for a former employee who knew the password and left the town in the "
    "spring."
)
SPUN = (
    "The corporate stated on Monday that the info of forty shoppers had been stolen from an "
    "previous server within the "
    "basement. It can rent two extra engineers subsequent yr, and the chief govt apologised "
    "to each buyer by letter. "
    "Police are on the lookout for a former worker who knew the password and left the city "
    "within the spring."
)
OTHER_STORY = (
    "Rain fell for a third day over the northern hills, and the river rose above the old "
    "bridge near the mill. "
    "Farmers moved their sheep to higher ground while volunteers filled bags with sand beside "
    "the school. "
    "The mayor thanked them all and promised hot soup in the evening for everyone who had "
    "come to help."
)


def repaired(text: str, references: ReferenceTexts) -> str:
    return (
        Draft.of(text)
        .revise("paraphrase", repair(text, references=references).edits)
        .text
    )


def test_a_copy_restores_every_word() -> None:
    assert repaired(SPUN, ReferenceTexts(copies=(GENUINE,))) == GENUINE
    rules = {
        edit.rule
        for edit in repair(SPUN, references=ReferenceTexts(copies=(GENUINE,))).edits
    }
    assert "paraphrase/copy" in rules


def test_a_copy_restores_more_than_the_lexicon_at_the_conservative_point() -> None:
    point = OperatingPoint.CONSERVATIVE
    lexicon_only, with_copy = (
        repair(SPUN, point),
        repair(SPUN, point, ReferenceTexts(copies=(GENUINE,))),
    )
    assert Draft.of(SPUN).revise("paraphrase", with_copy.edits).text == GENUINE
    assert Draft.of(SPUN).revise("paraphrase", lexicon_only.edits).text != GENUINE


def test_a_copy_of_the_first_half_repairs_it_and_the_lexicon_repairs_the_rest() -> None:
    half = GENUINE.partition(" Police")[0]
    text = repaired(SPUN, ReferenceTexts(copies=(half,)))
    assert text.startswith(half)
    assert text == half + repaired(SPUN, ReferenceTexts()).partition("letter.")[2]


@pytest.mark.parametrize(
    ("spun", "copy", "begins"),
    [
        ("Buyers had", "Many customers had", "Customers had"),
        ("Now buyers had", "Customers had", "Now customers had"),
        ("Now I had acquired", "I had bought", "Now I had bought"),
    ],
)
def test_a_word_that_begins_a_sentence_in_one_text_only_changes_case(
    spun: str, copy: str, begins: str
) -> None:
    text = repaired(
        f"{SPUN} {spun} it all. {SPUN}",
        ReferenceTexts(copies=(f"{GENUINE} {copy} it all. {GENUINE}",)),
    )
    assert f"spring. {begins} it all." in text


def test_an_article_on_another_event_is_not_used_as_a_copy() -> None:
    assert repaired(SPUN, ReferenceTexts(copies=(OTHER_STORY,))) == repaired(
        SPUN, ReferenceTexts()
    )


def test_genuine_text_is_not_changed_to_match_a_copy() -> None:
    edited = GENUINE.replace("forty", "fifty").replace("letter", "telephone")
    assert (
        repaired(GENUINE, ReferenceTexts(copies=(edited,), siblings=(OTHER_STORY,)))
        == GENUINE
    )


def test_numbers_and_insertions_are_not_taken_from_a_copy() -> None:
    spun = SPUN.replace("forty", "40").replace("by letter", "by letter and fax")
    text = repaired(spun, ReferenceTexts(copies=(GENUINE.replace("forty", "41"),)))
    assert "40 clients" in text
    assert "by letter and fax" in text


@pytest.mark.parametrize(
    ("ours", "theirs", "fact"),
    [
        ("forty", "fifty", "fifty"),
        ("Monday", "Tuesday", "Tuesday"),
        ("Police are", "Wardens are", "Wardens"),
        ("the chief executive", "the chief Rosa Lind", "Rosa"),
        ("knew the password", "never knew the password", "never"),
        ("forty clients", "two decades of clients", "decades"),
    ],
)
def test_facts_are_not_taken_from_an_edited_copy(
    ours: str, theirs: str, fact: str
) -> None:
    copy = GENUINE.replace(ours, theirs)
    text = repaired(SPUN, ReferenceTexts(copies=(copy,)))
    assert fact in copy
    assert fact not in text
    assert "two more engineers next year" in text, "elsewhere the copy counts"


def test_each_of_two_partial_copies_repairs_its_own_part() -> None:
    first, _, second = GENUINE.partition(" Police")
    parts = (first, f"Police{second}")
    assert (
        repaired(SPUN, ReferenceTexts(copies=parts))
        == repaired(SPUN, ReferenceTexts(copies=parts[::-1]))
        == GENUINE
    )


def test_braces_and_articles_are_written_as_in_the_copy() -> None:
    spun = SPUN.replace("an previous server", "an {outdated} server").replace(
        "a former", "an former"
    )
    copy = GENUINE.replace("an old server", "an outdated server")
    assert repaired(spun, ReferenceTexts(copies=(copy,))) == copy


@pytest.mark.parametrize(
    ("spun", "genuine"),
    [
        ("buyer by letter", "customer by letter"),
        ("in the course of the spring", "during the spring"),
        ("tons of of shoppers", "many clients"),
        ("brand new basement", "new basement"),
        ("it’s gone from the town", "it is gone from the town"),
        ("it is gone from the town", "it’s gone from the town"),
        ("4 clients", "four clients"),
        ("one in every of the clients", "one of the clients"),
        ("it will likely be shut", "it will be shut"),
        ("20 years in the past", "two decades ago"),
        ("in the sixties", "in the 1960s"),
    ],
)
def test_whole_phrases_are_restored(spun: str, genuine: str) -> None:
    there = "every customer by letter"
    copy = GENUINE.replace(there, f"{there} and saw {genuine} on the hill")
    text = SPUN.replace(
        "each buyer by letter", f"each buyer by letter and saw {spun} on the hill"
    )
    assert repaired(text, ReferenceTexts(copies=(copy,))) == copy


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 59),
            st.sampled_from(["", "\n", " a {new} ", "Oslo 7 ", ". "]),
        ),
        max_size=8,
    )
)
def test_a_damaged_copy_changes_no_line_break_and_no_number(
    damage: list[tuple[int, str]],
) -> None:
    words = GENUINE.split()
    for at, put in damage:
        words[at % len(words)] = put
    spun = SPUN.replace(". ", ".\n").replace("forty", "40")
    text = repaired(spun, ReferenceTexts(copies=(" ".join(words),)))
    assert text.count("\n") == spun.count("\n")
    assert [
        word for word in text.split() if not word.isalpha() and word[0].isdigit()
    ] == ["40"]
    assert "Oslo" not in text


def test_siblings_make_their_words_likelier() -> None:
    text = repaired(SPUN, ReferenceTexts(siblings=(GENUINE,) * 3))
    assert "customer by letter" in text or "clients" in text
    assert repaired(SPUN, ReferenceTexts(siblings=(GENUINE,) * 3)) == text, (
        "repairing is deterministic"
    )


def test_aligned_pairs_are_the_differing_phrases_between_matching_words() -> None:
    pairs = list(aligned_pairs(SPUN, GENUINE))
    found = {(pair.original, pair.spun) for pair in pairs}
    assert {
        ("data", "info"),
        ("more", "extra"),
        ("looking", "on the lookout"),
        ("next year", "subsequent yr"),
    } <= found
    assert all(pair.spun in " ".join(SPUN.lower().split()) for pair in pairs)
    stolen = next(pair for pair in pairs if pair.spun == "info")
    assert stolen == AlignedPair(
        "data", "info", "on Monday that the info of forty shoppers had"
    )


@pytest.mark.parametrize(
    ("spun", "original"),
    [(SPUN, OTHER_STORY), ("", GENUINE), (SPUN, ""), (GENUINE, GENUINE)],
)
def test_unrelated_or_identical_texts_yield_no_pairs(spun: str, original: str) -> None:
    assert list(aligned_pairs(spun, original)) == []


def test_a_users_own_lexicon_extends_the_shipped_one() -> None:
    spun = SPUN.replace("password", "watchword").replace("basement", "undercroft")
    own = parse_own("# ours\nbasement\tundercroft\npassword\twatchword\t4\n", "own.tsv")
    text = Draft.of(spun).revise("paraphrase", unspinner(own).repair(spun).edits).text
    assert "knew the password" in text
    assert "basement" in text
    assert "watchword" in repaired(spun, ReferenceTexts())
    assert unspinner(own).repair(spun).spinning.spun


@pytest.mark.parametrize(
    ("spun", "genuine"),
    [
        ("It rang for a time period and died", "It rang for a period of time and died"),
        ("She asked a couple of sure man", "She asked about a certain man"),
        ("They could also be right", "They may be right"),
        ("1000’s of them came", "Thousands of them came"),
        ("within the nineteen nineties", "in the 1990s"),
        ("Right here is the town", "Here is the town"),
        (
            "He mentioned individuals could purchase their own residence subsequent yr",
            "He said people may buy their own home next year",
        ),
    ],
)
def test_a_phrase_that_shares_words_with_its_original_is_restored(
    spun: str, genuine: str
) -> None:
    ending = "Nobody in the town knew the woman who rang the bell. {} said the mayor."
    text = f"{SPUN} {ending.format(spun)}"
    copy = f"{GENUINE} {ending.format(genuine)}"
    assert repaired(text, ReferenceTexts(copies=(copy,))) == copy
