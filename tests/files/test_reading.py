"""Files as hotels really have them: other encodings, separators, missing columns, odd cells."""

from pathlib import Path

import pytest

from housekeeper.core.errors import InvalidInput
from housekeeper.core.imports.whole_file import Fault
from housekeeper.core.staff.staff import Role
from housekeeper.files import read_csv
from housekeeper.files.read_bookings import read_bookings
from housekeeper.files.read_rooms import read_rooms
from housekeeper.files.read_staff import read_staff

DATA = Path(__file__).parents[1] / "data"
HEADER = "number,room_type,floor,section\n"
BOOKING_HEADER = "reference,room_type,arrival,departure,adults,children,status"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


def told(faults: list[Fault]) -> list[str]:
    return [f"{fault.line} {fault.column}" for fault in faults]


def test_the_real_hotels_files_have_no_fault() -> None:
    rooms, room_faults = read_rooms(DATA / "city_hotel_2015_rooms.csv")
    bookings, booking_faults = read_bookings(DATA / "city_hotel_2015_bookings.csv")
    assert (len(rooms), room_faults) == (231, [])
    assert (len(bookings), booking_faults) == (3586, [])
    assert bookings[0].line == 2


@pytest.mark.parametrize(
    "content",
    [
        b"number,room_type,floor,section\n101,STD,1,East\n",
        b"\xef\xbb\xbfnumber,room_type,floor,section\r\n101,STD,1,East\r\n",
        b"number;room_type;floor;section\n101;STD;1;East\n",
        b"number,room_type,floor,section\r101,STD,1,East\r",
        b'"number","room_type","floor","section"\n"101","STD","1","East"\n',
        b" Number , ROOM_TYPE,floor,section \n 101 , STD,1, East\n",
        b"section,floor,room_type,number\nEast,1,STD,101\n",
        b"\n\nnumber,room_type,floor,section\n\n,,,\n101,STD,1,East\n",
        b"number,room_type,floor,section,\n101,STD,1,East,\n",
        b"number,room_type,floor,section\n101,STD,+1,East",
    ],
    ids=[
        *("plain", "BOM and CRLF", "semicolons", "CR", "quoted", "spaces", "other order"),
        *("blank lines", "trailing commas", "no last line end"),
    ],
)
def test_a_room_is_read_however_the_file_was_saved(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    (row,), faults = read_rooms(file)
    assert faults == []
    assert (row.number, row.room_type, row.floor, row.section) == ("101", "STD", 1, "East")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"room_type,floor,section\nSTD,1,East\n", "lacks number"),
        (b"number,room_type,floor,section,colour\n", "colour"),
        (b"number,room_type,floor,section,floor\n", "twice floor"),
        (b"101,STD,1,East\n", "lacks number"),
        (b"number,room_type,floor,section\n101,Gro\xdf,1,East\n", "line 2"),
        (b"number,room_type,floor,section\n10\x001,STD,1,East\n", "NUL"),
        (b'number,room_type,floor,section\n101,"STD,1,East\n102,STD,1,East\n', "line 2"),
        (b'number,room_type,floor,section\n101,"S"TD,1,East\n', "quotation mark"),
        (b"number,room_type,floor,section\n101," + b"x" * 200_000 + b",1,East\n", "line 2"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_table_of_rooms_is_refused_with_what_is_wrong(
    file: Path, content: bytes, word: str
) -> None:
    file.write_bytes(content)
    with pytest.raises(InvalidInput) as refused:
        read_rooms(file)
    assert word in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_larger_than_the_limit_is_refused_before_it_fills_the_memory(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_csv, "SIZE_LIMIT", 1024 * 1024)
    file.write_bytes(b"x" * (1024 * 1024 + 1))
    with pytest.raises(InvalidInput, match="larger than 1 MB"):
        read_rooms(file)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (",STD,1,East", "number"),
        ("1-1,STD,1,East", "number"),
        ("ä1,STD,1,East", "number"),
        (f"{'1' * 33},STD,1,East", "number"),
        ("101,,1,East", "room_type"),
        (f"101,{'S' * 33},1,East", "room_type"),
        ("101,S\x1bTD,1,East", "room_type"),
        ("101,S\u202eTD,1,East", "room_type"),
        ("101,STD,,East", "floor"),
        ("101,STD,first,East", "floor"),
        ("101,STD,1.5,East", "floor"),
        ("101,STD,1000,East", "floor"),
        (f"101,STD,{'9' * 5000},East", "floor"),
        ("101,STD,²,East", "floor"),
        (f"101,STD,1,{'x' * 65}", "section"),
        ("101,STD,1,Ea\x07st", "section"),
        ("101,STD,1", ""),
        ("101,STD,1,East,more", ""),
    ],
    ids=lambda value: str(value)[:24].encode("unicode_escape").decode(),
)
def test_a_bad_cell_is_told_by_line_and_column_and_the_rest_is_read(
    file: Path, line: str, column: str
) -> None:
    file.write_text(f"{HEADER}{line}\n102,STD,1,\n", encoding="utf-8")
    rows, faults = read_rooms(file)
    assert told(faults) == [f"2 {column}"]
    assert [row.number for row in rows] == ["102"]
    assert str(faults[0]).isprintable()


