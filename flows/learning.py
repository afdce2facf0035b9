"""Propose pairs for a user's own lexicon, from spun copies and their originals.

An original in the corpus is the best evidence of what a spinner writes for what. A person
decides: the proposals are a file in which every pair is commented out, with the number of
copies that show it, and where.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from cleaners.draft import Entry, rewind
from cleaners.paraphrase import aligned_pairs, lexicon
from flows.snapshots import Current, read_articles
from flows.storage import parquet

Pair: TypeAlias = tuple[str, str]  # original, spun

MAX_CONTEXTS = (
    3  # contexts written for a pair: enough to judge it by, and short to read
)
COPY_COLUMNS = ("article_id", "canonical_id", "kind", "spun")
EDIT_COLUMNS = ("article_id", "start", "end", "before", "after")
HEAD = """\
# Pairs found by comparing spun copies with their originals: original, spun, times seen.
# To accept a pair, remove the "#" before it; then name this file in the settings:
#     lexicon = "{name}"
# The lines below a pair show where it was seen.
"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pair that no lexicon has, how many copies show it, and some of its contexts."""

    original: str
    spun: str
    copies: int
    contexts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LearnedPairs:
    """What the copies of a dataset teach.

    `compared` counts the copies that were aligned with their original, `unreadable` those
    whose spun text is not on record.
    """

    proposals: tuple[Proposal, ...]
    compared: int
    unreadable: int


def learn(current: Current, known: Iterable[Pair] = ()) -> LearnedPairs:
    """Align every spun copy of the newest snapshot with its original.

    `known` are pairs of the user's own lexicon. What they or the shipped lexicon contain
    is not proposed.
    """
    copies = _read_copies(current)
    seen = _SeenPairs()
    compared = 0
    for spun, original in _spun_texts(current, copies):
        seen.add(spun, original)
        compared += 1
    proposals = seen.proposals(_shipped_pairs().union(known))
    return LearnedPairs(tuple(proposals), compared, len(copies) - compared)


def format_lexicon(learned: LearnedPairs, name: str) -> str:
    """Format the proposals as a lexicon file in which no pair is accepted yet."""
    lines = [HEAD.format(name=name)]
    for proposal in learned.proposals:
        lines.append(f"#{proposal.original}\t{proposal.spun}\t{proposal.copies}\n")
        lines += [f"#     … {context} …\n" for context in proposal.contexts]
    return "".join(lines)


def write_new_file(path: Path, text: str) -> None:
    """Write the proposals.

    Raises FileExistsError, so that what a person has accepted is never overwritten.
    """
    with path.open("x", encoding="utf-8") as file:
        file.write(text)


@dataclass(frozen=True, slots=True)
class _SpunCopy:
    """A spun copy of a genuine article, with the clean texts of both."""

    article_id: str
    text: str
    original_text: str


def _read_copies(current: Current) -> list[_SpunCopy]:
    """Read the spun copies whose canonical article is not spun itself."""
    canonical_of = dict(sorted(_canonical_ids(current)))
    wanted = frozenset((*canonical_of, *canonical_of.values()))
    columns = ("article_id", "text", "spun")
    articles = {
        row["article_id"]: row for row in read_articles(current, columns, wanted)
    }
    copies = []
    for article_id, canonical_id in canonical_of.items():
        canonical = articles[canonical_id]
        if not canonical["spun"]:
            text = articles[article_id]["text"]
            copies.append(_SpunCopy(article_id, text, canonical["text"]))
    return copies


def _spun_texts(
    current: Current, copies: Sequence[_SpunCopy]
) -> Iterator[tuple[str, str]]:
    """Yield the text of each copy before cleaning, if it is on record, and its original."""
    ledgers = _read_ledgers(current, [copy.article_id for copy in copies])
    for copy in copies:
        ledger = ledgers.get(copy.article_id, [])
        if _is_kept(ledger):
            yield rewind(copy.text, ledger), copy.original_text


def _canonical_ids(current: Current) -> Iterator[tuple[str, str]]:
    """Yield the article_id of every spun copy with its canonical_id."""
    for path in current.parts("duplicates"):
        for batch in parquet.batches(path, COPY_COLUMNS):
            for row in batch.to_pylist():
                if row["kind"] == "spun" or row["spun"]:
                    yield row["article_id"], row["canonical_id"]


def _shipped_pairs() -> set[Pair]:
    return {(pair.original, pair.spun) for pair in lexicon.shipped_pairs()}


def _is_kept(ledger: Sequence[Entry]) -> bool:
    """Return whether the text before each edit is on record."""
    return all(entry.before is not None for entry in ledger)


def _read_ledgers(
    current: Current, article_ids: Sequence[str]
) -> dict[str, list[Entry]]:
    """Read the edits of some articles, in the order of their places."""
    ledgers: dict[str, list[Entry]] = {}
    for row in _edit_rows(current, article_ids):
        article_id = row.pop("article_id")
        ledger = ledgers.setdefault(article_id, [])
        ledger.append(Entry(**row, marks=()))
    for ledger in ledgers.values():
        ledger.sort(key=lambda entry: (entry.start, entry.end))
    return ledgers


def _edit_rows(
    current: Current, article_ids: Sequence[str]
) -> Iterator[dict[str, Any]]:
    for path in current.parts("edits"):
        yield from parquet.read_rows(path, EDIT_COLUMNS, article_ids)


@dataclass(slots=True)
class _SeenPairs:
    """The pairs that copies show, each with one context from every copy."""

    contexts: dict[Pair, list[str]] = field(default_factory=dict)

    def add(self, spun: str, original: str) -> None:
        """Count the pairs of one copy, each once, with the first place that shows it."""
        for pair, context in _first_contexts(spun, original).items():
            self.contexts.setdefault(pair, []).append(context)

    def proposals(self, known: set[Pair]) -> Iterator[Proposal]:
        """Yield the pairs that are not known, those that most copies show first."""
        new = self.contexts.keys() - known
        for pair in sorted(new, key=lambda pair: (-len(self.contexts[pair]), pair)):
            original, spun = pair
            yield _proposal(original, spun, self.contexts[pair])


def _first_contexts(spun: str, original: str) -> Mapping[Pair, str]:
    """Find the pairs that one copy shows, each with the first context that shows it."""
    contexts: dict[Pair, str] = {}
    for pair in aligned_pairs(spun, original):
        contexts.setdefault((pair.original, pair.spun), pair.context)
    return contexts


def _proposal(original: str, spun: str, contexts: Sequence[str]) -> Proposal:
    return Proposal(original, spun, len(contexts), tuple(contexts[:MAX_CONTEXTS]))
