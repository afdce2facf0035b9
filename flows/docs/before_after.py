"""The paragraph before and after cleaning in the README: `python -m flows.docs.before_after`.

It is taken from a sample scrape and its golden output, so that it shows what the program does.
Prints the README with the paragraph brought up to date.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRAPE = "06-clinic-spun.txt"
FIRST_WORDS = "The bus, which carries"
START, END = "<!-- before and after: written by make docs -->", "<!-- end -->"


def readme() -> str:
    """Return the README with the paragraph as it now comes out. Raises ValueError without marks."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    head, start, rest = text.partition(START)
    _, end, tail = rest.partition(END)
    if not (start and end):
        raise ValueError(f"README.md lacks the lines {START} and {END}; put them back")
    return f"{head}{start}\n{_block()}\n{end}{tail}"


def _block() -> str:
    """Quote the paragraph before and after, with the changed words in bold."""
    before, after = _paragraph_before(), _paragraph_after()
    marked_before, marked_after = _mark_changes(before.split(), after.split())
    return f"> {marked_before}\n\nbecomes\n\n> {marked_after}"


def _paragraph_before() -> str:
    scrape = (ROOT / "seeds" / SCRAPE).read_text(encoding="utf-8")
    return _paragraph(scrape.split("\n"))


def _paragraph_after() -> str:
    golden = ROOT / "tests" / "golden" / f"{SCRAPE}.0.json"
    return _paragraph(json.loads(golden.read_text(encoding="utf-8"))["text"])


def _paragraph(lines: list[str]) -> str:
    (found,) = [line for line in lines if line.startswith(FIRST_WORDS)]
    return found


def _mark_changes(before: list[str], after: list[str]) -> tuple[str, str]:
    """Join words, with those that differ in bold."""
    parts = list(_marked_parts(before, after))
    marked_before = _join(old for old, _ in parts)
    marked_after = _join(new for _, new in parts)
    return marked_before, marked_after


def _marked_parts(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the parts of both, those that differ in bold."""
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        mark = str if tag == "equal" else _bold
        old = _join(before[start:end])
        new = _join(after[new_start:new_end])
        yield mark(old), mark(new)


def _join(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part)


def _bold(words: str) -> str:
    """Set words in bold, without the punctuation behind them."""
    return re.sub(r"^(.+?)([,.;]?)$", r"**\1**\2", words)


if __name__ == "__main__":
    sys.stdout.write(readme())
