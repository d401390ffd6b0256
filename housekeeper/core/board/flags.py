"""What a card says about a room beside its status: guests who wait, come, leave; failures."""

from enum import StrEnum

from housekeeper.core.rooms.room import Room
from housekeeper.core.stays.due import Due, HouseTime


class Flag(StrEnum):
    """A reason to look at a room. The value is the word that people see and filter by."""

    WAITING = "waiting"
    FAILED = "failed"
    ARRIVAL = "arrival"
    OVERDUE = "overdue"
    DUE_OUT = "due out"
    LATE = "late"


def flags_of(room: Room, when: HouseTime) -> tuple[Flag, ...]:
    """The flags of a room at a moment, the most pressing first."""
    found = []
    if room.is_guest_waiting:
        found.append(Flag.WAITING)
    if room.fail_reason and not room.is_occupied:
        found.append(Flag.FAILED)
    if room.next_arrival is not None and room.next_arrival <= when.today:
        found.append(Flag.ARRIVAL)
    if room.is_occupied and room.departure is not None:
        match when.due(room.departure, room.late_checkout, room.is_day_use):
            case Due.OVERDUE:
                found.append(Flag.OVERDUE)
            case Due.TODAY:
                found.append(Flag.DUE_OUT)
    if room.is_occupied and room.late_checkout is not None:
        found.append(Flag.LATE)
    return tuple(found)
