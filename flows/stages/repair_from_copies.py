"""Repair the spun articles of a run once more, now that their copies and stories are known.

Other articles say what no single page says: a genuine copy has the words of the original, and
articles on the same event make some words likelier. An article that retells an earlier one by
machine is labelled, and its text stays. Articles of earlier snapshots are read, never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from cleaners.answers import Answers, Repair, wrong_at
from cleaners.paraphrase import OperatingPoint, ReferenceTexts, unspinner
from cleaners.reviewed import without_wrong
from flows.settings import Settings
from flows.snapshots import CleanedRun
from flows.stages import references
from flows.storage import parquet, revisions
from flows.storage.open_articles import OpenArticle
from flows.storage.revisions import REPAIRS, Revision
from flows.storage.shards import Shard
from flows.storage.tables import Decisions

References = Mapping[str, Mapping[str, Any]]
"""The row of the references table, by article id."""


def find_references(run: CleanedRun, decisions: Decisions) -> tuple[int, ...]:
    """Write the reference texts of each shard's articles; return the numbers of shards with any."""
    revisions.clear(run.folder)
    folder = revisions.folder_of(run.folder)
    return references.write_references(run, decisions, folder)


def repair(shard: Shard, settings: Settings, folder: Path) -> int:
    """Write the repairs of a shard's articles that have reference texts; count them.

    Runs in a worker process. `folder` holds the shards' output.
    """
    path = shard.output(revisions.folder_of(folder), references.TABLE)
    rows = parquet.read_rows(path, None)
    found = {row["article_id"]: row for row in rows}
    repairs = list(_of_open(shard, settings, folder, found))
    repairs += _of_rows(shard, folder, found)
    return revisions.write(shard, folder, REPAIRS, repairs)


def _of_open(
    shard: Shard, settings: Settings, folder: Path, found: References
) -> Iterator[Revision]:
    """Yield the revisions of open articles: spun ones are repaired, others may be retellings."""
    for article in revisions.open_articles_of(shard, folder, found):
        row = found[article.article_id]
        if article.spun_draft:
            revision = _repaired(article, row, settings)
        else:
            revision = _labelled(article.article_id, article.draft.text, row["copies"])
        if revision:
            yield revision


def _of_rows(shard: Shard, folder: Path, found: References) -> Iterator[Revision]:
    """Yield the labels of articles whose rows are already written: none of them is spun so far."""
    path = shard.output(folder, "articles")
    for row in parquet.read_rows(path, ("article_id", "text"), found):
        article_id = row["article_id"]
        revision = _labelled(article_id, row["text"], found[article_id]["copies"])
        if revision:
            yield revision


def _repaired(
    article: OpenArticle, row: Mapping[str, Any], settings: Settings
) -> Revision | None:
    """Repair a spun article with its reference texts; None where its text stays the same."""
    assert article.spun_draft, "only spun articles are repaired"
    text = article.spun_draft.text
    texts = _reference_texts(row)
    point = OperatingPoint(settings.operating_point)
    unspin = unspinner(settings.own.lexicon)
    repair = unspin.repair(text, point, texts)
    wrong = _wrong_in(article, settings.own.answers)
    edits = without_wrong(text, repair.edits, wrong)
    repaired = article.repaired(edits)
    if repaired.draft.text == article.draft.text:
        return None
    return Revision(article.article_id, edits)


def _wrong_in(article: OpenArticle, answers: Answers) -> frozenset[Repair]:
    """Return the repairs that a review found wrong in an article."""
    url = article.row["url"] or ""
    site = article.row["site"] or ""
    return wrong_at(answers, str(url), str(site))


def _reference_texts(row: Mapping[str, Any]) -> ReferenceTexts:
    copies = tuple(row["copies"])
    siblings = tuple(row["siblings"])
    return ReferenceTexts(copies, siblings)


def _labelled(article_id: str, text: str, copies: Iterable[str]) -> Revision | None:
    """Label a text that retells or spins one of these; None where it does not."""
    for copy in copies:
        if dialect := unspinner().dialect_beside(text, copy):
            return Revision(article_id, spun_dialect=dialect)
    return None
