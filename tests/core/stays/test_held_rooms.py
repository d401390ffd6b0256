"""A room that is held for another is named before it is given away or taken."""

from datetime import timedelta

import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.errors import DatesDoNotHold, NeedsAnyway, NotPossible, RoomHeld
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.rooms.turnover import set_active
from housekeeper.core.stays.booking import Booking, BookingStatus, Hold
from housekeeper.core.stays.front_desk import CheckedIn, check_in, move, offer_move, offer_rooms
from tests.grand_hotel import ANA, DESK, MANAGER, MARIA, TODAY, House, a_booking, act_of

TOMORROW = TODAY + timedelta(days=1)
DAY_AFTER = TODAY + timedelta(days=2)
YESTERDAY = TODAY - timedelta(days=1)


async def arrives(
    house: House, reference: str, number: str | None = None, **more: object
) -> CheckedIn:
    return await house.store.write(
        lambda work: check_in(work, act_of(DESK), reference, number, **more)  # type: ignore[arg-type]
    )


async def moves(house: House, reference: str, number: str, anyway: bool = False) -> CheckedIn:
    return await house.store.write(
        lambda work: move(work, act_of(DESK), reference, number, anyway=anyway)
    )


async def test_a_held_room_is_given_away_only_by_who_means_it_and_the_answer_says_whose(
    house: House,
) -> None:
    await house.book(a_booking("C1"), a_booking("C2", room_number="101"))
    with pytest.raises(RoomHeld, match="Room 101 is held for C2 from 2026-11-21 to 2026-11-23"):
        await arrives(house, "C1", "101")
    assert not (await house.room("101")).is_occupied
    done = await arrives(house, "C1", "101", anyway=True)
    assert done.held_for == (Hold("101", "C2", TODAY, DAY_AFTER),)


@pytest.mark.parametrize(
    ("held_from", "held_to", "is_held"),
    [
        (YESTERDAY, TODAY, False),
        (YESTERDAY, TOMORROW, True),
        (TODAY, TODAY, True),
        (TOMORROW, DAY_AFTER, True),
        (DAY_AFTER, DAY_AFTER + timedelta(days=1), False),
    ],
)
async def test_a_room_is_held_in_the_nights_from_today_to_the_departure(
    house: House, held_from: object, held_to: object, is_held: bool
) -> None:
    await house.book(
        a_booking("C1", arrival=YESTERDAY, departure=DAY_AFTER),
        a_booking("C2", room_number="101", arrival=held_from, departure=held_to),
    )
    if is_held:
        with pytest.raises(RoomHeld):
            await arrives(house, "C1", "101")
        assert (await arrives(house, "C1")).room_number == "102"
    else:
        assert (await arrives(house, "C1")).room_number == "101"


async def test_a_guest_who_came_early_is_not_given_the_room_of_tonights_guest(house: House) -> None:
    """The stay was booked from tomorrow on, and takes the room from tonight."""
    early = a_booking("C1", arrival=TOMORROW, departure=DAY_AFTER)
    await house.book(early, a_booking("C2", nights=1, room_number="101"))
    assert (await arrives(house, "C1", anyway=True)).room_number == "102"


async def test_a_stay_moves_to_a_held_room_only_when_it_is_meant(house: House) -> None:
    coming = a_booking("C2", room_number="102", arrival=TOMORROW, departure=DAY_AFTER)
    await house.book(a_booking("C1"), coming)
    await arrives(house, "C1", "101")
    with pytest.raises(RoomHeld, match="Room 102 is held for C2"):
        await moves(house, "C1", "102")
    assert (await house.room("101")).is_occupied
    done = await moves(house, "C1", "102", anyway=True)
    assert [hold.reference for hold in done.held_for] == ["C2"]


async def test_a_room_that_is_held_for_nobody_asks_nothing(house: House) -> None:
    cancelled = a_booking("C2", room_number="101", status=BookingStatus.CANCELLED)
    await house.book(a_booking("C1"), cancelled)
    assert (await arrives(house, "C1", "101")).held_for == ()


@pytest.mark.parametrize(
    ("verb", "more"),
    [
        (Verb.OUT_OF_ORDER, {}),
        (Verb.OUT_OF_ORDER, {"until": DAY_AFTER}),
        (Verb.OUT_OF_ORDER, {"starts": TOMORROW}),
        (Verb.OVERRIDE, {"status": RoomStatus.OUT_OF_ORDER}),
    ],
)
async def test_a_held_room_goes_out_of_order_only_when_it_is_meant(
    house: House, verb: Verb, more: dict[str, object]
) -> None:
    coming = a_booking("C2", room_number="101", arrival=TOMORROW, departure=DAY_AFTER)
    await house.book(coming)
    with pytest.raises(RoomHeld, match="held for C2"):
        await house.do(MANAGER, verb, "101", note="flood", **more)
    assert not (await house.room("101")).out_of_order_reason
    await house.do(MANAGER, verb, "101", note="flood", anyway=True, **more)
    assert (await house.room("101")).out_of_order_reason == "flood"


async def test_out_of_order_that_ends_before_the_arrival_asks_nothing(house: House) -> None:
    coming = a_booking("C2", room_number="101", arrival=TOMORROW, departure=DAY_AFTER)
    await house.book(coming, a_booking("C3", room_number="102"))
    await house.do(MARIA, Verb.OUT_OF_ORDER, "101", note="paint", until=TOMORROW)
    await house.do(MARIA, Verb.OUT_OF_ORDER, "102", note="paint", until=TODAY)


