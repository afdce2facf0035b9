"""Read dates in the fields of records, those of a site beside those in UTC."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta, timezone

from cleaners.article import Metadata
from cleaners.date_order import day_leads_in
from cleaners.date_values import read_change, read_value
from cleaners.moment import Moment
from flows.intake.record_fields import Fields, hits_of
from flows.intake.teasers import TAG

# WordPress states a time twice, "date" at the place of the site and "date_gmt" in UTC.
IN_UTC = "_gmt"
MAX_OFFSET = timedelta(hours=14)  # of a zone of the world
# A text is published before it is fetched. An embargo or a wrong clock explain some days.
LATEST = timedelta(days=366)
# Of the language of a text, by which a date is read: half a text may be a quotation. Not tuned.
SURE = 0.9

ReadDate = Callable[..., Moment | None]


def date_in(
    objects: Sequence[Fields],
    names: Sequence[str],
    *,
    day_first: bool | None,
    read: ReadDate = read_value,
) -> Moment | None:
    """Return the first of the named fields that holds a date; `day_first` is that of figures."""
    for hit in hits_of(objects, names):
        moment = read(hit.value, day_first=day_first)
        if moment:
            twin = hit.fields.get(f"{hit.name}{IN_UTC}")
            return _in_zone(moment, read(twin))
    return None


def change_in(
    objects: Sequence[Fields], names: Sequence[str], *, day_first: bool | None
) -> Moment | None:
    """Return the first of the named fields that holds the date of a change."""
    return date_in(objects, names, day_first=day_first, read=read_change)


def day_leads_in_text(found: tuple[str, bool] | None) -> bool | None:
    """Return whether 03/04/2025 is the third of April in the language of a text, but no page."""
    if found is None or found[1]:
        return None
    # Its models take long to load, and few records need them.
    from cleaners import language  # noqa: PLC0415

    detected = language.detect(TAG.sub(" ", found[0]))
    return day_leads_in(detected.code) if detected.confidence >= SURE else None


def without_impossible(known: Metadata) -> Metadata:
    """Leave out a date of publication that is long after the text was fetched."""
    published, fetched = known.published_at, known.fetched_at
    if published and fetched and published - fetched > LATEST:
        return replace(known, published_at=None)
    return known


def _in_zone(local: Moment, in_utc: Moment | None) -> Moment:
    """Return a local time with the offset that the same time in UTC shows."""
    if in_utc is None or local.utcoffset():
        return local
    offset = local - in_utc
    if abs(offset) > MAX_OFFSET:
        return local
    moment = in_utc.astimezone(timezone(offset))
    return Moment.of(moment, local.precision)
