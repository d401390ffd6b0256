"""A room, its derived status, and the transition table. Pure: no clock, no store.

The rules are those of the design's table: a turn status of its own, facts beside it
(occupied, flagged, out of order, active), and one room status derived from them all.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from types import MappingProxyType

from housekeeper.core.acts import ACTS, Takes, Transition, Verb
from housekeeper.core.errors import InvalidInput, NotPossible
from housekeeper.core.fast_values import changer_of
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus, TurnStatus

_STATUS_OF_TURN: Mapping[TurnStatus, RoomStatus] = MappingProxyType(
    {turn_status: RoomStatus(turn_status.value) for turn_status in TurnStatus}
)

BOOKABLE_TURN_STATUSES = frozenset({TurnStatus.AVAILABLE, TurnStatus.READY_FOR_GUEST})


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

_WHAT_HELPS: Mapping[RoomStatus, str] = MappingProxyType(
    {
        RoomStatus.OUT_OF_ORDER: "return it to service first",
        RoomStatus.MAINTENANCE_REQUIRED: "have it marked fixed first",
        RoomStatus.OCCUPIED: "check it out first",
    }
)


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


def require_possible(room: Room, verb: Verb) -> None:
    """Let the act pass, or raise `NotPossible` with what the room is and what would help."""
    if is_possible(room, verb):
        return
    if not room.is_active:
        raise NotPossible(f"Room {room.number} is not in use; a manager can activate it.")
    row = ACTS[verb]
    stands = f"Room {room.number} is {room.status.label}"
    if row.transition is not None:
        if room.status in _WHAT_HELPS:
            raise NotPossible(f"{stands}: {_WHAT_HELPS[room.status]}.")
        sources = row.transition.sources
        wanted = " or ".join(source.label for source in RoomStatus if source in sources)
        raise NotPossible(f"{stands}; '{verb.value}' takes a room that is {wanted}.")
    match row.takes:
        case Takes.BOOKABLE:
            raise NotPossible(f"{stands}; only a ready or available room can be checked in to.")
        case Takes.FLAGGED:
            raise NotPossible(f"Room {room.number} has no maintenance flag to complete.")
        case Takes.OUT_OF_ORDER:
            raise NotPossible(f"Room {room.number} is not out of order.")
        case Takes.VACANT:
            raise NotPossible(f"Room {room.number} is occupied: check it out first.")
        case _:
            raise NotPossible(f"Room {room.number} is not occupied.")


def require_none_planned(room: Room) -> None:
    """Let pass a room that is not to go out of order already, or raise `NotPossible`."""
    if room.is_planned_out_of_order:
        raise NotPossible(
            f"Room {room.number} is to go out of order already ({room.out_of_order_reason}): "
            f"'{Verb.RETURN.value}' takes that back."
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
