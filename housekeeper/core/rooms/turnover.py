"""Turning rooms: cleaning, inspection, maintenance, out of order, override and notes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from housekeeper.core import rights
from housekeeper.core.acts import ACTS, BESIDE_STATUS, EventKind, Verb, kind_of
from housekeeper.core.entered_text import NOTE_LIMIT, check_text
from housekeeper.core.errors import InvalidInput, NotesMoved, NotPossible, Refused
from housekeeper.core.room_notes import added, lines_beside, require_space, stamped
from housekeeper.core.rooms.event import Act, RoomEvent
from housekeeper.core.rooms.planned_out_of_order import planned, refuse_if_planned, withdrawn
from housekeeper.core.rooms.room import (
    Room,
    back_in_use,
    flagged,
    out_of_order,
    overridden,
    put_right,
    require_possible,
    turned,
)
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus
from housekeeper.core.rooms.write_change import draft, record, record_all, refuse_if_moved
from housekeeper.core.stays.booking import Hold
from housekeeper.core.stays.held_rooms import bookings_of, held_while_out, refuse_if_held
from housekeeper.core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TurnRequest:
    """What is asked for one room.

    `note` is the reason of a failure, an override or an out of order, the text of a note, or
    a remark kept in the history. `seen_version` is the version that the actor saw; None
    takes the room as it stands. `status` is the override's. `starts` is the day on which an
    out of order begins, today by default. `anyway` takes a room that is held for another.
    `replaces` puts a note in the place of all that are there, with no text none at all;
    `seen_notes` are those that the actor saw, None for who names the notes as they are.
    """

    verb: Verb
    room_number: str
    seen_version: int | None = None
    note: str = ""
    priority: MaintenancePriority = MaintenancePriority.MED
    until: date | None = None
    status: RoomStatus | None = None
    starts: date | None = None
    anyway: bool = False
    replaces: bool = False
    seen_notes: str | None = None


TURN_VERBS = tuple(verb for verb, row in ACTS.items() if row.is_turn)
"""The verbs that `perform` takes, in the order in which they are offered."""

Rule = Callable[[UnitOfWork, Act, TurnRequest, Room], Room]
_RULES: dict[Verb, Rule] = {}


def _rule_for(*verbs: Verb) -> Callable[[Rule], Rule]:
    """Say what these acts make of a room. An act that has none is the transition of its row."""

    def keep(rule: Rule) -> Rule:
        _RULES.update(dict.fromkeys(verbs, rule))
        return rule

    return keep


def _lead_on(work: UnitOfWork, act: Act, request: TurnRequest, room: Room) -> Room:
    return turned(room, request.verb, act.staff.code, work.now, request.note)


@_rule_for(Verb.MAINTENANCE)
def _flag(work: UnitOfWork, act: Act, request: TurnRequest, room: Room) -> Room:  # noqa: ARG001
    return flagged(room, request.priority, request.note)


@_rule_for(Verb.FIXED)
def _fix(work: UnitOfWork, act: Act, request: TurnRequest, room: Room) -> Room:  # noqa: ARG001
    return put_right(room, request.verb)


@_rule_for(Verb.RETURN)
def _return(work: UnitOfWork, act: Act, request: TurnRequest, room: Room) -> Room:  # noqa: ARG001
    if room.is_planned_out_of_order:
        require_possible(room, request.verb)
        return withdrawn(work, room)
    after = put_right(room, request.verb)
    work.inventory.end_out_of_order(room.number, work.today)
    return after


@_rule_for(Verb.OUT_OF_ORDER)
def _take_out(work: UnitOfWork, act: Act, request: TurnRequest, room: Room) -> Room:  # noqa: ARG001
    starts = request.starts or work.today
    if starts < work.today:
        raise InvalidInput(f"Out of order from {starts} is in the past; give today or a later day.")
    if request.until is not None and request.until < work.today:
        raise InvalidInput(
            f"Out of order until {request.until} has already passed; give today or a later day."
        )
    if starts > work.today:
        return planned(work, room, request.note, starts, request.until)
    after = out_of_order(room, request.note, request.until)
    refuse_if_planned(work, room)
    work.inventory.begin_out_of_order(room.number, work.today, request.until)
    return after


@_rule_for(Verb.OVERRIDE)
def _override(work: UnitOfWork, act: Act, request: TurnRequest, room: Room) -> Room:  # noqa: ARG001
    if request.status is None:
        raise InvalidInput("An override needs the status that the room shall have.")
    after = overridden(room, request.status, request.note)
    if after.is_out_of_order and not room.is_out_of_order:
        refuse_if_planned(work, room)
        work.inventory.begin_out_of_order(room.number, work.today, None)
    if room.is_out_of_order and not after.is_out_of_order:
        work.inventory.end_out_of_order(room.number, work.today)
    return after


@_rule_for(Verb.NOTE)
def _note(work: UnitOfWork, act: Act, request: TurnRequest, room: Room) -> Room:
    require_possible(room, request.verb)
    line = stamped(request.note, act.staff.name, work.hotel.local(work.now))
    if request.replaces:
        _refuse_if_noted(room, request.seen_notes)
        return replace(room, housekeeping_notes=line)
    if not line:
        raise InvalidInput(
            "An empty note adds nothing; replace the notes with nothing to take them away."
        )
    require_space(room.number, room.housekeeping_notes, request.note)
    return replace(room, housekeeping_notes=added(room.housekeeping_notes, line))


def _refuse_if_noted(room: Room, seen: str | None) -> None:
    """Raise `NotesMoved`, naming who wrote and when, where the notes are not as they were seen."""
    if seen is None or seen == room.housekeeping_notes:
        return
    unseen = lines_beside(seen, room.housekeeping_notes)
    newest = unseen[-1] if unseen else None
    if newest is None:
        told = f"The notes of room {room.number} were changed"
    elif newest.at is None:
        told = f"A note was written for room {room.number}"
    else:
        told = f"{newest.name} wrote a note for room {room.number} at {newest.at:%H:%M}"
    raise NotesMoved(f"{told} meanwhile. Nothing was replaced: look at the notes as they are.")


def foreseen(room: Room, request: TurnRequest, now: datetime, today: date) -> Room:
    """What the act will make of the room, as far as the room itself tells; else the room as it is.

    Nothing is decided by it: it says where the room is going before the store has answered.
    """
    is_later = request.starts is not None and request.starts > today
    try:
        match request.verb:
            case Verb.NOTE:
                return room
            case Verb.MAINTENANCE:
                return flagged(room, request.priority, request.note)
            case Verb.FIXED:
                return put_right(room, request.verb)
            case Verb.RETURN:
                return put_right(room, request.verb) if room.is_out_of_order else room
            case Verb.OUT_OF_ORDER:
                return room if is_later else out_of_order(room, request.note, request.until)
            case Verb.OVERRIDE:
                return overridden(room, request.status or room.status, request.note)
            case _:
                return turned(room, request.verb, "", now, request.note)
    except Refused:
        return room


def holds_of(work: UnitOfWork, request: TurnRequest) -> list[Hold]:
    """What the room is held for in a night for which this request takes it; of most, nothing."""
    if request.verb is Verb.OUT_OF_ORDER:
        starts, ends = request.starts or work.today, request.until
    elif request.verb is Verb.OVERRIDE and request.status is RoomStatus.OUT_OF_ORDER:
        starts, ends = work.today, None
    else:
        return []
    # What is planned out of order is no other's hold on the room.
    found = held_while_out(work, request.room_number, starts, ends)
    return [hold for hold in found if hold.reference is not None]


def _kind(verb: Verb, before: Room, after: Room) -> EventKind:
    """The kind of the event: what is only planned is told otherwise than what is done."""
    if verb is Verb.OUT_OF_ORDER and not after.is_out_of_order:
        return EventKind.OUT_OF_ORDER_PLANNED
    if verb is Verb.RETURN and not before.is_out_of_order:
        return EventKind.OUT_OF_ORDER_CANCELLED
    return kind_of(verb)


def perform(work: UnitOfWork, act: Act, request: TurnRequest) -> RoomEvent:
    """Do what is asked for one room, and give the event that it caused.

    A retry of the same act finds its event and does not act twice. Raises `NotAllowed`,
    `UnknownName`, `RoomMoved`, `NotPossible`, `RoomHeld` or `InvalidInput`; then nothing is
    written.
    """
    verb = request.verb
    rights.require(act.staff, verb)
    if verb not in TURN_VERBS:
        raise InvalidInput(f"'{verb.value}' is no act of turning a room.")
    earlier = work.events.of_act_in_room(act.id, request.room_number)
    if earlier is not None:
        return earlier
    before = work.rooms.get(request.room_number)
    if kind_of(verb) not in BESIDE_STATUS:
        # What tells nothing of the status is right whatever the status is by now.
        refuse_if_moved(work, before, request.seen_version)
    request = replace(request, note=check_text(request.note, NOTE_LIMIT, "A note"))
    after = _RULES.get(verb, _lead_on)(work, act, request, before)
    refuse_if_held(holds_of(work, request), request.anyway)
    change = draft(work, act, verb, _kind(verb, before, after), before, after, request.note)
    return record_all(work, [change])[0]


def set_active(
    work: UnitOfWork, act: Act, room_number: str, active: bool, anyway: bool = False
) -> RoomEvent:
    """Take a room into use or out of it. A room with a guest in it stays in use.

    One that is held for a booking goes out of use only with `anyway`; else raises `RoomHeld`.
    One that comes back is inspected before a guest gets it, as after `fixed`.
    """
    rights.require(act.staff, Verb.ACTIVATE)
    before = work.rooms.get(room_number)
    earlier = work.events.of_act_in_room(act.id, room_number)
    if earlier is not None:
        return earlier
    if before.is_active is active:
        raise NotPossible(f"Room {room_number} is already {'in' if active else 'out of'} use.")
    if before.is_occupied:
        raise NotPossible(f"{room_number} has a guest in it: check it out first.")
    if not active:
        refuse_if_held(bookings_of(work, room_number), anyway)
    kind = EventKind.ACTIVATED if active else EventKind.DEACTIVATED
    after = back_in_use(before) if active else replace(before, is_active=False)
    return record(work, act, Verb.ACTIVATE, kind, before, after, "")
