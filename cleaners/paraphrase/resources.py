"""The data that decoding needs, which most texts do not: it takes a third of a second to load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from cleaners.own_entries import NO_LEXICON, OwnLexicon
from cleaners.paraphrase import chooser, language_model, topics, word_vectors
from cleaners.paraphrase.language_model import LanguageModel
from cleaners.paraphrase.lexicon import Lexicon, shipped_pairs
from cleaners.paraphrase.topics import Topics
from cleaners.paraphrase.word_vectors import WordVectors


@dataclass(frozen=True, slots=True)
class Resources:
    """The lexicon, language model, topics, vectors and weights that texts are repaired with."""

    lexicon: Lexicon
    model: LanguageModel
    topics: Topics
    choice_weights: Mapping[str, float] = field(default_factory=chooser.load)
    vectors: WordVectors = field(default_factory=word_vectors.load)


@lru_cache(maxsize=2)  # the shipped lexicon alone, and that of one run's settings
def load(own: OwnLexicon = NO_LEXICON) -> Resources:
    """Load the shipped data, and add the pairs of a user's own lexicon."""
    lexicon = Lexicon.from_pairs([*shipped_pairs(), *own.pairs])
    return Resources(lexicon, language_model.load(), topics.load())
