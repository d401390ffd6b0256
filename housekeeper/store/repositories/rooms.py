"""Rooms and their PINs in the database."""

from collections.abc import Collection, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    func,
    insert,
    select,
    update,
)

from housekeeper.core.errors import RoomMoved, UnknownName
from housekeeper.core.fast_values import maker_of
from housekeeper.core.rooms.numbers import natural_key
from housekeeper.core.rooms.repository import PinSource
from housekeeper.core.rooms.room import MaintenancePriority, Room, TurnStatus
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.store.columns import one_of_bound, written_out
from housekeeper.store.compiled_statement import Kept
from housekeeper.store.engine import Overtaken
from housekeeper.store.row_locks import Locks
from housekeeper.store.tables import booking, room

_OWN = (
    room.c.number,
    room.c.room_type,
    room.c.floor,
    room.c.section,
    room.c.turn_status,
    room.c.status_since,
    room.c.version,
    room.c.is_active,
    room.c.is_occupied,
    room.c.maintenance_required,
    room.c.maintenance_priority,
    room.c.maintenance_notes,
    room.c.is_out_of_order,
    room.c.out_of_order_reason,
    room.c.out_of_order_until,
    room.c.housekeeping_notes,
    room.c.fail_reason,
    room.c.attendant,
    room.c.last_cleaned_at,
    room.c.cleaned_by,
    room.c.last_inspected_at,
    room.c.inspected_by,
)
_OWN_NAMES = tuple(column.name for column in _OWN)
_TURN_STATUS = {status.value: status for status in TurnStatus}
_PRIORITY = {priority.value: priority for priority in MaintenancePriority}
_make_room = maker_of(Room)
_SAVED_NAMES = tuple(name for name in _OWN_NAMES if name != "number")
_saved_facts = attrgetter(*_SAVED_NAMES)


_stay = booking.alias("stay")
_with_stay = room.outerjoin(
    _stay,
    and_(_stay.c.room_id == room.c.id, _stay.c.status == written_out(BookingStatus.CHECKED_IN)),
)
_coming = (
    booking.c.status == written_out(BookingStatus.CONFIRMED),
    booking.c.arrival >= bindparam("today"),
)
_next_arrival = (
    select(func.min(booking.c.arrival))
    .where(booking.c.room_id == room.c.id, *_coming)
    .correlate(room)
    .scalar_subquery()
)

# Each room looks up its own next arrival in an index: the work grows with the rooms, whatever
# the number of bookings. One pass over all bookings is never faster, and takes seconds of many.
_ALL = (
    select(*_OWN, _stay.c.arrival, _stay.c.departure, _stay.c.late_checkout, _next_arrival)
    .select_from(_with_stay)
    .where(room.c.hotel_id == bindparam("hotel"))
)
_ACTIVE = _ALL.where(room.c.is_active)
_ONE = Kept(_ALL.where(room.c.number == bindparam("number")))
_SOME = Kept(_ALL.where(one_of_bound(room.c.number, "numbers")))
_IDS = Kept(
    select(room.c.number, room.c.id).where(
        room.c.hotel_id == bindparam("hotel"), one_of_bound(room.c.number, "numbers")
    )
)
_PINS_TAKEN = Kept(
    select(room.c.pin).where(
        room.c.hotel_id == bindparam("hotel"), one_of_bound(room.c.pin, "pins")
    )
)
_SAVE = Kept(
    update(room)
    .where(
        room.c.hotel_id == bindparam("of_hotel"),
        room.c.number == bindparam("of_number"),
        room.c.version == bindparam("of_version"),
    )
    .values({name: bindparam(name) for name in _SAVED_NAMES})
)
_SET_PIN = Kept(
    update(room)
    .where(room.c.hotel_id == bindparam("of_hotel"), room.c.number == bindparam("of_number"))
    # A key that a room has of its own is that of its guest, who has left: the purge marked it.
    .values(pin=bindparam("pin"), key_number=None)
)


def _to_room(row: Sequence[Any]) -> Room:
    (
        number,
        room_type,
        floor,
        section,
        turn_status,
        status_since,
        version,
        is_active,
        is_occupied,
        maintenance_required,
        priority,
        *rest,
    ) = row
    return _make_room(
        number,
        room_type,
        floor,
        section,
        _TURN_STATUS[turn_status],
        status_since,
        version,
        is_active,
        is_occupied,
        maintenance_required,
        None if priority is None else _PRIORITY[priority],
        *rest,
    )


def _in_order(rows: Sequence[Sequence[Any]]) -> list[Room]:
    found = [_to_room(row) for row in rows]
    found.sort(key=lambda one: natural_key(one.number))
    return found


