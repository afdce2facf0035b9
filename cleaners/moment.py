"""A date as it is written: when it was, and how exactly that is stated."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum

MIDNIGHT = time()


class Precision(StrEnum):
    """How exact a date is. An hour without its minute counts as a day."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"


class Moment(datetime):
    """A datetime with the offset that is written, and its precision.

    A day is its midnight, and a month the midnight of its first day, in UTC where no zone is
    written.
    """

    precision: Precision

    @classmethod
    def of(cls, moment: datetime, precision: Precision) -> Moment:
        """Return a datetime with its precision; at midnight, which fills empty times, a day's."""
        made = cls.combine(moment.date(), moment.timetz())
        is_day = precision is not Precision.MONTH and moment.time() == MIDNIGHT
        made.precision = Precision.DAY if is_day else precision
        return made

    def __reduce_ex__(self, _protocol: object) -> tuple[object, ...]:
        """Keep the precision where the moment is pickled or copied."""
        plain = datetime.combine(self.date(), self.timetz())
        return Moment.of, (plain, self.precision)


def precision_of(moment: datetime | None) -> str | None:
    """Return how exact a date is; a plain datetime is one to the second, or a day at midnight."""
    if moment is None:
        return None
    if isinstance(moment, Moment):
        return moment.precision.value
    is_day = moment.time() == MIDNIGHT
    return Precision.DAY.value if is_day else Precision.SECOND.value


def day_of(moment: datetime | None) -> date | None:
    """Return the local day; None where only the month is stated."""
    if moment is None or precision_of(moment) == Precision.MONTH:
        return None
    return moment.date()
