"""How every act on a room is written: the version rises, the room is saved, the event follows."""

from collections.abc import Sequence
from datetime import datetime

from housekeeper.core.acts import BESIDE_STATUS, EventKind, Verb, source_of
from housekeeper.core.errors import RoomMoved
from housekeeper.core.rooms.event import Act, Deleted, EventDraft, RoomEvent
from housekeeper.core.rooms.room import Room, changed_room
from housekeeper.core.rooms.snapshot import decode, encode
from housekeeper.core.unit_of_work import UnitOfWork


def _versioned(room: Room) -> tuple[object, ...]:
    """The facts whose change raises the version: status, occupancy and flags."""
    return (
        room.turn_status,
        room.is_active,
        room.is_occupied,
        room.maintenance_required,
        room.maintenance_priority,
        room.maintenance_notes,
        room.is_out_of_order,
        room.out_of_order_reason,
        room.out_of_order_until,
    )


def settled(before: Room, after: Room, at: datetime) -> Room:
    """The room as it is to be written: version raised and age restarted where they should be."""
    raised = _versioned(before) != _versioned(after)
    return changed_room(
        after,
        version=before.version + 1 if raised else before.version,
        status_since=at if before.status is not after.status else before.status_since,
    )


def refuse_if_moved(work: UnitOfWork, room: Room, seen_version: int | None) -> None:
    """Raise `RoomMoved`, naming who moved it, when and to what, unless the actor saw it so.

    None stands for an actor who names the room as it is, whatever it is (the command line).
    """
    if seen_version is None or seen_version == room.version:
        return
    change = work.events.last_change(room.number)
    if change is None:
        raise RoomMoved(f"Room {room.number} was changed meanwhile; it is {room.status.label}.")
    raise moved_by(work, room, change)


def moved_by(work: UnitOfWork, room: Room, change: RoomEvent) -> RoomMoved:
    """The refusal that names who changed the room since, when, and to what."""
    when = work.hotel.local(change.at).strftime("%H:%M")
    return RoomMoved(
        f"{change.staff_name} changed room {room.number} at {when}: it is now "
        f"{room.status.label}. Nothing was written."
    )


def draft(
    work: UnitOfWork,
    act: Act,
    verb: Verb,
    kind: EventKind,
    before: Room,
    after: Room,
    note: str,
    deleted: Deleted | None = None,
    erasure: int | None = None,
) -> EventDraft:
    """The event that tells of one room's change, with the room as it is to be written."""
    return EventDraft(
        event_id=act.event_id(before.number),
        act_id=act.id,
        kind=kind,
        before=before,
        room=settled(before, after, work.now),
        staff=act.staff,
        source=source_of(verb, act.staff),
        via=act.via,
        note=note.strip(),
        at=work.now,
        real_at=work.real_now,
        deleted=deleted,
        erasure=erasure,
    )


def draft_undoing(
    work: UnitOfWork,
    act: Act,
    undone: RoomEvent,
    before: Room,
    after: Room,
    deleted: Deleted | None = None,
    erasure: int | None = None,
) -> EventDraft:
    """The event that takes another of the room back and makes of it what `after` tells."""
    room = settled(before, after, work.now)
    if room.status is undone.from_status:
        # It goes on being as old in its status as before what is taken back.
        since = decode({**encode(before), **undone.before}).status_since
        room = changed_room(room, status_since=since)
    return EventDraft(
        event_id=act.event_id(before.number),
        act_id=act.id,
        kind=EventKind.UNDONE,
        before=before,
        room=room,
        staff=act.staff,
        source=undone.source,
        via=act.via,
        note="",
        at=work.now,
        real_at=work.real_now,
        deleted=deleted,
        undoes_seq=undone.seq,
        erasure=erasure,
    )


def standing_after(work: UnitOfWork, event: RoomEvent) -> list[RoomEvent]:
    """What happened to the room since this event and still stands, in seq order.

    An act that was taken back since, and its taking back, are nothing together. Acts that left
    every fact as it was are among them; what tells nothing of status, occupancy or flags, and
    its taking back, is only where it is of the event's own kind.
    """
    later = work.events.of_room_after(event.room_number, event.seq)
    taken_back = {one.seq for one in later if one.undone_by is not None}
    return [
        one
        for one in later
        if _is_heeded(work, one, event.kind)
        and one.seq not in taken_back
        and one.undoes_seq not in taken_back
    ]


def _is_heeded(work: UnitOfWork, later: RoomEvent, kind: EventKind) -> bool:
    """Whether the undo of an act of this kind heeds a later event."""
    undone = None if later.undoes_seq is None else work.events.get(later.undoes_seq)
    told = later.kind if undone is None else undone.kind
    return told not in BESIDE_STATUS or told is kind


def record(
    work: UnitOfWork,
    act: Act,
    verb: Verb,
    kind: EventKind,
    before: Room,
    after: Room,
    note: str,
) -> RoomEvent:
    """Write one room's change and its event, and give the event.

    Raises `RoomMoved` where another transaction changed the room since `before` was read.
    """
    return record_all(work, [draft(work, act, verb, kind, before, after, note)])[0]


def record_all(work: UnitOfWork, drafts: Sequence[EventDraft]) -> list[RoomEvent]:
    """Write the changes of one act on several rooms, then their events, and give the events.

    All rooms come before the first event: the hotel's seq counter is what a transaction
    takes last. Raises `RoomMoved` where another transaction changed one of the rooms.
    """
    work.rooms.save([(made.before, made.room) for made in drafts])
    return work.events.append(drafts)
