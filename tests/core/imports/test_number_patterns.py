"""Rooms named by a pattern of their numbers."""

import random

import pytest

from housekeeper.core.acts import EventKind, Via
from housekeeper.core.errors import InvalidInput, NotAllowed, NotPossible
from housekeeper.core.imports.number_patterns import (
    MOST_ROOMS,
    add_rooms,
    floor_of,
    is_begun,
    numbered_rooms,
    read_pattern,
)
from housekeeper.core.rooms.event import Act, HistoryQuery
from tests.grand_hotel import ANA, MANAGER, House


@pytest.mark.parametrize(
    ("pattern", "numbers"),
    [
        ("101", ["101"]),
        ("101-104", ["101", "102", "103", "104"]),
        ("101 - 103, 201–202", ["101", "102", "103", "201", "202"]),
        ("101,105;107 109", ["101", "105", "107", "109"]),
        ("P1-P3", ["P1", "P2", "P3"]),
        ("P9-11", ["P9", "P10", "P11"]),
        ("007-010", ["007", "008", "009", "010"]),
        ("98-101", ["98", "99", "100", "101"]),
        ("１０１-１０２", ["101", "102"]),
        ("2.09-2.11", ["2.09", "2.10", "2.11"]),
        ("101 to 103", ["101", "102", "103"]),
        ("101 TO 102, 201..202 301 .. 302", ["101", "102", "201", "202", "301", "302"]),
        ("101…102 105—106", ["101", "102", "105", "106"]),
    ],
)
def test_a_pattern_names_its_rooms(pattern: str, numbers: list[str]) -> None:
    assert read_pattern(pattern) == numbers


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("", "Which rooms?"),
        ("101-", "'101-' is no range of rooms; write numbers and ranges, such as 101-120"),
        ("A-B", "is no range of rooms"),
        ("101-102-103", "is no range of rooms"),
        ("A1-B4", "'A1-B4' is no range; write A1-A4, perhaps"),
        ("120-101", "runs backwards; write 101-120"),
        ("101-20", "runs backwards; write 101-120"),
        ("120 to 101", "runs backwards; write 101-120"),
        ("101, 101", "Room 101 stands twice"),
        ("101-103, 102", "Room 102 stands twice"),
        ("a1, A1", "Room A1 stands twice"),
        ("1-99999999", f"more than {MOST_ROOMS:,} rooms at once"),
        ("1-1500, 2001-3000", f"more than {MOST_ROOMS:,} rooms at once"),
        ("1o1!", "is no room number"),
    ],
)
def test_what_is_no_pattern_is_told_with_what_would_be(pattern: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_pattern(pattern)
    assert said in str(refused.value)


def test_ranges_are_what_counting_by_hand_gives() -> None:
    dice = random.Random(7)
    for _ in range(500):
        before = dice.choice(["", "A", "B", "x."])
        low = dice.randrange(1, 3000)
        high = low + dice.randrange(0, 40)
        counted, number = [], low
        while number <= high:
            counted.append(before + str(number))
            number += 1
        assert read_pattern(f"{before}{low}-{before}{high}") == counted


@pytest.mark.parametrize(
    ("number", "floor"),
    [("412", 4), ("1203", 12), ("A305", 3), ("12", None), ("P4", None), ("12B", None)],
)
def test_a_number_tells_its_floor(number: str, floor: int | None) -> None:
    assert floor_of(number) == floor


def test_a_number_that_tells_no_floor_asks_for_one() -> None:
    with pytest.raises(InvalidInput, match="P4 does not tell its floor"):
        numbered_rooms("P4", "STD")
    assert [row.floor for row in numbered_rooms("P4", "STD", -1)] == [-1]


async def test_the_rooms_of_a_pattern_are_added_once_and_told_in_the_history(house: House) -> None:
    act = Act(MANAGER, Via.BOARD)
    pattern = "701-703, 805"
    rows = numbered_rooms(pattern, "SUI")
    for _ in range(2):
        # The second time it is asked for again, as where the answer was lost.
        done = await house.store.write(lambda work: add_rooms(work, act, pattern, rows))
        assert done.added == 4
    rooms = {room.number: room for room in await house.store.read(lambda work: work.rooms.all())}
    assert [rooms[number].floor for number in ("701", "702", "703", "805")] == [7, 7, 7, 8]
    assert {rooms[number].room_type for number in ("701", "805")} == {"SUI"}
    last = (await house.store.read(lambda work: work.hotel_events.history(HistoryQuery(limit=1))))[
        0
    ]
    assert (last.kind, last.note) == (EventKind.ROOMS_IMPORTED, "701-703, 805: 4 added")


async def test_a_pattern_with_a_room_that_is_here_adds_none(house: House) -> None:
    here = (await house.store.read(lambda work: work.rooms.all()))[0].number
    pattern = f"901, {here}"
    rows = numbered_rooms(pattern, "STD", 9)
    with pytest.raises(NotPossible, match=f"Room {here} is here already"):
        await house.store.write(
            lambda work: add_rooms(work, Act(MANAGER, Via.BOARD), pattern, rows)
        )
    numbers = {room.number for room in await house.store.read(lambda work: work.rooms.all())}
    assert "901" not in numbers


async def test_an_attendant_adds_no_rooms(house: House) -> None:
    rows = numbered_rooms("901", "STD")
    with pytest.raises(NotAllowed, match="that takes: front desk or manager"):
        await house.store.write(lambda work: add_rooms(work, Act(ANA, Via.BOARD), "901", rows))


@pytest.mark.parametrize("pattern", ["", "101-", "101 t", "101 to ", "101..", "1, 101-1", "101-10"])
def test_the_beginning_of_a_range_is_known(pattern: str) -> None:
    assert is_begun(pattern)


@pytest.mark.parametrize("pattern", ["101,", "120-101", "1-9999", "101, 101", "1o1!", "101-102-1"])
def test_what_is_typed_whole_is_no_beginning(pattern: str) -> None:
    assert not is_begun(pattern)
