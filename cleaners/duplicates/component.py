"""One connected component: its texts, and what each pair of them has in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeAlias

from cleaners.duplicates.records import UNDATED, Duplicate, Kind
from cleaners.duplicates.shared_words import Verification
from cleaners.duplicates.standings import NOT_KNOWN, Standing
from cleaners.duplicates.successions import is_reprint, is_update, outlets_of
from cleaners.duplicates.support import CopyPair, Support, measure_support
from cleaners.duplicates.verification import (
    may_share_story,
    share_story,
    verify,
)
from cleaners.duplicates.votes import Source
from cleaners.duplicates.word_stores import ReadWords

Pair: TypeAlias = tuple[int, int]  # texts, the smaller number first
# A copy's length, without repeated lines, over its canonical's: more would lose what only
# the copy has. Chosen on the cases of tests/cases/duplicates.
MAX_COPY_LENGTH = 1.5
# Share of a text's words, the same ones, that an update or a reprint of it has (not tuned).
MIN_TAKEN_OVER = 0.9
# Microseconds within which a report is revised: a form is filled in once a day or less often.
MAX_REVISION_GAP = timedelta(hours=12) // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Component:
    """The texts that verified pairs link, by their numbers.

    `standings` has those of each text's articles, best first; they all have the same
    words, which `lengths` counts. `verified` has the verified pairs. `read_words`
    returns the words of a text, to compare other pairs.
    """

    standings: Mapping[int, Sequence[Standing]]
    lengths: Mapping[int, int]
    verified: Mapping[Pair, Verification]
    read_words: ReadWords
    _compared: dict[Pair, Verification] = field(default_factory=dict)

    def best(self, text: int) -> Standing:
        """Return the standing of a text's best article."""
        return self.standings[text][0]

    def is_spun(self, text: int) -> bool:
        """Return whether all articles with these words are spun."""
        return self.best(text).spun

    def support(self) -> dict[int, Support]:
        """Return what the copies of each text say of its words."""
        texts = {text: self.read_words(text) for text in self.standings}
        taken_over = tuple(self._taken_over())
        sources = self._sources(taken_over)
        return measure_support(texts, sources, self._copies(taken_over))

    def _sources(self, taken_over: Sequence[Pair]) -> dict[int, Source]:
        """Return whose each text is, and whether it updates an earlier one."""
        updates = frozenset(self._updates(taken_over))
        first = self._published_first(taken_over)
        return {
            text: Source(outlets_of(standings), text in updates, text in first)
            for text, standings in self.standings.items()
        }

    def _updates(self, taken_over: Sequence[Pair]) -> Iterator[int]:
        """Yield the texts that an outlet made of an earlier one, and that are not much longer."""
        for earlier, later in taken_over:
            may_stay = self.can_replace(earlier, later)
            if may_stay and is_update(self.standings[later], self.standings[earlier]):
                yield later

    def _published_first(self, taken_over: Sequence[Pair]) -> frozenset[int]:
        """Return the texts of which other outlets published all shorter copies later."""
        longer = {text for _, text in taken_over}
        others = {text for pair in taken_over for text in self._not_first(pair)}
        return frozenset(longer - others)

    def _not_first(self, pair: Pair) -> Iterator[int]:
        """Yield the longer text unless other outlets published the shorter one later."""
        shorter, longer = pair
        if not is_reprint(self.standings[shorter], self.standings[longer]):
            yield longer

    def _reprints(self, taken_over: Sequence[Pair]) -> frozenset[Pair]:
        """Return the pairs of which the longer text has an earlier one of other outlets."""
        return frozenset(
            sorted_pair(earlier, later)
            for earlier, later in taken_over
            if is_reprint(self.standings[later], self.standings[earlier])
        )

    def _taken_over(self) -> Iterator[Pair]:
        """Yield copies of which the second is longer, and has all of the first."""
        for pair, verification in self.verified.items():
            shorter, longer = sorted(pair, key=self.lengths.__getitem__)
            is_longer = self.lengths[longer] > self.lengths[shorter]
            is_whole = verification.same_words >= MIN_TAKEN_OVER * verification.shorter
            if is_longer and is_whole and self.are_copies(*pair):
                yield shorter, longer

    def _copies(self, taken_over: Sequence[Pair]) -> Iterator[CopyPair]:
        """Yield the verified pairs of copies."""
        reprints = self._reprints(taken_over)
        for pair, verification in self.verified.items():
            if self.are_copies(*pair):
                yield CopyPair(pair, verification.matched, pair in reprints)

    def shared_outlets(self, texts: Iterable[int]) -> frozenset[int]:
        """Return the outlets that have all of some texts; NOT_KNOWN is one of them."""
        outlets = (outlets_of(self.standings[text]) for text in texts)
        return frozenset.intersection(*outlets)

    def verification(self, one: int, other: int) -> Verification:
        """Return what two texts have in common; each pair is compared once."""
        pair = sorted_pair(one, other)
        if pair in self.verified:
            return self.verified[pair]
        if pair not in self._compared:
            self._compared[pair] = self._compare(*pair)
        return self._compared[pair]

    def _compare(self, one: int, other: int) -> Verification:
        """Compare the words of two texts."""
        return verify(self.read_words(one), self.read_words(other))

    def neighbours(self) -> dict[int, list[int]]:
        """Return the texts that each text is a copy of, by verified pairs."""
        found: dict[int, list[int]] = {text: [] for text in self.standings}
        for one, other in self.verified:
            if self.are_copies(one, other):
                found[one].append(other)
                found[other].append(one)
        return found

    def are_copies(self, one: int, other: int) -> bool:
        """Return whether two texts say the same in the same words."""
        spun = self.is_spun(one) or self.is_spun(other)
        verification = self.verification(one, other)
        if verification.is_form and not self._are_of_one_day(one, other):
            return False
        return verification.are_copies(spun=spun)

    def _are_of_one_day(self, one: int, other: int) -> bool:
        """Return whether two texts were published so close that one may revise the other."""
        first, second = self.best(one).published, self.best(other).published
        if UNDATED in (first, second):
            return False
        return abs(first - second) <= MAX_REVISION_GAP

    def is_copy_of_any(self, text: int, others: Iterable[int]) -> bool:
        """Return whether a text is a copy of one of the others."""
        return any(self.are_copies(other, text) for other in others)

    def can_replace(self, canonical: int, copy: int) -> bool:
        """Return whether little is lost if the canonical is kept and the copy is not."""
        own_length = len(self.read_words(copy).own)
        if own_length > MAX_COPY_LENGTH * self.lengths[canonical]:
            return False
        return self.are_copies(canonical, copy)

    def are_pages(self, one: int, other: int) -> bool:
        """Return whether two texts are pages of one article by their addresses."""
        series = self.best(one).series
        return series != NOT_KNOWN and series == self.best(other).series

    def shared_story(self, one: int, other: int) -> float:
        """Return how much two texts share as parts of one article do."""
        return share_story(self.read_words(one), self.read_words(other))

    def may_share_story(self, one: int, other: int) -> bool:
        """Return whether two texts may be parts of one article."""
        return may_share_story(self.read_words(one), self.read_words(other))

    def duplicates(self, canonical: int, text: int) -> list[Duplicate]:
        """Return a text's articles as duplicates of the canonical's best article."""
        if text == canonical:
            return self._same_words(canonical)
        canonical_id = self.best(canonical).article_id
        similarity = self.verification(canonical, text).similarity
        return [
            Duplicate(
                standing.article_id,
                canonical_id,
                self._kind(canonical, text, standing),
                similarity,
            )
            for standing in self.standings[text]
        ]

    def _same_words(self, canonical: int) -> list[Duplicate]:
        """Return the articles that have the words of the canonical itself."""
        best, *others = self.standings[canonical]
        return [exact_duplicate(standing, best) for standing in others]

    def _kind(self, canonical: int, copy: int, standing: Standing) -> Kind:
        """Return how an article of a copy relates to its canonical.

        It is spun if it is known to be, or if only word classes make it match.
        """
        verification = self.verification(canonical, copy)
        known_spun = standing.spun and not self.is_spun(canonical)
        if verification.is_spun or known_spun:
            return Kind.SPUN
        return Kind.NEAR if verification.is_near else Kind.CONTAINED


def sorted_pair(one: int, other: int) -> Pair:
    """Return two texts as a pair."""
    return (one, other) if one <= other else (other, one)


def exact_duplicate(copy: Standing, canonical: Standing) -> Duplicate:
    """Return an article as duplicate of one with the same words.

    It is spun if it is known to be: then its words were repaired.
    """
    was_repaired = copy.spun and not canonical.spun
    kind = Kind.SPUN if was_repaired else Kind.EXACT
    return Duplicate(copy.article_id, canonical.article_id, kind, 1.0)
