"""A wrong check-in is taken back while nothing of the guest is stored: as if it had never been."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest

from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.board.board import Board
from housekeeper.core.errors import NotAllowed, NotPossible, RoomMoved
from housekeeper.core.rooms.event import HistoryQuery
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.rooms.undo import Undone, undo
from housekeeper.core.stays import chat, front_desk
from housekeeper.core.stays.availability import availability
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.stays.chat import SessionOpened
from housekeeper.core.stays.check_in_undo import CheckInUndone, undo_check_in
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.stays.due import HouseTime
from housekeeper.core.stays.guest_records import OrderItem
from housekeeper.core.stays.orders import add_order
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.screens.acting.undo import undone_text
from tests.grand_hotel import ANA, DESK, MANAGER, MARIA, TODAY, House, a_booking, act_of
from tests.memory.store import MemoryStore

TOMORROW = TODAY + timedelta(days=1)


async def arrives(house: House, reference: str, number: str | None = None) -> front_desk.CheckedIn:
    return await house.store.write(
        lambda work: front_desk.check_in(work, act_of(DESK), reference, number, "upgrade")
    )


async def taken_back(house: House, reference: str) -> CheckInUndone:
    return await house.store.write(lambda work: undo_check_in(work, act_of(DESK), reference))


async def press_u(house: House) -> Undone:
    return await house.store.write(lambda work: undo(work, act_of(DESK)))


async def booking(house: House, reference: str) -> Booking:
    return await house.store.read(lambda work: work.bookings.get(reference))


async def free_tonight(house: House) -> int:
    return await house.store.read(lambda work: availability(work, "STD", TODAY, TOMORROW).available)


@pytest.mark.parametrize("status", [RoomStatus.AVAILABLE, RoomStatus.READY_FOR_GUEST])
async def test_the_room_and_the_booking_are_what_they_were(
    house: House, status: RoomStatus
) -> None:
    await house.book(a_booking("C1", room_number="101", guest_name="Ada Byron"))
    if status is RoomStatus.READY_FOR_GUEST:
        for verb in (Verb.DIRTY, Verb.CLEAN, Verb.PASS):
            await house.do(MARIA, verb, "101")
    room, booked = await house.room("101"), await booking(house, "C1")
    free = await free_tonight(house)
    arrived = await arrives(house, "C1")
    house.clock.pass_time(minutes=10)
    undone = await taken_back(house, "C1")
    after = await house.room("101")
    assert (after.status, after.is_bookable) == (status, True)
    assert after.status_since == room.status_since
    assert (after.next_arrival, after.departure) == (TODAY, None)
    assert after.version == room.version + 2
    assert await booking(house, "C1") == booked == undone.booking
    assert await free_tonight(house) == free
    pin = await house.store.read(lambda work: work.rooms.pin("101"))
    assert pin != arrived.pin
    assert await house.store.read(lambda work: work.guests.held(["101"])) == {}
    # And the right guest checks in.
    assert (await arrives(house, "C1")).room_number == "101"
    assert await house.store.read(lambda work: work.guests.names("101")) == ["Ada Byron"]


async def test_the_room_that_had_been_held_is_held_again(house: House) -> None:
    await house.book(a_booking("C1", room_number="103"))
    arrived = await arrives(house, "C1", "101")
    assert (await house.room("103")).next_arrival is None
    undone = await taken_back(house, "C1")
    assert (await booking(house, "C1")).room_number == "103"
    assert (await house.room("103")).next_arrival == TODAY
    assert (await house.room("101")).next_arrival is None
    assert [(event.room_number, event.undoes_seq) for event in undone.events] == [
        (event.room_number, event.seq) for event in arrived.events
    ]


async def test_a_booking_without_a_room_has_none_again(house: House) -> None:
    await house.book(a_booking("C1"), a_booking("C2", room_number="102"))
    await arrives(house, "C1", "101")
    await taken_back(house, "C1")
    assert (await booking(house, "C1")).room_number is None


@pytest.mark.parametrize("is_here", [True, False])
async def test_a_room_that_went_to_another_meanwhile_is_not_shared(
    house: House, is_here: bool
) -> None:
    await house.book(a_booking("C1", room_number="103"))
    await arrives(house, "C1", "101")
    await house.book(a_booking("C2", nights=1, room_number="103"))
    if is_here:
        await arrives(house, "C2")
    act = act_of(DESK)
    undone = await house.store.write(lambda work: undo_check_in(work, act, "C1"))
    assert undone.without_room == (
        "Room 103 is held for C2 from 2026-11-21 to 2026-11-22. No room is assigned to C1."
    )
    assert [event.room_number for event in undone.events] == ["101"]
    assert (await booking(house, "C1")).room_number is None
    assert (await booking(house, "C2")).room_number == "103"
    assert (await house.room("101")).is_bookable
    again = await house.store.write(lambda work: undo_check_in(work, act, "C1"))
    assert again == undone


@pytest.mark.parametrize(("first", "last"), [(2, 4), (-2, 0)])
async def test_a_room_that_others_have_in_other_nights_is_assigned_again(
    house: House, first: int, last: int
) -> None:
    await house.book(a_booking("C1", room_number="103"))
    await arrives(house, "C1", "101")
    arrival, departure = TODAY + timedelta(days=first), TODAY + timedelta(days=last)
    await house.book(a_booking("C2", room_number="103", arrival=arrival, departure=departure))
    assert (await taken_back(house, "C1")).without_room == ""
    assert (await booking(house, "C1")).room_number == "103"


async def test_u_tells_that_the_room_went_to_another(house: House) -> None:
    await house.book(a_booking("C1", room_number="103"))
    await arrives(house, "C1", "101")
    await house.book(a_booking("C2", room_number="103"))
    undone = await press_u(house)
    assert undone.without_room.endswith("No room is assigned to C1.")
    assert undone.without_room in undone_text(undone)


async def test_a_board_that_applies_the_events_is_as_one_that_is_read_anew(house: House) -> None:
    await house.book(a_booking("C1", room_number="103"))
    when = await house.store.read(lambda work: HouseTime.of(work.hotel, work.now))
    board = Board(await house.store.read(lambda work: work.rooms.all()), when, arrivals=1)
    for event in (await arrives(house, "C1", "101")).events:
        board.apply(event)
    for event in (await taken_back(house, "C1")).events:
        board.apply(event)
    rooms = await house.store.read(lambda work: work.rooms.all())
    assert board.rooms == {room.number: room for room in rooms}
    assert board.statistics.arrivals == 1


async def test_u_takes_a_check_in_back_within_its_minute(house: House) -> None:
    await house.book(a_booking("C1", room_number="103"))
    await arrives(house, "C1", "101")
    undone = await press_u(house)
    assert undone.kind is EventKind.CHECKED_IN
    assert [event.room_number for event in undone.events] == ["101", "103"]
    assert (await house.room("101")).is_bookable
    assert (await booking(house, "C1")).status is BookingStatus.CONFIRMED
    await arrives(house, "C1", "101")
    house.clock.pass_time(seconds=61)
    with pytest.raises(NotPossible, match="nothing in the last 60 seconds"):
        await press_u(house)
    assert (await taken_back(house, "C1")).booking.room_number == "103"


async def test_history_shows_both_and_no_figure_counts_them(house: House) -> None:
    await house.book(a_booking("C1"))
    await arrives(house, "C1", "101")
    await taken_back(house, "C1")
    since = house.clock.now() - timedelta(hours=1)
    assert await house.store.read(lambda work: work.events.steps(since)) == []
    undone, checked_in = await house.store.read(
        lambda work: work.events.history(HistoryQuery("101"))
    )
    assert (checked_in.kind, checked_in.undone_by) == (EventKind.CHECKED_IN, undone.seq)
    assert (undone.kind, undone.undoes_seq) == (EventKind.UNDONE, checked_in.seq)


def writes(work: UnitOfWork) -> None:
    opened = chat.open_session(work, "101", work.rooms.pin("101"))
    assert isinstance(opened, SessionOpened)


def is_written_to(work: UnitOfWork) -> None:
    chat.send_as_staff(work, act_of(DESK), "101", "welcome")


def orders(work: UnitOfWork) -> None:
    add_order(work, "101", (OrderItem("tea", 1),), is_breakfast=False)


def breakfasts(work: UnitOfWork) -> None:
    add_order(work, "101", (OrderItem("egg", 1),), is_breakfast=True)


@pytest.mark.parametrize("lives", [writes, is_written_to, orders, breakfasts])
async def test_a_guest_of_whom_something_is_stored_is_checked_out_instead(
    house: House, lives: Callable[[UnitOfWork], None]
) -> None:
    await house.book(a_booking("C1"))
    await arrives(house, "C1", "101")
    await house.store.write(lives)
    before = house.everything()
    for take_back in (lambda: taken_back(house, "C1"), lambda: press_u(house)):
        with pytest.raises(
            NotPossible, match=r"room 101 has used it already .+: check it out instead"
        ):
            await take_back()
    assert house.everything() == before


async def test_a_flag_raised_since_stays_and_what_was_fixed_is_to_be_inspected(
    house: House,
) -> None:
    await house.book(a_booking("C1"), a_booking("C2"))
    await arrives(house, "C1", "101")
    await house.do(ANA, Verb.MAINTENANCE, "101", note="lamp")
    await taken_back(house, "C1")
    flagged = await house.room("101")
    assert (flagged.status, flagged.maintenance_notes) == (
        RoomStatus.MAINTENANCE_REQUIRED,
        "lamp",
    )

    await arrives(house, "C2", "102")
    await house.do(ANA, Verb.MAINTENANCE, "102", note="lamp")
    await house.do(MARIA, Verb.FIXED, "102")
    await taken_back(house, "C2")
    assert (await house.room("102")).status is RoomStatus.CLEANED_UNINSPECTED


async def test_after_a_night_the_room_is_dirty(house: House) -> None:
    await house.book(a_booking("C1"))
    await arrives(house, "C1", "101")
    house.clock.pass_time(days=1)
    await taken_back(house, "C1")
    assert (await house.room("101")).status is RoomStatus.CHECKOUT_DIRTY


async def test_a_guest_who_moved_or_left_did_not_check_in_here(house: House) -> None:
    await house.book(a_booking("C1"), a_booking("C2"))
    await arrives(house, "C1", "101")
    await house.store.write(lambda work: front_desk.move(work, act_of(DESK), "C1", "102"))
    with pytest.raises(NotPossible, match="room 102 has moved there since"):
        await taken_back(house, "C1")
    await house.store.write(lambda work: check_out(work, act_of(DESK), ["102"]))
    with pytest.raises(NotPossible, match="C1 is not checked in"):
        await taken_back(house, "C1")
    with pytest.raises(NotPossible, match="C2 is not checked in"):
        await taken_back(house, "C2")


async def test_u_leaves_the_next_guest_of_the_room_alone(house: House) -> None:
    await house.book(a_booking("C1"), a_booking("C2"))
    await arrives(house, "C1", "101")
    await house.store.write(lambda work: check_out(work, act_of(MANAGER), ["101"]))
    with pytest.raises(NotPossible, match="has left room 101 since"):
        await press_u(house)
    for verb in (Verb.CLEAN, Verb.PASS):
        await house.do(MARIA, verb, "101")
    other = act_of(MANAGER)
    await house.store.write(lambda work: front_desk.check_in(work, other, "C2", "101"))
    with pytest.raises(NotPossible, match="Another guest is in room 101"):
        await press_u(house)
    assert (await house.room("101")).is_occupied


async def test_a_guest_who_came_with_an_import_was_not_checked_in_here(house: House) -> None:
    staying = a_booking("C1", room_number="101", status=BookingStatus.CHECKED_IN)
    await house.book(staying)
    with pytest.raises(NotPossible, match="was not checked in with this program"):
        await taken_back(house, "C1")


async def test_it_takes_the_right_and_the_version_that_was_seen(house: House) -> None:
    await house.book(a_booking("C1"))
    await arrives(house, "C1", "101")
    seen = (await house.room("101")).version
    with pytest.raises(NotAllowed, match="front desk"):
        await house.store.write(lambda work: undo_check_in(work, act_of(ANA), "C1"))
    await house.do(ANA, Verb.MAINTENANCE, "101", note="lamp")
    with pytest.raises(RoomMoved, match="Ana Reis changed room 101"):
        await house.store.write(lambda work: undo_check_in(work, act_of(DESK), "C1", seen))


async def test_a_late_check_out_agreed_since_goes_with_the_stay(house: House) -> None:
    await house.book(a_booking("C1"))
    await arrives(house, "C1", "101")
    await house.store.write(
        lambda work: front_desk.set_late_checkout(work, act_of(DESK), "C1", time(14))
    )
    await taken_back(house, "C1")
    assert (await booking(house, "C1")).late_checkout is None
    assert (await house.room("101")).late_checkout is None
    await arrives(house, "C1", "101")
    assert (await house.room("101")).late_checkout is None


async def test_what_is_deleted_is_asked_to_leave_the_file(house: House) -> None:
    await house.book(a_booking("C1", guest_name="Ada Byron"))
    await arrives(house, "C1", "101")
    before = await house.store.read(lambda work: work.erasures.state())
    [event] = (await taken_back(house, "C1")).events
    after = await house.store.read(lambda work: work.erasures.state())
    assert after.asked == before.asked + 1
    assert event.deleted is not None
    assert event.deleted.guests == 1
    if not isinstance(house.store, MemoryStore):
        assert event.erasure == after.asked
