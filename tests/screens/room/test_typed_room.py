"""Numbers typed on a room's screen: the next verb never acts on the room that was open before."""

import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.rooms.status import RoomStatus
from tests.screens.conftest import DORA, SmallHotel
from tests.screens.room.test_room_screen import in_room, lived_in

__all__ = ["lived_in"]


async def test_a_verb_behind_a_number_acts_in_that_room(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "105", "204")
    async with in_room(hotel, "105") as (at, screen):
        await at.press(*"204", "s")
        await at.until(lambda: "204  S" in at.text and "◐ cleaning" in at.text, "room 204")
        assert screen.room_number == "204"
        assert (await hotel.room("204")).status is RoomStatus.CLEANING_IN_PROGRESS
        assert (await hotel.room("105")).status is RoomStatus.CHECKOUT_DIRTY


async def test_an_order_of_the_room_before_is_not_done(lived_in: SmallHotel) -> None:
    async with in_room(lived_in, "102", staff=DORA) as (at, _):
        await at.press(*"204", "b")
        await at.until(lambda: "Room 204 has no open order." in at.text, "the refusal")
        assert len(await lived_in.store.read(lambda work: work.orders.open("102"))) == 2


@pytest.mark.parametrize("typed", ["20", "170"])
@pytest.mark.parametrize("key", ["s", "m", "n", "a", "P"])
async def test_no_key_acts_within_a_number_or_behind_one_that_no_room_has(
    hotel: SmallHotel, typed: str, key: str
) -> None:
    await hotel.do(Verb.DIRTY, "105")
    async with in_room(hotel, "105") as (at, screen):
        await at.press(*typed, key)
        assert at.app.screen is screen
        assert "did nothing: type a whole number, or press esc to stay in room 105" in at.text
        assert (await hotel.room("105")).status is RoomStatus.CHECKOUT_DIRTY
        at.guard.paused += 1
        await at.press("escape", "s")
        await at.until(lambda: "◐ cleaning" in at.text, "room 105 as chosen")


async def test_what_is_typed_stands_at_the_foot_and_a_digit_is_taken_back(
    hotel: SmallHotel,
) -> None:
    async with in_room(hotel, "105") as (at, screen):
        await at.press(*"20")
        assert "go to 20▏" in at.text
        await at.press("backspace")
        assert "go to 2▏" in at.text
        await at.press(*"07")
        await at.until(lambda: "207  S" in at.text, "room 207")
        await at.press("escape", "escape")
        assert at.app.screen is not screen


async def test_the_board_goes_on_at_the_room_that_was_seen_last(hotel: SmallHotel) -> None:
    async with in_room(hotel, "105") as (at, screen):
        screen.dismiss(None)
        await at.until(lambda: at.app.screen is at.screen, "the board")
        await at.press(*"105", "enter")
        await at.until(lambda: "105  S" in at.text, "room 105")
        await at.press(*"204", "tab", "escape")
        await at.until(lambda: at.app.screen is at.screen, "the board")
        assert at.room == "204"
