"""How often spinners replace each original, before a text is read."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase.language_model import FloatArray
from cleaners.paraphrase.lexicon import Lexicon, Phrase


class ReplacementPrior(NamedTuple):
    """The share of an original's places that spinners replace (0..1).

    An original `is_unattested` if no spun copy has shown it replaced.
    """

    share: float
    is_unattested: bool


NO_PRIOR = ReplacementPrior(0.0, is_unattested=True)


@dataclass(frozen=True, slots=True)
class PriorArrays:
    """The replacement priors of all phrases by id, each of shape (phrases,).

    `replaced_share` is float64 (0..1), `is_unattested` bool. Phrase 0 is none.
    """

    replaced_share: FloatArray
    is_unattested: NDArray[np.bool_]


class ReplacementPriors:
    """Ids of phrases, and the replacement priors of the originals among them.

    Singular and plural share an id and a prior, so that neither depends on which of the two a
    process reads first. Ids start at 1; 0 means no phrase of the lexicon.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._ids: dict[str, int] = {}
        self._replaced_share = array("d", [NO_PRIOR.share])
        self._is_unattested = array("b", [False])
        self._priors: dict[str, ReplacementPrior] = {}
        for original in lexicon.replaced_share:
            self._add_prior(original, lexicon)

    def _add_prior(self, original: Phrase, lexicon: Lexicon) -> None:
        """Merge the prior of an original with that of its singular or plural."""
        singular = _singular(original)
        known = self._priors.get(singular, NO_PRIOR)
        share = lexicon.replaced_share[original]
        is_unattested = original in lexicon.unattested
        self._priors[singular] = ReplacementPrior(
            share=max(share, known.share),
            is_unattested=known.is_unattested and is_unattested,
        )

    def phrase_id(self, phrase: Phrase) -> int:
        """Return the id of a phrase; a new one has no prior."""
        number = self._ids.setdefault(_singular(phrase), len(self._ids) + 1)
        if number == len(self._replaced_share):
            self._replaced_share.append(0.0)
            self._is_unattested.append(False)
        return number

    def original_id(self, original: Phrase) -> int:
        """Return the id of a phrase, and set its prior as an original."""
        number = self.phrase_id(original)
        prior = self._priors.get(_singular(original), NO_PRIOR)
        self._replaced_share[number] = prior.share
        self._is_unattested[number] = prior.is_unattested
        return number

    def arrays(self) -> PriorArrays:
        """Return the priors of all phrases that have an id by now."""
        return PriorArrays(
            np.array(self._replaced_share), np.array(self._is_unattested, np.bool_)
        )


def _singular(phrase: Phrase) -> str:
    return " ".join(phrase).removesuffix("s")
