"""Check that most rules can be hidden from a page, always the same ones."""

from __future__ import annotations

from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.scan import shipped
from flows.training.hidden_rules import SHOWN_SHARE, hide_rules

LABELS = [min(rule.labels) for rule in shipped().rules if rule.labels]
TEXT = "\n".join(
    [
        "The ferry to Skarholm was late again on Friday, because nobody had oiled its bell.",
        *LABELS,
        "It will leave on time from Monday, said the harbour master, who has bought some oil.",
    ]
)
PAGE = ScannedPage.of(TEXT, shipped())


def hit_rules(page: ScannedPage) -> set[str]:
    return {hit.rule.id for scanned in page.scanned for hit in scanned.hits}


def test_most_rules_are_hidden_and_the_lines_stay() -> None:
    hidden = hide_rules(PAGE, "a site 0")
    assert hidden.lines == PAGE.lines
    assert hit_rules(hidden) < hit_rules(PAGE)
    share = len(hit_rules(hidden)) / len(hit_rules(PAGE))
    assert 0 < share < 2 * SHOWN_SHARE


def test_the_seed_alone_decides_which_rules_are_hidden() -> None:
    assert hide_rules(PAGE, "a site 0") == hide_rules(PAGE, "a site 0")
    assert hit_rules(hide_rules(PAGE, "a site 0")) != hit_rules(
        hide_rules(PAGE, "a site 1")
    )


def test_a_page_without_rules_stays_as_it_is() -> None:
    page = ScannedPage.of(TEXT.splitlines()[0], shipped())
    assert hide_rules(page, "a site 0") == page
