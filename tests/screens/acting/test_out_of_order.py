"""Out of order at the board: a held room is asked about, and a later day begins by itself."""

from datetime import timedelta

import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.screens.room.room_screen import RoomScreen
from housekeeper.screens.widgets.confirm_dialog import ConfirmDialog
from tests.screens.conftest import TODAY, AtTheBoard, SmallHotel, board_on

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
async def held(hotel: SmallHotel) -> SmallHotel:
    """Room 101 is held for a guest of tomorrow."""
    coming = Booking(
        "C2",
        "STD",
        TOMORROW,
        TOMORROW + timedelta(days=1),
        1,
        0,
        BookingStatus.CONFIRMED,
        room_number="101",
    )
    await hotel.store.write(lambda work: work.bookings.save_all([coming]))
    return hotel


async def question(at: AtTheBoard) -> None:
    await at.until(lambda: isinstance(at.app.screen, ConfirmDialog), "the question")


async def test_a_held_room_is_taken_out_by_key_only_when_it_is_meant(held: SmallHotel) -> None:
    async with board_on(held) as at:
        await at.press("o", *"leak", "enter", "enter")
        await question(at)
        assert "Room 101 is held for C2 from 2026-11-22" in at.text
        await at.press("n")
        await at.until(lambda: at.app.screen is at.screen, "the board")
        assert "Room 101 is held for C2" in at.hint
        assert not (await held.room("101")).is_out_of_order
        await at.press("o", *"leak", "enter", "enter")
        await question(at)
        await at.press("y")
        await at.until(lambda: "101 is now out of order" in at.hint, "the act")


async def test_a_typed_line_asks_of_the_held_rooms_and_does_the_others(held: SmallHotel) -> None:
    async with board_on(held) as at:
        await at.press("colon", *"101-103 out of order leak", "enter")
        await question(at)
        assert (await held.room("102")).is_out_of_order
        assert not (await held.room("101")).is_out_of_order
        await at.press("y")
        await at.until(lambda: at.app.screen is at.screen, "the board")
        await at.workstation.acts.settled()
        assert (await held.room("101")).is_out_of_order


async def test_a_line_plans_it_for_an_occupied_room_and_the_rooms_page_shows_it(
    hotel: SmallHotel,
) -> None:
    stay = Booking("B7", "STD", TODAY, TOMORROW, 1, 0, BookingStatus.CHECKED_IN, room_number="101")

    async with board_on(hotel, size=(160, 45)) as at:
        await hotel.store.write(lambda work: work.bookings.save_all([stay]))
        await at.press("colon", *"101 out of order from 2026-12-03 until 2026-12-05 pipes")
        assert "Enter: out of order from Thu 3 Dec until Sat 5 Dec, room 101" in at.hint
        await at.press("enter")
        await at.until(lambda: "101 out of order planned" in at.hint, "the act")
        await at.press("1", "0", "1", "enter")
        await at.until(lambda: isinstance(at.app.screen, RoomScreen), "the room")
        await at.until(lambda: "pipes, from Thu 3 Dec until Sat 5 Dec" in at.text, "the plan")


async def test_r_takes_back_what_is_planned(hotel: SmallHotel) -> None:
    await hotel.do(Verb.OUT_OF_ORDER, "101", note="pipes", starts=TOMORROW)
    async with board_on(hotel) as at:
        await at.press("r")
        await at.until(lambda: "101 out of order cancelled" in at.hint, "the act")
        assert (await hotel.room("101")).status is RoomStatus.AVAILABLE


async def test_o_says_at_once_where_a_time_is_planned_already(hotel: SmallHotel) -> None:
    await hotel.do(Verb.OUT_OF_ORDER, "101", note="pipes", starts=TOMORROW)
    async with board_on(hotel) as at:
        await at.press("o")
        assert "101 is to go out of order already (pipes): press r first." in at.hint
        assert at.app.screen is at.screen


async def test_it_begins_on_an_open_board_when_the_day_turns(hotel: SmallHotel) -> None:
    await hotel.do(Verb.OUT_OF_ORDER, "101", note="pipes", starts=TOMORROW)
    async with board_on(hotel) as at:
        assert at.board.rooms["101"].status is RoomStatus.AVAILABLE
        hotel.clock.pass_time(days=1)
        await at.until(lambda: at.board.rooms["101"].is_out_of_order, "the room out of order")
    assert [event.staff_code for event in await hotel.history("101")] == ["SYSTEM", "maria"]


async def test_it_begins_when_a_board_opens(hotel: SmallHotel) -> None:
    await hotel.do(Verb.OUT_OF_ORDER, "101", note="pipes", starts=TOMORROW)
    hotel.clock.pass_time(days=1)
    async with board_on(hotel) as at:
        await at.until(lambda: at.board.rooms["101"].is_out_of_order, "the room out of order")
