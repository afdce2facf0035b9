"""Turn decoded places into edits of the text: capitals, articles, braces, doubled words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cleaners.draft import Edit
from cleaners.paraphrase import initials
from cleaners.paraphrase.chosen_readings import DecodedPlace
from cleaners.paraphrase.spun_numbers import DECADES, in_digits
from cleaners.paraphrase.words import Word

# Words that are written twice where a replaced phrase ended in them: "tons of of".
DOUBLED_WORDS = frozenset(
    ("a", "and", "at", "by", "for", "from", "in", "is", "of", "on", "the", "to", "with")
)
ARTICLES = ("a", "an")
# Words cut short that the lexicon knows; the point behind one goes with it.
SHORTENED = frozenset(("ft", "govt", "hr", "km", "lb", "lbs", "sq", "vs", "yr", "yrs"))
BRACES_RULE = "artefact/braces"
ARTICLE_RULE = "artefact/a-an"
NUMBER_RULE = "artefact/number"
DOUBLED_WORD_RULE = "artefact/doubled-word"
# Confidence (0..1) of an artefact that no writer leaves; above every threshold.
ARTEFACT_CONFIDENCE = 0.99
MAX_ALTERNATIVES = 3  # hypotheses that an edit lists besides its own
_POINT_AMID = re.compile(r"\.(?= [a-z])")  # a sentence goes on behind it
_LOWER_I = re.compile(r"\bi\b(?!\.)")
_SOUNDED_VOWEL = re.compile(
    r"(?:uni(?!n|m)|use|usu|uti|eu|one\b|once\b|ubiq)", re.IGNORECASE
)
_SILENT_H = re.compile(r"(?:hour|honest|hono|heir)", re.IGNORECASE)


def sentence_edits(
    text: str, sentence: Sequence[Word], places: Sequence[DecodedPlace]
) -> Iterator[Edit]:
    """Yield the edits of one sentence, in order and without overlaps.

    The evidence of an edit is the hypotheses that it was chosen over, with their posteriors.
    """
    written = text[sentence[0].start : sentence[-1].end]
    decoded = [place for place in places if _is_legible(text, sentence, written, place)]
    replacements = [_replacement(text, sentence, written, place) for place in decoded]
    edited: set[int] = set()
    for place in decoded:
        edited.update(range(place.start, place.end))
    unedited = [word for at, word in enumerate(sentence) if at not in edited]
    edits = [
        *replacements,
        *_article_edits(text, sentence, replacements),
        *_brace_edits(text, sentence),
        *_fraction_edits(text, sentence),
        *_decade_edits(sentence),
        *_doubled_word_edits(unedited),
    ]
    end = 0
    for edit in sorted(edits):
        if edit.start >= end:
            yield edit
            end = edit.end


def _is_legible(
    text: str, sentence: Sequence[Word], written: str, place: DecodedPlace
) -> bool:
    """Return whether a place is none of initials that stand for something else.

    `written` is the text of the sentence.
    """
    start, end = _span(sentence, place)
    spun = text[start:end]
    if not initials.are_initials(spun, written):
        return True
    return initials.stand_for(spun, place.original or "")


def _span(sentence: Sequence[Word], place: DecodedPlace) -> tuple[int, int]:
    """Return where a place starts and ends in the text."""
    return sentence[place.start].start, sentence[place.end - 1].end


def _replacement(
    text: str, sentence: Sequence[Word], written: str, place: DecodedPlace
) -> Edit:
    """Return the edit that writes the original over the spun words."""
    start, end = _span(sentence, place)
    spun = text[start:end]
    original = _with_right_articles(place.original or "")
    if initials.are_initials(spun, written):
        new = initials.written_out(spun, original)
    else:
        new = _match_case(original, spun)
    if "’" in text:
        new = new.replace("'", "’")
    has_point = spun.lower() in SHORTENED and _POINT_AMID.match(text, end)
    return Edit(
        start=start,
        end=end + 1 if has_point else end,
        text=new,
        rule="lexicon/" + (place.original or "").replace(" ", "-"),
        confidence=round(place.confidence, 3),
        evidence=_alternatives(place, spun),
    )


def _alternatives(place: DecodedPlace, spun: str) -> tuple[tuple[str, float], ...]:
    """Return the hypotheses that were not chosen, with their posteriors, likeliest first."""
    alternatives = []
    for original, posterior in place.hypotheses[1 : 1 + MAX_ALTERNATIVES]:
        written = _match_case(original, spun) if original else spun
        alternatives.append((written, round(posterior, 3)))
    return tuple(alternatives)


def _match_case(new: str, old: str) -> str:
    """Return `new` with the capitals of `old`."""
    new_words = new.split(" ")
    if old.islower():
        return _LOWER_I.sub("I", new) if "i" in new_words else new
    if _is_in_capitals(old):
        return new.upper()
    old_words = old.split()
    if _is_title(old_words):
        return " ".join(map(_capitalise, new_words))
    new = _LOWER_I.sub("I", new)
    if _is_capitalised(old_words[0]):
        return _capitalise(new)
    return new


def _is_capitalised(word: str) -> bool:
    return word[0].isupper()


def _is_title(words: Sequence[str]) -> bool:
    """Return whether several words are all capitalised."""
    return len(words) > 1 and all(map(_is_capitalised, words))


def _is_in_capitals(text: str) -> bool:
    """Return whether a text has several letters, and all are capitals."""
    if not text.isupper():
        return False
    letter_count = sum(map(str.isalpha, text))
    return letter_count > 1


def _capitalise(text: str) -> str:
    """Return a text with a capital first letter, and all others as they are."""
    return text[:1].upper() + text[1:]


def _with_right_articles(phrase: str) -> str:
    """Return a phrase with "a" and "an" corrected, and with single spaces."""
    written = phrase.split()
    words = list(written)
    for at, (word, following) in enumerate(pairwise(written)):
        if word in ARTICLES:
            words[at] = article(following)
    return " ".join(words)


def article(word: str) -> str:
    """Return the indefinite article that fits before `word`."""
    if _SILENT_H.match(word):
        return "an"
    starts_with_vowel = word[:1].lower() in "aeiou"
    return "an" if starts_with_vowel and not _SOUNDED_VOWEL.match(word) else "a"


def _article_edits(
    text: str, sentence: Sequence[Word], replacements: Sequence[Edit]
) -> Iterator[Edit]:
    """Yield the edits that make articles agree with the replacements that follow them."""
    by_start = {edit.start: edit for edit in replacements}
    for word, following in pairwise(sentence):
        if word.form != "a" or not following.is_adjacent:
            continue
        replacement = by_start.get(following.start)
        if replacement is not None:
            yield from _article_edit(text, word, replacement)


def _article_edit(text: str, word: Word, replacement: Edit) -> Iterator[Edit]:
    """Yield the edit that makes an article agree with a replacement, if it does not."""
    written = text[word.start : word.end]
    right = _article_like(written, replacement.text)
    if right != written:
        confidence = replacement.confidence
        yield Edit(word.start, word.end, right, ARTICLE_RULE, confidence)


def _article_like(written: str, following: str) -> str:
    """Return the article that fits before a word, with the capital of the one written."""
    right = article(following)
    return _capitalise(right) if written[0].isupper() else right


def _brace_edits(text: str, sentence: Sequence[Word]) -> Iterator[Edit]:
    """Yield the edits that remove braces around words: "{dollars}"."""
    for word in sentence:
        if word.kind == "braced":
            inside = text[word.start + 1 : word.end - 1]
            yield Edit(word.start, word.end, inside, BRACES_RULE, ARTEFACT_CONFIDENCE)


def _fraction_edits(text: str, sentence: Sequence[Word]) -> Iterator[Edit]:
    """Yield the edits that write the digit of "seven.1"."""
    for word in sentence:
        if word.kind == "fraction":
            digit = in_digits(text[word.start : word.end].lower())
            yield Edit(word.start, word.end, digit, NUMBER_RULE, ARTEFACT_CONFIDENCE)


def _decade_edits(sentence: Sequence[Word]) -> Iterator[Edit]:
    """Yield the edits that write "nineteen fifties" as "1950s"."""
    for century, word in pairwise(sentence):
        decade = DECADES.get(f"{century.form} {word.form}")
        if decade and word.is_adjacent:
            start, end = century.start, word.end
            yield Edit(start, end, decade, NUMBER_RULE, ARTEFACT_CONFIDENCE)


def _doubled_word_edits(words: Sequence[Word]) -> Iterator[Edit]:
    """Yield the edits that remove the second of two equal small words."""
    for word, following in pairwise(words):
        if word.form != following.form or word.form not in DOUBLED_WORDS:
            continue
        has_one_space = following.is_adjacent and following.start - word.end == 1
        if has_one_space and not following.is_name:
            yield Edit(
                start=word.end,
                end=following.end,
                text="",
                rule=DOUBLED_WORD_RULE,
                confidence=ARTEFACT_CONFIDENCE,
            )
