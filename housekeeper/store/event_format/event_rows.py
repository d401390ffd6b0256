"""Events of rooms as rows of their table: how they are asked for, read and written."""

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import select

from housekeeper.core.acts import EventKind, Source, Via
from housekeeper.core.fast_values import maker_of
from housekeeper.core.rooms.event import Deleted, EventDraft, RoomEvent, event_id_of
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus, TurnStatus
from housekeeper.store.event_format.earlier_facts import before_bytes, read_before
from housekeeper.store.event_format.room_facts import EVENT_FACTS, fact_values, facts_filled
from housekeeper.store.tables import event_staff, room, room_event

_undoing = room_event.alias("undoing")
UNDONE_BY = (
    select(_undoing.c.seq)
    .where(_undoing.c.hotel_id == room_event.c.hotel_id, _undoing.c.undoes_seq == room_event.c.seq)
    .correlate(room_event)
    .scalar_subquery()
)
"""The seq of the event that takes this one back, if there is one."""

_OWN = (
    "seq",
    "event_id",
    "act_id",
    "kind",
    "from_status",
    "to_status",
    "source",
    "via",
    "note",
    "at",
    "real_at",
    "before",
    "deleted",
    "undoes_seq",
)

# Each event has both. An outer join holds SQLite to beginning with the event.
WITH_ROOM_AND_STAFF = room_event.outerjoin(room, room.c.id == room_event.c.room_id).outerjoin(
    event_staff, event_staff.c.id == room_event.c.author
)
"""Events beside their rooms, and beside who did them."""

EVENTS = select(
    *(room_event.c[name] for name in _OWN),
    event_staff.c.code.label("staff_code"),
    event_staff.c.name.label("staff_name"),
    UNDONE_BY.label("undone_by"),
    room.c.number,
    room_event.c.room_version.label("version"),
    *(room_event.c[name] for name in EVENT_FACTS),
).select_from(WITH_ROOM_AND_STAFF)
"""Everything of an event, as `read_event` reads it."""

_PLACES = {column.key: place for place, column in enumerate(EVENTS.selected_columns)}
_ROOM_FIELDS = [field.name for field in fields(Room)]
_room_values = itemgetter(*(_PLACES[name] for name in _ROOM_FIELDS))
_own_values = itemgetter(*(_PLACES[name] for name in _OWN))
_staff_values = itemgetter(
    _PLACES["staff_code"], _PLACES["staff_name"], _PLACES["undone_by"], _PLACES["number"]
)
_fill = facts_filled({name: place for place, name in enumerate(_ROOM_FIELDS)})
_make_room = maker_of(Room)
_TURN_STATUS, _PRIORITY, _STATUS_SINCE = (
    _ROOM_FIELDS.index(name) for name in ("turn_status", "maintenance_priority", "status_since")
)
_counts_of = attrgetter(*(field.name for field in fields(Deleted)))


def read_event(row: Sequence[Any]) -> RoomEvent:
    """The event of a row of `EVENTS`."""
    (
        seq,
        event_id,
        act_id,
        kind,
        from_status,
        to_status,
        source,
        via,
        note,
        at,
        real_at,
        before,
        deleted,
        undoes_seq,
    ) = _own_values(row)
    staff_code, staff_name, undone_by, number = _staff_values(row)
    after = _read_room(row, at)
    erasure, *counts = [None] if deleted is None else json.loads(deleted)
    return RoomEvent(
        seq=seq,
        event_id=event_id or event_id_of(act_id, number),
        act_id=act_id,
        kind=EventKind(kind),
        from_status=RoomStatus(from_status),
        to_status=RoomStatus(to_status),
        staff_code=staff_code,
        staff_name=staff_name,
        source=Source(source),
        via=Via(via),
        note=note,
        at=at,
        real_at=real_at or at,
        room=after,
        before=read_before(before, after, at),
        deleted=None if deleted is None else Deleted(*counts),
        undoes_seq=undoes_seq,
        undone_by=undone_by,
        erasure=erasure,
    )


def _read_room(row: Sequence[Any], at: datetime) -> Room:
    facts = list(_room_values(row))
    _fill(facts)
    if facts[_STATUS_SINCE] is None:
        facts[_STATUS_SINCE] = at
    facts[_TURN_STATUS] = TurnStatus(facts[_TURN_STATUS])
    if facts[_PRIORITY] is not None:
        facts[_PRIORITY] = MaintenancePriority(facts[_PRIORITY])
    return _make_room(*facts)


def event_row(event: RoomEvent, before: bytes | None) -> dict[str, Any]:
    """The columns of an event but for hotel, room and author; `before` as it is kept."""
    number = event.room_number
    is_given = event.event_id == event_id_of(event.act_id, number)
    return {
        "seq": event.seq,
        "event_id": None if is_given else event.event_id,
        "act_id": event.act_id,
        "kind": event.kind,
        "from_status": event.from_status,
        "to_status": event.to_status,
        "source": event.source,
        "via": event.via,
        "note": event.note,
        "at": event.at,
        "real_at": None if event.real_at == event.at else event.real_at,
        "before": before,
        "deleted": _deleted_text(event),
        "undoes_seq": event.undoes_seq,
        "room_version": event.room.version,
        **fact_values(event.room, event.at),
    }


def draft_row(draft: EventDraft, event: RoomEvent) -> dict[str, Any]:
    """The same for the event of a draft."""
    return event_row(event, before_bytes(draft.before, draft.room, draft.at))


def _deleted_text(event: RoomEvent) -> str | None:
    """The counts of a checkout behind its number among the erasures, where it has one."""
    if event.deleted is None:
        return None
    return json.dumps([event.erasure, *_counts_of(event.deleted)], separators=(",", ":"))
