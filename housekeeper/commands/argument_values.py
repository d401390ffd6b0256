"""Words of the command line that stand for values: dates, times, statuses, room lists, notes."""

from datetime import UTC, date, datetime, time, timedelta

from housekeeper.core.entered_text import NOTE_LIMIT, check_text, is_no_such_day, parse_day, quoted
from housekeeper.core.errors import InvalidInput
from housekeeper.core.hotel import Hotel
from housekeeper.core.rooms.numbers import expand_rooms, narrowed
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.unit_of_work import UnitOfWork


def day(text: str) -> date:
    """A date written 2015-09-18. Raises `InvalidInput`."""
    found = parse_day(text.strip())
    if is_no_such_day(text.strip()):
        raise InvalidInput(f"There is no such day as {quoted(text)}.")
    if found is None:
        raise InvalidInput(f"{quoted(text)} is not a date; write it as 2015-09-18.")
    return found


def hour(text: str) -> time | None:
    """A time written 14:00, or None for the word none. Raises `InvalidInput`."""
    if text.strip().casefold() == "none":
        return None
    try:
        found = time.fromisoformat(text.strip())
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        raise InvalidInput(f"{quoted(text)} is not a time; write it as 14:00, or none.")
    return found.replace(second=0, microsecond=0)


def status(text: str) -> RoomStatus:
    """A room status by its name or its short label, in any case. Raises `InvalidInput`."""
    wanted = text.strip().casefold().replace("-", "_").replace(" ", "_")
    for one in RoomStatus:
        if wanted in {one.value.casefold(), one.label.casefold().replace(" ", "_")}:
            return one
    raise InvalidInput(f"{quoted(text)} is no room status; there are {', '.join(RoomStatus)}.")


def note(text: str) -> str:
    """A note or reason as it may be kept. Raises `InvalidInput` for one that is too long."""
    return check_text(text, NOTE_LIMIT, "A note")


def rooms_named(work: UnitOfWork, words: list[str]) -> list[str]:
    """The rooms that lists and ranges name, each once and as the hotel writes it.

    Raises `InvalidInput`.
    """
    words = [narrowed(word) for word in words]
    ranged = any("-" in word for word in words)
    known = [room.number for room in work.rooms.all()] if ranged else []
    numbers = expand_rooms(words, known)
    if not numbers:
        raise InvalidInput("No room is named.")
    return list(dict.fromkeys(work.rooms.as_written(numbers)))


def _read(text: str, hotel: Hotel, now: datetime) -> tuple[date, time | None]:
    words = text.strip().replace("T", " ").split()
    day, hour = words[0] if words else "", words[1] if len(words) == 2 else None
    if hour is None and ":" in day:
        day, hour = hotel.day(now).isoformat(), day
    found_day = parse_day(day)
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
