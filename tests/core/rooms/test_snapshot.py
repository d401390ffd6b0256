"""The public snapshot of a room: everything comes back, and nothing of a guest is in it."""

import json
from datetime import datetime, timedelta, timezone

from hypothesis import given

from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.snapshot import changed_from, decode, encode, utc_text
from housekeeper.core.rooms.status import RoomStatus
from tests.core.building import a_room, a_room_that_is, any_room


@given(any_room())
def test_a_room_comes_back_from_its_snapshot_as_it_was(room: Room) -> None:
    assert decode(json.loads(json.dumps(encode(room)))) == room


@given(any_room(), any_room())
def test_what_changed_is_told_with_its_earlier_values(before: Room, after: Room) -> None:
    told = changed_from(before, after)
    assert {**encode(after), **told} == encode(before)
    assert changed_from(after, after) == {}


def test_a_snapshot_tells_the_derived_facts_too() -> None:
    told = encode(a_room_that_is(RoomStatus.MAINTENANCE_REQUIRED))
    assert (told["room_status"], told["maintenance_priority"]) == ("MAINTENANCE_REQUIRED", "HIGH")
    assert (told["is_bookable"], encode(a_room())["is_bookable"]) == (False, True)


def test_a_snapshot_names_no_guest_and_no_pin() -> None:
    words = {word for name in encode(a_room()) for word in name.split("_")}
    assert not words & {"guest", "name", "pin", "booking", "token", "message"}


def test_moments_of_any_zone_are_written_in_utc_at_one_length() -> None:
    lisbon_summer = timezone(timedelta(hours=1))
    written = utc_text(datetime(2026, 7, 1, 0, 30, tzinfo=lisbon_summer))
    assert written == "2026-06-30T23:30:00.000000+00:00"
