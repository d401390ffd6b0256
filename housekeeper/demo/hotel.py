"""The demonstration hotel: a morning in a busy house, told through the services of core.

Nothing is written around the rules: guests are checked in and out, rooms are turned and
inspected, each at the moment it would have happened. The same house comes out every time.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, auto
from functools import partial
from itertools import cycle, groupby, islice
from random import Random
from uuid import UUID

from housekeeper.core.acts import Verb, Via
from housekeeper.core.clock import Clock, RealMoment, SystemClock
from housekeeper.core.hotel import Hotel
from housekeeper.core.imports.bookings import BookingRow, import_bookings
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.imports.staff import StaffRow, import_staff
from housekeeper.core.rooms import turnover
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.status import MaintenancePriority
from housekeeper.core.rooms.turnover import TurnRequest
from housekeeper.core.staff.pin import hash_pin
from housekeeper.core.staff.staff import Role
from housekeeper.core.stays import chat, checkout, front_desk, orders
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.stays.chat import SessionOpened
from housekeeper.core.stays.guest_records import OrderItem
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.demo import texts
from housekeeper.store.database import Database

HOTEL = Hotel("grand-hotel", "Grand Hotel", "Europe/Lisbon")
ROOMS_A_FLOOR = 20
Scene = Callable[[UnitOfWork], object]
_STAFF = {person.code: person for person in texts.STAFF}
_ATTENDANTS = tuple(person.code for person in texts.STAFF if person.role is Role.ATTENDANT)


class _Story(Enum):
    """What became of a room by mid-morning."""

    STAYING = auto()
    DUE_OUT = auto()
    OVERDUE = auto()
    FLAGGED_WITH_GUEST = auto()
    DIRTY = auto()
    FAILED = auto()
    CLEANING = auto()
    TO_INSPECT = auto()
    FLAGGED_AFTER_CHECKOUT = auto()
    FLAGGED_WHILE_READY = auto()
    OUT_OF_ORDER = auto()
    READY = auto()
    AVAILABLE = auto()

    @property
    def has_guest(self) -> bool:
        """Whether a guest is in the room."""
        return self in {
            _Story.STAYING,
            _Story.DUE_OUT,
            _Story.OVERDUE,
            _Story.FLAGGED_WITH_GUEST,
        }

    @property
    def had_guest(self) -> bool:
        """Whether a guest left the room this morning."""
        return not self.has_guest and self not in {
            _Story.FLAGGED_WHILE_READY,
            _Story.OUT_OF_ORDER,
            _Story.AVAILABLE,
        }


_OF_120_ROOMS = {
    _Story.STAYING: 34,
    _Story.DUE_OUT: 22,
    _Story.OVERDUE: 4,
    _Story.FLAGGED_WITH_GUEST: 2,
    _Story.DIRTY: 15,
    _Story.FAILED: 3,
    _Story.CLEANING: 8,
    _Story.TO_INSPECT: 7,
    _Story.FLAGGED_AFTER_CHECKOUT: 2,
    _Story.FLAGGED_WHILE_READY: 2,
    _Story.OUT_OF_ORDER: 3,
    _Story.READY: 11,
    _Story.AVAILABLE: 7,
}


@dataclass(frozen=True, slots=True)
class _StandingClock:
    """Time that stands still at one moment of the story, whichever of the two is asked for.

    `real` is when it would have been: what the demonstration's staff did an hour ago must not
    count as done in the last minute, which could be undone.
    """

    at: datetime
    real: datetime

    def now(self) -> datetime:
        """The moment of the story."""
        return self.at

    def real_now(self) -> datetime:
        """The machine's time when the story had come to this moment."""
        return self.real

    def real_moment(self) -> RealMoment:
        """The same."""
        return RealMoment(self.real)


def mid_morning(clock: Clock) -> SystemClock:
    """A training clock that starts at 10:42 in the demonstration hotel, today by this clock."""
    today = HOTEL.day(clock.now())
    return SystemClock.starting_at(datetime.combine(today, time(10, 42), HOTEL.zone))


