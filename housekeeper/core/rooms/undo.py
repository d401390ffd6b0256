"""Undo: taking back one's last act, within a minute, by restoring what its event says was before.

Nothing is deleted: the undoing is an event of its own that names the one it takes back, and
the history shows both. Acts at the desk (check-in, check-out, a move) and notes are not undone.
"""

from dataclasses import dataclass, replace

from housekeeper.core import rights
from housekeeper.core.acts import REVERSIBLE, UNDO_WINDOW, EventKind, Verb
from housekeeper.core.errors import NotPossible, Refused, RoomMoved
from housekeeper.core.rooms.event import Act, EventDraft, RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.snapshot import decode, encode
from housekeeper.core.rooms.write_change import record_all, refuse_if_moved, settled
from housekeeper.core.unit_of_work import UnitOfWork

_DERIVED = frozenset({"room_status", "is_bookable", "version"})


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of an undo: the kind of act taken back, room by room.

    `events` are the undoings that were written; `refused` are the rooms that were left as
    they are, each with the reason. It may be that every room was refused.
    """

    kind: EventKind
    events: tuple[RoomEvent, ...]
    refused: tuple[tuple[str, Refused], ...] = ()


def undo(work: UnitOfWork, act: Act) -> Undone:
    """Take back the last act of the person who acts, in every room that has not moved since.

    The act may be at most `UNDO_WINDOW` old, at whichever terminal it was done. What has been
    undone, and an undo itself, is passed over: asking again takes back the act before. A
    retry of the same undo finds its events and does not undo twice. Raises `NotPossible`
    where there is nothing to undo or the last act is of a kind that never is.
    """
    rights.require(act.staff, Verb.UNDO)
    earlier = work.events.of_act(act.id)
    if earlier:
        return Undone(_kind_undone(work, earlier[0]), tuple(earlier))
    events = _last_act(work, act)
    kind = events[0].kind
    if kind not in REVERSIBLE:
        raise NotPossible(_why_never(events[0]))
    drafts: list[EventDraft] = []
    refused: list[tuple[str, Refused]] = []
    for event in events:
        room = work.rooms.get(event.room_number)
        if not _stands(work, event, room):
            refused.append((room.number, _moved(work, event, room)))
            continue
        drafts.append(_undoing(work, act, event, room))
        _restore_range(work, event, drafts[-1].room)
    return Undone(kind, tuple(record_all(work, drafts)), tuple(refused))


def _kind_undone(work: UnitOfWork, undoing: RoomEvent) -> EventKind:
    undone = work.events.get(undoing.undoes_seq or 0)
    return undoing.kind if undone is None else undone.kind


def _last_act(work: UnitOfWork, act: Act) -> list[RoomEvent]:
    """The events of this person's newest act that is neither an undo nor undone."""
    recent = work.events.by_staff(act.staff.code, work.real_now - UNDO_WINDOW)
    # A clock that was set back leaves acts from the future; those are not of the last minute.
    recent = [event for event in recent if event.real_at <= work.real_now + UNDO_WINDOW]
    taken_back = {event.act_id for event in recent if event.undone_by is not None}
    for event in recent:
        if event.undoes_seq is None and event.act_id not in taken_back:
            return work.events.of_act(event.act_id)
    seconds = int(UNDO_WINDOW.total_seconds())
    raise NotPossible(
        f"There is nothing to undo: {act.staff.name} did nothing in the last {seconds} seconds"
        f"{' that is not undone already' if recent else ''}."
    )


def _why_never(event: RoomEvent) -> str:
    if event.kind is EventKind.CHECKED_OUT:
        return (
            f"A check-out is never undone: what was erased of room {event.room_number}'s guest "
            "cannot come back."
        )
    return (
        f"Your last act, '{event.kind.label}' in room {event.room_number}, is of a kind that is "
        "never undone."
    )


def _stands(work: UnitOfWork, event: RoomEvent, room: Room) -> bool:
    """Whether the room is as this event left it, but for acts that were undone since."""
    version = room.version
    while version != event.room.version:
        change = work.events.change_to(room.number, version)
        if change is None or change.undoes_seq is None:
            return False
        undone = work.events.get(change.undoes_seq)
        if undone is None:
            return False
        version = int(str(undone.before.get("version", undone.room.version)))
    return True


def _moved(work: UnitOfWork, event: RoomEvent, room: Room) -> RoomMoved:
    try:
        refuse_if_moved(work, room, event.room.version)
    except RoomMoved as moved:
        return moved
    return RoomMoved(f"Room {room.number} was changed meanwhile. Nothing was written.")


def _undoing(work: UnitOfWork, act: Act, event: RoomEvent, room: Room) -> EventDraft:
    """The event that gives the room back the facts which the act had changed."""
    earlier = {name: fact for name, fact in event.before.items() if name not in _DERIVED}
    after = settled(room, decode({**encode(room), **earlier}), work.now)
    # The room goes on being as old in its status as before the act.
    since = decode({**encode(room), **earlier}).status_since
    return EventDraft(
        event_id=act.event_id(room.number),
        act_id=act.id,
        kind=EventKind.UNDONE,
        before=room,
        room=replace(after, status_since=since),
        staff=act.staff,
        source=event.source,
        via=act.via,
        note="",
        at=work.now,
        real_at=work.real_now,
        undoes_seq=event.seq,
    )


def _restore_range(work: UnitOfWork, event: RoomEvent, restored: Room) -> None:
    """Let the nights that the room cannot be sold follow the undo."""
    if event.kind is EventKind.RETURNED_TO_SERVICE:
        work.inventory.reopen_out_of_order(restored.number, restored.out_of_order_until)
    elif event.kind is EventKind.TAKEN_OUT_OF_ORDER:
        if restored.is_out_of_order:
            work.inventory.begin_out_of_order(
                restored.number, work.today, restored.out_of_order_until
            )
        else:
            work.inventory.cancel_out_of_order(restored.number)
