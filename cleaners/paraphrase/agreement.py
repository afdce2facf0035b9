"""Reject an edit that breaks the agreement of the words around it: "begun to planned".

Pairs of the lexicon mostly agree in form. But a form may stand for several ("cut", "set"), and the
language model sees two words at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from cleaners.paraphrase.words import Word

# After these a verb has its base form.
BASE_BEFORE = frozenset(
    """to will would can could may might must shall should won't can't wouldn't couldn't don't
    doesn't didn't""".split()  # noqa: SIM905  # a list of strings reads badly
)
# After these a noun is singular.
SINGULAR_BEFORE = frozenset(("a", "each", "every", "another"))
# After these a noun is plural.
PLURAL_BEFORE = frozenset(("these", "many", "several"))
# After these and one more word, if it is no plural, the verb is singular.
SINGULAR_DETERMINERS = SINGULAR_BEFORE | {"this", "that", "its", "his", "her", "my"}
# Plurals and collective nouns that do not end in s.
PLURALS_WITHOUT_S = frozenset(
    """people police children men women media data staff majority number family team crew group
    couple pair""".split()  # noqa: SIM905  # a list of strings reads badly
)
# Verbs that do not follow a singular subject.
PLURAL_VERBS = frozenset(("are", "were", "have", "do"))
# Verbs that do not follow a plural subject, and the determiners of such subjects.
SINGULAR_VERBS = frozenset(("is", "was", "has", "does"))
PLURAL_DETERMINERS = PLURAL_BEFORE | {"both"}
# Words after a determiner that may be its verb. Chosen by hand: "each of the villages has".
VERB_REACH = 4
# Words that an original may not fit.
DECIDING = BASE_BEFORE | SINGULAR_BEFORE | PLURAL_BEFORE
SUBJECT_WORDS = 2  # a noun, and the word before it
SINGULAR_PRONOUNS = frozenset(("he", "she", "it", "this", "that"))


def breaks_agreement(
    words: Sequence[Word], original: Sequence[str], spun: Sequence[str]
) -> bool:
    """Return whether an original fits the `words` before it worse than the spun words do."""
    before = words[-1].form if words else ""
    if not _is_deciding(before, original):
        return False
    return any(fits(spun) and not fits(original) for fits in _tests(before, words))


def breaks_number_of_verb(
    words: Sequence[Word], original: Sequence[str], spun: Sequence[str]
) -> bool:
    """Return whether an original is a plural's determiner, and the verb after it a singular's.

    `words` are those that follow: "both" does not fit "... of the villages has".
    """
    if original[-1] not in PLURAL_DETERMINERS:
        return False
    if spun[-1] in PLURAL_DETERMINERS:
        return False
    return _first_verb(words) in SINGULAR_VERBS


def _first_verb(words: Sequence[Word]) -> str | None:
    """Return the first verb that shows a number, among the next words."""
    for word in words[:VERB_REACH]:
        if word.form in SINGULAR_VERBS | PLURAL_VERBS:
            return word.form
    return None


def _is_deciding(before: str, original: Sequence[str]) -> bool:
    """Return whether an original can be wrong after a word: most cannot."""
    return before in DECIDING or original[0] in PLURAL_VERBS


def _tests(
    before: str, words: Sequence[Word]
) -> Iterator[Callable[[Sequence[str]], bool]]:
    """Yield the tests of what follows a word, the last of some `words`."""
    yield partial(_fits_verb, before)
    yield partial(_fits_pronoun, before)
    yield partial(_fits_subject, words)
    yield partial(_fits_number, before)


def _fits_verb(before: str, words: Sequence[str]) -> bool:
    """Return whether words are no past form after a word that has the base form behind it."""
    return before not in BASE_BEFORE or not _is_past(words[0])


def _fits_pronoun(before: str, words: Sequence[str]) -> bool:
    """Return whether words are no plural verb after a singular pronoun."""
    return before not in SINGULAR_PRONOUNS or words[0] not in PLURAL_VERBS


def _fits_subject(before: Sequence[Word], words: Sequence[str]) -> bool:
    """Return whether words are no plural verb after a singular name or noun."""
    return words[0] not in PLURAL_VERBS or not _ends_with_singular(before)


def _ends_with_singular(words: Sequence[Word]) -> bool:
    """Return whether words end with a singular name, or a noun with a singular determiner."""
    if len(words) < SUBJECT_WORDS:
        return False
    before, noun = words[-SUBJECT_WORDS:]
    if not _is_singular(noun):
        return False
    if noun.is_name:
        return before.kind == "word" and before.form != "and"
    return before.form in SINGULAR_DETERMINERS


def _is_singular(noun: Word) -> bool:
    """Return whether a noun looks like a singular."""
    if noun.kind != "word" or noun.form in PLURALS_WITHOUT_S:
        return False
    return not _is_plural(noun.form)


def _fits_number(before: str, words: Sequence[str]) -> bool:
    """Return whether words have the number that the word before them calls for."""
    is_plural = _is_plural(words[-1])
    return before not in (SINGULAR_BEFORE if is_plural else PLURAL_BEFORE)


def _is_past(word: str) -> bool:
    """Return whether a word looks like the past form of a verb."""
    return word.endswith("ed") and not word.endswith("eed")


def _is_plural(word: str) -> bool:
    """Return whether a word looks like a plural."""
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))
