"""The patterns of the forms in which lines of text write dates, in the words of all languages."""

from __future__ import annotations

import re

from cleaners.date_calendars import BUDDHIST_YEAR, JAPANESE_YEAR, SOLAR_HIJRI_YEAR
from cleaners.date_words import any_date_word, month_name, months, solar_hijri_months
from cleaners.date_zones import ZONE
from cleaners.lazy_patterns import compile_later

MONTHS = months()
SOLAR_HIJRI_MONTHS = solar_hijri_months()
# Arabic papers give a month its two names, "آذار/مارس"; the first counts.
SECOND_NAME = r"(?:\s?/\s?[\u0620-\u064a]+)?"
MONTH_NAME = rf"(?P<month>{month_name(MONTHS)})\.?{SECOND_NAME}"
YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
ENDING = any_date_word("ordinal_endings")
BEFORE_MONTH = any_date_word("before_month")
BEFORE_YEAR = any_date_word("before_year")
AFTER_YEAR = any_date_word("after_year")
AFTER_DAY = any_date_word("after_day")
BEFORE_TIME = any_date_word("before_time")
AFTER_TIME = rf"{any_date_word('after_time')}\b"
COMMA = "[,،]"
# "PMTags" has lost a space; "p. m." is Spanish, "μ.μ." Greek, "م" Arabic.
HALF = (
    r"(?:[ap]\.?m(?:\b|(?-i:(?<=M)(?=[A-Z][a-z])))|[ap]\.\sm\b|[πμ]\.\s?μ\b"
    r"|[صم]\b|(?:مساء|صباحا)ً?)"
)
# "8.15" is a time only after a word such as "kl", or before "Uhr", "am" or "GMT", "EST", "ET".
DOT = (
    r"\.(?=\d\d(?!\.?\d))"
    rf"(?(before)|(?=\d\d\s{{0,3}}(?:{AFTER_TIME}|{HALF}|UTC\b|(?-i:[A-Z]{{1,4}}T\b))))"
)
# "at 5:30 p.m.", "um 14:30 Uhr", "/ 5:30 PM", "à 8 h 15", "T14:30:00.000+02:00".
TIME = (
    r"(?:[.,،]{0,2}\s{0,3}(?:[T@|/·•–-]\s{0,3})?"
    rf"(?P<before>{BEFORE_TIME}\s+)?"
    rf"(?P<hour>\d{{1,2}})(?:[:h]|\sh\s|{DOT})(?P<minute>\d\d)"
    r"(?::(?P<second>\d\d))?(?:[.,]\d+)?"
    rf"\s{{0,3}}(?P<half>{HALF}\.?)?"
    rf"(?:\s{{0,3}}(?:{AFTER_TIME})?\s{{0,3}}\(?(?P<zone>{ZONE})\)?)?)?"
)
# "08:15, " before "14 марта 2022", "10:02 AM EST, Mon " before "March 14, 2022".
TIME_BEFORE = compile_later(
    r"(?<![\d.:])(?P<hour>\d{1,2})[:h](?P<minute>\d\d)(?P<second>(?!))?"
    rf"(?:\s?(?P<half>{HALF}\.?))?(?:\s?(?P<zone>{ZONE})|\s[A-Z]{{1,4}}T)?"
    r"(?:,?\s|\s?[|/·•–-]\s)(?:[^\W\d_]{2,12}\.?,?\s)?$",
    re.IGNORECASE,
)
REACH = 40  # characters before a date; a guard on cost, the longest match has some 36
# "2024-09-13", "2024. 09. 13."
YEAR_FIRST = (
    rf"(?<![\d.,/-]){YEAR}(?P<sign>\.\s|[./-])"
    r"(?P<month>\d\d?)(?P=sign)(?P<day>\d\d?)(?!\d)(?:\s?[(（][月火水木金土日][)）])?"
)
# "Sept. 13th, 2024"
MONTH_FIRST = rf"\b{MONTH_NAME}\s+(?P<day>\d{{1,2}}){ENDING}?\b{COMMA}?\s+{YEAR}\b"


def _day_first(year: str) -> str:
    """Return the pattern of "13. September 2024", "13 de septiembre de 2024", "13-Sep-2024"."""
    return (
        rf"(?<![\d.,/-])(?P<day>\d{{1,2}}){ENDING}?\.?"
        rf"(?:\s+(?:{BEFORE_MONTH}(?:\s+|(?<=['’])))?|-){MONTH_NAME}"
        rf"(?:{COMMA}?\s+(?:{BEFORE_YEAR}\s+)?|-){year}\b"
    )


