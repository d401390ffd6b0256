"""What a card says about a room beside its status: arrivals, departures, failures."""

from datetime import date
from enum import StrEnum

from housekeeper.core.rooms.room import Room


class Flag(StrEnum):
    """A reason to look at a room. The value is the word that people see and filter by."""

    FAILED = "failed"
    ARRIVAL = "arrival"
    OVERDUE = "overdue"
    DUE_OUT = "due out"
    LATE = "late"


def flags_of(room: Room, today: date) -> tuple[Flag, ...]:
    """The flags of a room on a day, the most pressing first."""
    found = []
    if room.fail_reason and not room.is_occupied:
        found.append(Flag.FAILED)
    if room.next_arrival is not None and room.next_arrival <= today:
        found.append(Flag.ARRIVAL)
    if room.is_occupied and room.departure is not None:
        if room.departure < today:
            found.append(Flag.OVERDUE)
        elif room.departure == today:
            found.append(Flag.DUE_OUT)
    if room.is_occupied and room.late_checkout is not None:
        found.append(Flag.LATE)
    return tuple(found)
