"""The facts of a room as an event keeps them: a column each, of few bytes.

A column that may be empty is empty where the fact is what every room has at first (the default
of its field), so that a new fact needs no word in older events. `status_since` is empty where it
is the moment of the event.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Column, Date, Integer, Table
from sqlalchemy.types import TypeEngine

from housekeeper.core.rooms.room import Room
from housekeeper.store.columns import UtcMoment
from housekeeper.store.event_format.codes import CODES
from housekeeper.store.event_format.compact_types import Coded, CompactDay, CompactMoment

EVENT_FACTS = (
    "status_since",
    "last_cleaned_at",
    "last_inspected_at",
    "messages_waiting_since",
    "orders_open_since",
    "floor",
    "messages_waiting",
    "orders_open",
    "arrival",
    "departure",
    "next_arrival",
    "out_of_order_until",
    "late_checkout",
    "is_active",
    "is_occupied",
    "maintenance_required",
    "is_out_of_order",
    "turn_status",
    "maintenance_priority",
    "room_type",
    "section",
    "attendant",
    "cleaned_by",
    "inspected_by",
    "maintenance_notes",
    "out_of_order_reason",
    "housekeeping_notes",
    "fail_reason",
)
"""The facts in the order of their columns; a new one comes last.

The first are of a fixed length, the longest before the others: PostgreSQL fills up between.
The room's number is not among them, for it is that of the room, whatever it was then; its
version stands among the event's own columns.
"""

DEFAULTS: Mapping[str, Any] = {
    field.name: field.default for field in fields(Room) if field.default is not MISSING
}
"""What every room is at first."""

_OF_THE_BOOKING = {"next_arrival": "arrival"}


def event_fact_columns(room: Table, booking: Table) -> list[Column[Any]]:
    """The columns of the facts in the table of events, after those of rooms and bookings."""
    made: list[Column[Any]] = []
    for name in EVENT_FACTS:
        source = room if name in room.c else booking
        like = source.c[_OF_THE_BOOKING.get(name, name)]
        may_be_empty = name in DEFAULTS or name == "status_since"
        made.append(Column(name, compact_type(name, like.type), nullable=may_be_empty))
    return made


def compact_type(name: str, of_room: TypeEngine[Any]) -> TypeEngine[Any]:
    """The type of a fact in events, by that which it has in its room or booking."""
    if name in CODES:
        return Coded(name)
    if isinstance(of_room, UtcMoment):
        return CompactMoment()
    if isinstance(of_room, Date):
        return CompactDay()
    if isinstance(of_room, Integer):
        return Integer()
    return of_room


_facts_of = attrgetter(*EVENT_FACTS)
_AT_FIRST = tuple(DEFAULTS.get(name, MISSING) for name in EVENT_FACTS)


def fact_values(room: Room, at: datetime) -> dict[str, Any]:
    """The values of the columns for a room, in an event of this moment."""
    facts = zip(EVENT_FACTS, _facts_of(room), _AT_FIRST, strict=True)
    values = {name: None if fact == first else fact for name, fact, first in facts}
    if room.status_since == at:
        values["status_since"] = None
    return values


def facts_filled(places: Mapping[str, int]) -> Callable[[list[Any]], None]:
    """What puts into a row's values, at the places of facts, what every room is at first.

    Only where the column is empty, and for facts that are never empty themselves.
    """
    empty = [
        (place, DEFAULTS[name]) for name, place in places.items() if DEFAULTS.get(name) is not None
    ]

    def fill(values: list[Any]) -> None:
        for place, first in empty:
            if values[place] is None:
                values[place] = first

    return fill
