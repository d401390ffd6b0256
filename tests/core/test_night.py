"""What can be sold, night by night."""

from datetime import date, timedelta

import pytest

from housekeeper.core.stays.availability import night_availability, nights_of
from housekeeper.core.stays.inventory import Claim, InventoryOverride, OutOfOrderRange
from tests.core.building import TODAY, TOMORROW, YESTERDAY

ROOMS = frozenset({"101", "102", "103", "104"})
DAY = timedelta(days=1)


def sold(
    ranges: tuple[OutOfOrderRange, ...] = (),
    override: InventoryOverride | None = None,
    claims: tuple[Claim, ...] = (),
) -> int:
    """What is left to sell tonight of four rooms."""
    return night_availability(TODAY, ROOMS, ranges, override, claims).available


def test_a_stay_holds_its_nights_and_not_the_day_of_departure() -> None:
    assert nights_of(TODAY, TODAY + 3 * DAY) == (TODAY, TODAY + DAY, TODAY + 2 * DAY)


def test_a_day_use_holds_the_night_of_its_arrival() -> None:
    assert nights_of(TODAY, TODAY) == (TODAY,)
    assert sold(claims=(Claim(TODAY, TODAY),)) == 3


@pytest.mark.parametrize(
    ("arrival", "departure", "left"),
    [
        (YESTERDAY, TODAY, 4),
        (YESTERDAY, TOMORROW, 3),
        (TODAY, TOMORROW, 3),
        (TOMORROW, TOMORROW, 4),
        (TOMORROW, TOMORROW + DAY, 4),
    ],
)
def test_a_booking_takes_a_room_of_the_nights_it_overlaps(
    arrival: date, departure: date, left: int
) -> None:
    assert sold(claims=(Claim(arrival, departure),)) == left


@pytest.mark.parametrize(
    ("starts", "ends", "left"),
    [
        (YESTERDAY, TODAY, 4),
        (YESTERDAY, TOMORROW, 3),
        (TODAY, None, 3),
        (TOMORROW, None, 4),
    ],
)
def test_a_room_out_of_order_is_not_sold_until_its_last_night(
    starts: date, ends: date | None, left: int
) -> None:
    assert sold(ranges=(OutOfOrderRange("101", starts, ends),)) == left


def test_a_room_out_twice_counts_once_and_another_types_room_not_at_all() -> None:
    out = (
        OutOfOrderRange("101", YESTERDAY, None),
        OutOfOrderRange("101", TODAY, TOMORROW),
        OutOfOrderRange("999", TODAY, None),
    )
    assert sold(ranges=out) == 3


def test_stop_sell_sells_none_and_a_total_caps_the_house() -> None:
    one_booked = (Claim(TODAY, TOMORROW),)
    assert sold(override=InventoryOverride(TODAY, True, None)) == 0
    assert sold(override=InventoryOverride(TODAY, False, 2), claims=one_booked) == 1
    assert sold(override=InventoryOverride(TODAY, False, 0)) == 0
    assert sold(override=InventoryOverride(TODAY, False, 40), claims=one_booked) == 3


def test_an_overbooked_night_has_nothing_left_rather_than_less_than_nothing() -> None:
    assert sold(claims=(Claim(TODAY, TOMORROW),) * 6) == 0
