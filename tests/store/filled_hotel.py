"""A hotel with so many rows in each table that reading all of them would not be chosen."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    String,
    Table,
    cast,
    func,
    insert,
    literal,
    literal_column,
    select,
    true,
    update,
)

from housekeeper.store import tables

MANY = 5_000
EVENTS = 20_000
ROOMS = 300

_LONG_AGO = datetime(2025, 1, 3, tzinfo=UTC)

_numbers = select(literal(1).label("n")).cte("numbers", recursive=True)
_numbers = _numbers.union_all(select(_numbers.c.n + 1).where(_numbers.c.n < EVENTS))
_N: ColumnElement[int] = _numbers.c.n


def _text(number: ColumnElement[Any]) -> ColumnElement[str]:
    return cast(number, String)


def _clone(connection: Connection, table: Table, count: int, **others: Any) -> None:
    """Add rows like the first one of a table, but for the columns given; `_N` counts them."""
    first = select(table).order_by(*table.primary_key).limit(1).subquery("first")
    made = [
        name
        for name in table.c.keys()  # noqa: SIM118 - a collection of columns is no mapping
        if name in others or table.autoincrement_column is None or name != "id"
    ]
    values = [
        _value(table, name, others[name]) if name in others else first.c[name] for name in made
    ]
    rows = select(*values).select_from(first.join(_numbers, true())).where(count >= _N)
    connection.execute(insert(table).from_select(made, rows))


def _value(table: Table, name: str, value: Any) -> ColumnElement[Any]:
    return value if isinstance(value, ColumnElement) else literal(value, table.c[name].type)


def _uuid_text(prefix: int) -> ColumnElement[str]:
    return literal(f"{prefix:08d}-0000-4000-8000-000") + _text(100_000_000 + _N)


def _new_id(connection: Connection) -> ColumnElement[Any]:
    """An id of an act that nobody has, as the table of events keeps it."""
    name = "gen_random_uuid()" if connection.dialect.name == "postgresql" else "randomblob(16)"
    return literal_column(name)


def fill(connection: Connection) -> None:
    """Fill every table that grows with a hotel's years, from the rows that it has."""
    t = tables
    first_room = connection.scalar(select(func.min(t.room.c.id)))
    _clone(connection, t.room, ROOMS, number="x" + _text(_N), pin=_text(100_000 + _N))
    in_room = {"room_id": first_room + _N % ROOMS}
    _clone(connection, t.staff, ROOMS, code="x" + _text(_N), act_id=_uuid_text(1))
    _clone(
        connection,
        t.booking,
        MANY,
        reference="x" + _text(_N),
        status=literal("COMPLETED"),
        arrival=date(2025, 1, 1),
        departure=date(2025, 1, 3),
        guest_name=None,
        key_number=None,
        completed_at=_LONG_AGO,
        **in_room,
    )
    first_booking = connection.scalar(select(func.min(t.booking.c.id)))
    far = 1_000_000 + _N
    _clone(connection, t.guest, MANY, id=far, booking_id=first_booking + _N % MANY)
    _clone(connection, t.guest_room, MANY, guest_id=far, **in_room)
    _clone(connection, t.guest_chat_session, MANY, id=far, token_digest="x" + _text(_N), **in_room)
    _clone(connection, t.conversation, MANY, id=far, **in_room)
    _clone(connection, t.conversation_participant, MANY, conversation_id=far, session_id=far)
    _clone(connection, t.room_message, MANY, conversation_id=far, id=far)
    for order, item in (
        (t.room_order, t.room_order_item),
        (t.breakfast_order, t.breakfast_order_item),
    ):
        _clone(connection, order, MANY, id=far, completed_at=_LONG_AGO, **in_room)
        _clone(connection, item, MANY, order_id=far)
    _clone(connection, t.wrong_pin, MANY, **in_room)
    _clone(connection, t.out_of_order_range, MANY, is_open=False, **in_room)
    _clone(connection, t.hotel_event, MANY, number=100 + _N, act_id=_uuid_text(2))
    _clone(connection, t.refused_publication, MANY, seq=100 + _N)
    _clone(connection, t.staff_wrong_pin, MANY, code_key="x" + _text(_N))
    ticked = {"ticked_at": _LONG_AGO, "ticked_by": t.handover_note.c.written_by}
    _clone(connection, t.handover_note, MANY, act_id=_uuid_text(3))
    connection.execute(update(t.handover_note).where(t.handover_note.c.id > 10).values(ticked))
    _clone(connection, t.inspection_round, MANY, id=far, act_id=_uuid_text(4))
    connection.execute(
        update(t.inspection_round)
        .where(t.inspection_round.c.id > 1_000_000)
        .values(finished_at=t.inspection_round.c.started_at)
    )
    _clone(connection, t.inspection_round_room, MANY, round_id=far)
    _clone(connection, t.event_staff, ROOMS, code="x" + _text(_N))
    _fill_events(connection)


def _fill_events(connection: Connection) -> None:
    """Events of all rooms, by many people, over the years before the hotel's last day."""
    event, t = tables.room_event, tables
    last = connection.scalar(select(func.max(event.c.seq)))
    first_room = connection.scalar(select(func.min(t.room.c.id)))
    first_author = connection.scalar(select(func.min(t.event_staff.c.id)))
    hotel_id = connection.scalar(select(func.min(t.hotel.c.id)))
    _clone(
        connection,
        event,
        EVENTS,
        seq=last + _N,
        room_id=first_room + _N % ROOMS,
        author=first_author + _N % ROOMS,
        act_id=_new_id(connection),
        event_id=None,
        at=_LONG_AGO,
        undoes_seq=None,
    )
    _clone(
        connection,
        t.event_hour,
        MANY,
        hour=cast(1000 + _N, Integer),
        first_seq=last + _N,
        last_seq=last + _N,
    )
    connection.execute(
        update(t.hotel).where(t.hotel.c.id == hotel_id).values(last_seq=last + EVENTS)
    )
