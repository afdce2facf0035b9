"""Find the genuine texts that say something of a run's spun articles, and lay them beside each shard.

A genuine copy says what the words of a spun article were, independent articles on its event which words are
likely. Either may be new or stand in the snapshot built upon. An article that is not known to be spun may
retell another one: for this it is held against the one article of its story that is most like it. Which of the
two retells the other their words do not say: it is the one that was published later and reads likelier as spun.
Only names of articles and short profiles are read to choose; then just the chosen texts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from cleaners.duplicates import Classes, Originals
from cleaners.stories import StoryArticle, likeness
from flows.snapshots import Current
from flows.stages import article_rows, deduplicate
from flows.stages import stories as story_stage
from flows.stages.clean_shard import Shard
from flows.storage import parquet
from flows.storage.tables import Decisions

TABLE = "evidence"
ENGLISH = "en"  # no other language is read for spun words
GENUINE = 0.0  # spun_score from which a text that is not marked as spun may yet be: no genuine one came above -.1
LIKELIER = 0.1  # spun_score of a retelling above that of its original
SIBLINGS = 8  # articles that lend their words to one
COMPARED = 200  # articles of a story, the last told, that one is compared with
LIKE = 0.6  # cosine of two articles from which one may retell the other; retold ones had .73
READ = ("article_id", "language", "spun", "spun_score", "spun_dialect", "published_at")
SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string()),
        pa.field("copies", pa.list_(pa.string())),
        pa.field("siblings", pa.list_(pa.string())),
    ]
)


@dataclass(frozen=True, slots=True)
class Named:
    """Articles that may say something of one, by id, the most telling first."""

    copies: tuple[str, ...] = ()
    siblings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceText:
    """A genuine article that was chosen."""

    text: str
    published_at: datetime | None
    spun_score: float

    def is_retold_by(self, row: Mapping[str, Any]) -> bool:
        """Whether it can be the original of an article of which this is the row."""
        if self.published_at is None or self.published_at >= row["published_at"]:
            return False
        return (
            row["spun_score"] is not None
            and row["spun_score"] >= self.spun_score + LIKELIER
        )


def gather(
    current: Current | None,
    plan: Sequence[Shard],
    folder: Path,
    decisions: Decisions,
    target: Path,
) -> tuple[int, ...]:
    """Write a table of evidence into `target` for each shard with an article that has any; give the shards' numbers."""
    new = list(article_rows.of_shards(plan, folder, "articles", READ))
    chosen = _Choice.among(current, folder, decisions).all(new)
    if not chosen:
        return ()
    witnesses = _witnesses(
        current,
        plan,
        folder,
        {name for each in chosen.values() for name in _names(each)},
    )
    suspects = {row["article_id"]: row for row in new if not row["spun"]}
    found = []
    for shard in plan:
        ids = (
            row["article_id"]
            for row in article_rows.rows(
                shard.output(folder, "articles"), ("article_id",), chosen
            )
        )
        rows = [
            row
            for name in ids
            if (row := _row(name, chosen[name], witnesses, suspects.get(name)))
        ]
        if rows:
            parquet.write(
                shard.output(target, TABLE), pa.Table.from_pylist(rows, schema=SCHEMA)
            )
            found.append(shard.number)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Choice:
    """What is known of copies and stories, to choose by. No copies are among those `told`."""

    current: Current | None
    folder: Path
    decisions: Decisions
    stories: Mapping[str, Sequence[StoryArticle]]
    told: Mapping[str, StoryArticle]

    @classmethod
    def among(
        cls, current: Current | None, folder: Path, decisions: Decisions
    ) -> _Choice:
        """Read the stories of which an article was decided for."""
        wanted = {decision.story_id for decision in decisions.by_article.values()}
        told = [
            each for each in story_stage.read_written(folder) if each.story_id in wanted
        ]
        stories: dict[str, list[StoryArticle]] = defaultdict(list)
        for each in told:
            stories[str(each.story_id)].append(each)
        return cls(
            current,
            folder,
            decisions,
            stories,
            {each.article_id: each for each in told},
        )

    def all(self, new: Iterable[Mapping[str, Any]]) -> dict[str, Named]:
        """Name what may speak for each new article, where there is any."""
        english = [row for row in new if row["language"] == ENGLISH]
        spun = [row["article_id"] for row in english if row["spun"]]
        suspects = [
            row["article_id"]
            for row in english
            if not row["spun"] and row["published_at"]
        ]
        named = {
            name: Named(copies=tuple(self._near(name, LIKE)[:1])) for name in suspects
        }
        if spun or any(each.copies for each in named.values()):
            originals = self._originals()
            named |= {name: self._of_spun(name, originals) for name in spun}
            named = {name: _living(each, originals) for name, each in named.items()}
        return {
            name: each for name, each in named.items() if each.copies or each.siblings
        }

    def _originals(self) -> Originals:
        classes = Classes.of(deduplicate.spun_classes())
        return Originals.of(
            deduplicate.read_written(
                self.folder, self.current, self.decisions.index, classes
            )
        )

    def _of_spun(self, name: str, originals: Originals) -> Named:
        if originals.has_same_words(name):
            return Named()
        kept = self.decisions.by_article[name].canonical_id
        copies = [
            each for each in dict.fromkeys((*originals.of_article(name), kept)) if each
        ]
        return Named(
            tuple(copies),
            tuple(each for each in self._near(name) if each not in copies)[:SIBLINGS],
        )

    def _near(self, name: str, least: float = 0.0) -> list[str]:
        """Name the other articles of an article's story, the one most like it first."""
        decision = self.decisions.by_article[name]
        own = self.told.get(decision.canonical_id or name)
        if own is None:
            return []
        others = [
            told
            for told in self.stories[str(decision.story_id)]
            if told.article_id != own.article_id
        ]
        near = sorted(
            (-likeness(own.profile, told.profile), told.article_id)
            for told in others[-COMPARED:]
        )
        return [other for unlike, other in near if -unlike >= least]


def _living(named: Named, originals: Originals) -> Named:
    """Leave out articles that are no longer there."""
    return Named(
        *(
            tuple(filter(originals.knows, names))
            for names in (named.copies, named.siblings)
        )
    )


def _names(named: Named) -> Iterator[str]:
    yield from named.copies
    yield from named.siblings


def _witnesses(
    current: Current | None, plan: Sequence[Shard], folder: Path, names: Iterable[str]
) -> dict[str, ReferenceText]:
    """Read those of some articles that are genuine beyond doubt."""
    rows = article_rows.read(current, plan, folder, (*READ, "text"), names)
    return {
        row["article_id"]: ReferenceText(
            row["text"], row["published_at"], row["spun_score"]
        )
        for row in rows
        if _is_genuine(row)
    }


def _is_genuine(row: Mapping[str, Any]) -> bool:
    score = row["spun_score"]
    return (
        row["language"] == ENGLISH
        and not row["spun"]
        and score is not None
        and score < GENUINE
    )


def _row(
    name: str,
    named: Named,
    witnesses: Mapping[str, ReferenceText],
    suspect: Mapping[str, Any] | None,
) -> dict[str, object] | None:
    """Put texts in the place of names; None where no article is genuine or, for a suspect, can be its original."""
    copies, siblings = (
        [witnesses[each] for each in names if each in witnesses]
        for names in (named.copies, named.siblings)
    )
    if suspect:
        copies = [each for each in copies if each.is_retold_by(suspect)]
    if not copies and not siblings:
        return None
    return {
        "article_id": name,
        "copies": [each.text for each in copies],
        "siblings": [each.text for each in siblings],
    }
