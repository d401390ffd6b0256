"""Out of order from a later day: it is planned, taken back, and begins by itself on its day."""

from datetime import date, timedelta

import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.errors import InvalidInput, NotPossible
from housekeeper.core.rooms.event import HistoryQuery, RoomEvent
from housekeeper.core.rooms.planned_out_of_order import begin_planned_out_of_order
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.rooms.turnover import set_active
from housekeeper.core.rooms.undo import undo
from housekeeper.core.stays.availability import availability
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.stays.front_desk import check_in, move
from housekeeper.core.stays.inventory import OutOfOrderRange
from tests.grand_hotel import DESK, MANAGER, MARIA, TODAY, House, a_booking, act_of

THIRD = TODAY + timedelta(days=3)
FIFTH = TODAY + timedelta(days=5)


async def plan(house: House, number: str = "101", **more: object) -> None:
    dates = {"starts": THIRD, "until": FIFTH, **more}
    await house.do(MARIA, Verb.OUT_OF_ORDER, number, note="pipes", **dates)


async def begin(house: House) -> list[RoomEvent]:
    return await house.store.write(begin_planned_out_of_order)


async def sold(house: House, nights: int = 6) -> list[int]:
    until = TODAY + timedelta(days=nights)
    found = await house.store.read(lambda work: availability(work, "STD", TODAY, until))
    return [night.available for night in found.nights]


async def planned(house: House) -> list[OutOfOrderRange]:
    return await house.store.read(lambda work: work.inventory.planned_out_of_order())


async def kinds(house: House, number: str = "101") -> list[str]:
    events = await house.store.read(lambda work: work.events.history(HistoryQuery(number)))
    return [event.kind for event in reversed(events)]


async def test_a_planned_room_stays_as_it_is_and_its_nights_are_not_sold(house: House) -> None:
    before = await house.room("101")
    await plan(house)
    room = await house.room("101")
    assert (room.status, room.is_bookable) == (before.status, True)
    assert room.version == before.version + 1
    assert await planned(house) == [OutOfOrderRange("101", THIRD, FIFTH)]
    assert await sold(house) == [4, 4, 4, 3, 3, 4]
    assert await kinds(house) == ["OUT_OF_ORDER_PLANNED"]


async def test_on_its_day_it_begins_by_itself_and_once(house: House) -> None:
    await plan(house)
    assert await begin(house) == []
    house.clock.pass_time(days=3)
    (event,) = await begin(house)
    assert (event.kind, event.staff_code, event.note) == ("TAKEN_OUT_OF_ORDER", "SYSTEM", "pipes")
    assert await begin(house) == []
    room = await house.room("101")
    assert (room.status, room.out_of_order_until) == (RoomStatus.OUT_OF_ORDER, FIFTH)
    assert await planned(house) == []
    await house.do(MARIA, Verb.RETURN, "101")
    assert (await house.room("101")).status is RoomStatus.CLEANED_UNINSPECTED
    assert await begin(house) == []


async def test_before_it_begins_it_is_taken_back_and_the_room_stays_ready(house: House) -> None:
    await plan(house)
    await house.do(MARIA, Verb.RETURN, "101")
    room = await house.room("101")
    assert (room.status, room.out_of_order_reason) == (RoomStatus.AVAILABLE, "")
    assert (await planned(house), await sold(house)) == ([], [4] * 6)
    assert await kinds(house) == ["OUT_OF_ORDER_PLANNED", "OUT_OF_ORDER_CANCELLED"]
    house.clock.pass_time(days=3)
    assert await begin(house) == []


async def test_a_room_with_a_guest_waits_is_told_of_once_and_goes_out_when_the_guest_leaves(
    house: House,
) -> None:
    await house.book(a_booking("C1", nights=3))
    await house.store.write(lambda work: check_in(work, act_of(DESK), "C1", "101"))
    await plan(house)
    house.clock.pass_time(days=3)
    (told,) = await begin(house)
    assert (told.kind, told.to_status) == ("OUT_OF_ORDER_WAITS", RoomStatus.OCCUPIED)
    assert await begin(house) == []
    await house.do(MARIA, Verb.MAINTENANCE, "101", note="lamp")
    assert await begin(house) == []
    await house.store.write(lambda work: check_out(work, act_of(DESK), ["101"]))
    room = await house.room("101")
    assert (room.status, room.out_of_order_reason) == (RoomStatus.OUT_OF_ORDER, "pipes")
    assert await planned(house) == []


async def test_it_goes_out_when_its_guest_moves_too(house: House) -> None:
    await house.book(a_booking("C1", nights=3))
    await house.store.write(lambda work: check_in(work, act_of(DESK), "C1", "101"))
    await plan(house)
    house.clock.pass_time(days=3)
    await house.store.write(lambda work: move(work, act_of(DESK), "C1", "102"))
    assert (await house.room("101")).status is RoomStatus.OUT_OF_ORDER


