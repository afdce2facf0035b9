"""Ask py3langid, which knows 139 languages, and measure whether it knows the one of a text."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from cleaners.article import Language
from cleaners.language.guess import rank

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Its best label is compared with this one: those between are near relatives.
RIVAL = 10
# A lead where the rival has no share at all: no text is that far from being foreign.
FAR = 9.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What py3langid reads in a text: the likeliest languages, the best first.

    "und" among them is a language without a code, or no language at all. `lead` is by how much the
    best label explains the text better than its tenth rival, in nats a byte. It is low where no
    label fits.
    """

    languages: list[Language]
    lead: float

    @property
    def code(self) -> str:
        """Return the code of the likeliest language."""
        return self.languages[0].code

    @property
    def confidence(self) -> float:
        """Return the share of the likeliest language."""
        return self.languages[0].confidence


def read(text: str) -> Reading:
    """Read a text."""
    labels = load().rank(text)
    languages = rank(labels[:RIVAL])
    best = labels[0][1]
    rival = labels[RIVAL][1]
    lead = _lead(best, rival, text)
    return Reading(languages, lead)


def _lead(best: float, rival: float, text: str) -> float:
    """Return by how much the best label leads, from the shares of two labels."""
    if rival <= 0.0:
        return FAR
    # py3langid divides log-likelihoods by the root of the length before it makes shares of them.
    length = len(text.encode("utf-8", "surrogatepass"))
    root = math.sqrt(max(1, length))
    return math.log(best / rival) / root


@cache
def load() -> LanguageIdentifier:
    """Load py3langid's model, at the first text: it takes most of a second and 100 MB.

    Its table holds numbers of 16 bits. With 32 bits they are the same numbers, and no call has to
    convert them.
    """
    # At the first text, not at import: most commands detect no language.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    shipped = LanguageIdentifier.from_model_file(MODEL_FILE)
    return LanguageIdentifier(
        shipped.nb_ptc.astype(np.float32),
        shipped.nb_pc,
        shipped.nb_classes,
        shipped.tk_nextmove,
        shipped.tk_output,
        norm_probs=True,
        tk_row=shipped.tk_row,
    )
