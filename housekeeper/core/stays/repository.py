"""What stays ask of the store."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from housekeeper.core.clock import RealMoment
from housekeeper.core.erasure import ErasureRun, ErasureState
from housekeeper.core.rooms.event import Deleted
from housekeeper.core.staff.staff import Staff
from housekeeper.core.stays.booking import Booking, Hold
from housekeeper.core.stays.guest_records import (
    GuestChatSession,
    Message,
    Order,
    OrderId,
    OrderItem,
    Sender,
)
from housekeeper.core.stays.inventory import Claim, InventoryOverride, OutOfOrderRange


class Bookings(Protocol):
    """The hotel's bookings."""

    def get(self, reference: str) -> Booking:
        """One booking, written exactly so or else in another case; raises `UnknownName`."""
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
        """Confirmed bookings that are expected on this day, the longest expected first.

        They arrive on it, or should have come before and have nights left.
        """
        ...

    def arrivals(self, day: date) -> int:
        """How many confirmed bookings are expected on this day."""
        ...

    def arrivals_since_before(self, day: date) -> int:
        """How many of these should have come before this day."""
        ...

    def wanted_types(self) -> dict[str, int]:
        """How many confirmed bookings that leave today or later want each type."""
        ...

    def next_arrival(self, room_number: str) -> date | None:
        """The first arrival assigned to this room: still expected, or from today on."""
        ...

    def completed_at(self, room_numbers: Sequence[str], at: datetime) -> dict[str, str]:
        """The references of the stays that ended in these rooms at this moment, by room."""
        ...

    def holds(
        self, first: date, last: date | None, room_numbers: Collection[str] | None = None
    ) -> list[Hold]:
        """What confirmed and checked-in bookings hold of (these) rooms in any of these nights.

        By their start; from the first night on where no last one is given. Guests in the house
        hold theirs as `nights_held` says.
        """
        ...

    def claims(self, room_type: str, first: date, last: date) -> list[Claim]:
        """Bookings whose guests are still to come, that hold this type in any of these nights."""
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
        """Let all of a stay follow its guest to another room, wrong PINs tried for it too."""
        ...

    def withdraw(self, room_number: str) -> None:
        """Delete the rows of a guest who never stayed in this room; the booking keeps its words."""
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

    def wrong_pins(self, room_number: str, limit: int) -> list[RealMoment]:
        """When the last so many wrong PINs were tried for a room, in any order."""
        ...

    def count_wrong_pin(self, room_number: str, at: RealMoment) -> None:
        """Keep a wrong try."""
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

    def require_type(self, code: str) -> str:
        """The type as the hotel writes it; raises `UnknownName` where it has none such."""
        ...

    def ensure_types(self, room_types: Collection[str]) -> None:
        """Add the types that are new."""
        ...

    def overrides(self, code: str, nights: Sequence[date]) -> list[InventoryOverride]:
        """The type's rules in these nights."""
        ...

    def rename_type(self, code: str, new_code: str) -> None:
        """Give a type another name, in rooms, bookings, rules and checklists.

        Where there is a type of that name it takes all in; what both have stays as it has it.
        """
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

    def planned_out_of_order(
        self, room_numbers: Collection[str] | None = None
    ) -> list[OutOfOrderRange]:
        """The ranges of (these) rooms that are to go out of order, by their start."""
        ...

    def plan_out_of_order(self, room_number: str, starts: date, ends: date | None) -> None:
        """Keep a range that is to begin on a later day."""
        ...

    def withdraw_out_of_order(self, room_number: str) -> None:
        """Take all nights from the room's planned range: it does not begin."""
        ...

    def plan_out_of_order_again(self, room_number: str, ends: date | None) -> None:
        """Give the range that was withdrawn last its nights again, to this expected end."""
        ...

    def open_planned_out_of_order(self, room_number: str) -> None:
        """Let the room's planned range be the one that is out of order."""
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
