"""A checkout erases its guest whole, and nobody else."""

from datetime import time
from functools import partial

import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.errors import NotAllowed, NotPossible, Refused, RoomMoved, UnknownName
from housekeeper.core.rooms.event import Deleted
from housekeeper.core.staff.staff import Staff
from housekeeper.core.stays import chat
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.core.stays.chat import SessionOpened, TokenState
from housekeeper.core.stays.checkout import (
    Receipt,
    check_out,
    due_outs,
    guestrooms,
    preview,
    rooms_of_booking,
)
from housekeeper.core.stays.due import Due
from housekeeper.core.stays.front_desk import check_in, set_late_checkout
from housekeeper.core.stays.guest_records import OrderItem
from housekeeper.core.stays.orders import add_order
from housekeeper.core.unit_of_work import UnitOfWork
from tests.grand_hotel import ANA, DESK, TODAY, House, a_booking, act_of


async def a_guest_in(house: House, number: str, reference: str, nights: int = 2) -> list[str]:
    """Check a guest in who chats from two devices and orders; give the tokens."""
    await house.book(a_booking(reference, nights, guest_name=f"Guest {reference}"))

    def live(work: UnitOfWork) -> list[str]:
        arrived = check_in(work, act_of(DESK), reference, number, reason="asked for it")
        tokens = []
        for device in ("phone", "tablet"):
            opened = chat.open_session(work, number, arrived.pin, fcm_token=device)
            assert isinstance(opened, SessionOpened)
            tokens.append(opened.token)
            chat.send_as_guest(work, number, opened.token, f"hello from the {device}")
        chat.send_as_staff(work, act_of(DESK), number, "welcome")
        add_order(work, number, (OrderItem("tea", 1), OrderItem("cake", 2)), is_breakfast=False)
        add_order(work, number, (OrderItem("eggs", 2),), is_breakfast=True)
        return tokens

    return await house.store.write(live)


ONE_GUEST = Deleted(
    guest_chat_sessions=2,
    conversations=1,
    messages=3,
    guests=1,
    orders=1,
    breakfast_orders=1,
)


async def checked_out(house: House, *numbers: str, by: Staff = DESK) -> Receipt:
    return await house.store.write(lambda work: check_out(work, act_of(by), numbers))


async def test_the_dry_run_and_the_receipt_count_the_same_and_only_one_writes(
    house: House,
) -> None:
    await a_guest_in(house, "101", "C1")
    dry = await house.store.read(lambda work: preview(work, ["101"]))
    assert dry.is_dry_run
    assert dry.deleted == ONE_GUEST
    assert (await house.room("101")).is_occupied
    receipt = await checked_out(house, "101")
    assert not receipt.is_dry_run
    assert (receipt.deleted, receipt.rooms) == (dry.deleted, dry.rooms)


async def test_every_token_of_every_device_is_not_found_afterwards(house: House) -> None:
    tokens = await a_guest_in(house, "101", "C1")
    await checked_out(house, "101")
    for token in tokens:
        state = await house.store.read(partial(chat.validate, token=token))
        assert state is TokenState.NOT_FOUND


async def test_the_room_is_vacant_and_dirty_with_another_pin(house: House) -> None:
    pin = await house.store.read(lambda work: work.rooms.pin("101"))
    await a_guest_in(house, "101", "C1")
    await checked_out(house, "101")
    room = await house.room("101")
    assert (room.is_occupied, room.status, room.departure) == (False, "CHECKOUT_DIRTY", None)
    assert await house.store.read(lambda work: work.rooms.pin("101")) != pin


async def test_the_booking_is_completed_with_its_time_and_without_a_name(house: House) -> None:
    await a_guest_in(house, "101", "C1")
    await checked_out(house, "101")
    booking = await house.store.read(lambda work: work.bookings.get("C1"))
    assert booking.status is BookingStatus.COMPLETED
    assert booking.completed_at == house.clock.at
    assert booking.guest_name is None


