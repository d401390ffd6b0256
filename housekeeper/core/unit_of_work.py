"""What core asks of the outside, as Protocols: a unit of work, and the store that runs it.

A unit of work is a plain function over a `UnitOfWork`. The store runs it whole, in one
transaction and away from the event loop: it commits if the function returns, and rolls back
if it raises. Every method below speaks of the one hotel the unit was opened for.
"""

from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from housekeeper.core.clock import RealMoment
from housekeeper.core.history.repository import HotelEvents, KeptHistory
from housekeeper.core.hotel import Hotel
from housekeeper.core.inspection.repository import Lists, Rounds
from housekeeper.core.retention.repository import EndedBookings
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.repository import Events, Outbox, Rooms
from housekeeper.core.shift.repository import HandoverNotes, KeptDays
from housekeeper.core.staff.repository import StaffBook
from housekeeper.core.stays.repository import Bookings, Erasures, Guests, Inventory, Orders

Answer = TypeVar("Answer")


class UnitOfWork(Protocol):
    """One transaction on one hotel. `now` stands still in it.

    `quiet_changes` is how many times, when it began, the hotel had been changed in what boards
    show without an event of it (`tell_boards`).
    """

    hotel: Hotel
    now: datetime
    real_now: datetime
    real_moment: RealMoment
    today: date
    quiet_changes: int
    rooms: Rooms
    events: Events
    hotel_events: HotelEvents
    bookings: Bookings
    ended_bookings: EndedBookings
    guests: Guests
    orders: Orders
    inventory: Inventory
    staff: StaffBook
    outbox: Outbox
    rounds: Rounds
    lists: Lists
    handover: HandoverNotes
    erasures: Erasures
    history: KeptHistory
    day_figures: KeptDays

    def raise_generation(self) -> None:
        """Tell every board that all it shows must be read anew (restores, rooms renamed)."""
        ...

    def tell_boards(self, room_numbers: Collection[str] = ()) -> None:
        """Have every board of the hotel read its staff, its arrivals and these rooms again.

        For what boards show and no event tells of. It is the last write of a unit, as its events
        are; the rooms are new ones or held.
        """
        ...


@dataclass(frozen=True, slots=True)
class StoreMark:
    """Tells whether a database is still the one a board has read, and whether it has changed."""

    database_id: str
    generation: int
    last_seq: int
    quiet_changes: int = 0

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
