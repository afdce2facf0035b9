"""Check text that was wrapped at a narrow column, in a language that the model does not know."""

from cleaners.boilerplate import find_removals
from cleaners.boilerplate.wrapped import wrapped_lines
from cleaners.lines import split_lines

SWAHILI = """\
Kivuko cha mji wa bandari kimerudi tena
baada ya kufanyiwa matengenezo makubwa
katika karakana ya meli ya mji jirani.
Nahodha Juma Mrisho alisema injini mpya
imefungwa na sasa safari zitaanza saa
kumi na mbili asubuhi kila siku ya wiki.
Abiria walisubiri ufukweni kwa saa nyingi
huku wengine wakiwa na mizigo ya soko
waliyonunua mjini siku ya Jumamosi."""
ENGLISH = """\
QUAYSIDE, May 3, 2024 (HBC) – The harbour office has closed the
eastern pier to cars and to barges of more than nine tons after
cracks were found in its oldest pillars on Thursday.
Deputy Harbour Master Ann Keller of the Department of Piers and
Ferries told HBC that divers had gone down at dawn and came back
with bolts that broke in the hand and a letter from the year
in which the pier was built by nine brothers from Upper Hale, who
asked to be paid in eels.
She said that the pier will be mended with oak from Upper Hale
before the fair of the nine barges opens at its end on
Sunday."""
MENU = """\
news from the harbour and the pier
sport in the valley this week
what is on in the town halls
letters to the editor and more
The ferry sails again from Monday, the harbour office of the town said in a note."""


def test_narrow_columns_stay() -> None:
    removed = find_removals(f"{SWAHILI}\nShare this article\n© 2021 Bandari News")
    texts = {removal.line.text for removal in removed}
    assert texts == {"Share this article", "© 2021 Bandari News"}


def test_all_lines_of_a_paragraph_are_found() -> None:
    assert wrapped_lines(split_lines(SWAHILI)) == set(range(9))


def test_english_columns_stay_and_have_no_title() -> None:
    assert not find_removals(ENGLISH)


def test_lines_apart_are_not_wrapped() -> None:
    assert not wrapped_lines(split_lines(SWAHILI.replace("\n", "\n\n")))


def test_bullets_are_not_wrapped() -> None:
    items = "\n".join(
        f"o Ferry number {number} of the old fleet" for number in range(9)
    )
    assert not wrapped_lines(split_lines(items))


def test_boilerplate_in_small_letters_goes() -> None:
    below = f"{SWAHILI}\nRelated Articles\n{MENU}"
    removed = find_removals(below)
    assert {removal.line.text for removal in removed} >= {"Related Articles"}


def test_a_few_links_in_small_letters_are_not_wrapped() -> None:
    links = "about us and the paper\ncontact\nprivacy and cookies here\nterms"
    assert not wrapped_lines(split_lines(links))
