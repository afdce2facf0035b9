"""Check that article sentences that look like boilerplate are kept, in six languages."""

import json
from pathlib import Path

import pytest

from cleaners.boilerplate import find_removals

CASES = Path(__file__).parents[1] / "cases" / "adversarial.jsonl"
ARTICLES = {
    "en": (
        (
            "The lock at Fenwick Mill will be rebuilt next year, after forty boats "
            "ran aground above it in one dry summer."
        ),
        (
            "Engineers from the canal trust lowered the water in March and found "
            "that the oak floor had rotted through."
        ),
        (
            "Two firms have offered to do the work, and the trust will choose "
            "between them at its meeting in the autumn."
        ),
        (
            "Until the new gates hang, boats are drawn past the mill on a trolley "
            "that was last used in the year 1921."
        ),
    ),
    "de": (
        (
            "Die alte Mühle am Kanal bekommt im kommenden Jahr ein neues Rad, "
            "beschloss der Gemeinderat am Dienstag."
        ),
        (
            "Zimmerleute hatten im März das Wasser abgelassen und gesehen, dass die "
            "Schaufeln aus Eiche verfault sind."
        ),
        (
            "Zwei Betriebe aus der Gegend haben Angebote abgegeben, die sich nur um "
            "wenige hundert Euro unterscheiden."
        ),
        (
            "Bis das Rad sich wieder dreht, mahlt der Müller mit einem Motor, der "
            "noch aus dem Jahr 1921 stammt."
        ),
    ),
    "fr": (
        (
            "Le moulin du canal recevra une roue neuve l’an prochain, a décidé le "
            "conseil municipal mardi soir."
        ),
        (
            "Des charpentiers avaient vidé le bief en mars et trouvé les pales de "
            "chêne pourries jusqu’au cœur."
        ),
        (
            "Deux entreprises de la région ont remis des offres qui ne diffèrent que "
            "de quelques centaines d’euros."
        ),
        (
            "Jusqu’à ce que la roue tourne de nouveau, le meunier se sert d’un "
            "moteur qui date de l’année 1921."
        ),
    ),
    "es": (
        (
            "El molino del canal tendrá una rueda nueva el año que viene, decidió el "
            "pleno del ayuntamiento el martes."
        ),
        (
            "Unos carpinteros vaciaron la acequia en marzo y vieron que las palas de "
            "roble estaban del todo podridas."
        ),
        (
            "Dos empresas de la comarca han presentado ofertas que se distinguen en "
            "apenas unos cientos de euros."
        ),
        (
            "Hasta que la rueda gire de nuevo, el molinero trabaja con un motor que "
            "viene del verano de 1921."
        ),
    ),
    "pt": (
        (
            "O moinho do canal terá uma roda nova no próximo ano, decidiu a câmara "
            "municipal na noite de terça."
        ),
        (
            "Carpinteiros esvaziaram a vala em março e viram que as pás de carvalho "
            "estavam podres até o centro."
        ),
        (
            "Duas empresas da região entregaram propostas que diferem em apenas "
            "algumas centenas de euros."
        ),
        "Até que a roda gire de novo, o moleiro trabalha com um motor que vem do verão de 1921.",
    ),
    "it": (
        (
            "Il mulino del canale avrà una ruota nuova il prossimo anno, ha deciso "
            "il consiglio comunale martedì sera."
        ),
        (
            "I falegnami avevano svuotato la gora a marzo e trovato le pale di "
            "quercia marce fino al cuore."
        ),
        (
            "Due ditte della zona hanno presentato offerte che differiscono soltanto "
            "di poche centinaia di euro."
        ),
        (
            "Finché la ruota non girerà di nuovo, il mugnaio lavora con un motore "
            "che risale all’estate del 1921."
        ),
    ),
}


def cases() -> list[object]:
    rows = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [
        pytest.param(
            row["text"], row["language"], id=f"{row['language']}-{row['text'][:30]}"
        )
        for row in rows
    ]


@pytest.mark.parametrize(("text", "language"), cases())
def test_a_sentence_that_looks_like_boilerplate_is_kept(
    text: str, language: str
) -> None:
    for place in (2, 0, 4):
        body = [*ARTICLES[language][:place], text, *ARTICLES[language][place:]]
        removed = find_removals("\n\n".join(body))
        assert [(removal.rule, removal.line.text) for removal in removed] == [], (
            f"as paragraph {place}"
        )


def test_every_language_has_ten_cases() -> None:
    rows = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    assert all(row["text"] and row["why"] for row in rows)
    assert {
        language: sum(row["language"] == language for row in rows) >= 10
        for language in ARTICLES
    } == dict.fromkeys(ARTICLES, True)
