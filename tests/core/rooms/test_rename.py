"""A room keeps its history, its bookings and its guest under another number."""

import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.errors import InvalidInput, NotAllowed, NotPossible, UnknownName
from housekeeper.core.imports.rooms import RoomRow, import_rooms
from housekeeper.core.rooms.event import HistoryQuery, RoomEvent
from housekeeper.core.rooms.redaction import redact
from housekeeper.core.rooms.rename import rename_room
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.rooms.undo import undo
from housekeeper.core.stays import chat
from housekeeper.core.stays.availability import availability
from housekeeper.core.stays.chat import SessionOpened
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.stays.front_desk import check_in
from housekeeper.core.stays.guest_records import OrderItem
from housekeeper.core.stays.orders import add_order
from housekeeper.core.unit_of_work import UnitOfWork
from tests.grand_hotel import ANA, DESK, MANAGER, MARIA, TODAY, House, a_booking, act_of


async def renamed(house: House, number: str, new_number: str) -> RoomEvent:
    return await house.store.write(
        lambda work: rename_room(work, act_of(MANAGER), number, new_number)
    )


async def history(house: House, number: str) -> list[RoomEvent]:
    return await house.store.read(lambda work: work.events.history(HistoryQuery(number)))


async def test_the_history_goes_by_the_new_number_and_tells_the_old_one(house: House) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    before = await house.generation()
    event = await renamed(house, "101", "501")
    assert (event.room_number, event.note) == ("501", "was 101")
    assert event.before == {"room_number": "101"}
    events = await history(house, "501")
    assert [one.kind for one in events] == ["RENAMED", "PUT_BACK"]
    assert {one.room_number for one in events} == {"501"}
    assert await house.generation() > before, "boards read the hotel anew"
    with pytest.raises(UnknownName, match="no room 101"):
        await house.room("101")


async def test_guest_bookings_and_ranges_go_along(house: House) -> None:
    await house.book(a_booking("B1"), a_booking("B2", room_number="101"))

    def live(work: UnitOfWork) -> str:
        arrived = check_in(work, act_of(DESK), "B1", "101", anyway=True)
        opened = chat.open_session(work, "101", arrived.pin)
        assert isinstance(opened, SessionOpened)
        chat.send_as_guest(work, "101", opened.token, "hello")
        add_order(work, "101", (OrderItem("tea", 1),), False)
        return opened.token

    token = await house.store.write(live)
    await house.do(MARIA, Verb.OUT_OF_ORDER, "102", note="flood")
    pin = await house.store.read(lambda work: work.rooms.pin("101"))
    await renamed(house, "101", "501")
    await renamed(house, "102", "502")

    def look(work: UnitOfWork) -> tuple[object, ...]:
        return (
            work.bookings.get("B1").room_number,
            work.bookings.get("B2").room_number,
            work.rooms.pin("501"),
            len(work.guests.messages("501")),
            [one.room_number for one in work.orders.open("501")],
            {one.room_number for one in work.inventory.out_of_order(TODAY, TODAY)},
            chat.validate(work, token).value,
        )

    found = await house.store.read(look)
    assert found == ("501", "501", pin, 1, ["501"], {"502"}, "active")
    receipt = await house.store.write(lambda work: check_out(work, act_of(DESK), ["501"]))
    assert (receipt.deleted.messages, receipt.deleted.orders) == (1, 1)


async def test_what_was_done_before_can_be_undone_and_blanked_after(house: House) -> None:
    await house.do(ANA, Verb.DIRTY, "101")
    await house.do(MARIA, Verb.NOTE, "101", note="the guest snores")
    await renamed(house, "101", "501")
    await house.store.write(lambda work: undo(work, act_of(ANA)))
    assert (await house.room("501")).status == "AVAILABLE"
    await house.store.write(lambda work: redact(work, act_of(MANAGER), 2))
    assert "snores" not in repr(await history(house, "501"))


async def test_an_act_whose_answer_was_lost_is_still_known_by_the_old_number(house: House) -> None:
    act, request = act_of(ANA), TurnRequest(Verb.DIRTY, "101")
    first = await house.store.write(lambda work: perform(work, act, request))
    await renamed(house, "101", "501")
    again = await house.store.write(lambda work: perform(work, act, request))
    assert again.seq == first.seq


async def test_a_number_can_be_written_otherwise(house: House) -> None:
    await renamed(house, "101", "0101")
    assert (await house.room("0101")).number == "0101"
    assert await house.store.read(lambda work: work.rooms.as_written(["101"])) == ["0101"]


async def test_numbers_can_be_exchanged_by_way_of_a_third(house: House) -> None:
    for old, new in (("101", "x"), ("102", "101"), ("x", "102")):
        await renamed(house, old, new)
    assert [event.note for event in await history(house, "102")] == ["was x", "was 101"]


@pytest.mark.parametrize("taken", ["102", "0102", "00102"])
async def test_no_room_takes_anothers_number(house: House, taken: str) -> None:
    with pytest.raises(NotPossible, match="There is a room 102 already"):
        await renamed(house, "101", taken)


async def test_what_cannot_be_a_number_or_by_no_manager_is_refused(house: House) -> None:
    with pytest.raises(InvalidInput, match="no room number"):
        await renamed(house, "101", "..")
    with pytest.raises(NotPossible, match="this number already"):
        await renamed(house, "101", "101")
    with pytest.raises(NotAllowed, match="manager"):
        await house.store.write(lambda work: rename_room(work, act_of(MARIA), "101", "501"))


async def test_a_file_with_the_old_number_makes_a_room_anew(house: House) -> None:
    await renamed(house, "101", "501")
    row = RoomRow(2, "101", "STD", 1, "East")
    done = await house.store.write(lambda work: import_rooms(work, [row]))
    assert done.added == 1
    assert await history(house, "101") == []
    until = a_booking("C1", 1).departure
    found = await house.store.read(lambda work: availability(work, "STD", TODAY, until))
    assert found.available == 5
