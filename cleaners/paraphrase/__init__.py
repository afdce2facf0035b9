"""Finds machine-paraphrased ("spun") text and restores what a dictionary spinner replaced."""

from cleaners.paraphrase.restoration import Rival
from cleaners.paraphrase.stage import OperatingPoint, Repair, repair, spun_score

__all__ = ["OperatingPoint", "Repair", "Rival", "repair", "spun_score"]
