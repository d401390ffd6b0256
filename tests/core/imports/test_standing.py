"""A hotel moves over at noon: its file of rooms says where each of them stands."""

from datetime import timedelta
from pathlib import Path

import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.board.column import Column
from housekeeper.core.errors import NotPossible
from housekeeper.core.imports.rooms import import_rooms
from housekeeper.core.imports.whole_file import Fault, FileRefused, Imported, all_or_none
from housekeeper.core.inspection import round_acts
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.stays.availability import availability
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.stays.front_desk import check_in
from housekeeper.files.file_form import PLAIN_FORM, FileForm, file_form
from housekeeper.files.read_rooms import read_rooms
from tests.grand_hotel import ANA, DESK, MARIA, TODAY, House, a_booking, act_of

HEADER = (
    "number,room_type,floor,status,maintenance,maintenance_note,out_of_order,out_of_order_until"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rooms.csv"


async def brought(
    house: House, file: Path, *lines: str, header: str = HEADER, form: FileForm = PLAIN_FORM
) -> Imported:
    file.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    rows, faults = read_rooms(file, form)
    return await house.store.write(all_or_none(lambda work: import_rooms(work, rows), faults))


async def faults_of(house: House, file: Path, *lines: str) -> list[Fault]:
    with pytest.raises(FileRefused) as refused:
        await brought(house, file, *lines)
    return list(refused.value.faults)


async def test_each_room_begins_where_its_file_says_that_it_stands(
    house: House, file: Path
) -> None:
    until = TODAY + timedelta(days=3)
    await brought(
        house,
        file,
        "301,STD,3,CHECKOUT_DIRTY,,,,",
        "302,STD,3,cleaning,,,,",
        '303,STD,3,"Cleaned, to inspect",,,,',
        "304,STD,3,ready for guest,,,,",
        "305,STD,3,,,,,",
        "306,STD,3,dirty,high,broken AC,,",
        "307,STD,3,available,,drips,,",
        f"308,STD,3,Checkout-Dirty,,,flood,{until}",
    )
    rooms = [await house.room(str(number)) for number in range(301, 309)]
    assert [room.status.value for room in rooms] == [
        "CHECKOUT_DIRTY",
        "CLEANING_IN_PROGRESS",
        "CLEANED_UNINSPECTED",
        "READY_FOR_GUEST",
        "AVAILABLE",
        "MAINTENANCE_REQUIRED",
        "MAINTENANCE_REQUIRED",
        "OUT_OF_ORDER",
    ]
    assert (rooms[5].maintenance_priority, rooms[5].maintenance_notes) == ("HIGH", "broken AC")
    assert (rooms[6].maintenance_priority, rooms[6].maintenance_notes) == ("MED", "drips")
    assert (rooms[7].out_of_order_reason, rooms[7].out_of_order_until) == ("flood", until)
    assert rooms[1].attendant is None


@pytest.mark.parametrize(
    ("word", "status"),
    [
        *(("to inspect", "CLEANED_UNINSPECTED"), ("TO INSPECT", "CLEANED_UNINSPECTED")),
        *(("inspect", "CLEANED_UNINSPECTED"), ("Cleaned", "CLEANED_UNINSPECTED")),
        *(("cleaned to inspect", "CLEANED_UNINSPECTED"), ("ready", "READY_FOR_GUEST")),
        *(("DIRTY", "CHECKOUT_DIRTY"), ("Cleaning", "CLEANING_IN_PROGRESS")),
    ],
)
def test_a_status_is_said_in_the_words_of_the_board(file: Path, word: str, status: str) -> None:
    file.write_text(f"number,status\n301,{word}\n", encoding="utf-8")
    (row,), _ = read_rooms(file)
    assert row.standing.turn_status.value == status


@pytest.mark.parametrize(
    "title", [*(one.value for one in Column), *(status.label for status in RoomStatus)]
)
def test_no_word_that_the_board_shows_for_a_status_is_unknown(file: Path, title: str) -> None:
    file.write_text(f'number,status\n301,"{title}"\n', encoding="utf-8")
    assert "none of" not in " ".join(map(str, read_rooms(file)[1]))


async def test_work_goes_on_from_there(house: House, file: Path) -> None:
    await brought(
        house,
        file,
        "301,STD,3,CLEANING_IN_PROGRESS,,,,",
        "302,STD,3,CLEANED_UNINSPECTED,,,,",
        "303,STD,3,READY_FOR_GUEST,LOW,lamp,,",
        "304,STD,3,READY_FOR_GUEST,,,,",
    )
    await house.do(ANA, Verb.CLEAN, "301")
    view = await house.store.write(lambda work: round_acts.start_round(work, act_of(MARIA)))
    assert [one.room.number for one in view.rooms] == ["301", "302"]
    await house.do(MARIA, Verb.FIXED, "303")
    assert (await house.room("303")).status == "CLEANED_UNINSPECTED"
    await house.book(a_booking("B1"))
    await house.store.write(lambda work: check_in(work, act_of(DESK), "B1", "304"))


async def test_rooms_out_of_order_are_not_for_sale_until_their_end(
    house: House, file: Path
) -> None:
    until = TODAY + timedelta(days=1)
    await brought(house, file, f"301,STD,3,,,,flood,{until}", "302,STD,3,,,,paint,")
    found = await house.store.read(
        lambda work: availability(work, "STD", TODAY, TODAY + timedelta(days=2))
    )
    assert [night.out_of_order for night in found.nights] == [2, 1]
    await house.do(MARIA, Verb.RETURN, "302")
    assert (await house.room("302")).status == "CLEANED_UNINSPECTED"


async def test_a_room_may_be_out_of_order_until_today(house: House, file: Path) -> None:
    await brought(house, file, f"301,STD,3,,,,flood,{TODAY}")
    assert (await house.room("301")).status == "OUT_OF_ORDER"


async def test_a_guest_in_the_house_is_in_a_room_that_was_dirty_in_its_file(
    house: House, file: Path
) -> None:
    await brought(house, file, "301,STD,3,CHECKOUT_DIRTY,,,,")
    await house.book(a_booking("B1", status=BookingStatus.CHECKED_IN, room_number="301"))
    assert (await house.room("301")).status == "OCCUPIED"
    await house.store.write(lambda work: check_out(work, act_of(DESK), ["301"]))
    assert (await house.room("301")).status == "CHECKOUT_DIRTY"


async def test_a_room_that_is_here_already_stays_where_the_board_has_it(
    house: House, file: Path
) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    done = await brought(
        house, file, "101,STD,1,AVAILABLE,,,,", "102,STD,1,AVAILABLE,,,,", "103,STD,1,dirty,,,,"
    )
    assert (await house.room("101")).status == "CHECKOUT_DIRTY"
    assert (await house.room("103")).status == "AVAILABLE"
    assert done.stand_elsewhere == ("101", "103")
    again = await brought(house, file, "101,STD,1", header="number,room_type,floor")
    assert again.stand_elsewhere == ()


@pytest.mark.parametrize(
    ("columns", "agrees", "contradicts"),
    [
        ("maintenance", "HIGH", "LOW"),
        ("maintenance", "high", ""),
        ("maintenance_note", "broken AC", "drips"),
        ("out_of_order", "flood", "paint"),
        ("out_of_order_until", "2026-12-24", "2026-12-25"),
        ("status", "dirty", "ready"),
        ("maintenance,status", "HIGH,dirty", "HIGH,ready"),
    ],
)
async def test_a_file_says_no_more_than_its_columns(
    house: House, file: Path, columns: str, agrees: str, contradicts: str
) -> None:
    await brought(house, file, "301,STD,3,dirty,HIGH,broken AC,flood,2026-12-24")
    for cells, elsewhere in ((agrees, ()), (contradicts, ("301",))):
        done = await brought(house, file, f"301,{cells}", header=f"number,{columns}")
        assert done.stand_elsewhere == elsewhere


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ("OCCUPIED,,,,", "status", "bookings"),
        ("Out of order,,,,", "status", "column out_of_order"),
        ("maintenance,,,,", "status", "column maintenance"),
        ("spotless,,,,", "status", "none of AVAILABLE (available), CHECKOUT_DIRTY (dirty)"),
        (",urgent,,,", "maintenance", "none of LOW, MED, HIGH"),
        (f",,{'x' * 1001},,", "maintenance_note", "up to 1,000"),
        (",,,flood,2026-11-20", "out_of_order_until", "passed; give today or"),
        (",,,flood,soon", "out_of_order_until", "no"),
        (",,,,2027-01-01", "out_of_order_until", "reason"),
    ],
)
async def test_what_is_wrong_is_told_by_line_and_column(
    house: House, file: Path, cells: str, column: str, words: str
) -> None:
    [fault] = await faults_of(house, file, f"301,STD,3,{cells}")
    assert (fault.line, fault.column) == (2, column)
    assert words in fault.problem


async def test_an_end_is_written_as_the_file_writes_dates(house: House, file: Path) -> None:
    form = file_form(None, "dd/mm/yyyy")
    await brought(house, file, "301,STD,3,,,,flood,24/12/2026", form=form)
    assert str((await house.room("301")).out_of_order_until) == "2026-12-24"


async def test_a_room_that_is_being_repaired_takes_no_guest(house: House, file: Path) -> None:
    await brought(house, file, "301,STD,3,READY_FOR_GUEST,LOW,,,")
    await house.book(a_booking("B1"))
    with pytest.raises(NotPossible, match="maintenance"):
        await house.store.write(lambda work: check_in(work, act_of(DESK), "B1", "301"))
