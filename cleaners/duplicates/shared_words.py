"""What two texts have in common, and whether that makes them copies."""

from __future__ import annotations

from dataclasses import dataclass

# Thresholds on shares of the shorter text's words. They were chosen on copies made from
# genuine articles and on articles on one event: tests/bench/duplicates.py measures them,
# docs/benchmarks.md has the results.
MIN_COVERED = 0.6  # in runs; see `alignment` for what copies and other articles have
MIN_SPUN_SIMILARITY = 0.45  # spun excerpts have .50 and more without word classes
MIN_SIMILARITY = 0.65  # of a copy in which no words were replaced
MIN_REORDERED_SIMILARITY = 0.9  # of one in another order; forms that rotate have less
MIN_SPUN_GAIN = 0.1  # similarity that word classes add if words were replaced
MIN_LENGTH_RATIO = 0.7  # shorter to longer; below this a copy is contained

# A form that is filled in twice has the same words, but other marks in its slots: at
# least so many, and this share of all marks at shared places. See `marks` for what copies
# and forms have.
MIN_SLOTS = 2
MIN_SLOT_SHARE = 0.12
# In a report that was brought up to date a few figures differ, and all else stays: at most so
# many, this share of the marks, and this share of the words (not tuned).
MAX_REVISED = 4
MAX_REVISED_SHARE = 0.25
MIN_REVISED_SAME_WORDS = 0.9
# A form of which other sentences are drawn too has few marks, half of them other ones.
MIN_FEW_SHARE = 0.5
MAX_DRAWN_COVERED = 0.8
# A form without marks says another subject at so many places, and else the same words.
MIN_SWAPPED = 3
MIN_FORM_SAME_WORDS = 0.8  # of the shorter text; spun copies have fewer

# Two articles that quote one statement, or have one background, begin with news of their
# own. Copies with another lead each share more. Chosen on articles that were given one
# passage in common (tests/bench/copies.py).
LEAD = 40  # words
MIN_LEAD_COVERED = 0.5  # share of a lead that the other text has
MIN_COVERED_NEW_LEADS = 0.85

# Words that match in one run: shorter passages are set phrases, names and titles, and
# notes on copyright (not tuned).
MIN_PASSAGE = 25


@dataclass(frozen=True, slots=True)
class Verification:
    """What two texts have in common, in words of the shorter one.

    `covered` counts words in runs, gaps included; `matched` counts those of them that
    match, and `same_words` those that match without word classes. `passage` is the number
    of words that match in the longest run. `same_marks`, `slots`, `swapped` and `revised`
    are the fields of `Marks`. `retells` is asked only of texts that are no copies.
    """

    covered: int
    matched: int
    same_words: int
    shorter: int
    longer: int
    passage: int
    same_marks: int
    slots: int
    swapped: int
    revised: bool
    new_leads: bool
    retells: bool = False

    @property
    def similarity(self) -> float:
        """Return the share (0..1) of the shorter text's words that match."""
        return self.matched / max(1, self.shorter)

    @property
    def coverage(self) -> float:
        """Return the share (0..1) of the shorter text's words in runs."""
        return self.covered / max(1, self.shorter)

    @property
    def length_ratio(self) -> float:
        """Return the shorter text's length over the longer's (0..1)."""
        return self.shorter / max(1, self.longer)

    @property
    def strength(self) -> tuple[float, float, float]:
        """Return the sort key by which the best canonical of a copy is chosen."""
        return self.coverage, self.similarity, self.length_ratio

    @property
    def is_verified(self) -> bool:
        """Return whether one text may be a copy of the other, if one of them is spun."""
        is_covered = self.covered >= MIN_COVERED * max(1, self.shorter)
        return is_covered and self.similarity >= MIN_SPUN_SIMILARITY

    @property
    def has_passage(self) -> bool:
        """Return whether the texts share a passage that is worth telling."""
        return self.passage >= MIN_PASSAGE

    @property
    def is_related(self) -> bool:
        """Return whether what the texts share is worth remembering."""
        return self.is_verified or self.has_passage or self.retells

    @property
    def slot_share(self) -> float:
        """Return the share (0..1) of the marks at shared places that differ."""
        return self.slots / max(1, self.same_marks + self.slots)

    @property
    def is_form(self) -> bool:
        """Return whether the texts fill in one form, and tell two things."""
        if self.slots >= MIN_SLOTS and self.slot_share >= MIN_SLOT_SHARE:
            return True
        return self._is_drawn_form or self._is_form_without_marks

    @property
    def _is_drawn_form(self) -> bool:
        """Return whether few marks, and other sentences, tell of a form."""
        has_other_marks = self.slots > 0 and self.slot_share >= MIN_FEW_SHARE
        return has_other_marks and self.coverage < MAX_DRAWN_COVERED

    @property
    def _is_form_without_marks(self) -> bool:
        """Return whether the texts swap their subject, and little else."""
        same_words = self.same_words >= MIN_FORM_SAME_WORDS * self.shorter
        return same_words and self.swapped >= MIN_SWAPPED

    @property
    def is_revision(self) -> bool:
        """Return whether the texts are versions of one report, if they are of one day."""
        if not self.revised or self.swapped or self.slots > MAX_REVISED:
            return False
        same_words = self.same_words >= MIN_REVISED_SAME_WORDS * self.shorter
        return same_words and self.slot_share <= MAX_REVISED_SHARE

    @property
    def is_quotation(self) -> bool:
        """Return whether the texts share a passage, and each has news of its own."""
        return self.new_leads and self.coverage < MIN_COVERED_NEW_LEADS

    @property
    def may_be_copies(self) -> bool:
        """Return whether the texts are copies if one of them is spun."""
        return self.are_copies(spun=True)

    def are_copies(self, *, spun: bool) -> bool:
        """Return whether both texts say the same in the same words.

        A form that is filled in twice does not count, nor does a passage that two
        articles share. Of a revision the dates decide too (see `Component`). Where one
        text is known to be `spun`, or word classes show it, fewer of the words need to
        match.
        """
        if not self.is_verified or self.is_quotation:
            return False
        if self.is_form and not self.is_revision:
            return False
        return spun or self.is_spun or self.has_same_words

    @property
    def has_same_words(self) -> bool:
        """Return whether enough words match, and the sentences were not rewritten."""
        return self.similarity >= MIN_SIMILARITY and not self.retells

    @property
    def is_near(self) -> bool:
        """Return whether the texts have about the same length."""
        return self.shorter >= MIN_LENGTH_RATIO * self.longer

    @property
    def is_spun(self) -> bool:
        """Return whether much of the similarity is due to word classes."""
        gain = self.matched - self.same_words
        return gain > MIN_SPUN_GAIN * max(1, self.shorter)
