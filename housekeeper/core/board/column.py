"""The columns of the board: in which a room stands, and where in it."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from operator import attrgetter

from housekeeper.core.board.flags import Flag, flags_of
from housekeeper.core.board.statistics import facts_of, sought_facts
from housekeeper.core.rooms.numbers import natural_key
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus
from housekeeper.core.stays.due import Due, HouseTime, overdue_from


class Column(Enum):
    """The board's columns in the order of a room's way; the value is the title."""

    DIRTY = "DIRTY"
    CLEANING = "CLEANING"
    TO_INSPECT = "TO INSPECT"
    MAINTENANCE = "MAINTENANCE"
    READY = "READY"
    OCCUPIED = "OCCUPIED"
    OUT_OF_ORDER = "OUT OF ORDER"


MAIN_COLUMNS = (
    Column.DIRTY,
    Column.CLEANING,
    Column.TO_INSPECT,
    Column.MAINTENANCE,
    Column.READY,
)
FURTHER_COLUMNS = (Column.OCCUPIED, Column.OUT_OF_ORDER)

COLUMN_ORDER = {column: order for order, column in enumerate(Column)}

COLUMN_OF_STATUS = {
    RoomStatus.CHECKOUT_DIRTY: Column.DIRTY,
    RoomStatus.CLEANING_IN_PROGRESS: Column.CLEANING,
    RoomStatus.CLEANED_UNINSPECTED: Column.TO_INSPECT,
    RoomStatus.MAINTENANCE_REQUIRED: Column.MAINTENANCE,
    RoomStatus.READY_FOR_GUEST: Column.READY,
    RoomStatus.AVAILABLE: Column.READY,
    RoomStatus.OCCUPIED: Column.OCCUPIED,
    RoomStatus.OUT_OF_ORDER: Column.OUT_OF_ORDER,
}
"""The one column in which rooms of a status stand."""

_PRIORITY_ORDER = {
    MaintenancePriority.HIGH: 0,
    MaintenancePriority.MED: 1,
    MaintenancePriority.LOW: 2,
    None: 3,
}

Place = tuple[int, tuple[tuple[int, int, str], ...], str]


def column_of(room: Room) -> Column:
    """The one column in which a room stands."""
    return COLUMN_OF_STATUS[room.status]


def place_of(room: Room, when: HouseTime) -> Place:
    """Where a room stands in its column: what presses first, then by number.

    Dirty rooms: failed ones, then those with an arrival expected today. Maintenance: by
    priority. Occupied: overdue, then due out. Elsewhere: arrivals expected today first.
    """
    return (rank_of(room, when), natural_key(room.number), room.number)


def rank_of(room: Room, when: HouseTime) -> int:
    """How far up in its column a room stands, 0 being the first."""
    flags = flags_of(room, when)
    match column_of(room):
        case Column.MAINTENANCE:
            return _PRIORITY_ORDER[room.maintenance_priority]
        case Column.OCCUPIED:
            return 0 if Flag.OVERDUE in flags else 1 if Flag.DUE_OUT in flags else 2
        case _:
            return 0 if Flag.FAILED in flags else 1 if Flag.ARRIVAL in flags else 2


_KIND = attrgetter(
    "turn_status",
    "is_active",
    "is_occupied",
    "maintenance_required",
    "maintenance_priority",
    "is_out_of_order",
    "departure",
    "late_checkout",
    "is_day_use",
    "next_arrival",
    "fail_reason",
    "is_guest_waiting",
)
"""All that a room's column, rank and facts come from: many rooms have it in common."""

_MOST_KINDS = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Where rooms of one kind stand at one moment, and in which statistics they count.

    `sought` are the facts by which a filter finds them.

    Kept once for each kind and compared by identity: hashing it for each room is dear.
    """

    column: Column
    rank: int
    facts: tuple[str, ...]
    sought: str


class Standings:
    """Where rooms stand at one moment; asked for every room, worked out once for each kind.

    They stand so until `until`, when the first of them is overdue: None where none will be.
    """

    def __init__(self, when: HouseTime) -> None:
        self.when = when
        self.until: datetime | None = None
        self._known: dict[tuple[object, ...], Standing] = {}

    def of(self, room: Room) -> Standing:
        """Where this room stands: the same object for all rooms of its kind."""
        kind = _KIND(room)
        standing = self._known.get(kind)
        if standing is None:
            if len(self._known) >= _MOST_KINDS:
                self._known.clear()
            facts = tuple(facts_of(room, self.when))
            rank, sought = rank_of(room, self.when), sought_facts(facts)
            standing = Standing(column_of(room), rank, facts, sought)
            self._known[kind] = standing
            self._note_end(room)
        return standing

    def hold_at(self, now: datetime) -> bool:
        """Whether rooms stand at this moment too as they do here."""
        return now >= self.when.now and (self.until is None or now < self.until)

    def _note_end(self, room: Room) -> None:
        departure, late, is_day_use = room.departure, room.late_checkout, room.is_day_use
        if departure is None or not room.is_occupied:
            return
        if self.when.due(departure, late, is_day_use) is Due.TODAY:
            end = overdue_from(self.when.hotel, departure, late, is_day_use)
            self.until = end if self.until is None else min(self.until, end)
