"""What the front desk does from the board and the room: who is due, late check-out, room move."""

import asyncio
from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from textual.widgets import Input

from housekeeper.core.acts import Verb, Via
from housekeeper.core.errors import InvalidInput, StoreBusy
from housekeeper.core.rooms.event import Act
from housekeeper.core.stays import front_desk
from housekeeper.core.stays.booking import Booking, BookingStatus
from housekeeper.core.stays.guest_records import OrderItem
from housekeeper.core.stays.orders import add_order
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.screens.front_desk.checkout_screen import CheckoutScreen, Stage
from housekeeper.screens.front_desk.late_dialog import read_hour
from housekeeper.screens.front_desk.move_dialog import MoveDialog, NewPinDialog
from housekeeper.screens.room.room_screen import RoomScreen
from housekeeper.screens.widgets.confirm_dialog import ConfirmDialog
from tests.screens.conftest import ANA, DORA, TODAY, AtTheBoard, SmallHotel, board_on
from tests.screens.keyboard.test_held_keys import type_at_once


@pytest.fixture
async def lived_in(hotel: SmallHotel) -> SmallHotel:
    """A guest lives in 102 until the day after tomorrow."""

    def fill(work: UnitOfWork) -> None:
        departure = TODAY + timedelta(days=2)
        booking = Booking("B7", "STD", TODAY, departure, 2, 0, BookingStatus.CONFIRMED)
        work.bookings.save_all([booking])
        front_desk.check_in(work, Act(DORA, Via.BOARD), "B7", "102")

    await hotel.store.write(fill)
    return hotel


async def room_102(at: AtTheBoard) -> None:
    await at.press("1", "0", "2", "enter")
    await at.until(lambda: isinstance(at.app.screen, RoomScreen), "the room")
    await at.until(lambda: "B7" in at.text, "the booking")


async def test_e_on_a_vacant_room_lists_who_is_in_the_house(lived_in: SmallHotel) -> None:
    async with board_on(lived_in, staff=DORA) as at:
        assert at.room == "101"
        await at.press("e")
        await at.until(lambda: isinstance(at.app.screen, CheckoutScreen), "the list")
        await at.until(lambda: "B7" in at.text, "who is there")
        screen = at.app.screen
        assert isinstance(screen, CheckoutScreen)
        assert screen.stage is Stage.CHOOSING
        assert "nothing to check out" not in at.text


async def test_the_number_typed_behind_e_reaches_the_line_that_asks_for_it(
    lived_in: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with board_on(lived_in, staff=DORA) as at:
        await at.press("1", "0", "2")
        read = at.workstation.store.read

        async def read_slowly(reading: Callable[[UnitOfWork], Any]) -> Any:
            await asyncio.sleep(0.2)
            return await read(reading)

        monkeypatch.setattr(type(at.workstation.store), "read", staticmethod(read_slowly))
        type_at_once(at.app, "e", *"102")
        await at.until(
            lambda: (
                isinstance(at.app.screen, CheckoutScreen)
                and at.app.screen.query_one("#confirm", Input).value == "102"
            ),
            "the number on the line",
        )
        assert isinstance(at.app.screen, CheckoutScreen)
        assert at.app.screen.stage is Stage.CONFIRMING
        await at.press("escape")
        at.guard.paused += 1
        type_at_once(at.app, "e", *"103", "enter", *"102", "enter")
        await at.until(lambda: "Checked out" in at.text, "the receipt")


async def test_keys_go_on_where_the_list_of_guests_could_not_be_read(
    lived_in: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with board_on(lived_in, staff=DORA) as at:
        await at.press("1", "0", "2")

        async def fail(_: object) -> None:
            raise StoreBusy("The database is busy.")

        with monkeypatch.context() as patched:
            patched.setattr(type(at.workstation.store), "read", staticmethod(fail))
            await at.press("e")
            await at.until(lambda: "The database is busy." in at.text, "the fault")
            await at.press("escape")
        await at.until(lambda: at.app.screen is at.screen, "the board")


async def test_a_late_check_out_is_agreed_and_taken_back(lived_in: SmallHotel) -> None:
    async with board_on(lived_in, staff=DORA, size=(160, 45)) as at:
        await room_102(at)
        await at.press("l", *"14", "enter")
        await at.until(lambda: "Late check-out until 14:00 is agreed." in at.text, "the answer")
        assert (await lived_in.room("102")).late_checkout == time(14)
        await at.press("l")
        await at.until(lambda: "14:00" in at.app.screen.query_one("#until", Input).value, "it")
        await at.press(*["backspace"] * 5, "enter")
        await at.until(lambda: "No late check-out." in at.text, "the answer")
        assert (await lived_in.room("102")).late_checkout is None


async def test_u_right_after_a_late_check_out_takes_it_back(lived_in: SmallHotel) -> None:
    async with board_on(lived_in, staff=DORA, size=(160, 45)) as at:
        await room_102(at)
        await at.press("l", *"14", "enter")
        await at.until(lambda: "Late check-out until 14:00 is agreed." in at.text, "the answer")
        await at.press("u")
        told = "Undone: 'late checkout set'; 102 has no late check-out again."
        await at.until(lambda: told in at.text, "the undo")
        room = await lived_in.room("102")
        assert (room.is_occupied, room.late_checkout) == (True, None)


async def test_an_hour_that_is_not_late_is_refused_in_the_dialog(lived_in: SmallHotel) -> None:
    async with board_on(lived_in, staff=DORA, size=(160, 45)) as at:
        await room_102(at)
        await at.press("l", *"9", "enter")
        await at.until(lambda: "09:00 is no late check-out" in at.text, "the refusal")
        await at.press("backspace", *"14", "enter")
        await at.until(lambda: "Late check-out until 14:00 is agreed." in at.text, "the answer")


async def test_a_guest_is_moved_and_the_new_pin_is_shown(lived_in: SmallHotel) -> None:
    async with board_on(lived_in, staff=DORA, size=(160, 45)) as at:
        await room_102(at)
        await at.press("M", *"108", "enter")
        await at.until(lambda: "of type SUI: give a reason" in at.text, "the question")
        await at.press(*"noise", "enter")
        await at.until(lambda: isinstance(at.app.screen, NewPinDialog), "the PIN")
        pin = await lived_in.store.read(lambda work: work.rooms.pin("108"))
        assert f"PIN {pin}" in at.text
        left = await lived_in.store.read(lambda work: work.rooms.pin("102"))
        assert f"Room 102 has a new PIN too, for its next guest: {left}" in at.text
        await at.press("enter", "enter")
        assert "esc closes this. The PIN hides after 20 seconds;" in at.text
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, RoomScreen), "the room")
        assert (await lived_in.room("108")).is_occupied
        assert not (await lived_in.room("102")).is_occupied


