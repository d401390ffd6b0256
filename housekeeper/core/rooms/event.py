"""Room events: the audit trail, the change feed and the outbox, as one kind of value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from uuid import UUID, uuid4, uuid5

from housekeeper.core.rights import Verb
from housekeeper.core.rooms.room import Room, RoomStatus
from housekeeper.core.rooms.snapshot import Json
from housekeeper.core.staff.staff import Role, Staff

SYSTEM = Staff("SYSTEM", "System", Role.MANAGER)
"""Who does what nobody at a terminal does; no member of staff can have this code."""


class EventKind(StrEnum):
    """What happened to a room."""

    CHECKED_IN = "CHECKED_IN"
    CHECKED_OUT = "CHECKED_OUT"
    MOVED_IN = "MOVED_IN"
    MOVED_OUT = "MOVED_OUT"
    ARRIVAL_ELSEWHERE = "ARRIVAL_ELSEWHERE"
    LATE_CHECKOUT_SET = "LATE_CHECKOUT_SET"
    CLEANING_STARTED = "CLEANING_STARTED"
    CLEANED = "CLEANED"
    PUT_BACK = "PUT_BACK"
    INSPECTION_PASSED = "INSPECTION_PASSED"
    INSPECTION_FAILED = "INSPECTION_FAILED"
    MAINTENANCE_FLAGGED = "MAINTENANCE_FLAGGED"
    MAINTENANCE_COMPLETED = "MAINTENANCE_COMPLETED"
    TAKEN_OUT_OF_ORDER = "TAKEN_OUT_OF_ORDER"
    RETURNED_TO_SERVICE = "RETURNED_TO_SERVICE"
    OVERRIDDEN = "OVERRIDDEN"
    NOTED = "NOTED"
    NOTE_REDACTED = "NOTE_REDACTED"
    ACTIVATED = "ACTIVATED"
    DEACTIVATED = "DEACTIVATED"
    UNDONE = "UNDONE"

    @property
    def label(self) -> str:
        """The kind in words, for people."""
        return self.value.replace("_", " ").lower()


class Source(StrEnum):
    """Which side of the house an event comes from."""

    HOUSEKEEPING = "HOUSEKEEPING"
    FRONT_DESK = "FRONT_DESK"
    SYSTEM = "SYSTEM"
    MANAGER_OVERRIDE = "MANAGER_OVERRIDE"


class Via(StrEnum):
    """Through which door an act came in; the command line trusts its account and is marked."""

    BOARD = "BOARD"
    COMMAND_LINE = "COMMAND_LINE"


@dataclass(frozen=True, slots=True)
class Act:
    """One intent of one person: kept by the caller, so that a retry is known as the same act."""

    staff: Staff
    via: Via
    id: UUID = field(default_factory=uuid4)

    def event_id(self, room_number: str) -> UUID:
        """The id of the event that this act causes in this room: the same at every retry."""
        return _event_id(self.id, room_number)


@lru_cache(maxsize=2048)
def _event_id(act_id: UUID, room_number: str) -> UUID:
    """Asked for twice in each room: for an earlier try, and for the event."""
    return uuid5(act_id, room_number)


@dataclass(frozen=True, slots=True)
class Deleted:
    """What a checkout deleted, or would: counts per kind and nothing personal."""

    guest_chat_sessions: int = 0
    conversations: int = 0
    messages: int = 0
    guests: int = 0
    orders: int = 0
    breakfast_orders: int = 0

    def __add__(self, other: "Deleted") -> "Deleted":
        return Deleted(
            self.guest_chat_sessions + other.guest_chat_sessions,
            self.conversations + other.conversations,
            self.messages + other.messages,
            self.guests + other.guests,
            self.orders + other.orders,
            self.breakfast_orders + other.breakfast_orders,
        )


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event as a service words it, before the store gives it its place in the order.

    `act_id` is that of the act, which may be on many rooms; `real_at` is when it was done in
    real time (UTC), whatever a training clock shows. `undoes_seq` is the event taken back.
    `erasure` is the number under which what a checkout deleted leaves the file (`erasure`).
    """

    event_id: UUID
    act_id: UUID
    kind: EventKind
    before: Room
    room: Room
    staff: Staff
    source: Source
    via: Via
    note: str
    at: datetime
    real_at: datetime
    deleted: Deleted | None = None
    undoes_seq: int | None = None
    erasure: int | None = None


@dataclass(frozen=True, slots=True)
class RoomEvent:
    """One committed event. `seq` is its place in the hotel's order, without gaps.

    `before` holds the changed facts as they were (public names, see `snapshot`); `room` is
    the room afterwards. `at` is business time in UTC and `real_at` real time; order is told
    by `seq` alone. All events of one act carry its `act_id`. An event that takes another back
    names it in `undoes_seq`; the other tells by whom in `undone_by`, once it is read again.
    `erasure` is the number under which what a checkout deleted leaves the file.
    """

    seq: int
    event_id: UUID
    act_id: UUID
    kind: EventKind
    from_status: RoomStatus
    to_status: RoomStatus
    staff_code: str
    staff_name: str
    source: Source
    via: Via
    note: str
    at: datetime
    real_at: datetime
    room: Room
    before: Mapping[str, Json]
    deleted: Deleted | None = None
    undoes_seq: int | None = None
    undone_by: int | None = None
    erasure: int | None = None

    @property
    def room_number(self) -> str:
        """The number of the room that this event is about."""
        return self.room.number

    @property
    def counts(self) -> bool:
        """Whether figures count it: it neither was undone nor undoes another."""
        return self.undone_by is None and self.undoes_seq is None


_KIND_OF_VERB = {
    Verb.CHECK_IN: EventKind.CHECKED_IN,
    Verb.CHECK_OUT: EventKind.CHECKED_OUT,
    Verb.LATE: EventKind.LATE_CHECKOUT_SET,
    Verb.START: EventKind.CLEANING_STARTED,
    Verb.CLEAN: EventKind.CLEANED,
    Verb.DIRTY: EventKind.PUT_BACK,
    Verb.PASS: EventKind.INSPECTION_PASSED,
    Verb.FAIL: EventKind.INSPECTION_FAILED,
    Verb.MAINTENANCE: EventKind.MAINTENANCE_FLAGGED,
    Verb.FIXED: EventKind.MAINTENANCE_COMPLETED,
    Verb.OUT_OF_ORDER: EventKind.TAKEN_OUT_OF_ORDER,
    Verb.RETURN: EventKind.RETURNED_TO_SERVICE,
    Verb.OVERRIDE: EventKind.OVERRIDDEN,
    Verb.NOTE: EventKind.NOTED,
    Verb.REDACT: EventKind.NOTE_REDACTED,
}

_DESK_VERBS = frozenset({Verb.CHECK_IN, Verb.CHECK_OUT, Verb.MOVE, Verb.LATE})


def kind_of(verb: Verb) -> EventKind:
    """The event that an act on one room causes (a move and an activation choose their own)."""
    return _KIND_OF_VERB[verb]


def source_of(verb: Verb, staff: Staff) -> Source:
    """The side of the house an act belongs to: by the act, and for acts of everyone by role."""
    role = staff.role
    if staff == SYSTEM:
        return Source.SYSTEM
    if verb is Verb.OVERRIDE:
        return Source.MANAGER_OVERRIDE
    if verb in _DESK_VERBS or (role is Role.FRONT_DESK and verb in {Verb.NOTE, Verb.MAINTENANCE}):
        return Source.FRONT_DESK
    return Source.HOUSEKEEPING
