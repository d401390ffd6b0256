"""Files as people have them: their encodings, what parts their cells, how dates are written."""

import codecs
from datetime import date
from pathlib import Path

import pytest

from housekeeper.core.errors import InvalidInput
from housekeeper.files.file_form import day_form, file_form
from housekeeper.files.read_bookings import read_bookings
from housekeeper.files.read_rooms import read_rooms

LINES = "number,room_type,floor,section\r\n101,STD,1,Größe\r\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


def read(file: Path, content: bytes, encoding: str | None = None) -> list[str]:
    """The one room of a file of these bytes."""
    file.write_bytes(content)
    (row,), faults = read_rooms(file, file_form(encoding, None))
    assert faults == []
    return [row.number, row.room_type, str(row.floor), row.section]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (LINES.encode(), None),
        (LINES.encode("utf-8-sig"), None),
        (LINES.encode("utf-8-sig"), "windows-1252"),
        (codecs.BOM_UTF16_LE + LINES.encode("utf-16-le"), None),
        (codecs.BOM_UTF16_BE + LINES.encode("utf-16-be"), None),
        (codecs.BOM_UTF32_LE + LINES.encode("utf-32-le"), None),
        (LINES.encode("cp1252"), "windows-1252"),
        (LINES.encode("cp1252"), "latin-1"),
        (LINES.replace(",", "\t").encode("utf-16"), None),
    ],
)
def test_a_file_is_read_in_the_encoding_that_it_has_or_is_said_to_have(
    file: Path, content: bytes, encoding: str | None
) -> None:
    assert read(file, content, encoding) == ["101", "STD", "1", "Größe"]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (LINES.encode("cp1252"), None),
        (LINES.encode("cp1252"), "utf-8"),
        (LINES.replace("ö", "\x81").encode("latin-1"), "windows-1252"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_the_option_that_helps(
    file: Path, content: bytes, encoding: str | None
) -> None:
    file.write_bytes(content)
    with pytest.raises(InvalidInput, match=r"line 2.*--encoding windows-1252"):
        read_rooms(file, file_form(encoding, None))


@pytest.mark.parametrize("content", [b"\xff\xfen\0u\0x", b"\xff\xfe\x00\xd8"])
def test_a_file_cut_off_within_a_letter_is_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(InvalidInput, match="UTF-16"):
        read_rooms(file)


@pytest.mark.parametrize(
    "name",
    ["klingon", "base64", "undefined", "idna", "punycode", "unicode_escape", "utf7", "a\0b", "é"],
)
def test_an_encoding_that_nobody_knows_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match="windows-1252"):
        file_form(name, None)


@pytest.mark.parametrize(
    "text",
    [
        "number\troom_type\tfloor\tsection\n101\tSTD\t1\tEast\n",
        "sep=;\nnumber;room_type;floor;section\n101;STD;1;East\n",
        '"sep=;"\r\nnumber;room_type;floor;section\r\n101;STD;1;East\r\n',
        "SEP=,\nnumber,room_type,floor,section\n101,STD,1,East\n",
        "sep=\t\nnumber\troom_type\tfloor\tsection\n101\tSTD\t1\tEast\n",
        "sep=|\nnumber|room_type|floor|section\n101|STD|1|East\n",
        "number;room_type;floor;section;;\n101;STD;1;East;;\n;;;;;\n;;;;;\n\n\n",
        "number\troom_type\tfloor\tsection\t\n101\tSTD\t1\tEast\t\n\t\t\t\t\n",
    ],
)
def test_whatever_parts_the_cells_the_room_is_read(file: Path, text: str) -> None:
    assert read(file, text.encode()) == ["101", "STD", "1", "East"]


def test_a_file_that_only_says_what_parts_its_cells_is_refused(file: Path) -> None:
    file.write_text("sep=;\n")
    with pytest.raises(InvalidInput, match="lacks number"):
        read_rooms(file)


def test_lines_are_counted_with_the_line_that_says_what_parts_them(file: Path) -> None:
    file.write_text("sep=;\nnumber;room_type;floor;section\n101;STD;x;East\n")
    [fault] = read_rooms(file)[1]
    assert (fault.line, fault.column) == (3, "floor")


