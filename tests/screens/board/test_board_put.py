"""Whoever puts the cursor on another room than the hand did: no verb acts there unawares."""

from datetime import timedelta
from typing import Any

import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.board.column import Column
from housekeeper.core.errors import StoreBusy
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.screens.acting.act_queue import RETRY_WINDOW
from housekeeper.store.database import HotelStore
from tests.screens.board.test_board_counts import guests_in
from tests.screens.conftest import MARIA, RUI, SmallHotel, board_on


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_escape_behind_a_jump_leaves_the_cursor_on_its_room(
    hotel: SmallHotel, size: tuple[int, int]
) -> None:
    await guests_in(hotel, "104")
    await hotel.do(Verb.DIRTY, "206")
    async with board_on(hotel, size=size) as at:
        await at.press("1", "0", "4")
        hotel.clock.pass_time(seconds=5)
        await at.press("escape", "escape")
        assert at.room == "104"
        assert "OCCUPIED stays while the cursor is in it." in at.hint
        await at.press("s")
        assert (await hotel.room("206")).status is RoomStatus.CHECKOUT_DIRTY
        await at.press("left", "escape")
        assert Column.OCCUPIED not in at.screen.columns


async def test_a_column_that_w_hides_lets_the_next_verb_act_on_no_room_unnamed(
    hotel: SmallHotel,
) -> None:
    await guests_in(hotel, "104")
    await hotel.do(Verb.DIRTY, "206")
    async with board_on(hotel) as at:
        await at.press("w", "1", "0", "4", "w")
        assert at.room == "206"
        assert "Now on 206." in at.hint
        await at.press("s")
        assert "Now on 206. s did nothing: press it again" in at.hint
        assert (await hotel.room("206")).status is RoomStatus.CHECKOUT_DIRTY
        await at.press("s")
        assert (await hotel.room("206")).status is RoomStatus.CLEANING_IN_PROGRESS


@pytest.mark.parametrize(
    "keys",
    [
        ("slash", *"due", "space", *"out", "enter"),
        ("colon", *"due", "space", *"out", "enter"),
    ],
)
async def test_a_filter_brings_the_columns_of_what_it_finds_and_they_go_with_it(
    hotel: SmallHotel, keys: tuple[str, ...]
) -> None:
    await guests_in(hotel, "101", "102")
    await hotel.do(Verb.DIRTY, "206", "207")
    async with board_on(hotel) as at:
        await at.press("down", *keys)
        assert at.room == "101"
        assert at.screen.cursor.column is Column.OCCUPIED
        assert "2 rooms due out; esc shows all again." in at.hint
        widths = {column: view.size.width for column, view in at.screen.views.items()}
        assert widths[Column.OCCUPIED] > 60
        assert all(0 < widths[column] <= 12 for column in at.screen.columns[:-1])
        await at.press("escape")
        assert Column.OCCUPIED not in at.screen.columns
        assert at.room == "207"
        await at.press("s")
        assert "Now on 207. s did nothing" in at.hint


async def test_a_filter_that_is_given_up_leaves_the_cursor_where_it_was(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101", "208")
    async with board_on(hotel) as at:
        await at.press("slash", *"sui")
        assert at.room == "208"
        await at.press("escape")
        assert at.room == "101"


async def test_a_column_to_which_a_shown_room_comes_gets_its_width(hotel: SmallHotel) -> None:
    await hotel.do(Verb.DIRTY, "101", "102")
    async with board_on(hotel) as at:
        await at.press("slash", *"101", "enter")
        assert at.screen.views[Column.CLEANING].size.width < 16
        await hotel.do(Verb.START, "101", staff=RUI)
        await at.until(lambda: at.screen.views[Column.CLEANING].size.width > 30, "the width")


async def test_another_verb_right_behind_one_does_not_act_on_the_next_room(
    hotel: SmallHotel,
) -> None:
    await hotel.do(Verb.DIRTY, "101", "102")
    async with board_on(hotel) as at:
        await at.press_at_once("s", "c")
        assert "The cursor had just gone on, so c did nothing." in at.hint
        assert (await hotel.room("102")).status is RoomStatus.CHECKOUT_DIRTY
        await at.press_at_once("s", "down", "up", "c")
        assert at.board.total(Column.TO_INSPECT) == 1


async def test_what_is_tried_again_is_named_and_offered_for_a_short_while(
    hotel: SmallHotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hotel.do(Verb.DIRTY, "101", "102")
    write = HotelStore.write

    async def broken(store: HotelStore, unit: Any) -> Any:
        raise StoreBusy("The database cannot be used now.")

    async with board_on(hotel, staff=MARIA) as at:
        for ended_by in ("time", "another"):
            with monkeypatch.context() as patch:
                patch.setattr(HotelStore, "write", broken)
                await at.press("1", "0", "1", "s")
            assert HotelStore.write is write
            assert at.room == "101"
            assert "The database cannot be used now. R tries again: start 101." in at.hint
            hotel.clock.pass_time(seconds=5)
            await at.workstation.look()
            await at.until(
                lambda: at.screen.tick() or "cannot be used" not in at.hint,  # type: ignore[func-returns-value]
                "the end of it",
            )
            assert "R try again: start 101" in at.hint
            if ended_by == "time":
                hotel.clock.pass_time(seconds=(RETRY_WINDOW + timedelta(seconds=1)).seconds)
                at.screen.tick()
            else:
                await hotel.do(Verb.START, "101", staff=RUI)
                await at.until(lambda: at.board.total(Column.CLEANING) == 1, "the news")
            assert "try again" not in at.hint
            await at.press("R")
            assert "There is nothing to try again." in at.hint
