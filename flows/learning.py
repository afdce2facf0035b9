"""Propose entries for a user's own lexicon, from spun copies held against their originals.

An original in the corpus is the best evidence of what a spinner writes for what. A person decides: the
proposals are a file in which every pair is noted out, with how often it was seen and where.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from cleaners.draft import Entry, rewind
from cleaners.paraphrase import aligned_pairs, lexicon
from flows.snapshots import Current, read_articles
from flows.storage import parquet

CONTEXTS = 3  # shown for a pair
EDIT = ("article_id", "start", "end", "before", "after")
HEAD = """\
# Pairs that spun copies in this dataset show beside their originals: original, spun, times seen.
# To accept a pair, remove the "#" before it; then name this file in the settings: lexicon = "{name}".
# The lines below a pair show where it was seen.
"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pair that no lexicon has, how many copies show it, and the spun words around it in some of them."""

    original: str
    spun: str
    copies: int
    contexts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the copies of a dataset teach: proposals, copies compared, and copies whose spun text is not on record."""

    proposals: tuple[Proposal, ...]
    compared: int
    unreadable: int


def learn(current: Current, known: Iterable[tuple[str, str]] = ()) -> Lesson:
    """Hold every spun copy of the newest snapshot against its original.

    `known` are pairs of the user's own lexicon; what they or the shipped lexicon have is not proposed.
    """
    canonical_of = dict(sorted(_spun_copies(current)))
    articles = read_articles(
        current,
        ("article_id", "text", "spun"),
        frozenset((*canonical_of, *canonical_of.values())),
    )
    held = {row["article_id"]: row for row in articles}
    texts = {name: row["text"] for name, row in held.items()}
    pairs = {
        name: other for name, other in canonical_of.items() if not held[other]["spun"]
    }
    ledgers = _ledgers(current, frozenset(pairs))
    seen: dict[tuple[str, str], list[str]] = {}
    unreadable = 0
    for name, other in pairs.items():
        ledger = ledgers.get(name, [])
        if any(entry.before is None for entry in ledger):
            unreadable += 1
            continue
        for (original, spun), context in _shown(
            rewind(texts[name], ledger), texts[other]
        ).items():
            seen.setdefault((original, spun), []).append(context)
    had = {(pair.original, pair.spun) for pair in lexicon.shipped_pairs()}.union(known)
    return Lesson(tuple(_ranked(seen, had)), len(pairs) - unreadable, unreadable)


def written(lesson: Lesson, name: str) -> str:
    """Write the proposals as a lexicon in which nothing is accepted yet."""
    lines = [HEAD.format(name=name)]
    for proposal in lesson.proposals:
        lines.append(f"#{proposal.original}\t{proposal.spun}\t{proposal.copies}\n")
        lines += [f"#     … {context} …\n" for context in proposal.contexts]
    return "".join(lines)


def _spun_copies(current: Current) -> Iterator[tuple[str, str]]:
    """Yield every spun copy with its canonical."""
    for path in current.parts("duplicates"):
        for batch in parquet.batches(
            path, ("article_id", "canonical_id", "kind", "spun")
        ):
            yield from (
                (row["article_id"], row["canonical_id"])
                for row in batch.to_pylist()
                if row["kind"] == "spun" or row["spun"]
            )


def _ledgers(current: Current, names: frozenset[str]) -> dict[str, list[Entry]]:
    """Read the edits of some articles, in the order of their places."""
    wanted = pa.array(sorted(names), pa.string())
    ledgers: dict[str, list[Entry]] = {}
    for path in current.parts("edits"):
        for batch in parquet.batches(path, EDIT):
            for row in batch.filter(
                pc.is_in(batch.column("article_id"), value_set=wanted)
            ).to_pylist():
                name = row.pop("article_id")
                ledgers.setdefault(name, []).append(Entry(**row, marks=()))
    return {
        name: sorted(ledger, key=lambda entry: (entry.start, entry.end))
        for name, ledger in ledgers.items()
    }


def _shown(spun: str, original: str) -> Mapping[tuple[str, str], str]:
    """Find the pairs that one copy shows, each with the first place where it does."""
    found: dict[tuple[str, str], str] = {}
    for pair in aligned_pairs(spun, original):
        found.setdefault((pair.original, pair.spun), pair.context)
    return found


def _ranked(
    seen: Mapping[tuple[str, str], Sequence[str]], had: set[tuple[str, str]]
) -> Iterator[Proposal]:
    """Yield what is new, what most copies show first."""
    for original, spun in sorted(
        seen.keys() - had, key=lambda key: (-len(seen[key]), key)
    ):
        contexts = seen[original, spun]
        yield Proposal(original, spun, len(contexts), tuple(contexts[:CONTEXTS]))


def keep(path: Path, text: str) -> None:
    """Write the proposals. Raises FileExistsError: what a person has accepted is never written over."""
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
