"""A small hotel in which random staff do random things for some days, by the services alone."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from random import Random

from housekeeper.core.acts import Verb
from housekeeper.core.errors import Refused
from housekeeper.core.imports.bookings import BookingRow, import_bookings
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.imports.staff import StaffRow, import_staff
from housekeeper.core.rooms import turnover
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.stays import availability, checkout, front_desk
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.unit_of_work import Store, UnitOfWork
from tests.core.stays.model_of_availability import HouseAsSeen
from tests.grand_hotel import MANAGER, SetClock, act_of

TYPES = ("STD", "DLX")
_DAILY = (
    *("book",) * 5,
    *("check_in",) * 6,
    *("turn",) * 4,
    *("check_out",) * 2,
    *("flag",) * 2,
    *("take_out",) * 2,
    *("move", "put_back", "override", "rule", "use", "cancel", "come_running", "sleep_in"),
)


@dataclass(slots=True)
class RandomHotel:
    """One hotel of one seed: `days` lets it run, `seen` is what it has become."""

    store: Store
    clock: SetClock
    random: Random
    references: list[str] = field(default_factory=list)
    planned: dict[str, tuple[date, date | None]] = field(default_factory=dict)
    stopped: set[tuple[str, date]] = field(default_factory=set)
    totals: dict[tuple[str, date], int] = field(default_factory=dict)

    async def open(self) -> None:
        """Put up to seven rooms of two types into it."""
        numbers = [f"10{place}" for place in range(1, self.random.randint(1, 4) + 1)]
        rows = [RoomRow(2, number, "STD", 1, "") for number in numbers]
        for place in range(1, self.random.randint(1, 3) + 1):
            rows.append(RoomRow(2, f"20{place}", "DLX", 2, ""))
        await self.store.write(partial(import_rooms, rows=rows))
        people = [StaffRow(2, MANAGER)]
        await self.store.write(partial(import_staff, rows=people))

    async def days(self, days: int, acts: int) -> None:
        """Let so many days pass, with so many acts on each of them."""
        for day in range(days):
            if day:
                self.clock.pass_time(days=1)
            for _ in range(acts):
                act: Callable[[UnitOfWork], None] = getattr(self, f"_{self.random.choice(_DAILY)}")
                try:
                    await self.store.write(act)
                except Refused:
                    continue
        if self.random.random() < 0.3:
            await self.store.write(self._plan)

    async def seen(self) -> HouseAsSeen:
        """The hotel as it stands at the end."""

        def look(work: UnitOfWork) -> HouseAsSeen:
            return HouseAsSeen(
                today=work.today,
                sell=work.hotel.rules.sell,
                rooms=work.rooms.all(inactive=True),
                bookings=list(work.bookings.find(self.references).values()),
                planned=self.planned,
                stopped=frozenset(self.stopped),
                totals=self.totals,
            )

        return await self.store.read(look)

    def _room(self, work: UnitOfWork, *, is_occupied: bool | None = None) -> Room:
        rooms = [
            room
            for room in work.rooms.all(inactive=True)
            if is_occupied in {None, room.is_occupied}
        ]
        return self._one_of(rooms)

    def _one_of(self, things: list[Room]) -> Room:
        if not things:
            raise Refused("There is none.")
        return self.random.choice(things)

    def _reference(self, work: UnitOfWork, status: BookingStatus) -> str:
        found = [
            one.reference
            for one in work.bookings.find(self.references).values()
            if one.status is status
        ]
        if not found:
            raise Refused("There is none.")
        return self.random.choice(sorted(found))

    def _do(self, work: UnitOfWork, verb: Verb, room: Room, **more: object) -> None:
        request = TurnRequest(verb, room.number, anyway=True, **more)  # type: ignore[arg-type]
        turnover.perform(work, act_of(MANAGER), request)

    def _a_booking(self, work: UnitOfWork, status: BookingStatus, room: Room | None) -> Booking:
        arrival = work.today + timedelta(days=self.random.randint(-2, 3))
        booking = Booking(
            reference=f"B{len(self.references) + 1}",
            room_type=self.random.choice(TYPES),
            arrival=arrival,
            departure=arrival + timedelta(days=self.random.choice((0, 1, 1, 2, 3, 4))),
            adults=1,
            children=0,
            status=status,
            room_number=None if room is None else room.number,
        )
        self.references.append(booking.reference)
        return booking

    def _import(self, work: UnitOfWork, booking: Booking) -> None:
        import_bookings(work, [BookingRow(2, booking)], anyway=True)

    def _book(self, work: UnitOfWork) -> None:
        room = self._room(work) if self.random.random() < 0.5 else None
        self._import(work, self._a_booking(work, BookingStatus.CONFIRMED, room))

    def _come_running(self, work: UnitOfWork) -> None:
        room = self._room(work, is_occupied=False)
        self._import(work, self._a_booking(work, BookingStatus.CHECKED_IN, room))

    def _sleep_in(self, work: UnitOfWork) -> None:
        """Somebody is in a room of whom the front desk knows nothing."""
        room = self._room(work, is_occupied=False)
        if room.is_active and not room.is_out_of_order and self.random.random() < 0.3:
            work.rooms.save([(room, replace(room, is_occupied=True, version=room.version + 1))])

    def _check_in(self, work: UnitOfWork) -> None:
        reference = self._reference(work, BookingStatus.CONFIRMED)
        number = self._room(work).number if self.random.random() < 0.5 else None
        why = "the house is full"
        front_desk.check_in(work, act_of(MANAGER), reference, number, why, anyway=True)

    def _move(self, work: UnitOfWork) -> None:
        reference = self._reference(work, BookingStatus.CHECKED_IN)
        number = self._room(work, is_occupied=False).number
        front_desk.move(work, act_of(MANAGER), reference, number, "a noisy neighbour", anyway=True)

    def _check_out(self, work: UnitOfWork) -> None:
        checkout.check_out(work, act_of(MANAGER), [self._room(work, is_occupied=True).number])

    def _turn(self, work: UnitOfWork) -> None:
        verb = self.random.choice((Verb.DIRTY, Verb.START, Verb.CLEAN, Verb.PASS, Verb.FIXED))
        self._do(work, verb, self._room(work))

    def _flag(self, work: UnitOfWork) -> None:
        self._do(work, Verb.MAINTENANCE, self._room(work), priority=MaintenancePriority.LOW)

    def _take_out(self, work: UnitOfWork) -> None:
        days = self.random.choice((None, 1, 2, 4))
        until = None if days is None else work.today + timedelta(days=days)
        self._do(work, Verb.OUT_OF_ORDER, self._room(work), note="flood", until=until)

    def _put_back(self, work: UnitOfWork) -> None:
        rooms = [room for room in work.rooms.all() if room.is_out_of_order]
        self._do(work, Verb.RETURN, self._one_of(rooms))

    def _override(self, work: UnitOfWork) -> None:
        status = self.random.choice([one for one in RoomStatus if one is not RoomStatus.OCCUPIED])
        self._do(work, Verb.OVERRIDE, self._room(work), status=status, note="as it is")

    def _use(self, work: UnitOfWork) -> None:
        room = self._room(work)
        turnover.set_active(work, act_of(MANAGER), room.number, not room.is_active, anyway=True)

    def _cancel(self, work: UnitOfWork) -> None:
        reference = self._reference(work, BookingStatus.CONFIRMED)
        ended = self.random.choice((BookingStatus.CANCELLED, BookingStatus.NO_SHOW))
        self._import(work, replace(work.bookings.get(reference), status=ended))

    def _rule(self, work: UnitOfWork) -> None:
        kind = self.random.choice(sorted(work.inventory.types()))
        night = work.today + timedelta(days=self.random.randint(0, 3))
        stops, total = self.random.choice(((True, None), (False, None), (False, 1), (False, 2)))
        availability.set_inventory(work, act_of(MANAGER), kind, night, stops, total)
        self.stopped.discard((kind, night))
        self.totals.pop((kind, night), None)
        if stops:
            self.stopped.add((kind, night))
        if total is not None:
            self.totals[kind, night] = total

    def _plan(self, work: UnitOfWork) -> None:
        """A room is to be out of order from some day on, be there a guest in it or not."""
        rooms = [room for room in work.rooms.all() if not room.is_out_of_order]
        if rooms:
            starts = work.today + timedelta(days=self.random.randint(0, 3))
            ends = self.random.choice((None, starts + timedelta(days=self.random.randint(1, 3))))
            number = self._one_of(rooms).number
            work.inventory.begin_out_of_order(number, starts, ends)
            self.planned[number] = (starts, ends)
