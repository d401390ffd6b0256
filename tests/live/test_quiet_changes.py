"""What files change of a hotel reaches every board, and no room is read again for nothing."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.board.board import Board
from housekeeper.core.board.column import Column
from housekeeper.core.errors import Refused, StoreError
from housekeeper.core.imports.bookings import BookingRow, import_bookings
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.imports.staff import StaffRow, import_staff
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.staff import manage
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.stays.front_desk import check_in
from housekeeper.core.stays.room_types import rename_type
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.live.store_feed import HotelAgain, StoreFeed, WholeHotel, read_whole
from tests.grand_hotel import DESK, MANAGER, MARIA, TODAY, SetClock, a_booking, act_of
from tests.stored_house import StoredHouse

STATUSES = (
    *[BookingStatus.CONFIRMED] * 5,
    BookingStatus.CANCELLED,
    BookingStatus.NO_SHOW,
    BookingStatus.CHECKED_IN,
)
VERBS = (Verb.DIRTY, Verb.START, Verb.CLEAN, Verb.PASS, Verb.NOTE, Verb.FIXED)


def board_of(whole: WholeHotel) -> Board:
    names = {person.code: person.name for person in whole.staff}
    counts = whole.arrivals, whole.arrivals_since_before
    return Board(whole.rooms, whole.when, whole.last_seq, names, *counts)


@dataclass(slots=True)
class Follower:
    """A board that follows the hotel, and counts what was read for it."""

    board: Board | None = None
    readings: int = 0
    read_again: list[str] = field(default_factory=list)

    def hotel_read(self, whole: WholeHotel) -> None:
        self.readings += 1
        self.board = board_of(whole)

    def events_came(self, events: Sequence[RoomEvent]) -> None:
        assert self.board is not None
        self.board.apply_all(events)

    def hotel_read_again(self, again: HotelAgain) -> None:
        assert self.board is not None
        assert self.board.last_seq == again.last_seq
        self.board.arrivals = again.arrivals
        self.board.arrivals_since_before = again.arrivals_since_before
        self.board.read_again(again.rooms, {one.code: one.name for one in again.staff})
        self.read_again += [room.number for room in again.rooms]

    def feed_proved(self, at: datetime) -> None:
        pass

    def feed_failed(self, error: StoreError) -> None:
        raise error

    def shown(self) -> object:
        assert self.board is not None
        return shown(self.board)


def shown(board: Board) -> object:
    columns = {column: board.numbers(column) for column in Column}
    return dict(board.rooms), columns, board.statistics, board.staff_names, board.last_seq


async def anew(house: StoredHouse) -> object:
    return shown(board_of(await house.store.read(read_whole)))


async def following(house: StoredHouse, clock: SetClock) -> tuple[Follower, StoreFeed]:
    here = Follower()
    feed = StoreFeed(house.store, clock, here)
    await feed.look()
    return here, feed


async def import_numbers(house: StoredHouse, *numbers: str, room_type: str = "STD") -> None:
    rows = [RoomRow(line, number, room_type, 1, "East") for line, number in enumerate(numbers)]
    await house.store.write(lambda work: import_rooms(work, rows))


@pytest.fixture
async def wide_house(house: StoredHouse) -> StoredHouse:
    """The hotel with forty rooms more."""
    await import_numbers(house, *(str(number) for number in range(301, 341)))
    return house


async def test_one_booking_imported_has_one_room_read_again(
    wide_house: StoredHouse, clock: SetClock
) -> None:
    here, feed = await following(wide_house, clock)
    await wide_house.book(a_booking("C1", room_number="305"), a_booking("C2"))
    await feed.look()
    assert (here.readings, here.read_again) == (1, ["305"])
    assert here.board is not None
    assert here.board.statistics.arrivals == 2
    assert here.shown() == await anew(wide_house)


async def test_a_booking_behind_the_next_arrival_has_no_room_read_again(
    wide_house: StoredHouse, clock: SetClock
) -> None:
    tomorrow, later = TODAY + timedelta(days=1), TODAY + timedelta(days=9)
    here, feed = await following(wide_house, clock)
    await wide_house.book(
        a_booking("C1", room_number="305", arrival=tomorrow),
        a_booking("C2", room_number="306", arrival=tomorrow, status=BookingStatus.CANCELLED),
    )
    await feed.look()
    assert here.read_again == ["305"]
    await wide_house.book(a_booking("C3", room_number="305", arrival=later, departure=later))
    await feed.look()
    assert (here.readings, here.read_again) == (1, ["305"])
    assert here.shown() == await anew(wide_house)


async def test_changes_of_staff_and_types_have_no_room_read_again(
    wide_house: StoredHouse, clock: SetClock
) -> None:
    here, feed = await following(wide_house, clock)
    assert here.board is not None
    here.board.set_filter("suite")
    eve = Staff("eve", "Eve Adams", Role.ATTENDANT)
    act = act_of(MANAGER)
    await manage.add(wide_house.store, act, eve)
    await wide_house.store.write(lambda work: manage.set_role(work, act, "eve", Role.SUPERVISOR))
    await wide_house.store.write(lambda work: rename_type(work, act_of(MANAGER), "DLX", "Suite"))
    await feed.look()
    assert (here.readings, here.read_again) == (1, [])
    assert here.board.staff_names["eve"] == "Eve Adams"
    assert here.board.numbers(Column.READY) == ["201", "202"], "the filter knows the new type"


async def test_who_imports_on_another_day_has_every_board_read_anew(
    wide_house: StoredHouse, clock: SetClock
) -> None:
    """Which arrival is next on another day tells nothing of this one."""
    here, feed = await following(wide_house, clock)
    training = TrainingClock(clock.at)
    store = wide_house.store.database.hotel(wide_house.store.hotel, training)
    rows = [BookingRow(2, a_booking("C1", room_number="305"))]
    await store.write(lambda work: import_bookings(work, rows))
    await feed.look()
    assert here.readings == 2
    assert here.shown() == await anew(wide_house)
    there = Follower()
    feed = StoreFeed(store, training, there)
    await feed.look()
    await wide_house.book(a_booking("C2", room_number="306"))
    await feed.look()
    assert there.readings == 2
    assert there.shown() == shown(board_of(await store.read(read_whole)))


class TrainingClock(SetClock):
    """A clock that shows another day than the real one."""

    def now(self) -> datetime:
        return self.at + timedelta(days=30)


@dataclass(slots=True)
class RandomDays:
    """Random files and acts on a hotel; what the hotel refuses is as good as not done."""

    house: StoredHouse
    random: Random
    bookings: dict[str, Booking] = field(default_factory=dict)
    rooms: int = 0

    async def step(self) -> None:
        files = (self.book, self.book, self.add_rooms, self.move_rooms, self.hire)
        with suppress(Refused):
            await self.random.choice((*files, self.act, self.arrive))()

    async def numbers(self) -> list[str]:
        return [one.number for one in await self.house.store.read(lambda work: work.rooms.all())]

    async def book(self) -> None:
        """A file with new bookings and old ones that are otherwise now."""
        numbers = [None, *await self.numbers()]
        rows: list[BookingRow] = []
        for line in range(2, 2 + self.random.randrange(1, 5)):
            reference = f"C{self.random.randrange(25)}"
            arrival = TODAY + timedelta(days=self.random.randrange(-3, 6))
            booking = a_booking(
                reference,
                room_number=self.random.choice(numbers),
                arrival=arrival,
                departure=arrival + timedelta(days=self.random.randrange(4)),
                status=self.random.choice(STATUSES),
            )
            if all(row.booking.reference != reference for row in rows):
                rows.append(BookingRow(line, booking))
        await self.house.store.write(lambda work: import_bookings(work, rows, anyway=True))

    async def add_rooms(self) -> None:
        self.rooms += 1
        await import_numbers(self.house, f"4{self.rooms:02}", f"5{self.rooms:02}")

    async def move_rooms(self) -> None:
        """A file that puts a room on another floor and gives it another type."""
        number = self.random.choice(await self.numbers())
        await import_numbers(self.house, number, room_type=self.random.choice(("STD", "DLX")))

    async def hire(self) -> None:
        name = f"Person {self.random.randrange(99)}"
        people = [StaffRow(2, Staff("new", name, Role.ATTENDANT))]
        await self.house.store.write(lambda work: import_staff(work, people, act_of(MANAGER)))

    async def act(self) -> None:
        number = self.random.choice(await self.numbers())
        await self.house.do(MARIA, self.random.choice(VERBS), number, note="words")

    async def arrive(self) -> None:
        def unit(work: UnitOfWork) -> None:
            for booking in work.bookings.arriving(work.today):
                number = self.random.choice((None, booking.room_number))
                check_in(work, act_of(DESK), booking.reference, number, anyway=True)
                return

        await self.house.store.write(unit)


@pytest.mark.parametrize("seed", range(3))
async def test_a_board_that_follows_is_a_board_read_anew_whatever_is_imported(
    wide_house: StoredHouse, clock: SetClock, seed: int
) -> None:
    """Two boards follow, one looking often and one seldom; the store is read anew beside them."""
    random = Random(seed)
    often, feed = await following(wide_house, clock)
    seldom, feed_seldom = await following(wide_house, clock)
    days, turns = RandomDays(wide_house, random), 1
    for step in range(90):
        await days.step()
        if step in {30, 60}:
            clock.pass_time(days=1)
            turns += 1
        if random.random() < 0.7:
            await feed.look()
            assert often.shown() == await anew(wide_house)
        if step % 20 == 19:
            await feed_seldom.look()
            assert seldom.shown() == await anew(wide_house)
    assert often.readings == seldom.readings == turns
    assert len(often.read_again) < 90 * 8, "a few rooms at each file, and never all"
