"""Rooms that go out of order on a later day: planned, taken back, and begun when the day is there.

Until then the room has the reason and the expected end and is what it is otherwise; its range
of nights (`Inventory.planned_out_of_order`) knows the day. A guest who is still in the room
then is not disturbed: the history says that it waits, and it goes out when the guest leaves.
"""

from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from housekeeper.core.acts import SYSTEM, EventKind, Verb, Via
from housekeeper.core.errors import InvalidInput, NotPossible
from housekeeper.core.rooms.event import Act, EventDraft, RoomEvent
from housekeeper.core.rooms.room import Room, changed_room, in_order
from housekeeper.core.rooms.write_change import draft, record_all
from housekeeper.core.stays.inventory import OutOfOrderRange
from housekeeper.core.unit_of_work import UnitOfWork


def planned(work: UnitOfWork, room: Room, reason: str, starts: date, ends: date | None) -> Room:
    """The room as it is until the day, its range kept. Raises `InvalidInput`, `NotPossible`."""
    if not reason.strip():
        raise InvalidInput("Out of order needs a reason.")
    if ends is not None and ends <= starts:
        raise InvalidInput(
            f"Out of order from {starts} can end on {starts + timedelta(days=1)} or later: that is "
            "the day on which the room is back."
        )
    if not room.is_active:
        raise NotPossible(f"{room.number} is not in use: a manager can take it into use.")
    if room.is_out_of_order:
        raise NotPossible(f"{room.number} is out of order already: return it to service first.")
    refuse_if_planned(work, room)
    work.inventory.plan_out_of_order(room.number, starts, ends)
    return changed_room(room, out_of_order_reason=reason.strip(), out_of_order_until=ends)


def refuse_if_planned(work: UnitOfWork, room: Room) -> None:
    """Raise `NotPossible` where the room is to go out of order already: one time at once."""
    if not room.is_planned_out_of_order:
        return
    for out in work.inventory.planned_out_of_order([room.number]):
        raise NotPossible(
            f"Room {room.number} goes out of order on {out.starts} already; 'return' takes that "
            "back."
        )


def withdrawn(work: UnitOfWork, room: Room) -> Room:
    """The room without what was planned for it, otherwise as it is."""
    work.inventory.withdraw_out_of_order(room.number)
    return in_order(room)


def due_out_of_order(work: UnitOfWork) -> list[OutOfOrderRange]:
    """The planned ranges whose day is there, by their start; also those whose end has passed."""
    planned_ranges = work.inventory.planned_out_of_order()
    return [out for out in planned_ranges if out.starts <= work.today]


def begin_planned_out_of_order(work: UnitOfWork) -> list[RoomEvent]:
    """Take the rooms out whose day is there, as SYSTEM, and give the events of it.

    Of a room that is occupied it is told once that it waits. Where the expected end has passed
    too, the room stays in. However many programs do this, it is done once: the ids of the acts
    come from what they begin.
    """
    numbers = [out.room_number for out in due_out_of_order(work)]
    rooms = {room.number: room for room in work.rooms.find(numbers)}
    # Read again: the rooms are held now, and another program may have been quicker.
    drafts = [
        _begun(work, rooms[out.room_number], out)
        for out in due_out_of_order(work)
        if out.room_number in rooms and rooms[out.room_number].is_active
    ]
    told = [
        made
        for made in drafts
        if work.events.of_act_in_room(made.act_id, made.before.number) is None
    ]
    return record_all(work, told) if told else []


def _begun(work: UnitOfWork, room: Room, out: OutOfOrderRange) -> EventDraft:
    note, after = room.out_of_order_reason, room
    if out.ends is not None and out.ends <= work.today:
        kind, note = EventKind.OUT_OF_ORDER_CANCELLED, f"not begun until {out.ends}"
        after = withdrawn(work, room)
    elif room.is_occupied:
        kind = EventKind.OUT_OF_ORDER_WAITS
    else:
        kind = EventKind.TAKEN_OUT_OF_ORDER
        after = out_if_due(work, room)
    # A room may wait through several changes of its guest's stay, and is told of once.
    stands = "" if room.is_occupied else room.version
    name = f"{work.hotel.slug} {room.number} {kind} {out.starts} {stands}"
    act = Act(SYSTEM, Via.BOARD, uuid5(NAMESPACE_URL, name))
    return draft(work, act, Verb.OUT_OF_ORDER, kind, room, after, note)


def out_if_due(work: UnitOfWork, room: Room) -> Room:
    """The room out of order, if it is vacant and that was planned from today or before."""
    if room.is_occupied or not room.is_planned_out_of_order:
        return room
    found = work.inventory.planned_out_of_order([room.number])
    is_due = any(
        out.starts <= work.today and (out.ends is None or out.ends > work.today) for out in found
    )
    if not is_due:
        return room
    work.inventory.open_planned_out_of_order(room.number)
    return changed_room(room, is_out_of_order=True)