async def test_a_guest_who_leaves_before_the_day_leaves_a_dirty_room(house: House) -> None:
    await house.book(a_booking("C1", nights=3))
    await house.store.write(lambda work: check_in(work, act_of(DESK), "C1", "101"))
    await plan(house)
    await house.store.write(lambda work: check_out(work, act_of(DESK), ["101"]))
    assert (await house.room("101")).status is RoomStatus.CHECKOUT_DIRTY
    assert await planned(house) == [OutOfOrderRange("101", THIRD, FIFTH)]


async def test_where_its_end_has_passed_too_the_room_stays_in(house: House) -> None:
    await plan(house)
    house.clock.pass_time(days=5)
    (told,) = await begin(house)
    assert (told.kind, told.to_status) == ("OUT_OF_ORDER_CANCELLED", RoomStatus.AVAILABLE)
    assert (await planned(house), (await house.room("101")).out_of_order_reason) == ([], "")
    assert await begin(house) == []


async def test_a_room_out_of_use_waits_for_its_return_to_use(house: House) -> None:
    await plan(house)
    await house.store.write(lambda work: set_active(work, act_of(MANAGER), "101", False))
    house.clock.pass_time(days=3)
    assert await begin(house) == []
    await house.store.write(lambda work: set_active(work, act_of(MANAGER), "101", True))
    assert len(await begin(house)) == 1


async def test_planning_and_taking_back_are_undone(house: House) -> None:
    async def take_back() -> None:
        await house.store.write(lambda work: undo(work, act_of(MARIA)))

    await plan(house)
    await take_back()
    assert (await planned(house), await sold(house)) == ([], [4] * 6)
    assert (await house.room("101")).out_of_order_reason == ""
    await plan(house)
    await house.do(MARIA, Verb.RETURN, "101")
    await take_back()
    assert await planned(house) == [OutOfOrderRange("101", THIRD, FIFTH)]
    assert await sold(house) == [4, 4, 4, 3, 3, 4]


async def test_a_return_is_undone_though_a_later_time_was_planned_and_taken_back(
    house: House,
) -> None:
    await house.do(MARIA, Verb.OUT_OF_ORDER, "101", note="flood", until=THIRD)
    await house.do(MARIA, Verb.RETURN, "101")
    await plan(house)
    for _ in range(2):
        await house.store.write(lambda work: undo(work, act_of(MARIA)))
    assert (await house.room("101")).out_of_order_reason == "flood"
    assert await sold(house) == [3, 3, 3, 4, 4, 4]


async def test_a_room_has_one_time_out_of_order_at_once(house: House) -> None:
    await plan(house)
    with pytest.raises(NotPossible, match="goes out of order on 2026-11-24 already"):
        await house.do(MARIA, Verb.OUT_OF_ORDER, "101", note="flood")
    with pytest.raises(NotPossible, match="goes out of order on 2026-11-24 already"):
        await plan(house, starts=FIFTH, until=None)
    with pytest.raises(NotPossible, match="goes out of order on 2026-11-24 already"):
        await house.do(MANAGER, Verb.OVERRIDE, "101", note="x", status=RoomStatus.OUT_OF_ORDER)
    await house.do(MARIA, Verb.OUT_OF_ORDER, "102", note="flood")
    with pytest.raises(NotPossible, match="is out of order already"):
        await plan(house, "102")


async def test_an_override_leaves_what_is_planned(house: House) -> None:
    await plan(house)
    await house.do(MANAGER, Verb.OVERRIDE, "101", note="x", status=RoomStatus.CHECKOUT_DIRTY)
    assert await planned(house) == [OutOfOrderRange("101", THIRD, FIFTH)]


@pytest.mark.parametrize(
    ("starts", "until"),
    [
        (TODAY - timedelta(days=1), None),
        (None, TODAY - timedelta(days=1)),
        (THIRD, THIRD),
        (FIFTH, THIRD),
    ],
)
async def test_dates_that_cannot_be_are_refused(
    house: House, starts: date | None, until: date | None
) -> None:
    with pytest.raises(InvalidInput):
        await plan(house, starts=starts, until=until)
    assert await planned(house) == []


async def test_an_end_that_is_too_early_is_told_with_the_first_that_can_be(house: House) -> None:
    told = (
        "Out of order from 2026-11-24 can end on 2026-11-25 or later: that is the day on which "
        "the room is back."
    )
    with pytest.raises(InvalidInput, match=told):
        await plan(house, starts=THIRD, until=THIRD)


async def test_out_of_order_for_this_day_alone_leaves_tonight_to_be_sold(house: House) -> None:
    await house.do(MARIA, Verb.OUT_OF_ORDER, "101", note="paint", until=TODAY)
    assert (await house.room("101")).status is RoomStatus.OUT_OF_ORDER
    assert await sold(house, 2) == [4, 4]
    tonight = await house.store.read(
        lambda work: availability(work, "STD", TODAY, TODAY + timedelta(days=1)).tonight
    )
    assert tonight is not None
    assert (tonight.ready_now, tonight.to_turn) == (3, 1)
    house.clock.pass_time(days=1)
    tomorrow = TODAY + timedelta(days=1)
    late = await house.store.read(
        lambda work: availability(work, "STD", tomorrow, tomorrow).available
    )
    assert late == 3, "it is not back on the day after"
