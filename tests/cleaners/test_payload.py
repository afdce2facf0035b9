"""The article in the data of a page is found, and other articles of the data are left out."""

import json
from typing import Any

import pytest

from cleaners.extraction import extract

FERRY = [
    "The ferry to Skelwick sails again on Monday, four months after a storm bent its ramp.",
    "Two hundred islanders have crossed in a fishing boat since then, which has room for nine.",
    "The new ramp was made in a yard that builds cattle gates. It is half as long as the old one.",
    "It can be lifted by hand, the council says, when the wind gets up and the tide is with it.",
]
MILL = [
    "The paper mill at Corran has been sold to its foreman, who means to make envelopes.",
    "He has bought the machines with it, but not the smell, he said to those who came to look.",
]
Data = dict[str, Any] | list[Any]


def post(paragraphs: list[str], **names: str) -> dict[str, Any]:
    return {**names, "content": "".join(f"<p>{each}</p>" for each in paragraphs)}


POSTS = [post(FERRY, slug="ferry"), post(MILL, slug="mill")]
DATA: dict[str, Data] = {
    "a list of posts": {"props": {"posts": POSTS}},
    "related articles": {
        "article": {"headline": "Ferry", "html": post(FERRY)["content"]},
        "related": [post(MILL, url="/mill")],
    },
    "articles by number": {
        "entities": {"7": post(FERRY, title="Ferry"), "9": post(MILL, title="Mill")}
    },
    "paragraphs as objects": {"body": [{"type": "p", "text": each} for each in FERRY]},
    "parts of other kinds": {
        "body": [
            {"type": "text", "text": FERRY[0]},
            {"type": "interstitial_link", "text": MILL[0]},
            {"type": "text", "text": FERRY[1]},
            {"type": "newsletter-box", "text": MILL[1]},
            *({"type": "text", "text": each} for each in FERRY[2:]),
        ]
    },
    "sections with subheads": {
        "sections": [{"title": f"Part {each[:9]}", "text": each} for each in FERRY]
    },
}
SCRIPTS = (
    '<script id="__NEXT_DATA__" type="application/json">{data}</script>',
    "<script>window.__STATE__={data};</script>",
    "<script>var state = {data};\nstart();</script>",
)


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
def test_the_data_of_a_page_has_one_article(data: Data, script: str) -> None:
    markup = script.replace("{data}", json.dumps(data))
    text = extract(f"<html><body><div id='app'></div>{markup}</body></html>").text
    assert [line for line in text.split("\n\n") if line in FERRY] == FERRY
    assert not any(line in text for line in MILL)


def test_a_script_that_is_no_data_is_read_by_its_strings() -> None:
    strings = ",".join(json.dumps(each) for each in FERRY)
    page = f"<html><body><script>push([1,{strings}]);</script></body></html>"
    assert extract(page).text.split("\n\n") == FERRY
