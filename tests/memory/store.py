"""The store of a hotel in memory: units run whole or not at all, as on a database."""

import contextlib
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import TypeVar

from housekeeper.core.clock import Clock, RealMoment
from housekeeper.core.history.repository import HotelEvents, KeptHistory
from housekeeper.core.hotel import Hotel
from housekeeper.core.inspection.repository import Lists, Rounds
from housekeeper.core.retention.repository import EndedBookings
from housekeeper.core.rooms.repository import Events, Outbox, Rooms
from housekeeper.core.shift.repository import HandoverNotes, KeptDays
from housekeeper.core.staff.repository import StaffBook
from housekeeper.core.stays.repository import Bookings, Erasures, Guests, Inventory, Orders
from housekeeper.core.unit_of_work import Ear, StoreMark, StoreNews, Unit
from tests.memory.history import MemoryKeptDays, MemoryKeptHistory
from tests.memory.hotel_events import MemoryHotelEvents
from tests.memory.people import MemoryHandoverNotes, MemoryLists, MemoryRounds, MemoryStaffBook
from tests.memory.rooms import MemoryEvents, MemoryOutbox, MemoryRooms
from tests.memory.state import HotelState
from tests.memory.stays import (
    MemoryBookings,
    MemoryEndedBookings,
    MemoryErasures,
    MemoryGuests,
    MemoryInventory,
    MemoryOrders,
)

Answer = TypeVar("Answer")

_MOST_EVENTS = 1_000


@dataclass(slots=True)
class NumberedPins:
    """PINs in a row, so that a test's are the same at every run."""

    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new_pin(self) -> str:
        return f"P{next(self.numbers):05d}"


@dataclass(slots=True)
class MemoryUnit:
    """One transaction on the hotel (see `core.unit_of_work.UnitOfWork`)."""

    state: HotelState
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
        self.state.generation += 1

    def tell_boards(self, room_numbers: Collection[str] = ()) -> None:
        self.state.quiet_changes += 1
        self.state.quiet_rooms.update(dict.fromkeys(room_numbers, self.state.quiet_changes))


class _Deaf:
    """Tells of no commit by itself."""

    hears = False


@dataclass(slots=True)
class MemoryStore:
    """One hotel, furnished by its first units."""

    hotel: Hotel
    clock: Clock
    state: HotelState = field(default_factory=HotelState)
    pins: NumberedPins = field(default_factory=NumberedPins)

    def _unit(self, state: HotelState) -> MemoryUnit:
        now, real_now = self.clock.now(), self.clock.real_now()
        today, events = self.hotel.day(now), MemoryEvents(state)
        return MemoryUnit(
            state=state,
            hotel=self.hotel,
            now=now,
            real_now=real_now,
            real_moment=self.clock.real_moment(),
            today=today,
            quiet_changes=state.quiet_changes,
            rooms=MemoryRooms(state, today, self.pins),
            events=events,
            hotel_events=MemoryHotelEvents(state, now, real_now),
            bookings=MemoryBookings(state, today),
            ended_bookings=MemoryEndedBookings(state),
            guests=MemoryGuests(state),
            orders=MemoryOrders(state),
            inventory=MemoryInventory(state, today),
            staff=MemoryStaffBook(state),
            outbox=MemoryOutbox(state, events),
            rounds=MemoryRounds(state, events),
            lists=MemoryLists(state),
            handover=MemoryHandoverNotes(state),
            erasures=MemoryErasures(state, real_now),
            history=MemoryKeptHistory(state),
            day_figures=MemoryKeptDays(state),
        )

    async def read(self, unit: Unit[Answer]) -> Answer:
        return unit(self._unit(self.state.copied()))

    async def write(self, unit: Unit[Answer]) -> Answer:
        state = self.state.copied()
        answer = unit(self._unit(state))
        self.state = state
        return answer

    async def mark(self) -> StoreMark:
        state = self.state
        return StoreMark("memory", state.generation, state.last_seq, state.quiet_changes)

    async def news(self, after: StoreMark | None) -> StoreNews:
        mark = await self.mark()
        if after is None or not mark.is_ahead_of(after):
            return StoreNews(mark)
        events = MemoryEvents(self.state).after(after.last_seq, _MOST_EVENTS)
        return StoreNews(mark, tuple(events))

    @contextlib.asynccontextmanager
    async def listening(self, hint: Callable[[], None]) -> AsyncIterator[Ear]:
        del hint
        yield _Deaf()
