"""Of a spun text the search can name what it was made from, in its cluster or not, now or earlier."""

import hashlib

from cleaners.duplicates import Classes, Document, Known, Originals, Tools, update
from cleaners.duplicates.in_memory import MemoryLibrary, MemoryShelf

WORDS = [hashlib.sha256(bytes([number])).hexdigest()[:6] for number in range(256)]
CLASSES = Classes.of({})


def prose(number: int, words: int = 120) -> str:
    """Write words that have nothing in common with those of another number."""
    digests = (
        hashlib.sha256(f"{number} {turn}".encode()).digest()[0] for turn in range(words)
    )
    return " ".join(f"{WORDS[byte]}{number}" for byte in digests)


def spun(text: str, turn: int) -> str:
    """Replace every seventh word, other ones at each turn."""
    return " ".join(
        f"x{turn}y{at}" if at % 7 == turn % 7 else word
        for at, word in enumerate(text.split())
    )


def asked(*runs: list[Document]) -> Originals:
    """Take articles in, run by run, and ask what is known then."""
    known, library = Known.nothing(), list[Document]()
    for documents in runs:
        known = update(
            known, documents, Tools(CLASSES, MemoryLibrary(library), [], MemoryShelf())
        ).known
        library += documents
    return Originals.of(known)


TEXT = prose(1)
CUT = " ".join(TEXT.split()[:50])
ORIGINALS = [Document("cut", CUT), Document("whole", TEXT), Document("other", prose(2))]


def test_originals_are_named_by_the_words_in_common_however_the_articles_came() -> None:
    copy = Document("spun", spun(TEXT, 1), spun=True)
    for runs in (
        [[*ORIGINALS, copy]],
        [ORIGINALS, [copy]],
        [[copy], ORIGINALS],
        [[copy], *([each] for each in ORIGINALS)],
    ):
        assert asked(*runs).of_article("spun") == ["whole", "cut"]


def test_spun_copies_are_no_originals() -> None:
    copies = [Document(f"spun{turn}", spun(TEXT, turn), spun=True) for turn in range(3)]
    assert asked(copies).of_article("spun0") == []


def test_an_original_is_found_through_copies_that_hide_it() -> None:
    longer = [
        Document(f"long{turn}", spun(f"{TEXT} {prose(3, 30)}", turn), spun=True)
        for turn in range(6)
    ]
    short = Document("short", spun(CUT, 6), spun=True)
    assert asked([*longer, ORIGINALS[0], short]).of_article("short") == ["cut"]


def test_who_has_the_same_words_and_who_is_gone() -> None:
    copy, twin = (
        Document("spun", TEXT, spun=True),
        Document("twin", spun(TEXT, 1), spun=True),
    )
    known = asked([*ORIGINALS, copy, twin])
    assert [known.has_same_words(name) for name in ("spun", "twin")] == [True, False]
    assert [known.knows(name) for name in ("spun", "gone", "zzz")] == [
        True,
        False,
        False,
    ]
