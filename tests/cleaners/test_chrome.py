"""Check that lines around articles are removed in twelve languages, alone and on pages."""

import runpy
import tomllib
from functools import cache
from pathlib import Path

import pytest

from cleaners.boilerplate import Removal, find_removals

CASES = Path(__file__).parents[1] / "cases"
CHROME = tomllib.loads((CASES / "chrome.toml").read_text(encoding="utf-8"))
ARTICLES = runpy.run_path(str(Path(__file__).with_name("test_adversarial.py")))[
    "ARTICLES"
]
TITLES = {
    "en": "Canal Trust to Rebuild the Lock at Fenwick Mill",
    "de": "Alte Mühle am Kanal bekommt ein neues Rad",
    "fr": "Le moulin du canal recevra une roue neuve",
    "es": "El molino del canal tendrá una rueda nueva",
    "pt": "Moinho do canal terá uma roda nova",
    "it": "Il mulino del canale avrà una ruota nuova",
    "nl": "Sluis bij de oude molen wordt herbouwd",
    "pl": "Śluza przy starym młynie będzie odbudowana",
    "ru": "Шлюз у старой мельницы перестроят",
    "sv": "Slussen vid den gamla kvarnen byggs om",
    "tr": "Eski değirmenin savağı yeniden yapılacak",
    "id": "Pintu air di kincir tua akan dibangun ulang",
}
FEWEST_OF_KIND = (
    0.3  # of the lines: some belong to two kinds, and the first rule has the word
)
KIND_AND_LANGUAGE = [(kind, language) for kind in CHROME for language in ARTICLES]


@pytest.mark.parametrize(("kind", "language"), KIND_AND_LANGUAGE)
def test_every_kind_is_removed_in_every_language(kind: str, language: str) -> None:
    lines = CHROME[kind][language]
    rules = [
        rule_of(page_with(line, CHROME[kind]["where"], language), line)
        for line in lines
    ]
    assert [line for line, rule in zip(lines, rules, strict=True) if not rule] == []
    assert sum(
        rule.partition("/")[0] == kind for rule in rules
    ) >= FEWEST_OF_KIND * len(lines)


def page_with(line: str, where: str, language: str) -> str:
    """Insert a line above, inside or below the article of a language."""
    body = list(ARTICLES[language])
    body.insert({"head": 0, "inside": 2, "tail": len(body)}[where], line)
    return "\n\n".join([TITLES[language], *body])


def rule_of(page: str, line: str) -> str:
    """Return the rule that removes a line, if any; the article must be kept."""
    found = {removal.line.text: removal.rule for removal in find_removals(page)}
    assert (
        not {text for article in ARTICLES.values() for text in article} & found.keys()
    )
    return found.get(line, "")


def read_pages() -> dict[str, list[tuple[str, str]]]:
    """Read the pages by name, each as lines with their marks."""
    parts = (CASES / "pages.txt").read_text(encoding="utf-8").split("\n## ")[1:]
    named = (part.strip().split("\n") for part in parts)
    return {name: [(row[0], row[2:]) for row in rows if row] for name, *rows in named}


PAGES = read_pages()


def marked(name: str, mark: str) -> list[str]:
    return [text for found, text in PAGES[name] if found == mark]


@cache
def found_on(name: str) -> tuple[Removal, ...]:
    return find_removals("\n\n".join(text for _, text in PAGES[name]))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_its_article(name: str) -> None:
    gone = {removal.line.text for removal in found_on(name)}
    assert [text for text in marked(name, "=") if text in gone] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_loses_what_is_not_its_article(name: str) -> None:
    gone = {removal.line.text for removal in found_on(name)}
    assert [text for text in marked(name, "-") if text not in gone] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_its_title(name: str) -> None:
    titles = [removal.value for removal in found_on(name) if removal.column == "title"]
    assert titles == marked(name, "t")
