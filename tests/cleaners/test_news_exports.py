"""Ends, keys and rules part an export into articles; those in a text of its own part nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.news_exports import begins_export, split_documents, stated_authors
from tests.growth import assert_linear

STORIES = ["The ferry left on time.", "The bridge is shut.", "Salmon are back."]
RULE = "-" * 40
ABOVE = "Section: NEWS; Pg. 3\nLength: 512 words\n\n"
BELOW = "\n\nLoad-Date: March 4, 2026"
ENTRIES = [f"{ABOVE}{story}{BELOW}" for story in STORIES]
KEYED = [
    f"{story}\n\nDocument ORPO000020260304em34000b{number}\n"
    for number, story in enumerate(STORIES)
]
ENDED = [f"{entry}\n\nEnd of Document\n" for entry in ENTRIES]
RULED = f"\n{RULE}\n".join(ENTRIES)
EXPORTS = {
    "keys": ("\n".join(KEYED), STORIES),
    "keys and returns": ("\r\n".join(KEYED).replace("\n", "\r\n"), STORIES),
    "ends": ("\n\n".join(ENDED), ENTRIES),
    "ends in capitals": ("\n".join(ENDED).replace("Length", "LENGTH"), None),
    "the last one has no end": ("\n".join([*ENDED[:2], ENTRIES[2]]), ENTRIES),
    "rules": (RULED, ENTRIES),
    "rules around": (f"{RULE}\n{RULED}\n{RULE}\n", ENTRIES),
    "underscores": (RULED.replace("-" * 40, "_" * 40), ENTRIES),
    "a rule above a number": (
        "\n".join(
            f"{'_' * 60}\n\nDocument {number} of 3\n\n{story}\n"
            for number, story in enumerate(STORIES, 1)
        ),
        STORIES,
    ),
}
COVER = "Report Information from ProQuest\n4 March 2026\n\nContents\n\n1. The ferry\n\n"


def test_the_cover_of_an_export_is_passed_over() -> None:
    text = COVER + EXPORTS["a rule above a number"][0]
    assert begins_export(text)
    assert [document.strip() for document in split_documents(text)] == STORIES
    other = f"About {text}"
    assert not begins_export(other)
    assert split_documents(other) == [other.rstrip()]


NUMBERS = [
    "Document {} de 3",
    "Dokument {} von 3",
    "Documento {} di 3",
    "{} de 3 DOCUMENTS",
]


@pytest.mark.parametrize("form", EXPORTS)
def test_each_article_of_an_export_is_its_own(form: str) -> None:
    text, wanted = EXPORTS[form]
    assert begins_export(text)
    documents = [document.strip() for document in split_documents(text)]
    assert len(documents) == len(STORIES)
    assert wanted is None or documents == wanted


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_are_read_in_other_languages(number: str) -> None:
    parts = [f"{number.format(at)}\n\n{text}" for at, text in enumerate(STORIES, 1)]
    text = "\n\n".join(parts)
    assert begins_export(text)
    assert [document.strip() for document in split_documents(text)] == STORIES


ONE_ARTICLE = {
    "leaked documents": "2 of 3 documents were leaked.\n\nDocument 3 of 3 was not.",
    "a numbered list": "1 of 3\n\nBoats\n\n2 of 3\n\nBridges\n\n3 of 3\n\nFish",
    "a live blog": f"Floods\n{RULE}\n09:12\n\nRain.\n{RULE}\n08:30\n\nMore.\n{RULE}\nEnd",
    "an end without headers": "A.\n\nEnd of Document\n\nB.\n\nEnd of Document\n",
    "an end in a sentence": f"{ABOVE}The End of Document\nreached us.{BELOW}",
    "one article": f"{ENTRIES[0]}\n\nEnd of Document\n\n",
    "headers above alone": f"{ENTRIES[0]}\n{RULE}\nThe ferry left.\n{RULE}\nIt came.",
    "sections": f"Section: one\nA.\n{RULE}\nSection: two\nByline: Ann\nB.",
    "a key in a sentence": f"See {KEYED[0].splitlines()[-1]} for it.\n\nB.",
    "a word that is no key": "Document ABCDEFGH\n\nA.\n\nDocument ABCDEFGI\n\nB.",
}


@pytest.mark.parametrize("form", ONE_ARTICLE)
def test_an_article_stays_one(form: str) -> None:
    text = ONE_ARTICLE[form]
    assert len(split_documents(text)) == 1


PRINTED = "Publication info: The Orrin Post ; Orrin 04 Mar 2026: 3."
AUTHORS = [
    (f"Author: Roe, Ann\n\n{PRINTED}\n\nText", ("Ann Roe",)),
    (
        f"{PRINTED}\nAuthor: van der Roe, Ann M.; Lee, Bo",
        ("Ann M. van der Roe", "Bo Lee"),
    ),
    (f"{PRINTED}\r\nAuthor: Roe, Ann.\r\n", ("Ann Roe",)),
    (f"{PRINTED}\nAuthor: Ann Roe", ()),
    (f"{PRINTED}\nAuthor: Anonymous", ()),
    (f"{PRINTED}\nAuthor: Roe, Ann, Orrin", ()),
    (f"{PRINTED}\nThe Author: Roe, Ann", ()),
    ("Author: Roe, Lee\n\nText", ()),
    (PRINTED, ()),
]


@pytest.mark.parametrize(("document", "authors"), AUTHORS)
def test_surnames_that_come_first_go_behind(
    document: str, authors: tuple[str, ...]
) -> None:
    assert stated_authors(document) == authors


PIECES = [
    *ENTRIES,
    *KEYED,
    *ENDED,
    RULE,
    "",
    "A line.",
    "Document 1 of 2",
    "Document 2 of 2",
]


@given(st.lists(st.sampled_from(PIECES)).map("\n".join))
def test_no_sentence_is_lost(text: str) -> None:
    documents = "\n".join(split_documents(text))
    for story in [*STORIES, "A line."]:
        assert documents.count(story) == text.count(story)


@pytest.mark.parametrize(
    "piece", [" ", "_", "-" * 9, "_" * 10 + "\n", "Document ", ENDED[0], KEYED[0]]
)
def test_any_text_costs_little(piece: str) -> None:
    assert_linear(lambda size: split_documents(piece * size), 1_000)
    assert_linear(lambda size: begins_export(piece * size), 1_000)
