"""Identify the language of a sample from its parts, with a referee for doubt."""

from __future__ import annotations

from cleaners.article import Language
from cleaners.language import model, referee
from cleaners.language.guess import UNKNOWN, rank
from cleaners.language.sample import PLACES, cut

# All thresholds were set on 7,110 stretches of 50 to 1,000 characters in 274 languages (Universal
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
MIN_FOREIGN = 100  # characters; leads of shorter samples vary too much
# langdetect is overconfident, above all of languages that it does not know: it only chooses among
# the first guesses of py3langid.
CANDIDATES = 4
# The confidence of an answer that is not sure, at most.
DOUBTFUL = 0.89
# Languages that py3langid names with certainty where it reads near relatives that it does not know:
# Cebuano, Ndebele, Rundi, Balinese, Tuvan, Tonga.
NAMED_FOR_RELATIVES = frozenset({"jv", "ky", "lg", "rw", "tl", "zu"})


def identify(sample: str) -> Language:
    """Return the main language of a sample; its confidence is at most its share of the sample."""
    if len(sample) < MIN_PARTS:
        return _decide(sample)
    # The middle ones: a page begins and ends with what is not the article.
    readings = [model.read(part) for part in cut(sample, PLACES)[1:-1]]
    found = [reading.languages()[0] for reading in readings]
    if any(guess.confidence < SURE for guess in found):
        return _decide(sample)
    if len({guess.code for guess in found}) > 1:
        return _main_language(sample)
    confidence = sum(guess.confidence for guess in found) / len(found)
    lead = sum(reading.lead for reading in readings) / len(readings)
    return _weigh(Language(found[0].code, confidence), lead, len(sample))


def _main_language(sample: str) -> Language:
    """Return the language that most of the parts are in, and its share."""
    shares: list[tuple[str, float]] = []
    for part in cut(sample, PLACES):
        reading = model.read(part)
        if reading.lead >= FOREIGN:
            found = reading.languages()
            shares.extend((guess.code, guess.confidence / PLACES) for guess in found)
    known = [guess for guess in rank(shares) if guess.code != UNKNOWN.code]
    return known[0] if known else UNKNOWN


def _decide(sample: str) -> Language:
    """Decide a doubtful case: the model's answer, the referee's, or none."""
    reading = model.read(sample)
    candidates = reading.languages()
    first = candidates[0]
    if first.confidence >= SURE:
        return _weigh(first, reading.lead, len(sample))
    second = referee.ask(sample)
    codes = {guess.code for guess in candidates[:CANDIDATES]}
    if second.code in codes and second.confidence >= LIKELY:
        confidence = min(second.confidence, DOUBTFUL)
        first = Language(second.code, confidence)
    if first.confidence < LIKELY:
        return UNKNOWN
    return _weigh(first, reading.lead, len(sample))


def _weigh(guess: Language, lead: float, length: int) -> Language:
    """Return a guess with the confidence that its lead allows."""
    is_foreign = lead < FOREIGN and length >= MIN_FOREIGN
    if guess.code == UNKNOWN.code or is_foreign:
        return UNKNOWN
    if lead < FAMILIAR or guess.code in NAMED_FOR_RELATIVES:
        confidence = min(guess.confidence, DOUBTFUL)
        return Language(guess.code, confidence)
    return guess
