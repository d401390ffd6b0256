"""The hotel that the proofs act in: rooms, a manager, guests in the house and on their way."""

from datetime import timedelta
from pathlib import Path

from housekeeper.core.clock import SystemClock
from housekeeper.core.hotel import Hotel
from housekeeper.core.imports.bookings import BookingRow, import_bookings
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.imports.staff import StaffRow, import_staff
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database, HotelStore

PROOF_HOTEL = Hotel("proof", "Proof Hotel", "UTC")
MANAGER = Staff("max", "Max Braun", Role.MANAGER)
ROOMS = tuple(f"{floor}{place:02d}" for floor in (1, 2, 3) for place in range(1, 9))


def furnish(work: UnitOfWork, rooms: tuple[str, ...] = ROOMS, bookings: int = 400) -> None:
    """Fill a new hotel: rooms of one type, the manager, bookings that arrive today."""
    import_rooms(
        work, [RoomRow(line, number, "STD", 1, "East") for line, number in enumerate(rooms)]
    )
    import_staff(work, [StaffRow(1, MANAGER)])
    import_bookings(
        work,
        [
            BookingRow(
                line,
                Booking(
                    reference=f"B{line:04d}",
                    room_type="STD",
                    arrival=work.today,
                    departure=work.today + timedelta(days=2),
                    adults=2,
                    children=0,
                    status=BookingStatus.CONFIRMED,
                    guest_name=f"Guest {line}",
                ),
            )
            for line in range(bookings)
        ],
    )


async def make_hotel(path: Path, rooms: tuple[str, ...] = ROOMS, bookings: int = 400) -> None:
    """Make the hotel in a new file."""
    database = await Database.open(str(path))
    try:
        await database.create_hotel(PROOF_HOTEL)
        await store_of(database).write(lambda work: furnish(work, rooms, bookings))
    finally:
        await database.close()


def store_of(database: Database) -> HotelStore:
    """The hotel in an open database, with the machine's clock."""
    return database.hotel(PROOF_HOTEL, SystemClock())
