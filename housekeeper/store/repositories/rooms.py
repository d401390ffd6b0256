"""Rooms and their PINs in the database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)

from housekeeper.core.errors import RoomMoved, UnknownName
from housekeeper.core.fast_values import maker_of
from housekeeper.core.rooms.event import event_id_of
from housekeeper.core.rooms.numbers import KnownNames, natural_key
from housekeeper.core.rooms.repository import PinSource, Rooms
from housekeeper.core.rooms.room import Room
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.store.columns import one_of_bound, written_out
from housekeeper.store.compiled_statement import CompiledStatement
from housekeeper.store.engine import Overtaken
from housekeeper.store.row_locks import Locks
from housekeeper.store.row_mapping import row_reader, row_writer
from housekeeper.store.tables import booking, room, room_event

_stay = booking.alias("stay")
_with_stay = room.outerjoin(
    _stay,
    and_(_stay.c.room_id == room.c.id, _stay.c.status == written_out(BookingStatus.CHECKED_IN)),
)


def still_to_come(day: Any) -> ColumnElement[bool]:
    """Bookings that arrive from this day on, or should have come and have nights left."""
    return or_(booking.c.arrival >= day, booking.c.departure > day)


_next_arrival = (
    select(func.min(booking.c.arrival))
    .where(
        booking.c.room_id == room.c.id,
        booking.c.status == written_out(BookingStatus.CONFIRMED),
        still_to_come(bindparam("today")),
    )
    .correlate(room)
    .scalar_subquery()
)

_BESIDE: Mapping[str, ColumnElement[Any]] = {
    "arrival": _stay.c.arrival,
    "departure": _stay.c.departure,
    "late_checkout": _stay.c.late_checkout,
    "next_arrival": _next_arrival.label("next_arrival"),
}
"""The facts of a room that are no columns of its table; every other one is."""

_FACTS = tuple(field.name for field in fields(Room))
_SAVED = tuple(name for name in _FACTS if name not in {*_BESIDE, "number"})
_saved_values = row_writer(Room, _SAVED)

# Each room looks up its own next arrival in an index: the work grows with the rooms, whatever
# the number of bookings. One pass over all bookings is never faster, and takes seconds of many.
ALL_ROOMS = (
    select(*(_BESIDE[name] if name in _BESIDE else room.c[name] for name in _FACTS))
    .select_from(_with_stay)
    .where(room.c.hotel_id == bindparam("hotel"))
)
_read_room = row_reader(Room, ALL_ROOMS, make=maker_of(Room))
_ACTIVE = ALL_ROOMS.where(room.c.is_active)
_ONE = CompiledStatement(ALL_ROOMS.where(room.c.number == bindparam("number")))
_SOME = CompiledStatement(ALL_ROOMS.where(one_of_bound(room.c.number, "numbers")))
# Few, by the index on quiet changes.
_TOLD_SINCE = CompiledStatement(ALL_ROOMS.where(room.c.quiet_change > bindparam("quiet_changes")))
_IDS = CompiledStatement(
    select(room.c.number, room.c.id).where(
        room.c.hotel_id == bindparam("hotel"), one_of_bound(room.c.number, "numbers")
    )
)
_PINS_TAKEN = CompiledStatement(
    select(room.c.pin).where(
        room.c.hotel_id == bindparam("hotel"), one_of_bound(room.c.pin, "pins")
    )
)
_SAVE = CompiledStatement(
    update(room)
    .where(
        room.c.hotel_id == bindparam("of_hotel"),
        room.c.number == bindparam("of_number"),
        room.c.version == bindparam("of_version"),
    )
    .values({name: bindparam(name) for name in _SAVED})
)
_SET_PIN = CompiledStatement(
    update(room)
    .where(room.c.hotel_id == bindparam("of_hotel"), room.c.number == bindparam("of_number"))
    # A key that a room has of its own is that of its guest, who has left: the purge marked it.
    .values(pin=bindparam("pin"), key_number=None)
)

_DERIVED_IDS = CompiledStatement(
    select(room_event.c.seq, room_event.c.act_id).where(
        room_event.c.room_id == bindparam("of_room"), room_event.c.event_id.is_(None)
    )
)
_KEEP_ID = CompiledStatement(
    update(room_event)
    .where(room_event.c.hotel_id == bindparam("of_hotel"), room_event.c.seq == bindparam("of_seq"))
    .values(event_id=bindparam("id"))
)


def _in_order(rows: Sequence[Sequence[Any]]) -> list[Room]:
    rooms = [_read_room(row) for row in rows]
    rooms.sort(key=lambda room: natural_key(room.number))
    return rooms


def room_ids(connection: Connection, hotel_id: int, numbers: Collection[str]) -> dict[str, int]:
    """The ids of those of these rooms that exist, by number."""
    rows = _IDS.rows(connection, {"hotel": hotel_id, "numbers": numbers})
    return {number: room_id for number, room_id in rows}  # noqa: C416 - rows are no pairs to mypy


class SqlRooms(Rooms):
    """The rooms of one hotel, inside one transaction."""

    def __init__(
        self, connection: Connection, hotel_id: int, today: date, pins: PinSource, locks: Locks
    ) -> None:
        self._connection = connection
        self._hotel_id = hotel_id
        self._today = today
        self._pins = pins
        self._locks = locks

    def _few(self, query: CompiledStatement, **values: Any) -> list[Room]:
        wanted = {"hotel": self._hotel_id, "today": self._today, **values}
        return _in_order(query.rows(self._connection, wanted))

    def get(self, number: str) -> Room:
        self._locks.rooms([number])
        found = self._few(_ONE, number=number)
        if not found:
            raise UnknownName(f"There is no room {number} in this hotel.")
        return found[0]

    def find(self, numbers: Sequence[str]) -> list[Room]:
        self._locks.rooms(numbers)
        found = self._few(_SOME, numbers=numbers)
        missing = sorted(set(numbers) - {one.number for one in found}, key=natural_key)
        if missing:
            named = ", ".join(missing[:5]) + (" ..." if len(missing) > 5 else "")
            raise UnknownName(f"There is no room {named} in this hotel.")
        return found

    def as_written(self, numbers: Sequence[str]) -> list[str]:
        exact = room_ids(self._connection, self._hotel_id, numbers)
        if len(exact) == len(set(numbers)):
            return list(numbers)
        # Rarely asked: whoever reads a number off the board writes it as it is.
        known = KnownNames(
            self._connection.scalars(select(room.c.number).where(room.c.hotel_id == self._hotel_id))
        )
        return [known.find(number) or number for number in numbers]

    def all(self, inactive: bool = False) -> list[Room]:
        wanted = {"hotel": self._hotel_id, "today": self._today}
        return _in_order(self._connection.execute(ALL_ROOMS if inactive else _ACTIVE, wanted).all())

    def told_since(self, quiet_changes: int) -> list[Room]:
        return self._few(_TOLD_SINCE, quiet_changes=quiet_changes)

    def add(self, rooms: Sequence[Room]) -> None:
        if not rooms:
            return
        pins = self._free_pins(len(rooms))
        self._connection.execute(
            insert(room),
            [
                {"hotel_id": self._hotel_id, "pin": pin, "number": one.number, **_saved_values(one)}
                for one, pin in zip(rooms, pins, strict=True)
            ],
        )

    def save(self, changes: Sequence[tuple[Room, Room]]) -> None:
        if not changes:
            return
        written = _SAVE.execute_all(
            self._connection,
            [
                {
                    "of_hotel": self._hotel_id,
                    "of_number": before.number,
                    "of_version": before.version,
                    **_saved_values(after),
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

    def rename(self, number: str, new_number: str) -> None:
        self._locks.rooms([number])
        room_id = room_ids(self._connection, self._hotel_id, [number])[number]
        self._connection.execute(update(room).where(room.c.id == room_id).values(number=new_number))
        # The number that they go by gave its events their ids, which stay.
        derived = _DERIVED_IDS.rows(self._connection, {"of_room": room_id})
        _KEEP_ID.execute_all(
            self._connection,
            [
                {"of_hotel": self._hotel_id, "of_seq": seq, "id": event_id_of(act_id, number)}
                for seq, act_id in derived
            ],
        )

    def pin(self, number: str) -> str:
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
