"""Measure stories: which articles are grouped, which rightly, and the CPU time.

Reports of one event come from corpora of BENCH_DATA (default ../shared/bench), by the labels in
story_events.toml. Dates are made for them: an event is on a day of half a year, and its reports are
within three days. News by templates are from BENCH_DATA and from story_templates.toml: no two of
them are one story. Web pages and news pages are on different events each. A half of events, pages
and templates was used to choose thresholds; the other half, aside, shows what they are worth.
"""

# ruff: noqa: S311 - the random dates of a benchmark must be repeatable
from __future__ import annotations

import gzip
import json
import random
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import generated_news
from scoreboard import Table, digest_of, publish, record_scores
from story_templates import TEMPLATES, templated_articles

from cleaners.language import detect
from cleaners.stories import StoryArticle, cluster_stories
from flows.stages.story_profiles import story_articles
from flows.training.bench_data import BENCH_DATA

HALVES = ("development", "aside")
LABELS = Path(__file__).with_name("story_events.toml")
NEWS = BENCH_DATA / "paraphrase" / "genuine"
CORPORA = ("fnc1", "bbc2225")  # reports of many outlets, reports of one on its subjects
PAGES = ("html_news", "html_extraction")
SPAN = 180  # days on which the events are
LAG = 72  # hours after its event within which a report appears
GENERATED = 20_000  # documents, of which four fifths are no copies
INTRO = """Pairs of reports that were put into one story, by hand-made labels: `outlets` are reports
by many outlets on odd events, `one outlet` political and economic news, among which are many on the
same people. Undated is the same set without its (made) dates. No two texts by one template are a
story, and no two of the pages. Thresholds were chosen on the half `development`."""


@dataclass(frozen=True, slots=True)
class Report:
    """A text, and the event that it is on."""

    name: str
    event: str
    text: str
    title: str | None = None
    language: str = "en"
    at: datetime | None = None


def main() -> None:
    """Measure, and publish the tables."""
    if not NEWS.exists():
        sys.exit(f"no benchmark data at {BENCH_DATA}: set BENCH_DATA to its folder")
    pairs = {half: dict(measure_events(half)) for half in HALVES}
    distinct = {half: dict(measure_distinct(half)) for half in HALVES}
    speed = measure_speed()
    publish("stories", "Stories", INTRO, list(tables(pairs, distinct, speed)))
    figures = {}
    for half, rows in pairs.items():
        for name, (precision, recall, _) in rows.items():
            figures[f"{half}, {name}: precision"] = precision
            figures[f"{half}, {name}: recall"] = recall
    for half, sets in distinct.items():
        for name, (stories, texts) in sets.items():
            figures[f"{half}, {name}: kept apart"] = stories / texts
    record_scores("stories", digest_of(*data_files()), figures)


def data_files() -> Iterator[Path]:
    """Yield what the figures depend on."""
    yield from (NEWS / f"{corpus}.txt.gz" for corpus in CORPORA)
    yield from (BENCH_DATA / name / "gold.jsonl" for name in PAGES)
    yield BENCH_DATA / "duplicates" / "templates.jsonl"
    yield from (LABELS, TEMPLATES)


def tables(
    pairs: Mapping[str, Mapping[str, tuple[float, float, float]]],
    distinct: Mapping[str, Mapping[str, tuple[int, int]]],
    speed: tuple[float, float],
) -> Iterator[Table]:
    """Yield the tables of the section."""
    rows = [
        (f"{half}: {name}", *scores)
        for half, sets in pairs.items()
        for name, scores in sets.items()
    ]
    yield Table("Pairs in one story", ("", "precision", "recall", "F1"), rows)
    counts = [
        (f"{half}: {name}", stories, texts)
        for half, sets in distinct.items()
        for name, (stories, texts) in sets.items()
    ]
    yield Table("Texts that are no story", ("", "stories", "texts"), counts)
    profiles, stories = (f"{seconds * 1000:.2f}" for seconds in speed)
    yield Table(
        f"Milliseconds of CPU a document, {GENERATED:,} generated documents",
        ("", "profile", "stories"),
        [("without copies", profiles, stories)],
    )


def measure_events(half: str) -> Iterator[tuple[str, tuple[float, float, float]]]:
    """Yield precision, recall and F1 of pairs in sets of labelled events."""
    many, one = (list(labelled(half, corpus)) for corpus in CORPORA)
    sets = {"outlets": many, "one outlet": one, "both": [*many, *one]}
    for name, reports in sets.items():
        yield f"{name}, dated", score(reports, stories_of(reports))
        yield f"{name}, undated", score(reports, stories_of(reports, dated=False))


