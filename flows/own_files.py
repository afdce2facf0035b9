"""What the files hold that settings name: a lexicon and rules of a user, answers of a review.

`flows.own_file_reading` reads them, which takes a moment to load.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cleaners.answers import NO_ANSWERS, Answers
from cleaners.own_entries import (
    NO_LEXICON,
    NO_RULES,
    OwnLexicon,
    OwnRules,
    join_own,
    join_rules,
)

RULE_FILES = "*.toml"
# In a folder of answers. It is one if the first is there.
MARKER, LEXICON, RULES = "review.toml", "lexicon.tsv", "rules"
BESIDE = "review"  # the folder next to a dataset where its answers are, if nothing else is said


class OwnFileError(ValueError):
    """A file that settings name, and that cannot be read or has something wrong in it."""


@dataclass(frozen=True, slots=True)
class ReviewFiles:
    """What a folder of answers holds."""

    answers: Answers = NO_ANSWERS
    rules: OwnRules = NO_RULES
    lexicon: OwnLexicon = NO_LEXICON


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """What the files hold that settings name."""

    own_lexicon: OwnLexicon = NO_LEXICON
    own_rules: OwnRules = NO_RULES
    review: ReviewFiles = ReviewFiles()

    @property
    def lexicon(self) -> OwnLexicon:
        """The user's pairs, and those that were accepted in review."""
        return join_own(self.own_lexicon, self.review.lexicon)

    @property
    def rules(self) -> OwnRules:
        """The user's rules, and those of the review."""
        return join_rules(self.own_rules, self.review.rules)

    @property
    def answers(self) -> Answers:
        """What else was decided in review."""
        return self.review.answers

    def digests(self) -> list[str]:
        """List the digests of what was read."""
        return [self.lexicon.digest, self.rules.digest, self.answers.digest]


def beside(dataset: Path) -> Path:
    """Return where the answers of a dataset are if nothing else is said."""
    return dataset.absolute().parent / BESIDE


def has_answers_beside(dataset: Path) -> bool:
    """Return whether there is a folder of answers next to a dataset."""
    return (beside(dataset) / MARKER).is_file()
