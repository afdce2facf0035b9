"""Read the stories of the HTML benchmarks: headlines and paragraphs that lists can be made of."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaners.language import detect
from flows.training.labelled_line import site_of, squeeze

SETS = ("html_extraction", "html_news")
# Characters; a guard against titles that are no headlines.
SHORTEST_HEADLINE, LONGEST_HEADLINE = 15, 140
PARAGRAPH = 60  # characters of a line that a teaser can be cut from


@dataclass(frozen=True, slots=True)
class Story:
    """An article of a site: its headline and its first paragraph."""

    site: str
    language: str
    headline: str
    lead: str


def read_stories(bench: Path) -> dict[str, list[Story]]:
    """Read the stories with a usable headline and lead, by language."""
    by_language: dict[str, list[Story]] = defaultdict(list)
    for name in SETS:
        for story in _stories_of(bench / name / "gold.jsonl"):
            by_language[story.language].append(story)
    return by_language


def _stories_of(gold: Path) -> Iterator[Story]:
    for row in gold.read_text(encoding="utf-8").splitlines():
        story = _story(json.loads(row))
        if story:
            yield story


def _story(row: Mapping[str, Any]) -> Story | None:
    """Return the story of a row, or nothing if it lacks a headline or paragraphs."""
    headline = squeeze(row["title"] or "")
    leads = [line for line in row["text"].split("\n") if len(line) > PARAGRAPH]
    if not leads or not SHORTEST_HEADLINE <= len(headline) <= LONGEST_HEADLINE:
        return None
    language = detect(row["text"])
    return Story(site_of(row["url"]), language.code, headline, squeeze(leads[0]))
