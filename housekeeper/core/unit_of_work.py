"""What core asks of the outside, as Protocols: a unit of work, and the store that runs it.

A unit of work is a plain function over a `UnitOfWork`. The store runs it whole, in one
transaction and away from the event loop: it commits if the function returns, and rolls back
if it raises. Every method below speaks of the one hotel the unit was opened for.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar
from uuid import UUID

from housekeeper.core.erasure import ErasureRun, ErasureState
from housekeeper.core.hotel import Hotel
from housekeeper.core.inspection.round import InspectionRound, Visit, WalkingOrder
from housekeeper.core.rooms.event import Deleted, EventDraft, EventKind, RoomEvent
from housekeeper.core.rooms.redaction import HistoryQuery, Step
from housekeeper.core.rooms.room import Room
from housekeeper.core.shift.handover import HandoverNote
from housekeeper.core.staff.pin import PinHash
from housekeeper.core.staff.sign_in import SignIns, WrongPins
from housekeeper.core.staff.staff import Staff
from housekeeper.core.stays.availability import Claim, InventoryOverride, OutOfOrderRange
from housekeeper.core.stays.chat import GuestChatSession, Message, Sender
from housekeeper.core.stays.front_desk import Booking
from housekeeper.core.stays.orders import Order, OrderId, OrderItem

Answer = TypeVar("Answer")


class PinSource(Protocol):
    """Where new room PINs come from."""

    def new_pin(self) -> str:
        """Six letters and digits without look-alikes; the store sees to uniqueness."""
        ...


class Rooms(Protocol):
    """The rooms of the hotel, and their PINs."""

    def get(self, number: str) -> Room:
        """One room, in use or not; raises `UnknownName`."""
        ...

    def find(self, numbers: Sequence[str]) -> list[Room]:
        """These rooms in natural order; raises `UnknownName` naming those that do not exist."""
        ...

    def all(self, inactive: bool = False) -> list[Room]:
        """Every room in use (or every room) in natural order."""
        ...

    def add(self, rooms: Sequence[Room]) -> None:
        """Add new rooms, each with a PIN of its own."""
        ...

    def save(self, changes: Sequence[tuple[Room, Room]]) -> None:
        """Write rooms from a state to the next; raises `RoomMoved` where one was not in it."""
        ...

    def pin(self, number: str) -> str:
        """The PIN of a room."""
        ...

    def renew_pins(self, numbers: Sequence[str]) -> None:
        """Give these rooms new PINs: unique in the hotel, none the one the room had."""
        ...


class Events(Protocol):
    """The hotel's events, in seq order without gaps."""

    def append(self, drafts: Sequence[EventDraft]) -> list[RoomEvent]:
        """Give the events their places; the last write of a unit of work."""
        ...

    def by_id(self, event_id: UUID) -> RoomEvent | None:
        """The event that an earlier try of an act caused, if it did."""
        ...

    def by_ids(self, event_ids: Sequence[UUID]) -> list[RoomEvent]:
        """Those of these events that exist, in seq order."""
        ...

    def of_act(self, act_id: UUID) -> list[RoomEvent]:
        """Every event that one act caused, in seq order."""
        ...

    def by_staff(self, staff_code: str, since: datetime) -> list[RoomEvent]:
        """What this person did since a moment of real time, newest first."""
        ...

    def get(self, seq: int) -> RoomEvent | None:
        """The event at this place."""
        ...

    def last_seq(self) -> int:
        """The place of the newest event; 0 before the first."""
        ...

    def last_change(self, room_number: str) -> RoomEvent | None:
        """The newest event that raised the room's version."""
        ...

    def change_to(self, room_number: str, version: int) -> RoomEvent | None:
        """The event that raised the room's version to this one."""
        ...

    def after(self, seq: int, limit: int) -> list[RoomEvent]:
        """Events after this place, oldest first."""
        ...

    def history(self, query: HistoryQuery) -> list[RoomEvent]:
        """The newest events that were asked for, newest first."""
        ...

    def steps(self, since: datetime, kinds: Collection[EventKind] = ()) -> list[Step]:
        """Events (of these kinds) since a moment, in seq order, without what was undone."""
        ...

    def latest(
        self, room_numbers: Collection[str], kinds: Collection[EventKind]
    ) -> dict[tuple[str, EventKind], Step]:
        """The newest event of each of these kinds in each room, without what was undone."""
        ...

    def redact(self, room_number: str, words: str, instead: str) -> int:
        """Put `instead` wherever this room's events carry exactly these words; count them."""
        ...


