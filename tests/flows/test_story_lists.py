"""Check the made pages that the line model learns lists of other stories from."""

from __future__ import annotations

import re

from flows.training.labelled_line import LabelledLine, LabelledPage
from flows.training.stories import Story
from flows.training.story_lists import LISTS, pages_with_lists

ARTICLE = """\
The reservoir above Elmdale has been drained for the first time since it was built,
so that its valves can be seen by an engineer.

Farmers further down the valley were told in March, and most of them have dug ponds
or bought tanks that hold a fortnight of water.

The water board says that the work will take five weeks, and that nobody will have
to boil what comes out of the kitchen tap.

An old bridge and the walls of two mills came to light in the mud, and people come
from far away to look at them from the dam.

The bridge stood there until 1931, when the last family left the village with a cart
and the bell of its small grey chapel."""
BODY = tuple(paragraph.replace("\n", " ") for paragraph in ARTICLE.split("\n\n"))
STORIES = {
    "en": [
        Story(
            site=f"paper{number}.example",
            language="en",
            headline=f"Headline number {number} about another town",
            lead=f"Number {number} begins with a sentence. It goes on with one more, of length.",
        )
        for number in range(8)
    ]
}


def page(site: str, dumper: str = "traf") -> LabelledPage:
    lines = tuple(LabelledLine(text, keep=True, after_blank=True) for text in BODY)
    return LabelledPage(site, dumper, lines, made=False)


def made(sites: int) -> list[LabelledPage]:
    pages = [page(f"site{number}.example") for number in range(sites)]
    return list(pages_with_lists(pages, STORIES))


def test_the_article_is_kept_and_every_other_line_is_boilerplate() -> None:
    for found in made(60):
        kept = tuple(line.text for line in found.lines if line.keep)
        assert kept == BODY
        assert found.dumper == LISTS
        assert found.made
        assert len(found.lines) > len(BODY)
        assert all(line.text.strip() for line in found.lines)


def test_lists_stand_above_below_and_inside() -> None:
    places = set()
    for found in made(60):
        keeps = [line.keep for line in found.lines]
        places.add((keeps[0], keeps[-1]))
    assert places == {(True, True), (True, False), (False, True), (False, False)}


def test_lists_have_headlines_teasers_dates_and_sections() -> None:
    added = [line.text for found in made(200) for line in found.lines if not line.keep]
    for form in (
        r"Headline number \d",
        r"HEADLINE NUMBER \d",
        r"(?:- |• |\* |» |– )Headline",
        r"Number \d begins with a sentence\.$",
        r"Number \d .*(?:…|\.\.\.)",
        r"\d\d[./]\d\d[./]\d{4}",
        r"Headline$|HEADLINE$",
        r"[-•|—]$",
    ):
        assert any(re.match(form, text) for text in added), form


def test_the_same_page_gets_the_same_list() -> None:
    assert made(20) == made(20)


def test_a_site_gets_no_story_of_its_own() -> None:
    (found,) = pages_with_lists([page("paper3.example")], STORIES)
    assert not any("umber 3 " in line.text for line in found.lines)


def test_pages_without_stories_in_their_language_or_of_other_dumpers_are_left_out() -> (
    None
):
    others = {"de": STORIES["en"], "en": STORIES["en"][:3]}
    assert not list(pages_with_lists([page("site.example")], others))
    assert not list(pages_with_lists([page("site.example", "html2text")], STORIES))
