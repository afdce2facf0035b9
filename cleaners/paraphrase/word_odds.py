"""The log-odds of single words with the shipped lexicon, as a table that is made beforehand.

They are all that the gate needs, so that a genuine text loads neither lexicon nor language model.
`gate.word_log_odds` computes them; `python -m flows.training.build_derived` writes them down.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np


@cache
def load() -> Mapping[str, float]:
    """Read the log-odds (nats) of each word, once per process."""
    path = files("cleaners") / "data" / "word_odds.npz"
    with path.open("rb") as file, np.load(file) as data:
        words = data["words"].tobytes().decode().split("\n")
        log_odds = data["log_odds"].tolist()
    return dict(zip(words, log_odds, strict=True))
