"""What a file has no column for stays as it is; an empty cell clears what is there."""

from datetime import timedelta
from pathlib import Path

import pytest

from housekeeper.core.imports.bookings import import_bookings
from housekeeper.core.imports.rooms import import_rooms
from housekeeper.core.imports.staff import import_staff
from housekeeper.core.imports.whole_file import Fault, FileRefused, Imported, all_or_none
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.files.read_bookings import read_bookings
from housekeeper.files.read_rooms import read_rooms
from housekeeper.files.read_staff import read_staff
from tests.grand_hotel import TODAY, House, a_booking

KINDS = {
    "rooms": (read_rooms, import_rooms),
    "staff": (read_staff, import_staff),
    "bookings": (read_bookings, import_bookings),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


async def brought(house: House, kind: str, file: Path, text: str) -> Imported:
    """What a file of this text does to the hotel."""
    file.write_text(text, encoding="utf-8")
    read, write = KINDS[kind]
    rows, faults = read(file)
    unit = all_or_none(lambda work: write(work, rows), faults)  # type: ignore[operator]
    return await house.store.write(unit)


async def faults_of(house: House, kind: str, file: Path, text: str) -> list[Fault]:
    """Why a file of this text is refused."""
    with pytest.raises(FileRefused) as refused:
        await brought(house, kind, file, text)
    return list(refused.value.faults)


async def booked(house: House, reference: str = "C1") -> Booking:
    return await house.store.read(lambda work: work.bookings.get(reference))


async def test_a_bookings_file_without_room_and_name_leaves_both(house: House, file: Path) -> None:
    await house.book(a_booking("C1", room_number="101", guest_name="Rosa"))
    leaving = TODAY + timedelta(days=5)
    done = await brought(
        house,
        "bookings",
        file,
        "reference,room_type,arrival,departure,adults,children,status\n"
        f"C1,STD,{TODAY},{leaving},2,0,CONFIRMED\n",
    )
    assert (done.added, done.updated) == (0, 1)
    booking = await booked(house)
    assert (booking.room_number, booking.guest_name) == ("101", "Rosa")
    assert booking.departure == leaving


async def test_an_empty_cell_takes_room_and_name_away(house: House, file: Path) -> None:
    await house.book(a_booking("C1", room_number="101", guest_name="Rosa"))
    await brought(house, "bookings", file, "reference,room,guest_name\nC1,,\n")
    booking = await booked(house)
    assert (booking.room_number, booking.guest_name) == (None, None)
    assert (booking.room_type, booking.arrival, booking.adults) == ("STD", TODAY, 2)


async def test_an_empty_cell_sets_what_is_usual(house: House, file: Path) -> None:
    await house.book(a_booking("C1", adults=3, children=2, status=BookingStatus.CANCELLED))
    await brought(house, "bookings", file, "reference,adults,children,status\nC1,,,\n")
    booking = await booked(house)
    assert (booking.adults, booking.children, booking.status) == (1, 0, BookingStatus.CONFIRMED)


async def test_a_file_of_rooms_assigned_changes_nothing_else(house: House, file: Path) -> None:
    await house.book(a_booking("C1", guest_name="Rosa"))
    await brought(house, "bookings", file, "reference,room\nC1,102\n")
    expected = a_booking("C1", guest_name="Rosa", room_number="102")
    assert await booked(house) == expected


async def test_a_booking_that_is_moved_before_its_arrival_is_refused_by_what_stands(
    house: House, file: Path
) -> None:
    await house.book(a_booking("C1"))
    before = TODAY - timedelta(days=1)
    [fault] = await faults_of(house, "bookings", file, f"reference,departure\nC1,{before}\n")
    assert (fault.line, fault.column) == (2, "departure")


async def test_a_new_booking_takes_what_is_usual_for_missing_columns(
    house: House, file: Path
) -> None:
    await brought(
        house,
        "bookings",
        file,
        f"reference,room_type,arrival,departure\nC9,STD,{TODAY},{TODAY}\n",
    )
    booking = await booked(house, "C9")
    assert (booking.adults, booking.children, booking.status) == (1, 0, BookingStatus.CONFIRMED)
    assert (booking.room_number, booking.guest_name) == (None, None)


@pytest.mark.parametrize(
    ("kind", "text", "columns"),
    [
        ("rooms", "number,section\n101,West\n301,West\n", ["room_type", "floor"]),
        ("staff", "code\nana\nbob\n", ["name", "role"]),
        (
            "bookings",
            "reference,room\nC1,101\nC2,102\n",
            ["room_type", "arrival", "departure"],
        ),
    ],
)
async def test_what_nobody_can_know_of_a_new_row_is_asked_for_by_line(
    house: House, file: Path, kind: str, text: str, columns: list[str]
) -> None:
    await house.book(a_booking("C1"))
    faults = await faults_of(house, kind, file, text)
    assert [(fault.line, fault.column) for fault in faults] == [(3, column) for column in columns]
    assert "new" in faults[0].problem


async def test_sections_alone_can_be_brought_anew(house: House, file: Path) -> None:
    done = await brought(house, "rooms", file, "number,section\n101,West\n102,\n")
    assert (done.added, done.updated) == (0, 2)
    rooms = [await house.room(number) for number in ("101", "102", "103")]
    assert [room.section for room in rooms] == ["West", "", "East"]
    assert {(room.room_type, room.floor) for room in rooms} == {("STD", 1)}


async def test_a_rooms_file_without_sections_leaves_them(house: House, file: Path) -> None:
    await brought(house, "rooms", file, "number,room_type,floor\n101,STD,1\n301,DLX,3\n")
    assert (await house.room("101")).section == "East"
    assert (await house.room("301")).section == ""


async def test_a_staff_file_without_roles_leaves_them(house: House, file: Path) -> None:
    await brought(house, "staff", file, "code,name\nmaria,Maria Sol\n")

    def look(work: UnitOfWork) -> tuple[str, str]:
        maria = {one.code: one for one in work.staff.all()}["maria"]
        return maria.name, maria.role.value

    name, role = await house.store.read(look)
    assert name == "Maria Sol"
    assert role == "supervisor"
