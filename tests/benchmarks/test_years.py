"""The hotel of years that benchmarks measure in is one that could have come about."""

import asyncio
from pathlib import Path

import pytest

from benchmarks import years_hotel
from benchmarks.hotels import HOTEL
from benchmarks.years_hotel import Years
from benchmarks.years_of_acts import FIRST_HAND
from housekeeper.core.rooms.event import RoomEvent
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.snapshot import decode, encode
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database

YEARS = Years(rooms=60, events=2_400, bookings=300)


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the hotels of this test are kept."""
    folder = tmp_path / "kept"
    monkeypatch.setattr(years_hotel, "kept_folder", lambda: folder)
    return folder


def earlier(event: RoomEvent) -> Room:
    """The room as the event found it."""
    return decode({**encode(event.room), **event.before})


def test_every_event_goes_on_from_the_one_before_it_and_rooms_stand_as_the_last_says(
    tmp_path: Path,
) -> None:
    made = years_hotel.years_hotel(tmp_path, YEARS)

    def look(work: UnitOfWork) -> None:
        events = work.events.after(0, YEARS.events + 1)
        assert [event.seq for event in events] == list(range(1, YEARS.events + 1))
        assert events == sorted(events, key=lambda event: event.at)
        stands: dict[str, Room] = {}
        for event in events:
            before = earlier(event)
            assert stands.get(event.room_number, before) == before
            assert event.from_status is before.status
            assert event.to_status is event.room.status
            stands[event.room_number] = event.room
        assert {one.number: one for one in work.rooms.all()} == stands
        of_first_days = {
            event.room_number for event in events if event.staff_code == FIRST_HAND.code
        }
        assert of_first_days == {made.quiet}
        undone = {one.undone_by: one.seq for one in events if one.undone_by is not None}
        undoing = {one.seq: one.undoes_seq for one in events if one.undoes_seq is not None}
        assert undone == undoing != {}
        counts = work.ended_bookings.counts()
        ended = {BookingStatus.COMPLETED, BookingStatus.CANCELLED, BookingStatus.NO_SHOW}
        assert sum(counts[status] for status in ended) == YEARS.bookings

    async def read() -> None:
        database = await Database.open(str(made.path))
        await database.hotel(HOTEL, made.clock).read(look)
        await database.close()

    asyncio.run(read())


def test_a_hotel_is_kept_for_the_next_run_and_made_anew_when_asked(
    tmp_path: Path, kept: Path
) -> None:
    few = Years(rooms=40, events=200, bookings=0)
    first = years_hotel.years_hotel(tmp_path, few)
    assert years_hotel.years_hotel(tmp_path, few).made_at == first.made_at
    assert years_hotel.years_hotel(tmp_path, few, remake=True).made_at > first.made_at
    assert len(list(kept.glob("*.db"))) == 1
