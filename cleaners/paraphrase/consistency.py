"""What a whole text says about each of its places.

A spinner is consistent within a text: a word that it knows it replaces nearly everywhere, mostly by
the same form, and what an article is about it says more than once. So the summed posteriors of all
places change those of each. A place never counts for itself. Originals that no spun copy has shown,
and that this spinner may not know, are taken to be replaced as often as the others of their kind.
"""

from __future__ import annotations

from math import fsum

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase.language_model import FloatArray, IntArray
from cleaners.paraphrase.network import INVERSE_TEMPERATURE
from cleaners.paraphrase.replacement_priors import PriorArrays

# Where a comment names no source for a value below, none is recorded.
# Places that the posterior of a place itself counts for, against the other places of its form.
FORM_PRIOR_PLACES = 0.5
# Least posterior of a place (0..1) that the vote of the others starts from.
MIN_OWN_POSTERIOR = 0.2
# Expected places of a spun form up to which it has no others to vote with.
SINGLE_PLACE = 1.1
# Places that the lexicon's share of replacement counts for.
SHARE_PRIOR_PLACES = 1.0
# Replaced places that the lexicon's shares of all unattested originals count for, together.
UNATTESTED_PRIOR_PLACES = 10.0
# Largest share (0..1) of its places in which an unattested original is taken to be replaced. For
# comparison: dialect A left 15 of 1,138 places of words that it knows (67 stories).
MAX_REPLACED_SHARE = 0.97
# Least share (0..1) of replaced, or of unreplaced, places of an original; keeps logarithms finite.
MIN_SHARE = 1e-3