@dataclass(slots=True)
class _Morning:
    """Collects what happens when, and lets it happen in order."""

    now: datetime
    real_now: datetime
    random: Random
    scenes: list[tuple[datetime, Scene]] = field(default_factory=list)
    leaving: dict[int, list[str]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return HOTEL.day(self.now)

    def act(self, code: str) -> Act:
        return Act(_STAFF[code], Via.BOARD, UUID(int=self.random.getrandbits(128), version=4))

    def at(self, minutes_ago: int, scene: Scene) -> None:
        self.scenes.append((self.now - timedelta(minutes=minutes_ago), scene))

    def on(self, day: date, hour: int, scene: Scene) -> None:
        """At a full hour of an earlier day; never later than twelve hours ago."""
        moment = datetime.combine(day, time(hour), HOTEL.zone).astimezone(UTC)
        self.scenes.append((min(moment, self.now - timedelta(hours=12)), scene))

    def turn(self, minutes_ago: int, code: str, request: TurnRequest) -> None:
        act = self.act(code)
        self.at(minutes_ago, partial(turnover.perform, act=act, request=request))

    def check_out(self, least: int, most: int, number: str) -> None:
        """The desk checks guests out by the group, every twelve minutes."""
        ago = 12 * self.random.randint(-(-least // 12), most // 12)
        self.leaving.setdefault(ago, []).append(number)

    def between(self, least: int, most: int) -> int:
        """So many minutes ago, in steps of three: what happens in one step is one transaction."""
        return 3 * self.random.randint(least // 3, most // 3)

    async def happen(self, database: Database) -> None:
        for ago, numbers in self.leaving.items():
            self.at(ago, partial(checkout.check_out, act=self.act("desk"), numbers=numbers))
        self.scenes.sort(key=lambda scene: scene[0])
        for moment, scenes in groupby(self.scenes, key=lambda scene: scene[0]):
            together = [scene for _, scene in scenes]
            real = self.real_now - (self.now - moment)
            store = database.hotel(HOTEL, _StandingClock(moment, real))
            await store.write(partial(_play, together))


def _play(scenes: list[Scene], work: UnitOfWork) -> None:
    for scene in scenes:
        scene(work)


def _room_rows(count: int) -> list[RoomRow]:
    rows = []
    for place in range(count):
        floor, position = divmod(place, ROOMS_A_FLOOR)
        door = position + 1
        room_type = "STD" if door <= 11 else "DLX" if door <= 15 else "FAM" if door <= 18 else "SUI"
        section = "East" if door % 2 else "West"
        number = f"{floor + 1}{door:02d}"
        rows.append(RoomRow(place + 2, number, room_type, floor + 1, section))
    return rows


def _bookings(morning: _Morning, rows: list[RoomRow], stories: list[_Story]) -> Iterator[Booking]:
    """The stays behind the stories, then the arrivals of today and of the next days."""
    random, today = morning.random, morning.today
    numbers = (f"GH{number}" for number in range(1001, 100_000))

    def booking(room: RoomRow, arrival: date, departure: date, assigned: bool) -> Booking:
        name = f"{random.choice(texts.FIRST_NAMES)} {random.choice(texts.LAST_NAMES)}"
        return Booking(
            reference=next(numbers),
            room_type=room.room_type,
            arrival=arrival,
            departure=departure,
            adults=random.choice((1, 2, 2, 2, 3)),
            children=random.choice((1, 2)) if room.room_type == "FAM" else 0,
            status=BookingStatus.CONFIRMED,
            room_number=room.number if assigned else None,
            guest_name=name,
        )

    for room, story in zip(rows, stories, strict=True):
        nights = random.randint(1, 5)
        match story:
            case _Story.OVERDUE:
                departure = today - timedelta(days=random.choice((1, 1, 2)))
            case _Story.STAYING | _Story.FLAGGED_WITH_GUEST:
                departure = today + timedelta(days=random.randint(1, 4))
                nights = (departure - today).days + random.randint(1, 3)
            case _ if story.has_guest or story.had_guest:
                departure = today
            case _:
                continue
        yield booking(room, departure - timedelta(days=nights), departure, assigned=True)

    waits = {_Story.DIRTY: 3, _Story.FAILED: 1, _Story.CLEANING: 2, _Story.TO_INSPECT: 2}
    waits |= {_Story.READY: 2, _Story.AVAILABLE: 3, _Story.DUE_OUT: 6}
    for place, (room, story) in enumerate(zip(rows, stories, strict=True)):
        if story in waits and place % waits[story] == 0:
            yield booking(room, today, today + timedelta(days=random.randint(1, 5)), assigned=True)
        elif place % 9 == 0:
            arrival = today + timedelta(days=random.choice((0, 0, 1, 2)))
            leaving = arrival + timedelta(days=random.randint(1, 4))
            yield booking(room, arrival, leaving, assigned=False)


def _fill_house(morning: _Morning, bookings: list[Booking]) -> None:
    """Yesterday's guests are checked in at the desk; the house was running before that day."""
    yesterday = morning.today - timedelta(days=1)
    by_day: dict[date, list[Booking]] = {}
    for booking in bookings:
        if booking.arrival == yesterday:
            act = morning.act("night" if morning.random.random() < 0.3 else "desk")
            came = partial(front_desk.check_in, act=act, reference=booking.reference)
            morning.on(yesterday, morning.random.randint(14, 21), came)
        elif booking.arrival < yesterday:
            by_day.setdefault(booking.arrival, []).append(booking)
    for day, arrived in by_day.items():
        guests = [replace(booking, status=BookingStatus.CHECKED_IN) for booking in arrived]
        morning.on(day, 15, partial(import_bookings, rows=_numbered(guests)))


def _numbered(bookings: list[Booking]) -> list[BookingRow]:
    return [BookingRow(line, booking) for line, booking in enumerate(bookings, start=2)]


@dataclass(slots=True)
class _Turns:
    """Lets each room of the morning go as far as its story says."""

    morning: _Morning
    attendants: Iterator[str] = field(default_factory=lambda: cycle(_ATTENDANTS))
    failures: Iterator[str] = field(default_factory=lambda: cycle(texts.FAILURES))
    faults: Iterator[tuple[str, str]] = field(default_factory=lambda: cycle(texts.FAULTS))
    reasons: Iterator[str] = field(default_factory=lambda: cycle(texts.OUT_OF_ORDER))

    def play(self, number: str, story: _Story) -> None:
        """What happened to one room this morning."""
        between = self.morning.between
        match story:
            case _Story.DIRTY:
                self.morning.check_out(9, 165, number)
            case _Story.CLEANING:
                self.morning.check_out(60, 180, number)
                self._turn(between(3, 39), next(self.attendants), Verb.START, number)
            case _Story.TO_INSPECT | _Story.FAILED | _Story.READY:
                self._clean(number, story)
            case _Story.FLAGGED_AFTER_CHECKOUT:
                self.morning.check_out(120, 200, number)
                self._flag(between(40, 110), next(self.attendants), number)
            case _Story.FLAGGED_WHILE_READY | _Story.FLAGGED_WITH_GUEST:
                self._flag(between(25, 300), "maria", number)
            case _Story.OUT_OF_ORDER:
                self._take_out_of_order(number)

    def _turn(self, ago: int, code: str, verb: Verb, number: str, note: str = "") -> None:
        self.morning.turn(ago, code, TurnRequest(verb, number, note=note))

    def _clean(self, number: str, story: _Story) -> None:
        """Checked out and cleaned; inspected too, unless it still waits for that."""
        morning = self.morning
        morning.check_out(186, 219, number)
        attendant = next(self.attendants)
        started = morning.between(130, 180)
        self._turn(started, attendant, Verb.START, number)
        cleaned = morning.between(24, 51) if story is _Story.TO_INSPECT else started - 30
        self._turn(cleaned, attendant, Verb.CLEAN, number)
        inspector = morning.random.choice(("maria", "tomas"))
        if story is _Story.FAILED:
            ago = morning.between(12, 60)
            self._turn(ago, inspector, Verb.FAIL, number, next(self.failures))
        elif story is _Story.READY:
            self._turn(morning.between(6, 96), inspector, Verb.PASS, number)

    def _flag(self, ago: int, code: str, number: str) -> None:
        priority, fault = next(self.faults)
        request = TurnRequest(
            Verb.MAINTENANCE, number, note=fault, priority=MaintenancePriority(priority)
        )
        self.morning.turn(ago, code, request)

    def _take_out_of_order(self, number: str) -> None:
        """Two days ago, for some days to come."""
        morning = self.morning
        until = morning.today + timedelta(days=morning.random.randint(1, 6))
        request = TurnRequest(Verb.OUT_OF_ORDER, number, note=next(self.reasons), until=until)
        scene = partial(turnover.perform, act=morning.act("paulo"), request=request)
        morning.on(morning.today - timedelta(days=2), 9, scene)


def _turn_rooms(morning: _Morning, rows: list[RoomRow], stories: list[_Story]) -> None:
    turns = _Turns(morning)
    for row, story in zip(rows, stories, strict=True):
        turns.play(row.number, story)


def _leave_notes(morning: _Morning, rows: list[RoomRow], stories: list[_Story]) -> None:
    """Notes for the housekeepers on some of the rooms."""
    places = [place for place, story in enumerate(stories) if story is not _Story.OUT_OF_ORDER]
    noted = morning.random.sample(places, min(len(texts.NOTES), len(places)))
    for place, note in zip(noted, texts.NOTES, strict=False):
        request = TurnRequest(Verb.NOTE, rows[place].number, note=note)
        ago = morning.between(3, 150)
        morning.turn(ago, morning.random.choice(("desk", "maria", "tomas")), request)


def _talk(
    morning: _Morning,
    number: str,
    lines: tuple[tuple[str, str], ...],
    ago: int,
    is_waiting: bool = False,
) -> None:
    """A guest opens a session with the room's PIN and writes; the desk answers, or has yet to."""
    seen = morning.act("desk")
    replies = [morning.act("desk") for _ in lines]

    def scene(work: UnitOfWork) -> None:
        opened = chat.open_session(work, number, work.rooms.pin(number))
        if not isinstance(opened, SessionOpened):
            raise RuntimeError(opened.reason)
        for reply, (sender, words) in zip(replies, lines, strict=True):
            if sender == "GUEST":
                chat.send_as_guest(work, number, opened.token, words)
            else:
                chat.send_as_staff(work, reply, number, words)
        if not is_waiting:
            chat.mark_answered(work, seen, number)

    morning.at(ago, scene)


def _serve_guests(morning: _Morning, rooms: list[str]) -> None:
    """Conversations, orders, breakfasts and late check-outs of those in the house."""
    random = morning.random
    chatty = random.sample(rooms, len(rooms) // 3)
    for number, lines in zip(chatty, cycle(texts.CHATS), strict=False):
        _talk(morning, number, lines, morning.between(3, 240))
    for number in chatty[:1]:
        ice = (("GUEST", "And could someone bring ice, please?"),)
        _talk(morning, number, ice, 14, is_waiting=True)
    for place, number in enumerate(random.sample(rooms, len(rooms) // 4)):
        wanted = random.sample(texts.ORDERS, random.choice((1, 1, 2, 3)))
        _order(morning, number, wanted, is_breakfast=False, is_done=place > 0)
    for place, number in enumerate(random.sample(rooms, len(rooms) // 5)):
        wanted = random.sample(texts.BREAKFASTS, random.choice((1, 2)))
        # One guest waits for two things; more than two who wait would be a bad morning.
        waits = place == 0 and bool(chatty)
        eats = chatty[0] if waits else number
        _order(morning, eats, wanted, is_breakfast=True, is_done=not waits)


def _order(
    morning: _Morning, number: str, wanted: list[str], is_breakfast: bool, is_done: bool
) -> None:
    items = tuple(OrderItem(name, morning.random.choice((1, 1, 2))) for name in wanted)
    act = morning.act("desk")

    def scene(work: UnitOfWork) -> None:
        order = orders.add_order(work, number, items, is_breakfast)
        if is_done:
            orders.complete_order(work, act, order.id)

    # What nobody has brought yet was ordered lately.
    morning.at(morning.between(9, 200) if is_done else 6, scene)


def _agree_late_checkouts(morning: _Morning, references: list[str]) -> None:
    for reference, hour in zip(references, cycle((13, 14, 16)), strict=False):
        act = morning.act("desk")
        morning.at(
            morning.between(30, 120),
            partial(front_desk.set_late_checkout, act=act, reference=reference, at=time(hour)),
        )


async def make_demonstration(database: Database, clock: Clock, rooms: int = 120) -> Hotel:
    """Make the demonstration hotel in this database, as it stands at the clock's moment.

    Rooms in every status, guests with chats and orders, departures due and overdue, arrivals
    of today, notes, failed inspections and faults; all staff have one PIN. `mid_morning`
    gives the hour it is meant for. Raises `Refused` where the database has this hotel already.
    """
    await database.create_hotel(HOTEL)
    random = Random(412)  # noqa: S311 - a fixed story, nothing secret
    morning = _Morning(clock.now().replace(second=0, microsecond=0), clock.real_now(), random)
    rows = _room_rows(rooms)
    pattern = [story for story, count in _OF_120_ROOMS.items() for _ in range(count)]
    random.shuffle(pattern)
    stories = list(islice(cycle(pattern), rooms))
    bookings = list(_bookings(morning, rows, stories))
    staff_rows = [StaffRow(line, person) for line, person in enumerate(texts.STAFF, start=2)]

    pin = await asyncio.to_thread(hash_pin, texts.DEMONSTRATION_PIN)

    def open_house(work: UnitOfWork) -> None:
        import_rooms(work, rows)
        import_staff(work, staff_rows)
        for person in texts.STAFF:
            work.staff.set_pin(person.code, pin)
        import_bookings(work, _numbered(bookings))

    morning.on(morning.today - timedelta(days=12), 8, open_house)
    _fill_house(morning, bookings)
    _turn_rooms(morning, rows, stories)
    _leave_notes(morning, rows, stories)
    in_house = [row.number for row, story in zip(rows, stories, strict=True) if story.has_guest]
    _serve_guests(morning, in_house)
    _agree_late_checkouts(
        morning,
        [
            booking.reference
            for booking in bookings
            if booking.room_number in in_house
            and booking.arrival < booking.departure == morning.today
        ][::5],
    )
    await morning.happen(database)
    return HOTEL