def measure_distinct(half: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield how many stories texts are that should all be one of their own."""
    sets = {
        "templates": list(templates(half)),
        "pages": list(pages(half)),
    }
    if half == HALVES[0]:
        sets["templates of the shared benchmark"] = list(shared_templates())
    for name, reports in sets.items():
        stories = stories_of(reports, dated=False)
        texts = {report.event for report in reports}
        yield name, (len(set(stories.values())), len(texts))


def measure_speed() -> tuple[float, float]:
    """Return the CPU seconds a document of making profiles, and of grouping them."""
    reports = [
        Report(document.article_id, document.article_id, document.text)
        for number, document in enumerate(generated_news.documents(0, GENERATED))
        if not generated_news.kind_of(number)
    ]
    list(articles_of(reports[:1], dated=False))
    start = time.process_time()
    articles = list(articles_of(reports, dated=False))
    made = time.process_time()
    cluster_stories(articles)
    end = time.process_time()
    return (made - start) / len(reports), (end - made) / len(reports)


def labelled(half: str, corpus: str) -> Iterator[Report]:
    """Yield the labelled reports of a corpus, with dates made for them."""
    with gzip.open(NEWS / f"{corpus}.txt.gz", "rt", encoding="utf-8") as file:
        texts = file.read().split("\n")
    labels = tomllib.loads(LABELS.read_text(encoding="utf-8"))[half][corpus]
    events = [*labels["events"], *([number] for number in labels["single"])]
    for numbers in events:
        event = f"{corpus}/{numbers[0]}"
        chance = random.Random(event)
        day = datetime(2014, 9, 1, tzinfo=UTC) + timedelta(chance.randrange(SPAN))
        for number in numbers:
            at = day + timedelta(hours=chance.randrange(LAG))
            yield Report(f"{corpus}/{number}", event, texts[number], at=at)


def templates(half: str) -> Iterator[Report]:
    """Yield the news by the project's templates."""
    for article in templated_articles():
        if article.aside == (half == "aside"):
            name = f"{article.family}/{article.number}"
            yield Report(name, name, article.text, article.title, article.language)


def shared_templates() -> Iterator[Report]:
    """Yield the news by templates of the benchmark data."""
    for row in read_lines(BENCH_DATA / "duplicates" / "templates.jsonl"):
        yield Report(row["id"], row["article"], row["text"], row["title"])


def pages(half: str) -> Iterator[Report]:
    """Yield every second text of the pages."""
    rows = [
        row for name in PAGES for row in read_lines(BENCH_DATA / name / "gold.jsonl")
    ]
    for row in rows[HALVES.index(half) :: len(HALVES)]:
        language = detect(row["text"]).code or ""
        yield Report(row["id"], row["id"], row["text"], row["title"], language)


def read_lines(path: Path) -> list[dict[str, str]]:
    """Read a file with a row of JSON on each line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def stories_of(reports: Sequence[Report], *, dated: bool = True) -> dict[str, str]:
    """Group reports, and return the story of each."""
    return cluster_stories(articles_of(reports, dated=dated))


def articles_of(reports: Iterable[Report], *, dated: bool) -> Iterator[StoryArticle]:
    """Yield reports as a run makes stories of them."""
    rows = [
        {
            "article_id": report.name,
            "title": report.title,
            "text": report.text,
            "language": report.language,
            "published_at": report.at if dated else None,
            "fetched_at": None,
        }
        for report in reports
    ]
    return story_articles(rows)


def score(
    reports: Iterable[Report], stories: Mapping[str, str]
) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the pairs that are in one story."""
    by_story: dict[str, Counter[str]] = defaultdict(Counter)
    by_event: Counter[str] = Counter()
    for report in reports:
        by_story[stories[report.name]][report.event] += 1
        by_event[report.event] += 1
    found = sum(pairs_of(sum(events.values())) for events in by_story.values())
    right = sum(pairs_of(n) for events in by_story.values() for n in events.values())
    expected = sum(map(pairs_of, by_event.values()))
    return right / found, right / expected, 2 * right / (found + expected)


def pairs_of(count: int) -> int:
    """Return how many pairs so many reports make."""
    return count * (count - 1) // 2


if __name__ == "__main__":
    main()
