"""The figures of a real hotel's day: its departures of 18 September 2015, turned by eight people.

What each turn took is worked out beside the program while the day is played.
"""

import heapq
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from zoneinfo import ZoneInfo

from housekeeper.core.acts import EventKind, Verb, Via
from housekeeper.core.hotel import Hotel
from housekeeper.core.imports.bookings import BookingRow, import_bookings
from housekeeper.core.imports.rooms import import_rooms
from housekeeper.core.imports.staff import StaffRow, import_staff
from housekeeper.core.rooms import turnover
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.shift.figures import Figures, figures
from housekeeper.core.shift.handover import handover
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.core.stays import checkout
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.files.read_bookings import read_bookings
from housekeeper.files.read_rooms import read_rooms
from housekeeper.store.database import Database, HotelStore
from tests.grand_hotel import SetClock

CITY = Hotel("city", "City Hotel", "Europe/Lisbon")
DAY = date(2015, 9, 18)
DATA = Path(__file__).parent.parent / "data"
DESK = Staff("desk", "Dora Lima", Role.FRONT_DESK)
MARIA = Staff("maria", "Maria Keller", Role.SUPERVISOR)
ATTENDANTS = tuple(Staff(f"a{n}", f"Attendant {n}", Role.ATTENDANT) for n in range(1, 8))
NINE = datetime.combine(DAY, time(9), ZoneInfo(CITY.timezone)).astimezone(UTC)


Played = tuple[datetime, int, Staff, TurnRequest]


def middle(times: list[timedelta]) -> timedelta:
    return timedelta(seconds=median(one.total_seconds() for one in times))


@dataclass(slots=True)
class PlayedDay:
    """The day as it is played: acts by minute, and what they will add up to."""

    random: Random
    acts: list[Played] = field(default_factory=list)
    waits: list[timedelta] = field(default_factory=list)
    cleanings: list[timedelta] = field(default_factory=list)
    turns: list[timedelta] = field(default_factory=list)
    failures: int = 0

    def minutes(self, least: int, most: int) -> timedelta:
        return timedelta(minutes=self.random.randint(least, most))

    def act(self, at: datetime, staff: Staff, verb: Verb, number: str, note: str = "") -> None:
        self.acts.append((at, len(self.acts), staff, TurnRequest(verb, number, note=note)))

    def turn(self, number: str, left: datetime, free: datetime, who: Staff) -> datetime:
        """Turn one room, and give the moment at which its attendant is free again."""
        wait = clean = timedelta()
        began = max(left, free) + self.minutes(1, 6)
        since = left
        while True:
            done = began + self.minutes(20, 45)
            looked = done + self.minutes(3, 30)
            wait += began - since
            clean += done - began
            self.act(began, who, Verb.START, number)
            self.act(done, who, Verb.CLEAN, number)
            if self.random.random() >= 0.1:
                self.act(looked, MARIA, Verb.PASS, number)
                break
            self.failures += 1
            self.act(looked, MARIA, Verb.FAIL, number, "dust")
            since, began = looked, looked + self.minutes(1, 6)
        self.waits.append(wait)
        self.cleanings.append(clean)
        self.turns.append(looked - left)
        return done


def fill_house(work: UnitOfWork) -> list[str]:
    """The guests who leave on the day are in rooms of their type; gives the rooms."""
    rooms, room_faults = read_rooms(DATA / "city_hotel_2015_rooms.csv")
    bookings, booking_faults = read_bookings(DATA / "city_hotel_2015_bookings.csv")
    assert room_faults == booking_faults == []
    import_rooms(work, rooms)
    people = (DESK, MARIA, *ATTENDANTS)
    import_staff(work, [StaffRow(line, person) for line, person in enumerate(people, 2)])
    free: dict[str, list[str]] = {}
    for row in rooms:
        free.setdefault(row.room_type, []).append(row.number)
    leaving: list[BookingRow] = []
    for booked in bookings:
        booking = booked.booking
        if booking.departure != DAY or booking.status is not BookingStatus.CONFIRMED:
            continue
        if booking.arrival < DAY and free[booking.room_type]:
            number = free[booking.room_type].pop(0)
            in_house = replace(booking, status=BookingStatus.CHECKED_IN, room_number=number)
            leaving.append(BookingRow(booked.line, in_house))
    import_bookings(work, leaving)
    return [one.booking.room_number or "" for one in leaving]


async def play(store: HotelStore, clock: SetClock, played: PlayedDay) -> int:
    clock.at = NINE - timedelta(hours=3)
    numbers = await store.write(fill_house)
    waves: dict[datetime, list[str]] = {}
    for number in numbers:
        waves.setdefault(NINE + 15 * played.minutes(0, 10), []).append(number)
    free = [(NINE, place) for place in range(len(ATTENDANTS))]
    for left in sorted(waves):
        for number in waves[left]:
            at, place = heapq.heappop(free)
            heapq.heappush(free, (played.turn(number, left, at, ATTENDANTS[place]), place))
    moments = sorted({*waves, *(act[0] for act in played.acts)})
    acts = sorted(played.acts, key=lambda act: act[:2])
    place = 0
    for moment in moments:
        now: list[Played] = []
        while place < len(acts) and acts[place][0] == moment:
            now.append(acts[place])
            place += 1

        def unit(work: UnitOfWork, left: list[str], now: list[Played]) -> None:
            if left:
                checkout.check_out(work, act=Act(DESK, Via.BOARD), numbers=left)
            for _, _, staff, request in now:
                turnover.perform(work, Act(staff, Via.BOARD), request)

        clock.at = moment
        await store.write(partial(unit, left=waves.get(moment, []), now=now))
    clock.at = moments[-1] + timedelta(minutes=1)
    return len(numbers)


def looked_at(work: UnitOfWork) -> Figures:
    midnight = datetime.combine(DAY, time(), CITY.zone).astimezone(UTC)
    return figures(work, midnight, midnight + timedelta(days=1))


async def test_the_figures_of_a_real_hotels_day_are_those_that_were_played(
    database: Database, clock: SetClock
) -> None:
    await database.create_hotel(CITY)
    store = database.hotel(CITY, clock)
    played = PlayedDay(Random(18))
    count = await play(store, clock, played)
    assert count > 60
    last = max(act[0] for act in played.acts)
    assert CITY.local(last).time() < time(22)
    assert CITY.local(last).date() == DAY
    found = await store.read(looked_at)
    assert found.total.turn.count == count
    assert found.not_counted == 0
    assert found.total.turn.median == middle(played.turns)
    assert found.total.wait.median == middle(played.waits)
    assert found.total.clean.median == middle(played.cleanings)
    assert found.total.turn.p90 == sorted(played.turns)[-(-9 * count // 10) - 1]
    assert found.total.recleans == played.failures
    assert [one.name for one in found.days] == [DAY.isoformat()]
    assert sum(one.turn.count for one in found.floors) == count
    assert sum(one.turn.count for one in found.types) == count
    by_code = {one.staff_code: one for one in found.people}
    assert by_code["maria"].inspected == count + played.failures
    assert sum(one.cleaned for one in found.people) == count + played.failures
    assert sum(one.failed for one in found.people) == played.failures
    # Nothing waits before the first guest leaves, and nothing after the last room is ready.
    assert found.backlog[0].total == 0
    assert max(point.total for point in found.backlog) > 20
    told = await store.read(lambda work: handover(work, NINE - timedelta(hours=1)))
    assert len(told.turned) == count
    assert len(told.failed) == played.failures
    assert len(told.of(EventKind.CHECKED_OUT)) == count
    assert told.left_open == ()