# "12/mar/2025", "12.mar.2025"
JOINED_NAME = (
    rf"(?<![\d.,/-])(?P<day>\d{{1,2}})(?P<sign>[./])(?P<month>{month_name(MONTHS)})"
    rf"(?P=sign){YEAR}\b"
)
# "ngày 13 tháng 9 năm 2024"
NUMBERED_MONTH = (
    rf"(?<![\d.,/-])(?P<day>\d{{1,2}})\s+{BEFORE_MONTH}\s+(?P<month>\d{{1,2}})"
    rf"(?:,|\s+{BEFORE_YEAR})?\s+{YEAR}\b"
)
# "2024. szeptember 13.", "2024 m. rugsėjo 13 d."
YEAR_AND_NAME = (
    rf"(?<![\d.,/-]){YEAR}\.?(?:\s?{AFTER_YEAR})?\s+{MONTH_NAME}"
    rf"\s+(?P<day>\d{{1,2}})(?!\d)(?:\s?{AFTER_DAY})?"
)
# "2024. gada 13. septembris"
YEAR_AND_DAY = (
    rf"(?<![\d.,/-]){YEAR}\.?\s?{AFTER_YEAR}\s+(?P<day>\d{{1,2}})\.?\s+{MONTH_NAME}"
)
# "13/09/2024", "09/13/2024", "13. 9. 2024"
FIGURES = (
    r"(?<![\d.,/-])(?P<one>\d{1,2})(?P<sign>\.\s|[./-])(?P<two>\d{1,2})(?P=sign)"
    rf"{YEAR}\b"
)
EAST_ASIAN_HALF = "午前|午後|上午|下午|오전|오후"
# As in "2024.09.13. 오후 6:15".
HALF_BEFORE_TIME = compile_later(
    rf"(?<![\d.,/-]){YEAR}(?P<sign>\.\s?|[/-])(?P<month>\d\d?)(?P=sign)(?P<day>\d\d?)\.?"
    rf"\s{{0,3}}(?P<half>{EAST_ASIAN_HALF})\s{{0,2}}(?P<hour>\d\d?):(?P<minute>\d\d)"
    rf"(?::(?P<second>\d\d))?(?:\s{{0,3}}(?P<zone>{ZONE}))?"
)
# As in "2024年9月13日（金）午後6時15分", "2024年9月13日星期五 18:15" and "2024년 9월 13일 18:15".
EAST_ASIAN_DAY = (
    r"\s?[年년]\s?(?P<month>\d\d?)\s?[月월]\s?(?P<day>\d\d?)\s?[日일号號]"
    r"(?:\s{0,2}(?:[(（][^)）]{1,4}[)）]|(?:星期|周|週)[一二三四五六日天]|[月火水木金土日]曜日?))?"
    rf"(?:\s{{0,3}}(?P<half>{EAST_ASIAN_HALF})?"
    r"\s{0,2}(?P<hour>\d\d?)(?:[:：]|[时時點点시]\s?)(?P<minute>\d\d?)"
    r"(?:[分분:：](?P<second>\d{2})?)?"
    rf"(?:\s{{0,3}}(?P<zone>{ZONE}))?)?"
)


EAST_ASIAN = compile_later(YEAR + EAST_ASIAN_DAY)
JAPANESE_ERA_FORM = compile_later(JAPANESE_YEAR + EAST_ASIAN_DAY)


def _compiled(form: str) -> re.Pattern[str]:
    return compile_later(form + TIME, re.IGNORECASE)


BUDDHIST_FORM = _compiled(_day_first(BUDDHIST_YEAR))
SOLAR_HIJRI_FORM = _compiled(_day_first(SOLAR_HIJRI_YEAR))
FIGURES_FORM = _compiled(FIGURES)
FORMS = (
    _compiled(YEAR_FIRST),
    _compiled(MONTH_FIRST),
    _compiled(_day_first(YEAR)),
    _compiled(JOINED_NAME),
    _compiled(YEAR_AND_NAME),
    EAST_ASIAN,
    _compiled(YEAR_AND_DAY),
    FIGURES_FORM,
)
# Forms of languages whose lines have other letters than those of ASCII.
OTHER_FORMS = (
    HALF_BEFORE_TIME,
    JAPANESE_ERA_FORM,
    _compiled(NUMBERED_MONTH),
    BUDDHIST_FORM,
    SOLAR_HIJRI_FORM,
)
