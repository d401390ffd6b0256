"""From which day on something is kept that a house keeps for so many months."""

from calendar import monthrange
from datetime import date, datetime

from housekeeper.core.hotel import Hotel


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier, or the last one that this month has.

    >>> months_before(date(2026, 3, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def earlier_today(hotel: Hotel, now: datetime, real_now: datetime) -> date:
    """The hotel's day by its own clock or by real time (aware), whichever is earlier.

    So nothing goes early because somebody practises on a training clock.
    """
    return min(hotel.day(now), hotel.day(real_now))
