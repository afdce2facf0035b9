"""py3langid's identifier on the tables of `stored_model`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import LanguageIdentifier

from cleaners.language.automaton import Automaton
from cleaners.language.sparse_table import SparseTable


class StoredIdentifier(LanguageIdentifier):  # type: ignore[misc]  # it ships no types
    """Gives the answers of py3langid, and finds the features of a text by an automaton."""

    __slots__ = ("_automaton",)

    def __init__(
        self,
        scores: SparseTable,
        priors: NDArray[np.float32],
        labels: list[str],
        automaton: Automaton,
    ) -> None:
        no_table: tuple[int, ...] = ()
        super().__init__(
            scores, priors, labels, no_table, no_table, norm_probs=True, tk_row=no_table
        )
        self._automaton = automaton

    def _raw_score(self, text: bytes) -> NDArray[np.float32]:
        """Return what a text scores for each label, before it is made a share."""
        visits = self._automaton.visits(text)
        if not visits:  # then all labels are equal
            return np.zeros(len(self.nb_classes), np.float32)
        scores: NDArray[np.float32] = self._sparse_score(visits, self.nb_ptc)
        return scores
