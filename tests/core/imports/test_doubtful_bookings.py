"""A file of bookings that is perhaps mistaken is refused by line, unless it is meant."""

from datetime import date, timedelta
from typing import Any

import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.imports.bookings import BookingRow, import_bookings
from housekeeper.core.imports.whole_file import FileRefused, Imported
from housekeeper.core.rooms.turnover import set_active
from housekeeper.core.stays.booking import Booking, BookingStatus
from tests.grand_hotel import MANAGER, MARIA, TODAY, House, a_booking, act_of

HERE = BookingStatus.CHECKED_IN


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def in_101(reference: str, first: int, last: int, **facts: Any) -> Booking:
    return a_booking(reference, arrival=day(first), departure=day(last), room_number="101", **facts)


async def imported(house: House, *bookings: Booking, anyway: bool = False) -> Imported:
    rows = [BookingRow(line, booking) for line, booking in enumerate(bookings, start=2)]
    return await house.store.write(lambda work: import_bookings(work, rows, anyway=anyway))


async def told_of(house: House, *bookings: Booking) -> list[str]:
    """What the file is refused for; meant all the same, it is imported and told of as well."""
    with pytest.raises(FileRefused) as refused:
        await imported(house, *bookings)
    told = [str(fault) for fault in refused.value.faults]
    done = await imported(house, *bookings, anyway=True)
    assert [f"{doubt}; --anyway imports it" for doubt in done.doubts] == told
    return told


async def out_of_order(house: House, **dates: date) -> None:
    await house.do(MARIA, Verb.OUT_OF_ORDER, "101", note="pipes", **dates)


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (30, 32, "arrival: CHECKED_IN, and is to arrive on 2026-12-21 only"),
        (-367, -365, "departure: CHECKED_IN, and was to leave on 2025-11-21"),
        (-2, -1, "departure: CHECKED_IN, and was to leave on 2026-11-20"),
    ],
)
async def test_a_guest_in_the_house_whose_dates_do_not_hold_is_told_by_line(
    house: House, first: int, last: int, told: str
) -> None:
    assert await told_of(house, in_101("C1", first, last, status=HERE)) == [
        f"line 2, {told}; --anyway imports it"
    ]
    assert (await house.room("101")).is_occupied


@pytest.mark.parametrize(("first", "last"), [(-2, 0), (0, 0), (0, 1), (-1, 1)])
async def test_a_guest_in_the_house_whose_dates_hold_is_imported(
    house: House, first: int, last: int
) -> None:
    assert (await imported(house, in_101("C1", first, last, status=HERE))).doubts == ()


async def test_bookings_of_other_days_whose_guests_are_not_here_are_imported(house: House) -> None:
    assert (await imported(house, in_101("C1", 30, 32), in_101("C2", -9, -8))).added == 2


@pytest.mark.parametrize("first", [0, 2])
async def test_a_room_that_is_out_of_order_is_assigned_only_when_it_is_meant(
    house: House, first: int
) -> None:
    await out_of_order(house)
    assert await told_of(house, in_101("C1", first, 5)) == [
        "line 2, room: 101 is out of order from 2026-11-21; --anyway imports it"
    ]


@pytest.mark.parametrize("status", [BookingStatus.CONFIRMED, HERE])
async def test_so_is_one_that_goes_out_of_order_in_a_night_of_the_stay(
    house: House, status: BookingStatus
) -> None:
    await out_of_order(house, starts=day(2), until=day(4))
    assert await told_of(house, in_101("C1", 0, 3, status=status)) == [
        "line 2, room: 101 is out of order from 2026-11-23 to 2026-11-25; --anyway imports it"
    ]


@pytest.mark.parametrize(("first", "last"), [(0, 2), (4, 5), (1, 1), (-3, -1)])
async def test_nights_in_which_the_room_is_there_ask_nothing(
    house: House, first: int, last: int
) -> None:
    await out_of_order(house, starts=day(2), until=day(4))
    assert (await imported(house, in_101("C1", first, last))).added == 1


async def test_a_room_out_of_order_for_this_day_alone_is_there_tonight(house: House) -> None:
    await out_of_order(house, until=TODAY)
    assert (await imported(house, in_101("C1", 0, 1))).added == 1


async def test_a_room_that_is_not_in_use_is_assigned_only_when_it_is_meant(house: House) -> None:
    await house.store.write(lambda work: set_active(work, act_of(MANAGER), "101", False))
    assert await told_of(house, in_101("C1", 0, 2)) == [
        "line 2, room: 101 is not in use; --anyway imports it"
    ]


async def test_a_booking_that_stays_as_it_is_asks_nothing(house: House) -> None:
    booking = in_101("C1", 0, 2)
    await imported(house, booking)
    await house.do(MARIA, Verb.OUT_OF_ORDER, "101", note="pipes", anyway=True)
    assert (await imported(house, booking)).unchanged == 1


async def test_a_room_that_a_guest_cannot_be_in_stays_a_fault(house: House) -> None:
    await out_of_order(house)
    with pytest.raises(FileRefused, match="101 is not in use or out of order\\."):
        await imported(house, in_101("C1", 0, 2, status=HERE), anyway=True)