class DocumentConsistency:
    """Posteriors of a text summed by spun form, by original, and by word left unreplaced.

    `rows` are the hypotheses of all edges, of dtype HYPOTHESIS and shape (edges,); `posteriors` are
    float64 of the same shape. `topic_log_ratios` (nats) say how much likelier the subject makes
    each word of the language model; they have one element more, which is 0.
    """

    def __init__(
        self,
        rows: NDArray[np.void],
        posteriors: FloatArray,
        priors: PriorArrays,
        topic_log_ratios: FloatArray,
    ) -> None:
        self._words: IntArray = rows["words"]
        self._forms: IntArray = rows["spun_phrase"]
        self._originals: IntArray = rows["original_phrase"]
        self._is_identity: NDArray[np.bool_] = rows["is_identity"]
        self._posteriors = posteriors
        self._priors = priors
        self._topic_log_ratios = topic_log_ratios

    def factors(self) -> FloatArray:
        """Return what to multiply the weight of each edge by, of shape (edges,)."""
        # NONE is -1, and reads the last element, which is 0.
        topic: FloatArray = self._topic_log_ratios[self._words].sum(axis=1)
        log_ratios = topic + self._replacement_log_ratios() + self._form_votes()
        return np.exp(INVERSE_TEMPERATURE * log_ratios)

    def _replacement_log_ratios(self) -> FloatArray:
        """Compare how often this spinner replaces an original with the lexicon's share, in nats.

        The result, of shape (edges,), is for the replacement or for the identity, whichever the
        edge is. It is 0 for edges without an original of the lexicon.
        """
        has_original = self._originals > 0
        usual = self._outcome_shares(self._priors.replaced_share)
        usual[~has_original] = 1
        log_ratios = np.log(self._observed_shares() / usual)
        return np.where(has_original, log_ratios, 0)

    def _observed_shares(self) -> FloatArray:
        """Return the share (0..1) of an original's other places with the outcome of each edge.

        The expected share counts for SHARE_PRIOR_PLACES.
        """
        unreplaced_sums, replaced_sums = self._outcome_sums()
        expected_shares = self._expected_shares(unreplaced_sums, replaced_sums)
        expected = self._outcome_shares(expected_shares)
        unreplaced = unreplaced_sums[self._originals]
        replaced = replaced_sums[self._originals]
        same_outcome = self._by_outcome(unreplaced, replaced)
        all_places = unreplaced + replaced
        return self._share_of_others(same_outcome, all_places, expected)

    def _share_of_others(
        self, same_outcome: FloatArray, all_places: FloatArray, prior: FloatArray
    ) -> FloatArray:
        """Return the share (0..1) of other places with the outcome of each edge.

        `same_outcome` and `all_places` include the edge's own place; `prior` is a share.
        """
        own = self._posteriors
        prior_places = SHARE_PRIOR_PLACES * prior
        same = same_outcome - own + prior_places
        others = all_places - own + SHARE_PRIOR_PLACES
        return np.maximum(same / others, MIN_SHARE)

    def _outcome_sums(self) -> tuple[FloatArray, FloatArray]:
        """Return the expected places where each original is unreplaced, and replaced.

        Both are by phrase id, of shape (phrases read,).
        """
        unreplaced = self._posteriors * self._is_identity
        replaced = self._posteriors * ~self._is_identity
        unreplaced_sums = _sums_by_id(self._originals, unreplaced)
        replaced_sums = _sums_by_id(self._originals, replaced)
        return unreplaced_sums, replaced_sums

    def _outcome_shares(self, replaced_shares: FloatArray) -> FloatArray:
        """Return the share (0..1) of the outcome of each edge, replaced or not: shape (edges,).

        `replaced_shares` are by phrase id.
        """
        replaced = replaced_shares[self._originals]
        return self._by_outcome(1 - replaced, replaced)

    def _by_outcome(self, unreplaced: FloatArray, replaced: FloatArray) -> FloatArray:
        """Return the value of the outcome of each edge; all are of shape (edges,)."""
        return np.where(self._is_identity, unreplaced, replaced)

    def _expected_shares(
        self, unreplaced: FloatArray, replaced: FloatArray
    ) -> FloatArray:
        """Return the share of its places in which this spinner replaces each original (0..1).

        `unreplaced` and `replaced` are summed posteriors, of shape (phrases read,). The shares of
        unattested originals are scaled by how often they are replaced in this text.
        """
        phrases_read = len(unreplaced)
        is_unattested = self._priors.is_unattested[:phrases_read]
        unattested = np.flatnonzero(is_unattested)
        shares = self._priors.replaced_share.copy()
        usual = shares[unattested]
        observed = replaced[unattested]
        places = observed + unreplaced[unattested]
        scale = _replacement_scale(observed, usual * places)
        shares[unattested] = np.minimum(MAX_REPLACED_SHARE, usual * scale)
        return shares

    def _form_votes(self) -> FloatArray:
        """Compare an edge with what its spun form stands for at other places, in nats.

        The result has shape (edges,). It is 0 where the form has no other place.
        """
        own = self._posteriors
        form_places = _places_by_id(self._forms, own)
        baseline = np.maximum(own, MIN_OWN_POSTERIOR)
        shares = self._form_shares(form_places, baseline)
        votes = np.log(shares / baseline)
        return np.where(self._has_votes(form_places), votes, 0)

    def _has_votes(self, form_places: FloatArray) -> NDArray[np.bool_]:
        """Return whether the form of each edge is known and has other places."""
        has_form = self._forms > 0
        has_other_places = form_places > SINGLE_PLACE
        return has_form & has_other_places

    def _form_shares(self, form_places: FloatArray, prior: FloatArray) -> FloatArray:
        """Return the share (0..1) of a form's other places with the original of each edge.

        `form_places` are all expected places of its form; `prior` is the share without others.
        """
        pair_places = _places_by_id(self._pair_ids(), self._posteriors)
        same = np.maximum(pair_places - self._posteriors, 0)
        others = np.maximum(form_places - 1, 0)
        prior_places = FORM_PRIOR_PLACES * prior
        return (same + prior_places) / (others + FORM_PRIOR_PLACES)

    def _pair_ids(self) -> IntArray:
        """Return an id of the spun form and the original of each edge, of shape (edges,).

        A form that stays has no original.
        """
        originals = np.where(self._is_identity, 0, self._originals)
        pairs = self._forms << 32 | originals
        _, inverse = np.unique(pairs, return_inverse=True)
        pair_ids: IntArray = inverse
        return pair_ids


def _replacement_scale(observed: FloatArray, expected: FloatArray) -> float:
    """Return how many times as often as expected originals are replaced.

    Both are places by original, of the same shape.
    """
    observed_where_expected = observed[expected > 0]
    # fsum is exact: the order of phrase ids depends on what the process has read before.
    observed_places = fsum(observed_where_expected.tolist())
    expected_places = fsum(expected.tolist())
    observed_places += UNATTESTED_PRIOR_PLACES
    expected_places += UNATTESTED_PRIOR_PLACES
    return observed_places / expected_places


def _places_by_id(ids: IntArray, posteriors: FloatArray) -> FloatArray:
    """Return the expected places of the id of each edge, of shape (edges,)."""
    return _sums_by_id(ids, posteriors)[ids]


def _sums_by_id(ids: IntArray, values: FloatArray) -> FloatArray:
    """Sum the values of each id, of shape (largest id + 1,)."""
    return np.bincount(ids, values).astype(np.float64)
