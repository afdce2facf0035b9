"""Lines of a page that are links go by rules of less confidence than other lines of a page."""

import pytest

from cleaners import pipeline
from cleaners.article import Article, Record

LEAD = (
    "The lock at Fenwick Mill will be rebuilt next year, the canal trust said on Monday,"
    " after forty boats ran aground above the weir in the dry weeks of last summer."
)
BODY = (
    "The work will cost two million and take eleven months, during which boats are to be lifted"
    " over the weir by a crane that the trust has hired from a yard in the next valley."
)
END = (
    "Anglers welcomed the plan. The pool below the gate has silted up since the mill closed, they"
    " say, and perch have not been seen in it since the spring of the great flood."
)
PROMOS = (
    "<b>Read more: <a href='/a'>The old gate, and the people who carried it</a></b>",
    "<a href='/a'>Also read: Weir keeper retires after forty years</a>",
    "<b>&gt;&gt; À lire aussi : <a href='/a'>La roue du moulin cherche un charpentier</a></b>",
    "Leggi anche: <a href='/a'>La ruota del mulino cerca un falegname</a>",
    "<span>İLGİLİ HABER</span><a href='/a'>Değirmenin çarkı yeni ustasını arıyor</a>",
    "<b>Lees ook</b> <a href='/a'>Molenaar zoekt een timmerman voor zijn rad</a>",
    "<b>Related story</b><a href='/a'>Weir keeper retires after forty years</a>",
    "<b>VIDÉO. <a href='/a'>La roue du moulin tourne encore</a></b>",
    "<a href='/a'>VIDEO: Weir keeper lifts the old gate</a>",
    "<b>Read also:</b></p><p><a href='/a'>Weir keeper retires after forty years</a>",
    "<b>READ NEXT</b></p><p><a href='/a'>Weir keeper retires after a fire</a>",
)
STAYING = (
    "Read more: The sign at the gate says so, and nobody has read it.",
    "See also: Fenwick, whose <a href='/f'>diary</a> names the carpenter of 1811 and his pay",
    "<a href='/c'>Related stories of the lock were told on both banks.</a>",
    "VIDEO: The gate was lifted by hand, and a <a href='/c'>film</a> shows it",
    "<a href='/c'>Mais de Fenwick e do moinho em nove desenhos</a>",
    "<a href='/c'>Lees ookhalers, a poem by the keeper of the weir</a>",
    "<a href='/c'>The drawings of the gate, sheet one to nine</a>",
    "The trust <a href='/b'>published the drawings of the new gate</a> in May.",
)


def cleaned(line: str) -> str:
    paragraphs = "".join(f"<p>{each}</p>" for each in (LEAD, BODY, line, END))
    page = f"<article><h1>Fenwick lock to be rebuilt</h1>{paragraphs}</article>"
    record = Record(
        source_path="a",
        source_format="html",
        record_number=0,
        content=f"<html><body>{page}</body></html>",
        raw_sha256="0" * 64,
        is_html=True,
    )
    article = pipeline.clean(record)
    assert isinstance(article, Article)
    return article.text


@pytest.mark.parametrize("line", PROMOS)
def test_a_link_to_another_article_goes(line: str) -> None:
    assert cleaned(line).split("\n\n") == [LEAD, BODY, END]


@pytest.mark.parametrize("line", STAYING)
def test_a_line_that_is_no_link_stays(line: str) -> None:
    assert len(cleaned(line).split("\n\n")) == 4
