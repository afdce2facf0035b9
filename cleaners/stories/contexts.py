"""The contexts of terms: what is around them, with names and figures masked.

Two articles by one template have the same words in the same contexts, and other names and
figures in them. Independent articles on one event have the same words in other contexts.
"""

from __future__ import annotations

import numpy as np

from cleaners.stories.terms import NAME, Terms
from cleaners.stories.tokens import DIGIT, Bools, Hashes, Ints, Tokens, hash_words, mix

MASK = hash_words(["#"])[0]  # stands for any name or figure
MAX_MASKED = 2  # names and figures of the four tokens around a name; more show no form
NO_CONTEXT = 0  # the hash of what shows no form


def find_contexts(tokens: Tokens, terms: Terms, rows: Ints) -> Hashes:
    """Return the hash of what is around the first occurrence of some terms.

    Of a word that is one token on either side, of a name two, and so of two characters that
    may be either: beside one character stands what is left of a long name. Of two names it
    is NO_CONTEXT.
    """
    around = _tokens_around(tokens, terms, rows)
    is_wide = (terms.kinds[rows] & NAME) > 0
    contexts = np.where(is_wide, _wide_context(*around), mix(*around[1:3]))
    contexts[_shows_nothing(tokens, terms, rows)] = NO_CONTEXT
    return contexts


def _shows_nothing(tokens: Tokens, terms: Terms, rows: Ints) -> Bools:
    """Return which terms show no form: two names, and what is in the title alone."""
    is_name_alone: Bools = terms.kinds[rows] == NAME
    is_in_title = tokens.is_title[terms.places[rows]]
    return is_in_title | (terms.is_pair[rows] & is_name_alone)


def _tokens_around(tokens: Tokens, terms: Terms, rows: Ints) -> list[Hashes]:
    """Return two tokens before and two after some terms, names and figures masked."""
    masked = _mask_names(tokens, terms.is_name)
    firsts = terms.places[rows]
    lasts = firsts + terms.is_pair[rows]
    wanted = (firsts - 2, firsts - 1, lasts + 1, lasts + 2)
    return [_tokens_at(tokens, masked, firsts, places) for places in wanted]


def _wide_context(*around: Hashes) -> Hashes:
    """Return the hash of two tokens on either side, where at most MAX_MASKED are masked."""
    masked = sum((tokens == MASK).astype(np.int64) for tokens in around)
    contexts = mix(*around)
    contexts[masked > MAX_MASKED] = NO_CONTEXT
    return contexts


def _mask_names(tokens: Tokens, is_name: Bools) -> Hashes:
    """Return tokens with MASK for names and figures."""
    is_masked = is_name | (tokens.classes == DIGIT)
    return np.where(is_masked, MASK, tokens.hashes)


def _tokens_at(tokens: Tokens, masked: Hashes, places: Ints, wanted: Ints) -> Hashes:
    """Return the tokens at wanted places, 0 where these are not in the same text."""
    inside = np.clip(wanted, 0, len(tokens) - 1)
    is_same = inside == wanted
    is_same &= tokens.articles[inside] == tokens.articles[places]
    is_same &= ~tokens.is_title[inside]
    found: Hashes = masked[inside] * is_same
    return found
