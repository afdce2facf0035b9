"""Check paragraphs that a paywall cut short, and teasers that end in the same way."""

import pytest

from cleaners.boilerplate import find_removals

BODY = """\
Die Brücke über die Krumme Lanke wird im Frühjahr gesperrt, teilte die Stadt am Dienstag mit.
Arbeiter hatten im März Risse im Beton gefunden und die Arbeiten am selben Tag eingestellt.
Zwei Firmen haben Angebote abgegeben, und der Rat wählt nach dem Sommer eines davon aus.
""".splitlines()
LONG = """\
Bis dahin fährt ein Prahm, den die Schiffer mit einer Winde selbst ans andere Ufer ziehen. \
Am ersten Abend waren es neun Fahrten, und an der Winde stand der Bürgermeister. Denn{}"""
ENGLISH = """\
The reed cutters of Marlow Fen began their season on Monday, three weeks later than last year.
Nobody on the drainage board had expected the ice to stay, the foreman said, but the fox had.
Two barges carried the first bundles to Oxney. They were paid for in cash and in eels, and on \
the way back the crew sang the song of the nine geese that turned over the barge of the…
""".splitlines()


@pytest.mark.parametrize("ellipsis", [" ...", "…", " …"])
def test_the_last_paragraph_stays(ellipsis: str) -> None:
    cut = LONG.format(ellipsis)
    removed = find_removals("\n".join([*BODY, cut, "Jetzt abonnieren"]))
    assert cut not in {removal.line.text for removal in removed}


def test_so_it_does_in_english() -> None:
    assert not find_removals("\n".join(ENGLISH))


TEASERS = [
    ("below its headline", ["Related Articles", "Geese turn over a barge", ENGLISH[2]]),
    (
        "one sentence",
        [f"A barge with {'nine geese and ' * 9}a fox has turned over and the…"],
    ),
]


@pytest.mark.parametrize(
    "lines", [case[1] for case in TEASERS], ids=[case[0] for case in TEASERS]
)
def test_teasers_go(lines: list[str]) -> None:
    removed = find_removals("\n".join([*ENGLISH[:2], "Share this article", *lines]))
    assert lines[-1] in {removal.line.text for removal in removed}
