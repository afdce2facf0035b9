"""Remove lines in doubt that other pages show to be boilerplate.

Articles of earlier snapshots are neither read nor changed: the index knows their lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cleaners.article import OpenDoubt
from cleaners.boilerplate import COLUMNS, site_boilerplate_edits
from cleaners.duplicates import LineIndex, TemplateLines, WordClasses
from flows.snapshots import CleanedRun
from flows.stages import deduplicate, site_templates
from flows.stages.line_lookup import LineKey, LineLookup, Occurrences
from flows.stages.site_templates import OpenLines
from flows.storage import revisions
from flows.storage.open_articles import OpenArticle
from flows.storage.revisions import REMOVALS, Revision
from flows.storage.shards import Shard
from flows.storage.tables import Decisions


def remove(run: CleanedRun, decisions: Decisions) -> tuple[Decisions, int]:
    """Write the removals of lines in the run's open articles, and the index of templates.

    Returns the decisions with the file of that index, and the number of articles.
    """
    classes = WordClasses.of(deduplicate.spun_classes())
    articles = list(site_templates.open_lines(run, classes))
    templates = _learn(run, articles, classes)
    decisions = site_templates.write(run, decisions, templates, classes)
    doubts = _doubts_of(articles)
    if not doubts:
        return decisions, 0
    lookup = _lookup(run, decisions, templates, classes)
    occurrences = lookup.occurrences(doubts)
    return decisions, _write_removals(run, occurrences)


def _learn(
    run: CleanedRun, articles: Sequence[OpenLines], classes: WordClasses
) -> TemplateLines:
    """Return the templates of earlier runs with the lines of this one."""
    learned = site_templates.table_of(articles)
    earlier = site_templates.earlier(run, classes)
    return earlier.merged(learned)


def _doubts_of(articles: Iterable[OpenLines]) -> dict[str, tuple[LineKey, ...]]:
    """Return the lines in doubt by the id of their article."""
    return {
        article.article_id: article.doubts for article in articles if article.doubts
    }


def _lookup(
    run: CleanedRun,
    decisions: Decisions,
    templates: TemplateLines,
    classes: WordClasses,
) -> LineLookup:
    """Return a look-up of lines in the index that was just written, and among templates."""
    files = decisions.index
    index = deduplicate.read_written(run.folder, run.current, files, classes)
    lines = LineIndex.of(index)
    return LineLookup.of(run, decisions, lines, templates)


def _write_removals(run: CleanedRun, occurrences: Occurrences) -> int:
    """Write the removals of all shards; count the articles."""
    removed = 0
    for shard in run.shards:
        found = list(_removals(shard, run, occurrences))
        removed += revisions.write(shard, run.folder, REMOVALS, found)
    return removed


def _removals(
    shard: Shard, run: CleanedRun, occurrences: Occurrences
) -> Iterator[Revision]:
    """Yield the removals for the articles of a shard that have any."""
    for article in revisions.revised_articles(shard, run.folder, occurrences):
        own = occurrences[article.article_id]
        occurrences_of = {
            doubt: found
            for doubt, found in zip(article.doubts, own, strict=True)
            if loses_no_value(article, doubt)
        }
        edits = site_boilerplate_edits(article.draft.text, occurrences_of)
        if edits:
            yield Revision(article.article_id, edits)


def loses_no_value(article: OpenArticle, doubt: OpenDoubt) -> bool:
    """Whether an article has the value that a line may state, or takes it from the line."""
    column = COLUMNS.get(doubt.kind)
    if column is None or article.row[column]:
        return True
    return column in article.values_of([doubt])
