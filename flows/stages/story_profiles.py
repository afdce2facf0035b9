"""Make the profiles of articles, as stories are made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import tee
from typing import Any

from cleaners.paraphrase import language_model
from cleaners.stories import Frequencies, Source, StoryArticle, make_profiles

ENGLISH = "en"  # the language whose frequencies are known


def story_articles(rows: Iterable[Mapping[str, Any]]) -> Iterator[StoryArticle]:
    """Make the profiles of articles; `rows` may have their stories."""
    kept, read = tee(rows)
    profiles = make_profiles(map(_source, read))
    for row, profile in zip(kept, profiles, strict=True):
        yield StoryArticle(
            article_id=row["article_id"],
            profile=profile,
            at=row["published_at"] or row["fetched_at"],
            story_id=row.get("story_id"),
            is_published=row["published_at"] is not None,
        )


def _source(row: Mapping[str, Any]) -> Source:
    """Return what the profile of an article is made of."""
    frequencies = _english_frequencies() if row["language"] == ENGLISH else None
    return Source(row["text"], row["title"], frequencies)


@cache
def _english_frequencies() -> Frequencies:
    """Read how common the words of English are."""
    model = language_model.load()
    log_shares = {
        word: model.unigram_log_prob(number)
        for word, number in model.vocabulary.items()
    }
    return Frequencies.of(log_shares)
