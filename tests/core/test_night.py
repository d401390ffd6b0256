"""What can be sold, night by night."""

from datetime import date, timedelta

import pytest

from housekeeper.core.house_rules import Sell
from housekeeper.core.rooms.room import Room
from housekeeper.core.rooms.status import TurnStatus
from housekeeper.core.stays.availability import (
    NightAvailability,
    RoomsOfType,
    Tonight,
    nights_of,
)
from housekeeper.core.stays.inventory import Claim, InventoryOverride, OutOfOrderRange
from tests.core.building import TODAY, TOMORROW, YESTERDAY, a_room

NUMBERS = ("101", "102", "103", "104")
DAY = timedelta(days=1)


def night_of(
    rooms: tuple[Room, ...],
    night: date = TODAY,
    ranges: tuple[OutOfOrderRange, ...] = (),
    sell: Sell = Sell.INVENTORY,
) -> NightAvailability:
    """A night of these rooms, without a booking."""
    return RoomsOfType.of(rooms, TODAY, sell).on(night, ranges, None, ())


def sold(
    ranges: tuple[OutOfOrderRange, ...] = (),
    override: InventoryOverride | None = None,
    claims: tuple[Claim, ...] = (),
) -> int:
    """What is left to sell tonight of four rooms."""
    rooms = RoomsOfType.of(map(a_room, NUMBERS), TODAY, Sell.INVENTORY)
    return rooms.on(TODAY, ranges, override, claims).available


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


@pytest.mark.parametrize(
    ("departure", "nights"),
    [
        (YESTERDAY, [0, 1, 1]),
        (TODAY, [0, 1, 1]),
        (TOMORROW, [0, 1, 1]),
        (TOMORROW + DAY, [0, 0, 1]),
        (None, [0, 1, 1]),
    ],
    ids=["overdue", "due out", "stays a night", "stays two", "nobody knows of the guest"],
)
def test_a_room_with_a_guest_is_not_sold_tonight_nor_before_the_departure(
    departure: date | None, nights: list[int]
) -> None:
    room = a_room(is_occupied=True, departure=departure)
    found = [night_of((room,), TODAY + ahead * DAY).available for ahead in range(3)]
    assert found == nights


def test_a_guest_who_came_before_the_booked_day_has_the_room_from_today() -> None:
    room = a_room(is_occupied=True, arrival=TOMORROW, departure=TOMORROW + DAY)
    assert [night_of((room,), TODAY + ahead * DAY).available for ahead in range(3)] == [0, 0, 1]


def test_a_flagged_room_is_sold_from_tomorrow() -> None:
    rooms = (a_room("101", maintenance_required=True), a_room("102"))
    tonight, tomorrow = night_of(rooms), night_of(rooms, TOMORROW)
    assert (tonight.flagged, tonight.available) == (1, 1)
    assert (tomorrow.flagged, tomorrow.available) == (0, 2)


def test_a_room_with_a_guest_counts_once_also_where_it_is_flagged_or_out() -> None:
    taken = a_room("101", is_occupied=True, maintenance_required=True)
    out = (OutOfOrderRange("101", TODAY, None),)
    assert night_of((taken, a_room("102")), ranges=out).available == 1
    guest = RoomsOfType.of((taken, a_room("102")), TODAY, Sell.INVENTORY).tonight(out)
    assert (guest.ready_now, guest.to_turn, guest.flagged) == (1, 0, 0)


def test_a_guest_whose_room_is_out_of_order_later_needs_another_one_then() -> None:
    rooms = (a_room("101", is_occupied=True, departure=TOMORROW + DAY), a_room("102"))
    out = (OutOfOrderRange("101", TOMORROW, None),)
    assert [night_of(rooms, night, out).available for night in (TODAY, TOMORROW)] == [1, 0]


def test_a_hotel_that_sells_only_what_is_ready_counts_no_other_room_on_any_night() -> None:
    rooms = (
        a_room("101"),
        a_room("102", turn_status=TurnStatus.CHECKOUT_DIRTY),
        a_room("103", maintenance_required=True),
        a_room("104", is_occupied=True, departure=TOMORROW),
    )
    found = [night_of(rooms, TODAY + ahead * DAY, sell=Sell.READY) for ahead in range(2)]
    assert [(night.not_ready, night.flagged) for night in found] == [(1, 1), (2, 1)]
    assert [night.available for night in found] == [1, 1]


def test_tonight_is_told_by_what_stands_against_it() -> None:
    rooms = (
        a_room("101"),
        a_room("102", turn_status=TurnStatus.CHECKOUT_DIRTY),
        a_room("103", maintenance_required=True),
        a_room("104", is_occupied=True, departure=TODAY),
        a_room("105", is_occupied=True, departure=TOMORROW),
        a_room("106"),
        a_room("107", is_active=False),
    )
    out = (OutOfOrderRange("106", YESTERDAY, TOMORROW),)
    told = RoomsOfType.of(rooms, TODAY, Sell.INVENTORY).tonight(out)
    assert told == Tonight(ready_now=1, to_turn=1, flagged=1, due_out=1)