async def test_a_maintenance_flag_stays_through_the_checkout(house: House) -> None:
    await a_guest_in(house, "101", "C1")
    await house.do(ANA, Verb.MAINTENANCE, "101", note="lamp")
    await checked_out(house, "101")
    room = await house.room("101")
    assert (room.status, room.turn_status) == ("MAINTENANCE_REQUIRED", "CHECKOUT_DIRTY")


async def test_checking_out_twice_changes_nothing_and_says_so(house: House) -> None:
    await a_guest_in(house, "101", "C1")
    await checked_out(house, "101")
    pin = await house.store.read(lambda work: work.rooms.pin("101"))
    again = await checked_out(house, "101")
    assert again.already_vacant == ("101",)
    assert (again.rooms, again.deleted, again.events) == ((), Deleted(), ())
    assert await house.store.read(lambda work: work.rooms.pin("101")) == pin


async def test_a_retry_of_the_same_checkout_gives_the_same_receipt(house: House) -> None:
    await a_guest_in(house, "101", "C1")
    act = act_of(DESK)
    first = await house.store.write(lambda work: check_out(work, act, ["101", "102"]))
    house.clock.pass_time(minutes=1)
    again = await house.store.write(lambda work: check_out(work, act, ["101", "102"]))
    assert again.deleted == first.deleted
    assert again.events == first.events
    assert again.already_vacant == first.already_vacant == ("102",)


async def test_in_bulk_all_rooms_go_or_none(house: House) -> None:
    await a_guest_in(house, "101", "C1")
    await a_guest_in(house, "102", "C2")
    before = house.everything()
    with pytest.raises(UnknownName, match="999"):
        await checked_out(house, "101", "102", "999")
    seen = {"101": (await house.room("101")).version, "102": 1}
    with pytest.raises(RoomMoved, match="102"):
        await house.store.write(lambda work: check_out(work, act_of(DESK), ["101", "102"], seen))
    assert house.everything() == before
    receipt = await checked_out(house, "101", "102")
    assert receipt.deleted == ONE_GUEST + ONE_GUEST
    last = receipt.events[0].seq
    assert [one.seq for one in receipt.events] == [last, last + 1]
    assert [one.room_number for one in receipt.events] == ["101", "102"]


async def test_an_attendant_may_not_check_out(house: House) -> None:
    await a_guest_in(house, "101", "C1")
    with pytest.raises(NotAllowed, match="front desk"):
        await checked_out(house, "101", by=ANA)
    assert (await house.room("101")).is_occupied


async def test_a_completed_booking_never_names_the_room_of_the_next_guest(house: House) -> None:
    await a_guest_in(house, "101", "C1")
    assert await house.store.read(lambda work: rooms_of_booking(work, "C1")) == ("101",)
    await checked_out(house, "101")
    assert await house.store.read(lambda work: rooms_of_booking(work, "C1")) == ()
    await house.book(a_booking("C2"))
    with pytest.raises(NotPossible, match="not checked in"):
        await house.store.read(lambda work: rooms_of_booking(work, "C2"))


async def test_the_overdue_come_first_then_who_leaves_today_and_nobody_else(house: House) -> None:
    for number, reference, nights in (("101", "C1", 0), ("102", "C2", 3), ("103", "C3", 1)):
        await a_guest_in(house, number, reference, nights)
    house.clock.pass_time(days=1)
    due = await house.store.read(due_outs)
    assert [(one.room_number, one.due, one.days_overdue) for one in due] == [
        ("101", Due.OVERDUE, 1),
        ("103", Due.TODAY, 0),
    ]
    assert due[0].departure == TODAY
    early = await house.store.read(lambda work: preview(work, ["102"]))
    assert early.rooms[0].due is Due.EARLY


