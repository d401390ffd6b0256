"""Room events in the database: appended in seq order, never changed but to blank a note."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Select,
    String,
    and_,
    bindparam,
    cast,
    func,
    insert,
    literal_column,
    select,
    update,
)

from housekeeper.core.acts import EventKind
from housekeeper.core.errors import UnknownName
from housekeeper.core.rooms.event import Deleted, EventDraft, HistoryQuery, RoomEvent, RoomStep
from housekeeper.core.rooms.repository import Events
from housekeeper.core.rooms.snapshot import Json, blank_note, changed_from, decode, encode
from housekeeper.store.columns import one_of, one_of_bound
from housekeeper.store.compiled_statement import CompiledStatement
from housekeeper.store.repositories.history.asked_events import only_asked
from housekeeper.store.repositories.rooms import room_ids
from housekeeper.store.row_mapping import row_reader, row_writer
from housekeeper.store.tables import hotel, room, room_event

_undoing = room_event.alias("undoing")
_UNDONE_BY = (
    select(_undoing.c.seq)
    .where(_undoing.c.hotel_id == room_event.c.hotel_id, _undoing.c.undoes_seq == room_event.c.seq)
    .correlate(room_event)
    .scalar_subquery()
)

_EVENTS = select(
    room_event.c.seq,
    room_event.c.event_id,
    room_event.c.act_id,
    room_event.c.kind,
    room_event.c.from_status,
    room_event.c.to_status,
    room_event.c.staff_code,
    room_event.c.staff_name,
    room_event.c.source,
    room_event.c.via,
    room_event.c.note,
    room_event.c.at,
    room_event.c.real_at,
    room_event.c.snapshot,
    room_event.c.before,
    room_event.c.deleted,
    room_event.c.undoes_seq,
    _UNDONE_BY.label("undone_by"),
)

# By the events' ids alone: with the bare column, or ordered by seq, SQLite walks the hotel's
# whole history instead of the index of the ids.
_BY_IDS = CompiledStatement(
    _EVENTS.where(
        room_event.c.hotel_id + 0 == bindparam("hotel"),
        one_of_bound(room_event.c.event_id, "event_ids"),
    )
)
# By the room alone, for the same reason.
_OF_ROOM_AFTER = CompiledStatement(
    _EVENTS.where(
        room_event.c.hotel_id + 0 == bindparam("hotel"),
        room_event.c.room_id
        == select(room.c.id)
        .where(room.c.hotel_id == bindparam("hotel"), room.c.number == bindparam("number"))
        .scalar_subquery(),
        room_event.c.seq > bindparam("seq"),
    ).order_by(room_event.c.seq)
)
_AFTER = CompiledStatement(
    _EVENTS.where(room_event.c.hotel_id == bindparam("hotel"), room_event.c.seq > bindparam("seq"))
    .order_by(room_event.c.seq)
    .limit(bindparam("most"))
)
_COUNT_ON = CompiledStatement(
    update(hotel)
    .where(hotel.c.id == bindparam("of_hotel"))
    .values(last_seq=hotel.c.last_seq + bindparam("more"))
    .returning(hotel.c.last_seq)
)

# Delivered with the commit or not at all; see `postgresql.listener`.
_TELL = func.pg_notify(
    literal_column("'housekeeper_'").concat(cast(hotel.c.id, String)),
    cast(hotel.c.last_seq, String),
)
_COUNT_ON_AND_TELL = CompiledStatement(
    update(hotel)
    .where(hotel.c.id == bindparam("of_hotel"))
    .values(last_seq=hotel.c.last_seq + bindparam("more"))
    .returning(hotel.c.last_seq, _TELL)
)

STANDS = and_(room_event.c.undoes_seq.is_(None), _UNDONE_BY.is_(None))
"""True for an event that counts: neither undone nor the undoing of another."""

_STEPS = (
    select(
        room_event.c.seq,
        room.c.number,
        room_event.c.kind,
        room_event.c.from_status,
        room_event.c.to_status,
        room_event.c.staff_code,
        room_event.c.staff_name,
        room_event.c.note,
        room_event.c.at,
    )
    .join_from(room_event, room, room.c.id == room_event.c.room_id)
    .where(STANDS)
)

_APPEND = CompiledStatement(
    insert(room_event).values(
        {
            column.name: bindparam(column.name)
            for column in room_event.c
            if column is not room_event.c.room_id
        }
        | {
            "room_id": select(room.c.id)
            .where(
                room.c.hotel_id == bindparam("hotel_id"), room.c.number == bindparam("of_number")
            )
            .scalar_subquery()
        }
    )
)


_ERASURE = "erasure"
# Made once: json.dumps makes another for each text that has separators of its own.
_encoder = json.JSONEncoder(separators=(",", ":"))
_COUNTS = tuple(field.name for field in fields(Deleted))


def _read_deleted(text: str) -> Deleted:
    return Deleted(**{name: count for name, count in json.loads(text).items() if name != _ERASURE})


def _read_erasure(text: str) -> int | None:
    number: int | None = json.loads(text).get(_ERASURE)
    return number


_read_event = row_reader(
    RoomEvent,
    _EVENTS,
    {"room": "snapshot", "erasure": "deleted"},
    {
        "room": lambda text: decode(json.loads(text)),
        "before": json.loads,
        "deleted": _read_deleted,
        "erasure": _read_erasure,
    },
)
_read_step = row_reader(RoomStep, _STEPS, {"room_number": "number"})


def _deleted_text(event: RoomEvent) -> str | None:
    """The counts of a checkout and, where it has one, its number among the erasures."""
    if event.deleted is None:
        return None
    number = {} if event.erasure is None else {_ERASURE: event.erasure}
    counts = {name: getattr(event.deleted, name) for name in _COUNTS}
    return _text({**counts, **number})


def _text(value: Mapping[str, Json]) -> str:
    return _encoder.encode(value)


def tell_every_hotel(connection: Connection) -> None:
    """Have every board look, for a change that is no event, where the engine tells of commits."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(_TELL).select_from(hotel)).all()