class Bookings(Protocol):
    """The hotel's bookings."""

    def get(self, reference: str) -> Booking:
        """One booking; raises `UnknownName`."""
        ...

    def find(self, references: Sequence[str]) -> dict[str, Booking]:
        """Those of these bookings that exist, by reference."""
        ...

    def save(self, changed: Booking) -> None:
        """Write one booking that exists."""
        ...

    def save_all(self, bookings: Sequence[Booking]) -> None:
        """Add or update these bookings."""
        ...

    def complete(self, room_numbers: Sequence[str], at: datetime) -> None:
        """Complete the stays in these rooms and forget the guests' names."""
        ...

    def in_house(self, room_numbers: Sequence[str] | None = None) -> dict[str, Booking]:
        """The checked-in bookings (of these rooms) by the room they stay in.

        Without the guests' names, which are sealed: `Guests.names` gives them.
        """
        ...

    def staying(self, room_numbers: Sequence[str]) -> dict[str, str]:
        """The references of the checked-in bookings, by the room they stay in."""
        ...

    def arriving(self, day: date) -> list[Booking]:
        """Confirmed bookings that arrive on this day, by reference."""
        ...

    def arrivals(self, day: date) -> int:
        """How many confirmed bookings arrive on this day."""
        ...

    def next_arrival(self, room_number: str) -> date | None:
        """The first arrival, from today on, that is assigned to this room."""
        ...

    def completed_at(self, room_numbers: Sequence[str], at: datetime) -> dict[str, str]:
        """The references of the stays that ended in these rooms at this moment, by room."""
        ...

    def assigned_between(self, arrival: date, departure: date) -> frozenset[str]:
        """Rooms assigned to confirmed bookings that overlap these nights."""
        ...

    def claims(self, room_type: str, first: date, last: date) -> list[Claim]:
        """Confirmed and checked-in bookings that hold this type in any of these nights."""
        ...


class Guests(Protocol):
    """Everything that is a guest's, and its purge."""

    def arrive(self, arrived: Booking, room_number: str, at: datetime) -> None:
        """Make the guest's row and link it to the room."""
        ...

    def arrive_all(self, bookings: Sequence[Booking], at: datetime) -> None:
        """The same for many checked-in bookings, each with its room."""
        ...

    def move(self, old_number: str, new_number: str) -> None:
        """Let all of a stay follow its guest to another room."""
        ...

    def names(self, room_number: str) -> list[str]:
        """The names, where known, of the guests in a room."""
        ...

    def held(self, room_numbers: Sequence[str]) -> dict[str, tuple[Deleted, int]]:
        """What a purge of each of these rooms would delete, and how many orders are open."""
        ...

    def purge(self, room_numbers: Sequence[str]) -> None:
        """Delete everything of these rooms' guests."""
        ...

    def wrong_pins(self, room_number: str, since: datetime, until: datetime) -> int:
        """Wrong PINs tried for a room between two moments of real time."""
        ...

    def count_wrong_pin(self, room_number: str, at: datetime) -> None:
        """Keep a wrong try (real time)."""
        ...

    def add_session(
        self,
        room_number: str,
        token_digest: str,
        fcm_token: str | None,
        opened_at: datetime,
        expires_at: datetime,
    ) -> None:
        """Keep a session of one device."""
        ...

    def session(self, token_digest: str) -> GuestChatSession | None:
        """The session with this token."""
        ...

    def add_message(
        self,
        room_number: str,
        sender: Sender,
        session_id: int | None,
        staff: Staff | None,
        body: str,
        sent_at: datetime,
        act_id: UUID | None = None,
    ) -> Message:
        """Add to the room's conversation, opening it and noting the participant."""
        ...

    def message_of(self, room_number: str, act_id: UUID) -> Message | None:
        """The message that an earlier try of this act put into the room's conversation."""
        ...

    def messages(self, room_number: str) -> list[Message]:
        """The whole conversation of the guest in a room, oldest first."""
        ...


class Orders(Protocol):
    """Orders and breakfast orders."""

    def add(
        self,
        room_number: str,
        items: Sequence[OrderItem],
        is_breakfast: bool,
        at: datetime,
        act_id: UUID | None = None,
    ) -> Order:
        """Keep a new order."""
        ...

    def of_act(self, room_number: str, is_breakfast: bool, act_id: UUID) -> Order | None:
        """The order that an earlier try of this act took for the room's guest."""
        ...

    def open(self, room_number: str | None = None) -> list[Order]:
        """What is not completed, oldest first."""
        ...

    def complete(self, order_id: OrderId, at: datetime) -> Order:
        """Complete an order, once; raises `UnknownName`."""
        ...


