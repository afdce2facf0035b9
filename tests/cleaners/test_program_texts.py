"""A text that is wholly of a program is no article; one that quotes a program is."""

from __future__ import annotations

import pytest

from cleaners.article import Article, Reason, Record, Rejection
from cleaners.pipeline import clean
from cleaners.program_texts import is_error, kind_of_data

STORY = "The night bus to Harrowby runs again from Monday, the council said."
INSERT = f"INSERT INTO `news` (`id`, `body`) VALUES\n(1, '{STORY}'),\n(2, 'Other');"
MYSQL_DUMP = f"""-- MySQL dump 10.13

/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS `news`;
{INSERT}
-- Dump completed
"""
SQLITE_DUMP = f"""BEGIN TRANSACTION;
CREATE TABLE news (body TEXT);
INSERT INTO news VALUES('{STORY}');
COMMIT;"""
POSTGRES_DUMP = f"""SET client_encoding = 'UTF8';

COPY public.news (id, body) FROM stdin;
1\t{STORY}
\\.

--
-- done
--
"""
SQL = [INSERT, MYSQL_DUMP, SQLITE_DUMP, POSTGRES_DUMP]
OBJECTS = [
    f"{{'url': 'https://harrowby.example/1', 'text': '{STORY}', 'ok': True}}",
    f"{{'text': '{STORY}', 'date': None}}\n{{'text': \"It's late\", 'date': None}}",
    f"[{{'text': '{STORY}'}},\n {{'text': '{STORY}'}}]",
    f'{{"text": "{STORY}", "ok": NaN, "said": "a "quote" in it"}}',
]
CDXJ = (
    'example,harrowby)/bus 20260302030405 {"url": "https://harrowby.example/bus"}\n'
    'example,harrowby)/tram 20260302030406 {"url": "https://harrowby.example/tram"}'
)
INDEX = [
    CDXJ,
    " CDX N b a m s k r M S V g\nexample,harrowby)/ 20260302030405 https://a.example/",
]
TRACEBACK = (
    'Traceback (most recent call last):\n  File "scrape.py", line 7, in get\n'
    "    page = fetch(url)\nrequests.exceptions.ReadTimeout: it took too long"
)
ERRORS = [
    TRACEBACK,
    f"{TRACEBACK}\n\nDuring handling of the above exception, another one:\n\n{TRACEBACK}",
    " ".join(TRACEBACK.split()),
    "HTTPSConnectionPool(host='harrowby.example', port=443): Read timed out.",
    "Failed to fetch article: HTTPSConnectionPool(host='a.example', port=443): Max retries",
    "Could not download the page: 503 Server Error",
    "Error fetching URL https://harrowby.example/bus",
    "Unable to extract content.",
    "requests.exceptions.ConnectionError: ('Connection aborted.', None)",
    "AttributeError: 'NoneType' object has no attribute 'text'",
    "404 Client Error: Not Found for url: https://harrowby.example/bus",
    "<urlopen error [Errno 111] Connection refused>",
    "Error: getaddrinfo ENOTFOUND harrowby.example",
    "page.goto: net::ERR_NAME_NOT_RESOLVED at https://harrowby.example",
    "AxiosError: Request failed with status code 403",
    "Navigation timeout of 30000 ms exceeded",
    "Article `download()` failed with 403 Client Error: Forbidden for url: https://a.example",
]
ARTICLES = [
    STORY,
    f"{INSERT}\n\nThat is how a row comes into a table, Ines Torvald shows in her course.",
    f"Rows come into a table so:\n\n{INSERT}",
    "Create table tennis clubs in every village, the minister says; money is there;",
    f"{OBJECTS[0]}\n\nSo Python prints an object, and so the course begins.",
    f"“{{'a': 1}}” is how Python prints an object. {STORY}",
    "{'Bus' it says on the sign, and nothing else}",
    f"{INDEX[0]}\n\nThese lines say where in an archive a page is.",
    f"{TRACEBACK}\n\nWith this message the ticket machines of Harrowby greeted the passengers.",
    f"{TRACEBACK.splitlines()[0]} {STORY}",
    "Failed to load the data: how a census of buses in Harrowby went wrong",
    "Failed to fetch the pages of the register, the clerk was fined by the court.",
    "Error in the site plan delays the depot of Harrowby by a year, the council said.",
    "Timeout: the coach of Harrowby stops the match and talks to his players.",
    "Connection lost between the villages, and 404 passengers waited for the bus.",
]  # fmt: skip


@pytest.mark.parametrize("text", [*SQL, *OBJECTS, *INDEX])
def test_data_of_programs_is_named(text: str) -> None:
    assert kind_of_data(text)
    assert not is_error(text)
    _refuse(text)


@pytest.mark.parametrize("text", ERRORS)
def test_the_error_of_a_program_is_named(text: str) -> None:
    assert is_error(text)
    _refuse(text)


@pytest.mark.parametrize("text", ARTICLES)
def test_an_article_may_quote_a_program(text: str) -> None:
    assert kind_of_data(text) is None
    assert not is_error(text)


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_a_blank_text_is_no_data(text: str) -> None:
    assert kind_of_data(text) is None
    assert not is_error(text)


def test_an_article_with_code_is_kept() -> None:
    text = "\n\n".join([STORY, INSERT, TRACEBACK, STORY.replace("Monday", "Tuesday")])
    assert isinstance(clean(Record("a.txt", "text", 0, text, "")), Article)


def _refuse(text: str) -> None:
    outcome = clean(Record("a.txt", "text", 0, text, ""))
    assert isinstance(outcome, Rejection)
    assert outcome.reason == Reason.NO_ARTICLE
