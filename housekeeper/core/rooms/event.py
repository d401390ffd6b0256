"""Room events: the audit trail, the change feed and the outbox, as one kind of value."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID, uuid4, uuid5

from housekeeper.core.acts import SYSTEM, EventKind, Source, Via
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.snapshot import Json
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.staff.staff import Staff


@dataclass(frozen=True, slots=True)
class Act:
    """One intent of one person: kept by the caller, so that a retry is known as the same act."""

    staff: Staff
    via: Via
    id: UUID = field(default_factory=uuid4)

    def event_id(self, room_number: str) -> UUID:
        """The id of the event that this act causes in this room: the same at every retry."""
        return event_id_of(self.id, room_number)


def unnamed_act(via: Via = Via.COMMAND_LINE) -> Act:
    """An act of nobody at a terminal, which the history tells as the system's."""
    return Act(SYSTEM, via)


def guests_act(callers_id: UUID | None, what: str) -> Act:
    """What a guest does: nobody at a terminal does it, so the history tells it as the system's.

    The same at every retry with the caller's id; `what` tells apart a message and an order that
    were given the same one.
    """
    act = unnamed_act()
    return act if callers_id is None else replace(act, id=uuid5(callers_id, what))


@lru_cache(maxsize=2048)
def event_id_of(act_id: UUID, room_number: str) -> UUID:
    """The id of the event that an act causes in the room that has this number then."""
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


REDACTED = "[redacted]"


@dataclass(frozen=True, slots=True)
class HistoryQuery:
    """Which events are wanted, the newest `limit` of them; what is not given sets no bound.

    No kinds stand for every kind. `since` and `until` are aware moments of business time:
    from the one on, before the other.
    """

    room_number: str | None = None
    limit: int = 50
    staff_code: str | None = None
    kinds: frozenset[EventKind] = frozenset()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class RoomStep:
    """The short form of an event, without the room's snapshot, for looks at thousands of them.

    `at` is business time in UTC.
    """

    seq: int
    room_number: str
    kind: EventKind
    from_status: RoomStatus
    to_status: RoomStatus
    staff_code: str
    staff_name: str
    note: str
    at: datetime
