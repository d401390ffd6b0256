"""The Grand Hotel of the tests: six rooms, four people, a clock that only the test moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from housekeeper.core.acts import Verb, Via
from housekeeper.core.clock import RealMoment
from housekeeper.core.hotel import Hotel
from housekeeper.core.imports.bookings import BookingRow, import_bookings
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.imports.staff import StaffRow, import_staff
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.unit_of_work import Store, UnitOfWork
from tests.memory.store import MemoryStore

GRAND = Hotel("grand", "Grand Hotel", "Europe/Lisbon")


TODAY = date(2026, 11, 21)


MANAGER = Staff("max", "Max Braun", Role.MANAGER)


DESK = Staff("desk", "Dora Lima", Role.FRONT_DESK)


ANA = Staff("ana", "Ana Reis", Role.ATTENDANT)


MARIA = Staff("maria", "Maria Keller", Role.SUPERVISOR)


@dataclass(slots=True)
class SetClock:
    """A clock that stands still until a test moves it; real time goes with business time."""

    at: datetime = field(default_factory=lambda: datetime(2026, 11, 21, 10, 42, tzinfo=UTC))
    up_seconds: float = 0.0

    def now(self) -> datetime:
        return self.at

    def real_now(self) -> datetime:
        return self.at

    def real_moment(self) -> RealMoment:
        return RealMoment(self.at, "this boot", self.up_seconds)

    def pass_time(self, **parts: float) -> None:
        """Let time pass; by less than nothing, the clock is set back."""
        passed = timedelta(**parts)
        self.at += passed
        self.up_seconds += max(passed.total_seconds(), 0)

    def set_on(self, **parts: float) -> None:
        """Set the clock on, with no time passing."""
        self.at += timedelta(**parts)


def act_of(staff: Staff) -> Act:
    """A new act of this person at a board."""
    return Act(staff, Via.BOARD)


def a_booking(reference: str, nights: int = 2, room_type: str = "STD", **facts: object) -> Booking:
    """A confirmed booking that arrives today, but for the facts given."""
    values: dict[str, object] = {
        "arrival": TODAY,
        "departure": TODAY + timedelta(days=nights),
        "adults": 2,
        "children": 0,
        "status": BookingStatus.CONFIRMED,
        **facts,
    }
    return Booking(reference=reference, room_type=room_type, **values)  # type: ignore[arg-type]


@dataclass(slots=True)
class House:
    """A hotel of six rooms (101-104 STD, 201-202 DLX) with its staff, and short ways to act."""

    store: Store
    clock: SetClock

    def everything(self) -> object:
        """All that is kept of the hotel, to be compared with what is kept later."""
        assert isinstance(self.store, MemoryStore)
        return self.store.state.copied()

    @asynccontextmanager
    async def other_terminal(self) -> AsyncIterator[Store]:
        """The same hotel, as another program sees it."""
        yield self.store

    async def generation(self) -> int:
        return (await self.store.news(None)).mark.generation

    async def quiet_changes(self) -> int:
        return (await self.store.news(None)).mark.quiet_changes

    async def room(self, number: str) -> Room:
        return await self.store.read(lambda work: work.rooms.get(number))

    async def do(self, staff: Staff, verb: Verb, number: str, **more: object) -> object:
        request = TurnRequest(verb, number, **more)  # type: ignore[arg-type]
        return await self.store.write(lambda work: perform(work, act_of(staff), request))

    async def book(self, *bookings: Booking, anyway: bool = False) -> None:
        rows = [BookingRow(line, booking) for line, booking in enumerate(bookings, start=2)]
        await self.store.write(lambda work: import_bookings(work, rows, anyway=anyway))


def furnish(work: UnitOfWork) -> None:
    """Put the rooms and the staff into a new hotel."""
    rooms = [(f"10{n}", "STD", 1) for n in range(1, 5)] + [(f"20{n}", "DLX", 2) for n in (1, 2)]
    import_rooms(
        work,
        [RoomRow(n, number, kind, floor, "East") for n, (number, kind, floor) in enumerate(rooms)],
    )
    people = (MANAGER, DESK, ANA, MARIA)
    import_staff(work, [StaffRow(line, person) for line, person in enumerate(people)])
