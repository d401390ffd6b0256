"""A room, its derived status, and the transition table. Pure: no clock, no store.

The rules are those of the design's table: a turn status of its own, facts beside it
(occupied, flagged, out of order, active), and one room status derived from them all.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from types import MappingProxyType

from housekeeper.core.acts import ACTS, Asks, Takes, Transition, Verb
from housekeeper.core.errors import HasGuest, InvalidInput, NotPossible, NotPossibleYet
from housekeeper.core.fast_values import changer_of
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus, TurnStatus

_STATUS_OF_TURN: Mapping[TurnStatus, RoomStatus] = MappingProxyType(
    {turn_status: RoomStatus(turn_status.value) for turn_status in TurnStatus}
)

BOOKABLE_TURN_STATUSES = frozenset({TurnStatus.AVAILABLE, TurnStatus.READY_FOR_GUEST})
_BOOKABLE = frozenset(_STATUS_OF_TURN[status] for status in BOOKABLE_TURN_STATUSES)
_DIRTY = TurnStatus.CHECKOUT_DIRTY
_REASON_TOLD = 24
"""Characters of a reason that a refusal repeats."""


@dataclass(frozen=True, slots=True)
class Room:
    """One room as every board shows it: nothing in it is a guest's.

    Times are aware datetimes in UTC. Staff are named by code. `arrival`,
    `departure` and `late_checkout` (hotel's local time) are those of the stay in the room;
    `next_arrival` is the first booking that is assigned to it, before today where its guest
    should have come already and is still expected.
    `messages_waiting` are the guest's messages that nobody has answered, `orders_open` the
    orders that nobody has brought, each with the time of the oldest.
    `version` rises with status, occupancy and flags, and with nothing else.
    """

    number: str
    room_type: str
    floor: int
    section: str
    turn_status: TurnStatus
    status_since: datetime
    version: int = 1
    is_active: bool = True
    is_occupied: bool = False
    maintenance_required: bool = False
    maintenance_priority: MaintenancePriority | None = None
    maintenance_notes: str = ""
    is_out_of_order: bool = False
    out_of_order_reason: str = ""
    out_of_order_until: date | None = None
    housekeeping_notes: str = ""
    fail_reason: str = ""
    attendant: str | None = None
    last_cleaned_at: datetime | None = None
    cleaned_by: str | None = None
    last_inspected_at: datetime | None = None
    inspected_by: str | None = None
    messages_waiting: int = 0
    messages_waiting_since: datetime | None = None
    orders_open: int = 0
    orders_open_since: datetime | None = None
    arrival: date | None = None
    departure: date | None = None
    late_checkout: time | None = None
    next_arrival: date | None = None

    @property
    def status(self) -> RoomStatus:
        """The derived room status: the first that applies."""
        if self.is_out_of_order:
            return RoomStatus.OUT_OF_ORDER
        if self.maintenance_required:
            return RoomStatus.MAINTENANCE_REQUIRED
        if self.is_occupied:
            return RoomStatus.OCCUPIED
        return _STATUS_OF_TURN[self.turn_status]

    @property
    def is_planned_out_of_order(self) -> bool:
        """Whether the room is to go out of order on a later day: its reason is known already."""
        return bool(self.out_of_order_reason) and not self.is_out_of_order

    @property
    def is_day_use(self) -> bool:
        """Whether the guest came for the day alone."""
        return self.departure is not None and self.arrival == self.departure

    @property
    def requests_waiting(self) -> int:
        """How many of the guest's messages and orders wait."""
        return self.messages_waiting + self.orders_open

    @property
    def is_guest_waiting(self) -> bool:
        """Whether the guest waits for an answer or an order."""
        return self.messages_waiting > 0 or self.orders_open > 0

    @property
    def guest_waits_since(self) -> datetime | None:
        """Since when the guest waits: the oldest message or order."""
        found = (self.messages_waiting_since, self.orders_open_since)
        return min((since for since in found if since is not None), default=None)

    @property
    def is_bookable(self) -> bool:
        """Whether a guest may be checked in now; nothing else is checked in to."""
        return (
            self.turn_status in BOOKABLE_TURN_STATUSES
            and self.is_active
            and not self.is_out_of_order
            and not self.maintenance_required
            and not self.is_occupied
        )


TRANSITIONS: Mapping[Verb, Transition] = MappingProxyType(
    {verb: row.transition for verb, row in ACTS.items() if row.transition is not None}
)
"""The turn acts, by verb."""

_STILL: Mapping[RoomStatus, str] = MappingProxyType(
    {
        RoomStatus.OUT_OF_ORDER: "is out of order",
        RoomStatus.MAINTENANCE_REQUIRED: "is flagged for maintenance",
        RoomStatus.CHECKOUT_DIRTY: "is still dirty",
        RoomStatus.CLEANING_IN_PROGRESS: "is still being cleaned",
        RoomStatus.CLEANED_UNINSPECTED: "is not inspected yet",
    }
)
"""What is said of a room that comes to what was wanted by going on."""

_ALREADY: Mapping[RoomStatus, str] = MappingProxyType(
    {
        RoomStatus.CLEANING_IN_PROGRESS: "is being cleaned already",
        RoomStatus.CLEANED_UNINSPECTED: "is cleaned already",
    }
)
"""What is said of a room that is there already, or past it, where its status alone sounds odd."""

_HOW: Mapping[Verb, str] = MappingProxyType(
    {
        Verb.DIRTY: "put it back to dirty",
        Verb.FIXED: "mark it fixed",
        Verb.RETURN: "return it to service",
    }
)
"""How an act is told to do it, where its verb alone is not enough."""


def is_possible(room: Room, verb: Verb) -> bool:
    """Whether the rules allow this act for the room as it stands (roles aside)."""
    if not room.is_active:
        return verb is Verb.ACTIVATE
    row = ACTS.get(verb)
    if row is None:
        return True
    if row.transition is not None:
        return room.status in row.transition.sources
    match row.takes:
        case Takes.ANY_ROOM:
            return True
        case Takes.BOOKABLE:
            return room.is_bookable
        case Takes.OCCUPIED:
            return room.is_occupied
        case Takes.VACANT:
            return not room.is_occupied
        case Takes.FLAGGED:
            return room.maintenance_required
        case Takes.OUT_OF_ORDER:
            return room.is_out_of_order or room.is_planned_out_of_order


def first_towards(room: Room, verb: Verb) -> Verb | None:
    """The act that must come before one that is not possible; None where none leads to it.

    None too where the room stands already as that act would leave it, or past it: nobody is
    sent back to do again what is done, but for a failed inspection. Cleaning that is under way
    is ended.
    """
    row = ACTS[verb]
    wanted = row.transition.sources if row.transition is not None else _BOOKABLE
    is_for_turns = row.transition is not None or row.takes is Takes.BOOKABLE
    if not room.is_active or room.is_occupied or not is_for_turns:
        return None
    if room.is_out_of_order:
        return Verb.RETURN
    if room.maintenance_required:
        return Verb.FIXED
    if _is_done(room, verb):
        return Verb.CLEAN if verb is Verb.START else None
    first = _first_step(room.status, wanted)
    return None if first is Verb.DIRTY and not _leads_to_dirty(verb) else first


def _leads_to_dirty(verb: Verb) -> bool:
    transition = ACTS[verb].transition
    return transition is not None and transition.target is _DIRTY


def _is_done(room: Room, verb: Verb) -> bool:
    """Whether a room stands as this turn act would leave it; available is no less than ready."""
    transition = ACTS[verb].transition
    if transition is None:
        return False
    both = {transition.target, room.turn_status}
    return len(both) == 1 or both <= BOOKABLE_TURN_STATUSES


def _first_step(begin: RoomStatus, wanted: frozenset[RoomStatus]) -> Verb | None:
    """The first of the fewest turn acts from one status to any of those wanted.

    Acts that ask for something, such as the reason of a failure, are no way there.
    """
    steps = {verb: way for verb, way in TRANSITIONS.items() if ACTS[verb].asks is Asks.NOTHING}
    reached: dict[RoomStatus, Verb | None] = {begin: None}
    for status in (queue := [begin]):
        if status in wanted:
            return reached[status]
        for verb, way in steps.items():
            target = RoomStatus(way.target.value)
            if status in way.sources and target not in reached:
                reached[target] = reached[status] or verb
                queue.append(target)
    return None


def require_possible(room: Room, verb: Verb) -> None:
    """Let the act pass, or raise `NotPossible` with what the room is and what comes first."""
    if is_possible(room, verb):
        return
    number, status = room.number, room.status
    if not room.is_active:
        raise NotPossible(f"{number} is not in use: a manager can take it into use.")
    row = ACTS[verb]
    if row.takes is Takes.FLAGGED:
        raise NotPossible(f"{number} has no fault that could be fixed.")
    if row.takes is Takes.OUT_OF_ORDER:
        raise NotPossible(f"{number} is not out of order.")
    if row.takes is Takes.OCCUPIED:
        raise NotPossible(f"{number} has no guest in it.")
    if verb is Verb.OUT_OF_ORDER:
        raise NotPossible(f"{number} has a guest in it: give a later day on which it goes out.")
    if room.is_occupied:
        raise HasGuest(f"{number} has a guest in it", Verb.CHECK_OUT, "check it out")
    first = first_towards(room, verb)
    already = f"{number} {_ALREADY.get(status, f'is {status.label} already')}"
    if first is None:
        raise NotPossible(f"{already}.")
    how = _HOW.get(first, f"{first.value} it")
    if verb is Verb.START and first is Verb.CLEAN:
        raise NotPossibleYet(already, first, "mark it cleaned", "when done")
    if first is Verb.DIRTY:
        raise NotPossibleYet(already, first, how, "instead")
    raise NotPossibleYet(f"{number} {_STILL.get(status, f'is {status.label}')}", first, how)


def require_none_planned(room: Room) -> None:
    """Let pass a room that is not to go out of order already, or raise `NotPossible`."""
    if room.is_planned_out_of_order:
        reason = room.out_of_order_reason
        short = reason if len(reason) <= _REASON_TOLD else f"{reason[:_REASON_TOLD]}…"
        raise NotPossibleYet(
            f"{room.number} is to go out of order already ({short})", Verb.RETURN, "take that back"
        )


def turned(room: Room, verb: Verb, staff_code: str, at: datetime, reason: str = "") -> Room:
    """The room after a turn act (start, clean, dirty, pass, fail).

    Raises `NotPossible` where the table has no such transition, and `InvalidInput` where a
    failed inspection gives no reason.
    """
    require_possible(room, verb)
    after = replace(room, turn_status=TRANSITIONS[verb].target, attendant=None)
    match verb:
        case Verb.START:
            return replace(after, attendant=staff_code)
        case Verb.CLEAN:
            return replace(after, last_cleaned_at=at, cleaned_by=staff_code)
        case Verb.PASS:
            return replace(after, last_inspected_at=at, inspected_by=staff_code, fail_reason="")
        case Verb.FAIL:
            if not reason.strip():
                raise InvalidInput("A failed inspection needs a reason for the attendant.")
            return replace(
                after, last_inspected_at=at, inspected_by=staff_code, fail_reason=reason.strip()
            )
        case _:
            return after


def flagged(room: Room, priority: MaintenancePriority, notes: str) -> Room:
    """The room with a maintenance flag; flagging again changes priority and note."""
    require_possible(room, Verb.MAINTENANCE)
    return replace(
        room,
        maintenance_required=True,
        maintenance_priority=priority,
        maintenance_notes=notes.strip(),
    )


def put_right(room: Room, verb: Verb) -> Room:
    """The room after `fixed` or `return`: never ready without an inspection of its own."""
    require_possible(room, verb)
    if verb is Verb.FIXED:
        room = replace(
            room, maintenance_required=False, maintenance_priority=None, maintenance_notes=""
        )
    else:
        room = in_order(room)
    return _to_inspect(room)


def back_in_use(room: Room) -> Room:
    """The room taken into use again: nobody knows what was done in it, so as after `fixed`."""
    return _to_inspect(replace(room, is_active=True))


def _to_inspect(room: Room) -> Room:
    """A vacant room goes through an inspection, or a cleaning, before it is ready again."""
    if room.is_occupied:
        return room
    if room.turn_status in {TurnStatus.CHECKOUT_DIRTY, TurnStatus.CLEANING_IN_PROGRESS}:
        return replace(room, turn_status=TurnStatus.CHECKOUT_DIRTY, attendant=None)
    return replace(room, turn_status=TurnStatus.CLEANED_UNINSPECTED)


def in_order(room: Room) -> Room:
    """The room without a word of being out of order."""
    return replace(room, is_out_of_order=False, out_of_order_reason="", out_of_order_until=None)


def out_of_order(room: Room, reason: str, until: date | None) -> Room:
    """The room taken out of inventory, with a reason and, where known, an expected end."""
    require_possible(room, Verb.OUT_OF_ORDER)
    if not reason.strip():
        raise InvalidInput("Out of order needs a reason.")
    return replace(
        room, is_out_of_order=True, out_of_order_reason=reason.strip(), out_of_order_until=until
    )


def overridden(room: Room, status: RoomStatus, reason: str) -> Room:
    """The room as a manager sets it: its status is then exactly the one asked for.

    A turn status clears the flags, since under them it would not show, and one that is
    bookable clears the failed inspection too. Raises `NotPossible` for an occupied room and
    for OCCUPIED, `InvalidInput` without a reason.
    """
    require_possible(room, Verb.OVERRIDE)
    if status is RoomStatus.OCCUPIED:
        raise NotPossible("No override makes a room occupied: check a guest in instead.")
    if not reason.strip():
        raise InvalidInput("An override needs a reason.")
    if status is RoomStatus.OUT_OF_ORDER:
        return replace(room, is_out_of_order=True, out_of_order_reason=reason.strip())
    # What is planned for a later day stays.
    clear = in_order(room) if room.is_out_of_order else room
    if status is RoomStatus.MAINTENANCE_REQUIRED:
        return flagged(clear, MaintenancePriority.MED, reason)
    turn_status = TurnStatus(status.value)
    return replace(
        clear,
        turn_status=turn_status,
        fail_reason="" if turn_status in BOOKABLE_TURN_STATUSES else clear.fail_reason,
        attendant=None,
        maintenance_required=False,
        maintenance_priority=None,
        maintenance_notes="",
    )


def vacated(room: Room) -> Room:
    """The room as its guest leaves it: dirty; maintenance flags stay."""
    return changed_room(
        room,
        is_occupied=False,
        turn_status=TurnStatus.CHECKOUT_DIRTY,
        attendant=None,
        fail_reason="",
        arrival=None,
        departure=None,
        late_checkout=None,
        messages_waiting=0,
        messages_waiting_since=None,
        orders_open=0,
        orders_open_since=None,
    )


def with_message(room: Room, at: datetime) -> Room:
    """The room with one more message of its guest that waits for an answer."""
    since = room.messages_waiting_since or at
    return replace(
        room, messages_waiting=room.messages_waiting + 1, messages_waiting_since=min(since, at)
    )


def without_messages(room: Room) -> Room:
    """The room with no message that waits for an answer."""
    return replace(room, messages_waiting=0, messages_waiting_since=None)


def with_orders(room: Room, ordered_at: Collection[datetime]) -> Room:
    """The room with these open orders, by the times at which they were taken."""
    since = min(ordered_at, default=None)
    return replace(room, orders_open=len(ordered_at), orders_open_since=since)


def moved_along(old: Room, new: Room) -> Room:
    """The new room of a guest who moves: what waits in the old one waits there."""
    return replace(
        new,
        messages_waiting=old.messages_waiting,
        messages_waiting_since=old.messages_waiting_since,
        orders_open=old.orders_open,
        orders_open_since=old.orders_open_since,
    )


def changed_room(room: Room, **facts: object) -> Room:
    """`dataclasses.replace` for the many rooms of a bulk act."""
    return _changer()(room, **facts)


@cache
def _changer() -> Callable[..., Room]:
    return changer_of(Room)
