"""Reject an edit that breaks the agreement of the words around it: "begun to planned".

Pairs of the lexicon mostly agree in form. But a form may stand for several ("cut", "set"), and the
language model sees two words at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

# After these a verb has its base form.
BASE_BEFORE = frozenset(
    """to will would can could may might must shall should won't can't wouldn't couldn't don't
    doesn't didn't""".split()  # noqa: SIM905  # a list of strings reads badly
)
# After these a noun is singular.
SINGULAR_BEFORE = frozenset(("a", "each", "every", "another"))
# After these a noun is plural.
PLURAL_BEFORE = frozenset(("these", "many", "several"))
# Verbs that do not follow a singular pronoun.
PLURAL_VERBS = frozenset(("are", "were", "have", "do"))
SINGULAR_PRONOUNS = frozenset(("he", "she", "it", "this", "that"))


def breaks_agreement(before: str, original: Sequence[str], spun: Sequence[str]) -> bool:
    """Return whether an original fits the word before it worse than the spun words do."""
    return any(
        fits(spun) and not fits(original)
        for fits in (
            partial(_fits_verb, before),
            partial(_fits_pronoun, before),
            partial(_fits_number, before),
        )
    )


def _fits_verb(before: str, words: Sequence[str]) -> bool:
    """Return whether words are no past form after a word that has the base form behind it."""
    return before not in BASE_BEFORE or not _is_past(words[0])


def _fits_pronoun(before: str, words: Sequence[str]) -> bool:
    """Return whether words are no plural verb after a singular pronoun."""
    return before not in SINGULAR_PRONOUNS or words[0] not in PLURAL_VERBS


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
