"""Measure what is joined as copies: outlets' copies, forms, quotations, pages of several stories.

    python tests/bench/copies.py

Articles come from BENCH_DATA (default ../shared/bench); copies are made of them as outlets make
them (copy_sets.py), and forms are filled in (story_templates.py). Half of the families of forms,
aside, were looked at only when all thresholds were chosen.
"""

# ruff: noqa: S311 - the random choices of a benchmark must be repeatable
from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import copy_sets
from copy_sets import Made
from duplicates import class_tables, pair_scores, spinners
from scoreboard import Table, digest_of, publish, record_scores
from story_templates import templated_articles

from cleaners.duplicates import Cluster, Document, find_clusters
from flows.training.bench_data import BENCH_DATA

INTRO = """Copies are made of genuine articles as outlets make them: verbatim, edited, with a lead
and paragraphs of another article (local), with one paragraph of another (foreign), framed by
furniture, cut, as a teaser, spun. Each article has two copies of random kinds. Forms are news that
was filled into templates: every one of them is an article. The aside families were looked at
last."""
ARTICLES = 300
KINDS = (
    "verbatim",
    "edited",
    "local",
    "foreign",
    "framed",
    "cut",
    "spun",
    "spun-unlike",
)
SETS = {  # name: kinds of copies, and whether spun ones are known as such
    "all kinds": (KINDS, True),
    "all kinds, none known as spun": (KINDS, False),
    "edited": (("edited",), False),
    "local": (("local",), False),
    "cut": (("cut",), False),
    "teaser": (("teaser",), False),
    "spun": (("spun", "spun-unlike"), True),
}


def main() -> None:
    """Measure, and publish the tables."""
    classes = class_tables()["lexicon of the project"]
    pairs = {name: _outlets(name, classes) for name in SETS}
    lost = dict(_lost_forms(classes))
    lost |= dict(_lost_others(classes))
    whole = dict(_joined(classes))
    tables = list(_tables(pairs, lost, whole))
    publish("copies", "Copies as outlets make them", INTRO, tables)
    figures = {f"{name}: joined": share for name, (_, share) in whole.items()}
    for name, row in pairs.items():
        for figure, value in row.items():
            figures[f"{name}: {figure}"] = value
    for name, (count, articles) in lost.items():
        figures[f"{name}: not lost"] = 1 - count / articles
    digest = digest_of(
        BENCH_DATA / "html_extraction" / "gold.jsonl",
        BENCH_DATA / "html_news" / "gold.jsonl",
        BENCH_DATA / "duplicates" / "templates.jsonl",
    )
    record_scores("copies", digest, figures)


def _tables(
    pairs: Mapping[str, Mapping[str, float]],
    lost: Mapping[str, tuple[int, int]],
    whole: Mapping[str, tuple[int, float]],
) -> Iterator[Table]:
    columns = ("", "precision", "recall", "original kept")
    rows = [
        (name, row["precision"], row["recall"], row["original kept"])
        for name, row in pairs.items()
    ]
    yield Table(
        "Pairs, and clusters whose original (or its words) is kept", columns, rows
    )
    counts = [(name, articles, count) for name, (count, articles) in lost.items()]
    yield Table("Articles lost among", ("", "articles", "lost"), counts)
    joined = [(name, count, share) for name, (count, share) in whole.items()]
    yield Table(
        "Articles whose parts are all joined with them",
        ("", "articles", "share"),
        joined,
    )


def _outlets(name: str, classes: Mapping[str, str]) -> dict[str, float]:
    """Measure one set of copies."""
    kinds, flagged = SETS[name]
    made = list(copy_sets.outlets(kinds, 2, flagged=flagged, limit=ARTICLES))
    clusters = find_clusters([each.document for each in made], classes)
    originals = {each.document.article_id: each.article for each in made}
    kept = {"original kept": _originals_kept(made, clusters)}
    return pair_scores(clusters, originals) | kept


def _originals_kept(made: Sequence[Made], clusters: Iterable[Cluster]) -> float:
    """Return the share of clusters whose canonical has the text of the original."""
    by_id = {each.document.article_id: each for each in made}
    texts = {
        each.article: each.document.text for each in made if each.kind == "original"
    }
    canonicals = [by_id[each.canonical_id] for each in clusters if each.duplicates]
    right = sum(each.document.text == texts[each.article] for each in canonicals)
    return right / max(1, len(canonicals))


def _lost_forms(
    classes: Mapping[str, str],
) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield how many forms are taken for copies, genuine and spun, of how many."""
    for name, texts in _forms().items():
        yield f"forms, {name}", _lost(_documents(texts), classes)
        for kind, spin in spinners().items():
            spun = [spin(text, random.Random(text)) for text in texts]
            known = [Document(f"{at}", text, spun=True) for at, text in enumerate(spun)]
            yield f"forms, {name}, {kind}", _lost(known, classes)


def _forms() -> dict[str, list[str]]:
    """Return the texts of forms: those given, those of this project, and those aside."""
    path = BENCH_DATA / "duplicates" / "templates.jsonl"
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    own = templated_articles()
    return {
        "given": [row["text"] for row in rows],
        "development": [form.text for form in own if not form.aside],
        "aside": [form.text for form in own if form.aside],
    }


def _lost_others(
    classes: Mapping[str, str],
) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield how many other articles are taken for copies, of how many."""
    sets = {
        "a passage of .45 in common": copy_sets.quoting(),
        "a passage of .62 in common": copy_sets.quoting(share=0.62),
        "pages of two stories, and these": copy_sets.digests(stories=2),
        "pages of two stories, and these, of other outlets": copy_sets.digests(
            stories=2, outlets=True
        ),
        "pages of three stories, and these": copy_sets.digests(stories=3),
        "pages of five stories, and these": copy_sets.digests(),
        "pages of five stories, and one of these": copy_sets.digests(members=False),
    }
    for name, made in sets.items():
        yield name, _lost([each.document for each in made], classes)


def _joined(classes: Mapping[str, str]) -> Iterator[tuple[str, tuple[int, float]]]:
    """Yield how many articles have parts, and the share of which all parts are joined."""
    sets = {
        "two pages, and all on one": copy_sets.paged(2),
        "three pages, and all on one": copy_sets.paged(3),
        "two pages, and all on one, of one outlet": copy_sets.paged(2, outlets=True),
        "three pages, and all on one, of one outlet": copy_sets.paged(3, outlets=True),
        "first paragraphs on the same site": copy_sets.teased(),
    }
    for name, made in sets.items():
        rows = list(made)
        clusters = find_clusters([each.document for each in rows], classes)
        articles = {each.document.article_id: each.article for each in rows}
        originals = Counter(articles[cluster.canonical_id] for cluster in clusters)
        alone = sum(count == 1 for count in originals.values())
        yield name, (len(set(articles.values())), alone / len(set(articles.values())))


def _documents(texts: Iterable[str]) -> list[Document]:
    return [Document(f"{number}", text) for number, text in enumerate(texts)]


def _lost(documents: Sequence[Document], classes: Mapping[str, str]) -> tuple[int, int]:
    """Return how many of different articles are not kept, and how many there are."""
    clusters = find_clusters(documents, classes)
    return len(documents) - len(clusters), len(documents)


if __name__ == "__main__":
    main()