_OF_EVENT = [
    field.name
    for field in fields(RoomEvent)
    if field.name in room_event.c and field.name not in {"before", "deleted"}
]
_event_values = row_writer(RoomEvent, ["room_number", *_OF_EVENT], {"room_number": "of_number"})


def _event_of(draft: EventDraft, seq: int) -> RoomEvent:
    """The event of a draft, in its place in the order."""
    return RoomEvent(
        seq=seq,
        event_id=draft.event_id,
        act_id=draft.act_id,
        kind=draft.kind,
        from_status=draft.before.status,
        to_status=draft.room.status,
        staff_code=draft.staff.code,
        staff_name=draft.staff.name,
        source=draft.source,
        via=draft.via,
        note=draft.note,
        at=draft.at,
        real_at=draft.real_at,
        room=draft.room,
        before=changed_from(draft.before, draft.room),
        deleted=draft.deleted,
        undoes_seq=draft.undoes_seq,
        erasure=draft.erasure,
    )


def _event_row(hotel_id: int, event: RoomEvent) -> dict[str, Any]:
    row = _event_values(event)
    row["hotel_id"] = hotel_id
    row["room_version"] = event.room.version
    row["snapshot"] = _text(encode(event.room))
    row["before"] = _text(event.before)
    row["deleted"] = _deleted_text(event)
    return row


