"""Words of the command line that stand for values: dates, times, statuses, room lists, notes."""

import re
from datetime import UTC, date, datetime, time, timedelta

from housekeeper.core.board.column import COLUMN_OF_STATUS, Column
from housekeeper.core.entered_text import NOTE_LIMIT, check_text, quoted
from housekeeper.core.errors import InvalidInput
from housekeeper.core.hotel import Hotel
from housekeeper.core.rooms.numbers import expand_rooms, narrowed
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.typed_acts.days import read_day
from housekeeper.core.typed_acts.vocabulary import status_words
from housekeeper.core.unit_of_work import UnitOfWork

_TIME_BEHIND_DATE = re.compile(r"^(\d{4}-\d{2}-\d{2})T")


def day(text: str, today: date, counted_from: date | None = None) -> date:
    """A day as people write it (see `days`): `tomorrow`, `+3`. Raises `InvalidInput`."""
    return read_day(text, today, counted_from)


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
    """A room status by its name or what people type for it. Raises `InvalidInput`."""
    wanted = text.casefold().replace("-", " ").replace("_", " ").split()
    for one in RoomStatus:
        spelled = {one.value.replace("_", " ").casefold(), one.label, *status_words(one)}
        if " ".join(wanted) in spelled:
            return one
    words = ", ".join(next(iter(status_words(one))) for one in RoomStatus)
    raise InvalidInput(f"{quoted(text)} is no room status; there are {words}.")


def statuses(text: str) -> frozenset[RoomStatus]:
    """The statuses of the column with this word above it, or a status by its own name.

    Raises `InvalidInput`, with the words of the columns.
    """
    wanted = " ".join(text.casefold().replace("-", " ").replace("_", " ").split())
    words = {
        column.value.casefold(): frozenset(
            one for one in RoomStatus if COLUMN_OF_STATUS[one] is column
        )
        for column in Column
    }
    if wanted in words:
        return words[wanted]
    try:
        return frozenset({status(text)})
    except InvalidInput:
        told = f"{quoted(text)} is no status of rooms; write {', '.join(words)}."
        raise InvalidInput(told) from None


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
    """A day, an hour of today, or a day and an hour."""
    today, wanted = hotel.day(now), _TIME_BEHIND_DATE.sub(r"\1 ", text.strip())
    day, _, hour = wanted.rpartition(" ") if ":" in wanted else (wanted, "", None)
    found_hour = None
    if hour is not None:
        try:
            found_hour = time.fromisoformat(hour)
        except ValueError:
            raise _no_time(text) from None
        if found_hour.tzinfo is not None:
            raise _no_time(text)
    try:
        return (read_day(day, today) if day or hour is None else today), found_hour
    except InvalidInput as error:
        raise (error if hour is None and day else _no_time(text)) from None


def _no_time(text: str) -> InvalidInput:
    return InvalidInput(
        f"{quoted(text)} is no time of this hotel; write yesterday, 2015-09-18, "
        "'2015-09-18 14:00', or 14:00 for today."
    )


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