@pytest.mark.parametrize(
    ("dates", "cell"),
    [
        (None, "2015-07-13"),
        ("dd/mm/yyyy", "13/07/2015"),
        ("dd/mm/yyyy", "13/7/2015"),
        ("mm/dd/yyyy", "07/13/2015"),
        ("m/d/yyyy", "7/13/2015"),
        ("dd.mm.yyyy", "13.07.2015"),
        ("DD-MM-YYYY", "13-07-2015"),
        ("yyyy/mm/dd", "2015/07/13"),
        ("yyyymmdd", "20150713"),
        ("dd mm yyyy", "13 07 2015"),
    ],
)
def test_a_day_is_read_as_it_is_said_to_be_written(
    file: Path, dates: str | None, cell: str
) -> None:
    file.write_text(f"reference,room_type,arrival,departure\nB1,STD,{cell},{cell}\n")
    (row,), faults = read_bookings(file, file_form(None, dates))
    assert faults == []
    assert row.booking.arrival == date(2015, 7, 13)


@pytest.mark.parametrize(
    ("dates", "cell"),
    [
        ("dd/mm/yyyy", "07/13/2015"),
        ("mm/dd/yyyy", "13/07/2015"),
        ("dd/mm/yyyy", "2015-07-13"),
        ("dd/mm/yyyy", "13/07/15"),
        ("dd/mm/yyyy", "13.07.2015"),
        ("dd/mm/yyyy", "13/07/0015"),
        ("yyyymmdd", "2015713"),
    ],
)
def test_a_day_written_otherwise_is_never_guessed(file: Path, dates: str, cell: str) -> None:
    file.write_text(f"reference,room_type,arrival,departure\nB1,STD,{cell},{cell}\n")
    faults = read_bookings(file, file_form(None, dates))[1]
    assert [fault.column for fault in faults] == ["arrival", "departure"]
    assert day_form(dates).example in str(faults[0])


@pytest.mark.parametrize(
    ("dates", "cell", "words"),
    [
        (None, "2027-02-29", "there is no such day as '2027-02-29'"),
        ("dd/mm/yyyy", "29/2/2027", "there is no such day as '29/2/2027'"),
        ("yyyymmdd", "20270229", "there is no such day as '20270229'"),
        (None, "2027-04-03T14:00", "leave it out"),
        (None, "2027-04-03 14:00:00", "leave it out"),
        ("dd.mm.yyyy", "03.04.2027 14:00", "leave it out"),
        ("dd mm yyyy", "03 04 2027 9.30", "leave it out"),
        (None, "03/04/2027 14:00", "--dates dd/mm/yyyy"),
    ],
)
def test_the_refusal_of_a_date_says_what_is_wrong_with_it(
    file: Path, dates: str | None, cell: str, words: str
) -> None:
    file.write_text(f"reference,arrival\nB1,{cell}\n")
    [fault] = read_bookings(file, file_form(None, dates))[1]
    assert words in fault.problem


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            "101;STD;1",
            "has 1 cell where the header has 3: its cells are parted by semicolons, those of the "
            "header by commas; part both by the same",
        ),
        ("101", "has 1 cell where the header has 3"),
        ("101,STD", "has 2 cells where the header has 3"),
    ],
)
def test_a_row_that_is_parted_otherwise_than_the_header_says_so(
    file: Path, row: str, problem: str
) -> None:
    file.write_text(f"number,room_type,floor\n{row}\n")
    [fault] = read_rooms(file)[1]
    assert fault.problem == problem


def test_the_refusal_of_a_date_names_the_option(file: Path) -> None:
    file.write_text("reference,room_type,arrival,departure\nB1,STD,13/07/2015,2015-07-14\n")
    [fault] = read_bookings(file)[1]
    assert "2015-09-18" in str(fault)
    assert "--dates dd/mm/yyyy" in str(fault)


@pytest.mark.parametrize("dates", ["", "dd/mm", "dd/mm/yy", "dd/dd/yyyy", "dd/mm.yyyy", "tomorrow"])
def test_a_way_to_write_dates_that_leaves_one_guessing_is_refused(dates: str) -> None:
    with pytest.raises(InvalidInput, match="dd/mm/yyyy"):
        day_form(dates)
