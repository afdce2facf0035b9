"""Split a text into the words that the lexicon and the language model know, with their offsets.

The language model was counted with this tokeniser: after a change here, build the model again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from sys import intern
from typing import NamedTuple

NUMBER = "<n>"
COMMA = ","
QUOTE = '"'
END = "</s>"
UNKNOWN = "<unk>"

_SPACES = " \t\xa0"
_SIGNS = {"number": NUMBER, "comma": COMMA, "quote": QUOTE, "fixed": UNKNOWN}
_TOKEN = re.compile(
    r"""
    (?P<plain>[A-Za-z]+(?=\ [A-Za-z]|,\ |\.(?:\s|$))  # most of a text, and fast
        (?:\ [A-Za-z]+(?=\ [A-Za-z]|,\ |\.(?:\s|$)))*+)
  | (?P<fixed>(?:https?://|www\.)\S+ | [\w.+-]{1,64}@[\w.-]+ | [@\#]\w+
           | [^\W_]{1,64}(?:[/.]?_+[^\W_]{1,64})+ | \w{1,64}\(\)
           | \w{1,64}(?:\.[a-z]{2,4}){1,4}\b(?=[/\s]))
  | (?P<numeral>(?<![\w$€£¥%.,:/–-])
           (?:12\ months|1000['’]?s|[2-9]|\d{1,2}(?:st|nd|rd|th)|19[5-9]0s|p\.c(?!\.\ [a-z]))
           (?!\w|['’](?!s\b)[^\W_]|[.,:/–-][^\W_]|\ ?%))
  | (?P<fraction>(?<![\w.-])(?:two|three|four|five|six|seven|eight|nine)(?=\.\d))
  | (?P<braced>\{[a-z]+(?:\ [a-z]+){0,2}\})
  | (?P<number>[^\W_]*\d(?:[\w.,-]*\w)?)
  | (?P<short>(?:[^\W\d_]\.){2,})
  | (?P<clitic>['’]s\b)
  | (?P<word>[^\W\d_]+(?:-[^\W\d_]+|['’](?!s\b)[^\W\d_]+)*)
  | (?P<stop>[.!?…]{1,64}(?=["'”’»)\]]*(?:\s|$)) | \n+)
  | (?P<comma>[,;:()\[\]—–]|--+|[^\S\n]-[^\S\n])
  | (?P<quote>["“”„«»]|``|\'\')
    """,
    re.VERBOSE,
)
_PLAIN = re.compile("[a-z]+(?: [a-z]+)*")


class Word(NamedTuple):
    """A token of a text.

    `start` and `end` are offsets in code points. `form` is the word in lower case, as the model
    knows it. `kind` is word, short (with full stops), clitic ('s), braced, numeral (a number that
    spinners write otherwise, "12 months" for a year), fraction ("seven" of "seven.1"), number,
    comma, quote or fixed (addresses, code). A word `is_adjacent` if only spaces, or nothing before
    a clitic, separate it from the word before. It `is_name` if it is capitalised inside a sentence.
    """

    start: int
    end: int
    form: str
    kind: str
    is_adjacent: bool
    is_name: bool


def sentences(text: str) -> list[list[Word]]:
    """Split a text into sentences of words; a newline ends a sentence too."""
    return sentences_between(text, 0, len(text))


def sentences_between(text: str, first: int, last: int) -> list[list[Word]]:
    """Split the lines between two offsets, the newline at their end included."""
    found: list[list[Word]] = []
    sentence: list[Word] = []
    end = first
    for match in _TOKEN.finditer(text, first, last):
        kind = match.lastgroup or ""
        is_first = not sentence
        if kind == "plain":
            gap = text[end : match.start()]
            is_adjacent = not is_first and _is_spaces(gap)
            sentence += _plain_words(match, is_adjacent=is_adjacent, is_first=is_first)
        elif kind != "stop":
            word = _word(text, match, kind, end, is_first=is_first)
            sentence.append(_as_part_of_name(word, sentence))
        elif sentence:
            found.append(sentence)
            sentence = []
        end = match.end()
    if sentence:
        found.append(sentence)
    return found


def forms(phrase: str) -> tuple[str, ...]:
    """Split a phrase of the lexicon in the same way as a text."""
    if not _PLAIN.fullmatch(phrase):
        return tuple(word.form for sentence in sentences(phrase) for word in sentence)
    words = tuple(phrase.split(" "))  # nearly all phrases, and much faster
    if "an" not in words:
        return words
    return tuple(_form(word, "word") for word in words)


def shared_forms(phrase: str) -> tuple[str, ...]:
    """Split a phrase into words, each of which is one object in all phrases."""
    return tuple(map(intern, forms(phrase)))


def _is_spaces(gap: str) -> bool:
    return gap != "" and not gap.strip(_SPACES)


def _plain_words(
    match: re.Match[str], *, is_adjacent: bool, is_first: bool
) -> Iterator[Word]:
    """Yield words of ASCII letters that are separated by single spaces."""
    start = match.start()
    plain = match[0]
    written_words = plain.split(" ")
    lower_words = plain.lower().split(" ")
    words = zip(written_words, lower_words, strict=True)
    for written, lower in words:
        end = start + len(written)
        is_name = False
        if written != lower and not is_first:
            is_name = written[0].isupper() and written != "I"
        form = "a" if lower == "an" else lower
        yield Word(start, end, form, "word", is_adjacent, is_name)
        start = end + 1
        is_adjacent = True
        is_first = False


def _word(
    text: str, match: re.Match[str], kind: str, previous_end: int, *, is_first: bool
) -> Word:
    """Build the word of a token that is not plain."""
    written = match[0]
    start, end = match.span()
    gap = text[previous_end:start]
    follows_directly = not gap.strip(_SPACES) if gap else kind == "clitic"
    is_capitalised = written[0].isupper() and written != "I"
    return Word(
        start=start,
        end=end,
        form=_form(written, kind),
        kind=kind,
        is_adjacent=not is_first and follows_directly,
        is_name=not is_first and is_capitalised,
    )


def _as_part_of_name(word: Word, before: Sequence[Word]) -> Word:
    """Return a word as a plain number if a name stands before it: "Galaxy Watch 4"."""
    if word.kind != "numeral" or not word.is_adjacent or not before[-1].is_name:
        return word
    return word._replace(form=NUMBER, kind="number")


def _form(token: str, kind: str) -> str:
    """Return a token as the model knows it: "an" is "a", numbers and signs are classes."""
    if kind in _SIGNS:
        return _SIGNS[kind]
    form = token.lower().replace("’", "'").strip("{}")
    return "a" if form == "an" else form


def model_words(form: str) -> tuple[str, ...]:
    """Return the words that the language model has for a form: all numbers are one."""
    if not form[:1].isdigit():
        return (form,)
    _, _, unit = form.partition(" ")
    return (NUMBER, unit) if unit else (NUMBER,)
