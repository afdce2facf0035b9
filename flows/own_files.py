"""Read the files that settings name: a user's own lexicon, and a folder of own rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cleaners.boilerplate import OwnRules, parse_own_rules
from cleaners.paraphrase import OwnLexicon, parse_own

RULE_FILES = "*.toml"


class OwnFileError(ValueError):
    """A file that settings name, and that cannot be read."""


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


def _rule_files(path: Path) -> Iterator[Path]:
    """Yield the rule files by name."""
    if path.is_file():
        yield path
        return
    yield from sorted(path.glob(RULE_FILES), key=lambda file: file.name)
