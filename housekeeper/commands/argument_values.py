"""Words of the command line that stand for values: dates, times, statuses, room lists, notes."""

from datetime import date, time

from housekeeper.core.entered_text import plain
from housekeeper.core.errors import InvalidInput
from housekeeper.core.rooms.room import RoomStatus, expand_rooms
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.core.written import NOTE_LIMIT, written
from housekeeper.files.check_cells import written_day


def quoted(text: str) -> str:
    """The beginning of a word, in quotation marks and safe to print."""
    return f"'{plain(text[:40])}{'…' if len(text) > 40 else ''}'"


def day(text: str) -> date:
    """A date written 2015-09-18. Raises `InvalidInput`."""
    found = written_day(text.strip())
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
    return written(text, NOTE_LIMIT, "A note")


def rooms_named(work: UnitOfWork, words: list[str]) -> list[str]:
    """The room numbers that lists and ranges name, each once. Raises `InvalidInput`."""
    ranged = any("-" in word for word in words)
    known = [room.number for room in work.rooms.all()] if ranged else []
    numbers = expand_rooms(words, known)
    if not numbers:
        raise InvalidInput("No room is named.")
    return numbers
