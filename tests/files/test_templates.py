"""The files to fill in are taken as they stand, one after another, by a new hotel."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from housekeeper.core.imports.bookings import import_bookings
from housekeeper.core.imports.rooms import import_rooms
from housekeeper.core.imports.staff import import_staff
from housekeeper.files.read_bookings import read_bookings
from housekeeper.files.read_rooms import read_rooms
from housekeeper.files.read_staff import read_staff
from housekeeper.files.templates import KINDS, write_template
from tests.grand_hotel import GRAND, SetClock
from tests.memory.store import MemoryStore

READERS = {"rooms": read_rooms, "staff": read_staff, "bookings": read_bookings}


def template_of(kind: str, today: date) -> str:
    written = io.StringIO()
    write_template(written, kind, today)
    return written.getvalue()


@pytest.mark.parametrize("hour", [0, 12, 23])
async def test_a_new_hotel_takes_all_three(hour: int, tmp_path: Path) -> None:
    clock = SetClock(datetime(2026, 3, 29, hour, 30, tzinfo=UTC))
    store = MemoryStore(GRAND, clock)
    files = {}
    for kind in KINDS:
        files[kind] = tmp_path / f"{kind}.csv"
        files[kind].write_text(template_of(kind, clock.at.date()), encoding="utf-8")
    rooms, room_faults = read_rooms(files["rooms"])
    staff, staff_faults = read_staff(files["staff"])
    bookings, booking_faults = read_bookings(files["bookings"])
    assert not [*room_faults, *staff_faults, *booking_faults]
    assert (await store.write(lambda work: import_rooms(work, rooms))).added == len(rooms)
    assert (await store.write(lambda work: import_staff(work, staff))).added == len(staff)
    done = await store.write(lambda work: import_bookings(work, bookings))
    assert (done.added, done.doubts) == (len(bookings), ())


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_has_every_column_that_the_file_may_have(kind: str) -> None:
    page = (Path(__file__).parents[2] / "docs" / "imports.md").read_text(encoding="utf-8")
    header = template_of(kind, date(2026, 11, 21)).splitlines()[0]
    assert f"```csv {kind}\n{header}\n" in page
