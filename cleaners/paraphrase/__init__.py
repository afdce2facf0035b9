"""Finds machine-paraphrased ("spun") text and restores what a dictionary spinner replaced."""

from cleaners.paraphrase.alignment import AlignedPair, Evidence, aligned_pairs
from cleaners.paraphrase.dialects import retelling
from cleaners.paraphrase.lexicon import LexiconError, OwnLexicon, parse_own
from cleaners.paraphrase.unspinner import (
    OperatingPoint,
    Repair,
    Unspinner,
    repair,
    spun_score,
    unspinner,
)

__all__ = [
    "AlignedPair",
    "Evidence",
    "LexiconError",
    "OperatingPoint",
    "OwnLexicon",
    "Repair",
    "Unspinner",
    "aligned_pairs",
    "parse_own",
    "repair",
    "retelling",
    "spun_score",
    "unspinner",
]
