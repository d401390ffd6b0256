"""The files that docs/imports.md shows are taken as they stand."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from housekeeper.files.read_bookings import read_bookings
from housekeeper.files.read_checklists import read_checklists
from housekeeper.files.read_fail_reasons import read_reasons
from housekeeper.files.read_rooms import read_rooms
from housekeeper.files.read_staff import read_staff

PAGE = (Path(__file__).parents[2] / "docs" / "imports.md").read_text(encoding="utf-8")
SHOWN = dict(re.findall(r"^```csv (\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
READERS: dict[str, Callable[[Path], Any]] = {
    "rooms": read_rooms,
    "staff": read_staff,
    "bookings": read_bookings,
    "reasons": read_reasons,
    "checklist": read_checklists,
}


@pytest.mark.parametrize("kind", READERS)
def test_a_file_as_the_page_shows_it_is_read_without_a_fault(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_text(SHOWN[kind], encoding="utf-8")
    rows, faults = READERS[kind](file)
    assert faults == []
    assert len(rows) == SHOWN[kind].count("\n") - 1


def test_the_examples_beside_the_real_hotel_are_of_that_hotel() -> None:
    root = Path(__file__).parents[2]
    page = (root / "docs" / "your-hotel.md").read_text(encoding="utf-8")
    rooms, _ = read_rooms(root / "tests" / "data" / "city_hotel_2015_rooms.csv")
    bookings, _ = read_bookings(root / "tests" / "data" / "city_hotel_2015_bookings.csv")
    types = re.findall(r"^housekeeper availability (\S+)", page, re.MULTILINE)
    assert {*types} <= {row.room_type for row in rooms}
    numbers = re.findall(r"^housekeeper .*?\b(\d{3})\b", page, re.MULTILINE)
    assert {*numbers} <= {row.number for row in rooms}
    references = re.findall(r"^housekeeper .*\b(C\d+)", page, re.MULTILINE)
    assert {*references} <= {row.booking.reference for row in bookings}
    assert types
    assert numbers
    assert references
