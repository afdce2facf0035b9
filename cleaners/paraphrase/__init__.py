"""Find machine-paraphrased ("spun") text, and restore what a dictionary spinner replaced."""

from cleaners.paraphrase.dialects import retelling
from cleaners.paraphrase.edit_policy import OperatingPoint
from cleaners.paraphrase.lexicon import LexiconError
from cleaners.paraphrase.own_lexicon import parse_own
from cleaners.paraphrase.phrase_pairs import AlignedPair, aligned_pairs
from cleaners.paraphrase.reference_texts import ReferenceTexts
from cleaners.paraphrase.unspinner import (
    Repair,
    Unspinner,
    repair,
    spun_score,
    unspinner,
)

__all__ = [
    "AlignedPair",
    "LexiconError",
    "OperatingPoint",
    "ReferenceTexts",
    "Repair",
    "Unspinner",
    "aligned_pairs",
    "parse_own",
    "repair",
    "retelling",
    "spun_score",
    "unspinner",
]