class Inventory(Protocol):
    """Room types, their rules per date, and the nights that rooms are out of order."""

    def types(self) -> frozenset[str]:
        """The hotel's room types."""
        ...

    def require_type(self, code: str) -> None:
        """Raise `UnknownName` where the hotel has no such type."""
        ...

    def ensure_types(self, room_types: Collection[str]) -> None:
        """Add the types that are new."""
        ...

    def overrides(self, code: str, nights: Sequence[date]) -> list[InventoryOverride]:
        """The type's rules in these nights."""
        ...

    def set_override(self, code: str, override: InventoryOverride) -> None:
        """Set the type's rule for one night."""
        ...

    def clear_override(self, code: str, night: date) -> None:
        """Take the rule away."""
        ...

    def out_of_order(self, first: date, last: date) -> list[OutOfOrderRange]:
        """Ranges that touch these nights; one whose room is not back yet has not ended."""
        ...

    def begin_out_of_order(self, room_number: str, starts: date, ends: date | None) -> None:
        """Open a range for a room, or give its open one another end."""
        ...

    def end_out_of_order(self, room_number: str, ends: date) -> None:
        """Close the room's open range: it can be sold again from this night on."""
        ...

    def cancel_out_of_order(self, room_number: str) -> None:
        """Take the room's open range away, as if it had never begun."""
        ...

    def reopen_out_of_order(self, room_number: str, ends: date | None) -> None:
        """Open the room's last closed range again, with this expected end."""
        ...


class StaffBook(Protocol):
    """The people who may act."""

    def get(self, code: str) -> Staff:
        """One member of staff by code, in any case of letters; raises `UnknownName`."""
        ...

    def all(self) -> list[Staff]:
        """Everyone, disabled ones too, by code."""
        ...

    def save(self, people: Iterable[Staff]) -> None:
        """Add or update these people."""
        ...

    def pin(self, code: str) -> PinHash | None:
        """What is kept of the PIN of this code exactly, if it has one."""
        ...

    def set_pin(self, code: str, kept: PinHash) -> None:
        """Keep another PIN for this code exactly."""
        ...

    def last_act(self, code: str) -> UUID | None:
        """The act that last added this code exactly, enabled, disabled or unlocked it."""
        ...

    def keep_act(self, code: str, act_id: UUID) -> None:
        """Keep which act changed this code exactly."""
        ...

    def sign_ins(self, code: str) -> SignIns:
        """When this code exactly signed in last, and before its present shift."""
        ...

    def keep_sign_ins(self, code: str, sign_ins: SignIns) -> None:
        """Keep when this code exactly signed in."""
        ...

    def wrong_pins(self, key: str) -> WrongPins | None:
        """The wrong PINs in a row that were given for a code, by its key (`code_key`)."""
        ...

    def count_wrong_pin(self, key: str, wrong: WrongPins) -> None:
        """Keep that so many wrong PINs in a row were given for a code, by its key."""
        ...

    def forget_wrong_pins(self, key: str) -> None:
        """Let a code, by its key, have a clean sheet."""
        ...

    def forget_strangers(self, before: datetime) -> None:
        """Forget wrong PINs last tried before a moment for codes that nobody here has."""
        ...


class Outbox(Protocol):
    """How far the hotel's events have been published, and who publishes just now."""

    def take_lease(self, holder: str, now: datetime, until: datetime) -> bool:
        """Take the hotel's drain lease until a moment of real time, or renew one's own.

        False while another holder's lease runs.
        """
        ...

    def release_lease(self, holder: str) -> None:
        """Give one's own lease back."""
        ...

    def published_seq(self) -> int:
        """The place up to which every event is published or passed over."""
        ...

    def pending(self, limit: int) -> list[RoomEvent]:
        """Events that are not published yet, oldest first."""
        ...

    def newest_of_rooms(self) -> list[int]:
        """The seq of the newest event of each room, in order; the last is the newest of all."""
        ...

    def mark_published(self, holder: str, seq: int) -> bool:
        """Move the cursor on to this place; False, and nothing done, for a lost lease."""
        ...

    def record_refusal(self, seq: int, reason: str, at: datetime) -> None:
        """Keep that this event was refused for good, and why."""
        ...

    def refusals(self, limit: int) -> list[tuple[int, str, datetime]]:
        """The newest refused events: seq, reason, moment (UTC)."""
        ...


class Rounds(Protocol):
    """Inspection rounds, and the rooms in them."""

    def add(
        self, act_id: UUID, staff_code: str, at: datetime, order: WalkingOrder
    ) -> InspectionRound:
        """Keep a new round."""
        ...

    def get(self, round_id: int) -> InspectionRound:
        """One round, open or finished; raises `UnknownName`."""
        ...

    def by_act(self, act_id: UUID) -> InspectionRound | None:
        """The round that an earlier try of this act started."""
        ...

    def open(self) -> list[InspectionRound]:
        """The rounds that are not finished, the newest first."""
        ...

    def latest(self) -> InspectionRound | None:
        """The newest round, open or finished."""
        ...

    def finish(self, round_id: int, at: datetime) -> None:
        """Close a round."""
        ...

    def set_order(self, round_id: int, order: WalkingOrder) -> None:
        """Walk a round in another order."""
        ...

    def visits(self, round_id: int) -> list[Visit]:
        """Every visit of a round, by room and number of the visit."""
        ...

    def add_visits(self, round_id: int, visits: Collection[Visit]) -> None:
        """Let rooms join a round."""
        ...

    def save_visits(self, round_id: int, visits: Collection[Visit]) -> None:
        """Write visits that exist."""
        ...


