"""Put a moment that is given in UTC into a zone in which it is on the day that readers saw.

Software declares moments in UTC, and shows or writes into addresses the day at the place of
publication.
"""

from __future__ import annotations

from datetime import date, timedelta, timezone

from cleaners.moment import MIDNIGHT, Moment, Precision

# The zones of the world go from -12 to +14 hours.
LAST_OFFSET = timedelta(hours=14)
FIRST_OFFSET = timedelta(hours=-12)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)  # all offsets are multiples of it
# Hawaii: a time that is twelve hours earlier lacks its half of the day.
WESTERNMOST = timedelta(hours=-10)


def move_to_day(moment: Moment, day: date) -> Moment:
    """Put a moment that is given in UTC into a zone in which it is on the day before or after.

    The URL of an article has the day at the place of its publication. Of the offsets of whole hours
    with which the moment is on that day, the least is taken; without any, or where the moment has
    an offset of its own or no time, it stays as it is.
    """
    return _move_by(moment, _offset_to_day(moment, day))


def _offset_to_day(moment: Moment, day: date) -> timedelta:
    """Return the least offset of whole hours that puts a moment in UTC on the day next to its own.

    For any other day there is none, and the offset is zero.
    """
    days = day - moment.date()
    if days == DAY:
        return DAY - moment.hour * HOUR
    if days == -DAY:
        return -HOUR - moment.hour * HOUR
    return timedelta(0)


def move_to_shown(moment: Moment, shown: Moment) -> Moment:
    """Put a moment that is given in UTC into the zone in which readers see the same minute.

    Another minute is that of a change, and a day alone may be.
    """
    if shown.precision is not Precision.MINUTE:
        return moment
    return _move_by(moment, _offset_between(moment, shown))


def move_to_text(stamp: Moment, written: Moment) -> Moment:
    """Put a machine's date in UTC into the zone of the text of its element."""
    if written.precision is Precision.DAY:
        return move_to_day(stamp, written.date())
    return move_to_shown(stamp, written)


def _offset_between(moment: Moment, shown: Moment) -> timedelta:
    """Return the offset of the zone in which a moment in UTC is shown, zero if in none."""
    stated = shown.utcoffset()
    offset = shown.replace(tzinfo=moment.tzinfo) - moment.replace(second=0)
    is_zone = offset % QUARTER == timedelta(0) and offset >= WESTERNMOST
    is_same = not stated or stated == offset
    return offset if is_zone and is_same else timedelta(0)


def _move_by(moment: Moment, offset: timedelta) -> Moment:
    """Put a moment into another zone, unless it has an offset of its own or no time."""
    if moment.utcoffset() or moment.time() == MIDNIGHT:
        return moment
    if not offset or not FIRST_OFFSET <= offset <= LAST_OFFSET:
        return moment
    return Moment.of(moment.astimezone(timezone(offset)), moment.precision)
