"""Check that a retelling is labelled only if there is an original and figures were changed."""

import pytest

from cleaners.paraphrase import retelling

GENUINE = (
    "The museum in Halvik opened a new wing on Saturday, said its director Marta Lindqvist. "
    "It shows 340 boats "
    "that fishermen from Orrevik and Sandnes built between 1820 and 1905. The oldest was "
    "found by Jonas Bakke "
    "under a barn near Tverra. A grant of 12 million kroner from the Solberg Foundation paid "
    "for the roof. "
    "Visitors from Bergen can take the ferry to Halvik twice a day until October."
)
RETOLD = (
    "A fresh section was inaugurated at the Halvik gallery this Saturday, as Marta Lindqvist, "
    "who heads it, "
    "explained. On display are 34 vessels constructed by Orrevik and Sandnes seamen from 1820 "
    "to 1950. Jonas "
    "Bakke discovered the most ancient one beneath an outbuilding close to Tverra. Money for "
    "covering the house, "
    "12 million, came out of the Solberg Foundation. People of Bergen may reach Halvik by two "
    "daily boats, ending"
    " in October."
)
MERGED = (
    RETOLD.replace(". On display", ", and on display")
    .replace(". Jonas", "; Jonas")
    .replace(". Money", "; money")
)
FAITHFUL = RETOLD.replace("34 ", "340 ").replace("1950", "1905")
SHORTER = FAITHFUL.replace(" from 1820 to 1905", "")
NEWER = FAITHFUL.replace("340", "27").replace("1820", "1911").replace("1905", "1939")
OTHER_EVENT = (
    "Marta Lindqvist of Bergen won the regatta off Sandnes on Sunday ahead of 27 boats. She "
    "had repaired her "
    "yacht in Halvik after a storm in 2019, with the help of Jonas Bakke. The Solberg "
    "Foundation gave the cup. In"
    " Orrevik people lit fires on the beach, and from Tverra came a choir. The next race "
    "begins in October."
)
SPUN = (
    GENUINE.replace("new", "brand new")
    .replace("shows", "exhibits")
    .replace("oldest", "earliest")
)


@pytest.mark.parametrize(
    ("suspect", "copy", "dialect"),
    [
        (RETOLD, GENUINE, "round_trip"),
        (MERGED, GENUINE, "neural"),
        (FAITHFUL, GENUINE, None),
        (SHORTER, GENUINE, None),
        (NEWER, GENUINE, None),
        (OTHER_EVENT, GENUINE, None),
        (GENUINE, GENUINE, None),
        (SPUN, GENUINE, None),
        (SPUN.replace("340", "34"), GENUINE, None),
        (RETOLD.partition(". Money")[0], GENUINE, None),
        ("", GENUINE, None),
        (RETOLD, "", None),
    ],
    ids=[
        "round trip",
        "neural",
        "by a person",
        "by a person, figures left out",
        "other figures throughout",
        "other event",
        "same",
        "spun",
        "spun, one figure",
        "part",
        "empty",
        "none",
    ],
)
def test_a_retelling_is_labelled_only_on_strong_evidence(
    suspect: str, copy: str, dialect: str | None
) -> None:
    assert retelling(suspect, copy) == dialect
