"""Check pages that are nothing but captions, and that captions beside a text still go."""

from cleaners.article import Article, Record, Rejection
from cleaners.pipeline import clean

CAPTIONS = [
    "The ferry Sorrel leaves the pier of Quayside with the band on board, May 3, 2024. (AP Photo)",
    "Children of the Upper School throw flowers from the bridge at Hale, May 3, 2024. (AP Photo)",
    "The captain greets the crowd from the deck, with the mayor beside him, May 3. (AP Photo)",
    "A dog that came with the first ferry sleeps below the lamp of the pier, May 3. (AP Photo)",
]
BODY = [
    "The ferry Sorrel sails again from Monday, the harbour office of Quayside said in a note.",
    "Its engine was rebuilt over the winter, and the crew has been back on board since March.",
]


def cleaned(lines: list[str]) -> Article | Rejection:
    content = "\n".join(lines)
    return clean(Record("gallery.txt", "text", 0, content, "0" * 64))


def test_the_captions_of_a_gallery_are_its_text() -> None:
    article = cleaned(["The Ferry Is Back", *CAPTIONS, "Share this article"])
    assert isinstance(article, Article)
    assert article.text.split("\n") == CAPTIONS


def test_a_caption_that_stands_twice_stays_once() -> None:
    twice = [caption for caption in CAPTIONS for _ in range(2)]
    article = cleaned(["The Ferry Is Back", *twice])
    assert isinstance(article, Article)
    assert article.text.split("\n") == CAPTIONS


def test_two_captions_are_no_gallery() -> None:
    assert isinstance(cleaned([*CAPTIONS[:2], "Share this article"]), Rejection)


def test_captions_beside_a_text_go() -> None:
    article = cleaned([*BODY, *CAPTIONS])
    assert isinstance(article, Article)
    assert article.text.split("\n") == BODY
