"""Room events in the database: appended in seq order, never changed but to blank a note."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    ScalarSelect,
    String,
    and_,
    bindparam,
    cast,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from housekeeper.core.acts import EventKind
from housekeeper.core.errors import UnknownName
from housekeeper.core.rooms.event import (
    EventDraft,
    HistoryQuery,
    RoomEvent,
    RoomStep,
    event_id_of,
)
from housekeeper.core.rooms.repository import Events
from housekeeper.core.rooms.room import changed_room
from housekeeper.core.rooms.snapshot import NOTE_FACTS, blank_note, changed_from
from housekeeper.core.staff.staff import Staff
from housekeeper.store.columns import one_of, one_of_bound
from housekeeper.store.compiled_statement import CompiledStatement
from housekeeper.store.event_format.codes import code_of
from housekeeper.store.event_format.earlier_facts import public_before_bytes
from housekeeper.store.event_format.event_rows import (
    EVENTS,
    UNDONE_BY,
    WITH_ROOM_AND_STAFF,
    draft_row,
    read_event,
)
from housekeeper.store.event_format.room_facts import fact_values
from housekeeper.store.repositories.history.event_hours import EventHours
from housekeeper.store.repositories.history.newest_events import NewestEvents
from housekeeper.store.repositories.rooms import room_ids
from housekeeper.store.row_mapping import row_reader
from housekeeper.store.tables import event_staff, hotel, room, room_event

_OF_HOTEL = room_event.c.hotel_id == bindparam("hotel")
# By the rows' own index alone: with the bare column SQLite may walk the hotel's whole history.
_OF_HOTEL_TOO = room_event.c.hotel_id + 0 == bindparam("hotel")


def _room_of(number: str) -> ScalarSelect[int]:
    return (
        select(room.c.id)
        .where(room.c.hotel_id == bindparam("hotel"), room.c.number == bindparam(number))
        .scalar_subquery()
    )


_OF_ACT = CompiledStatement(EVENTS.where(_OF_HOTEL_TOO, room_event.c.act_id == bindparam("act_id")))
# The room may have had this number then, and have another now: then the event has its id.
_OF_ACT_IN_ROOM = CompiledStatement(
    EVENTS.where(
        _OF_HOTEL_TOO,
        or_(
            and_(
                room_event.c.act_id == bindparam("act_id"),
                room_event.c.room_id == _room_of("number"),
            ),
            room_event.c.event_id == bindparam("event_id"),
        ),
    )
)
# The newest event that left the room in another version than it has, and the first after it.
_version = (
    select(room.c.version)
    .where(room.c.hotel_id == bindparam("hotel"), room.c.number == bindparam("number"))
    .scalar_subquery()
)
_of_room = room_event.alias("of_room")
_LAST_OF_OLDER_VERSION = (
    select(_of_room.c.seq)
    .where(_of_room.c.room_id == _room_of("number"), _of_room.c.room_version != _version)
    .order_by(_of_room.c.seq.desc())
    .limit(1)
    .scalar_subquery()
)
_FIRST_OF_VERSION = (
    select(func.min(_of_room.c.seq))
    .where(
        _of_room.c.room_id == _room_of("number"),
        _of_room.c.seq > func.coalesce(_LAST_OF_OLDER_VERSION, 0),
    )
    .scalar_subquery()
)
_OF_ROOM_AFTER = CompiledStatement(
    EVENTS.where(
        _OF_HOTEL_TOO,
        room_event.c.room_id == _room_of("number"),
        room_event.c.seq > bindparam("seq"),
    ).order_by(room_event.c.seq)
)
_LAST_CHANGE = CompiledStatement(EVENTS.where(_OF_HOTEL, room_event.c.seq == _FIRST_OF_VERSION))
_AFTER = CompiledStatement(
    EVENTS.where(_OF_HOTEL, room_event.c.seq > bindparam("seq"))
    .order_by(room_event.c.seq)
    .limit(bindparam("most"))
)
_BY_SEQ = CompiledStatement(EVENTS.where(_OF_HOTEL, room_event.c.seq == bindparam("seq")))
_BY_SEQS = CompiledStatement(EVENTS.where(_OF_HOTEL, one_of_bound(room_event.c.seq, "seqs")))

_AUTHOR = (
    select(event_staff.c.id)
    .where(
        event_staff.c.hotel_id == bindparam("of_hotel"),
        event_staff.c.code == bindparam("code"),
        event_staff.c.name == bindparam("name"),
    )
    .scalar_subquery()
)
_AUTHOR_ID = CompiledStatement(select(_AUTHOR))
_ADD_AUTHOR = CompiledStatement(
    insert(event_staff)
    .values(hotel_id=bindparam("of_hotel"), code=bindparam("code"), name=bindparam("name"))
    .returning(event_staff.c.id)
)
_COUNT_ON = (
    update(hotel)
    .where(hotel.c.id == bindparam("of_hotel"))
    .values(last_seq=hotel.c.last_seq + bindparam("more"))
    .returning(hotel.c.last_seq, hotel.c.event_hour, _AUTHOR)
)
# Delivered with the commit or not at all; see `postgresql.listener`.
_TELL = func.pg_notify(
    literal_column("'housekeeper_'").concat(cast(hotel.c.id, String)),
    cast(hotel.c.last_seq, String),
)
_COUNT_ON_ALONE = CompiledStatement(_COUNT_ON)
_COUNT_ON_AND_TELL = CompiledStatement(_COUNT_ON.returning(_TELL))

STANDS = and_(room_event.c.undoes_seq.is_(None), UNDONE_BY.is_(None))
"""True for an event that counts: neither undone nor the undoing of another."""

_STEPS = (
    select(
        room_event.c.seq,
        room.c.number,
        room_event.c.kind,
        room_event.c.from_status,
        room_event.c.to_status,
        event_staff.c.code.label("staff_code"),
        event_staff.c.name.label("staff_name"),
        room_event.c.note,
        room_event.c.at,
    )
    .select_from(WITH_ROOM_AND_STAFF)
    .where(STANDS)
)
_read_step = row_reader(RoomStep, _STEPS, {"room_number": "number"})

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


def tell_every_hotel(connection: Connection) -> None:
    """Have every board look, for a change that is no event, where the engine tells of commits."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(_TELL).select_from(hotel)).all()


