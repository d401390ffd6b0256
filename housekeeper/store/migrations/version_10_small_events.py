"""Version 10: events in few bytes, each fact of the room in a column of its own.

The table is made anew beside the old one, filled from it in the order of `seq`, and the old one
goes. Tables are as they were then, so that this stays right when `tables` goes on; what a later
version adds to events is left out here.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
    bindparam,
    func,
    insert,
    select,
    text,
    tuple_,
    update,
)

from housekeeper.core.acts import EventKind, Source, Via
from housekeeper.core.rooms.event import Deleted, RoomEvent
from housekeeper.core.rooms.snapshot import decode
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.store.columns import UtcMoment
from housekeeper.store.event_format.compact_types import (
    Coded,
    CompactDay,
    CompactId,
    CompactMoment,
)
from housekeeper.store.event_format.earlier_facts import public_before_bytes
from housekeeper.store.event_format.event_rows import event_row
from housekeeper.store.guest_keys.stay_key import StayKeys
from housekeeper.store.migrations.added_columns import Progress, add_columns
from housekeeper.store.repositories.history.event_hours import hour_of

_WHOLE = BigInteger().with_variant(Integer(), "sqlite")
_AT_ONCE = 2_000
_OLD_INDEXES = (
    "room_event_by_room",
    "room_event_by_staff",
    "room_event_undone_once",
    "room_event_by_kind",
    "room_event_by_time",
    "ix_room_event_act_id",
)

_old = Table(
    "room_event_9",
    MetaData(),
    Column("hotel_id", _WHOLE),
    Column("seq", _WHOLE),
    Column("event_id", String(36)),
    Column("act_id", String(36)),
    Column("room_id", _WHOLE),
    Column("kind", String(32)),
    Column("from_status", String(24)),
    Column("to_status", String(24)),
    Column("staff_code", String(32)),
    Column("staff_name", String(200)),
    Column("source", String(16)),
    Column("via", String(16)),
    Column("note", Text),
    Column("at", UtcMoment),
    Column("real_at", UtcMoment),
    Column("snapshot", Text),
    Column("before", Text),
    Column("deleted", Text),
    Column("undoes_seq", _WHOLE),
)


def migrate(connection: Connection, _: StayKeys, progress: Progress) -> None:
    """Bring every event over, and name acts instead of events in the visits of rounds."""
    metadata = MetaData()
    for name in ("hotel", "room"):
        Table(name, metadata, Column("id", _WHOLE, primary_key=True))
    staff, events = _staff_table(metadata), _event_table(metadata)
    _set_aside(connection)
    metadata.create_all(connection, tables=[staff, events], checkfirst=False)
    for index in events.indexes:
        index.drop(connection)
    authors = _add_authors(connection, staff)
    hours = _Hours()
    total = connection.scalar(select(func.count()).select_from(_old)) or 0
    done = 0
    for rows in _batches(connection):
        made = [_new_row(row, authors, events) for row in rows]
        connection.execute(insert(events), made)
        hours.note(rows)
        done += len(made)
        progress(done, total)
    # Made after the rows: sorted once, and full.
    for index in events.indexes:
        index.create(connection)
    hours.keep(connection, metadata)
    _name_acts_of_visits(connection, metadata)
    connection.exec_driver_sql("DROP TABLE room_event_9")


def _set_aside(connection: Connection) -> None:
    """Give the old table another name, and its indexes none: the new ones have theirs."""
    connection.exec_driver_sql("ALTER TABLE room_event RENAME TO room_event_9")
    for name in _OLD_INDEXES:
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {name}")
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ALTER INDEX room_event_pkey RENAME TO room_event_9_pkey")


def _add_authors(connection: Connection, staff: Table) -> dict[tuple[int, str, str], int]:
    """Everyone who acted, with each name that they had; their numbers."""
    named = (_old.c.hotel_id, _old.c.staff_code, _old.c.staff_name)
    first = func.min(_old.c.seq)
    found = connection.execute(
        select(*named).group_by(*named).order_by(_old.c.hotel_id, first)
    ).all()
    if found:
        connection.execute(
            insert(staff),
            [{"hotel_id": hotel, "code": code, "name": name} for hotel, code, name in found],
        )
    known = connection.execute(select(staff)).all()
    return {(one.hotel_id, one.code, one.name): one.id for one in known}


def _batches(connection: Connection) -> Iterator[Sequence[Row[Any]]]:
    """The old events, each with the number that its room has now, in their order."""
    place = (-1, -1)
    while True:
        rows = connection.execute(
            select(_old)
            .where(tuple_(_old.c.hotel_id, _old.c.seq) > place)
            .order_by(_old.c.hotel_id, _old.c.seq)
            .limit(_AT_ONCE)
        ).all()
        if not rows:
            return
        yield rows
        place = (rows[-1].hotel_id, rows[-1].seq)


def _new_row(
    row: Row[Any], authors: Mapping[tuple[int, str, str], int], events: Table
) -> dict[str, Any]:
    event = _old_event(row)
    values = {
        **event_row(event, public_before_bytes(event.before, event.room, event.at)),
        "hotel_id": row.hotel_id,
        "room_id": row.room_id,
        "author": authors[row.hotel_id, row.staff_code, row.staff_name],
    }
    return {name: fact for name, fact in values.items() if name in events.c}


_COUNTS = {field.name for field in fields(Deleted)}


def _old_event(row: Row[Any]) -> RoomEvent:
    told = None if row.deleted is None else json.loads(row.deleted)
    return RoomEvent(
        seq=row.seq,
        event_id=UUID(row.event_id),
        act_id=UUID(row.act_id),
        kind=EventKind(row.kind),
        from_status=RoomStatus(row.from_status),
        to_status=RoomStatus(row.to_status),
        staff_code=row.staff_code,
        staff_name=row.staff_name,
        source=Source(row.source),
        via=Via(row.via),
        note=row.note,
        at=row.at,
        real_at=row.real_at,
        room=decode(json.loads(row.snapshot)),
        before=json.loads(row.before),
        deleted=told
        and Deleted(**{name: count for name, count in told.items() if name in _COUNTS}),
        undoes_seq=row.undoes_seq,
        erasure=told and told.get("erasure"),
    )


class _Hours:
    """The hours in which events follow each other, one after the other."""

    def __init__(self) -> None:
        self._found: list[dict[str, Any]] = []

    def note(self, rows: Sequence[Row[Any]]) -> None:
        """Take in the next events."""
        for row in rows:
            newest = self._found[-1] if self._found else {}
            hour = hour_of(row.at)
            if (newest.get("hotel_id"), newest.get("hour")) != (row.hotel_id, hour):
                if newest.get("hotel_id") == row.hotel_id:
                    newest["last_seq"] = row.seq - 1
                self._found.append(
                    {
                        "hotel_id": row.hotel_id,
                        "hour": hour,
                        "first_seq": row.seq,
                        "last_seq": None,
                    }
                )

    def keep(self, connection: Connection, metadata: MetaData) -> None:
        """Write them down, and the last one of each hotel beside it."""
        table = Table(
            "event_hour",
            metadata,
            Column("hotel_id", ForeignKey("hotel.id"), primary_key=True),
            Column("hour", _WHOLE, primary_key=True, autoincrement=False),
            Column("first_seq", _WHOLE, primary_key=True, autoincrement=False),
            Column("last_seq", _WHOLE),
            sqlite_with_rowid=False,
        )
        hotel = Table("hotel", MetaData(), Column("id", _WHOLE), Column("event_hour", _WHOLE))
        metadata.create_all(connection, tables=[table], checkfirst=False)
        add_columns(connection, Table("hotel", MetaData(), Column("event_hour", _WHOLE)))
        if self._found:
            connection.execute(insert(table), self._found)
        for newest in (hour for hour in self._found if hour["last_seq"] is None):
            connection.execute(
                update(hotel)
                .where(hotel.c.id == newest["hotel_id"])
                .values(event_hour=newest["hour"])
            )


def _name_acts_of_visits(connection: Connection, metadata: MetaData) -> None:
    """A visit names the act that ended it: event ids are looked up no more."""
    add_columns(connection, Table("inspection_round_room", MetaData(), Column("act_id", CompactId)))
    key = (
        Column("round_id", _WHOLE),
        Column("room_id", _WHOLE),
        Column("visit", _WHOLE),
    )
    visits = Table(
        "inspection_round_room",
        metadata,
        *key,
        Column("event_id", String(36)),
        Column("act_id", CompactId),
    )
    found = connection.execute(
        select(visits.c.round_id, visits.c.room_id, visits.c.visit, _old.c.act_id).join_from(
            visits, _old, _old.c.event_id == visits.c.event_id
        )
    ).all()
    if found:
        of_visit = [visits.c[one.name] == bindparam(f"of_{one.name}") for one in key]
        connection.execute(
            update(visits).where(*of_visit).values(act_id=bindparam("act")),
            [
                {
                    "of_round_id": round_id,
                    "of_room_id": room_id,
                    "of_visit": visit,
                    "act": UUID(act_id),
                }
                for round_id, room_id, visit, act_id in found
            ],
        )
    connection.exec_driver_sql("ALTER TABLE inspection_round_room DROP COLUMN event_id")


def _staff_table(metadata: MetaData) -> Table:
    return Table(
        "event_staff",
        metadata,
        Column("id", _WHOLE, primary_key=True),
        Column("hotel_id", ForeignKey("hotel.id"), nullable=False),
        Column("code", String(32), nullable=False),
        Column("name", String(200), nullable=False),
        UniqueConstraint("hotel_id", "code", "name"),
    )


def _event_table(metadata: MetaData) -> Table:
    table = Table(
        "room_event",
        metadata,
        Column("at", CompactMoment, nullable=False),
        Column("real_at", CompactMoment),
        Column("hotel_id", Integer, ForeignKey("hotel.id"), primary_key=True),
        Column("seq", Integer, primary_key=True, autoincrement=False),
        Column("room_id", Integer, ForeignKey("room.id"), nullable=False),
        Column("author", Integer, ForeignKey("event_staff.id"), nullable=False),
        Column("room_version", Integer, nullable=False),
        Column("undoes_seq", Integer),
        Column("act_id", CompactId, nullable=False),
        Column("event_id", CompactId),
        Column("kind", Coded("kind"), nullable=False),
        Column("from_status", Coded("room_status"), nullable=False),
        Column("to_status", Coded("room_status"), nullable=False),
        Column("source", Coded("source"), nullable=False),
        Column("via", Coded("via"), nullable=False),
        Column("note", Text, nullable=False),
        Column("before", LargeBinary),
        Column("deleted", Text),
        *_fact_columns(),
    )
    _add_indexes(table)
    return table


def _fact_columns() -> list[Column[Any]]:
    moments = ("last_cleaned_at", "last_inspected_at", "messages_waiting_since")
    flags = ("is_active", "is_occupied", "maintenance_required", "is_out_of_order")
    notes = ("maintenance_notes", "out_of_order_reason", "housekeeping_notes", "fail_reason")
    return [
        Column("status_since", CompactMoment),
        *(Column(name, CompactMoment) for name in (*moments, "orders_open_since")),
        Column("floor", Integer, nullable=False),
        *(Column(name, Integer) for name in ("messages_waiting", "orders_open")),
        *(Column(name, CompactDay) for name in ("arrival", "departure", "next_arrival")),
        Column("out_of_order_until", CompactDay),
        Column("late_checkout", Time),
        *(Column(name, Boolean) for name in flags),
        Column("turn_status", Coded("turn_status"), nullable=False),
        Column("maintenance_priority", Coded("maintenance_priority")),
        Column("room_type", String(32), nullable=False),
        Column("section", String(64), nullable=False),
        *(Column(name, String(32)) for name in ("attendant", "cleaned_by", "inspected_by")),
        *(Column(name, Text) for name in notes),
    ]


def _add_indexes(events: Table) -> None:
    Index("room_event_by_act", events.c.act_id, events.c.room_id, unique=True)
    Index("room_event_by_room", events.c.room_id, events.c.seq)
    Index("room_event_by_kind", events.c.room_id, events.c.kind, events.c.seq)
    Index("room_event_by_author", events.c.author, events.c.seq)
    for name, columns in (
        ("room_event_undone_once", ("hotel_id", "undoes_seq")),
        ("room_event_by_id", ("event_id",)),
    ):
        given = text(f"{columns[-1]} IS NOT NULL")
        Index(
            name,
            *(events.c[column] for column in columns),
            unique=True,
            sqlite_where=given,
            postgresql_where=given,
        )
