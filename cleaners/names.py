"""Bring the names of authors into one form: "Ada Lovelace", without "By", role, date or handle.

Lines of text and markup name authors in the same ways, and this module reads them for both. A
newsroom, an agency or a team may sign an article and counts as its author. A value that only fills
the field (admin, staff, guest, an address, a handle) is no name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cleaners.agencies import AGENCY
from cleaners.languages import (
    alternatives,
    any_of,
    load,
    months_before_days,
    roles_glued_to_names,
)
from cleaners.lazy_patterns import compile_later
from cleaners.letters import CAPITALS, SMALL
from cleaners.surname_first import given_name_first

# "By", and the words for it, as they stand before a name.
LABEL = any_of("byline_labels")
# In Hebrew, Arabic, Persian, Hindi, Croatian and Serbian, which have no file of their own.
OTHER_LABELS = "piš[eu]|пиш[еу]|מאת|כתבה?|بقلم|كتبت?|إعداد|نویسنده|लेखक"
COLON = "[:：＝]"  # the last is Japanese
LABEL_BEFORE_COLON = rf"(?:{any_of('labels_before_colon')}|{OTHER_LABELS})"
BY_OR_SURNAME = any_of("by_or_surname")
LEAD = compile_later(
    rf"^(?:{LABEL}(?:\s*{COLON}\s*|\s+(?!:))|{LABEL_BEFORE_COLON}\s*{COLON}\s*)+",
    re.IGNORECASE,
)
LABEL_ALONE = compile_later(
    rf"(?:{LABEL}|{BY_OR_SURNAME}|{LABEL_BEFORE_COLON})\s*{COLON}?", re.IGNORECASE
)
# "Von Trapp" stays, "Von Anna Muster" is Anna Muster, and "Von dpa" the agency.
PARTICLE_LEAD = compile_later(
    rf"^{BY_OR_SURNAME}\s+(?=[^\W\d_]\S*\s+\S|(?-i:{AGENCY})$)(?!L[aeo]s?\s)",
    re.IGNORECASE,
)


def _months(*, alone: bool) -> str:
    """Match the months that follow a name, or only those that can stand there `alone`.

    "May", "April" and "August" are surnames too, and count only before a number.
    """
    names = months_before_days()
    if alone:
        surnames = {name for words in load() for name in words.months_that_are_names}
        names = [name for name in names if name not in surnames]
    return alternatives(names)


MONTH = _months(alone=False)
BEFORE_YEAR = any_of("before_year")
# "Ada Lovelace, updated March 3": bylines come with their dates, sometimes without the year.
# "12 de mayo de 2024" has the same word twice; "of" is left out, as in "day 10 of the 2024 games".
DATE_LEFT = compile_later(
    rf"[\s,|•·/–-]+(?:{any_of('labels_after_name')}\b.*|{_months(alone=True)}\.?"
    rf"|(?:{any_of('before_date')},?\s+)?(?:{MONTH}\.?\s+\d.*|\d+[./-]\d.*"
    rf"|\d{{1,2}}\.?\s+(?:{BEFORE_YEAR}\s+)?[^\W\d_]+\.?"
    rf"\s+(?:{BEFORE_YEAR}\s+)?(?:19|20)\d\d\b.*"
    r"|(?:19|20)\d\d-.*))$",
    re.IGNORECASE,
)
ROLE_WORD = any_of("roles")
RANK = any_of("ranks")
POST = any_of("posts")
# ", Local Democracy Reporter", " | Korrespondentin" or " Senior Autos Reporter".
ROLE = compile_later(
    rf"\s*[,|–—]\s*(?:(?:[^,|–—]{{0,40}}\b)?{ROLE_WORD}\b(?!\s+[{CAPITALS}])"
    rf"|(?:the )?{POST}\b).*$"
    rf"|\s+{RANK}\s+(?:[{CAPITALS}]\w+\s+){{0,3}}{ROLE_WORD}$"
)
# A role that lost the sign or the space before it: "Mara QuillEditor". Only text has that:
# markup keeps them apart.
GLUED_ROLE = compile_later(
    rf"\s*(?:(?<=[{SMALL}])|\b)(?:(?:{RANK}|{any_of('desks')})\s+)*"
    rf"{alternatives(roles_glued_to_names())}(?:\s*[,|–—].*)?$"
)
# ", extension educators": what comes after a comma and ends in a small word is no name.
APPOSITION = compile_later(rf"\s*,\s*(?!{any_of('between_names')}\s)[^,]*\s[{SMALL}]+$")
# "(avec AFP)", "with agencies".
# "Ann Keller (ake)": the mark with which an editor signs short pieces.
SIGN = compile_later(rf"\s*\([{SMALL}]{{2,4}}\.?\)")
COMPANY = compile_later(
    rf"\s*\(?\b{any_of('together_with')}\s+(?:[A-Z]{{2,6}}|{any_of('agencies')})\)?$"
)
# "Ann Keller Global News": broadcasters stand behind the name without a sign.
BROADCASTER = compile_later(
    rf"(?<=[{SMALL}])\s+(?:Global|CBC|CTV|BBC|NBC|ABC|CBS|FOX|Fox|Sky|ITV|PBS)\s+News$"
)
# "김민수 기자": in Korean a role stands behind the name without a sign.
KOREAN_ROLE = compile_later(
    r"(?<=[가-힣])\s+(?:(?:선임|수석|전문|인턴|객원)\s?)?(?:기자|특파원|논설위원|통신원)$"
)
# "王丽华 通讯员 赵强": in Chinese a role parts two names.
CHINESE_ROLE = compile_later(
    r"(?<=[一-鿿])\s+(?:特约|实习)?(?:通讯员|记者|記者)\s+(?=[一-鿿])"
)
HANDLE = compile_later(
    r"\s*(?:[(\[|,–-]\s*)?(?:https?://\S+|www\.\S+|@\s?\w+|[\w.+-]+@[\w-]+\.[\w.]+)\s*[)\]]?",
    re.IGNORECASE,
)
# What software writes into an empty field, addresses, and account names.
FILLER = (
    r"root|webmaster|none|null|n/?a|undefined|wordpress|default"
    r"|https?:.*|www\..*|@.*|\S+@\S+|\W*\d*|(?=\S*[\d._])[a-z0-9._-]+"
)
NO_NAME = compile_later(
    rf"{any_of('no_author')}|{MONTH}|{any_of('weekdays')}\.?|{FILLER}"
    rf"|(?:{RANK}\s+)*{ROLE_WORD}"
    rf"|{any_of('labels_after_name')}(?:\s+{any_of('before_date')})?",
    re.IGNORECASE,
)
# "Ann Keller Wednesday": what is left of a date. In other languages days are surnames: "Freitag".
DAY_LEFT = compile_later(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
EDGES = " \"'“”,|/–—-·•∙"
# What stays in capitals where a whole name is in capitals: agencies, and what has no vowel.
ACRONYM = compile_later(
    r"AAP|ABC|AFP|ANI|ANSA|AP|APA|EFE|ESPN|IANS|PTI|TASS|UPI|EU|UK|UN|USA|I{2,3}|IV"
    r"|[BCDFGHJKLMNPQRSTVWXZ]{2,}"
)
SMALL_IN_NAMES = compile_later(
    rf"{any_of('particles')}|{any_of('between_names')}", re.IGNORECASE
)
WORD = compile_later(r"[^\W\d_]+")
# Characters. Guards, not tuned: a byline of several names has less, and the patterns take
# longer on long texts.
MAX_LENGTH = 120
MAX_TEXT = 1_000
KNOWN_NAMES = (
    1 << 12
)  # a page gives its author in several places, and a site the same few
CUTS = (
    LEAD,
    PARTICLE_LEAD,
    SIGN,
    DATE_LEFT,
    HANDLE,
    COMPANY,
    BROADCASTER,
    KOREAN_ROLE,
    ROLE,
    APPOSITION,
)


@lru_cache(KNOWN_NAMES)
def clean_name(text: str) -> str | None:
    """Cut label, role, date, address and handle off an author's name.

    None where no name is left.
    """
    if len(text) > MAX_TEXT:
        return None
    name = CHINESE_ROLE.sub(", ", " ".join(text.split())).strip(EDGES)
    if NO_NAME.fullmatch(name):
        return None
    for cut in CUTS:
        rest = cut.sub("", name).strip(EDGES)
        if rest != name and NO_NAME.fullmatch(rest):
            return None
        name = rest
    name = given_name_first(_without_day(name))
    return name if 1 < len(name) <= MAX_LENGTH else None


def _without_day(name: str) -> str:
    """Leave a day of the week out that is behind two words or more."""
    *words, last = name.split() or [""]
    has_day = len(words) > 1 and DAY_LEFT.fullmatch(last)
    return " ".join(words) if has_day else name


def in_name_case(name: str) -> str:
    """Return "ANN KELLER" as "Ann Keller"; one word, and what has small letters, stays.

    So does what has a dotted İ, for which the small letters depend on the language.
    """
    if not name.isupper() or " " not in name or "İ" in name:
        return name
    return WORD.sub(_word_in_name_case, name)


def _word_in_name_case(match: re.Match[str]) -> str:
    word = match[0]
    if ACRONYM.fullmatch(word):
        return word
    is_initial = len(word) == 1
    if match.start() > 0 and not is_initial and SMALL_IN_NAMES.fullmatch(word):
        return word.lower()
    return word.capitalize()
