"""A retelling is told from a copy, and from another article on the same event."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.duplicates import WordClasses
from cleaners.duplicates.proof import Verdict, prove
from cleaners.duplicates.shared_words import MIN_SIMILARITY
from tests.cleaners.test_duplicates_searches import PARAGRAPHS
from tests.cleaners.test_proof import STATEMENT

NO_CLASSES = WordClasses.of({})
ORIGINAL = (
    "The council of Ostrand voted 31 to 12 on Tuesday to buy the old ferry Marianne from the"
    " shipping company Halden Lines, which had wanted to sell her for scrap in Rotterdam.\n"
    "Mayor Ingrid Solberg said after the vote that the ship, built in 1958, would become a school"
    " for 80 young sailors from next September. The purchase costs 2.4 million crowns, and the"
    " region of Vestmark pays a third of it.\n"
    "Councillor Per Lund of the Farmers' Party called the plan a gift to people who like old"
    " boats. He reminded the meeting that the harbour wall at Brask had been waiting for repairs"
    " since 2017, and that 340 families live behind it.\n"
    "The Marianne crossed the Tolmar Strait for the last time in October, when the new bridge was"
    " opened by Prime Minister Anders Holm. Some 4,000 people had come to see her arrive."
)
RETELLING = (
    "On Tuesday, members of the Ostrand council decided by 31 votes against 12 that they will"
    " purchase the ageing ferry Marianne. Her owner, the shipping firm Halden Lines, had planned"
    " to have her scrapped in Rotterdam.\n"
    "Speaking afterwards, Mayor Ingrid Solberg explained that the vessel from 1958 is to be turned"
    " into a training school: 80 young sailors will move in next September. The price is 2.4"
    " million crowns, one third of which comes from the Vestmark region.\n"
    "For Councillor Per Lund, who sits for the Farmers' Party, the project is a present for lovers"
    " of old boats. The harbour wall at Brask, he told the meeting, has needed repairs ever since"
    " 2017, although 340 families have their homes behind it.\n"
    "In October the Marianne made her final crossing of the Tolmar Strait; Prime Minister Anders"
    " Holm opened the new bridge then. About 4,000 people were waiting when she arrived."
)
SAME_EVENT = (
    "Eighty boys and girls will learn to sail on a ship that nearly went to the breakers. Per Lund"
    " shook his head when the result was read out: he had spoken for an hour about the wall at"
    " Brask, and lost all the same.\n"
    "The Marianne, which until October ran across the Tolmar Strait, belongs to Halden Lines. Now"
    " Ostrand buys her. Vestmark gives 0.8 million, the town the rest, Ingrid Solberg promised on"
    " Tuesday; she had 31 councillors behind her.\n"
    "At the quay in Rotterdam a crew had been hired already. Its foreman, Joost Visser, laughed at"
    " the news from the north, and asked who would now pay for the tugs. In Ostrand, the sailors'"
    " club of Anna Berg hung out flags."
)
# As if translated to and fro: most words are left, and others stand in each sentence.
ROUND_TRIP = (
    "Ostrand council voted 31 to 12 on Tuesday to purchase the old ferry Marianne from the"
    " shipping company Halden Lines, which wanted to sell it for scrap in Rotterdam.\n"
    "Mayor Ingrid Solberg said after the vote that the ship built in 1958 will become a school"
    " for 80 young sailors from September next year. The purchase costs 2.4 million crowns, and"
    " the Vestmark region is paying a third of it.\n"
    "Councillor Per Lund of the Farmers' Party described the plan as a gift to people who like old"
    " boats. He reminded the assembly that the harbour wall at Brask has been waiting for repair"
    " since 2017 and that 340 families are living behind it.\n"
    "The Marianne crossed the Tolmar Strait for the last time in October, when Prime Minister"
    " Anders Holm opened the new bridge. Around 4,000 people had come to see it arrive."
)
# An editor left most sentences as they are, and wrote one anew.
EDITED = ORIGINAL.replace(
    "Councillor Per Lund of the Farmers' Party called the plan a gift to people who like old"
    " boats.",
    "Not everyone is pleased. Councillor Per Lund said that those who love old boats were given a"
    " present, and that his Farmers' Party would not have voted for it.",
).replace("which had wanted to sell her", "which wanted to sell her")
# A spinner replaced word by word, and nothing else.
SPINS = {
    "buy": "purchase",
    "old": "outdated",
    "company": "agency",
    "wanted": "needed",
    "said": "mentioned",
    "ship": "vessel",
    "become": "turn into",
    "young": "younger",
    "costs": "prices",
    "pays": "can pay",
    "called": "referred to as",
    "people": "folks",
    "reminded": "jogged",
    "waiting": "ready",
    "live": "reside",
    "crossed": "traversed",
    "last": "final",
    "opened": "launched",
    "arrive": "land",
}
SPUN = re.sub(r"\w+", lambda word: SPINS.get(word[0], word[0]), ORIGINAL)
WHALE = "\n".join(PARAGRAPHS[f"whale_{number}"] for number in (1, 2))


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (ORIGINAL, RETELLING, Verdict.RETELLING),
        (ORIGINAL, ROUND_TRIP, Verdict.RETELLING),
        (ROUND_TRIP, f"{ROUND_TRIP}\n{WHALE}", Verdict.COPIES),
        (ORIGINAL, EDITED, Verdict.COPIES),
        (ORIGINAL, SPUN, Verdict.COPIES),
        (ORIGINAL, SAME_EVENT, Verdict.OTHERS),
        (RETELLING, SAME_EVENT, Verdict.OTHERS),
        (ORIGINAL, ORIGINAL.replace("31", "32"), Verdict.COPIES),
        (f"{WHALE}\n{STATEMENT}", f"{STATEMENT}\n{SAME_EVENT}", Verdict.QUOTATION),
        (ORIGINAL, WHALE, Verdict.OTHERS),
    ],
)
def test_a_retelling_is_told_from_other_pairs(
    one: str, other: str, verdict: Verdict
) -> None:
    assert prove(one, other, NO_CLASSES).verdict is verdict
    assert prove(other, one, NO_CLASSES).verdict is verdict, "in any order"


@given(kept=st.sets(st.integers(0, 3), max_size=1))
def test_a_retelling_of_a_quarter_is_none(kept: set[int]) -> None:
    paragraphs = RETELLING.split("\n")
    text = "\n".join(paragraphs[at] for at in sorted(kept))
    mixed = f"{text}\n{SAME_EVENT}"
    assert prove(ORIGINAL, mixed, NO_CLASSES).verdict is not Verdict.RETELLING


def test_a_rewritten_text_has_enough_words_for_a_copy() -> None:
    found = prove(ORIGINAL, ROUND_TRIP, NO_CLASSES).verification
    assert found.similarity > MIN_SIMILARITY
    assert found.retells


def test_a_rewritten_text_that_is_known_to_be_spun_is_a_copy() -> None:
    proof = prove(ORIGINAL, ROUND_TRIP, NO_CLASSES, spun=True)
    assert proof.verdict is Verdict.COPIES


@given(rewritten=st.integers(0, 2))
def test_a_few_rewritten_sentences_are_edits(rewritten: int) -> None:
    """A text is rewritten if most of its parts are: one paragraph of four is not enough."""
    paragraphs = ORIGINAL.split("\n")
    paragraphs[rewritten] = ROUND_TRIP.split("\n")[rewritten]
    text = "\n".join(paragraphs)
    assert prove(ORIGINAL, text, NO_CLASSES).verdict is Verdict.COPIES
