"""Read a line as an item of a list that articles have: a date, a match, a result, an ingredient.

Items are lines without their bullets, as `bare_item` returns them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaners.date_words import months
from cleaners.languages import fold

MAX_CHARACTERS = 100  # of an item; set by hand
BULLET = re.compile(r"[•*▪◦·–—-]\s*")

# A day, or days in a row, without a year in figures: archives have one.
DAYS = r"\d{1,2}(?:st|nd|rd|th)?(?: ?[-–&] ?\d{1,2}(?:st|nd|rd|th)?)?"
FIRST_NUMBER = re.compile(r"\d+")
WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,? )?"
REST = r"(?:,? \d{4})?[^\w\n]{1,5}[^\W\d]"
NUMERIC = re.compile(
    rf"{WEEKDAY}(\d{{1,2}})[/.](\d{{1,2}})(?:[-–&]\d{{1,2}})?(?![\d/.:])[^\w\n]{{1,5}}[^\W\d]"
)
MONTH_FIRST = re.compile(rf"{WEEKDAY}([^\W\d_]{{3,10}})\.? ({DAYS}){REST}")
DAY_FIRST = re.compile(rf"{WEEKDAY}({DAYS})\.? ([^\W\d_]{{3,10}})\.?{REST}")

SIDE = r"[A-ZÀ-ÞА-Я][^\d,:;!?]{1,40}"
MATCH = re.compile(r"[A-ZÀ-ÞА-Я].{1,44}? (?:v|vs\.?|x|×) [A-ZÀ-ÞА-Я].{1,60}")
RESULT = re.compile(
    rf"{SIDE} \d{{1,3}}(?:[,;]| [-–]) ?{SIDE} \d{{1,3}}(?: .{{0,40}})?"
    rf"|{SIDE} \d{{1,3}} ?[-–:] ?\d{{1,3}} {SIDE}"
    rf"|{SIDE} [-–] {SIDE}:? \d{{1,3}} ?[-–:] ?\d{{1,3}}(?: \(.{{1,20}}\))?"
)

NUMBER = r"(?:\d+(?:[.,/]\d+)?(?: ?[½¼¾⅓⅔⅛]| \d/\d)?|[½¼¾⅓⅔⅛])"
AMOUNT = rf"{NUMBER}(?: ?[-–] ?{NUMBER})? ?"
# Measures of cooks, in the languages that have rules.
MEASURE = (
    r"(?:g|gr|gms?|gra?m(?:s|mes|os|mi|ów)?|kg|kilos?|ml|cl|dl|l|lit(?:er|re|ro)s?|oz|ounces?"
    r"|lbs?|pounds?|cups?|tbsp?s?|tsps?|tablespoons?|teaspoons?|pinch(?:es)?|cloves?|handfuls?"
    r"|bunch(?:es)?|sprigs?|slices?|sticks?|cans?|tins?|EL|TL|Prisen?|Bund|Zehen?|Stück"
    r"|c\. ?à ?[sc]\.?|cuill[eè]re?s?|gousses?|pincées?|cucharad(?:it)?as?|dientes?|pizcas?|tazas?"
    r"|colher(?:es)?|xícaras?|dentes?|cucchia(?:i|io|ino|ini)|spicchi?o?|pizzico|eetlepels?"
    r"|theelepels?|teentjes?|łyżk[ai]|łyżeczk[ai]|szklank[ai]|ząbki?|yemek kaşığı|tatlı kaşığı"
    r"|çay kaşığı|su bardağı|diş|demet|sendok|siung|gelas|msk|tsk|krm|klyftor"
    r"|ст\. ?л\.?|ч\. ?л\.?|г|кг|мл|стакана?)"
)
SIZE = r"(?:(?:heaped|level|rounded|large|small|medium|big) )?"
MEASURED = re.compile(rf"{AMOUNT}{SIZE}{MEASURE}\.? \S.*", re.IGNORECASE)
COUNTED = re.compile(rf"{AMOUNT}[^\W\d_].*")
RECIPE_FACT = re.compile(
    r"(?:prep(?:aration)?|cook(?:ing)?|total|bak(?:e|ing)|resting)(?: time)?\W{1,3}\d.{0,30}"
    r"|(?:serves|makes|yields?|servings?)\W{1,3}\d.{0,30}",
    re.IGNORECASE,
)


class Day(NamedTuple):
    """A day of a year, or two where a month in figures may be either number."""

    month_first: tuple[int, int]
    day_first: tuple[int, int]


def day_of(item: str) -> Day | None:
    """Return the day with which an item begins."""
    if not FIRST_NUMBER.search(item):
        return None
    numeric = NUMERIC.match(item)
    if numeric:
        one, two = map(int, numeric.groups())
        return Day((one, two), (two, one))
    return _named_day(item)


def _named_day(text: str) -> Day | None:
    """Return the day of an item that names its month."""
    month_first = MONTH_FIRST.match(text)
    if month_first and fold(month_first[1]) in months():
        return _day(month_first[1], month_first[2])
    day_first = DAY_FIRST.match(text)
    if day_first and fold(day_first[2]) in months():
        return _day(day_first[2], day_first[1])
    return None


def _day(month: str, days: str) -> Day:
    """Return the first of some days of a month: "Nov", "2-3"."""
    name = fold(month)
    number = FIRST_NUMBER.search(days)
    day = (months()[name], int(number[0]) if number else 0)
    return Day(day, day)


def is_match(item: str) -> bool:
    """Whether an item names two sides that meet."""
    return MATCH.fullmatch(item) is not None


def is_result(item: str) -> bool:
    """Whether an item is the result of a match."""
    has_number = FIRST_NUMBER.search(item) is not None
    return has_number and RESULT.fullmatch(item) is not None


def is_measured(item: str) -> bool:
    """Whether an item is an ingredient with a measure: "2 tbsp oil"."""
    return MEASURED.fullmatch(item) is not None


def is_counted(item: str) -> bool:
    """Whether an item begins with a number, as "2 large onions" does."""
    return COUNTED.fullmatch(item) is not None


def is_recipe_fact(text: str) -> bool:
    """Whether a line states how long a dish takes, or for how many it is."""
    return RECIPE_FACT.fullmatch(text) is not None


def bare_item(text: str) -> str:
    """Return an item without its bullet; nothing of a line that is too long for one."""
    if len(text) > MAX_CHARACTERS:
        return ""
    bullet = BULLET.match(text)
    return text[bullet.end() :] if bullet else text