class Lists(Protocol):
    """The hotel's own lists: reasons of a failed inspection, and checklists by room type."""

    def reasons(self) -> dict[int, str]:
        """Reasons by digit; none where the hotel has no list of its own."""
        ...

    def set_reasons(self, reasons: Mapping[int, str]) -> None:
        """Let these be all the reasons."""
        ...

    def checklists(self) -> dict[str, dict[int, str]]:
        """Items by position by room type."""
        ...

    def set_checklists(self, checklists: Mapping[str, Mapping[int, str]]) -> None:
        """Let these be all the checklists."""
        ...


class HandoverNotes(Protocol):
    """Notes for the next shift, which stay until they are ticked."""

    def add(self, act_id: UUID, body: str, staff_code: str, at: datetime) -> HandoverNote:
        """Keep a note; the same act keeps it once."""
        ...

    def get(self, note_id: int) -> HandoverNote:
        """One note; raises `UnknownName`."""
        ...

    def tick(self, note_id: int, staff_code: str, at: datetime) -> None:
        """Tick a note."""
        ...

    def blank(self, note_id: int, text: str) -> None:
        """Put another text in place of a note's."""
        ...

    def open(self) -> list[HandoverNote]:
        """Notes that are not ticked, oldest first."""
        ...

    def ticked_since(self, since: datetime) -> list[HandoverNote]:
        """Notes ticked since a moment, oldest tick first."""
        ...


class Erasures(Protocol):
    """The rewriting of the database file after words were deleted from it."""

    def ask(self) -> int:
        """Ask that what this transaction deletes leaves the file; give the number of it."""
        ...

    def state(self) -> ErasureState:
        """How far the rewriting has come."""
        ...

    def runs(self, covering: int = 0) -> list[ErasureRun]:
        """The finished runs that cover this number, in their order."""
        ...


class UnitOfWork(Protocol):
    """One transaction on one hotel. `now` stands still in it."""

    hotel: Hotel
    now: datetime
    real_now: datetime
    today: date
    rooms: Rooms
    events: Events
    bookings: Bookings
    guests: Guests
    orders: Orders
    inventory: Inventory
    staff: StaffBook
    outbox: Outbox
    rounds: Rounds
    lists: Lists
    handover: HandoverNotes
    erasures: Erasures

    def raise_generation(self) -> None:
        """Tell every board that what it shows must be read anew (imports, restores)."""
        ...


@dataclass(frozen=True, slots=True)
class StoreMark:
    """Tells whether a database is still the one a board has read, and whether it has changed."""

    database_id: str
    generation: int
    last_seq: int

    def is_ahead_of(self, known: "StoreMark") -> bool:
        """Whether events followed the known mark in the same database and generation of it."""
        same = (self.database_id, self.generation) == (known.database_id, known.generation)
        return same and self.last_seq > known.last_seq


@dataclass(frozen=True, slots=True)
class StoreNews:
    """The mark of one moment, and events that follow a known mark of the same database.

    `events` are oldest first, and may be fewer than there are: ask again from the last of them.
    """

    mark: StoreMark
    events: tuple[RoomEvent, ...] = ()


Unit = Callable[[UnitOfWork], Answer]


class Ear(Protocol):
    """Whether a store tells of commits by itself just now."""

    @property
    def hears(self) -> bool:
        """Whether every commit is told; where not, the store has to be looked at often."""
        ...


class Store(Protocol):
    """Where units of work run: each whole, or not at all, whatever becomes of the caller."""

    @property
    def hotel(self) -> Hotel:
        """The hotel that this store is of."""
        ...

    async def read(self, unit: Unit[Answer]) -> Answer:
        """Run a unit that only reads; it sees one moment of the database."""
        ...

    async def write(self, unit: Unit[Answer]) -> Answer:
        """Run a unit that writes, and give its answer once it is safely committed."""
        ...

    async def news(self, after: StoreMark | None) -> StoreNews:
        """The cheap look: which database it is, how far its events go, and those after a mark.

        There are no events without a mark, nor with one of another database or generation.
        """
        ...

    def listening(self, hint: Callable[[], None]) -> AbstractAsyncContextManager[Ear]:
        """Have `hint` called on the event loop whenever there may be news, where it is told.

        It is called too when the hearing begins or is lost. Every hint may be lost or doubled.
        """
        ...
