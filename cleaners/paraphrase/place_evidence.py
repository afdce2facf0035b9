"""What is known of the places of a text that may be edited, in one table for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from math import log
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase import pair_evidence
from cleaners.paraphrase.chosen_readings import Proposal
from cleaners.paraphrase.language_model import FloatArray
from cleaners.paraphrase.lexicon import Phrase
from cleaners.paraphrase.packed_ngrams import IntArray
from cleaners.paraphrase.page_readings import PageReadings, Values
from cleaners.paraphrase.pair_evidence import PairEvidence
from cleaners.paraphrase.quotations import Gain
from cleaners.paraphrase.words import forms

Reals = NDArray[np.float64]

LEAST_CHANCE = 1e-5  # 0..1; keeps log-odds finite
CHANCE_FEATURES = ("stays", "chosen", "form_stays", "form_places")
TEXT_FEATURES = ("page_stays", "density", "gain", "words")
PLACE_FEATURES = (
    "name",
    "quotation",
    "support",
    "stays_posterior",
    "stays_nearby",
    "posterior",
    "nearby",
)
# How likely the words of a pair are behind the word before them, and the word after them is.
CONTEXT_FEATURES = ("spun_begins", "spun_ends", "original_begins", "original_ends")
FEATURES = (
    *CHANCE_FEATURES,
    *TEXT_FEATURES,
    *PLACE_FEATURES,
    *pair_evidence.FEATURES,
    *CONTEXT_FEATURES,
)


class PlaceEvidence:
    """Describes the proposals of one text."""

    def __init__(
        self,
        proposals: Sequence[Proposal],
        text: PageReadings,
        pairs: PairEvidence,
        gain: Gain,
    ) -> None:
        self.proposals = proposals
        self._text = text
        self._pairs = pairs
        self.gain = gain

    def table(self) -> Reals:
        """Return FEATURES of each proposal, shape (proposals, features)."""
        if not self.proposals:
            return np.empty((0, len(FEATURES)))
        of_text = self._of_text()
        rows = [self._row(proposal, of_text) for proposal in self.proposals]
        return np.hstack([np.array(rows, dtype=np.float64), self._contexts()])

    def _row(self, proposal: Proposal, of_text: Values) -> Values:
        """Return all features of a proposal but those of its context."""
        form = self.form(proposal)
        of_chances = self._of_chances(proposal)
        of_place = self._of_place(proposal)
        of_pair = self._pairs.of(form, proposal.original)
        return (*of_chances, *of_text, *of_place, *of_pair)

    def is_own(self, proposal: Proposal) -> bool:
        """Return whether a proposal is a pair of a user's own lexicon."""
        spun = self.form(proposal)
        return self._pairs.trust.is_own(spun, proposal.original)

    def form(self, proposal: Proposal) -> Phrase:
        """Return the words that a proposal stands for."""
        return self._text.places[proposal.start, proposal.end]

    @cached_property
    def _log_odds_by_form(self) -> Mapping[Phrase, Sequence[float]]:
        """The log-odds that the proposals of each form stay."""
        by_form: dict[Phrase, list[float]] = {}
        for proposal in self.proposals:
            log_odds = _log_odds(proposal.stays)
            by_form.setdefault(self.form(proposal), []).append(log_odds)
        return by_form

    def _of_chances(self, proposal: Proposal) -> Values:
        """Return what the chooser says of a place, and of the others of its form."""
        form = self.form(proposal)
        of_form = self._log_odds_by_form[form]
        stays = _log_odds(proposal.stays)
        chosen = _log_odds(proposal.posterior)
        mean = fmean(of_form)
        return stays, chosen, mean, len(of_form)

    def _of_text(self) -> Values:
        """Return how densely a text is spun, and how long it is."""
        words = max(1, self.gain.words)
        page_stays = fmean(_log_odds(each.stays) for each in self.proposals)
        density = len(self.proposals) / words
        return page_stays, density, self.gain.per_word, log(words)

    def _of_place(self, proposal: Proposal) -> Values:
        """Return where a place stands, and what the decoder and the words around it say."""
        place = (proposal.start, proposal.end)
        name, _, quotation, _ = self._text.word_values(place)
        _, support = self._text.support(place)
        return (
            name,
            quotation,
            support,
            self._text.stays(place),
            self._text.nearby(place, None),
            self._text.replaced(place, proposal.original),
            self._text.nearby(place, proposal.original),
        )

    def _contexts(self) -> Reals:
        """Return CONTEXT_FEATURES of each proposal, shape (proposals, features)."""
        spun = [self.form(each) for each in self.proposals]
        originals = [forms(each.original) for each in self.proposals]
        of_spun = self._context(spun)
        of_originals = self._context(originals)
        return np.column_stack([*of_spun, *of_originals])

    def _context(self, phrases: Sequence[Phrase]) -> tuple[FloatArray, FloatArray]:
        """Return how likely a phrase is behind the word before it, and the word after it is."""
        before, after = self._neighbours
        first = self._ids(phrase[0] for phrase in phrases)
        last = self._ids(phrase[-1] for phrase in phrases)
        return self._bigrams(before, first), self._bigrams(last, after)

    @cached_property
    def _neighbours(self) -> tuple[IntArray, IntArray]:
        """The ids of the word before each proposal, and of the word after it."""
        page_forms = self._text.page.forms
        before = [page_forms[each.start - 1] for each in self.proposals]
        after = [page_forms[each.end] for each in self.proposals]
        return self._ids(before), self._ids(after)

    def _ids(self, words: Iterable[str]) -> IntArray:
        word_id = self._pairs.model.word_id
        return np.array([word_id(word) for word in words])

    def _bigrams(self, first: IntArray, second: IntArray) -> FloatArray:
        """Return the log-probability (nats) of each second word behind the first."""
        model = self._pairs.model
        ids = model.bigram_ids(first, second)
        return model.bigram_log_probs(first, second, ids)


def _log_odds(chance: float) -> float:
    """Return the log-odds of a probability (0..1), finite also for 0 and 1."""
    kept = min(max(chance, LEAST_CHANCE), 1 - LEAST_CHANCE)
    return log(kept / (1 - kept))
