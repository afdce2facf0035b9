"""Read the files that settings name: a user's own lexicon, own rules, and answers of a review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cleaners.answer_files import KINDS, AnswerError, parse_answers
from cleaners.answers import NO_ANSWERS, Answers
from cleaners.boilerplate import NO_RULES, OwnRules, join_rules, parse_own_rules
from cleaners.paraphrase import LexiconError, OwnLexicon, join_own, parse_own
from cleaners.rule import RuleError

RULE_FILES = "*.toml"
NO_LEXICON = OwnLexicon()
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

    def reading(
        self, folder: Path, lexicon: str = "", rules: str = "", review: str = ""
    ) -> OwnFiles:
        """Read the files that are named, as seen from a folder. Raises OwnFileError."""
        read = self
        try:
            if lexicon:
                read = replace(read, own_lexicon=read_lexicon(folder, lexicon))
            if rules:
                read = replace(read, own_rules=read_rules(folder, rules))
            if review:
                read = replace(read, review=read_review(folder, review))
            join_rules(read.own_rules, read.review.rules)
        except (LexiconError, RuleError, AnswerError) as error:
            raise OwnFileError(str(error)) from error
        return read


def read_lexicon(folder: Path, named: str) -> OwnLexicon:
    """Read a lexicon, named as seen from a folder. Raises LexiconError and OwnFileError."""
    path = folder / named
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = f"lexicon {named!r} cannot be read ({error}); name a UTF-8 file"
        raise OwnFileError(problem) from error
    return parse_own(text, str(path))


def read_rules(folder: Path, named: str) -> OwnRules:
    """Read and prove a file of rules, or all in a folder, named as seen from another folder.

    Raises RuleError and OwnFileError.
    """
    files = list(_rule_files(folder / named))
    if not files:
        raise OwnFileError(
            f"rules {named!r} has no rule files; name a folder with files such as comments.toml"
        )
    try:
        texts = [(file.name, file.read_text(encoding="utf-8")) for file in files]
    except (OSError, UnicodeDecodeError) as error:
        problem = f"rules {named!r} cannot be read ({error}); write UTF-8 files"
        raise OwnFileError(problem) from error
    return parse_own_rules(texts)


def read_review(folder: Path, named: str) -> ReviewFiles:
    """Read a folder of answers; one that is not there holds none.

    Raises AnswerError, RuleError, LexiconError and OwnFileError.
    """
    path = folder / named
    if not path.exists():
        return ReviewFiles()
    if not (path / MARKER).is_file():
        raise OwnFileError(
            f"review {named!r} is no folder of answers; name one that unspun review has made"
        )
    has_lexicon = (path / LEXICON).exists()
    has_rules = any((path / RULES).glob(RULE_FILES))
    return ReviewFiles(
        answers=read_answers(path),
        rules=read_rules(path, RULES) if has_rules else NO_RULES,
        lexicon=read_lexicon(path, LEXICON) if has_lexicon else NO_LEXICON,
    )


def read_answers(path: Path) -> Answers:
    """Read the answers in a folder. Raises AnswerError and OwnFileError."""
    texts = []
    for kind in KINDS.values():
        file = path / kind.file
        if file.exists():
            try:
                texts.append((kind.file, file.read_text(encoding="utf-8")))
            except (OSError, UnicodeDecodeError) as error:
                problem = f"{file}: cannot be read ({error}); write UTF-8 files"
                raise OwnFileError(problem) from error
    try:
        return parse_answers(texts)
    except AnswerError as error:
        raise AnswerError(f"{path}/{error}") from error


def beside(dataset: Path) -> Path:
    """Return where the answers of a dataset are if nothing else is said."""
    return dataset.absolute().parent / BESIDE


def has_answers_beside(dataset: Path) -> bool:
    """Return whether there is a folder of answers next to a dataset."""
    return (beside(dataset) / MARKER).is_file()


def _rule_files(path: Path) -> Iterator[Path]:
    """Yield the rule files by name."""
    if path.is_file():
        yield path
        return
    yield from sorted(path.glob(RULE_FILES), key=lambda file: file.name)
