"""Read the files that settings name: a user's own lexicon, own rules, and answers of a review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cleaners.answer_files import KINDS, AnswerError, parse_answers
from cleaners.answers import Answers
from cleaners.boilerplate import parse_own_rules
from cleaners.own_entries import (
    NO_LEXICON,
    NO_RULES,
    OwnLexicon,
    OwnRules,
    join_rules,
)
from cleaners.paraphrase import LexiconError, parse_own
from cleaners.rule import RuleError
from flows.own_files import (
    LEXICON,
    MARKER,
    RULE_FILES,
    RULES,
    OwnFileError,
    OwnFiles,
    ReviewFiles,
)


def read_own(
    known: OwnFiles, folder: Path, lexicon: str = "", rules: str = "", review: str = ""
) -> OwnFiles:
    """Read the files that are named, as seen from a folder, next to what is known.

    Raises OwnFileError.
    """
    read = known
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


def _rule_files(path: Path) -> Iterator[Path]:
    """Yield the rule files by name."""
    if path.is_file():
        yield path
        return
    yield from sorted(path.glob(RULE_FILES), key=lambda file: file.name)
