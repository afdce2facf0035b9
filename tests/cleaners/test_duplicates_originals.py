"""The originals of a spun text are found, in its cluster or not, in any order."""

import hashlib

from cleaners.duplicates import (
    Document,
    DuplicateIndex,
    Originals,
    WordClasses,
    Workspace,
    update,
)
from cleaners.duplicates.in_memory import MemoryCache, MemoryStore

WORDS = [hashlib.sha256(bytes([number])).hexdigest()[:6] for number in range(256)]
CLASSES = WordClasses.of({})


def prose(number: int, words: int = 120) -> str:
    """Return words that have nothing in common with those of another number."""
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


def originals_after(*runs: list[Document]) -> Originals:
    """Add articles to an index, run by run."""
    index, earlier = DuplicateIndex.empty(), list[Document]()
    for documents in runs:
        workspace = Workspace(CLASSES, MemoryStore(earlier), [], MemoryCache())
        index = update(index, documents, workspace).index
        earlier += documents
    return Originals.of(index)


TEXT = prose(1)
CUT = " ".join(TEXT.split()[:50])
ORIGINALS = [Document("cut", CUT), Document("whole", TEXT), Document("other", prose(2))]


def test_originals_come_by_the_number_of_common_words_in_any_order_of_runs() -> None:
    copy = Document("spun", spun(TEXT, 1), spun=True)
    for runs in (
        [[*ORIGINALS, copy]],
        [ORIGINALS, [copy]],
        [[copy], ORIGINALS],
        [[copy], *([each] for each in ORIGINALS)],
    ):
        assert originals_after(*runs).of_article("spun") == ["whole", "cut"]


def test_spun_copies_are_not_originals() -> None:
    copies = [Document(f"spun{turn}", spun(TEXT, turn), spun=True) for turn in range(3)]
    assert originals_after(copies).of_article("spun0") == []


def test_an_original_is_found_through_copies_of_the_text() -> None:
    longer = [
        Document(f"long{turn}", spun(f"{TEXT} {prose(3, 30)}", turn), spun=True)
        for turn in range(6)
    ]
    short = Document("short", spun(CUT, 6), spun=True)
    assert originals_after([*longer, ORIGINALS[0], short]).of_article("short") == [
        "cut"
    ]


def test_same_words_and_missing_articles_are_recognised() -> None:
    copy, twin = (
        Document("spun", TEXT, spun=True),
        Document("twin", spun(TEXT, 1), spun=True),
    )
    originals = originals_after([*ORIGINALS, copy, twin])
    assert [originals.has_same_words(name) for name in ("spun", "twin")] == [
        True,
        False,
    ]
    assert [originals.has_article(name) for name in ("spun", "gone", "zzz")] == [
        True,
        False,
        False,
    ]