async def test_after_a_move_the_screen_is_the_new_rooms_and_escape_leads_back(
    lived_in: SmallHotel,
) -> None:
    async with board_on(lived_in, staff=DORA, size=(160, 45)) as at:
        await room_102(at)
        await at.press("M", *"103", "enter")
        await at.until(lambda: isinstance(at.app.screen, NewPinDialog), "the PIN")
        await at.press("escape")
        await at.until(lambda: "103  STD" in at.text and "B7 " in at.text, "the guest")
        screen = at.app.screen
        assert isinstance(screen, RoomScreen)
        assert screen.room_number == "103"
        assert "B7 has moved to room 103." in at.text
        pin = await lived_in.store.read(lambda work: work.rooms.pin("103"))
        assert pin not in at.text
        await at.press("P")
        await at.until(lambda: pin in at.text, "the new room's PIN")
        await at.press("l", *"14", "enter")
        await at.until(lambda: "Late check-out until 14:00 is agreed." in at.text, "the answer")
        assert (await lived_in.room("103")).late_checkout == time(14)
        await at.press("escape")
        await at.until(lambda: at.app.screen is at.screen, "the board")


async def test_the_pins_of_a_move_hide_after_20_seconds_and_a_key_shows_them_again(
    lived_in: SmallHotel,
) -> None:
    async with board_on(lived_in, staff=DORA, size=(160, 45)) as at:
        await room_102(at)
        await at.press("M", *"103", "enter")
        await at.until(lambda: isinstance(at.app.screen, NewPinDialog), "the PIN")
        pins = [
            await lived_in.store.read(lambda work, number=number: work.rooms.pin(number))  # type: ignore[misc]
            for number in ("102", "103")
        ]
        for _ in range(2):
            assert all(pin in at.text for pin in pins)
            lived_in.clock.pass_time(seconds=20)
            await at.until(lambda: "P shows it again" in at.text, "the PIN hidden")
            assert not any(pin in at.text for pin in pins)
            await at.press("P")
            await at.until(lambda: "hand it to the guest" in at.text, "the PIN again")


async def test_a_wrong_check_in_is_taken_back_by_its_key(lived_in: SmallHotel) -> None:
    async with board_on(lived_in, staff=DORA, size=(160, 45)) as at:
        await room_102(at)
        assert "U undo check-in" in at.text
        await at.press("U")
        await at.until(lambda: "Take back the check-in of B7 to room 102?" in at.text, "it")
        await at.press("y")
        told = "B7 is confirmed again; 102 is available and has a new PIN."
        await at.until(lambda: told in at.text, "the answer")
        assert (await lived_in.room("102")).is_bookable


