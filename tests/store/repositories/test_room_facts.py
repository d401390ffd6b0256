"""Every fact of a room is a field of the value, and goes by its name wherever it is kept."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import Any, get_args, get_type_hints

import pytest
from sqlalchemy import Column, Connection, column, select, table, text, update

from housekeeper.core.acts import EventKind, Source, Verb, Via
from housekeeper.core.errors import NotPossible
from housekeeper.core.rooms.event import EventDraft
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.snapshot import decode, encode
from housekeeper.core.rooms.status import TurnStatus
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.columns import UtcMoment
from housekeeper.store.event_format.codes import FACT_NUMBERS
from housekeeper.store.event_format.compact_types import CompactMoment
from housekeeper.store.event_format.room_facts import EVENT_FACTS
from housekeeper.store.migrations.added_columns import add_room_fact
from housekeeper.store.row_mapping import row_reader, row_writer
from housekeeper.store.tables import room as room_table
from housekeeper.store.tables import room_event
from housekeeper.store.tables import staff as staff_table
from tests.grand_hotel import ANA, DESK, MARIA, TODAY, a_booking, act_of
from tests.stored_house import StoredHouse

OF_THE_STAY = {"arrival", "departure", "late_checkout"}
OF_OTHER_BOOKINGS = {"next_arrival"}
KEPT_FROM_EVERYONE = {"id", "hotel_id", "pin", "key_number", "quiet_change"}
DERIVED = {"room_status", "is_bookable"}

# What a column may not hold just anything of, for it refers to other rows.
_REFERRING = {
    "number": "101",
    "room_type": "DLX",
    "attendant": ANA.code,
    "cleaned_by": MARIA.code,
    "inspected_by": DESK.code,
}


def unlike_any_other(name: str, place: int, default: object) -> Any:
    """A value for this fact that no other fact has, and that is not its default."""
    hint = get_type_hints(Room)[name]
    kind = next((part for part in get_args(hint) if part is not type(None)), hint)
    if name in _REFERRING:
        return _REFERRING[name]
    if issubclass(kind, Enum):
        return list(kind)[-1]
    made: dict[type, object] = {
        str: f"what {name} tells",
        bool: not default,
        int: 1000 + place,
        datetime: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=place),
        date: TODAY + timedelta(days=place),
        time: time(place % 24, 30),
    }
    return made[kind]


def a_room_with_every_fact() -> Room:
    """A room in which every fact is set, and no two alike."""
    facts = {
        field.name: unlike_any_other(field.name, place, field.default)
        for place, field in enumerate(fields(Room))
    }
    return Room(**facts)


def test_every_fact_is_a_column_of_its_name_or_comes_from_a_booking() -> None:
    columns = {column.name for column in room_table.c} - KEPT_FROM_EVERYONE
    assert columns | OF_THE_STAY | OF_OTHER_BOOKINGS == {field.name for field in fields(Room)}


def test_every_fact_is_a_column_of_events_and_named_in_what_was_before() -> None:
    facts = {field.name for field in fields(Room)}
    assert set(EVENT_FACTS) | {"number", "version"} == facts
    assert set(EVENT_FACTS) <= {column.name for column in room_event.c}
    assert set(FACT_NUMBERS) == facts


def test_every_fact_is_in_the_snapshot_under_its_name() -> None:
    public = {"room_number" if field.name == "number" else field.name for field in fields(Room)}
    assert set(encode(a_room_with_every_fact())) == public | DERIVED


def test_every_fact_comes_back_from_the_snapshot() -> None:
    room = a_room_with_every_fact()
    assert decode(json.loads(json.dumps(encode(room)))) == room


def test_a_snapshot_from_before_a_fact_was_known_has_its_default() -> None:
    room = a_room_with_every_fact()
    older = {key: fact for key, fact in encode(room).items() if key != "fail_reason"}
    assert decode(older) == replace(room, fail_reason="")


async def test_every_fact_comes_back_from_the_database(house: StoredHouse) -> None:
    wanted = a_room_with_every_fact()
    stay = a_booking(
        "IN",
        room_type="DLX",
        status=BookingStatus.CHECKED_IN,
        room_number="101",
        arrival=wanted.arrival,
        departure=wanted.departure,
        late_checkout=wanted.late_checkout,
    )
    coming = a_booking(
        "ON",
        room_type="DLX",
        room_number="101",
        arrival=wanted.next_arrival,
        departure=wanted.next_arrival,
    )
    await house.store.write(lambda work: work.bookings.save_all([stay, coming]))

    def save(work: UnitOfWork) -> None:
        before = work.rooms.get("101")
        work.rooms.save([(before, wanted)])

    await house.store.write(save)
    assert await house.room("101") == wanted
    assert wanted in await house.store.read(lambda work: work.rooms.all(inactive=True))


async def test_every_fact_comes_back_from_an_event(house: StoredHouse) -> None:
    after = a_room_with_every_fact()

    def append(work: UnitOfWork) -> None:
        before = work.rooms.get("101")
        act = act_of(ANA)
        draft = EventDraft(
            event_id=act.event_id("101"),
            act_id=act.id,
            kind=EventKind.NOTED,
            before=before,
            room=after,
            staff=ANA,
            source=Source.HOUSEKEEPING,
            via=Via.COMMAND_LINE,
            note="towels",
            at=work.now + timedelta(hours=1),
            real_at=work.now + timedelta(hours=2),
        )
        work.events.append([draft])

    await house.store.write(append)
    [event] = await house.store.read(lambda work: work.events.after(0, 10))
    assert event.room == after
    assert (event.staff_code, event.staff_name, event.note) == (ANA.code, ANA.name, "towels")
    assert event.kind is EventKind.NOTED
    assert (event.source, event.via) == (Source.HOUSEKEEPING, Via.COMMAND_LINE)
    assert event.real_at - event.at == timedelta(hours=1)
    assert event.from_status == TurnStatus.AVAILABLE.value
    assert event.before["section"] == "East"


async def test_a_migration_adds_a_new_fact_to_rooms_and_to_events(house: StoredHouse) -> None:
    def add(connection: Connection) -> list[str]:
        since = Column("vip_since", UtcMoment)
        add_room_fact(connection, since)
        of_event = table("room_event", column("vip_since", CompactMoment()))
        at = datetime(2026, 11, 21, tzinfo=UTC)
        connection.execute(update(of_event).values(vip_since=at))
        return [str(row) for row in connection.execute(text("SELECT vip_since FROM room")).all()]

    await house.do(ANA, Verb.NOTE, "101", note="soap")
    with pytest.raises(NotPossible):
        await house.store.database.run(lambda lent: _undone(add(lent)), "IMMEDIATE")


def _undone(found: list[str]) -> None:
    """Roll back what was found to be there."""
    assert found
    raise NotPossible("That was all.")


async def test_a_row_is_read_by_name_whatever_the_order_of_its_columns(house: StoredHouse) -> None:
    columns = staff_table.c
    backwards = select(columns.is_active, columns.role, columns.name, columns.code)
    read = row_reader(Staff, backwards)

    def staff_of(connection: Connection) -> list[Staff]:
        return [read(row) for row in connection.execute(backwards.order_by(columns.code))]

    found = await house.store.database.run(staff_of, "DEFERRED")
    assert found[0] == ANA


def test_a_field_without_a_column_is_refused_where_the_reader_is_made() -> None:
    with pytest.raises(KeyError, match="is_active"):
        row_reader(Staff, select(staff_table.c.code, staff_table.c.name, staff_table.c.role))


def test_a_value_is_written_by_the_names_of_its_columns() -> None:
    write = row_writer(Staff, ("name", "role"), {"name": "said_name"})
    assert write(Staff("x", "Xenia", Role.MANAGER)) == {"said_name": "Xenia", "role": "manager"}
