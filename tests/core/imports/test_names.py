"""Rooms and types are found however a file writes them, and shown as first written."""

from dataclasses import replace

import pytest

from housekeeper.core.errors import UnknownName
from housekeeper.core.imports.bookings import BookingRow, import_bookings
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.imports.whole_file import Fault, FileRefused, Imported
from housekeeper.core.inspection.checklists import ChecklistRow, import_checklists
from housekeeper.core.stays.availability import availability, set_inventory
from housekeeper.core.stays.booking import BookingStatus
from tests.grand_hotel import DESK, MANAGER, TODAY, House, a_booking, act_of


async def bring(house: House, *rows: RoomRow) -> Imported:
    return await house.store.write(lambda work: import_rooms(work, rows))


async def faults_of(house: House, *rows: RoomRow) -> list[Fault]:
    with pytest.raises(FileRefused) as refused:
        await bring(house, *rows)
    return list(refused.value.faults)


async def numbers(house: House) -> list[str]:
    return [room.number for room in await house.store.read(lambda work: work.rooms.all())]


async def test_a_file_that_writes_rooms_otherwise_names_the_same_rooms(house: House) -> None:
    await bring(house, RoomRow(2, "12A", "STD", 1, ""), RoomRow(3, "7", "STD", 1, ""))
    done = await bring(house, RoomRow(2, "12a", "std", 1, "West"), RoomRow(3, "007", "std", 1, ""))
    assert (done.added, done.updated, done.unchanged) == (0, 1, 1)
    room = await house.room("12A")
    assert (room.section, room.room_type) == ("West", "STD")
    assert await house.store.read(lambda work: work.inventory.types()) == {"STD", "DLX"}


async def test_a_file_that_would_make_both_is_refused_by_line(house: House) -> None:
    faults = await faults_of(
        house,
        RoomRow(2, "12A", "STD", 1, ""),
        RoomRow(3, "12a", "STD", 1, ""),
        RoomRow(4, "0101", "STD", 1, ""),
        RoomRow(5, "101", "STD", 1, ""),
        RoomRow(6, "12A", "STD", 1, ""),
    )
    assert [str(fault) for fault in faults] == [
        "line 3, number: 12a is 12A, which stands in line 2 already",
        "line 5, number: 101 is 0101, which stands in line 4 already",
        "line 6, number: 12A stands in line 2 already",
    ]


async def test_a_file_that_writes_a_new_type_in_two_ways_is_refused_by_line(house: House) -> None:
    faults = await faults_of(
        house,
        RoomRow(2, "301", "Suite", 3, ""),
        RoomRow(3, "302", "SUITE", 3, ""),
        RoomRow(4, "303", "007", 3, ""),
        RoomRow(5, "304", "7", 3, ""),
        RoomRow(6, "305", "std", 3, ""),
        RoomRow(7, "306", "Std", 3, ""),
        RoomRow(8, "307", "Suite", 3, ""),
    )
    assert [str(fault) for fault in faults] == [
        "line 3, room_type: SUITE is Suite, which stands in line 2 already: write it as there",
        "line 5, room_type: 7 is 007, which stands in line 4 already: write it as there",
    ]


async def test_a_booking_finds_its_room_and_type(house: House) -> None:
    row = BookingRow(2, a_booking("C1", room_type="std", room_number="0101"))
    await house.store.write(lambda work: import_bookings(work, [row]))
    booking = await house.store.read(lambda work: work.bookings.get("C1"))
    assert (booking.room_type, booking.room_number) == ("STD", "101")
    again = await house.store.write(lambda work: import_bookings(work, [row]))
    assert again.unchanged == 1


async def test_a_guest_in_the_house_is_in_one_room_however_it_is_written(house: House) -> None:
    rows = [
        BookingRow(
            line,
            a_booking(reference, room_number=number, status=BookingStatus.CHECKED_IN),
        )
        for line, reference, number in ((2, "C1", "101"), (3, "C2", "0101"))
    ]
    with pytest.raises(FileRefused, match="line 3, room"):
        await house.store.write(lambda work: import_bookings(work, rows))


async def test_availability_and_rules_find_their_type(house: House) -> None:
    until = replace(a_booking("C1", 1)).departure
    await house.store.write(lambda work: set_inventory(work, act_of(DESK), "std", TODAY, total=2))
    found = await house.store.read(lambda work: availability(work, "Std", TODAY, until))
    assert (found.room_type, found.available) == ("STD", 2)
    with pytest.raises(UnknownName, match="DLX, STD"):
        await house.store.read(lambda work: availability(work, "STDD", TODAY, until))


async def test_a_checklist_finds_its_type(house: House) -> None:
    rows = [ChecklistRow(2, "std", 1, "bed"), ChecklistRow(3, "STD", 2, "bath")]
    found = await house.store.write(lambda work: import_checklists(work, act_of(MANAGER), rows))
    assert found == {"STD": ("bed", "bath")}
    rows[1] = ChecklistRow(3, "STD", 1, "bath")
    with pytest.raises(FileRefused, match="1 of STD stands in line 2"):
        await house.store.write(lambda work: import_checklists(work, act_of(MANAGER), rows))


async def test_the_store_tells_how_the_hotel_writes_a_number(house: House) -> None:
    await bring(house, RoomRow(2, "12A", "STD", 1, ""))
    asked = ["12a", "101", "0101", "999", "12A"]
    found = await house.store.read(lambda work: work.rooms.as_written(asked))
    assert found == ["12A", "101", "101", "999", "12A"]


async def test_rooms_of_old_that_are_written_alike_both_stay_of_use(house: House) -> None:
    await bring(house, RoomRow(2, "7", "STD", 1, ""))
    template = await house.room("7")
    await house.store.write(lambda work: work.rooms.add([replace(template, number="07")]))
    done = await bring(house, RoomRow(2, "7", "STD", 1, "A"), RoomRow(3, "07", "STD", 1, "B"))
    assert done.updated == 2
    assert [(await house.room(number)).section for number in ("7", "07")] == ["A", "B"]
    found = await house.store.read(lambda work: work.rooms.as_written(["7", "07", "007"]))
    assert found == ["7", "07", "007"]
    [fault] = await faults_of(house, RoomRow(2, "007", "STD", 1, ""))
    assert fault.problem == "007 may be 07 or 7: write it as one of them"