def room_ids(connection: Connection, hotel_id: int, numbers: Collection[str]) -> dict[str, int]:
    """The ids of those of these rooms that exist, by number."""
    rows = _IDS.rows(connection, {"hotel": hotel_id, "numbers": numbers})
    return {number: room_id for number, room_id in rows}  # noqa: C416 - rows are no pairs to mypy


class SqlRooms:
    """The rooms of one hotel, inside one transaction."""

    def __init__(
        self, connection: Connection, hotel_id: int, today: date, pins: PinSource, locks: Locks
    ) -> None:
        self._connection = connection
        self._hotel_id = hotel_id
        self._today = today
        self._pins = pins
        self._locks = locks

    def _few(self, query: Kept, **values: Any) -> list[Room]:
        wanted = {"hotel": self._hotel_id, "today": self._today, **values}
        return _in_order(query.rows(self._connection, wanted))

    def get(self, number: str) -> Room:
        """One room, in use or not; raises `UnknownName`."""
        self._locks.rooms([number])
        found = self._few(_ONE, number=number)
        if not found:
            raise UnknownName(f"There is no room {number} in this hotel.")
        return found[0]

    def find(self, numbers: Sequence[str]) -> list[Room]:
        """These rooms in natural order; raises `UnknownName` naming those that do not exist."""
        self._locks.rooms(numbers)
        found = self._few(_SOME, numbers=numbers)
        missing = sorted(set(numbers) - {one.number for one in found}, key=natural_key)
        if missing:
            named = ", ".join(missing[:5]) + (" ..." if len(missing) > 5 else "")
            raise UnknownName(f"There is no room {named} in this hotel.")
        return found

    def all(self, inactive: bool = False) -> list[Room]:
        """Every room in use (or every room) in natural order."""
        wanted = {"hotel": self._hotel_id, "today": self._today}
        return _in_order(self._connection.execute(_ALL if inactive else _ACTIVE, wanted).all())

    def add(self, rooms: Sequence[Room]) -> None:
        """Add new rooms, each with a PIN of its own."""
        if not rooms:
            return
        pins = self._free_pins(len(rooms))
        self._connection.execute(
            insert(room),
            [
                {"hotel_id": self._hotel_id, "pin": pin, "number": one.number, **_values(one)}
                for one, pin in zip(rooms, pins, strict=True)
            ],
        )

    def save(self, changes: Sequence[tuple[Room, Room]]) -> None:
        """Write rooms from a state to the next; raises `RoomMoved` where one was not in it."""
        if not changes:
            return
        written = _SAVE.execute_all(
            self._connection,
            [
                {
                    "of_hotel": self._hotel_id,
                    "of_number": before.number,
                    "of_version": before.version,
                    **_values(after),
                }
                for before, after in changes
            ],
        )
        if written != len(changes):
            if self._locks.is_needed:
                # Looked at without its lock, in a list of all: look again.
                raise Overtaken("Another terminal changed a room meanwhile; nothing was written.")
            numbers = ", ".join(before.number for before, _ in changes[:5])
            raise RoomMoved(f"Room {numbers} was changed meanwhile; nothing was written.")

    def pin(self, number: str) -> str:
        """The PIN of a room; raises `UnknownName`."""
        found = self._connection.scalar(
            select(room.c.pin).where(room.c.hotel_id == self._hotel_id, room.c.number == number)
        )
        if found is None:
            raise UnknownName(f"There is no room {number} in this hotel.")
        return str(found)

    def renew_pins(self, numbers: Sequence[str]) -> None:
        """Give these rooms new PINs: unique in the hotel, none the one the room had.

        A PIN that any room has now is not given, so a room's own last one is not either.
        """
        _SET_PIN.execute_all(
            self._connection,
            [
                {"of_hotel": self._hotel_id, "of_number": number, "pin": pin}
                for number, pin in zip(numbers, self._free_pins(len(numbers)), strict=True)
            ],
        )

    def _free_pins(self, count: int) -> list[str]:
        free: dict[str, None] = {}
        while len(free) < count:
            drawn = {self._pins.new_pin(): None for _ in range(count - len(free))}
            for (pin,) in _PINS_TAKEN.rows(
                self._connection, {"hotel": self._hotel_id, "pins": list(drawn)}
            ):
                del drawn[pin]
            free.update(drawn)
        return list(free)


def _values(one: Room) -> dict[str, Any]:
    values = dict(zip(_SAVED_NAMES, _saved_facts(one), strict=True))
    values["turn_status"] = one.turn_status.value
    values["maintenance_priority"] = (
        one.maintenance_priority.value if one.maintenance_priority else None
    )
    return values
