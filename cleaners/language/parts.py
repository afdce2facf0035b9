"""Identify the language of a sample from its parts, with a referee for doubt."""

from __future__ import annotations

from cleaners.article import Language
from cleaners.language import model, referee
from cleaners.language.guess import UNKNOWN, rank
from cleaners.language.sample import cut

# All thresholds were set on 7,162 stretches of 50 to 1,000 characters in 276 languages (Universal
# Declaration of Human Rights, test sentences of a detector); docs/language.md has the results.

# Characters. Shorter samples are read at once: their parts would be too short.
MIN_PARTS = 400
# Confidences of py3langid. From the first on, two parts that agree are right; without a second
# opinion it is followed down to the other.
SURE = 0.7
LIKELY = 0.5
# Leads (see model.Reading). Of stretches in languages that py3langid knows, 1 in 1,000 is below the
# first and 1 in 100 below the other; of those in languages that it does not know, 5 and 7 of 10.
FOREIGN = 0.6
FAMILIAR = 0.9
AGREED = 0.75  # of a whole sample one of whose parts is below the first; set by hand
MIN_FOREIGN = 100  # characters; leads of shorter samples vary too much
# langdetect is overconfident, above all of languages that it does not know: it only chooses among
# the guesses of py3langid.
MIN_CANDIDATE = 0.1
# The confidences of sure and of other answers, at most: 1 in 100 of the surest is wrong where the
# language is none that py3langid knows.
CERTAIN = 0.99
DOUBTFUL = 0.89
# Languages that py3langid names with certainty where it reads near relatives that it does not know:
# Cebuano, Ndebele, Rundi, Balinese, Tuvan, Tonga.
NAMED_FOR_RELATIVES = frozenset({"jv", "ky", "lg", "rw", "tl", "zu"})


def identify(sample: str) -> Language:
    """Return the main language of a sample; its confidence is at most its share of the sample."""
    if len(sample) < MIN_PARTS:
        return _decide(sample)
    # Every second part: they differ if one half, or the middle, is in another language.
    parts = cut(sample)
    first = model.read(parts[0])
    second = model.read(parts[2])
    weaker = min(first, second, key=lambda reading: reading.confidence)
    if weaker.confidence < SURE:
        return _decide(sample)
    if first.code != second.code:
        return _main_language(parts)
    best = weaker.languages[0]
    weigh = _second_opinion if weaker.lead < FOREIGN else _weigh
    return weigh(best, weaker.lead, sample)


def _second_opinion(best: Language, lead: float, sample: str) -> Language:
    """Return the language of parts that may be foreign, if the whole and the referee agree.

    Names of foreign places make a part look foreign: `lead` is that of the weaker part.
    """
    whole = model.read(sample)
    is_agreed = whole.code == best.code == referee.ask(sample).code
    sure = whole.lead if is_agreed and whole.lead >= AGREED else lead
    return _weigh(best, sure, sample)


def _main_language(parts: list[str]) -> Language:
    """Return the language that most of the parts are in, and its share."""
    shares: list[tuple[str, float]] = []
    for part in parts:
        reading = model.read(part)
        if reading.lead < FOREIGN:
            continue
        for language in reading.languages:
            share = language.confidence / len(parts)
            shares.append((language.code, share))
    for language in rank(shares):
        if language.code != UNKNOWN.code:
            return language
    return UNKNOWN


def _decide(sample: str) -> Language:
    """Decide a doubtful case: the model's answer, the referee's, or none."""
    reading = model.read(sample)
    best = reading.languages[0]
    if best.confidence < SURE:
        best = _referee(reading, sample)
    if best.confidence < LIKELY:
        return UNKNOWN
    return _weigh(best, reading.lead, sample)


def _referee(reading: model.Reading, sample: str) -> Language:
    """Return the referee's answer if it is one of the candidates, else the best of these."""
    answer = referee.ask(sample)
    if answer.confidence < LIKELY:
        return reading.languages[0]
    for language in reading.languages:
        is_candidate = language.confidence >= MIN_CANDIDATE
        if is_candidate and language.code == answer.code:
            confidence = min(answer.confidence, DOUBTFUL)
            return Language(answer.code, confidence)
    return reading.languages[0]


def _weigh(best: Language, lead: float, sample: str) -> Language:
    """Return the best language with the confidence that its lead allows."""
    is_foreign = lead < FOREIGN and len(sample) >= MIN_FOREIGN
    if is_foreign or best.code == UNKNOWN.code:
        return UNKNOWN
    is_doubtful = lead < FAMILIAR or best.code in NAMED_FOR_RELATIVES
    most = DOUBTFUL if is_doubtful else CERTAIN
    return Language(best.code, min(most, best.confidence))
