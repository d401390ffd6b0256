"""Undo: taking back one's last act, within a minute, by restoring what its event says was before.

Nothing is deleted: the undoing is an event of its own that names the one it takes back, and
the history shows both. What is never undone (a check-out, a move, an override) is passed over.
Of a room's notes only what that one act had made of them is taken back. A check-in and a late
check-out are taken back by rules of their own (`stays/check_in_undo`).
"""

from dataclasses import dataclass, field, replace

from housekeeper.core import rights
from housekeeper.core.acts import OF_GUESTS_WAITING, REVERSIBLE, UNDO_WINDOW, EventKind, Verb
from housekeeper.core.errors import NotPossible, Refused, RoomMoved
from housekeeper.core.room_notes import line_of, without
from housekeeper.core.rooms.event import Act, EventDraft, RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.snapshot import decode, encode
from housekeeper.core.rooms.write_change import (
    draft_undoing,
    moved_by,
    record_all,
    standing_after,
)
from housekeeper.core.stays.check_in_undo import undo_check_in, undo_late_checkout
from housekeeper.core.unit_of_work import UnitOfWork

_DERIVED = frozenset({"room_status", "is_bookable", "version"})


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of an undo: the kind of act taken back, room by room.

    `events` are the undoings that were written; `refused` are the rooms that were left as
    they are, each with the reason. It may be that every room was refused. `passed_over` are
    later acts of the same person that are never undone, newest first, an event of each.
    `without_room` says why a booking that is confirmed again has no room any more. A retry
    tells neither again.
    """

    kind: EventKind
    events: tuple[RoomEvent, ...]
    refused: tuple[tuple[str, Refused], ...] = ()
    passed_over: tuple[RoomEvent, ...] = field(default=(), compare=False)
    without_room: str = field(default="", compare=False)


def undo(work: UnitOfWork, act: Act) -> Undone:
    """Take back the last act of the person who acts, in every room that has not moved since.

    The act may be at most `UNDO_WINDOW` old, at whichever terminal it was done. What has been
    undone, an undo itself, and what is never undone are passed over: asking again takes back
    the act before. Any later act on a room stands in the way there, also one that left every
    fact as it was; of a note only one that replaced it. A retry of the same undo
    finds its events and does not undo twice. Raises `NotPossible` where there is nothing to
    undo.
    """
    rights.require(act.staff, Verb.UNDO)
    earlier = work.events.of_act(act.id)
    if earlier:
        return Undone(_kind_undone(work, earlier[0]), tuple(earlier))
    events, passed_over = _last_act(work, act)
    if events[0].kind in {EventKind.CHECKED_IN, EventKind.LATE_CHECKOUT_SET}:
        return _undo_of_stay(work, act, events[0], passed_over)
    drafts: list[EventDraft] = []
    refused: list[tuple[str, Refused]] = []
    for event in events:
        try:
            drafts.append(_undoing_of(work, act, event, work.rooms.get(event.room_number)))
        except RoomMoved as refusal:
            refused.append((event.room_number, refusal))
            continue
        _restore_range(work, event, drafts[-1].room)
    done = tuple(record_all(work, drafts))
    return Undone(events[0].kind, done, tuple(refused), passed_over)


def _kind_undone(work: UnitOfWork, undoing: RoomEvent) -> EventKind:
    undone = work.events.get(undoing.undoes_seq or 0)
    return undoing.kind if undone is None else undone.kind


def _last_act(work: UnitOfWork, act: Act) -> tuple[list[RoomEvent], tuple[RoomEvent, ...]]:
    """The events of this person's newest act that can be undone, and what was passed over."""
    recent = work.events.by_staff(act.staff.code, work.real_now - UNDO_WINDOW)
    # A clock that was set back leaves acts from the future; those are not of the last minute.
    recent = [event for event in recent if event.real_at <= work.real_now + UNDO_WINDOW]
    # Who answers a guest meanwhile goes on as if that had been said on the telephone.
    for_guests = [event for event in recent if event.kind in OF_GUESTS_WAITING]
    recent = [event for event in recent if event.kind not in OF_GUESTS_WAITING]
    taken_back = {event.act_id for event in recent if event.undone_by is not None}
    reversible = {event.act_id for event in recent if event.kind in REVERSIBLE}
    passed_over: list[RoomEvent] = []
    for event in recent:
        if event.undoes_seq is not None or event.act_id in taken_back:
            continue
        if event.act_id in reversible:
            return work.events.of_act(event.act_id), tuple(passed_over)
        if event.act_id not in {other.act_id for other in passed_over}:
            passed_over.append(event)
    never = [*passed_over, *for_guests]
    if never:
        raise NotPossible(_why_never(max(never, key=lambda event: event.seq)))
    seconds = int(UNDO_WINDOW.total_seconds())
    raise NotPossible(
        f"There is nothing to undo: {act.staff.name} did nothing in the last {seconds} seconds"
        f" that {'is not undone already' if recent else 'can be undone'}."
    )


