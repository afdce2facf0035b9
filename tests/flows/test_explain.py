"""Check that `unspun explain` shows the complete scrape, the changes and the columns."""

import io
from pathlib import Path

from rich.console import Console

from flows.commands.explanation_view import explain_file
from flows.settings import Settings

SEEDS = Path(__file__).parents[2] / "seeds"


def shown(
    path: Path, *, url: str | None = None, colours: bool = False
) -> tuple[int | None, str]:
    """Return what is counted and what is printed."""
    out = io.StringIO()
    console = Console(
        file=out,
        force_terminal=colours,
        color_system="truecolor" if colours else None,
        width=120,
    )
    return explain_file(path, url, Settings(), console), out.getvalue()


def test_what_goes_is_marked_with_its_rule_and_lifted_into_columns() -> None:
    articles, page = shown(SEEDS / "04-harvest-source.txt")
    assert articles == 1
    assert "[-Source: Orchard Wire-] source/labelled" in page
    assert "Orchard Wire" in page.partition("source_credit")[2].splitlines()[0]
    assert "Early fruit is sweet but soft." in page


def test_colours_strike_what_goes_and_show_what_comes() -> None:
    _, page = shown(SEEDS / "06-clinic-spun.txt", colours=True)
    assert "\x1b[9;31msufferers" in page
    assert "\x1b[32mpatients" in page
    assert "lexicon/patients" in page


def test_an_address_becomes_the_site() -> None:
    _, page = shown(SEEDS / "22-brief.txt", url="https://www.tidewater.example/a")
    assert "tidewater.example" in page


def test_what_is_no_article_says_why() -> None:
    articles, page = shown(SEEDS / "28-photo.html")
    assert articles == 0
    assert "quarantined: binary" in page


def test_a_file_of_no_input_format_is_none() -> None:
    assert shown(SEEDS / "README.md")[0] is None
