"""Check titles that are far ahead of the labels above them, and titles with the site behind."""

import pytest

from cleaners.boilerplate import find_removals

BODY = """\
A skipper of 53 was badly hurt when his boat hit the harbour wall at dawn on Monday, June 6. \
He was on his way to the fish market, where the guild had its yearly feast, when a barge came \
towards him on the wrong side of the fairway at the mouth of the canal.
The skipper was flung some twenty metres and fell on the quay. Two ambulances of the guild \
came to the spot, one of them with a doctor on board.
The guild wishes him well, and hopes to see him back at the market before the autumn.
""".splitlines()
TITLE = "War at sea - skipper badly hurt in the fairway at dawn"
GUILD = "Boat on the wrong side: skipper hurt at dawn"
CALL = "Drunk at dawn, big names of the guild hurt!"
HEADS = [
    ("below a label", ["War at sea", TITLE], TITLE),
    (
        "with the site behind it, then without",
        [
            f"{GUILD} | Harbour Guild Foundation (HGF)",
            "Harbour Guild Foundation",
            GUILD,
        ],
        GUILD,
    ),
    ("cut short, then in full", [f"{GUILD[:30]}...", GUILD], GUILD),
    ("cut short alone", [f"{GUILD[:30]}..."], f"{GUILD[:30]}..."),
    (
        "a label that the headline begins with stays a label",
        ["War at sea | Harbour Guild Foundation Wire", "War at sea"],
        "War at sea | Harbour Guild Foundation Wire",
    ),
    ("a call above a date", [CALL, "May 3, 2024"], CALL),
    ("a statement above a date", [f"{CALL[:-1]}.", "May 3, 2024"], None),
    ("a call alone", [CALL], None),
    ("a label and a slogan", ["Harbour watch", "In the fairway at dawn"], None),
    (
        "a deck alone",
        ["The skipper said that he had seen the barge and its lamp too late to turn"],
        None,
    ),
]


@pytest.mark.parametrize(
    ("head", "title"), [pytest.param(*case[1:], id=case[0]) for case in HEADS]
)
def test_the_headline_is_the_title(head: list[str], title: str | None) -> None:
    removals = find_removals("\n".join([*head, *BODY]))
    titles = [removal.value for removal in removals if removal.is_title]
    assert titles == ([title] if title else [])
    assert not {removal.line.text for removal in removals} & set(BODY)


BOARD = '"Reed Board" wants to put up to 40 thousand pounds into sheds in 2016'
DECKS = [
    ("a deck that begins with it", f"{BOARD}. It is what the papers say.", BOARD),
    (
        "another deck",
        "It is what the papers say, though they are not always right.",
        None,
    ),
]


@pytest.mark.parametrize(
    ("deck", "title"), [pytest.param(*case[1:], id=case[0]) for case in DECKS]
)
def test_a_deck_repeats_the_headline(deck: str, title: str | None) -> None:
    text = "\n".join(["Oxney: the fox is dead", BOARD, deck, *BODY])
    titles = [removal.value for removal in find_removals(text) if removal.is_title]
    assert titles == ([title] if title else [])


WARDEN = "Il nonno vigile dirige il traffico anche in pensione, il Comune gli regala il fischietto"
ITALIAN = f"""\
Home
Cronaca
Valdoro
{WARDEN}
di
Chiara Bellini
14 novembre 2023
Tempo di lettura: 2 minuti
Condividi
Ascolta questo articolo ora...
Ogni mattina alle 7.50 Ermes Tosi, 83 anni, si infila il giubbotto giallo e ferma le automobili \
davanti alla scuola di via Manin. Nessuno glielo ha chiesto, o almeno non più.
È andato in pensione nel 2001 dopo trent'anni di servizio. Il lunedì dopo era di nuovo al suo posto.
Ieri la sindaca gli ha consegnato un fischietto d'argento e una panchina con il suo nome.
"""


def test_a_headline_with_no_rival_below_labels_is_the_title() -> None:
    removals = find_removals(ITALIAN)
    titles = [removal.value for removal in removals if removal.is_title]
    assert titles == [WARDEN]
