"""Spans of time as they are typed, in the hotel's own time."""

from datetime import UTC, date, datetime, time, timedelta

from housekeeper.commands.argument_values import quoted
from housekeeper.core.errors import InvalidInput
from housekeeper.core.hotel import Hotel
from housekeeper.files.check_cells import written_day


def _read(text: str, hotel: Hotel, now: datetime) -> tuple[date, time | None]:
    words = text.strip().replace("T", " ").split()
    day, hour = words[0] if words else "", words[1] if len(words) == 2 else None
    if hour is None and ":" in day:
        day, hour = hotel.day(now).isoformat(), day
    found_day = written_day(day)
    found_hour = None
    if hour is not None:
        try:
            found_hour = time.fromisoformat(hour)
        except ValueError:
            found_day = None
    is_local = found_hour is None or found_hour.tzinfo is None
    if found_day is None or not is_local or len(words) > 2:
        raise InvalidInput(
            f"{quoted(text)} is no time of this hotel; write 2015-09-18, '2015-09-18 14:00', or "
            "14:00 for today."
        )
    return found_day, found_hour


def begins(text: str, hotel: Hotel, now: datetime) -> datetime:
    """The moment (UTC) at which a span begins: a day at midnight. Raises `InvalidInput`."""
    day, hour = _read(text, hotel, now)
    return datetime.combine(day, hour or time(), hotel.zone).astimezone(UTC)


def ends(text: str, hotel: Hotel, now: datetime) -> datetime:
    """The moment (UTC) before which a span ends: a day with its last minute. As `begins`."""
    day, hour = _read(text, hotel, now)
    if hour is None:
        day, hour = day + timedelta(days=1), time()
    return datetime.combine(day, hour, hotel.zone).astimezone(UTC)


def check_span(since: datetime | None, until: datetime | None) -> None:
    """Raise `InvalidInput` for a span that ends before it begins."""
    if since is not None and until is not None and until <= since:
        raise InvalidInput("The span ends before it begins: --from must be earlier than --to.")
