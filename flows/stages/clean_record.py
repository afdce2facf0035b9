"""Clean one record as the settings say."""

from __future__ import annotations

from contextlib import nullcontext

from cleaners import pipeline
from cleaners.article import Article, Record, Rejection
from cleaners.paraphrase import OperatingPoint
from cleaners.pipeline import StageTimer
from flows.settings import Settings


def clean(
    record: Record, settings: Settings, timer: StageTimer = lambda _: nullcontext()
) -> Article | Rejection:
    """Clean a record; `timer` is that of the pipeline."""
    own = settings.own
    return pipeline.clean(
        record,
        OperatingPoint(settings.operating_point),
        timer,
        own.lexicon,
        own_rules=own.rules,
        answers=own.answers,
        only_stage=settings.only_stage,
        keep_listings=settings.keep_listings,
        keep_walls=settings.keep_walls,
    )
