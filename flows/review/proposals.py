"""The pairs that `unspun learn` proposes, as a review offers them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from cleaners.answers import RepairAnswer
from flows import learning
from flows.review.book import Book, PairAnswer

if TYPE_CHECKING:
    from flows.snapshots import Current


class State(TypedDict):
    """What was decided about a pair."""

    is_accepted: bool
    is_refused: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """A proposed pair, where it was seen, and what was decided about it."""

    pair: PairAnswer
    contexts: tuple[str, ...]
    is_accepted: bool = False
    is_refused: bool = False

    @property
    def refusal(self) -> RepairAnswer:
        """The answer that refuses the pair: the spun words stay wherever they stand."""
        return RepairAnswer(self.pair.spun, self.pair.original)

    def state(self, book: Book) -> State:
        """Look up what was decided."""
        return {
            "is_accepted": self.pair in book,
            "is_refused": self.refusal in book,
        }


def offered_pairs(current: Current) -> tuple[Offered, ...]:
    """Find the pairs that the spun copies of a snapshot show."""
    learned = learning.learn(current)
    offered = []
    for each in learned.proposals:
        pair = PairAnswer(each.original, each.spun, each.copies)
        offered.append(Offered(pair, each.contexts))
    return tuple(offered)