async def test_the_day_turns_at_midnight_of_the_hotel(house: House) -> None:
    await a_guest_in(house, "101", "C1", nights=1)
    house.clock.at = house.clock.at.replace(hour=23, minute=59)
    assert await house.store.read(due_outs) == []
    house.clock.pass_time(minutes=2)
    assert [one.due for one in await house.store.read(due_outs)] == [Due.TODAY]


async def test_a_guest_is_overdue_from_the_hour_of_the_house(house: House) -> None:
    for number, reference in (("101", "C1"), ("102", "C2")):
        await a_guest_in(house, number, reference, nights=1)
    await house.store.write(lambda work: set_late_checkout(work, act_of(DESK), "C1", time(14, 0)))
    house.clock.pass_time(days=1)
    house.clock.at = house.clock.at.replace(hour=11, minute=29)
    assert [one.due for one in await house.store.read(due_outs)] == [Due.TODAY, Due.TODAY]
    house.clock.pass_time(minutes=1)
    first, second = await house.store.read(due_outs)
    assert (first.room_number, first.due, first.days_overdue) == ("102", Due.OVERDUE, 0)
    assert first.overdue_since == house.clock.at
    assert (second.room_number, second.due, second.overdue_since) == ("101", Due.TODAY, None)
    listed = await house.store.read(guestrooms)
    assert [(one.room.number, one.due) for one in listed] == [
        ("102", Due.OVERDUE),
        ("101", Due.TODAY),
    ]
    asked = await house.store.read(lambda work: preview(work, ["101", "102"]))
    assert [one.due for one in asked.rooms] == [Due.TODAY, Due.OVERDUE]
    house.clock.pass_time(hours=3)
    first, second = await house.store.read(due_outs)
    assert (first.room_number, second.room_number) == ("102", "101")
    assert (second.due, second.overdue_since) == (Due.OVERDUE, house.clock.at)


async def test_a_receipt_asked_for_again_tells_how_it_stood_then(house: House) -> None:
    await a_guest_in(house, "101", "C1", nights=0)
    house.clock.at = house.clock.at.replace(hour=11, minute=0)
    act = act_of(DESK)
    first = await house.store.write(lambda work: check_out(work, act, ["101"]))
    house.clock.pass_time(hours=1)
    again = await house.store.write(lambda work: check_out(work, act, ["101"]))
    assert first.rooms[0].due is again.rooms[0].due is Due.TODAY


async def test_a_late_check_out_is_on_the_card_and_gone_with_the_guest(house: House) -> None:
    await a_guest_in(house, "101", "C1", nights=0)
    await house.store.write(lambda work: set_late_checkout(work, act_of(DESK), "C1", time(14, 0)))
    assert (await house.room("101")).late_checkout == time(14, 0)
    [due] = await house.store.read(due_outs)
    assert due.late_checkout == time(14, 0)
    await checked_out(house, "101")
    assert (await house.room("101")).late_checkout is None


async def test_a_late_check_out_that_is_none_is_refused_and_nothing_is_agreed(
    house: House,
) -> None:
    await a_guest_in(house, "101", "C1", nights=1)
    for days, hour, why in ((0, 9, "after 11:00"), (2, 14, "needs a later departure")):
        house.clock.pass_time(days=days)
        with pytest.raises(Refused, match=why):
            await house.store.write(
                partial(set_late_checkout, act=act_of(DESK), reference="C1", at=time(hour))
            )
        assert (await house.room("101")).late_checkout is None
        await house.store.write(lambda work: set_late_checkout(work, act_of(DESK), "C1", None))


async def test_an_expired_token_is_told_from_one_that_is_gone(house: House) -> None:
    [token, _] = await a_guest_in(house, "101", "C1", nights=10)
    house.clock.pass_time(days=7)
    assert await house.store.read(lambda work: chat.validate(work, token)) == "expired"
    house.clock.pass_time(seconds=-1)
    assert await house.store.read(lambda work: chat.validate(work, token)) == "active"
    assert await house.store.read(lambda work: chat.validate(work, "made up")) == "not_found"
