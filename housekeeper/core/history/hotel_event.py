"""Events of the hotel as a whole, and how they stand among those of its rooms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from housekeeper.core.acts import EventKind, Via
from housekeeper.core.rooms.event import RoomEvent


@dataclass(frozen=True, slots=True)
class HotelEvent:
    """Something done to the hotel that is of no one room: an import, a restore, staff changed.

    `number` counts them from 1 in each hotel; `after_seq` is the newest room event that came
    before it, so that both lists merge in one order. `counts` is how many, by what: `added`,
    `updated`. `at` is business time in UTC and `real_at` real time.
    """

    number: int
    act_id: UUID
    kind: EventKind
    staff_code: str
    staff_name: str
    via: Via
    note: str
    counts: Mapping[str, int]
    at: datetime
    real_at: datetime
    after_seq: int


def place(event: RoomEvent | HotelEvent) -> tuple[int, int]:
    """Where an event stands in the one order of rooms' and hotel's events."""
    if isinstance(event, HotelEvent):
        return event.after_seq, event.number
    return event.seq, 0