def tell_hotel(connection: Connection, hotel_id: int) -> None:
    """The same for the boards of one hotel."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(_TELL).select_from(hotel).where(hotel.c.id == hotel_id)).all()


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


def in_order(events: Iterable[RoomEvent]) -> list[RoomEvent]:
    """These events in seq order: sorted here, since by an order SQLite picks its index."""
    return sorted(events, key=lambda event: event.seq)


class SqlEvents(Events):
    """The events of one hotel, inside one transaction."""

    def __init__(self, connection: Connection, hotel_id: int) -> None:
        self._connection = connection
        self._hotel_id = hotel_id
        self.appended: list[RoomEvent] = []
        """What this unit appended so far."""

    def _compiled(self, query: CompiledStatement, **values: Any) -> list[RoomEvent]:
        rows = query.rows(self._connection, {"hotel": self._hotel_id, **values})
        return [read_event(row) for row in rows]

    def _at_seqs(self, seqs: Sequence[int]) -> list[RoomEvent]:
        """The events at these places, in seq order."""
        return in_order(self._compiled(_BY_SEQS, seqs=seqs)) if seqs else []

    def append(self, drafts: Sequence[EventDraft]) -> list[RoomEvent]:
        """Give the events their places; the last write of a unit of work.

        The hotel's counter row is taken here and held to the commit, so that the order of
        commits and the order of seq are one, and a rollback leaves no gap.
        """
        if not drafts:
            return []
        tells = self._connection.dialect.name == "postgresql"
        count_on = _COUNT_ON_AND_TELL if tells else _COUNT_ON_ALONE
        first = drafts[0].staff
        ((last, hour, author, *_),) = count_on.rows(
            self._connection, {**self._named(first), "more": len(drafts)}
        )
        authors = {(first.code, first.name): author}
        events = [_event_of(draft, seq) for seq, draft in enumerate(drafts, last - len(drafts) + 1)]
        rows = [
            {
                **draft_row(draft, event),
                "hotel_id": self._hotel_id,
                "of_number": event.room_number,
                "author": self._author(draft.staff, authors),
            }
            for draft, event in zip(drafts, events, strict=True)
        ]
        _APPEND.execute_all(self._connection, rows)
        EventHours(self._connection, self._hotel_id).note(events, hour)
        self.appended += events
        return events

    def _named(self, staff: Staff) -> dict[str, Any]:
        return {"of_hotel": self._hotel_id, "code": staff.code, "name": staff.name}

    def _author(self, staff: Staff, known: dict[tuple[str, str], int | None]) -> int:
        """The number under which events name this person with this name; made at the first one.

        Asked while the hotel's counter is held, so nobody else makes it meanwhile.
        """
        key, values = (staff.code, staff.name), self._named(staff)
        if key not in known:
            ((known[key],),) = _AUTHOR_ID.rows(self._connection, values)
        found = known[key]
        if found is None:
            ((found,),) = _ADD_AUTHOR.rows(self._connection, values)
            known[key] = found
        return int(found)

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

    def of_act_in_room(self, act_id: UUID, room_number: str) -> RoomEvent | None:
        asked = {"act_id": act_id, "number": room_number}
        asked["event_id"] = event_id_of(act_id, room_number)
        return next(iter(self._compiled(_OF_ACT_IN_ROOM, **asked)), None)

    def of_act_in_rooms(self, act_id: UUID, room_numbers: Collection[str]) -> list[RoomEvent]:
        ids = {event_id_of(act_id, number) for number in room_numbers}
        return [
            event
            for event in self.of_act(act_id)
            if event.room_number in room_numbers or event.event_id in ids
        ]

    def of_act(self, act_id: UUID) -> list[RoomEvent]:
        return in_order(self._compiled(_OF_ACT, act_id=act_id))

    def by_staff(self, staff_code: str, since: datetime) -> list[RoomEvent]:
        return self._at_seqs(self._newest().since(staff_code, since))[::-1]

    def get(self, seq: int) -> RoomEvent | None:
        return next(iter(self._compiled(_BY_SEQ, seq=seq)), None)

    def last_seq(self) -> int:
        return int(
            self._connection.execute(
                select(hotel.c.last_seq).where(hotel.c.id == self._hotel_id)
            ).scalar_one()
        )

    def last_change(self, room_number: str) -> RoomEvent | None:
        return next(iter(self._compiled(_LAST_CHANGE, number=room_number)), None)

    def of_room_after(self, room_number: str, seq: int) -> list[RoomEvent]:
        return self._compiled(_OF_ROOM_AFTER, number=room_number, seq=seq)

    def after(self, seq: int, limit: int) -> list[RoomEvent]:
        return self._compiled(_AFTER, seq=seq, most=limit)

    def history(self, query: HistoryQuery) -> list[RoomEvent]:
        room_id = None if query.room_number is None else self._room_id(query.room_number)
        return self._at_seqs(self._newest().asked(query, room_id))[::-1]

    def _newest(self) -> NewestEvents:
        return NewestEvents(self._connection, self._hotel_id)

    def steps(
        self,
        since: datetime,
        kinds: Collection[EventKind] = (),
        until: datetime | None = None,
    ) -> list[RoomStep]:
        query = _STEPS.where(
            room_event.c.hotel_id == self._hotel_id,
            room_event.c.seq.between(bindparam("first"), bindparam("last")),
            room_event.c.at >= since,
        )
        if until is not None:
            query = query.where(room_event.c.at < until)
        if kinds:
            codes = sorted(code_of("kind", kind) for kind in kinds)
            query = query.where(one_of(room_event.c.kind, codes))
        places = EventHours(self._connection, self._hotel_id).places(since, until)
        return [
            _read_step(row)
            for first, last in places
            for row in self._connection.execute(
                query.order_by(room_event.c.seq), {"first": first, "last": last}
            )
        ]

    def first_of_rooms(self, since: datetime) -> list[RoomEvent]:
        oldest = (
            select(func.min(room_event.c.seq))
            .where(room_event.c.room_id == room.c.id)
            .correlate(room)
            .scalar_subquery()
        )
        seqs = self._connection.scalars(select(oldest).where(room.c.hotel_id == self._hotel_id))
        known = sorted(seq for seq in seqs if seq is not None)
        places = EventHours(self._connection, self._hotel_id).places(since, None)
        asked = [
            seq
            for first, last in places
            for seq in known[bisect_left(known, first) : bisect_right(known, last)]
        ]
        return [event for event in self._at_seqs(asked) if event.at >= since]

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
        steps = _STEPS.where(
            room_event.c.hotel_id == self._hotel_id, one_of_bound(room_event.c.seq, "seqs")
        )
        found = {}
        for kind in kinds:
            places = self._connection.scalars(seqs, {"of_kind": kind}).all()
            known = [seq for seq in places if seq is not None]
            rows = self._connection.execute(steps, {"seqs": known}) if known else ()
            found.update({(row.number, kind): _read_step(row) for row in rows})
        return found

    def redact(self, room_number: str, words: str, instead: str) -> int:
        self._room_id(room_number)
        changed = 0
        for event in self._compiled(_OF_ROOM_AFTER, number=room_number, seq=0):
            note = instead if event.note == words else event.note
            facts = {
                name: blank_note(name, getattr(event.room, name), words, instead)
                for name in NOTE_FACTS
            }
            after = changed_room(event.room, **facts)
            before = {
                name: blank_note(name, fact, words, instead) for name, fact in event.before.items()
            }
            if (note, after, before) == (event.note, event.room, event.before):
                continue
            changed += 1
            values = fact_values(after, event.at)
            blanked = {name: values[name] for name in NOTE_FACTS}
            self._connection.execute(
                update(room_event)
                .where(room_event.c.hotel_id == self._hotel_id, room_event.c.seq == event.seq)
                .values(note=note, before=public_before_bytes(before, after, event.at), **blanked)
            )
        return changed
