"""From what the decoder chose to edits of the text: capitals, articles, braces, doubled words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cleaners.draft import Edit
from cleaners.paraphrase.decoder import Choice
from cleaners.paraphrase.words import Word

DOUBLED = frozenset(
    ("a", "and", "at", "by", "for", "from", "in", "is", "of", "on", "the", "to", "with")
)
BRACES, ARTICLE, DOUBLE = "artefact/braces", "artefact/a-an", "artefact/doubled-word"
SURE = 0.99  # confidence of an artefact that no writer leaves
_I = re.compile(r"\bi\b(?!\.)")
_SOUNDED = re.compile(r"(?:uni(?!n|m)|use|usu|uti|eu|one\b|once\b|ubiq)", re.IGNORECASE)
_SILENT = re.compile(r"(?:hour|honest|hono|heir)", re.IGNORECASE)


def changes(
    text: str, sentence: Sequence[Word], chosen: Sequence[Choice]
) -> Iterator[Edit]:
    """Yield the edits of one sentence, in order of place; their evidence are the readings that lost."""
    lexical = [_lexical(text, sentence, choice) for choice in chosen]
    chosen_at = {at for choice in chosen for at in range(choice.start, choice.end)}
    rest = [word for at, word in enumerate(sentence) if at not in chosen_at]
    found = [
        *lexical,
        *_articles(text, sentence, lexical),
        *_braces(text, sentence),
        *_doubles(rest),
    ]
    end = 0
    for edit in sorted(found):
        if edit.start >= end:
            yield edit
            end = edit.end


def _lexical(text: str, sentence: Sequence[Word], choice: Choice) -> Edit:
    """Write an original over the spun words."""
    start, end = sentence[choice.start].start, sentence[choice.end - 1].end
    whole, original = text[start:end], choice.original or ""
    new = _cased(" ".join(_agreeing(original.split())), whole)
    if "’" in text:
        new = new.replace("'", "’")
    rivals = tuple(
        (_cased(rival, whole) if rival else whole, round(chance, 3))
        for rival, chance in choice.rivals[1:4]
    )
    rule = "lexicon/" + original.replace(" ", "-")
    return Edit(start, end, new, rule, round(choice.posterior, 3), rivals)


def _cased(new: str, old: str) -> str:
    """Give `new` the capitals of `old`."""
    if old.islower():
        return _I.sub("I", new) if "i" in new.split(" ") else new
    if old.isupper() and sum(map(str.isalpha, old)) > 1:
        return new.upper()
    heads = [word[0].isupper() for word in old.split()]
    if len(heads) > 1 and all(heads):
        return " ".join(word[:1].upper() + word[1:] for word in new.split(" "))
    new = _I.sub("I", new)
    return new[:1].upper() + new[1:] if heads[0] else new


def _agreeing(original: Sequence[str]) -> list[str]:
    """Correct "a" and "an" inside a phrase."""
    words = list(original)
    for at, (word, after) in enumerate(pairwise(original)):
        if word in ("a", "an"):
            words[at] = article(after)
    return words


def article(word: str) -> str:
    """Return the indefinite article that fits before `word`."""
    vowel = word[:1].lower() in "aeiou" and not _SOUNDED.match(word)
    return "an" if vowel or _SILENT.match(word) else "a"


def _articles(
    text: str, sentence: Sequence[Word], lexical: Sequence[Edit]
) -> Iterator[Edit]:
    """Make an article agree with the word that an edit put behind it."""
    behind = {edit.start: edit for edit in lexical}
    for word, after in pairwise(sentence):
        edit = behind.get(after.start) if word.form == "a" and after.adjoins else None
        if edit:
            right = _cased(article(edit.text), text[word.start : word.start + 1])
            right = right if len(right) == 1 or not text[word.start].isupper() else "An"
            if right != text[word.start : word.end]:
                yield Edit(word.start, word.end, right, ARTICLE, edit.confidence)


def _braces(text: str, sentence: Sequence[Word]) -> Iterator[Edit]:
    for word in sentence:
        if word.kind == "braced":
            yield Edit(
                word.start, word.end, text[word.start + 1 : word.end - 1], BRACES, SURE
            )


def _doubles(sentence: Sequence[Word]) -> Iterator[Edit]:
    for word, after in pairwise(sentence):
        same = word.form == after.form and word.form in DOUBLED
        if same and after.adjoins and after.start - word.end == 1 and not after.name:
            yield Edit(word.end, after.end, "", DOUBLE, SURE)
