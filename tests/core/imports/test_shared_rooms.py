"""A file that puts two bookings on one room in the same night is refused by line."""

from datetime import date, timedelta
from typing import Any

import pytest

from housekeeper.core.imports.bookings import BookingRow, import_bookings
from housekeeper.core.imports.whole_file import FileRefused, Imported
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.stays.front_desk import check_in
from tests.grand_hotel import DESK, TODAY, House, a_booking, act_of


async def imported(house: House, *bookings: Booking, anyway: bool = False) -> Imported:
    rows = [BookingRow(line, booking) for line, booking in enumerate(bookings, start=2)]
    return await house.store.write(lambda work: import_bookings(work, rows, anyway=anyway))


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def in_101(reference: str, first: int, last: int, **facts: Any) -> Booking:
    return a_booking(reference, arrival=day(first), departure=day(last), room_number="101", **facts)


async def faults(house: House, *bookings: Booking) -> list[str]:
    with pytest.raises(FileRefused) as refused:
        await imported(house, *bookings)
    return [str(fault) for fault in refused.value.faults]


async def test_two_bookings_of_a_file_on_one_room_are_told_by_line(house: House) -> None:
    told = await faults(house, in_101("C1", 1, 3), in_101("C2", 2, 4))
    assert told == [
        "line 3, room: 101 is held for C1 from 2026-11-22 to 2026-11-24 of line 2; "
        "--anyway imports it"
    ]
    assert await house.store.read(lambda work: work.bookings.find(["C1", "C2"])) == {}


async def test_a_booking_that_the_hotel_has_is_named_too(house: House) -> None:
    await imported(house, in_101("C1", 0, 2))
    (told,) = await faults(house, a_booking("C9"), in_101("C2", 1, 4))
    assert told.startswith("line 3, room: 101 is held for C1 from 2026-11-21")


async def test_a_guest_in_the_house_holds_the_room(house: House) -> None:
    await imported(house, in_101("C1", -1, 2, status=BookingStatus.CHECKED_IN))
    assert len(await faults(house, in_101("C2", 1, 4))) == 1


@pytest.mark.parametrize("comes", [0, -1])
async def test_an_overdue_guest_holds_the_room_until_the_coming_night(
    house: House, comes: int
) -> None:
    await house.book(in_101("C1", -3, -1))
    await house.store.write(lambda work: check_in(work, act_of(DESK), "C1", anyway=True))
    told = await faults(house, in_101("C2", comes, 2))
    assert told == [
        "line 2, room: 101 is held for C1 from 2026-11-18 to 2026-11-22; --anyway imports it"
    ]
    assert (await imported(house, in_101("C3", 1, 2))).added == 1


async def test_a_guest_who_came_early_holds_the_room_from_today(house: House) -> None:
    await house.book(in_101("C1", 5, 7))
    await house.store.write(lambda work: check_in(work, act_of(DESK), "C1", anyway=True))
    assert len(await faults(house, in_101("C2", 0, 1))) == 1


async def test_a_guest_who_is_due_out_leaves_the_room_to_tonights(house: House) -> None:
    await imported(house, in_101("C1", -2, 0, status=BookingStatus.CHECKED_IN))
    assert (await imported(house, in_101("C2", 0, 2))).added == 1


@pytest.mark.parametrize(
    ("first", "last", "more"),
    [
        (2, 4, {}),
        (-3, 0, {}),
        (0, 2, {"status": BookingStatus.CANCELLED}),
        (0, 2, {"room_number": "102"}),
        (0, 2, {"room_number": None}),
    ],
)
async def test_nights_that_do_not_meet_share_nothing(
    house: House, first: int, last: int, more: dict[str, Any]
) -> None:
    other = a_booking("C2", **{**vars_of(first, last), **more})
    done = await imported(house, in_101("C1", 0, 2), other)
    assert (done.added, done.shared_rooms) == (2, ())


def vars_of(first: int, last: int) -> dict[str, Any]:
    return {"arrival": day(first), "departure": day(last), "room_number": "101"}


async def test_a_day_use_holds_its_arrivals_night(house: House) -> None:
    assert len(await faults(house, in_101("C1", 0, 2), in_101("C2", 1, 1))) == 1


async def test_nights_that_have_passed_are_nobodys(house: House) -> None:
    assert (await imported(house, in_101("C1", -5, -1), in_101("C2", -4, -1))).added == 2


async def test_a_file_that_moves_the_other_booking_away_shares_nothing(house: House) -> None:
    await imported(house, in_101("C1", 0, 2))
    moved = a_booking("C1", room_number="102")
    assert (await imported(house, in_101("C2", 0, 2), moved)).added == 1


async def test_whoever_means_it_imports_the_file_and_hears_who_shares(house: House) -> None:
    done = await imported(house, in_101("C1", 0, 2), in_101("C2", 1, 3), anyway=True)
    assert done.added == 2
    assert [(one.line, one.other.reference) for one in done.shared_rooms] == [(3, "C1")]


async def test_of_three_that_share_the_later_lines_are_told(house: House) -> None:
    told = await faults(house, in_101("C3", 2, 5), in_101("C1", 0, 9), in_101("C2", 3, 4))
    assert [one.partition(" is held")[0] for one in told] == [
        "line 3, room: 101",
        "line 4, room: 101",
    ]


async def test_a_file_of_thousands_on_one_room_is_refused_line_by_line(house: House) -> None:
    many = [in_101(f"C{line}", 1, 3) for line in range(3000)]
    assert len(await faults(house, *many)) == 2999