class SqlEvents(Events):
    """The events of one hotel, inside one transaction."""

    def __init__(self, connection: Connection, hotel_id: int) -> None:
        self._connection = connection
        self._hotel_id = hotel_id
        self.appended: list[RoomEvent] = []
        """What this unit appended so far."""

    def _events(self, query: Select[Any]) -> list[RoomEvent]:
        rows = self._connection.execute(query.where(room_event.c.hotel_id == self._hotel_id))
        return [_read_event(row) for row in rows.all()]

    def _compiled(self, query: CompiledStatement, **values: Any) -> list[RoomEvent]:
        rows = query.rows(self._connection, {"hotel": self._hotel_id, **values})
        return [_read_event(row) for row in rows]

    def append(self, drafts: Sequence[EventDraft]) -> list[RoomEvent]:
        """Give the events their places; the last write of a unit of work.

        The hotel's counter row is taken here and held to the commit, so that the order of
        commits and the order of seq are one, and a rollback leaves no gap.
        """
        if not drafts:
            return []
        tells = self._connection.dialect.name == "postgresql"
        count_on = _COUNT_ON_AND_TELL if tells else _COUNT_ON
        ((last, *_),) = count_on.rows(
            self._connection, {"of_hotel": self._hotel_id, "more": len(drafts)}
        )
        events = [_event_of(draft, seq) for seq, draft in enumerate(drafts, last - len(drafts) + 1)]
        _APPEND.execute_all(
            self._connection, [_event_row(self._hotel_id, event) for event in events]
        )
        self.appended += events
        return events

    def hold_counter(self) -> None:
        """Wait for every unit that has appended events to end, and keep others waiting."""
        self._connection.execute(
            select(hotel.c.last_seq).where(hotel.c.id == self._hotel_id).with_for_update()
        ).all()

    def _room_id(self, number: str) -> int:
        found = room_ids(self._connection, self._hotel_id, [number])
        if number not in found:
            raise UnknownName(f"There is no room {number} in this hotel.")
        return found[number]

    def by_id(self, event_id: UUID) -> RoomEvent | None:
        return next(iter(self.by_ids([event_id])), None)

    def by_ids(self, event_ids: Sequence[UUID]) -> list[RoomEvent]:
        wanted = [str(event_id) for event_id in event_ids]
        found = self._compiled(_BY_IDS, event_ids=wanted)
        return sorted(found, key=lambda one: one.seq)

    def of_act(self, act_id: UUID) -> list[RoomEvent]:
        # Sorted here: ordered by seq, SQLite would walk the whole history instead of an index.
        return sorted(
            self._events(_EVENTS.where(room_event.c.act_id == str(act_id))), key=lambda one: one.seq
        )

    def by_staff(self, staff_code: str, since: datetime) -> list[RoomEvent]:
        wanted = _EVENTS.where(room_event.c.staff_code == staff_code, room_event.c.real_at >= since)
        return sorted(self._events(wanted), key=lambda one: one.seq, reverse=True)

    def get(self, seq: int) -> RoomEvent | None:
        return next(iter(self._events(_EVENTS.where(room_event.c.seq == seq))), None)

    def last_seq(self) -> int:
        return int(
            self._connection.execute(
                select(hotel.c.last_seq).where(hotel.c.id == self._hotel_id)
            ).scalar_one()
        )

    def last_change(self, room_number: str) -> RoomEvent | None:
        same_version = (
            select(func.min(room_event.c.seq))
            .join(room, room.c.id == room_event.c.room_id)
            .where(
                room.c.hotel_id == self._hotel_id,
                room.c.number == room_number,
                room_event.c.room_version == room.c.version,
            )
            .scalar_subquery()
        )
        return next(iter(self._events(_EVENTS.where(room_event.c.seq == same_version))), None)

    def of_room_after(self, room_number: str, seq: int) -> list[RoomEvent]:
        return self._compiled(_OF_ROOM_AFTER, number=room_number, seq=seq)

    def after(self, seq: int, limit: int) -> list[RoomEvent]:
        return self._compiled(_AFTER, seq=seq, most=limit)

    def history(self, query: HistoryQuery) -> list[RoomEvent]:
        wanted = only_asked(_EVENTS.order_by(room_event.c.seq.desc()), room_event, query)
        if query.room_number is not None:
            wanted = wanted.where(room_event.c.room_id == self._room_id(query.room_number))
        return self._events(wanted)

    def steps(
        self,
        since: datetime,
        kinds: Collection[EventKind] = (),
        until: datetime | None = None,
    ) -> list[RoomStep]:
        query = _STEPS.where(room_event.c.at >= since).order_by(room_event.c.seq)
        if until is not None:
            query = query.where(room_event.c.at < until)
        if kinds:
            query = query.where(one_of(room_event.c.kind, sorted(kinds)))
        rows = self._connection.execute(query.where(room_event.c.hotel_id == self._hotel_id))
        return [_read_step(row) for row in rows]

    def first_of_rooms(self) -> list[RoomEvent]:
        oldest = (
            select(func.min(room_event.c.seq))
            .where(room_event.c.room_id == room.c.id)
            .correlate(room)
            .scalar_subquery()
        )
        seqs = select(oldest).where(room.c.hotel_id == self._hotel_id)
        return self._events(_EVENTS.where(room_event.c.seq.in_(seqs)).order_by(room_event.c.seq))

    def latest(
        self, room_numbers: Collection[str], kinds: Collection[EventKind]
    ) -> dict[tuple[str, EventKind], RoomStep]:
        newest = (
            select(room_event.c.seq)
            .where(room_event.c.room_id == room.c.id, room_event.c.kind == bindparam("of_kind"))
            .where(STANDS)
            .order_by(room_event.c.seq.desc())
            .limit(1)
            .correlate(room)
            .scalar_subquery()
        )
        seqs = select(newest).where(
            room.c.hotel_id == self._hotel_id, one_of(room.c.number, room_numbers)
        )
        query = _STEPS.where(room_event.c.hotel_id == self._hotel_id, room_event.c.seq.in_(seqs))
        found = {}
        for kind in kinds:
            rows = self._connection.execute(query, {"of_kind": kind.value})
            found.update({(row.number, kind): _read_step(row) for row in rows})
        return found

    def redact(self, room_number: str, words: str, instead: str) -> int:
        room_id = self._room_id(room_number)
        rows = self._connection.execute(
            select(
                room_event.c.seq, room_event.c.note, room_event.c.snapshot, room_event.c.before
            ).where(room_event.c.hotel_id == self._hotel_id, room_event.c.room_id == room_id)
        ).all()
        changed = 0
        for seq, note, snapshot, before in rows:
            now = {
                "note": instead if note == words else note,
                "snapshot": _without(snapshot, words, instead),
                "before": _without(before, words, instead),
            }
            if now != {"note": note, "snapshot": snapshot, "before": before}:
                changed += 1
                self._connection.execute(
                    update(room_event)
                    .where(room_event.c.hotel_id == self._hotel_id, room_event.c.seq == seq)
                    .values(now)
                )
        return changed


def _without(text: str, words: str, instead: str) -> str:
    facts = json.loads(text)
    return _text({name: blank_note(name, fact, words, instead) for name, fact in facts.items()})
