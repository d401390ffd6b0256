"""All that a hotel in memory holds: containers of frozen values, copied whole for each unit."""

from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from housekeeper.core.clock import RealMoment
from housekeeper.core.erasure import ErasureState
from housekeeper.core.history.hotel_event import HotelEvent
from housekeeper.core.inspection.round import InspectionRound, Visit
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.core.shift.day_figures import DayFigures
from housekeeper.core.shift.handover_note import HandoverNote
from housekeeper.core.staff.one_time_code import OneTimeCode
from housekeeper.core.staff.pin import PinHash
from housekeeper.core.staff.sign_in_limits import SignIns, WrongPins
from housekeeper.core.staff.staff import Staff
from housekeeper.core.stays.booking import Booking
from housekeeper.core.stays.guest_records import Message, Order, OrderId
from housekeeper.core.stays.inventory import InventoryOverride


@dataclass(frozen=True, slots=True)
class GuestRow:
    """A guest in the house: the booking, the name, and the rooms that are theirs."""

    reference: str
    name: str | None
    rooms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A chat session of one device."""

    room_number: str
    token_digest: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """A conversation with the guest of a room; each message with the act that sent it."""

    room_number: str
    messages: tuple[tuple[Message, UUID | None], ...] = ()


@dataclass(frozen=True, slots=True)
class GapRow:
    """A range of nights in which a room is out of order."""

    room_number: str
    starts: date
    ends: date | None
    is_open: bool


@dataclass(slots=True)
class HotelState:
    """The rows of one hotel. The first of `events` follows the `let_go` that went before."""

    rooms: dict[str, Room] = field(default_factory=dict)
    pins: dict[str, str] = field(default_factory=dict)
    events: list[RoomEvent] = field(default_factory=list)
    hotel_events: list[HotelEvent] = field(default_factory=list)
    bookings: dict[str, Booking] = field(default_factory=dict)
    guests: dict[int, GuestRow] = field(default_factory=dict)
    sessions: dict[int, SessionRow] = field(default_factory=dict)
    conversations: dict[int, ConversationRow] = field(default_factory=dict)
    wrong_room_pins: list[tuple[str, RealMoment]] = field(default_factory=list)
    orders: dict[OrderId, tuple[Order, UUID | None]] = field(default_factory=dict)
    room_types: set[str] = field(default_factory=set)
    overrides: dict[tuple[str, date], InventoryOverride] = field(default_factory=dict)
    gaps: dict[int, GapRow] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    staff_pins: dict[str, PinHash] = field(default_factory=dict)
    one_time_codes: dict[str, OneTimeCode] = field(default_factory=dict)
    staff_acts: dict[str, UUID] = field(default_factory=dict)
    sign_ins: dict[str, SignIns] = field(default_factory=dict)
    wrong_staff_pins: dict[str, WrongPins] = field(default_factory=dict)
    rounds: dict[int, tuple[InspectionRound, UUID]] = field(default_factory=dict)
    visits: dict[tuple[int, str, int], Visit] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)
    checklists: dict[str, dict[int, str]] = field(default_factory=dict)
    notes: dict[int, tuple[HandoverNote, UUID]] = field(default_factory=dict)
    lease: tuple[str, datetime] | None = None
    published_seq: int = 0
    refusals: list[tuple[int, str, datetime]] = field(default_factory=list)
    erasure: ErasureState = field(default_factory=lambda: ErasureState(0, 0))
    generation: int = 1
    quiet_changes: int = 0
    bookings_swept_until: datetime | None = None
    quiet_rooms: dict[str, int] = field(default_factory=dict)
    cli_pin: bool = False
    is_managed_elsewhere: bool = False
    last_ids: dict[str, int] = field(default_factory=dict)
    let_go: int = 0
    swept_on: date | None = None
    day_figures: dict[date, DayFigures] = field(default_factory=dict)

    @property
    def last_seq(self) -> int:
        """The place of the newest event."""
        return self.let_go + len(self.events)

    def copied(self) -> Self:
        """The same rows in containers of their own: what is done to one is not in the other."""
        changes: dict[str, Any] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if isinstance(value, dict | list | set):
                changes[one.name] = value.copy()
        return replace(self, **changes)

    def next_id(self, kind: str) -> int:
        """A number that no row of this kind has had."""
        self.last_ids[kind] = self.last_ids.get(kind, 0) + 1
        return self.last_ids[kind]
