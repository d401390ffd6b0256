"""Bookings that ended are kept for some months, and then go; whoever is to come stays."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from housekeeper.app import daily_sweep
from housekeeper.app.daily_sweep import sweep_bookings, sweep_daily
from housekeeper.core.errors import StoreError
from housekeeper.core.house_rules import HouseRules
from housekeeper.core.retention import ended_bookings
from housekeeper.core.retention.ended_bookings import (
    is_sweep_due,
    kept_bookings,
    sweep_portion,
)
from housekeeper.core.retention.kept_months import months_before
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.stays.front_desk import check_in
from housekeeper.core.unit_of_work import UnitOfWork
from tests.grand_hotel import DESK, TODAY, House, SetClock, a_booking, act_of

LONG_AGO = TODAY - timedelta(days=365 * 3)


def of_status(reference: str, status: BookingStatus, departure: date, nights: int = 2) -> Booking:
    arrival = departure - timedelta(days=nights)
    return a_booking(reference, arrival=arrival, departure=departure, status=status)


def keep_for(house: House, months: int) -> None:
    """Have the house keep ended bookings for so many months."""
    store: Any = house.store
    hotel = replace(store.hotel, rules=HouseRules(bookings_kept_months=months))
    house.store = replace(store, hotel=hotel)


async def left_of(house: House, *references: str) -> set[str]:
    return set(await house.store.read(lambda work: work.bookings.find(references)))


async def stay(house: House, reference: str, number: str, nights: int = 2) -> None:
    """A guest comes, and leaves again at once."""
    await house.book(a_booking(reference, nights, guest_name="Rosa"))

    def unit(work: UnitOfWork) -> None:
        check_in(work, act_of(DESK), reference, number)
        check_out(work, act_of(DESK), [number])

    await house.store.write(unit)


async def test_what_ended_two_years_ago_goes_and_all_else_stays(
    house: House, clock: SetClock
) -> None:
    await stay(house, "STAYED", "101")
    await house.book(
        of_status("CANCELLED", BookingStatus.CANCELLED, LONG_AGO),
        of_status("NO-SHOW", BookingStatus.NO_SHOW, LONG_AGO),
        of_status("NEVER-CAME", BookingStatus.CONFIRMED, LONG_AGO),
        of_status("RECENT", BookingStatus.CANCELLED, TODAY - timedelta(days=400)),
    )
    everything = ("STAYED", "CANCELLED", "NO-SHOW", "NEVER-CAME", "RECENT")
    assert await sweep_bookings(house.store, 0) == 2
    assert await left_of(house, *everything) == {"STAYED", "NEVER-CAME", "RECENT"}
    clock.pass_time(days=3 * 365)
    assert await sweep_bookings(house.store, 0) == 2
    assert await left_of(house, *everything) == {"NEVER-CAME"}


async def test_a_stay_whose_guest_left_late_is_kept_from_the_day_they_left(
    house: House, clock: SetClock
) -> None:
    """It was booked to end long ago; a checkout that is asked for again finds it."""
    past = of_status("C1", BookingStatus.CHECKED_IN, LONG_AGO)
    await house.book(replace(past, room_number="101"), anyway=True)
    await house.store.write(lambda work: check_out(work, act_of(DESK), ["101"]))
    assert await sweep_bookings(house.store, 0) == 0
    assert await left_of(house, "C1") == {"C1"}


async def test_a_last_day_is_the_first_that_is_kept(house: House) -> None:
    first = months_before(TODAY, 24)
    await house.book(
        of_status("KEPT", BookingStatus.CANCELLED, first),
        of_status("GONE", BookingStatus.CANCELLED, first - timedelta(days=1)),
        of_status("DAY-USE", BookingStatus.CANCELLED, first - timedelta(days=1), nights=0),
    )
    kept = await house.store.read(kept_bookings)
    assert (kept.first_day, kept.too_old) == (first, 2)
    assert kept.counts == {BookingStatus.CANCELLED: 3}
    assert await sweep_bookings(house.store, 0) == 2
    assert await left_of(house, "KEPT", "GONE", "DAY-USE") == {"KEPT"}


async def test_a_house_that_keeps_all_lets_nothing_go(house: House) -> None:
    keep_for(house, 0)
    await house.book(of_status("C1", BookingStatus.CANCELLED, LONG_AGO))
    assert not await house.store.read(is_sweep_due)
    assert await house.store.write(sweep_portion) == 0
    assert (await house.store.read(kept_bookings)).first_day is None
    keep_for(house, 1)
    assert await house.store.write(sweep_portion) == 1


async def test_many_go_a_few_at_a_time_and_then_nobody_looks_for_a_day(
    house: House, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ended_bookings, "PORTION", 3)
    await house.book(
        *(of_status(f"C{place}", BookingStatus.CANCELLED, LONG_AGO) for place in range(8))
    )
    assert await house.store.write(ended_bookings.begin_sweep) == 3
    assert await house.store.write(ended_bookings.begin_sweep) == 0, "another board is at it"
    clock.pass_time(minutes=6)
    # It is gone without a word; the next one goes on.
    assert await house.store.write(ended_bookings.begin_sweep) == 3
    assert await house.store.write(sweep_portion) == 2
    assert not await house.store.read(is_sweep_due)
    clock.pass_time(hours=23)
    assert not await house.store.read(is_sweep_due)
    clock.pass_time(hours=1)
    assert await house.store.read(is_sweep_due)


async def test_a_clock_that_was_set_back_keeps_nobody_from_looking(
    house: House, clock: SetClock
) -> None:
    await house.store.write(sweep_portion)
    clock.pass_time(days=-30)
    assert await house.store.read(is_sweep_due)


async def test_a_reference_that_is_gone_comes_again_as_a_new_booking(house: House) -> None:
    await house.book(of_status("C1", BookingStatus.CANCELLED, LONG_AGO))
    assert await sweep_bookings(house.store, 0) == 1
    await house.book(a_booking("C1", guest_name="Rosa"))
    booking = await house.store.read(lambda work: work.bookings.get("C1"))
    assert (booking.status, booking.guest_name) == (BookingStatus.CONFIRMED, "Rosa")


async def test_what_goes_at_random_is_what_a_walk_through_all_bookings_finds(
    house: House, clock: SetClock
) -> None:
    """The rule a second time: ended, its last day and its checkout before the first day kept."""
    random = Random(14)
    statuses = (BookingStatus.CONFIRMED, BookingStatus.CANCELLED, BookingStatus.NO_SHOW)
    made = [
        of_status(
            f"C{place}",
            random.choice(statuses),
            TODAY - timedelta(days=random.randrange(90)),
            random.randrange(5),
        )
        for place in range(120)
    ]
    await house.book(*made)
    keep_for(house, 1)
    kept = {one.reference for one in made}
    for _ in range(4):
        today = clock.now().date()
        for one in made:
            # Every month has at most 31 days: counted back day by day.
            bound = today.replace(day=1) - timedelta(days=1)
            bound = bound.replace(day=min(today.day, bound.day))
            if one.status is not BookingStatus.CONFIRMED and one.departure < bound:
                kept.discard(one.reference)
        await sweep_bookings(house.store, 0)
        assert await left_of(house, *(one.reference for one in made)) == kept
        clock.pass_time(days=random.randrange(1, 15))


async def test_a_board_looks_again_after_a_store_in_trouble(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily_sweep, "LOOK_EVERY_SECONDS", 0.001)
    await house.book(of_status("C1", BookingStatus.CANCELLED, LONG_AGO))
    troubles = [StoreError("The disk is away."), StoreError("The disk is away.")]
    read = house.store.read

    async def in_trouble(unit: Any) -> Any:
        if troubles:
            raise troubles.pop()
        return await read(unit)

    store = SimpleNamespace(read=in_trouble, write=house.store.write, hotel=house.store.hotel)
    sweeping = asyncio.create_task(sweep_daily(store, house.clock, False))
    while await left_of(house, "C1"):
        assert not sweeping.done()
        await asyncio.sleep(0.001)
    sweeping.cancel()
