"""A text as the words that a spinner and a language model see, with their places.

The language model was counted with the same eyes: what changes here asks for a new model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    (?P<plain>[A-Za-z]+(?=\ [A-Za-z]|,\ |\.(?:\s|$))  # most words, and many at once: all others cost more time
        (?:\ [A-Za-z]+(?=\ [A-Za-z]|,\ |\.(?:\s|$)))*+)
  | (?P<fixed>(?:https?://|www\.)\S+ | [\w.+-]{1,64}@[\w.-]+ | [@\#]\w+
           | [^\W_]{1,64}(?:[/.]?_+[^\W_]{1,64})+ | \w{1,64}\(\) | \w{1,64}(?:\.[a-z]{2,4}){1,4}\b(?=[/\s]))
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
    """A token: its place in the text, and its `form` in lower case as the model knows it.

    `kind` is word, short (with full stops), clitic ('s), braced, number, comma, quote or fixed
    (addresses, code). `adjoins` says that only spaces, or nothing before a clitic, part it from the one before.
    """

    start: int
    end: int
    form: str
    kind: str
    adjoins: bool
    name: bool


def sentences(text: str) -> list[list[Word]]:
    """Split a text into sentences of words; a newline ends a sentence too."""
    out: list[list[Word]] = []
    sentence: list[Word] = []
    end = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind == "plain":
            gap = text[end : match.start()]
            sentence += _plain(
                match,
                adjoins=bool(sentence and gap and not gap.strip(_SPACES)),
                first=not sentence,
            )
        elif kind != "stop":
            sentence.append(_word(text, match, kind, end, first=not sentence))
        elif sentence:
            out.append(sentence)
            sentence = []
        end = match.end()
    return [*out, sentence] if sentence else out


def forms(phrase: str) -> tuple[str, ...]:
    """Split a phrase of the lexicon the way a text is split."""
    if _PLAIN.fullmatch(phrase):  # nearly all, and much faster
        words = tuple(phrase.split(" "))
        return tuple(_form(word, "word") for word in words) if "an" in words else words
    return tuple(word.form for sentence in sentences(phrase) for word in sentence)


def _plain(match: re.Match[str], *, adjoins: bool, first: bool) -> Iterator[Word]:
    """Yield words of letters with one space between any two."""
    start = match.start()
    for written, form in zip(
        match[0].split(" "), match[0].lower().split(" "), strict=True
    ):
        end = start + len(written)
        name = (
            written != form and not first and written[0] != form[0] and written != "I"
        )
        yield Word(start, end, "a" if form == "an" else form, "word", adjoins, name)
        start, adjoins, first = end + 1, True, False


def _word(text: str, match: re.Match[str], kind: str, end: int, *, first: bool) -> Word:
    start, stop = match.span()
    gap = text[end:start]
    adjoins = not first and (not gap.strip(_SPACES) if gap else kind == "clitic")
    name = not first and text[start].isupper() and match[0] != "I"
    return Word(start, stop, _form(match[0], kind), kind, adjoins, name)


def _form(token: str, kind: str) -> str:
    if kind in _SIGNS:
        return _SIGNS[kind]
    form = token.lower().replace("’", "'").strip("{}")
    return "a" if form == "an" else form