@pytest.mark.parametrize("spaces", ["  ", "\u00a0", " \u2003 ", "\u3000", "\u202f"])
def test_spaces_of_whatever_kind_are_one(file: Path, spaces: str) -> None:
    file.write_text(f"{HEADER}101,Twin{spaces}Sea,1,New{spaces}Wing\n", encoding="utf-8")
    (row,), _ = read_rooms(file)
    assert (row.room_type, row.section) == ("Twin Sea", "New Wing")
    cells = f"B{spaces}1,Twin{spaces}Sea,2015-09-18,2015-09-19,1,0,CONFIRMED"
    file.write_text(f"{BOOKING_HEADER}\n{cells}\n", encoding="utf-8")
    [told_row] = read_bookings(file)[0]
    assert (told_row.booking.room_type, told_row.booking.reference) == ("Twin Sea", "B 1")


@pytest.mark.parametrize("name", ["\u2800", "\u200b", "\u3164", "\u0301", "\u2800 \u200d"])
def test_a_name_of_which_nothing_can_be_seen_is_refused(file: Path, name: str) -> None:
    file.write_text(f"{HEADER}101,{name},1,{name}\n", encoding="utf-8")
    assert told(read_rooms(file)[1]) == ["2 room_type", "2 section"]
    file.write_text(f"code,name,role\nana,{name},attendant\n", encoding="utf-8")
    assert told(read_staff(file)[1]) == ["2 name"]


def test_lines_are_counted_as_an_editor_does_also_after_a_cell_of_two_lines(file: Path) -> None:
    file.write_text(f'{HEADER}101,STD,1,"East\nWing"\n\n102,STD,x,East\n')
    assert told(read_rooms(file)[1]) == ["2 section", "5 floor"]


def test_all_faults_of_a_row_are_told(file: Path) -> None:
    file.write_text(f"{BOOKING_HEADER}\n,,2015-02-30,15-1-1,-1,many,perhaps\n")
    rows, faults = read_bookings(file)
    assert rows == []
    assert told(faults) == [
        "2 reference",
        "2 room_type",
        "2 arrival",
        "2 departure",
        "2 adults",
        "2 children",
        "2 status",
    ]


@pytest.mark.parametrize("day", ["20150918", "2015-W38-5", "2015-9-18", "18/09/2015", "0001-01-01"])
def test_a_date_is_written_in_one_way_only(file: Path, day: str) -> None:
    file.write_text(f"{BOOKING_HEADER}\nB1,STD,{day},2015-09-19,1,0,CONFIRMED\n")
    assert told(read_bookings(file)[1]) == ["2 arrival"]


def test_a_booking_may_name_its_room_and_guest(file: Path) -> None:
    file.write_text(
        f"{BOOKING_HEADER},guest_name,room\n"
        "B1,STD,2015-09-18,2015-09-18,1,0,checked_in,\u200fZoë \u05d0\u05d1,101\n"
        "B2,STD,2015-09-18,2015-09-19,1,0,CONFIRMED,,\n"
        "B3,STD,2015-09-18,2015-09-19,1,0,CONFIRMED,Bell\x07,\n",
        encoding="utf-8",
    )
    rows, faults = read_bookings(file)
    assert rows[0].booking.guest_name == "\u200fZoë \u05d0\u05d1"
    assert rows[0].booking.room_number == "101"
    assert rows[0].booking.arrival == rows[0].booking.departure
    assert (rows[1].booking.guest_name, rows[1].booking.room_number) == (None, None)
    assert told(faults) == ["4 guest_name"]


def test_staff_have_a_code_a_name_and_a_known_role(file: Path) -> None:
    file.write_text(
        "code,name,role\nana,Ana,attendant\nrui,Rui,Front Desk\n"
        "a b,Ana,attendant\nbo,,attendant\nlu,Lu,king\n"
    )
    rows, faults = read_staff(file)
    assert [row.staff.role for row in rows] == [Role.ATTENDANT, Role.FRONT_DESK]
    assert told(faults) == ["4 code", "5 name", "6 role"]
    assert "front_desk" in str(faults[2])
