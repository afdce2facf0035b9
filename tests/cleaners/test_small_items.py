"""Check that lists whose items begin small stay below running text, and that lists of links go."""

import pytest

from cleaners.boilerplate import find_removals

BODY = [
    "The lighthouse of Oxney will have new stairs, the harbour office announced on Wednesday.",
    "Eleven of its forty-two steps are rotten, two carpenters found when they looked last month.",
    "Until spring only the hall below is open, and the ticket costs half of what it did before.",
]
ITEMS = [
    "oak for the lower steps",
    "larch for those above",
    "no nails at all in either",
]
FOOT = ["Share this article", "© 2021 Oxney Courier Ltd."]
LISTS = [
    ("at the end", [*BODY, *(f"* {item}" for item in ITEMS)]),
    ("with hyphens", [*BODY, *(f"- {item}" for item in ITEMS)]),
    ("of two", [*BODY, *(f"• {item}" for item in ITEMS[:2])]),
    ("inside", [*BODY[:2], *(f"* {item}" for item in ITEMS), BODY[2]]),
    ("above boilerplate", [*BODY, *(f"* {item}" for item in ITEMS), *FOOT]),
    ("in Cyrillic", [*BODY, "* дуб для нижних ступеней", "* ель для тех, что выше"]),
]


@pytest.mark.parametrize("lines", [pytest.param(case[1], id=case[0]) for case in LISTS])
def test_a_list_of_the_article_stays(lines: list[str]) -> None:
    removed = {removal.line.text for removal in find_removals("\n\n".join(lines))}
    assert removed <= set(FOOT)


LINKS = ["* Pier lamp sold to a museum", "* Ferry prices to rise again in May"]
OTHERS = [
    ("links", [*BODY, *LINKS, *FOOT], LINKS),
    ("settings", [*BODY, "* paywall", "* false", *FOOT], ["* paywall", "* false"]),
    (
        "a header above",
        [*BODY, "Read also", *(f"* {item}" for item in ITEMS), *FOOT],
        [f"* {item}" for item in ITEMS],
    ),
]


@pytest.mark.parametrize(
    ("lines", "gone"), [pytest.param(*case[1:], id=case[0]) for case in OTHERS]
)
def test_other_lists_go(lines: list[str], gone: list[str]) -> None:
    removed = {removal.line.text for removal in find_removals("\n\n".join(lines))}
    assert removed >= set(gone)
