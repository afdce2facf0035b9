"""Look once more at the places that may be edited, all of a text together.

The chooser weighs a place by a sum, which can't say that a frequent word needs more evidence than a
rare one, or that a word stood in most of the places where spinners had the chance. Two sets of
boosted decision tables do. One tells how likely the words are right as they are, the other how
likely the original restores them (`flows/training/build_second_look.py`). On 378 real pages, with
lexicons and tables that did not know their texts, two in five of the edits that made a place worse
were gone, and no fewer places restored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from cleaners.decision_tables import Model, load_several, sigmoid
from cleaners.paraphrase.chosen_readings import Proposal, without_overlaps
from cleaners.paraphrase.place_evidence import FEATURES, Reals

MODELS = "second_look.json"
RIGHT, RESTORED = "right", "restored"  # the names of the two in the file
# What it costs to write another word for a spun one, beside making a right word worse: 1. Of .2 to
# 2, it left the fewest places worse at as many restored.
ANOTHER_WORD_COST = 0.3


Chance = TypeVar("Chance", float, Reals)


class Judged(NamedTuple):
    """A proposal, how likely its words were right, and how likely the original restores them."""

    proposal: Proposal
    right: float
    restored: float

    @property
    def words(self) -> range:
        """The positions of its words in the text."""
        return range(self.proposal.start, self.proposal.end)

    @property
    def risk(self) -> float:
        """The cost to expect of an edit, 0 to 1.3."""
        return risk_of(self.right, self.restored)


def risk_of(right: Chance, restored: Chance) -> Chance:
    """Return the cost to expect of edits, given how likely they harm and restore: 0 to 1.3."""
    return right + ANOTHER_WORD_COST * (1 - restored)


IsOwn = Callable[[Proposal], bool]
"""Whether a proposal is a pair of a user's own lexicon."""


def judge(proposals: Sequence[Proposal], table: Reals, is_own: IsOwn) -> list[Judged]:
    """Judge the proposals of a text by their evidence, and return those that share no word.

    Of two that share one, that of less risk is returned; then that which comes first. The tables
    know nothing of a user's own pairs: for these the chooser's posterior counts.
    """
    models = load_several(MODELS, FEATURES)
    right = _chances(models[RIGHT], table)
    restored = _chances(models[RESTORED], table)
    judged = map(Judged, proposals, right, restored)
    with_own = [_of_own(each) if is_own(each.proposal) else each for each in judged]
    ranked = sorted(with_own, key=_rank)
    return without_overlaps(ranked)


def _of_own(judged: Judged) -> Judged:
    """Return the judgement of a user's own pair."""
    proposal = judged.proposal
    return Judged(proposal, right=0.0, restored=proposal.posterior)


def _chances(model: Model, table: Reals) -> list[float]:
    """Return a probability (0..1) for each row."""
    log_odds = model.score(table)
    chances: list[float] = sigmoid(log_odds).tolist()
    return chances


def _rank(judged: Judged) -> tuple[float, int, int]:
    return judged.risk, judged.proposal.start, judged.proposal.end
