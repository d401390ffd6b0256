"""Turning rooms: cleaning, inspection, maintenance, out of order, override and notes."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from housekeeper.core import rights
from housekeeper.core.acts import EventKind, kind_of
from housekeeper.core.entered_text import NOTE_LIMIT, written
from housekeeper.core.errors import InvalidInput, NotPossible
from housekeeper.core.rights import Verb
from housekeeper.core.rooms.event import Act, RoomEvent
from housekeeper.core.rooms.room import (
    TRANSITIONS,
    MaintenancePriority,
    Room,
    RoomStatus,
    flagged,
    out_of_order,
    overridden,
    put_right,
    require_possible,
    turned,
)
from housekeeper.core.rooms.write_change import record, refuse_if_moved

if TYPE_CHECKING:
    from housekeeper.core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TurnRequest:
    """What is asked for one room.

    `note` is the reason of a failure, an override or an out of order, the text of a note, or
    a remark kept in the history. `seen_version` is the version that the actor saw; None
    takes the room as it stands. `status` is the override's.
    """

    verb: Verb
    room_number: str
    seen_version: int | None = None
    note: str = ""
    priority: MaintenancePriority = MaintenancePriority.MED
    until: date | None = None
    status: RoomStatus | None = None


TURN_VERBS = (
    *TRANSITIONS,
    Verb.MAINTENANCE,
    Verb.FIXED,
    Verb.OUT_OF_ORDER,
    Verb.RETURN,
    Verb.OVERRIDE,
    Verb.NOTE,
)
"""The verbs that `perform` takes, in the order in which a room meets them."""


def _after(work: "UnitOfWork", act: Act, request: TurnRequest, room: Room) -> Room:
    match request.verb:
        case verb if verb in TRANSITIONS:
            return turned(room, verb, act.staff.code, work.now, request.note)
        case Verb.MAINTENANCE:
            return flagged(room, request.priority, request.note)
        case Verb.FIXED | Verb.RETURN as verb:
            if verb is Verb.RETURN:
                work.inventory.end_out_of_order(room.number, work.today)
            return put_right(room, verb)
        case Verb.OUT_OF_ORDER:
            if request.until is not None and request.until <= work.today:
                raise InvalidInput(
                    f"Out of order until {request.until} has already passed; give a later day."
                )
            after = out_of_order(room, request.note, request.until)
            work.inventory.begin_out_of_order(room.number, work.today, request.until)
            return after
        case Verb.OVERRIDE:
            if request.status is None:
                raise InvalidInput("An override needs the status that the room shall have.")
            after = overridden(room, request.status, request.note)
            if after.is_out_of_order and not room.is_out_of_order:
                work.inventory.begin_out_of_order(room.number, work.today, None)
            if room.is_out_of_order and not after.is_out_of_order:
                work.inventory.end_out_of_order(room.number, work.today)
            return after
        case Verb.NOTE:
            require_possible(room, Verb.NOTE)
            return replace(room, housekeeping_notes=request.note.strip())
        case _:
            raise InvalidInput(f"'{request.verb.value}' is no act of turning a room.")


def perform(work: "UnitOfWork", act: Act, request: TurnRequest) -> RoomEvent:
    """Do what is asked for one room, and give the event that it caused.

    A retry of the same act finds its event and does not act twice. Raises `NotAllowed`,
    `UnknownName`, `RoomMoved`, `NotPossible` or `InvalidInput`; then nothing is written.
    """
    rights.require(act.staff, request.verb)
    earlier = work.events.by_id(act.event_id(request.room_number))
    if earlier is not None:
        return earlier
    before = work.rooms.get(request.room_number)
    refuse_if_moved(work, before, request.seen_version)
    request = replace(request, note=written(request.note, NOTE_LIMIT, "A note"))
    after = _after(work, act, request, before)
    return record(work, act, request.verb, kind_of(request.verb), before, after, request.note)


def set_active(work: "UnitOfWork", act: Act, room_number: str, active: bool) -> RoomEvent:
    """Take a room into use or out of it. A room with a guest in it stays in use."""
    rights.require(act.staff, Verb.ACTIVATE)
    before = work.rooms.get(room_number)
    earlier = work.events.by_id(act.event_id(room_number))
    if earlier is not None:
        return earlier
    if before.is_active is active:
        raise NotPossible(f"Room {room_number} is already {'in' if active else 'out of'} use.")
    if before.is_occupied:
        raise NotPossible(f"Room {room_number} is occupied: check it out first.")
    kind = EventKind.ACTIVATED if active else EventKind.DEACTIVATED
    return record(work, act, Verb.ACTIVATE, kind, before, replace(before, is_active=active), "")