_NEVER_OF_GUESTS = {
    EventKind.GUEST_ANSWERED: "An answer to a guest is never undone: room {number} has it.",
    EventKind.NO_ANSWER_NEEDED: (
        "That room {number} waits for no answer is never undone; the guest can still be answered."
    ),
    EventKind.ORDER_DONE: "An order that is done is never undone: room {number}'s was brought.",
}


def _why_never(event: RoomEvent) -> str:
    if event.kind in _NEVER_OF_GUESTS:
        return _NEVER_OF_GUESTS[event.kind].format(number=event.room_number)
    if event.kind is EventKind.CHECKED_OUT:
        return (
            f"A check-out is never undone: what was erased of room {event.room_number}'s guest "
            "cannot come back."
        )
    return (
        f"Your last act, '{event.kind.label}' in room {event.room_number}, is of a kind that is "
        "never undone."
    )


def _undo_of_stay(
    work: UnitOfWork, act: Act, event: RoomEvent, passed_over: tuple[RoomEvent, ...]
) -> Undone:
    number = event.room_number
    reference = work.bookings.staying([number]).get(number)
    if reference is None:
        if passed_over:
            raise NotPossible(_why_never(passed_over[0]))
        raise NotPossible(f"The guest has left room {number} since; nothing was undone.")
    if event.kind is EventKind.LATE_CHECKOUT_SET:
        undone = undo_late_checkout(work, act, reference, event)
        return Undone(event.kind, (undone,), passed_over=passed_over)
    done = undo_check_in(work, act, reference, check_in_seq=event.seq)
    return Undone(event.kind, done.events, (), passed_over, done.without_room)


def _undoing_of(work: UnitOfWork, act: Act, event: RoomEvent, room: Room) -> EventDraft:
    """The event that takes this one back; raises `RoomMoved` where a later one is in the way."""
    if event.kind is EventKind.NOTED:
        return draft_undoing(work, act, event, room, _without_note(work, event, room))
    later = standing_after(work, event)
    if later:
        raise moved_by(work, room, later[-1])
    earlier = {name: fact for name, fact in event.before.items() if name not in _DERIVED}
    return draft_undoing(work, act, event, room, decode({**encode(room), **earlier}))


def _without_note(work: UnitOfWork, event: RoomEvent, room: Room) -> Room:
    """The room with the notes that it would have without this one."""
    after = event.room.housekeeping_notes
    before = str(event.before.get("housekeeping_notes", after))
    notes = without(room.housekeeping_notes, before, after)
    if notes is None:
        line = line_of(before, after)
        others = [
            one
            for one in standing_after(work, event)
            if line not in one.room.housekeeping_notes.split("\n")
        ]
        who = f"{others[0].staff_name} has" if others else "Others have"
        when = f" at {work.hotel.local(others[0].at):%H:%M}" if others else ""
        raise RoomMoved(f"{who} replaced the notes of room {room.number}{when}, yours too.")
    return replace(room, housekeeping_notes=notes)


def _restore_range(work: UnitOfWork, event: RoomEvent, restored: Room) -> None:
    """Let the nights that the room cannot be sold follow the undo."""
    if event.kind is EventKind.RETURNED_TO_SERVICE:
        work.inventory.reopen_out_of_order(restored.number, restored.out_of_order_until)
    elif event.kind is EventKind.OUT_OF_ORDER_PLANNED:
        work.inventory.withdraw_out_of_order(restored.number)
    elif event.kind is EventKind.OUT_OF_ORDER_CANCELLED:
        work.inventory.plan_out_of_order_again(restored.number, restored.out_of_order_until)
    elif event.kind is EventKind.TAKEN_OUT_OF_ORDER:
        if restored.is_out_of_order:
            work.inventory.begin_out_of_order(
                restored.number, work.today, restored.out_of_order_until
            )
        else:
            work.inventory.cancel_out_of_order(restored.number)
