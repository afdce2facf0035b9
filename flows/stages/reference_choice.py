"""Choose the articles that can help to repair a run's spun ones, by ids and profiles alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cleaners.duplicates import Originals, WordClasses
from cleaners.stories import StoryTable, cosine
from flows.snapshots import CleanedRun
from flows.stages import deduplicate
from flows.stages import stories as story_stage
from flows.stages.story_profiles import names_of
from flows.storage.tables import Decisions

ENGLISH = "en"  # no other language is read for spun words
SIBLINGS = 8  # articles that lend their words to one; a guard, not tuned
COMPARED = (
    200  # articles of a story compared with one, the last to join; a guard, not tuned
)
LIKE = 0.5  # cosine of two articles from which one may retell the other; 98 % of spun ones have .49
ROW_COLUMNS = (
    "article_id",
    "language",
    "spun",
    "spun_score",
    "spun_dialect",
    "published_at",
)


@dataclass(frozen=True, slots=True)
class ReferenceIds:
    """Articles that can help to repair one, by id, the best first."""

    copies: tuple[str, ...] = ()
    siblings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.copies or self.siblings)

    def only_living(self, originals: Originals) -> ReferenceIds:
        """Leave out articles that are no longer there."""
        copies = filter(originals.has_article, self.copies)
        siblings = filter(originals.has_article, self.siblings)
        return ReferenceIds(tuple(copies), tuple(siblings))


def choose_references(
    articles: CleanedRun, decisions: Decisions, rows: Iterable[Mapping[str, Any]]
) -> dict[str, ReferenceIds]:
    """Choose for each new article of these rows, by id; those without any are left out."""
    spun, suspects = _split_english(rows)
    stories = _Stories.read(articles, decisions)
    near = ((name, _of_suspect(name, stories)) for name in suspects)
    chosen = {name: references for name, references in near if references}
    if not spun and not chosen:
        return {}  # without reading the index
    originals = _read_originals(articles, decisions)
    for name in spun:
        chosen[name] = _of_spun(name, stories, originals)
    found = {}
    for name, references in chosen.items():
        living = references.only_living(originals)
        if living:
            found[name] = living
    return found


def _split_english(rows: Iterable[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """List the English articles that are spun, and the dated ones that are not known to be."""
    spun = []
    suspects = []
    for row in rows:
        if row["language"] != ENGLISH:
            continue
        if row["spun"]:
            spun.append(row["article_id"])
        elif row["published_at"]:
            suspects.append(row["article_id"])
    return spun, suspects


@dataclass(frozen=True, slots=True)
class _Stories:
    """The stories of which an article was decided for, and the articles in them, by row."""

    decisions: Decisions
    table: StoryTable
    members: Mapping[str, Sequence[int]]  # by story
    rows: Mapping[str, int]  # by article

    @classmethod
    def read(cls, articles: CleanedRun, decisions: Decisions) -> _Stories:
        """Map the index that was just written."""
        wanted = {decision.story_id for decision in decisions.by_article.values()}
        table = story_stage.written(articles.folder)
        members = defaultdict(list)
        rows = {}
        named = zip(names_of(table), table.stories.tolist(), strict=True)
        for row, (name, story) in enumerate(named):
            story_id = story.decode()
            if story_id in wanted:
                members[story_id].append(row)
                rows[name] = row
        return cls(decisions, table, members, rows)

    def nearest(self, article_id: str, least: float = 0.0) -> list[str]:
        """List the others of an article's story, nearest first, with cosines from `least` on."""
        decision = self.decisions.by_article[article_id]
        own = self.rows.get(decision.canonical_id or article_id)
        if own is None:
            return []
        members = self.members[str(decision.story_id)]
        others = [other for other in members if other != own]
        profile = self.table.profiles.profile(own)
        near = []
        for other in others[-COMPARED:]:
            other_profile = self.table.profiles.profile(other)
            similarity = cosine(profile, other_profile)
            if similarity >= least:
                name = self.table.ids[other].decode()
                near.append((-similarity, name))
        near.sort()
        return [name for _, name in near]


def _read_originals(articles: CleanedRun, decisions: Decisions) -> Originals:
    classes = WordClasses.of(deduplicate.spun_classes())
    index = deduplicate.read_written(
        articles.folder, articles.current, decisions.index, classes
    )
    return Originals.of(index)


def _of_suspect(article_id: str, stories: _Stories) -> ReferenceIds:
    """Choose the one article that may be the original of one not known to be spun."""
    nearest = stories.nearest(article_id, LIKE)
    return ReferenceIds(copies=tuple(nearest[:1]))


def _of_spun(article_id: str, stories: _Stories, originals: Originals) -> ReferenceIds:
    """Choose for a spun article: originals, canonical, siblings; none if its words are genuine."""
    if originals.has_same_words(article_id):
        return ReferenceIds()
    copies = list(originals.of_article(article_id))
    decision = stories.decisions.by_article[article_id]
    canonical_id = decision.canonical_id
    if canonical_id and canonical_id not in copies:
        copies.append(canonical_id)
    nearest = stories.nearest(article_id)
    siblings = [name for name in nearest if name not in copies]
    return ReferenceIds(
        copies=tuple(copies),
        siblings=tuple(siblings[:SIBLINGS]),
    )
