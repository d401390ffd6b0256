"""The filter line: what a supervisor types to see some of the rooms."""

import pytest

from housekeeper.core.board.filter import haystack, parse_filter
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import MaintenancePriority, RoomStatus
from tests.core.building import TODAY, WHEN, a_room, a_room_that_is

ROOMS = [
    a_room("301", floor=3, section="East"),
    a_room("312", floor=3, room_type="DLX", section="West", housekeeping_notes="Half 3 pillows"),
    a_room_that_is(RoomStatus.CHECKOUT_DIRTY, "412", fail_reason="Hair in the bath"),
    a_room_that_is(RoomStatus.CLEANING_IN_PROGRESS, "415", attendant="ana"),
    a_room_that_is(
        RoomStatus.MAINTENANCE_REQUIRED, "43", maintenance_priority=MaintenancePriority.HIGH
    ),
    a_room_that_is(RoomStatus.OCCUPIED, "1201", floor=12, departure=TODAY),
    a_room("B2", floor=-1, room_type="DLX2", housekeeping_notes="half3 full"),
]


def shown(line: str, rooms: list[Room] = ROOMS) -> list[str]:
    matches = parse_filter(line, {room.room_type for room in rooms})
    assert matches is not None
    return [room.number for room in rooms if matches(haystack(room, WHEN, {"ana": "Ana Silva"}))]


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("3", ["301", "312"]),
        ("12", ["1201"]),
        ("4xx", ["412", "415"]),
        ("x1x", []),
        ("dlx", ["312"]),
        ("DLX2", ["B2"]),
        ("floor 3", ["301", "312"]),
        ("Floor:12", ["1201"]),
        ("f-1", ["B2"]),
        ("floor -1 dlx2", ["B2"]),
        ("east", ["301", "412", "415", "43", "1201", "B2"]),
        ("dirty", ["412"]),
        ("failed", ["412"]),
        ("hair", ["412"]),
        ("air", []),
        ("high", ["43"]),
        ("ana", ["415"]),
        ("silva", ["415"]),
        ("due out", ["1201"]),
        ("4xx hair", ["412"]),
        ("half3", ["B2"]),
        ("west pillows", ["312"]),
        ("no-such-word", []),
    ],
)
def test_a_line_shows_the_rooms_that_meet_all_its_words(line: str, numbers: list[str]) -> None:
    assert shown(line) == numbers


@pytest.mark.parametrize("line", ["", "   ", "\t"])
def test_an_empty_line_is_no_filter(line: str) -> None:
    assert parse_filter(line, {"STD"}) is None


@pytest.mark.parametrize("line", ["[", "(a+)+$", "\\", "*", "4x.", "²", "𝟜"])
def test_no_line_is_an_error(line: str) -> None:
    assert shown(line) == []


def test_a_floor_half_typed_hides_nothing_yet() -> None:
    assert len(shown("floor")) == len(ROOMS)
