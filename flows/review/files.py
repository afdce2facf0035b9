"""The folder of answers: files that can be read, changed by hand and committed.

The same answers are the same bytes. A kind without answers has no file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from hashlib import sha256
from pathlib import Path

from cleaners.answer_files import COLUMNS as CORRECTED
from cleaners.answer_files import KINDS, Kind
from cleaners.answers import EVERYWHERE, Answers
from cleaners.rule import Rule, fold_label
from cleaners.rule_files import parse
from flows.own_file_reading import read_answers, read_lexicon
from flows.own_files import LEXICON, MARKER, RULES, OwnFileError
from flows.review.book import BoilerplateAnswer, Book, PairAnswer
from flows.storage import parquet

__all__ = ["CORRECTED", "RULE_FILE", "read_book", "rules_text", "write_book"]
RULE_FILE = "review.toml"  # in the folder of rules, next to any of the user's own
KIND = "review"  # of the rules
ID_DIGITS = 12  # hex digits of a rule's id: no two of a million lines have the same
CERTAIN = 1.0  # the confidence of a person's decision
HEADS = {
    "articles.toml": "What becomes of articles: drop, keep (it is one, though its page looks"
    " like none), or right as it is.",
    "sites.toml": "Sites whose articles are dropped.",
    "values.toml": 'Right values of columns; "" where the page has none.',
    "lines.toml": 'Lines that stay: on one site, or everywhere where site is "".',
    "repairs.toml": "Repairs that are wrong: the words before them stay.",
}
MARK = """\
# Answers of `unspun review`. Commit this folder: runs use it where it is next to the dataset, or
# where the settings name it (review = "..."). The files may be changed by hand.
format = 1
"""
RULE_HEAD = """\
# Lines that are boilerplate, as rules with their cases: unspun rules check FILE runs them.
# `unspun review` writes this file; rules of your own belong into another one next to it.
"""
LEXICON_HEAD = "# Pairs accepted in review: original, spun, copies that show it.\n"


def read_book(folder: Path) -> Book:
    """Read all answers of a folder; none where it is not there yet.

    Raises OwnFileError, AnswerError, RuleError and LexiconError.
    """
    if folder.exists() and not (folder / MARKER).is_file() and any(folder.iterdir()):
        raise OwnFileError(
            f"{folder}: no folder of answers, and not empty; name another with --answers"
        )
    answers = read_answers(folder) if folder.exists() else Answers()
    return Book.of(answers, _read_boilerplate(folder), _read_pairs(folder))


def _read_boilerplate(folder: Path) -> tuple[BoilerplateAnswer, ...]:
    path = folder / RULES / RULE_FILE
    if not path.exists():
        return ()
    rules = parse(path.read_text(encoding="utf-8"), path.name)
    return tuple(sorted(map(_boilerplate_of, rules)))


def _boilerplate_of(rule: Rule) -> BoilerplateAnswer:
    """Read back which line a rule was written for. Raises OwnFileError for any other rule."""
    case = rule.repairs[0]
    start, end, _ = case.edits[0]
    site = rule.sites[0] if rule.sites else EVERYWHERE
    answer = BoilerplateAnswer(case.text[start:end], site)
    if rule.id != _rule_id(answer):
        raise OwnFileError(
            f"{RULES}/{RULE_FILE}: {rule.id}: not written by unspun review; move it to another"
            " file in that folder"
        )
    return answer


def _read_pairs(folder: Path) -> tuple[PairAnswer, ...]:
    if not (folder / LEXICON).exists():
        return ()
    pairs = read_lexicon(folder, LEXICON).pairs
    return tuple(
        sorted(PairAnswer(pair.original, pair.spun, int(pair.weight)) for pair in pairs)
    )


def write_book(folder: Path, book: Book) -> None:
    """Write all answers of a folder, one file a kind, each in one step."""
    _write(folder / MARKER, MARK)
    for name, kind in KINDS.items():
        answers = getattr(book, name)
        _write(folder / kind.file, _answers_text(kind, answers))
    _write(folder / RULES / RULE_FILE, rules_text(book.boilerplate))
    _write(folder / LEXICON, _pairs_text(book.pairs))


def _answers_text(kind: Kind, answers: Iterable[object]) -> str:
    """Write the file of a kind of answers."""
    head = HEADS[kind.file]
    tables = [_table(kind.table, _values(answer)) for answer in answers]
    return _joined(f"# {head}\n", tables)


def _pairs_text(pairs: Iterable[PairAnswer]) -> str:
    """Write the file of pairs; "" for none."""
    lines = []
    for pair in pairs:
        line = f"{pair.original}\t{pair.spun}\t{pair.copies}\n"
        lines.append(line)
    return "".join([LEXICON_HEAD, *lines]) if lines else ""


def rules_text(answers: Iterable[BoilerplateAnswer]) -> str:
    """Write the file of rules that remove lines."""
    tables = [_table("rule", _rule_values(each)) for each in answers]
    return _joined(RULE_HEAD, tables)


def _write(path: Path, text: str) -> None:
    """Write a file whose text is another now; one without any goes."""
    if not text:
        path.unlink(missing_ok=True)
        return
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with parquet.replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def _joined(head: str, tables: Iterable[str]) -> str:
    """Return the text of a file; "" for one without tables."""
    joined = "\n".join(tables)
    return f"{head}\n{joined}" if joined else ""


Value = str | float | list[str]


def _table(name: str, values: Iterable[tuple[str, Value]]) -> str:
    """Write a table in TOML. A string of JSON is one of TOML, but for one character."""
    lines = [f"[[{name}]]\n"]
    for key, value in values:
        written = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        lines.append(f"{key} = {written}\n")
    return "".join(lines)


def _values(answer: object) -> Iterator[tuple[str, Value]]:
    for item in fields(answer):  # type: ignore[arg-type]  # answers are dataclasses
        value = getattr(answer, item.name)
        if value or item.name == "value":
            yield item.name, str(value)


def _rule_values(answer: BoilerplateAnswer) -> Iterator[tuple[str, Value]]:
    """Yield the keys of a rule that removes a line, with the cases that prove it."""
    text, site = answer.text, answer.site
    yield "id", _rule_id(answer)
    if fold_label(text):
        yield "lines", [text]
    else:
        yield "match", _pattern(text)
    yield "why", "A person said in review that the line is boilerplate."
    yield "confidence", CERTAIN
    if site:
        yield "sites", [site]
    yield "repairs", [f"<<{text} => >>"]
    yield "spares", [f"{text} {text}"]


def _rule_id(answer: BoilerplateAnswer) -> str:
    content = f"{answer.site}\n{answer.text}".encode("utf-8", "surrogatepass")
    return f"{KIND}/{sha256(content).hexdigest()[:ID_DIGITS]}"


def _pattern(text: str) -> str:
    """Return a pattern that matches a line and nothing else."""
    special = set("\\.^$*+?{}[]()|")
    return "".join(f"\\{char}" if char in special else char for char in text)