async def test_a_check_in_whose_guest_has_written_stays(lived_in: SmallHotel) -> None:
    def order(work: UnitOfWork) -> None:
        add_order(work, "102", (OrderItem("tea", 1),), is_breakfast=False)

    await lived_in.store.write(order)
    async with board_on(lived_in, staff=DORA, size=(160, 45)) as at:
        await room_102(at)
        assert "U undo check-in" not in at.text
        await at.press("U")
        await at.until(lambda: "check it out instead" in at.text, "the refusal")
        assert isinstance(at.app.screen, RoomScreen)
        assert (await lived_in.room("102")).is_occupied


async def test_u_takes_back_the_check_in_that_was_just_done(hotel: SmallHotel) -> None:
    def expect(work: UnitOfWork) -> None:
        leaves = TODAY + timedelta(days=2)
        status = BookingStatus.CONFIRMED
        work.bookings.save_all([Booking("B8", "STD", TODAY, leaves, 2, 0, status)])

    await hotel.store.write(expect)
    async with board_on(hotel, staff=DORA, size=(80, 24)) as at:
        await at.press("g")
        await at.until(lambda: "B8" in at.text, "the arrival")
        await at.press("enter")
        await at.until(lambda: at.app.screen.has_class("-room"), "the rooms")
        await at.press("enter")
        await at.until(lambda: at.app.screen.has_class("-pin"), "the PIN")
        await at.press("escape")
        await at.until(lambda: "u undo" in at.hint, "the offer")
        await at.press("u")
        told = "Undone: 'checked in'; 101 has a new PIN and is available, booking confirmed."
        await at.until(lambda: told in " ".join(at.hint.split()), "the undo")
        assert (await hotel.room("101")).is_bookable


async def test_a_guest_is_moved_to_a_held_room_only_when_it_is_meant(lived_in: SmallHotel) -> None:
    tomorrow = TODAY + timedelta(days=1)
    coming = Booking(
        "C2",
        "STD",
        tomorrow,
        tomorrow + timedelta(days=1),
        1,
        0,
        BookingStatus.CONFIRMED,
        room_number="103",
    )
    await lived_in.store.write(lambda work: work.bookings.save_all([coming]))
    async with board_on(lived_in, staff=DORA, size=(160, 45)) as at:
        await room_102(at)
        await at.press("M", *"103")
        await at.until(lambda: "held for C2, from tomorrow" in at.text, "the mark")
        await at.press("tab", *"noise", "enter")
        await at.until(lambda: "Room 103 is held for C2" in at.text, "the question")
        assert not (await lived_in.room("103")).is_occupied
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, MoveDialog), "the dialog")
        lines = [at.app.screen.query_one(name, Input).value for name in ("#room", "#reason")]
        assert lines == ["103", "noise"]
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, ConfirmDialog), "the question")
        await at.press("y")
        await at.until(lambda: isinstance(at.app.screen, NewPinDialog), "the PIN")
        await at.until(lambda: "Room 103 is held for C2" in at.text, "whose room it was")
        assert (await lived_in.room("103")).is_occupied


async def test_only_rooms_that_are_ready_are_offered(lived_in: SmallHotel) -> None:
    await lived_in.do(Verb.DIRTY, "103")
    async with board_on(lived_in, staff=DORA, size=(160, 45)) as at:
        await room_102(at)
        await at.press("M", *"103", "enter")
        await at.until(lambda: "a room that is ready now" in at.text, "the refusal")


async def test_the_palette_offers_them_to_the_desk_alone(lived_in: SmallHotel) -> None:
    for staff, is_offered in ((DORA, True), (ANA, False)):
        async with board_on(lived_in, staff=staff, size=(160, 45)) as at:
            await room_102(at)
            await at.press("ctrl+p")
            await at.until(lambda: "Sign in as someone else" in at.text, "the palette")
            assert ("Move the guest" in at.text) is is_offered


async def test_the_palette_offers_rounds_undo_and_the_new_screens(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101")
    async with board_on(hotel, size=(160, 60)) as at:
        await at.press("s", "ctrl+p")
        await at.until(lambda: "Cleaned: 101" in at.text, "the palette")
        for words, key in (
            ("Round", "i"),
            ("Undo", "u"),
            ("Handover", "H"),
            ("Figures", "F"),
            ("Lock", "L"),
            ("Mark all", "a"),
        ):
            at.app.screen.query_one(Input).value = words
            wanted = f"(key {key})"
            await at.until(lambda wanted=wanted: wanted in at.text, words)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "hour"), [("14", time(14)), ("9:30", time(9, 30)), ("1400", time(14)), (" ", None)]
)
def test_an_hour_is_read_as_people_write_it(text: str, hour: time | None) -> None:
    assert read_hour(text) == hour


@pytest.mark.parametrize("text", ["24", "12:60", "noon", "1 pm", "12345"])
def test_what_is_no_hour_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_hour(text)
