"""Ways in which spinners write a number otherwise: "two" as "2", "36th" as "thirty sixth"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, product
from math import log

_COUNTS = "one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905  # a list of 12 strings reads badly
_ORDINALS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth""".split()  # noqa: SIM905  # the same
_TENS = {
    20: "twenty",
    30: "thirty",
    40: "forty",
    50: "fifty",
    60: "sixty",
    70: "seventy",
    80: "eighty",
    90: "ninety",
}
_UNITS = range(1, 10)
_SUFFIXES = {1: "st", 2: "nd", 3: "rd"}
_TEENS = range(11, 14)
DECADES = {
    "nineteen fifties": "1950s",
    "nineteen sixties": "1960s",
    "nineteen seventies": "1970s",
    "nineteen eighties": "1980s",
    "nineteen nineties": "1990s",
}
_SHORT_DECADES = {name.split()[1]: digits for name, digits in DECADES.items()}
_YEARS = {f"{tens}0 years": f"{_COUNTS[tens - 1]} decades" for tens in range(2, 10)}
# Written by dialect A for what stands behind.
_OTHER_PAIRS = frozenset(
    (
        ("12 months", "year"),
        ("p.c", "percent"),
        ("p.c", "per cent"),
        ("%", "percent"),
        ("1/2", "half"),
        ("1/4", "quarter"),
        ("dozen", "12"),
        ("1000's", "thousands"),
        ("1000s", "thousands"),
        *DECADES.items(),
        *_SHORT_DECADES.items(),
        *_YEARS.items(),
        ("10 years", "decade"),
    )
)


def _numeral_of(
    number: int,
) -> str:
    """Return an ordinal in digits: 36th."""
    if number % 100 in _TEENS:
        return f"{number}th"
    suffix = _SUFFIXES.get(number % 10, "th")
    return f"{number}{suffix}"


def _named_numbers() -> dict[str, str]:
    """Return counts to twelve and ordinals to 99th in digits, by how they are written in words."""
    counts = _named_counts()
    ordinals = chain(_named_ordinals(), _named_tens(), _named_ordinals_of_two())
    return dict(chain(counts, ordinals))


def _named_counts() -> Iterator[tuple[str, str]]:
    for number, word in enumerate(_COUNTS, 1):
        yield word, str(number)


def _named_ordinals() -> Iterator[tuple[str, str]]:
    for number, word in enumerate(_ORDINALS, 1):
        yield word, _numeral_of(number)


def _named_tens() -> Iterator[tuple[str, str]]:
    for tens, word in _TENS.items():
        stem = word.removesuffix("y")
        yield f"{stem}ieth", _numeral_of(tens)


def _named_ordinals_of_two() -> Iterator[tuple[str, str]]:
    """Yield the ordinals of two digits: twenty first."""
    for tens, unit in product(_TENS, _UNITS):
        ordinal = _ORDINALS[unit - 1]
        yield f"{_TENS[tens]} {ordinal}", _numeral_of(tens + unit)


_DIGITS = _named_numbers()


def is_same_number(
    written: str,
    original: str,
) -> bool:
    """Return whether a spinner writes an original in this way; both are in lower case."""
    if (written, original) in _OTHER_PAIRS:
        return True
    one = in_digits(written)
    other = in_digits(original)
    is_number = one[:1].isdigit()
    is_same = one == other
    return is_number and is_same and written != original


def in_digits(number: str) -> str:
    """Return a number in digits if it is written in words."""
    words = number.replace("-", " ")
    return _DIGITS.get(words, number)


# Share (0..1) of the numbers of genuine news that are written so, of "12 months" among numbers of
# months: counted in 60,074 numbers of the corpora of the language model. "p.c" is none, so
# that its share is that among all words that the model lacks.
_NUMERAL_SHARES = (
    (re.compile(r"[2-9]"), 0.01),
    (re.compile(r"12 months"), 0.4),
    (re.compile(r"\d{1,2}(?:st|nd|rd|th)"), 0.0005),
    (re.compile(r"19\d0s"), 0.001),
    (re.compile(r"1000'?s"), 0.00002),
    (re.compile(r"p\.c"), 0.00002),
)


def numeral_log_share(phrase: Iterable[str]) -> float:
    """Return the log-probability (nats) that numbers are written as the words of a phrase are.

    The language model knows only that there is a number. It is 0 for phrases without one.
    """
    return sum(map(_log_share, phrase))


def _log_share(form: str) -> float:
    for pattern, share in _NUMERAL_SHARES:
        if pattern.fullmatch(form):
            return log(share)
    return 0.0