async def test_a_held_room_goes_out_of_use_only_when_it_is_meant(house: House) -> None:
    later = TODAY + timedelta(days=90)
    await house.book(a_booking("C2", room_number="101", arrival=later, departure=later))
    with pytest.raises(RoomHeld, match="held for C2"):
        await house.store.write(lambda work: set_active(work, act_of(MANAGER), "101", False))
    await house.store.write(
        lambda work: set_active(work, act_of(MANAGER), "101", False, anyway=True)
    )
    assert not (await house.room("101")).is_active


async def test_a_guest_who_gets_another_room_than_the_assigned_one_hears_of_it(
    house: House,
) -> None:
    await house.book(
        a_booking("C1", room_number="101"), a_booking("C2", room_number="102"), a_booking("C3")
    )
    await house.do(ANA, Verb.DIRTY, "101")
    assert (await arrives(house, "C1")).assigned == "101"
    assert (await arrives(house, "C2")).assigned is None
    assert (await arrives(house, "C3")).assigned is None


def odd(reference: str, first: int, last: int) -> Booking:
    days = timedelta(days=first), timedelta(days=last)
    return a_booking(reference, arrival=TODAY + days[0], departure=TODAY + days[1])


@pytest.mark.parametrize(("first", "last"), [(-1, 1), (0, 0), (0, 3)])
async def test_dates_that_hold_today_ask_nothing(house: House, first: int, last: int) -> None:
    await house.book(odd("C1", first, last))
    assert (await arrives(house, "C1")).room_number == "101"


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (-5, -2, "was to leave on 2026-11-19"),
        (-1, 0, "is to leave today, 2026-11-21: it has no night left"),
        (-1, -1, "was to leave on 2026-11-20"),
        (7, 9, "is to arrive on 2026-11-28"),
    ],
)
async def test_a_stay_that_has_ended_or_is_to_come_is_checked_in_only_when_it_is_meant(
    house: House, first: int, last: int, told: str
) -> None:
    await house.book(odd("C1", first, last))
    with pytest.raises(DatesDoNotHold, match=told):
        await arrives(house, "C1")
    assert (await arrives(house, "C1", anyway=True)).booking.status is BookingStatus.CHECKED_IN


async def test_a_guest_of_next_week_for_a_held_room_is_refused_for_both_at_once(
    house: House,
) -> None:
    await house.book(odd("C1", 7, 9), a_booking("C2", room_number="101"))
    with pytest.raises(NeedsAnyway) as refused:
        await arrives(house, "C1", "101")
    assert str(refused.value) == (
        "Booking C1 is to arrive on 2026-11-28; today is 2026-11-21. "
        "Room 101 is held for C2 from 2026-11-21 to 2026-11-23."
    )
    assert len((await arrives(house, "C1", "101", anyway=True)).held_for) == 1


async def test_what_is_offered_says_what_it_is_held_for(house: House) -> None:
    await house.book(a_booking("C1"), a_booking("C2", room_number="102"), a_booking("C3"))
    offer = await house.store.read(lambda work: offer_rooms(work, "C1", None))
    assert offer.holds == {"102": Hold("102", "C2", TODAY, DAY_AFTER)}
    await arrives(house, "C1")
    to_move = await house.store.read(lambda work: offer_move(work, "C1"))
    assert to_move.holds == offer.holds
    assert "101" not in [room.number for room in to_move.free]


async def test_a_room_that_goes_out_of_order_in_a_night_of_the_stay_is_held(house: House) -> None:
    await house.book(a_booking("C1"), a_booking("C2", nights=1))
    await house.do(MARIA, Verb.OUT_OF_ORDER, "101", note="pipes", starts=TOMORROW)
    with pytest.raises(RoomHeld, match=r"^Room 101 is out of order from 2026-11-22\.$"):
        await arrives(house, "C1", "101")
    assert (await arrives(house, "C1")).room_number == "102"
    assert (await arrives(house, "C2")).room_number == "101"


async def test_what_a_room_is_held_for_says_its_nights(house: House) -> None:
    await house.book(
        a_booking("C1", nights=9),
        a_booking("C2", room_number="101", arrival=DAY_AFTER, departure=DAY_AFTER),
    )
    with pytest.raises(RoomHeld, match=r"^Room 101 is held for C2 on 2026-11-23\.$"):
        await arrives(house, "C1", "101")
    until = DAY_AFTER + timedelta(days=2)
    await house.do(
        MARIA, Verb.OUT_OF_ORDER, "101", note="pipes", starts=until, until=until + timedelta(days=1)
    )
    told = (
        r"^Room 101 is held for C2 on 2026-11-23; "
        r"out of order from 2026-11-25 to 2026-11-26\.$"
    )
    with pytest.raises(RoomHeld, match=told):
        await arrives(house, "C1", "101")


async def test_a_room_is_planned_out_of_order_under_its_guest_only_when_it_is_meant(
    house: House,
) -> None:
    await house.book(a_booking("C1"))
    await arrives(house, "C1", "101")
    with pytest.raises(RoomHeld, match="held for C1"):
        await house.do(MARIA, Verb.OUT_OF_ORDER, "101", note="pipes", starts=TOMORROW)
    await house.do(MARIA, Verb.OUT_OF_ORDER, "101", note="pipes", starts=DAY_AFTER)
    with pytest.raises(NotPossible, match="has a guest in it"):
        await house.do(MARIA, Verb.OUT_OF_ORDER, "101", note="pipes")
