"""Taking back a wrong check-in, as long as nothing of the guest is stored, and a late check-out.

A check-in taken back is no checkout: nobody slept in the room, so it is what it was before, and
the booking is expected again. Only the guest's own row goes, and the PIN that was handed out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from housekeeper.core import rights
from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.errors import NotPossible
from housekeeper.core.rooms.event import Act, Deleted, RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.snapshot import decode, encode
from housekeeper.core.rooms.status import TurnStatus
from housekeeper.core.rooms.write_change import (
    draft_undoing,
    moved_by,
    record_all,
    refuse_if_moved,
    standing_after,
)
from housekeeper.core.stays.booking import Booking, BookingStatus, Hold
from housekeeper.core.stays.held_rooms import held_by_others, holds_text
from housekeeper.core.unit_of_work import UnitOfWork

_OF_A_STAY = (
    EventKind.CHECKED_IN,
    EventKind.CHECKED_OUT,
    EventKind.MOVED_IN,
    EventKind.MOVED_OUT,
)


@dataclass(frozen=True, slots=True)
class CheckInUndone:
    """A check-in that was taken back: the booking as it is again, and the events of its rooms.

    The first event is that of the room the guest was in. `gone_to` are the bookings that have
    the room that had been assigned, where it went to others: then none is assigned any more.
    """

    booking: Booking
    events: tuple[RoomEvent, ...]
    gone_to: tuple[Hold, ...] = ()

    @property
    def without_room(self) -> str:
        """Why no room is assigned any more, in sentences; "" where the booking is as it was."""
        if not self.gone_to:
            return ""
        return f"{holds_text(self.gone_to)} No room is assigned to {self.booking.reference}."


def undo_check_in(
    work: UnitOfWork,
    act: Act,
    reference: str,
    seen_version: int | None = None,
    check_in_seq: int | None = None,
) -> CheckInUndone:
    """Take a check-in back: the booking is confirmed again, with the room it had been assigned.

    Where that room went to another booking in one of the nights, no room is assigned.
    The room is what it was, but for flags that were raised since; what was fixed since is to be
    inspected, and after a night the room is dirty. It gets a new PIN. A late check-out agreed
    since goes with the stay. With `check_in_seq`, only the check-in of that event is taken back.
    A retry of the same act gives the same answer. Raises `UnknownName`, `NotAllowed` or
    `RoomMoved`, and `NotPossible` where something of the guest is stored or the guest did not
    check in to this room.
    """
    rights.require(act.staff, Verb.UNDO_CHECK_IN)
    booking = work.bookings.get(reference)
    earlier = work.events.of_act(act.id)
    if earlier:
        return _answer_again(work, booking, earlier)
    room = _room_of(work, booking)
    refuse_if_moved(work, room, seen_version)
    check_in = _check_in_of(work, room)
    if check_in_seq not in {None, check_in.seq}:
        raise NotPossible(f"Another guest is in room {room.number} by now; nothing was undone.")
    _require_nothing_stored(work, room)
    return _taken_back(work, act, booking, room, check_in)


def _taken_back(
    work: UnitOfWork, act: Act, booking: Booking, room: Room, check_in: RoomEvent
) -> CheckInUndone:
    held = _held_until(work, check_in)
    # Looked at before anything is written: rooms are held before what all hotels share.
    waiting = None if held is None else work.rooms.get(held.room_number)
    assigned = _assigned_before(check_in, held)
    gone_to = _gone_to(work, booking, assigned)
    if gone_to:
        assigned = waiting = None
    booking = replace(
        booking, status=BookingStatus.CONFIRMED, room_number=assigned, late_checkout=None
    )
    work.bookings.save(booking)
    erasure = work.erasures.ask()
    work.guests.withdraw(room.number)
    work.rooms.renew_pins([room.number])
    after = _as_before(work, check_in, room)
    drafts = [draft_undoing(work, act, check_in, room, after, Deleted(guests=1), erasure)]
    if held is not None and waiting is not None:
        again = replace(waiting, next_arrival=work.bookings.next_arrival(waiting.number))
        drafts.append(draft_undoing(work, act, held, waiting, again))
    return CheckInUndone(booking, tuple(record_all(work, drafts)), gone_to)


def _answer_again(work: UnitOfWork, booking: Booking, events: Sequence[RoomEvent]) -> CheckInUndone:
    """The answer of an act that was done before."""
    check_in = work.events.get(events[0].undoes_seq or 0)
    gone_to: tuple[Hold, ...] = ()
    if check_in is not None and booking.room_number is None:
        assigned = _assigned_before(check_in, _held_until(work, check_in))
        gone_to = _gone_to(work, booking, assigned)
    return CheckInUndone(booking, tuple(events), gone_to)


def _gone_to(work: UnitOfWork, booking: Booking, assigned: str | None) -> tuple[Hold, ...]:
    """The bookings that have the room which had been assigned, in nights of this one."""
    return () if assigned is None else tuple(held_by_others(work, booking, assigned))


def undo_late_checkout(work: UnitOfWork, act: Act, reference: str, agreed: RoomEvent) -> RoomEvent:
    """Take back what was agreed: the hour before stands again, or none.

    A retry of the same act finds its event. Raises `RoomMoved` where the room was changed, or
    another hour agreed, since.
    """
    rights.require(act.staff, Verb.LATE)
    earlier = work.events.of_act(act.id)
    if earlier:
        return earlier[0]
    booking, room = work.bookings.get(reference), work.rooms.get(agreed.room_number)
    later = standing_after(work, agreed)
    if later:
        raise moved_by(work, room, later[-1])
    before = decode({**encode(room), **agreed.before}).late_checkout
    work.bookings.save(replace(booking, late_checkout=before))
    return record_all(
        work, [draft_undoing(work, act, agreed, room, replace(room, late_checkout=before))]
    )[0]


def require_undoable(work: UnitOfWork, reference: str) -> None:
    """Raise what `undo_check_in` would, before anyone is asked whether it is meant."""
    room = _room_of(work, work.bookings.get(reference))
    _check_in_of(work, room)
    _require_nothing_stored(work, room)


def _room_of(work: UnitOfWork, booking: Booking) -> Room:
    """The room of a guest in the house."""
    if booking.status is not BookingStatus.CHECKED_IN or booking.room_number is None:
        raise NotPossible(
            f"Booking {booking.reference} is not checked in, so there is no check-in to take back."
        )
    return work.rooms.get(booking.room_number)


def _held_until(work: UnitOfWork, check_in: RoomEvent) -> RoomEvent | None:
    """What the check-in did to the room that was held for the guest until then, if another."""
    for event in work.events.of_act(check_in.act_id):
        if event.kind is EventKind.ARRIVAL_ELSEWHERE:
            return event
    return None


def _check_in_of(work: UnitOfWork, room: Room) -> RoomEvent:
    """The check-in of the guest in a room."""
    steps = work.events.latest([room.number], _OF_A_STAY).values()
    newest = max(steps, key=lambda step: step.seq, default=None)
    found = None
    if newest is not None and newest.kind is EventKind.CHECKED_IN:
        found = work.events.get(newest.seq)
    if found is None:
        moved = newest is not None and newest.kind is EventKind.MOVED_IN
        why = "has moved there since" if moved else "was not checked in with this program"
        if newest is None and work.history.first_seq() > 1:
            why = "was checked in before the history begins that is kept"
        raise NotPossible(
            f"The guest of room {room.number} {why}, so no check-in to it can be taken back: "
            "check it out instead."
        )
    return found


def _require_nothing_stored(work: UnitOfWork, room: Room) -> None:
    held, _ = work.guests.held([room.number]).get(room.number, (Deleted(), 0))
    if replace(held, guests=0) != Deleted():
        raise NotPossible(
            f"The guest of room {room.number} has used it already (a chat session, a message or "
            "an order is stored): check it out instead."
        )


def _assigned_before(check_in: RoomEvent, held: RoomEvent | None) -> str | None:
    """The room that had been assigned to the booking, as far as the check-in tells."""
    if held is not None:
        return held.room_number
    # It was the booking's own arrival that the room no longer waited for.
    return check_in.room_number if "next_arrival" in check_in.before else None


def _as_before(work: UnitOfWork, check_in: RoomEvent, room: Room) -> Room:
    """The room without its guest, bookable again only if nothing was done to it since."""
    turn_status = room.turn_status
    if work.hotel.day(check_in.at) < work.today:
        turn_status = TurnStatus.CHECKOUT_DIRTY
    elif any(
        event.kind is EventKind.MAINTENANCE_COMPLETED for event in standing_after(work, check_in)
    ):
        turn_status = TurnStatus.CLEANED_UNINSPECTED
    return replace(
        room,
        is_occupied=False,
        turn_status=turn_status,
        arrival=None,
        departure=None,
        late_checkout=None,
        next_arrival=work.bookings.next_arrival(room.number),
    )
