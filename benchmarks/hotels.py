"""Hotels to measure in: any number of rooms, with real-looking notes, flags and attendants."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import cycle
from pathlib import Path
from random import Random
from typing import TypeVar

from housekeeper.core.clock import SystemClock
from housekeeper.core.hotel import Hotel
from housekeeper.core.imports.bookings import BookingRow, import_bookings
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.imports.staff import StaffRow, import_staff
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import MaintenancePriority, TurnStatus
from housekeeper.core.staff.pin import hash_pin
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.demo import texts
from housekeeper.store.database import Database, HotelStore

Answer = TypeVar("Answer")

HOTEL = Hotel("bench", "Benchmark Hotel", "UTC")
MANAGER = "max"
MANAGER_NAME = "Max Almeida"
MANAGER_PIN = "274951"
ROOMS_A_FLOOR = 20

_TYPES = ("STD",) * 6 + ("DLX",) * 3 + ("SUI",)
_OF_20 = (
    *("occupied",) * 8,
    *("dirty",) * 3,
    "failed",
    *("cleaning",) * 2,
    *("to inspect",) * 2,
    "flagged",
    *("ready",) * 2,
)
"""Of twenty rooms so many stand so; the twentieth is available."""


def room_number(place: int) -> str:
    """The number of the room at a place, counted from 0: 101 to 120, 201 and so on."""
    floor, door = divmod(place, ROOMS_A_FLOOR)
    return f"{floor + 1}{door + 1:02d}"


def _state(place: int, dealt: list[str]) -> str:
    return "out of order" if place % 50 == 49 else dealt[place]


def _deal(rooms: int, random: Random) -> list[str]:
    dealt = [*_OF_20, "available"] * (rooms // 20 + 1)
    dealt = dealt[:rooms]
    random.shuffle(dealt)
    return dealt


def _as_it_stands(room: Room, state: str, random: Random, now: datetime) -> Room:
    """A room of the hotel in the state that it was dealt, with what people did and wrote."""
    since = now - timedelta(minutes=random.randint(2, 240))
    hand = random.choice(("ana", "rui", "ines", "joao", "lena", "amir", "olga", "dina"))
    room = replace(room, status_since=since, cleaned_by=hand, last_cleaned_at=since)
    if random.random() < 0.2:
        room = replace(room, housekeeping_notes=random.choice(texts.NOTES))
    match state:
        case "dirty":
            return replace(room, turn_status=TurnStatus.CHECKOUT_DIRTY)
        case "failed":
            return replace(
                room,
                turn_status=TurnStatus.CHECKOUT_DIRTY,
                fail_reason=random.choice(texts.FAILURES),
                inspected_by="maria",
                last_inspected_at=since,
            )
        case "cleaning":
            return replace(room, turn_status=TurnStatus.CLEANING_IN_PROGRESS, attendant=hand)
        case "to inspect":
            return replace(room, turn_status=TurnStatus.CLEANED_UNINSPECTED)
        case "flagged":
            priority, fault = random.choice(texts.FAULTS)
            return replace(
                room,
                maintenance_required=True,
                maintenance_priority=MaintenancePriority(priority),
                maintenance_notes=fault,
            )
        case "out of order":
            reason = random.choice(texts.OUT_OF_ORDER)
            return replace(
                room,
                is_out_of_order=True,
                out_of_order_reason=reason,
                out_of_order_until=(now + timedelta(days=3)).date(),
            )
        case "ready":
            return replace(
                room,
                turn_status=TurnStatus.READY_FOR_GUEST,
                inspected_by="maria",
                last_inspected_at=since,
            )
        case _:
            return room


def _bookings(rooms: list[Room], states: list[str], random: Random, now: datetime) -> list[Booking]:
    today = now.date()
    bookings = []
    for place, (room, state) in enumerate(zip(rooms, states, strict=True)):
        name = f"{random.choice(texts.FIRST_NAMES)} {random.choice(texts.LAST_NAMES)}"
        stays = partial(
            Booking, room_type=room.room_type, adults=2, children=0, room_number=room.number
        )
        if state == "occupied":
            departure = today + timedelta(days=random.choice((-1, 0, 0, 1, 2, 3, 4)))
            bookings.append(
                stays(
                    reference=f"IN{place}",
                    arrival=today - timedelta(days=3),
                    departure=departure,
                    status=BookingStatus.CHECKED_IN,
                    guest_name=name,
                )
            )
        elif random.random() < 0.3:
            arrival = today + timedelta(days=random.choice((0, 0, 1, 2)))
            bookings.append(
                stays(
                    reference=f"ON{place}",
                    arrival=arrival,
                    departure=arrival + timedelta(days=2),
                    status=BookingStatus.CONFIRMED,
                    guest_name=name,
                )
            )
    return bookings


def fill(work: UnitOfWork, rooms: int, has_events: bool = True) -> None:
    """Make the hotel's rooms, staff and bookings, the same for the same number of rooms.

    Without `has_events` its guests are in the house as if they had always been.
    """
    random = Random(rooms)
    kinds = cycle(_TYPES)
    import_rooms(
        work,
        [
            RoomRow(
                place + 2,
                room_number(place),
                next(kinds),
                place // ROOMS_A_FLOOR + 1,
                "East" if place % 2 else "West",
            )
            for place in range(rooms)
        ],
    )
    people = [StaffRow(line, person) for line, person in enumerate(texts.STAFF, 2)]
    import_staff(work, people)
    work.staff.set_pin(MANAGER, hash_pin(MANAGER_PIN))
    dealt = _deal(rooms, random)
    states = [_state(place, dealt) for place in range(rooms)]
    made = work.rooms.all()
    stand = [
        _as_it_stands(room, state, random, work.now)
        for room, state in zip(made, states, strict=True)
    ]
    work.rooms.save(list(zip(made, stand, strict=True)))
    bookings = _bookings(stand, states, random, work.now)
    if not has_events:
        _stay_quietly(work, stand, bookings)
        return
    # Some guests are overdue.
    rows = [BookingRow(line, booking) for line, booking in enumerate(bookings, 2)]
    import_bookings(work, rows, anyway=True)


def _stay_quietly(work: UnitOfWork, rooms: list[Room], bookings: list[Booking]) -> None:
    """Let these guests be in the house, or on their way, without an event of it."""
    work.bookings.save_all(bookings)
    here = {one.room_number: one for one in bookings if one.status is BookingStatus.CHECKED_IN}
    work.guests.arrive_all(list(here.values()), work.now)
    work.rooms.save(
        [(room, replace(room, is_occupied=True)) for room in rooms if room.number in here]
    )


def in_hotel(path: Path, unit: Callable[[UnitOfWork], Answer]) -> Answer:
    """Run one writing unit of work in the hotel of this file."""

    async def run() -> Answer:
        database = await Database.open(str(path))
        try:
            return await hotel_store(database).write(unit)
        finally:
            await database.close()

    return asyncio.run(run())


def hotel_store(database: Database) -> HotelStore:
    """The store of the one hotel in a database of these benchmarks."""
    return database.hotel(HOTEL, SystemClock())


def make_hotel(path: Path, rooms: int) -> None:
    """Make a database with one hotel of so many rooms."""

    async def run() -> None:
        database = await Database.open(str(path))
        try:
            await database.create_hotel(HOTEL)
            await hotel_store(database).write(lambda work: fill(work, rooms))
        finally:
            await database.close()

    asyncio.run(run())


_FILES = ("", ".keys")
"""How the names of a database file and of the one with its keys end."""


@cache
def _made(folder: Path, rooms: int) -> list[bytes]:
    path = folder / f"hotel-of-{rooms}.db"
    make_hotel(path, rooms)
    files = [path.with_name(f"{path.name}{end}") for end in _FILES]
    contents = [file.read_bytes() for file in files]
    for file in files:
        file.unlink()
    return contents


def fresh_hotel(folder: Path, rooms: int, name: str) -> Path:
    """A new file with a hotel of so many rooms, a copy of the one made first in this run."""
    path = folder / f"{name}-{rooms}.db"
    for old in folder.glob(f"{path.name}*"):
        old.unlink()
    for end, content in zip(_FILES, _made(folder, rooms), strict=True):
        path.with_name(f"{path.name}{end}").write_bytes(content)
    return path
